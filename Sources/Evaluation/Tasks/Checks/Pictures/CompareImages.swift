import Images
import Interaction
import JSON

/// How alike two pictures are in structure, in grey and at the smaller one's size. With `reference_base_result`, the
/// likeness that doing nothing has, only what goes beyond counts.
struct CompareImages: Metric {
    static let name = "compare_images"
    private let base: Double?

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["reference_base_result"])
        base = try options.number("reference_base_result")
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { found, gold in
            let likeness = likeness(found.greyed, gold.greyed)
            let score = base.map { likeness >= $0 + 0.01 ? (likeness - $0) / (1 - $0) : 0 } ?? max(0, likeness)
            return CheckResult(
                score,
                difference: score < 1
                    ? "structural similarity \(likeness); \(Difference.of(found: found.image, expected: gold.image))"
                    : "")
        }
    }

    /// From −1 to 1; pictures smaller than the window of the measure are the same or not.
    private func likeness(_ found: Picture, _ gold: Picture) -> Double {
        let (one, two) = (found.image.size, gold.image.size)
        let size = (one.width, one.height) < (two.width, two.height) ? one : two
        let (small, other) = (found.resized(to: size, using: .lanczos), gold.resized(to: size, using: .lanczos))
        return StructuralSimilarity.mean(small.grey, other.grey) ?? (small.grey.values == other.grey.values ? 1 : 0)
    }
}

/// Two pictures, or two lists of them, are the same pixel by pixel.
struct CompareImageList: Metric {
    static let name = "compare_image_list"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let (found, wanted) = (result.files, expected?.files ?? [])
        guard !wanted.isEmpty else { throw TaskFault("compare_image_list needs files as 'expected'") }
        let words = "the pixels of \(wanted.map { "'\($0.name)'" }.joined(separator: ", "))"
        guard found.count == wanted.count else {
            return CheckResult(0, expected: words, found: "\(found.count) pictures")
        }
        for (one, two) in zip(found, wanted) {
            guard let gold = two.contents else { throw TaskFault("the expected file '\(two.name)' does not exist") }
            guard let contents = one.contents else { return .missing(.file(one, beside: []), expected: words) }
            if let difference = try Picture.difference(found: contents, wanted: gold, name: one.name) {
                return CheckResult(
                    0, expected: words, found: "\(found.count) pictures", difference: "'\(one.name)': \(difference)")
            }
        }
        return CheckResult(1, expected: words, found: "\(found.count) pictures")
    }
}

/// Two pictures of the same size have nearly the same structure in all colours.
struct CheckStructureSim: Metric {
    static let name = "check_structure_sim"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { structure($0, $1, threshold: 0.9) }
    }
}

/// The same, for as much likeness as `ssim_threshold` says.
struct CheckStructureSimWithThreshold: Metric {
    static let name = "check_structure_sim_with_threshold"
    private let threshold: Double

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["ssim_threshold"])
        threshold = try options.number("ssim_threshold") ?? 0.9
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { structure($0, $1, threshold: threshold) }
    }
}

/// The same, with what is not transparent in the result brought to the expected picture's size.
struct CheckStructureSimResized: Metric {
    static let name = "check_structure_sim_resized"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { found, gold in
            guard let visible = found.visible else {
                return CheckResult(0, difference: "everything in it is transparent")
            }
            return structure(visible.resized(to: gold.image.size), gold, threshold: 0.9)
        }
    }
}

/// Whether two pictures of one size have at least `threshold` of their structure in common, in all colours.
func structure(_ found: Picture, _ gold: Picture, threshold: Double) -> CheckResult {
    let planes = zip(found.colours, gold.colours).compactMap { StructuralSimilarity.mean($0, $1) }
    guard planes.count == 3 else {
        return CheckResult(
            0,
            difference: found.image.size == gold.image.size
                ? "pictures of less than \(StructuralSimilarity.window) pixels have no structure"
                : Difference.of(found: found.image, expected: gold.image))
    }
    let likeness = planes.reduce(0, +) / 3
    return CheckResult(
        holds: likeness >= threshold, expected: "", found: "",
        difference: "structural similarity \(likeness), expected at least \(threshold); "
            + Difference.of(found: found.image, expected: gold.image))
}

/// A picture has the rule's `width` and `height`, of which one may be left out; with `ignore_transparent` what is
/// transparent at its edges does not count.
struct CheckImageSize: Metric {
    static let name = "check_image_size"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        let (width, height) = (rules["width"]?.number, rules["height"]?.number)
        guard width != nil || height != nil else { throw TaskFault("the rules have neither 'width' nor 'height'") }
        func words(_ width: Double?, _ height: Double?) -> String {
            [width.map { "a width of \(Int($0))" }, height.map { "a height of \(Int($0))" }].compactMap(\.self)
                .joined(separator: " and ")
        }
        let wanted = words(width, height)
        switch try reading(result.file, expected: wanted, { try Picture($0.contents ?? []) }) {
        case .nothing(let result): return result
        case .value(let picture):
            let isCut = rules["ignore_transparent"]?.bool ?? false
            let bounds = isCut ? picture.visibleBounds : picture.image.size.bounds
            let (found, tall) = (bounds?.width ?? 0, bounds?.height ?? 0)
            return CheckResult(
                holds: width ?? found == found && height ?? tall == tall, expected: wanted, found: words(found, tall))
        }
    }
}

/// A file has fewer bytes than the rule's `max_size`.
struct CheckImageFileSize: Metric {
    static let name = "check_image_file_size"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let maximum = try expected.rules(of: Self.name)["max_size"]?.number else {
            throw TaskFault("the rules have no number 'max_size'")
        }
        let words = "less than \(Int(maximum)) bytes"
        guard let contents = result.file?.contents else { return .missing(result, expected: words) }
        return CheckResult(holds: Double(contents.count) < maximum, expected: words, found: "\(contents.count) bytes")
    }
}
