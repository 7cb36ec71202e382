"""Texts as screens show them: labels of programs in many languages, words, numbers, names of files, what is typed."""

import gettext
import json
import random
import string
from pathlib import Path

from alphabet import CHARACTERS, normalised

_LANGUAGES = ["de", "fr", "es", "it", "pt_BR", "nl", "pl", "cs", "sv", "da", "nb", "fi", "hu", "ro", "tr", "ru", "uk", "el", "hr", "sk", "sl", "ca", "lt", "lv", "et", "sr@latin", "bg"]


class Texts:
    def __init__(self, root: Path, seed: int):
        self.random = random.Random(seed)
        kept = root.parent / "texts.json"
        if not kept.exists():
            labels, foreign = self._labels(root)
            kept.write_text(json.dumps([labels, foreign, self._words(root)]))
        self.labels, self.foreign, self.words = json.loads(kept.read_text())

    def _labels(self, root: Path) -> tuple[list[str], list[str]]:
        """What programs say, from their translations: the English of all, and the other languages."""
        english: set[str] = set()
        foreign: set[str] = set()
        for base in (root / "usr/share/locale", Path("/usr/share/locale")):
            for language in _LANGUAGES:
                for path in sorted((base / language / "LC_MESSAGES").glob("*.mo")):
                    try:
                        with path.open("rb") as file:
                            catalogue = gettext.GNUTranslations(file)._catalog
                    except (OSError, ValueError, LookupError, SyntaxError):  # damaged ones say nothing
                        continue
                    for source, translated in catalogue.items():
                        source = source[0] if isinstance(source, tuple) else source
                        if source and isinstance(translated, str):
                            english.add(source)
                            foreign.add(translated)
        return sorted(self._clean(english)), sorted(self._clean(foreign))

    @staticmethod
    def _clean(texts: set[str]) -> set[str]:
        found = set()
        for text in texts:
            text = text.split("\x04")[-1].split("\n")[0]
            if "<" in text or "%" in text or "{" in text:
                continue
            shown = normalised(text.replace("_", "", 1) if "_" in text else text)
            if shown and len(shown) <= 60:
                found.add(shown)
        return found

    @staticmethod
    def _words(root: Path) -> list[str]:
        words: set[str] = set()
        for path in sorted((root / "usr/share/dict").glob("*-english")):
            words.update(w for w in path.read_text("utf-8").split() if normalised(w))
        return sorted(words) or ["desk", "hand"]

    def draw(self) -> str:
        """One text, at most about 60 characters, never empty, in the reader's alphabet."""
        kinds = [
            (self._label, 34), (self._foreign, 16), (self._some_words, 16), (self._word, 10), (self._number, 9),
            (self._file, 5), (self._code, 4), (self._scramble, 4), (self._single, 2),
        ]
        kind = self.random.choices([k for k, _ in kinds], [w for _, w in kinds])[0]
        text = normalised(kind())
        return text if text else self.draw()

    def _label(self) -> str:
        text = self.random.choice(self.labels) if self.labels else self._some_words()
        return self._cased(text)

    def _foreign(self) -> str:
        return self.random.choice(self.foreign) if self.foreign else self._some_words()

    def _word(self) -> str:
        return self._cased(self.random.choice(self.words))

    def _some_words(self) -> str:
        r = self.random
        words = [r.choice(self.words) for _ in range(r.randint(2, 7))]
        text = " ".join(words)
        if r.random() < 0.5:
            text = text[0].upper() + text[1:]
        return text[:60] + r.choice(["", "", "", ".", ",", ":", "…", "...", "?", "!"])

    def _cased(self, text: str) -> str:
        x = self.random.random()
        return text.upper() if x < 0.06 else text.lower() if x < 0.12 else text.title() if x < 0.16 else text

    def _number(self) -> str:
        r = self.random
        n = r.randint(0, 10 ** r.randint(1, 7))
        forms = [
            lambda: str(n), lambda: f"{n:,}", lambda: f"{n / 100:.2f}", lambda: f"{n / 100:,.2f}".replace(",", " ").replace(".", ","),
            lambda: f"{r.choice('$€£')}{n / 100:,.2f}", lambda: f"{n / 100:.2f} {r.choice(['€', 'EUR', 'kB', 'MB', 'GiB', 'px', 'ms', 'kg'])}",
            lambda: f"{r.randint(0, 100)}%", lambda: f"{r.randint(0, 100)} %", lambda: f"{r.randint(0, 23)}:{r.randint(0, 59):02d}",
            lambda: f"{r.randint(0, 23):02d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}",
            lambda: f"{r.randint(1990, 2035)}-{r.randint(1, 12):02d}-{r.randint(1, 28):02d}",
            lambda: f"{r.randint(1, 28)}.{r.randint(1, 12)}.{r.randint(1990, 2035)}", lambda: f"{r.randint(1, 12)}/{r.randint(1, 28)}/{r.randint(90, 99)}",
            lambda: f"{r.randint(1, 9)}.{r.randint(0, 30)}.{r.randint(0, 30)}", lambda: f"{r.randint(2, 999)}x{r.randint(2, 999)}",
            lambda: f"+{r.randint(1, 99)} {r.randint(100, 999)} {r.randint(1000000, 9999999)}", lambda: f"-{n}", lambda: f"({n})",
            lambda: f"{r.choice(['Total', 'Sum', 'Page', 'Line', 'Row', 'Ln', 'Col'])}{r.choice([':', ''])} {n}", lambda: f"{r.randint(1, 99)} x {r.choice(self.words)}",
            lambda: f"{r.randint(0, 10 ** 16):016x}", lambda: f"{r.randint(1, 99)} {r.choice('+-−×÷*/=')} {r.randint(1, 99)}",
        ]
        return r.choice(forms)()

    def _file(self) -> str:
        r = self.random
        name = "".join(r.choice([r.choice(self.words), str(r.randint(0, 99)), "-", "_", "_"]) for _ in range(r.randint(1, 4))).strip("-_") or "a"
        name += r.choice([".txt", ".png", ".pdf", ".ods", ".py", ".swift", ".tar.gz", ".md", "", "/", ".conf"])
        lead = r.choice(["", "", "", "~/", "/home/user/", "/usr/share/", "./", "https://", "www."])
        return (lead + name)[:60]

    def _code(self) -> str:
        r = self.random
        a, b = r.choice(self.words), r.choice(self.words)
        return r.choice([f"{a}({b})", f"{a}.{b} = {r.randint(0, 99)};", f"let {a} = \"{b}\"", f"$ {a} --{b}", f"# {a} {b}", f"if {a} != {b}:", f"<{a}>{b}</{a}>", f"{a}@{b}.org", f"[{a}]", f"{{{a}: {b}}}", f"{a}_{b}", f"{a.upper()}_{b.upper()}", f"*{a}* - {b}"])

    def _scramble(self) -> str:
        """Characters without a meaning, so that the reader reads shapes and does not only guess words."""
        r = self.random
        pool = r.choice([string.ascii_letters + string.digits, string.printable[:94], CHARACTERS])
        return "".join(r.choice(pool) for _ in range(r.randint(1, 14)))

    def _single(self) -> str:
        r = self.random
        return r.choice(r.choice(["0123456789", "+-×÷=−*/%√.,", string.ascii_letters, "←↑→↓▶◀▲▼•…✓✗×"]))
