import Formats
import JSON

/// Finds where two presentations differ, in the order in which they are read.
struct SlideComparison {
    let examined: Set<ExaminedPart>
    /// The share of the larger of two lengths by which they may differ.
    let tolerance: Double

    func examines(_ part: ExaminedPart) -> Bool { examined.contains(part) }

    /// The first difference, with its place; `nil` where there is none.
    func mismatch(_ found: Presentation, _ wanted: Presentation) -> String? {
        let (count, other) = (found.slides.count, wanted.slides.count)
        if examines(.slideCount), count != other { return "expected \(other) slides, found \(count)" }
        for (index, (one, two)) in zip(found.slides, wanted.slides).enumerated() {
            if let mismatch = mismatch(one, two, number: index + 1) { return "slide \(index + 1)\(mismatch)" }
        }
        return nil
    }

    private func mismatch(_ found: Slide, _ wanted: Slide, number: Int) -> String? {
        if examines(.background), found.background != wanted.background {
            return difference("background colour", found.background, wanted.background)
        }
        if examines(.notes), !found.notes.trimmed.isSame(as: wanted.notes.trimmed) {
            return difference("notes", Excerpt.of(found.notes), Excerpt.of(wanted.notes))
        }
        guard found.shapes.count == wanted.shapes.count else {
            return difference("number of shapes", found.shapes.count, wanted.shapes.count)
        }
        var hasComparedBullets = false
        for (one, two) in zip(found.shapes, wanted.shapes) {
            if let mismatch = frameMismatch(one, two, slide: number) ?? tableMismatch(one, two) {
                return ", shape '\(one.name)'\(mismatch)"
            }
            guard let texts = one.paragraphs, let others = two.paragraphs else { continue }
            if let mismatch = textMismatch(texts, others) { return ", shape '\(one.name)'\(mismatch)" }
            guard !hasComparedBullets, let first = texts.firstIndex(where: { !$0.runs.isEmpty }),
                let place = one.firstParagraph, let other = two.firstParagraph
            else { continue }
            hasComparedBullets = true
            if let mismatch = bulletMismatch(found, wanted, seen: (place + first, other + first)) { return mismatch }
        }
        return groupMismatch(found, wanted)
    }

    /// Such as `: bold expected true, found false`.
    func difference(
        _ part: String, _ found: (any CustomStringConvertible)?, _ wanted: (any CustomStringConvertible)?
    ) -> String {
        ": \(part) expected \(wanted?.description ?? "none"), found \(found?.description ?? "none")"
    }
}

extension SlideComparison {
    /// Texts of groups as well: how many there are, and how they are aligned.
    private func groupMismatch(_ found: Slide, _ wanted: Slide) -> String? {
        let (texts, others) = (found.shapes.flatMap(\.withText), wanted.shapes.flatMap(\.withText))
        guard texts.count == others.count else {
            return difference("number of shapes with text", texts.count, others.count)
        }
        guard examines(.alignment) else { return nil }
        for (one, two) in zip(texts, others) {
            let (text, other) = ((one.text ?? "").trimmed, (two.text ?? "").trimmed)
            if examines(.text), !text.isSame(as: other) {
                return ", shape '\(one.name)'" + difference("text", Excerpt.of(text), Excerpt.of(other))
            }
            let (paragraphs, rest) = (one.paragraphs ?? [], two.paragraphs ?? [])
            guard paragraphs.count == rest.count else {
                return ", shape '\(one.name)'" + difference("number of paragraphs", paragraphs.count, rest.count)
            }
            for (index, (one, two)) in zip(paragraphs, rest).enumerated() {
                if let mismatch = alignmentMismatch(one, two) { return ", a group's paragraph \(index + 1)\(mismatch)" }
            }
        }
        return nil
    }

    /// The bullets and levels of all paragraphs that have text.
    ///
    /// The published function compares them when it meets the first run. By then it has given properties to each
    /// paragraph that it has passed, and so the first level; `seen` is the last of them on either slide. It compares
    /// nothing where a piece of text is an empty element.
    private func bulletMismatch(_ found: Slide, _ wanted: Slide, seen: (Int, Int)) -> String? {
        guard examines(.bullets), !(found.outline + wanted.outline).contains(where: \.hasEmptyPiece) else { return nil }
        let (one, two) = (bullets(found, seen: seen.0), bullets(wanted, seen: seen.1))
        guard one.count == two.count else { return difference("number of paragraphs with text", one.count, two.count) }
        for (item, other) in zip(one, two) {
            let place = ", the paragraph \(Excerpt.of(item.text))"
            if !item.text.isSame(as: other.text) {
                return place + difference("text", Excerpt.of(item.text), Excerpt.of(other.text))
            }
            if item.bullet.map({ CodePoints($0) }) != other.bullet.map({ CodePoints($0) }) {
                return place + difference("bullet", item.bullet, other.bullet)
            }
            if item.level != other.level { return place + difference("level", item.level, other.level) }
        }
        return nil
    }

    private func bullets(_ slide: Slide, seen: Int) -> [(text: String, bullet: String?, level: String?)] {
        let passed = slide.passedParagraphs(upTo: seen)
        return slide.outline.enumerated().filter { !$1.text.trimmed.isEmpty }.map { index, item in
            let hasLevel = item.hasProperties || passed.contains(index)
            return (item.text, item.bullet, hasLevel ? item.level ?? "0" : nil)
        }
    }
}

extension Slide {
    /// The paragraphs of shapes directly on it, up to `last`, by their places in the outline.
    fileprivate func passedParagraphs(upTo last: Int) -> Set<Int> {
        shapes.reduce(into: []) { passed, shape in
            guard let paragraphs = shape.paragraphs, let first = shape.firstParagraph, first <= last else { return }
            passed.formUnion(first..<min(last + 1, first + paragraphs.count))
        }
    }
}
