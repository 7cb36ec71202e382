"""Writes the averaged networks as safetensors for target ScreenModel: norms folded into the convolutions, 16-bit floats.

usage: PYTHON export.py FOLDER OUT [NAMING]      writes OUT/detector.safetensors and OUT/icons.safetensors

NAMING is the name of the namer's training, "naming" if none is given.

Every convolution NAME has NAME.weight [outputs, height, width, inputs] and NAME.bias [outputs]. The names are those of
`network.Detector` and `naming.IconNamer` without the ".conv" of their convolutions, for example down8.1.first.weight. Beside
them, icons.safetensors has:

- words.weight [words, WIDTH] and words.text, a line each, as bytes; words.start, what a phrase's words are added to, since in
  training it is filled up with "no word"; ignored.text, words that say nothing; same.text, a word and the one that is taken for
  it; signs.text, a sign and the words for it
- concepts.weight [concepts, WIDTH], vectors of phrases for what icons mean, and concepts.text, the names of the first ones
- scale: what dot products are multiplied with
"""

import hashlib
import re
import sys
from pathlib import Path

import torch
from torch import Tensor

from training import prepare_paths


def folded(network) -> dict[str, Tensor]:
    """Weights with each batch norm folded: weight * g / sqrt(v + eps), bias b - m * g / sqrt(v + eps)."""
    from network import Convolution

    out: dict[str, Tensor] = {}
    for name, module in network.named_modules():
        if isinstance(module, Convolution):
            norm = module.norm
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            out[f"{name}.weight"] = (module.conv.weight * scale[:, None, None, None]).permute(0, 2, 3, 1)
            out[f"{name}.bias"] = norm.bias - norm.running_mean * scale
        elif isinstance(module, torch.nn.Conv2d) and not name.endswith(".conv"):
            out[f"{name}.weight"], out[f"{name}.bias"] = module.weight.permute(0, 2, 3, 1), module.bias
    return out


def with_words(namer, folder: Path) -> dict[str, Tensor]:
    import meanings
    from grounding import Namer
    from named_data import MOST, Phrases
    from signs import NAMES
    from words import FIRST, NOTHING

    phrases, out = Phrases(folder), folded(namer)
    out["embed.weight"] = namer.embed.weight.view(namer.embed.out_features, -1, 4, 4).permute(0, 2, 3, 1)
    out["embed.bias"] = namer.embed.bias
    nothing = namer.words.weight[0]
    out["words.weight"], out["words.start"] = namer.words.weight[1:] - nothing, MOST * nothing
    out["scale"] = namer.scale.clamp(max=3.6).exp().view(1)
    out["concepts.weight"] = Namer(namer, folder).concepts
    out["words.text"], out["ignored.text"] = lines(phrases.vocabulary), lines(sorted(NOTHING))
    out["same.text"] = lines([f"{word} {first}" for word, first in sorted(FIRST.items()) if word != first])
    out["signs.text"] = lines([f"{sign} {name}" for sign, name in sorted(NAMES.items())])
    first = [meanings.WORDS[name][0] for name in meanings.NAMES]
    # Neighbours of one name would be taken for one meaning.
    assert all(one != other for one, other in zip(first, first[1:])), "two meanings have the same first phrase"
    out["concepts.text"] = lines([name for name, meaning in zip(first, meanings.NAMES) for _ in meanings.WORDS[meaning]])
    return out


def lines(texts: list[str]) -> Tensor:
    return torch.frombuffer(bytearray("\n".join(texts), "utf-8"), dtype=torch.uint8)


def save(tensors: dict[str, Tensor], path: Path, about: str) -> None:
    from safetensors.torch import save_file

    halves = {name: value.detach().to(torch.float16) if value.is_floating_point() else value for name, value in tensors.items()}
    save_file({name: value.contiguous() for name, value in halves.items()}, path, {"architecture": about})


def stamp(out: Path) -> None:
    """Writes the sums of the weights into weights.S: a build does not know what it includes, but sees that it changed."""
    assembly, names = out / "weights.S", ["detector.safetensors", "icons.safetensors"]
    if not assembly.exists():
        return
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in names if (out / name).exists()}
    written = assembly.read_text()
    for name, value in sums.items():
        written = re.sub(rf"({re.escape(name)}) [0-9a-f]{{64}}", rf"\1 {value}", written)
    assembly.write_text(written)


def main(folder: Path, out: Path, naming_name: str) -> None:
    import naming
    import network
    from evaluate import models

    out.mkdir(parents=True, exist_ok=True)
    detector, namer = models(folder, naming_name)
    save(folded(detector), out / "detector.safetensors", network.__doc__ or "")
    if namer is not None:
        save(with_words(namer, folder), out / "icons.safetensors", naming.__doc__ or "")
    stamp(out)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]).resolve()
    prepare_paths(chosen)
    main(chosen, Path(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else "naming")
