import Images
import JSON

/// A picture stores places in a palette, and looks like the original.
struct CheckPaletteAndStructureSim: Metric {
    static let name = "check_palette_and_structure_sim"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let encoding = PictureEncoding(result.file?.contents ?? [])
        return try Picture.compare(result, expected, metric: Self.name) { found, gold in
            guard encoding == .palette else { return CheckResult(0, difference: "expected a picture with a palette") }
            return structure(found, gold, threshold: 0.9)
        }
    }
}

/// A picture was saved that looks like the original.
struct CheckFileExistsAndStructureSim: Metric {
    static let name = "check_file_exists_and_structure_sim"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { structure($0, $1, threshold: 0.9) }
    }
}

/// A picture is the original with left and right exchanged.
struct CheckImageMirror: Metric {
    static let name = "check_image_mirror"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { structure($0.mirrored, $1, threshold: 0.99) }
    }
}

/// A picture is green wherever the original is not black.
struct CheckGreenBackground: Metric {
    static let name = "check_green_background"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { found, gold in
            guard found.image.width >= gold.image.width, found.image.height >= gold.image.height else {
                return CheckResult(0, difference: Difference.of(found: found.image, expected: gold.image))
            }
            for y in 0..<gold.image.height {
                for x in 0..<gold.image.width where gold.image[x, y] != Colour(red: 0, green: 0, blue: 0) {
                    let colour = found.image[x, y]
                    guard colour.green > colour.red, colour.green > colour.blue else {
                        return CheckResult(
                            0,
                            difference: "at \(x),\(y): expected green, found RGB \(colour.red), \(colour.green), "
                                + "\(colour.blue)")
                    }
                }
            }
            return CheckResult(1)
        }
    }
}

/// The darker half of a picture's greys begins within the left twentieth of it.
struct CheckTextBoxOnLeftSide: Metric {
    static let name = "check_textbox_on_leftside"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "something dark in the left twentieth"
        switch try reading(result.file, expected: words, { try Picture($0.contents ?? []) }) {
        case .nothing(let result): return result
        case .value(let picture):
            let grey = picture.greyed.grey
            let first = grey.values.indices.filter { grey.values[$0] < 128 }.map { $0 % grey.width }.min()
            return CheckResult(
                holds: first.map { Double($0) < Double(grey.width) * 0.05 } ?? false, expected: words,
                found: first.map { "the first dark pixel at \($0) of \(grey.width)" } ?? "nothing dark")
        }
    }
}

/// What has the second most frequent colour of a picture, its triangle, lies in the middle, within a twentieth.
struct CheckTrianglePosition: Metric {
    static let name = "check_triangle_position"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "a triangle in the middle"
        switch try reading(result.file, expected: words, { try Picture($0.contents ?? []) }) {
        case .nothing(let result): return result
        case .value(let picture):
            guard let centre = picture.centreOfSecondColour else {
                return CheckResult(0, expected: words, found: "a picture of one colour")
            }
            let (width, height) = (Double(picture.image.width), Double(picture.image.height))
            let isInMiddle =
                abs(centre.x - width / 2) < 0.05 * width && abs(centre.y - height / 2) < 0.05 * height
            return CheckResult(
                holds: isInMiddle, expected: words,
                found: "its centre at \(Int(centre.x)),\(Int(centre.y)) of \(picture.size)")
        }
    }
}

extension Picture {
    fileprivate var mirrored: Picture { mapped { x, y in image[image.width - 1 - x, y] } }

    /// The mean place of the pixels that have the second most frequent colour; `nil` where there is one colour only.
    fileprivate var centreOfSecondColour: (x: Double, y: Double)? {
        var counts: [Colour: (count: Int, x: Int, y: Int)] = [:]
        for y in 0..<image.height {
            for x in 0..<image.width {
                let sum = counts[image[x, y]] ?? (0, 0, 0)
                counts[image[x, y]] = (sum.count + 1, sum.x + x, sum.y + y)
            }
        }
        // Of colours that are as frequent the one with the smaller numbers comes first.
        let sorted = counts.sorted { one, two in
            (two.value.count, one.key.red, one.key.green, one.key.blue)
                < (one.value.count, two.key.red, two.key.green, two.key.blue)
        }
        guard sorted.count > 1 else { return nil }
        let (count, x, y) = sorted[1].value
        return (Double(x) / Double(count), Double(y) / Double(count))
    }
}
