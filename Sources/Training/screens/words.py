"""Words of names and requests, as the namer of icons knows them, and the concepts that icons' names mean.

A text becomes words: camel case is parted, what is no letter or digit separates, small letters, endings are dropped (`stem`), and
of words that say the same one is taken (`SAME`). Words without meaning of their own are left out, unless there are no others. What
stands in brackets at the end, such as a shortcut, does not count beside other words. One or two signs have words too (`signs.py`). `IconVocabulary.swift` of target ScreenModel does
the same.
"""

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import meanings
from signs import spelled

#: What says nothing about the picture.
IGNORED = frozenset(
    "a an the of in on to for with from by at or and icon button symbol gtk stock gnome gimp kde xfce dev mime alt fill filled "
    "symbolic rtl ltr outline sharp rounded control your this".split()
)


#: Words that say the same, of which the first is taken.
SAME = """
anti counter
auto automatic automatically
back backward previous prev
centre center
colour color
configure configuration config customise customize
delete erase
dialogue dialog
directory folder
favourite favorite
find search seek
grey gray
last final
maximise maximize
minimise minimize
next forward
normal original actual
option preference setting
parent upper
percent percentage
image picture photo photograph
quit exit
redo repeat
reload refresh update
screen display
slideshow presentation
synchronise synchronize sync
thumbnail preview
vertically vertical
horizontally horizontal
video movie film
"""


def stem(word: str) -> str:
    """A word without the ending of its plural, or of a verb: "sorting", "sorted" and "sorts" are "sort"."""
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    for ending in ("ing", "ed"):
        start = word.removesuffix(ending)
        if len(start) > 2 and start != word and re.search("[aeiouy]", start):
            doubled = start[-1] == start[-2] and start[-1] not in "lsz"
            return start[:-1] if doubled else start
    return word.removesuffix("e") if len(word) > 4 else word


#: The words of `IGNORED` as `stem` leaves them, and for each word of `SAME` the first of its line.
NOTHING = frozenset(stem(word) for word in IGNORED)
FIRST = {stem(word): stem(line.split()[0]) for line in SAME.splitlines() for word in line.split()}


def words(text: str) -> list[str]:
    text = spelled(text)
    found = _split(re.sub(r"[(\[][^()\[\]]*[)\]]\s*$", "", text)) or _split(text)
    return [w for w in found if w not in NOTHING] or found


def _split(text: str) -> list[str]:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    found = [stem(w) for w in re.findall(r"[a-z]+|[0-9]+", parted.lower())]
    return [FIRST.get(w, w) for w in found]


class Concepts:
    """What an icon's name means, as a number, and the phrases by which people ask for each."""

    def __init__(self):
        self.phrases: list[list[tuple[str, ...]]] = []
        self.names: list[str] = []
        self.of: dict[str, int] = {}
        for name in meanings.NAMES:
            self.add(f"meaning {name}", name, [*meanings.WORDS[name], name])

    def add(self, key: str, name: str, texts: list[str]) -> int:
        number = self.of.setdefault(key, len(self.phrases))
        if number == len(self.phrases):
            self.phrases.append([])
            self.names.append(name)
        self.say(number, texts)
        return number

    def say(self, number: int, texts: list[str]) -> None:
        """Adds phrases to a concept, in their order."""
        for phrase in (tuple(words(text)[:6]) for text in texts):
            if phrase and phrase not in self.phrases[number]:
                self.phrases[number].append(phrase)

    def number(self, name: str, labels: list[str] = []) -> int | None:
        """The concept of an icon of this name, which programs may call by labels; None where it has no words."""
        meaning = meanings.meaning(name)
        if meaning:
            return self.add(f"meaning {meanings.NAMES[meaning - 1]}", name, labels)
        texts = labels or [meanings.plain(name)]
        key = " ".join(words(texts[0]))
        return self.add(key, name, texts) if key else None


def office_labels(registry: Path) -> dict[str, list[str]]:
    """The labels of LibreOffice's commands, by the command in small letters."""
    name, language = "{http://openoffice.org/2001/registry}name", "{http://www.w3.org/XML/1998/namespace}lang"
    found: dict[str, list[str]] = {}
    for node in ET.parse(registry).iter("node"):
        command = node.get(name, "")
        if not command.startswith(".uno:") or "?" in command:
            continue
        for prop in node.findall("prop"):
            if prop.get(name) in ("Label", "TooltipLabel", "ContextLabel", "PopupLabel"):
                for value in prop.findall("value"):
                    if value.text and value.get(language, "en-US") == "en-US":
                        text = value.text.replace("~", "").strip(" .…:")
                        labels = found.setdefault(command.removeprefix(".uno:").lower(), [])
                        if text not in labels:
                            labels.append(text)
    return found
