import Formats
import JSON

/// The slide with the rule's `slide_idx`, from 0, comes with the transition of the rule's `transition_type`.
struct CheckTransition: Metric {
    static let name = "check_transition"
    /// Those of ECMA-376, part 1, 19.5; later ones have another namespace and do not count.
    private static let kinds: Set = [
        "blinds", "checker", "circle", "comb", "cover", "cut", "diamond", "dissolve", "fade", "newsflash", "plus",
        "pull",
        "push", "random", "randomBar", "split", "strips", "wedge", "wheel", "wipe", "zoom",
    ]

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try wanted(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let (index, kind) = try wanted(try expected.rules(of: Self.name))
        let words = "the transition \(kind) to slide \(index + 1)"
        let read = { (file: EvidenceFile) in
            try PresentationParts(file.contents ?? []).transition(toSlide: index + 1)
        }
        switch try reading(result.file, expected: words, read) {
        case .nothing(let result): return result
        case .value(let names):
            return CheckResult(
                holds: names?.contains(kind) ?? false, expected: words,
                found: names.map { "a transition with \(Excerpt.of($0))" } ?? "no transition, or no such slide")
        }
    }

    private func wanted(_ rules: JSON) throws(TaskFault) -> (index: Int, kind: String) {
        guard let index = rules["slide_idx"]?.integer, let kind = rules["transition_type"]?.string else {
            throw TaskFault("the rules have no 'slide_idx' or no 'transition_type'")
        }
        guard Self.kinds.contains(kind) else {
            throw TaskFault("unknown transition '\(kind)'; known are \(Self.kinds.sorted().joined(separator: ", "))")
        }
        return (index, kind)
    }
}

/// The last but one colour of the first master's solid fills, which is that of its page numbers in LibreOffice's files,
/// is the rule's `color`: red, green, blue or black.
struct CheckPageNumberColours: Metric {
    static let name = "check_page_number_colors"
    private static let threshold = 50

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try wanted(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let name = try wanted(try expected.rules(of: Self.name))
        let words = "page numbers in \(name)"
        switch try reading(
            result.file, expected: words, { try PresentationParts($0.contents ?? []).masterColours })
        {
        case .nothing(let result): return result
        case .value(let colours):
            guard let written = colours.dropLast().last else {
                return CheckResult(0, expected: words, found: "\(colours.count) colours in the master")
            }
            return CheckResult(
                holds: SlideColour(hexadecimal: written).map { isOne($0, of: name) } ?? false, expected: words,
                found: "the colour \(written)")
        }
    }

    private func isOne(_ colour: SlideColour, of name: String) -> Bool {
        guard case .rgb(let red, let green, let blue) = colour else { return false }
        func stands(_ one: Int, over others: Int...) -> Bool { others.allSatisfy { one > $0 + Self.threshold } }
        return switch name {
        case "red": stands(red, over: green, blue)
        case "green": stands(green, over: red, blue)
        case "blue": stands(blue, over: red, green)
        default: max(red, green, blue) < Self.threshold
        }
    }

    private func wanted(_ rules: JSON) throws(TaskFault) -> String {
        guard let name = rules["color"]?.string, ["red", "green", "blue", "black"].contains(name) else {
            throw TaskFault("the rule 'color' is none of red, green, blue and black")
        }
        return name
    }
}

/// The page numbers of a presentation that shows some are red in its masters.
struct CheckSlideNumbersColour: Metric {
    static let name = "check_slide_numbers_color"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "page numbers in red"
        return try withPresentation(result, expected: words) { presentation in
            guard presentation.slides.flatMap(\.shapes).contains(where: { $0.text?.isAllDigits ?? false }) else {
                return CheckResult(0, expected: words, found: "no page number on any slide")
            }
            let number = presentation.masters.flatMap(\.placeholders).first { $0.text == "<number>" }
            let colour = number?.paragraphs?.first?.defaultColour
            return CheckResult(
                holds: colour == .rgb(red: 255, green: 0, blue: 0), expected: words,
                found: colour?.description ?? "no colour in the masters")
        }
    }
}

extension String {
    /// `str.isdigit`.
    fileprivate var isAllDigits: Bool {
        !isEmpty && unicodeScalars.allSatisfy { [.decimal, .digit].contains($0.properties.numericType) }
    }
}
