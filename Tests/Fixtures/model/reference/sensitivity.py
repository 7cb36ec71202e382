"""Prints how far typical mistakes move the results of the case `image` (and `text`), to show that 3e-5 tells right from wrong.

Run after make.py: python sensitivity.py
"""
import torch

import make


def shifted(model, inputs, ids, change):
    """The distances of vision rows and logits after `change(model, inputs, ids)`."""
    reference = make.forward(model, inputs, ids).logits, make.vision_rows(model, inputs)
    wrong = make.load("tied")
    inputs, ids = change(wrong, dict(inputs), ids.clone())
    found = make.forward(wrong, inputs, ids).logits, make.vision_rows(wrong, inputs)
    return [f"{make.distance(f, r):.1e}" for f, r in zip(found, reference)]


def tanh_gelu(model, inputs, ids):
    model.model.visual.merger.mlp[1] = torch.nn.GELU(approximate="tanh")
    return inputs, ids


def blocks(full):
    def change(model, inputs, ids):
        model.model.visual.fullatt_block_indexes = full
        return inputs, ids
    return change


def positions(order):
    return lambda model, inputs, ids: (inputs, ids[order])


def text_positions(model, inputs, ids):
    return inputs, torch.arange(ids.shape[-1]).expand(3, 1, -1)


def one_level(model, inputs, ids):
    inputs["pixel_values"] = inputs["pixel_values"].clone()
    inputs["pixel_values"][0, 0] += 1 / (255 * 0.26862954)
    return inputs, ids


def epsilon(model, inputs, ids):
    for module in model.modules():
        if hasattr(module, "variance_epsilon"):
            module.variance_epsilon = 1e-5
    return inputs, ids


CHANGES = {
    "tanh instead of erf in the merger": tanh_gelu, "every block full": blocks([0, 1, 2, 3]),
    "every block windowed": blocks([]), "height and width positions swapped": positions([0, 2, 1]),
    "time position for all": positions([0, 0, 0]), "positions as in text": text_positions,
    "one sample one level brighter": one_level, "epsilon 1e-5": epsilon,
}


@torch.no_grad()
def main():
    model = make.load("tied")
    inputs = make.batch(next(c for c in make.CASES if c["name"] == "image")["prompts"])
    ids, _ = make.positions(model, inputs, "reference")
    for name, change in CHANGES.items():
        print(f"{name}: logits, vision rows {shifted(model, inputs, ids, change)}")


if __name__ == "__main__":
    main()
