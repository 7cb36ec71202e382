import Foundation
import Interaction

/// Finds places in answers that are no calls.
enum PlaceText {
    /// The answer after its reasoning, or `nil` when the reasoning never ends.
    static func withoutReasoning(_ text: String) -> String? {
        var answer = text[...]
        for name in ["think", "thinking"] {
            if let end = answer.range(of: "</\(name)>", options: .backwards) {
                answer = answer[end.upperBound...]
            } else if answer.contains("<\(name)>") {
                return nil
            }
        }
        return answer.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The places, by the first way of writing them that occurs.
    static func places(in answer: String) -> [RawPlace] {
        for find in [marked, tagged, named, bracketed, bare] {
            let places = find(answer)
            if !places.isEmpty { return places }
        }
        return []
    }

    /// A whole answer that says that there is nothing to find, such as `infeasible`, or OSWorld-G's `wait` or `wait()`.
    static func isRefusal(_ answer: String) -> Bool {
        let last = answer.lowercased().components(separatedBy: "action:").last ?? ""
        let words = last.filter { $0.isLetter || $0 == " " }.split(separator: " ").joined(separator: " ")
        let refusals = [
            "refusal", "refuse", "refused", "infeasible", "negative", "not found", "none", "null", "wait",
        ]
        return refusals.contains(words)
    }

    /// `<point>12 34</point>`, `<|box_start|>(1,2),(3,4)<|box_end|>`, `<bbox>…</bbox>`.
    private static func marked(_ answer: String) -> [RawPlace] {
        let pattern = #/<\|?(?:point|box|bbox)(?:_start)?\|?>(.*?)<(?:/|\|)(?:point|box|bbox)(?:_end\|)?>/#
        return answer.matches(of: pattern.dotMatchesNewlines().ignoresCase())
            .compactMap { RawPlace(numbers(in: $0.1)) }
    }

    /// `<points x1="12" y1="34" x2="56" y2="78">`, where each pair is a place.
    private static func tagged(_ answer: String) -> [RawPlace] {
        let pair = #/\bx(\d*)\s*=\s*["']?(-?\d*\.?\d+)["']?\s+y\1\s*=\s*["']?(-?\d*\.?\d+)/#
        return answer.matches(of: #/<points?\s[^>]*>/#).flatMap { tag in
            tag.0.matches(of: pair).compactMap { RawPlace([$0.2, $0.3].compactMap { Double($0) }) }
        }
    }

    /// `click(x=12, y=34)`, `{"x": 12, "y": 34}`, `<point x="12" y="34">`.
    private static func named(_ answer: String) -> [RawPlace] {
        let pattern =
            #/\bx["']?\s*[=:]\s*["']?(-?\d*\.?\d+(?:[eE][-+]?\d+)?)["']?[\s,;]*["']?y["']?\s*[=:]\s*["']?(-?\d*\.?\d+(?:[eE][-+]?\d+)?)/#
        return answer.matches(of: pattern.ignoresCase()).compactMap { match in
            RawPlace([match.1, match.2].compactMap { Double($0) })
        }
    }

    /// `(12, 34)`, `[12, 34, 56, 78]`, `[[…]]`; two pairs side by side, `(1,2),(3,4)`, are the corners of a box.
    private static func bracketed(_ answer: String) -> [RawPlace] {
        let pattern =
            #/[\(\[]\s*(-?\d*\.?\d+(?:[eE][-+]?\d+)?(?:\s*[,\s]\s*-?\d*\.?\d+(?:[eE][-+]?\d+)?){1,3})\s*[\)\]]/#
        var places: [RawPlace] = []
        var corner: (numbers: [Double], end: String.Index)?
        for match in answer.matches(of: pattern) {
            let numbers = numbers(in: match.1)
            if let first = corner, numbers.count == 2, answer.areNeighbours(first.end, match.range.lowerBound),
                let box = RawPlace(first.numbers + numbers)
            {
                places[places.count - 1] = box
                corner = nil
            } else if let place = RawPlace(numbers) {
                places.append(place)
                corner = numbers.count == 2 ? (numbers, match.range.upperBound) : nil
            }
        }
        return places
    }

    /// An answer with exactly two or four numbers, side by side, whatever is said around them.
    private static func bare(_ answer: String) -> [RawPlace] {
        let found = numerals(in: answer[...])
        let areNeighbours = zip(found, found.dropFirst()).allSatisfy { one, next in
            answer.areNeighbours(one.range.upperBound, next.range.lowerBound)
        }
        guard areNeighbours, let place = RawPlace(found.map(\.number)) else { return [] }
        return [place]
    }

    private static func numbers(in text: Substring) -> [Double] { numerals(in: text).map(\.number) }

    /// The numbers, without digits that belong to a word such as `button2` or to a share such as `50%`.
    private static func numerals(in text: Substring) -> [(number: Double, range: Range<String.Index>)] {
        text.matches(of: #/-?\d*\.?\d+(?:[eE][-+]?\d+)?/#).compactMap { match in
            let before =
                match.range.lowerBound > text.startIndex ? text[text.index(before: match.range.lowerBound)] : " "
            let after = match.range.upperBound < text.endIndex ? text[match.range.upperBound] : " "
            let isPart = before.belongsToWord || before.isNumber || after.belongsToWord || after == "%"
            return isPart ? nil : Double(match.0).map { ($0, match.range) }
        }
    }
}

extension Character {
    /// Whether digits beside it are part of a word. Scripts without spaces between words set numbers off by nothing.
    fileprivate var belongsToWord: Bool {
        self == "_" || (isLetter && (unicodeScalars.first?.value ?? 0) < 0x2E80)
    }
}

extension String {
    /// Whether nothing but a comma and space lies between two places of the text.
    fileprivate func areNeighbours(_ end: Index, _ start: Index) -> Bool {
        let between = self[end..<start]
        let commas: Set<Character> = [",", "，", ";"]
        return between.allSatisfy { commas.contains($0) || $0.isWhitespace }
            && between.count { commas.contains($0) } <= 1 && !between.contains("\n")
    }
}
