"""Writes what AutoAWQ 0.2.9 does to weights.

awq.safetensors   random layers as it packs them, and the float16 weights that its `dequantize_gemm` computes
awq/              tied/ of ../reference with the language model's layers of 128 inputs and whole words of outputs packed, the rest float16

The arithmetic is AutoAWQ's, written out here because the package no longer installs beside a present torch: integers are
unpacked and put in order, the zero is taken away in int8, and the product with the float16 scale is rounded to float16.
"""
import json
import pathlib
import re

import numpy
import torch
from safetensors.torch import load_file, save_file

FOLDER = pathlib.Path(__file__).parent
REFERENCE = FOLDER.parent / "reference" / "tied"
LAYERS = re.compile(r"model\.layers\.\d+\.self_attn\.[qkvo]_proj\.weight")
ORDER = [0, 2, 4, 6, 1, 3, 5, 7]


def packed(values):
    """Int32 words of eight neighbouring columns, in the order of ORDER from the lowest bits."""
    words = numpy.zeros((values.shape[0], values.shape[1] // 8), numpy.uint32)
    for place, column in enumerate(ORDER):
        words |= values[:, column::8].astype(numpy.uint32) << (4 * place)
    return torch.from_numpy(words.view(numpy.int32).copy())


def unpacked(words):
    """What AutoAWQ's `unpack_awq` and `reverse_awq_order` make of the words."""
    shifts = torch.arange(0, 32, 4)
    values = torch.bitwise_right_shift(words[:, :, None], shifts[None, None, :]).to(torch.int8).view(words.shape[0], -1)
    order = torch.arange(values.shape[-1], dtype=torch.int32).view(-1, 8)[:, [0, 4, 1, 5, 2, 6, 3, 7]].view(-1)
    return torch.bitwise_and(values[:, order.long()], 15)


def dequantised(weights, zeros, scales, group):
    """`(q - z) * s` in float16, inputs first."""
    q, z = unpacked(weights), unpacked(zeros)
    scales, z = scales.repeat_interleave(group, dim=0), z.repeat_interleave(group, dim=0)
    return (q - z) * scales


def quantised(weight, group):
    """The parts of a layer, outputs first, in four bits: between the least and the largest of each group in 15 steps."""
    outputs, inputs = weight.shape
    groups = weight.float().reshape(outputs, inputs // group, group)
    low, high = groups.amin(-1), groups.amax(-1)
    scales = ((high - low) / 15).clamp(min=1e-5).half()
    zeros = (-low / scales).round().clamp(0, 15)
    q = (groups / scales[..., None]).round().add(zeros[..., None]).clamp(0, 15).reshape(outputs, inputs)
    return packed(q.T.numpy()), packed(zeros.T.numpy()), scales.T.contiguous()


def write_model():
    folder, tensors = FOLDER / "awq", {}
    folder.mkdir(exist_ok=True)
    for name, value in load_file(REFERENCE / "model.safetensors").items():
        if LAYERS.fullmatch(name):
            layer = name.removesuffix("weight")
            parts = quantised(value, 128)
            tensors |= dict(zip([layer + "qweight", layer + "qzeros", layer + "scales"], parts))
        else:
            tensors[name] = value.half()
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((REFERENCE / "config.json").read_text()) | {
        "torch_dtype": "float16", "quantization_config": {
            "bits": 4, "group_size": 128, "modules_to_not_convert": ["visual"], "quant_method": "awq",
            "version": "gemm", "zero_point": True}}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    for name in ["generation_config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json"]:
        link = folder / name
        link.unlink(missing_ok=True)
        link.symlink_to(f"../../reference/tied/{name}")


def write_layers():
    draw = numpy.random.Generator(numpy.random.PCG64(41))
    tensors = {}
    for name, inputs, outputs, group in [("small", 128, 24, 128), ("grouped", 256, 16, 32), ("subnormal", 64, 8, 64)]:
        weights = packed(draw.integers(0, 16, (inputs, outputs)))
        zeros = packed(draw.integers(0, 16, (inputs // group, outputs)))
        halves = draw.integers(0, 0x400 if name == "subnormal" else 0x6C00, (inputs // group, outputs), numpy.uint16)
        scales = torch.from_numpy(halves.view(numpy.float16).copy())
        expected = dequantised(weights, zeros, scales, group)
        assert expected.dtype == torch.float16 and expected.isfinite().all()
        tensors |= {
            f"{name}.qweight": weights, f"{name}.qzeros": zeros, f"{name}.scales": scales,
            # Outputs first, as other weights are.
            f"{name}.expected": expected.T.contiguous(),
        }
    save_file(tensors, FOLDER / "awq.safetensors")


if __name__ == "__main__":
    write_layers()
    write_model()
