"""Starts `transformers serve`, also beside a torchvision that was built for another torch, so that its native code is missing.

usage: serve.py serve …   as `transformers serve …`
"""
import importlib
import io
import sys
import types

try:
    importlib.import_module("torchvision._C")
except Exception:
    for name in [name for name in sys.modules if name.startswith("torchvision")]:
        del sys.modules[name]
    for missing in ("torchvision._meta_registrations", "torchvision._autograd_registrations"):
        sys.modules[missing] = types.ModuleType(missing)
    import PIL.Image
    import torchvision.io
    from torchvision.transforms.functional import pil_to_tensor

    def decode_image(data, *_, **__):
        return pil_to_tensor(PIL.Image.open(io.BytesIO(bytes(data.tolist()))).convert("RGB"))

    torchvision.io.decode_image = decode_image

from transformers.cli.transformers import main

main()
