import Formats
import JSON

/// Two presentations have the same slides: texts, looks of texts, places of shapes, backgrounds, notes.
///
/// Every `examine_…` option turns one comparison on or off. Lengths count as the same within the share
/// `approximately_tolerance` of the larger. A few options fit single tasks of OSWorld, with fixed slides and texts.
struct ComparePresentations: Metric {
    static let name = "compare_pptx_files"
    private let examined: Set<ExaminedPart>
    private let tolerance: Double

    init(options: [String: JSON]) throws(TaskFault) {
        // The last is a slip of the pen in a published task, and without effect there.
        let others = ["approximately_tolerance", "enable_debug", "examine_aligment"]
        try options.onlyKnow(ExaminedPart.allCases.map(\.rawValue) + others)
        var examined: Set<ExaminedPart> = []
        for part in ExaminedPart.allCases where try options.boolean(part.rawValue, default: part.isUsual) {
            examined.insert(part)
        }
        self.examined = examined
        tolerance = try options.number("approximately_tolerance") ?? 0.005
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let gold = try expected.gold(of: Self.name)
        let wanted = try readingGold(gold, "presentation") { try Presentation($0.contents ?? []) }
        let words = "the slides of '\(gold.name)'"
        return try withPresentation(result, expected: words) { found in
            let mismatch = SlideComparison(examined: examined, tolerance: tolerance).mismatch(found, wanted)
            return CheckResult(
                holds: mismatch == nil, expected: words, found: "\(found.slides.count) slides",
                difference: mismatch ?? "")
        }
    }
}

/// What the presentation that was left says to `check`; 0 where there is none that can be read.
func withPresentation(
    _ result: Evidence, expected: String, _ check: (Presentation) throws -> CheckResult
) throws -> CheckResult {
    switch try reading(result.file, expected: expected, { try Presentation($0.contents ?? []) }) {
    case .value(let presentation): try check(presentation)
    case .nothing(let result): result
    }
}

/// What is compared of two presentations, by the names of the options.
enum ExaminedPart: String, CaseIterable, Sendable {
    case slideCount = "examine_number_of_slides"
    case frame = "examine_shape"
    case text = "examine_text"
    case level = "examine_indent"
    case fontName = "examine_font_name"
    case fontSize = "examine_font_size"
    case bold = "examine_font_bold"
    case italic = "examine_font_italic"
    case colour = "examine_color_rgb"
    case underline = "examine_font_underline"
    case strike = "examine_strike_through"
    case alignment = "examine_alignment"
    case bullets = "examine_bullets"
    case background = "examine_background_color"
    case notes = "examine_note"
    case titleBelow = "examine_title_bottom_position"
    case tableBelow = "examine_table_bottom_position"
    case pictureRight = "examine_right_position"
    case pictureAbove = "examine_top_position"
    case shiftedText = "examine_shape_for_shift_size"
    case pictureSize = "examine_image_size"
    case height = "examine_modify_height"

    /// Whether it is compared where the option is not given.
    var isUsual: Bool {
        switch self {
        case .slideCount, .frame, .text, .level, .fontName, .fontSize, .bold, .italic, .colour, .underline, .strike,
            .alignment, .bullets, .background, .notes:
            true
        case .titleBelow, .tableBelow, .pictureRight, .pictureAbove, .shiftedText, .pictureSize, .height: false
        }
    }
}
