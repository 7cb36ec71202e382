"""Trains the detector; goes on from the last checkpoint. `training` describes the options.

usage: PYTHON train.py FOLDER [--from WEIGHTS] [--hours H] [--decay STEPS] [--name NAME]

FOLDER is what `setup` and `icons.py` prepared.
"""

import argparse
from pathlib import Path

import torch

from training import Training, arguments, prepare_paths, quick


class DetectorTraining(Training):
    def __init__(self, options: argparse.Namespace):
        from network import Detector

        torch.manual_seed(1)
        network, average = (Detector().to(memory_format=torch.channels_last) for _ in range(2))
        plain = [p for p in network.parameters() if p.ndim < 2]
        weights = [p for p in network.parameters() if p.ndim >= 2]
        groups = [{"params": weights, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}]
        super().__init__(options, network, average, groups)

    def begin_with(self, weights: Path) -> None:
        from imported import begin
        from network import prepared

        batches = iter(self.batches())
        begin(self.network, weights / "detector.safetensors", (prepared(next(batches)[0]) for _ in range(8)))

    def batches(self):
        from data import Tiles

        data = Tiles(self.options.folder, self.step + 1, self.options.batch, self.options.uses)
        return torch.utils.data.DataLoader(data, batch_size=None, num_workers=self.options.workers, prefetch_factor=6)

    def loss(self, batch):
        from network import prepared
        from targets import WEIGHTS, losses

        pixels, heats, cells, rows = batch
        with quick():
            answers = self.network(prepared(pixels))
        height, width = heats.shape[2:]
        parts = losses(answers[..., :height, :width], heats, cells, rows)
        return sum(WEIGHTS[name] * part for name, part in parts.items()), {name: part.item() for name, part in parts.items()}

    def measured(self) -> dict[str, float]:
        from measure import measured

        return measured(self.average, self.options.folder)


if __name__ == "__main__":
    parser = arguments(__doc__, "screen", batch=8)
    parser.add_argument("--uses", type=int, default=3)
    chosen = parser.parse_args()
    chosen.folder = chosen.folder.resolve()
    prepare_paths(chosen.folder)
    DetectorTraining(chosen).run()
