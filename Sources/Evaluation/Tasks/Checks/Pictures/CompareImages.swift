import Images
import Interaction

/// How alike two pictures are in structure, in grey and at the smaller one's size. With `reference_base_result`, the
/// likeness that doing nothing has, only what goes beyond counts.
struct CompareImages: Metric {
    static let name = "compare_images"
    private let base: Double?

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["reference_base_result"])
        base = try options.number("reference_base_result")
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        var gold = try Picture.gold(expected, of: Self.name)
        guard var found = try Picture(result.file?.contents, name: result.file?.name ?? "") else { return 0 }
        let sizes = [found.image.size, gold.image.size]
        if sizes[0] != sizes[1] {
            let isFirst = (sizes[0].width, sizes[0].height) < (sizes[1].width, sizes[1].height)
            (found, gold) = isFirst ? (found, gold.resized(to: sizes[0])) : (found.resized(to: sizes[1]), gold)
        }
        guard let likeness = StructuralSimilarity.mean(found.grey, gold.grey) else {
            return found.grey.values == gold.grey.values ? 1 : 0
        }
        guard let base else { return max(0, likeness) }
        return likeness >= base + 0.01 ? (likeness - base) / (1 - base) : 0
    }
}

/// Two pictures, or two lists of them, are the same pixel by pixel.
struct CompareImageList: Metric {
    static let name = "compare_image_list"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let (found, wanted) = (result.files, expected?.files ?? [])
        guard !wanted.isEmpty else { throw TaskFault("compare_image_list needs files as 'expected'") }
        guard found.count == wanted.count else { return 0 }
        for (one, two) in zip(found, wanted) {
            guard let gold = two.contents else { throw TaskFault("the expected file '\(two.name)' does not exist") }
            guard let contents = one.contents, try Picture.areEqual(contents, gold, name: one.name) else { return 0 }
        }
        return 1
    }
}

/// Two pictures of the same size have nearly the same structure in all colours.
struct CheckStructureSim: Metric {
    static let name = "check_structure_sim"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        try structureScore(result, expected, metric: Self.name, threshold: 0.9)
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

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        try structureScore(result, expected, metric: Self.name, threshold: threshold)
    }
}

/// The same, with the result brought to the expected picture's size.
struct CheckStructureSimResized: Metric {
    static let name = "check_structure_sim_resized"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        try structureScore(result, expected, metric: Self.name, threshold: 0.9, isResized: true)
    }
}

private func structureScore(
    _ result: Evidence, _ expected: Evidence?, metric: String, threshold: Double, isResized: Bool = false
) throws -> Double {
    let gold = try Picture.gold(expected, of: metric)
    guard var found = try Picture(result.file?.contents, name: result.file?.name ?? "") else { return 0 }
    if isResized { found = found.resized(to: gold.image.size) }
    let planes = zip(found.colours, gold.colours).compactMap { StructuralSimilarity.mean($0, $1) }
    guard planes.count == 3 else { return 0 }
    return planes.reduce(0, +) / 3 >= threshold ? 1 : 0
}

/// A picture has the rule's `width` and `height`, of which one may be left out.
struct CheckImageSize: Metric {
    static let name = "check_image_size"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try expected.rules(of: Self.name)
        let (width, height) = (rules["width"]?.number, rules["height"]?.number)
        guard width != nil || height != nil else { throw TaskFault("the rules have neither 'width' nor 'height'") }
        guard let size = try Picture(result.file?.contents, name: result.file?.name ?? "")?.image.size else { return 0 }
        return width ?? Double(size.width) == Double(size.width) && height ?? Double(size.height) == Double(size.height)
            ? 1 : 0
    }
}

/// A file has fewer bytes than the rule's `max_size`.
struct CheckImageFileSize: Metric {
    static let name = "check_image_file_size"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let most = try expected.rules(of: Self.name)["max_size"]?.number else {
            throw TaskFault("the rules have no number 'max_size'")
        }
        return result.file?.contents.map { Double($0.count) < most ? 1 : 0 } ?? 0
    }
}
