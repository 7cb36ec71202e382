"""Networks from exported weights: as they are, or to begin a training with, for which folded norms are made again.

A convolution W' with bias b answers y = W' x + b. With the mean m and the variance v of W' x over some batches, a norm of mean
m, variance v, gain sqrt(v + eps) and shift b + m answers the same. Filters are shortened to the length that they have before a
training, with m and v, so that the optimizer's steps are as large beside them as they are then.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from network import Convolution

#: The length of a filter as `nn.Conv2d` draws it.
_LENGTH = 3**-0.5


def read(path: Path) -> dict[str, Tensor]:
    return {name: value.float() if value.is_floating_point() else value for name, value in load_file(path).items()}


def convolutions(network: nn.Module) -> dict[str, nn.Conv2d]:
    """All convolutions by the names that their weights are exported under."""
    found = {}
    for name, module in network.named_modules():
        if isinstance(module, nn.Conv2d):
            found[name.removesuffix(".conv")] = module
    return found


@torch.no_grad()
def exported(weights: Path, vocabulary: list[str]) -> tuple[nn.Module, nn.Module]:
    """The detector and the namer as they are in a folder, in evaluation mode; a word that the namer lacks says nothing."""
    from named_data import MOST
    from naming import IconNamer
    from network import Detector

    detector, namer = Detector(), IconNamer(len(vocabulary))
    fill(detector, read(weights / "detector.safetensors"))
    kept = read(weights / "icons.safetensors")
    fill(namer, kept)
    namer.embed.weight.copy_(kept["embed.weight"].permute(0, 3, 1, 2).flatten(1))
    namer.embed.bias.copy_(kept["embed.bias"])
    namer.scale.copy_(kept["scale"].log()[0])
    nothing, rows = kept["words.start"] / MOST, word_rows(kept)
    namer.words.weight.copy_(nothing.expand_as(namer.words.weight))
    for row, word in enumerate(vocabulary, 1):
        if word in rows:
            namer.words.weight[row] += rows[word]
    return detector.eval(), namer.eval()


def fill(network: nn.Module, kept: dict[str, Tensor]) -> None:
    """Fills the convolutions, whose norms then change nothing but add the bias."""
    for name, conv in convolutions(network).items():
        conv.weight.copy_(kept[f"{name}.weight"].permute(0, 3, 1, 2))
        if conv.bias is not None:
            conv.bias.copy_(kept[f"{name}.bias"])
    for name, module in network.named_modules():
        if isinstance(module, Convolution):
            unfolded(module, kept[f"{name}.bias"], torch.zeros(1), torch.ones(1) - module.norm.eps)


def word_rows(kept: dict[str, Tensor]) -> dict[str, Tensor]:
    """The vectors of the words in a file of the namer."""
    return dict(zip(bytes(kept["words.text"].tolist()).decode().split("\n"), kept["words.weight"]))


@torch.no_grad()
def begin(network: nn.Module, path: Path, batches: Iterable[Tensor], apply: Callable | None = None) -> dict[str, Tensor]:
    """Fills the network's convolutions, and returns all tensors of the file.

    The norms are made from what the network, or `apply`, does with `batches`.
    """
    kept = read(path)
    fill(network, kept)
    norms = {name: module for name, module in network.named_modules() if isinstance(module, Convolution)}
    for name, (mean, variance) in statistics(network, norms, batches, apply or network).items():
        unfolded(norms[name], kept[f"{name}.bias"], mean, variance)
    return kept


def unfolded(module: Convolution, bias: Tensor, mean: Tensor, variance: Tensor) -> None:
    """Sets the norm so that the convolution answers as it did without one, plus `bias`, where it has this mean and variance."""
    norm = module.norm
    length = module.conv.weight.flatten(1).norm(dim=1).clamp(min=1e-4) / _LENGTH if mean.numel() > 1 else torch.ones(1)
    module.conv.weight.div_(length.view(-1, 1, 1, 1))
    norm.running_mean.copy_((mean / length).expand_as(norm.running_mean))
    norm.running_var.copy_((variance / length.square()).expand_as(norm.running_var))
    norm.weight.copy_((length * (norm.running_var + norm.eps).sqrt()).expand_as(norm.weight))
    norm.bias.copy_(bias + mean)


def statistics(
    network: nn.Module, modules: dict[str, Convolution], batches: Iterable[Tensor], apply: Callable
) -> dict[str, tuple[Tensor, Tensor]]:
    """The mean and the variance of each convolution's channels before its norm."""
    sums: dict[str, list[Tensor]] = {name: [torch.zeros(module.norm.num_features) for _ in range(2)] for name, module in modules.items()}
    counts = dict.fromkeys(modules, 0)

    def note(name: str, answers: Tensor) -> None:
        channels = answers.transpose(0, 1).flatten(1)
        sums[name][0] += channels.sum(1)
        sums[name][1] += channels.square().sum(1)
        counts[name] += channels.shape[1]

    hooks = [module.conv.register_forward_hook(lambda _, __, answers, name=name: note(name, answers)) for name, module in modules.items()]
    network.eval()
    for batch in batches:
        apply(batch)
    for hook in hooks:
        hook.remove()
    found = {}
    for name, (first, second) in sums.items():
        mean = first / counts[name]
        found[name] = mean, (second / counts[name] - mean.square()).clamp(min=1e-8)
    return found


@torch.no_grad()
def begin_words(network: nn.Module, kept: dict[str, Tensor], vocabulary: list[str]) -> None:
    """Fills the layers of `naming.IconNamer` about words; a word that the file lacks stays as drawn.

    Phrases are no longer filled up with "no word", so icons lose their part along it too.
    """
    start = kept["words.start"]
    along = start / start.norm() if start.norm() > 1e-3 else torch.zeros_like(start)
    weight, bias = kept["embed.weight"].permute(0, 3, 1, 2).flatten(1), kept["embed.bias"]
    network.embed.weight.copy_(weight - along[:, None] * (along @ weight))
    network.embed.bias.copy_(bias - along * (along @ bias))
    network.scale.copy_(kept["scale"].log()[0])
    rows = word_rows(kept)
    for row, word in enumerate(vocabulary, 1):
        if word in rows:
            network.words.weight[row] = rows[word]
    network.words.weight.sub_((network.words.weight @ along)[:, None] * along)
