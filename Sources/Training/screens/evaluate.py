"""Measures the detector and the namer of icons on screens that training never saw, by kind; draws what they found.

usage: PYTHON evaluate.py FOLDER [--weights FOLDER] [--screens N] [--fixtures FOLDER...] [--captured FOLDER] [--draw FOLDER] [PICTURE...]

- screens of 1280x800 in held-out fonts, icons and looks: boxes, roles and states at IoU 0.5; icons named; grounding of icons
  by the words for their meaning, with targets that are not there
- windows of GTK and Qt in held-out themes, fonts and icons, where `windows` has drawn them: boxes, roles and states
- `--weights`: exported weights are measured, not those of the last checkpoints
- `--fixtures`: pictures with the boxes of their labels, as in Tests/Fixtures/grounding and Tests/Fixtures/reading
- `--captured`: what `deskhand dataset capture` wrote, of held-out programs only
- `--draw`: there, pictures with the boxes of elements red, texts blue, icons green, containers magenta
"""

import argparse
import json
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from training import prepare_paths

_COLOURS = ("red", "blue", "lime", "magenta")


def models(folder: Path, naming: str = "naming", screen: str = "screen"):
    """The averaged networks of the last checkpoints, in evaluation mode; None for a namer that does not exist yet."""
    from naming import IconNamer
    from network import Detector

    detector = Detector()
    detector.load_state_dict(torch.load(folder / screen / "last.pt", weights_only=True)["average"])
    namer = None
    if (folder / naming / "last.pt").exists():
        from named_data import Phrases

        namer = IconNamer(len(Phrases(folder).vocabulary))
        namer.load_state_dict(torch.load(folder / naming / "last.pt", weights_only=True)["average"])
        namer.eval()
    return detector.eval().to(memory_format=torch.channels_last), namer


class ByRole:
    """Precision, recall and F1 of each role, where the box must fit and the role must be right."""

    def __init__(self):
        self.counts: dict[tuple[int, int], list[int]] = {}

    def add(self, found: np.ndarray, truth: np.ndarray) -> None:
        from measure import matched

        for column, rows in ((0, found), (1, truth)):
            for group, role in rows[:, :2].astype(int):
                self.counts.setdefault((group, role), [0, 0, 0])[column] += 1
        for i, j in matched(found, truth):
            if found[i, 1] == truth[j, 1]:
                self.counts[int(truth[j, 0]), int(truth[j, 1])][2] += 1

    def lines(self):
        import roles

        for (group, role), (found, wanted, right) in sorted(self.counts.items()):
            name = {0: roles.ROLES, 3: roles.CONTAINERS}.get(group, (roles.GROUPS[group],))[role]
            yield f"{name:14} F1 {2 * right / max(1, found + wanted):.3f}  precision {right / max(1, found):.3f}  recall {right / max(1, wanted):.3f}  of {wanted}"


def generated(detector, namer, folder: Path, count: int, out: Path | None) -> None:
    from asking import Requests
    from grounding import seen
    from measure import Score
    from scenes import Generator, arrays

    generator, score, by_role, asked = Generator(folder, 515151, held_out=True), Score(), ByRole(), Requests()
    for number in range(count):
        screen = generator.screen(number, (1280, 800))
        pixels, truth = screen.pixels(), arrays(screen)
        look = seen(detector, namer, pixels)
        score.add(look.found, truth)
        by_role.add(look.found, truth)
        if out:
            drawn(pixels, look.found).save(out / f"generated-{number}.png")
        if namer is not None:
            asked.add(look, namer, truth)
    print(f"{count} generated screens:", json.dumps(score.figures()))
    print("\n".join(by_role.lines()))
    if namer is not None:
        print("\n".join(asked.lines()))


def windows(detector, folder: Path, out: Path | None) -> None:
    from grounding import seen
    from measure import Score, held_out_windows

    score, by_role = Score(), ByRole()
    for number, (pixels, truth) in enumerate(held_out_windows(folder)):
        found = seen(detector, None, pixels).found
        score.add(found, truth)
        by_role.add(found, truth)
        if out and number % 4 == 0:
            drawn(pixels, found).save(out / f"window-{number}.png")
    print("windows of GTK and Qt:", json.dumps(score.figures()))
    print("\n".join(by_role.lines()))


def fixtures(detector, folder: Path, out: Path | None) -> None:
    """Labels with a box [left, top, width, height]: how many are found at IoU 0.5, and at half of their area."""
    import roles
    from grounding import seen
    from measure import ious

    pictures = []
    for path in sorted(folder.glob("*.json")):
        kept = json.loads(path.read_text())
        if isinstance(kept, dict) and "labels" in kept:
            pictures.append((path.with_suffix(".png"), kept["labels"]))
        elif isinstance(kept, list):
            pictures += [(folder / entry["picture"], entry["labels"]) for entry in kept if "labels" in entry]
    for path, labels in pictures:
        pixels = np.array(Image.open(path).convert("RGB"))
        look = seen(detector, None, pixels)
        texts = look.found[look.found[:, 0] == roles.TEXT]
        wanted = np.array([[x, y, x + w, y + h] for x, y, w, h in (label["box"] for label in labels)], float)
        best = ious(wanted, texts[:, 2:6]).max(1) if len(texts) else np.zeros(len(wanted))
        centres = (wanted[:, :2] + wanted[:, 2:]) / 2
        inside = [bool(((texts[:, 2:4] <= c) & (texts[:, 4:6] >= c)).all(1).any()) for c in centres]
        print(f"{path.name}: {len(wanted)} labels, {int((best >= 0.5).sum())} at IoU 0.5, {sum(inside)} with their centre in a text; {len(texts)} texts")
        if out:
            drawn(pixels, look.found).save(out / path.name)


def captured(detector, folder: Path) -> None:
    import roles
    from captured import screens
    from grounding import seen
    from measure import Score

    score, by_role = Score(), ByRole()
    for pixels, truth in screens(folder, held_out=True):
        found = seen(detector, None, pixels).found
        found = found[np.isin(found[:, 0], (roles.ELEMENT, roles.CONTAINER))]
        score.add(found, truth)
        by_role.add(found, truth)
    print("captured programs:", json.dumps(score.figures()))
    print("\n".join(by_role.lines()))


def drawn(pixels: np.ndarray, found: np.ndarray) -> Image.Image:
    picture = Image.fromarray(np.ascontiguousarray(pixels))
    pen = ImageDraw.Draw(picture)
    for row in found[::-1]:
        pen.rectangle([float(v) for v in row[2:6]], outline=_COLOURS[int(row[0])])
    return picture


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("pictures", type=Path, nargs="*")
    parser.add_argument("--weights", type=Path)
    parser.add_argument("--screens", type=int, default=40)
    parser.add_argument("--fixtures", type=Path, nargs="*", default=[])
    parser.add_argument("--captured", type=Path)
    parser.add_argument("--draw", type=Path)
    chosen = parser.parse_args()
    prepare_paths(chosen.folder.resolve())
    from grounding import Namer

    if chosen.weights:
        from imported import exported
        from named_data import Phrases

        detector, network = exported(chosen.weights, Phrases(chosen.folder).vocabulary)
    else:
        detector, network = models(chosen.folder)
    both = detector, Namer(network, chosen.folder) if network else None
    if chosen.draw:
        chosen.draw.mkdir(parents=True, exist_ok=True)
    if chosen.screens:
        generated(*both, chosen.folder.resolve(), chosen.screens, chosen.draw)
    windows(both[0], chosen.folder.resolve(), chosen.draw)
    for fixture in chosen.fixtures:
        fixtures(both[0], fixture, chosen.draw)
    if chosen.captured:
        captured(both[0], chosen.captured)
    for path in chosen.pictures:
        from grounding import seen

        shown = np.array(Image.open(path).convert("RGB"))
        result = drawn(shown, seen(both[0], None, shown).found)
        result.save((chosen.draw or path.parent) / f"{path.stem}-found.png")
