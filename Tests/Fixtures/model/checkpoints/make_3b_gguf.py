"""Writes a model of the dimensions of Qwen2.5-VL-3B as llama.cpp's converter and quantiser would: random blocks, true layout.

    python make_3b_gguf.py CHECKPOINT FOLDER FORMAT...

CHECKPOINT is a folder that make_3b.py wrote; FORMAT is q8_0, q4_k_m or bf16. The vision tower goes to FOLDER/mmproj-model.gguf in
float16. What a model says is noise, but its speed and size are those of a real one.
"""
import json
import pathlib
import sys

import gguf
import numpy
from gguf import GGMLQuantizationType as Type

from make_gguf import finish, text_name, text_writer, write_vision

BLOCKS = 36


class Blocks:
    """Random blocks of each format, drawn once and used for every matrix, whose elements have a deviation of about 1/√2048."""

    def __init__(self):
        self.draw = numpy.random.Generator(numpy.random.PCG64(7))
        self.pools = {}

    def rows(self, kind, outputs, inputs):
        length, size = gguf.GGML_QUANT_SIZES[kind]
        count = outputs * inputs // length
        if kind not in self.pools or len(self.pools[kind]) < count:
            self.pools[kind] = self.pool(kind, count, size)
        return self.pools[kind][:count].reshape(outputs, inputs // length * size)

    def pool(self, kind, count, size):
        blocks = self.draw.integers(0, 256, (count, size), numpy.uint8)
        if kind == Type.BF16:
            normal = (self.draw.standard_normal((count, size // 2), numpy.float32) / 45).view(numpy.uint32) >> 16
            return normal.astype(numpy.uint16).view(numpy.uint8)
        if kind == Type.Q8_0:
            self.put(blocks, 0, 1 / (73 * 45))
        elif kind == Type.Q4_K:
            # Eight scales and minima of 32 each.
            self.put(blocks, 0, 1 / (4.6 * 32 * 45))
            self.put(blocks, 2, 7.5 / (4.6 * 32 * 45))
            blocks[:, 4:12], blocks[:, 12:16] = 160, 0
        elif kind == Type.Q6_K:
            blocks[:, 192:208] = 32
            self.put(blocks, 208, 1 / (18 * 32 * 45))
        return blocks

    @staticmethod
    def put(blocks, place, scale):
        blocks[:, place:place + 2] = numpy.frombuffer(numpy.float16(scale).tobytes(), numpy.uint8)


def kind_of(name, format):
    """What llama.cpp's quantiser chooses: for Q4_K_M values and down projections of half the blocks get six bits."""
    if format == "bf16":
        return Type.BF16
    if format == "q8_0":
        return Type.Q8_0
    if name == "token_embd.weight":
        return Type.Q6_K
    if ".attn_v." in name or ".ffn_down." in name:
        block = int(name.split(".")[1])
        many = block < BLOCKS // 8 or block >= 7 * BLOCKS // 8 or (block - BLOCKS // 8) % 3 == 2
        return Type.Q6_K if many else Type.Q4_K
    return Type.Q4_K


def stored(folder):
    """Names, shapes and bfloat16 elements of a checkpoint's tensors, which stay mapped."""
    for path in sorted(folder.glob("*.safetensors")):
        data = numpy.memmap(path, numpy.uint8, "r")
        length = int.from_bytes(data[:8].tobytes(), "little")
        for name, entry in json.loads(data[8:8 + length].tobytes()).items():
            if name != "__metadata__":
                start, end = (8 + length + offset for offset in entry["data_offsets"])
                yield name, data[start:end].view(numpy.uint16).reshape(entry["shape"])


def floats(halves):
    return (halves.astype(numpy.uint32) << 16).view(numpy.float32)


def add_tokenizer(writer, folder, rows):
    vocabulary = json.loads((folder / "vocab.json").read_text())
    added = json.loads((folder / "tokenizer_config.json").read_text())["added_tokens_decoder"]
    tokens, kinds = [f"[PAD{i}]" for i in range(rows)], [gguf.TokenType.UNUSED] * rows
    for token, i in vocabulary.items():
        tokens[i], kinds[i] = token, gguf.TokenType.NORMAL
    for i, entry in added.items():
        tokens[int(i)] = entry["content"]
        kinds[int(i)] = gguf.TokenType.CONTROL if entry["special"] else gguf.TokenType.USER_DEFINED
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    writer.add_token_merges([line for line in (folder / "merges.txt").read_text().splitlines() if not line.startswith("#version")])
    writer.add_eos_token_id(151645)
    writer.add_bos_token_id(151643)
    writer.add_pad_token_id(151643)
    writer.add_add_bos_token(False)


def write_text(folder, target, format):
    config = json.loads((folder / "config.json").read_text())
    writer = text_writer(target / f"model-{format}.gguf", "random", config)
    add_tokenizer(writer, folder, config["vocab_size"])
    blocks = Blocks()
    for name, values in stored(folder):
        short = text_name(name)
        if short is None:
            continue
        if values.ndim == 1:
            writer.add_tensor(short, floats(values))
        else:
            kind = kind_of(short, format)
            writer.add_tensor(short, blocks.rows(kind, *values.shape), raw_dtype=kind)
    finish(writer)


def add_to_vision(writer, name, values):
    """As the converter stores it: vectors and the patches' filters as float32, matrices as float16."""
    is_plain = values.ndim == 1 or name.startswith("v.patch_embd")
    writer.add_tensor(name, values if is_plain else values.astype(numpy.float16))


if len(sys.argv) < 4 or not set(sys.argv[3:]) <= {"q8_0", "q4_k_m", "bf16"}:
    sys.exit(__doc__)
source, target = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
target.mkdir(parents=True, exist_ok=True)
config = json.loads((source / "config.json").read_text())
write_vision(target / "mmproj-model.gguf", config, ((name, floats(halves)) for name, halves in stored(source)), add_to_vision)
for format in sys.argv[3:]:
    write_text(source, target, format)
