"""Trains the network that tells what icons mean; goes on from the last checkpoint. `training` describes the options.

usage: PYTHON train_naming.py FOLDER [--from WEIGHTS] [--hours H] [--decay STEPS] [--name NAME] [--kept BATCHES]

FOLDER is what `setup` and `named_icons.py` prepared. Of every batch of pictures each is told from the phrases of all concepts.
With `--kept` the convolutions stay as they are: what they make of so many batches is kept, and the last layer and the words are
trained with it, which costs a fiftieth a step.
"""

import argparse
from pathlib import Path

import torch
from torch.nn import functional as F

import meanings
from training import Training, arguments, prepare_paths, quick


class NamerTraining(Training):
    clip, beta, steps_of_a_line = 2.0, 0.99, 100

    def __init__(self, options: argparse.Namespace):
        from named_data import Phrases
        from naming import IconNamer

        torch.manual_seed(2)
        self.vocabulary = Phrases(options.folder).vocabulary
        network, average = (IconNamer(len(self.vocabulary)) for _ in range(2))
        if options.kept:
            network.stem.requires_grad_(False)
            network.stages.requires_grad_(False)
        words = list(network.words.parameters())
        others = [p for p in network.parameters() if p is not words[0] and p.requires_grad]
        groups = [{"params": others, "weight_decay": 0.03}, {"params": words, "weight_decay": 0.0}]
        super().__init__(options, network, average, groups)

    def begin_with(self, weights: Path) -> None:
        from imported import begin, begin_words

        batches = iter(self.drawn())
        network = self.network
        kept = begin(network, weights / "icons.safetensors", (next(batches)[0] for _ in range(8)), network.icons)
        begin_words(network, kept, self.vocabulary)

    def batches(self):
        return self.kept() if self.options.kept else self.drawn()

    @torch.no_grad()
    def features(self, pictures: torch.Tensor) -> torch.Tensor:
        self.network.eval()
        with quick():
            return self.network.features(pictures.contiguous(memory_format=torch.channels_last))

    def kept(self):
        """Batches of features of kept pictures, in the form of `drawn`."""
        from itertools import islice

        import numpy as np
        from named_data import Phrases

        drawn = [(self.features(pictures).half(), concepts) for pictures, concepts, _ in islice(self.drawn(), self.options.kept)]
        features, concepts = torch.cat([d[0] for d in drawn]), torch.cat([d[1] for d in drawn])
        noise, phrases = np.random.default_rng(self.step), Phrases(self.options.folder)
        while True:
            rows = torch.from_numpy(noise.integers(0, len(features), self.options.batch))
            yield features[rows].float(), concepts[rows], phrases.drawn(noise)

    def drawn(self):
        from named_data import Icons

        data = Icons(self.options.folder, self.step + 11, self.options.batch)
        return torch.utils.data.DataLoader(data, batch_size=None, num_workers=self.options.workers, prefetch_factor=8)

    def loss(self, batch):
        from named_data import same_words

        pictures, concepts, phrases = batch
        if self.options.kept:
            vectors = self.network.embedded(pictures)
        else:
            with quick():
                vectors = self.network.icons(pictures.contiguous(memory_format=torch.channels_last))
        scores = self.network.scale.clamp(max=3.6).exp() * vectors @ self.network.phrases(phrases).T
        said = same_words(phrases)
        # What is said in the same words is no mistake.
        scores = scores.masked_fill((said[concepts][:, None] == said) & (concepts[:, None] != torch.arange(len(said))), -1e4)
        right = (scores.argmax(1) == concepts).float().mean()
        loss = F.cross_entropy(scores, concepts, label_smoothing=0.05)
        return loss, {"loss": loss.item(), "right": right.item()}

    @torch.no_grad()
    def measured(self) -> dict[str, float]:
        """Of icons of held-out families, the share named right of all concepts, and found among 40 others by a phrase.

        `common` are those of `meanings`, `rare` all others.
        """
        from named_data import Icons

        self.average.eval()
        data = Icons(self.options.folder, 7, 400, held_out=True)
        batches = iter(data)
        drawn = [next(batches) for _ in range(3)]
        torch.set_num_threads(self.options.threads)
        pictures, concepts = torch.cat([b[0] for b in drawn]), torch.cat([b[1] for b in drawn])
        scores = self.average(pictures, drawn[0][2])
        common = concepts < len(meanings.NAMES)
        five = (scores.topk(5, 1).indices == concepts[:, None]).any(1).float()
        right = (scores.argmax(1) == concepts).float()
        found, groups = [], torch.arange(len(concepts)).view(-1, 40)
        own = scores - scores.logsumexp(1, keepdim=True)
        for group in groups[torch.randperm(len(groups), generator=torch.Generator().manual_seed(1))]:
            chosen = own[group][:, concepts[group]].argmax(0)
            found.append((concepts[group][chosen] == concepts[group]).float())
        found = torch.stack(found).flatten()
        figures = {"common": right[common], "common5": five[common], "rare": right[~common], "rare5": five[~common], "found": found[common], "found_rare": found[~common]}
        return {name: round(part.mean().item(), 4) for name, part in figures.items()}


if __name__ == "__main__":
    parser = arguments(__doc__, "naming", batch=256)
    parser.add_argument("--kept", type=int, default=0, help="train only the last layer, on features of so many batches")
    chosen = parser.parse_args()
    chosen.folder = chosen.folder.resolve()
    prepare_paths(chosen.folder)
    NamerTraining(chosen).run()
