import Formats
import JSON

/// A presentation's slides are higher than wide.
struct CheckSlideOrientationPortrait: Metric {
    static let name = "check_slide_orientation_Portrait"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "slides that are higher than wide"
        return try withPresentation(result, expected: words) { presentation in
            guard let size = presentation.slideSize else {
                return CheckResult(0, expected: words, found: "slides of no stated size")
            }
            return CheckResult(
                holds: size.width < size.height, expected: words, found: "slides of \(size.width) x \(size.height)")
        }
    }
}

/// How close the backgrounds of all slides are to the rule's `rgb`, from 0 to 1; a background that still has the rule's
/// `original_rgb`, or is no plain colour, counts for nothing.
struct EvaluatePresentationFill: Metric {
    static let name = "evaluate_presentation_fill_to_rgb_distance"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        _ = try colour(rules, "rgb")
        if rules["original_rgb"] != nil { _ = try colour(rules, "original_rgb") }
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        let wanted = try colour(rules, "rgb")
        let original = rules["original_rgb"] == nil ? nil : try colour(rules, "original_rgb")
        let words = "slides with the background RGB \(wanted.map { "\(Int($0))" }.joined(separator: ", "))"
        return try withPresentation(result, expected: words) { presentation in
            guard !presentation.slides.isEmpty else { return CheckResult(0, expected: words, found: "no slides") }
            let distances = presentation.slides.map { distance(of: $0.background, to: wanted, except: original) }
            let far = distances.firstIndex { $0 > 0 }
            return CheckResult(
                1 - distances.reduce(0, +) / Double(distances.count), expected: words,
                found: "\(presentation.slides.count) slides",
                difference: far.map { index in
                    let found = presentation.slides[index].background?.description ?? "no plain colour"
                    return "slide \(index + 1): found \(found)"
                } ?? "")
        }
    }

    /// From 0 to 1.
    private func distance(of found: SlideColour?, to wanted: [Double], except original: [Double]?) -> Double {
        guard case .rgb(let red, let green, let blue)? = found else { return 1 }
        let colour = [Double(red), Double(green), Double(blue)]
        guard colour != original else { return 1 }
        let squares = zip(colour, wanted).map { ($0 - $1) * ($0 - $1) }
        return squares.reduce(0, +).squareRoot() / (3 * 255 * 255).squareRoot()
    }

    private func colour(_ rules: JSON, _ name: String) throws(TaskFault) -> [Double] {
        let numbers = (rules[name]?.items ?? []).compactMap(\.number)
        guard numbers.count == 3 else { throw TaskFault("the rules have no list of three numbers '\(name)'") }
        return numbers
    }
}

/// The picture that an original presentation has on its first slide fills the first slide, within half an inch.
struct CheckImageStretchAndCentre: Metric {
    static let name = "check_image_stretch_and_center"
    private static let halfInch = 457_200

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let gold = try expected.gold(of: Self.name)
        let original = try readingGold(gold, "presentation") { try Presentation($0.contents ?? []) }
        let picture = try readingGold(gold, "picture") { _ in try firstPicture(of: original) }
        guard let picture, let size = original.slideSize else {
            throw TaskFault("the first slide of '\(gold.name)' has no picture, or no size")
        }
        let words = "the picture of '\(gold.name)' over a slide of \(size.width) x \(size.height)"
        return try withPresentation(result, expected: words) { presentation in
            do {
                let shapes = try pictures(of: presentation).filter { try presentation.picture(of: $0) == picture }
                guard let shape = shapes.last else { return CheckResult(0, expected: words, found: "no such picture") }
                return CheckResult(
                    holds: fills(shape.frame, size), expected: words, found: "the picture at \(shape.frame)")
            } catch let fault as FormatFault {
                return .unreadable(result.file, fault, expected: words)
            }
        }
    }

    private func pictures(of presentation: Presentation) -> [SlideShape] {
        presentation.slides.first?.shapes.filter { $0.kind == .picture } ?? []
    }

    private func firstPicture(of presentation: Presentation) throws(FormatFault) -> [UInt8]? {
        guard let shape = pictures(of: presentation).first else { return nil }
        return try presentation.picture(of: shape)
    }

    private func fills(_ frame: SlideFrame, _ slide: Presentation.SlideSize) -> Bool {
        guard let left = frame.left, let top = frame.top, let width = frame.width, let height = frame.height else {
            return false
        }
        // Twice the distances from the middle, to stay with whole numbers.
        return abs(width - slide.width) <= Self.halfInch && abs(height - slide.height) <= Self.halfInch
            && abs(2 * left - (slide.width - width)) <= 2 * Self.halfInch
            && abs(2 * top - (slide.height - height)) <= 2 * Self.halfInch
    }
}
