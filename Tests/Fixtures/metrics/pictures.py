"""Cases of pictures."""

import io
import random

from PIL import Image, ImageDraw, ImageEnhance


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
    changes(cases, base)
    cases.add("compare_images", cases.file(".png", others["noisy"]), cases.file(".png", others["same"]), {"reference_base_result": 0.5})
    cases.add("compare_images", cases.file(".png", others["noisy"]), cases.file(".png", others["same"]), {"reference_base_result": 0.99})
    cases.add("compare_images", cases.file(".png", "no picture"), cases.file(".png", others["same"]))
    both = [cases.file(".png", others["same"])["file"], cases.file(".png", others["noisy"])["file"]]
    cases.add("compare_image_list", {"files": both}, {"files": both})
    cases.add("compare_image_list", {"files": both}, {"files": both[::-1]})


def changes(cases, base):
    """Pictures that are darker, stronger in colours, mirrored, …, and near misses."""
    def enhanced(kind, factor, image=base):
        return kind(image).enhance(factor)

    clear = base.convert("RGBA")
    clear.putalpha(128)
    found = {
        "same": base, "darker": enhanced(ImageEnhance.Brightness, 0.6), "brighter": enhanced(ImageEnhance.Brightness, 1.3), "much darker": enhanced(ImageEnhance.Brightness, 0.1),
        "colourful": enhanced(ImageEnhance.Color, 1.5), "pale": enhanced(ImageEnhance.Color, 0.5), "grey": base.convert("L"), "contrast": enhanced(ImageEnhance.Contrast, 1.5),
        "flat": enhanced(ImageEnhance.Contrast, 0.5), "mirrored": base.transpose(Image.Transpose.FLIP_LEFT_RIGHT), "turned": base.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        "palette": base.convert("P", palette=Image.Palette.ADAPTIVE, colors=16), "noisy": scene(noise=12), "darker noisy": enhanced(ImageEnhance.Brightness, 0.6, scene(noise=12)),
        "shifted": scene(shift=3), "darker shifted": enhanced(ImageEnhance.Brightness, 0.6, scene(shift=3)), "larger": enhanced(ImageEnhance.Brightness, 0.6, base.resize((96, 72))),
        "clear": clear, "black": Image.new("RGB", base.size, (0, 0, 0)), "white": Image.new("RGB", base.size, (255, 255, 255)), "tiny": Image.new("RGB", (6, 6), (1, 2, 3)),
        "clear contrast": enhanced(ImageEnhance.Contrast, 1.3, base).convert("RGBA"), "grey contrast": enhanced(ImageEnhance.Contrast, 1.4, base.convert("L")),
    }
    metrics = ["check_brightness_decrease_and_structure_sim", "check_saturation_increase_and_structure_sim", "check_contrast_increase_and_structure_sim",
               "check_palette_and_structure_sim", "check_file_exists_and_structure_sim", "check_image_mirror"]
    original = cases.file(".png", encoded(base))
    for image in found.values():
        file = cases.file(".png", encoded(image))
        for metric in metrics:
            cases.add(metric, file, original)
            cases.add(metric, original, file)
    for metric in metrics:
        cases.add(metric, cases.file(".jpg", encoded(found["darker"], "JPEG", quality=92)), original)
        cases.add(metric, cases.file(".gif", encoded(base, "GIF")), original)
        cases.add(metric, cases.file(".png", "no picture"), original)
    for name in ["darker", "darker noisy", "darker shifted"]:
        for threshold in [0.0001, 0.01, 0.2]:
            cases.add(metrics[0], cases.file(".png", encoded(found[name])), original, {"threshold": threshold})
    green(cases)
    places(cases)


def green(cases):
    """White things on black, and the same with other backgrounds."""
    def drawn(size, back, thing, mode="RGB"):
        image = Image.new(mode, size, back)
        ImageDraw.Draw(image).rectangle((4, 4, 9, 8), fill=thing)
        return cases.file(".png", encoded(image))

    for size in [(16, 16), (20, 14), (14, 20)]:
        original = drawn(size, (255, 255, 255), (0, 0, 0))
        for back in [(0, 255, 0), (0, 1, 0), (10, 10, 5), (255, 255, 255), (0, 200, 200)]:
            for thing in [(0, 0, 0), (255, 0, 0)]:
                cases.add("check_green_background", drawn(size, back, thing), original)
    original = drawn((16, 16), (255, 255, 255), (0, 0, 0))
    for size in [(16, 15), (15, 16), (20, 20)]:
        cases.add("check_green_background", drawn(size, (0, 255, 0), (0, 0, 0)), original)
    cases.add("check_green_background", drawn((16, 16), (0, 255, 0, 255), (0, 0, 0, 255), "RGBA"), original)


def places(cases):
    """Triangles, and texts, at several places."""
    for x in [0, 1, 2, 3, 4, 5, 6, 20, 59]:
        for grey in [0, 127, 128, 200]:
            image = Image.new("RGB", (60, 40), (255, 255, 255))
            ImageDraw.Draw(image).rectangle((x, 10, x + 8, 14), fill=(grey, grey, grey))
            cases.add("check_textbox_on_leftside", cases.file(".png", encoded(image)))
    for centre in [(30, 20), (31, 21), (33, 20), (34, 20), (30, 23), (10, 10), (50, 30)]:
        for edge in [0, 1]:
            image = Image.new("RGB", (60, 40), (255, 255, 255))
            x, y = centre
            corners = [(x - 6, y + 4), (x + 6, y + 4), (x, y - 8)]
            ImageDraw.Draw(image).polygon(corners, fill=(255, 255, 0))
            if edge:
                ImageDraw.Draw(image).point(corners, fill=(250, 250, 100))
            cases.add("check_triangle_position", cases.file(".png", encoded(image)))
    cases.add("check_triangle_position", cases.file(".png", png((8, 8), (1, 2, 3))))
