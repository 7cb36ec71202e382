"""Writes the averaged networks as safetensors for the Swift target: norms folded into the convolutions, 16-bit floats.

usage: PYTHON export.py FOLDER OUT      writes OUT/detector.safetensors, OUT/icons.safetensors and OUT/meanings.json

Every convolution NAME has NAME.weight [outputs, inputs, height, width] and NAME.bias [outputs]; linear layers likewise.
The detector's names are those of `network.Detector` without the ".conv" of its convolutions, for example
down8.1.first.weight. The metadata of each file says what its architecture is (`network.__doc__`, `naming.__doc__`).
"""

import json
import sys
from pathlib import Path

import torch
from torch import Tensor

from train import prepare_paths


def folded(network) -> dict[str, Tensor]:
    """Weights with each batch norm folded: weight * g / sqrt(v + eps), bias b - m * g / sqrt(v + eps)."""
    from network import Convolution

    done, out = set(), {}
    for name, module in network.named_modules():
        if isinstance(module, Convolution):
            norm = module.norm
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            out[f"{name}.weight"] = module.conv.weight * scale[:, None, None, None]
            out[f"{name}.bias"] = norm.bias - norm.running_mean * scale
            done.add(name)
    for name, value in network.state_dict().items():
        if not any(name.startswith(part + ".") for part in done):
            out[name] = value
    return {name: value.detach().to(torch.float16).contiguous() for name, value in out.items()}


def main(folder: Path, out: Path) -> None:
    import meanings
    import naming
    import network
    import roles
    from evaluate import models
    from safetensors.torch import save_file

    out.mkdir(parents=True, exist_ok=True)
    detector, namer = models(folder)
    lists = {"groups": roles.GROUPS, "roles": roles.ROLES, "containers": roles.CONTAINERS, "states": roles.STATES}
    about = {name: json.dumps(value) for name, value in lists.items()} | {"architecture": network.__doc__ or ""}
    save_file(folded(detector), out / "detector.safetensors", about)
    if namer is not None:
        save_file(folded(namer), out / "icons.safetensors", {"architecture": naming.__doc__ or ""})
    words = [{"name": name, "words": meanings.WORDS[name]} for name in meanings.NAMES]
    (out / "meanings.json").write_text(json.dumps(words, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    chosen = Path(sys.argv[1]).resolve()
    prepare_paths(chosen)
    main(chosen, Path(sys.argv[2]))
