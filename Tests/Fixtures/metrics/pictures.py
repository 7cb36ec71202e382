"""Cases of pictures."""

import io
import random

from PIL import Image, ImageDraw


def encoded(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png(size, colour, mode="RGB"):
    return encoded(Image.new(mode, size, colour))


def scene(size=(48, 36), shift=0, noise=0, seed=1):
    """A picture with edges, and perhaps with noise."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, (240, 240, 230))
    draw = ImageDraw.Draw(image)
    draw.rectangle((8 + shift, 6, 28 + shift, 24), fill=(200, 40, 40))
    draw.ellipse((20, 12 + shift, 44, 32 + shift), fill=(40, 80, 200))
    if noise:
        pixels = image.load()
        for y in range(size[1]):
            for x in range(size[0]):
                pixels[x, y] = tuple(max(0, min(255, value + chance.randint(-noise, noise))) for value in pixels[x, y])
    return image


def add(cases):
    base = scene()
    clear = base.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(base.size))
    cut = Image.new("RGBA", (60, 50), (0, 0, 0, 0))
    cut.paste(base, (6, 7))
    others = {
        "same": encoded(base), "shifted": encoded(scene(shift=2)), "noisy": encoded(scene(noise=8)), "very noisy": encoded(scene(noise=90)),
        "grey": encoded(base.convert("L")), "palette": encoded(base.convert("P", palette=Image.Palette.ADAPTIVE, colors=8)), "clear": encoded(clear),
        "smaller": encoded(base.resize((24, 18))), "larger": encoded(base.resize((96, 72))), "narrow": encoded(base.resize((30, 40))),
        "wide grey": encoded(base.convert("I;16")), "framed": encoded(cut), "inverted": encoded(base.point(lambda value: 255 - value)),
        "jpeg": encoded(base, "JPEG", quality=90), "bmp": encoded(base, "BMP"), "gif": encoded(base, "GIF"), "tiny": png((4, 4), (1, 2, 3)), "bilevel": encoded(base.convert("1")),
    }
    for contents in others.values():
        one, two = cases.file(".png", others["same"]), cases.file(".png", contents)
        for found, gold in [(one, two), (two, one)]:
            for metric in ["compare_images", "check_structure_sim", "check_structure_sim_resized", "compare_image_list"]:
                cases.add(metric, found, gold)
        for rules in [{"height": 36}, {"width": 48, "height": 36}, {"width": 48, "height": 36, "ignore_transparent": True}]:
            cases.add("check_image_size", two, {"value": rules})
        cases.add("check_image_file_size", two, {"value": {"max_size": 500}})
    cases.add("compare_images", cases.file(".png", others["noisy"]), cases.file(".png", others["same"]), {"reference_base_result": 0.5})
    cases.add("compare_images", cases.file(".png", others["noisy"]), cases.file(".png", others["same"]), {"reference_base_result": 0.99})
    cases.add("compare_images", cases.file(".png", "no picture"), cases.file(".png", others["same"]))
    both = [cases.file(".png", others["same"])["file"], cases.file(".png", others["noisy"])["file"]]
    cases.add("compare_image_list", {"files": both}, {"files": both})
    cases.add("compare_image_list", {"files": both}, {"files": both[::-1]})
