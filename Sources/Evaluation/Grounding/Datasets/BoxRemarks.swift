import Foundation
import Images

/// What is odd about the boxes of a benchmark, and what they seem to be. Items with odd boxes are scored as annotated.
struct BoxRemarks {
    /// One line for each odd box, or for many of one kind together.
    let remarks: [String]
    /// Why no box can be used, or `nil`.
    let refusal: String?

    /// Remarks of one kind that are given one by one.
    private static let maximumListed = 5

    init(_ items: [GroundingItem]) {
        var kinds: [Oddity: [String]] = [:]
        var (sizes, boxes) = ([URL: Size<ImageSpace>](), 0)
        for item in items {
            guard case .box(let box) = item.target else { continue }
            boxes += 1
            let size = item.declaredSize ?? sizes[item.picture] ?? PictureSize.ofPNG(at: item.picture)
            sizes[item.picture] = size
            guard let oddity = Oddity(box, on: size, isXYWH: !item.hasCorners) else { continue }
            kinds[oddity, default: []].append("\(item.key): the box \(box.corners) \(oddity.rawValue)")
        }
        let shares = kinds[.shares]?.count ?? 0
        refusal =
            shares > 0 && shares == boxes
            ? "every box lies between 0 and 1: they seem to be parts of the picture's sides, expected pixels; multiply them by the picture's width and height"
            : nil
        remarks = kinds.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { oddity, lines in
            lines.prefix(Self.maximumListed)
                + (lines.count > Self.maximumListed
                    ? ["\(lines.count - Self.maximumListed) more boxes: each \(oddity.rawValue)"] : [])
        }
    }

    private enum Oddity: String {
        case empty = "holds no point, so that no answer is right"
        case emptyCorners =
            "is empty, so no answer can be right: it seems to be [x, y, width, height] instead of corners"
        case shares = "lies within one pixel: it seems to be written as parts of the picture's sides, expected pixels"
        case corners =
            "extends outside the picture: it seems to be [x1, y1, x2, y2] instead of width and height"
        case outside = "is outside the picture"

        /// - Parameters:
        ///   - box: its four edges, in pixels of the picture as they were understood.
        ///   - size: the picture's, `nil` where it is not known.
        ///   - isXYWH: whether the file has width and height.
        init?(_ box: InclusiveBox, on size: Size<ImageSpace>?, isXYWH: Bool) {
            let (width, height) = (box.right - box.left, box.bottom - box.top)
            // As written in the file; a box of the pixels 0 and 1 has whole numbers.
            let written = [box.left, box.top, isXYWH ? width : box.right, isXYWH ? height : box.bottom]
            let areShares = written.allSatisfy { (0...1).contains($0) } && written.contains { $0 != $0.rounded() }
            if areShares {
                self = .shares
            } else if width < 0 || height < 0 {
                self = !isXYWH && box.right > 0 && box.bottom > 0 ? .emptyCorners : .empty
            } else if let size, let oddity = Self.outside(box, size, isXYWH) {
                self = oddity
            } else {
                return nil
            }
        }

        /// Published boxes may end some pixels outside the picture, which is not reported.
        private static func outside(_ box: InclusiveBox, _ size: Size<ImageSpace>, _ isXYWH: Bool) -> Oddity? {
            let (right, bottom) = (Double(size.width), Double(size.height))
            let overhang = max((box.right - right) / right, (box.bottom - bottom) / bottom)
            let (x2, y2) = (box.right - box.left, box.bottom - box.top)
            if isXYWH, overhang > 0.05, x2 > box.left, y2 > box.top, x2 <= right, y2 <= bottom { return .corners }
            let (x, y) = ((box.left + box.right) / 2, (box.top + box.bottom) / 2)
            return (0...right).contains(x) && (0...bottom).contains(y) ? nil : .outside
        }
    }
}

extension GroundingItem {
    /// Whether its benchmark writes boxes as corners; ScreenSpot-Pro does, whose items alone have an application.
    fileprivate var hasCorners: Bool { traits[.application] != nil }
}

/// Sizes of pictures from the first bytes of their files.
private enum PictureSize {
    /// `nil` for a file that is missing or no PNG.
    static func ofPNG(at url: URL) -> Size<ImageSpace>? {
        guard let file = try? FileHandle(forReadingFrom: url) else { return nil }
        defer { try? file.close() }
        guard let bytes = try? file.read(upToCount: 24).map(Array.init), bytes.count == 24,
            bytes.starts(with: [0x89, 0x50, 0x4E, 0x47])
        else { return nil }
        let sides = [16, 20].map { start in bytes[start..<start + 4].reduce(0) { $0 << 8 | Int($1) } }
        return sides.allSatisfy { $0 > 0 } ? Size(width: sides[0], height: sides[1]) : nil
    }
}
