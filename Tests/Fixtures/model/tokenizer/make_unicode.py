"""Writes Sources/QwenVL/Tokenizer/UnicodeTables.swift by asking the reference about every scalar.

The `tokenizers` package carries two Unicode versions, a newer one in its regular expressions and an older one in its
normaliser; neither is Swift's or Python's. So nothing is taken from `unicodedata`: every class, decomposition,
composition and order of marks below is observed.

    python make_unicode.py > Sources/QwenVL/Tokenizer/UnicodeTables.swift
"""

from importlib.metadata import version

from tokenizers import AddedToken, Regex, Tokenizer, normalizers, pre_tokenizers
from tokenizers.models import BPE

SCALARS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
HANGUL = range(0xAC00, 0xAC00 + 11172)
compose = normalizers.NFC().normalize_str
decompose = normalizers.NFD().normalize_str


def matching(expression):
    split = pre_tokenizers.Split(Regex(expression), "removed")
    return [c for c in SCALARS if not split.pre_tokenize_str(chr(c))]


def word_scalars():
    """What counts as a word character beside an added token that must stand alone."""
    tokenizer = Tokenizer(BPE(vocab={}, merges=[]))
    tokenizer.add_tokens([AddedToken("<w>", single_word=True, normalized=False)])
    return [c for c in SCALARS if not tokenizer.encode("<w>" + chr(c), add_special_tokens=False).ids]


def ranges(scalars):
    found = []
    for c in scalars:
        if found and found[-1][1] == c - 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return found


def gaps_and_lengths(scalars):
    """Runs as `gap length` pairs in hexadecimal: how many scalars lie before a run, how many are in it."""
    words, position = [], 0
    for first, last in ranges(scalars):
        words += ["%x" % (first - position), "%x" % (last - first + 1)]
        position = last + 1
    return words


def mark_classes():
    """Scalars that normalisation reorders, each with the rank of its combining class."""
    ypogegrammeni = chr(0x345)  # the highest class, 240

    def reordered(a, b):
        return decompose(a + b) == decompose(b) + decompose(a)

    above = chr(0x300)
    marks = [
        c
        for c in SCALARS
        if decompose(chr(c)) == chr(c)
        and c != 0x345
        and (reordered(ypogegrammeni, chr(c)))
    ]
    marks.append(0x345)
    assert reordered(ypogegrammeni, above)
    representatives = []
    for c in marks:
        if not any(same_class(chr(c), r) for r in representatives):
            representatives.append(chr(c))
    # a lower class comes first: `r c` is reordered when c's class is lower than r's
    rank = {r: 1 + sum(decompose(r + q) == q + r for q in representatives if q != r) for r in representatives}
    assert sorted(rank.values()) == list(range(1, len(representatives) + 1))
    return {c: next(rank[r] for r in representatives if same_class(chr(c), r)) for c in marks}


def same_class(a, b):
    return a == b or (decompose(a + b) == a + b and decompose(b + a) == b + a)


def literal(name, words, comment):
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > 108:
            lines.append(line + " \\")
            line = ""
        line += (" " if line else "") + word
    lines.append(line)
    body = "\n".join("        " + line for line in lines)
    return f'    /// {comment}\n    static let {name} = """\n{body}\n        """\n'


def main():
    for c in range(0x300):  # `CanonicalComposition` passes over these without a look
        assert all(compose(chr(d) + chr(c)) == chr(d) + chr(c) for d in range(0x300))
    marks = mark_classes()
    pairs, mappings, seconds = [], [], set()
    for c in SCALARS:
        full = decompose(chr(c))
        if full == chr(c) or c in HANGUL:
            continue
        first, second = compose(full[:-1]), full[-1]
        if compose(chr(c)) == chr(c):
            assert len(first) == 1 and compose(first + second) == chr(c), hex(c)
            pairs.append("%x,%x,%x" % (c, ord(first), ord(second)))
            seconds.add(ord(second))
        else:
            mappings.append(",".join("%x" % ord(d) for d in chr(c) + full))
    jamo = [*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]
    changed = [c for c in SCALARS if compose(chr(c)) != chr(c)]
    active = sorted({*marks, *seconds, *changed, *jamo})
    assert min(active) >= 0x300
    # Two scalars that are no starters' seconds must not compose; every scalar is tried after common starters.
    for c in SCALARS:
        if c not in seconds and c not in marks and c not in jamo and c not in changed:
            for starter in "a\u0915\u0d46\u1025\u110b\uac00\u30ab":
                assert compose(starter + chr(c)) == starter + chr(c), (starter, hex(c))
    words = word_scalars()
    by_rank = []
    for r in sorted(set(marks.values())):
        by_rank += ["/"] + gaps_and_lengths(sorted(c for c in marks if marks[c] == r))
    out = [
        f"/// Made by make_unicode.py from tokenizers {version('tokenizers')}; not to be edited.",
        "enum UnicodeTables {",
        literal("letters", gaps_and_lengths(matching(r"\p{L}")), "`\\p{L}`, as gaps and lengths."),
        literal("numbers", gaps_and_lengths(matching(r"\p{N}")), "`\\p{N}`, as gaps and lengths."),
        literal("spaces", gaps_and_lengths(matching(r"\s")), "`\\s`, as gaps and lengths."),
        literal("words", gaps_and_lengths(words), "`\\w` beside an added token, as gaps and lengths."),
        literal(
            "active",
            gaps_and_lengths(active),
            "Text without any of these is in NFC, and each of the others begins anew; as gaps and lengths.",
        ),
        literal("marks", by_rank[1:], "Marks by rank of combining class, lowest first, as gaps and lengths between slashes."),
        literal("pairs", pairs, "Scalars that are composed from two: `whole,first,second`."),
        literal("mappings", mappings, "Scalars replaced by others and never composed again: `scalar,replacement…`."),
    ]
    print("\n".join(out).rstrip() + "\n}")


if __name__ == "__main__":
    main()
