"""Writes tied/ of ../reference again as llama.cpp's converter does, and every block format with what gguf-py makes of it.

model-q8_0.gguf, mmproj-model.gguf   the model: matrices of whole blocks as Q8_0, the rest BF16 or F32
formats.gguf                         two rows of random blocks in each format, named after it, and the same as F32
"""
import json
import pathlib

import gguf
import numpy
from gguf import GGMLQuantizationType as Type

FOLDER = pathlib.Path(__file__).parent
REFERENCE = FOLDER.parent / "reference" / "tied"
TEXT = {
    "input_layernorm.weight": "attn_norm.weight", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "post_attention_layernorm.weight": "ffn_norm.weight",
    "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}
VISION = {
    "norm1": "ln1", "norm2": "ln2", "attn.proj": "attn_out", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
    "mlp.down_proj": "ffn_down",
}


def bfloat16_tensors(path):
    """The tensors of a safetensors file whose elements are all bfloat16, as float32."""
    data = path.read_bytes()
    length = int.from_bytes(data[:8], "little")
    for name, entry in json.loads(data[8:8 + length]).items():
        if name == "__metadata__":
            continue
        start, end = entry["data_offsets"]
        halves = numpy.frombuffer(data[8 + length + start:8 + length + end], numpy.uint16)
        yield name, (halves.astype(numpy.uint32) << 16).view(numpy.float32).reshape(entry["shape"])


def add(writer, name, values):
    """As the converter stores it: vectors as float32, matrices packed where their rows are whole blocks."""
    if values.ndim == 1:
        kind = Type.F32
    elif values.shape[-1] % 32 == 0 and name.startswith(("blk.", "token_embd")):
        kind = Type.Q8_0
    else:
        kind = Type.BF16
    writer.add_tensor(name, gguf.quantize(values, kind), raw_dtype=kind)


def renamed(name, table):
    for published, short in table.items():
        if name.startswith(published):
            return short + name[len(published):]
    raise KeyError(name)


def add_tokenizer(writer, rows):
    tokenizer = json.loads((REFERENCE / "tokenizer.json").read_text())
    tokens = [f"[PAD{i}]" for i in range(rows)]
    kinds = [gguf.TokenType.UNUSED] * rows
    for token, i in tokenizer["model"]["vocab"].items():
        tokens[i], kinds[i] = token, gguf.TokenType.NORMAL
    for added in tokenizer["added_tokens"]:
        tokens[added["id"]] = added["content"]
        kinds[added["id"]] = gguf.TokenType.CONTROL if added["special"] else gguf.TokenType.USER_DEFINED
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([" ".join(m) if isinstance(m, list) else m for m in tokenizer["model"]["merges"]])
    writer.add_eos_token_id(274)
    writer.add_bos_token_id(272)
    writer.add_pad_token_id(272)
    writer.add_add_bos_token(False)


def text_writer(path, name, config):
    """A file of the language model, with all its numbers and no tensors yet."""
    writer = gguf.GGUFWriter(path, "qwen2vl")
    writer.add_name(name)
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_rope_dimension_sections(config["rope_scaling"]["mrope_section"] + [0])
    return writer


def text_name(name):
    """What llama.cpp calls a tensor of the language model; None for others."""
    if name == "model.embed_tokens.weight":
        return "token_embd.weight"
    if name == "model.norm.weight":
        return "output_norm.weight"
    if not name.startswith("model.layers."):
        return None
    block, rest = name.removeprefix("model.layers.").split(".", 1)
    return f"blk.{block}.{renamed(rest, TEXT)}"


def write_text(config, tensors):
    writer = text_writer(FOLDER / "model-q8_0.gguf", "tied", config)
    add_tokenizer(writer, config["vocab_size"])
    for name, values in tensors:
        if short := text_name(name):
            add(writer, short, values)
    finish(writer)


def write_vision(path, config, tensors, add):
    """Writes the vision tower; add(writer, name, values) stores each of its tensors."""
    vision = config["vision_config"]
    writer = gguf.GGUFWriter(path, "clip")
    writer.add_type("mmproj")
    writer.add_clip_has_vision_encoder(True)
    writer.add_clip_projector_type("qwen2.5vl_merger")
    writer.add_vision_use_silu(True)
    writer.add_vision_projection_dim(config["hidden_size"])
    writer.add_vision_image_size(560)
    writer.add_vision_patch_size(vision["patch_size"])
    writer.add_vision_embedding_length(vision["hidden_size"])
    writer.add_vision_feed_forward_length(vision["intermediate_size"])
    writer.add_vision_block_count(vision["depth"])
    writer.add_vision_head_count(vision["num_heads"])
    writer.add_vision_attention_layernorm_eps(1e-6)
    writer.add_vision_image_mean([0.48145466, 0.4578275, 0.40821073])
    writer.add_vision_image_std([0.26862954, 0.26130258, 0.27577711])
    # Every nth block; the reference's only full block is the third of four.
    writer.add_vision_n_wa_pattern(vision["fullatt_block_indexes"][0] + 1)
    for name, values in tensors:
        if name == "visual.patch_embed.proj.weight":
            add(writer, "v.patch_embd.weight", numpy.ascontiguousarray(values[:, :, 0]))
            add(writer, "v.patch_embd.weight.1", numpy.ascontiguousarray(values[:, :, 1]))
        elif name == "visual.merger.ln_q.weight":
            add(writer, "v.post_ln.weight", values)
        elif name.startswith("visual.merger.mlp."):
            add(writer, "mm." + name.removeprefix("visual.merger.mlp."), values)
        elif name.startswith("visual.blocks."):
            block, rest = name.removeprefix("visual.blocks.").split(".", 1)
            if rest.startswith("attn.qkv."):
                for letter, part in zip("qkv", numpy.split(values, 3)):
                    add(writer, f"v.blk.{block}.attn_{letter}.{rest.removeprefix('attn.qkv.')}", part)
            else:
                add(writer, f"v.blk.{block}.{renamed(rest, VISION)}", values)
    finish(writer)


def write_formats():
    """Random bytes, but for the scales: halves of every exponent, subnormal and negative ones too, none infinite."""
    draw = numpy.random.Generator(numpy.random.PCG64(31))
    writer = gguf.GGUFWriter(FOLDER / "formats.gguf", "formats")
    scales = {
        Type.F16: range(0, 2, 2), Type.Q4_0: [0], Type.Q5_0: [0], Type.Q5_1: [0, 2], Type.Q8_0: [0], Type.Q4_K: [0, 2],
        Type.Q5_K: [0, 2], Type.Q6_K: [208],
    }
    for kind, places in scales.items():
        length, size = gguf.GGML_QUANT_SIZES[kind]
        blocks = draw.integers(0, 256, (2 * 512 // length, size), numpy.uint8)
        for place in places:
            halves = draw.integers(0, 0x7C00, len(blocks), numpy.uint16) | draw.integers(0, 2, len(blocks), numpy.uint16) << 15
            blocks[:, place:place + 2] = halves.astype("<u2").view(numpy.uint8).reshape(-1, 2)
        rows = blocks.reshape(2, -1)
        stored = rows.view(numpy.float16) if kind == Type.F16 else rows
        writer.add_tensor(kind.name, stored, raw_dtype=None if kind == Type.F16 else kind)
        writer.add_tensor(kind.name + ".expected", gguf.dequantize(stored, kind))
    plain = draw.standard_normal((2, 512), numpy.float32)
    rounded = gguf.quantize(plain, Type.BF16)
    writer.add_tensor("BF16", rounded, raw_dtype=Type.BF16)
    writer.add_tensor("BF16.expected", gguf.dequantize(rounded, Type.BF16))
    finish(writer)


def finish(writer):
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


if __name__ == "__main__":
    config = json.loads((REFERENCE / "config.json").read_text())
    tensors = list(bfloat16_tensors(REFERENCE / "model.safetensors"))
    write_text(config, tensors)
    write_vision(FOLDER / "mmproj-model.gguf", config, tensors, add)
    write_formats()
