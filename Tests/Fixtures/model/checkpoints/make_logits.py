"""Writes what transformers computes with the packed checkpoints, each matrix unpacked to float32 first.

logits-awq.safetensors    awq/, unpacked as AutoAWQ does it
logits-gguf.safetensors   model-q8_0.gguf and mmproj-model.gguf, unpacked by gguf-py and given their published names

Each holds `logits` and `vision_embeddings` of the case `image` of ../reference, whose ids and positions it shares, and
`greedy` with `greedy_margin`. The other scripts of this folder come first.
"""
import pathlib
import sys

FOLDER = pathlib.Path(__file__).parent
REFERENCE = FOLDER.parent / "reference"
sys.path.insert(0, str(REFERENCE))

import make as reference  # noqa: E402
import gguf  # noqa: E402
import torch  # noqa: E402
from safetensors.torch import load_file, save_file  # noqa: E402
from transformers import Qwen2_5_VLForConditionalGeneration  # noqa: E402

from make_awq import dequantised  # noqa: E402
from make_gguf import TEXT, VISION  # noqa: E402


def awq_weights():
    """The tensors of awq/ under the names of an unpacked checkpoint."""
    packed, weights = load_file(FOLDER / "awq" / "model.safetensors"), {}
    for name, value in packed.items():
        if name.endswith("qweight"):
            layer = name.removesuffix("qweight")
            weight = dequantised(value, packed[layer + "qzeros"], packed[layer + "scales"], 128)
            weights[layer + "weight"] = weight.T.contiguous()
        elif not name.endswith(("qzeros", "scales")):
            weights[name] = value
    return weights


def tensors(name):
    """What a GGUF file holds, as float32; gguf-py turns the dimensions round again."""
    for tensor in gguf.GGUFReader(FOLDER / name).tensors:
        yield tensor.name, torch.from_numpy(gguf.dequantize(tensor.data, tensor.tensor_type).copy())


def published(name, table):
    for long, short in table.items():
        if name.startswith(short.removesuffix("weight")):
            return long.removesuffix("weight") + name[len(short.removesuffix("weight")):]
    raise KeyError(name)


def gguf_weights():
    text = {"token_embd.weight": "model.embed_tokens.weight", "output_norm.weight": "model.norm.weight"}
    weights = {}
    for name, value in tensors("model-q8_0.gguf"):
        if name in text:
            weights[text[name]] = value
        else:
            _, block, rest = name.split(".", 2)
            weights[f"model.layers.{block}.{published(rest, TEXT)}"] = value
    vision = dict(tensors("mmproj-model.gguf"))
    patches = [vision.pop("v.patch_embd.weight"), vision.pop("v.patch_embd.weight.1")]
    weights["visual.patch_embed.proj.weight"] = torch.stack(patches, 2)
    weights["visual.merger.ln_q.weight"] = vision.pop("v.post_ln.weight")
    for name, value in vision.items():
        if name.startswith("mm."):
            weights["visual.merger.mlp." + name.removeprefix("mm.")] = value
            continue
        _, _, block, rest = name.split(".", 3)
        if rest.startswith("attn_q."):
            parts = [vision[f"v.blk.{block}.attn_{letter}.{rest.removeprefix('attn_q.')}"] for letter in "qkv"]
            weights[f"visual.blocks.{block}.attn.qkv.{rest.removeprefix('attn_q.')}"] = torch.cat(parts)
        elif not rest.startswith(("attn_k.", "attn_v.")):
            weights[f"visual.blocks.{block}.{published(rest, VISION)}"] = value
    return weights


def load(weights):
    """The model of ../reference/tied with other weights, each of which must find its place."""
    own = load_file(REFERENCE / "tied" / "model.safetensors")
    assert own.keys() == weights.keys(), own.keys() ^ weights.keys()
    folder = FOLDER / "unpacked"
    folder.mkdir()
    try:
        for file in (REFERENCE / "tied").iterdir():
            if file.name != "model.safetensors":
                (folder / file.name).symlink_to(file.resolve())
        save_file({k: v.float().contiguous() for k, v in weights.items()}, folder / "model.safetensors", {"format": "pt"})
        model, found = Qwen2_5_VLForConditionalGeneration.from_pretrained(
            folder, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
        assert not found["missing_keys"] and not found["unexpected_keys"], found
    finally:
        for file in folder.iterdir():
            file.unlink()
        folder.rmdir()
    return model.eval()


@torch.no_grad()
def write(name, weights):
    model = load(weights)
    inputs = reference.batch(next(c for c in reference.CASES if c["name"] == "image")["prompts"])
    ids, _ = reference.positions(model, inputs, "reference")
    out = reference.forward(model, inputs, ids, hidden=True)
    greedy, margins = reference.greedy(model, out.hidden_states[0], inputs["attention_mask"], ids)
    saved = {
        "logits": out.logits, "vision_embeddings": reference.vision_rows(model, inputs), "greedy": greedy,
        "greedy_margin": margins}
    save_file({k: v.contiguous() for k, v in saved.items()}, FOLDER / f"logits-{name}.safetensors")
    (FOLDER / f"logits-{name}.safetensors").chmod(0o644)


if __name__ == "__main__":
    torch.set_num_threads(1)
    write("awq", awq_weights())
    write("gguf", gguf_weights())
