import Glibc
import Images

/// Compares a small picture with every place of a large one.
///
/// With T and I the colours of the template and of a place, and m the template's mean colour, the similarity is
/// 1 − Σ(T − I)² / (Σ(T − m)² + Σ(I − m)²): 1 for equal pixels, 0 for a plain place of the mean colour. Other than a
/// plain squared difference it does not call a plain place similar to a faint drawing, and other than a correlation it
/// does not take red for blue.
struct TemplateSearch: Sendable {
    struct Place: Hashable, Sendable {
        var patch: Patch
        var similarity: Double
    }

    private let template: Image
    private let similarity: Double
    private let mean: [Int]
    /// Σ(T − m)².
    private let energy: Int
    /// The template's rows, those with most to tell first.
    private let rows: [Int]

    init(_ template: Image, similarity: Double) throws(GroundersError) {
        self.template = template
        self.similarity = similarity
        var sums = [0, 0, 0]
        for y in 0..<template.height {
            for x in 0..<template.width {
                let colour = template[x, y]
                sums[0] += Int(colour.blue)
                sums[1] += Int(colour.green)
                sums[2] += Int(colour.red)
            }
        }
        let mean = sums.map { $0 / (template.width * template.height) }
        let energies = (0..<template.height).map { y in
            (0..<template.width).reduce(0) { $0 + TemplateSearch.energy(of: template[$1, y], around: mean) }
        }
        self.mean = mean
        energy = energies.reduce(0, +)
        rows = energies.indices.sorted { energies[$0] > energies[$1] }
        guard energy > template.width * template.height else {
            throw .unusableTemplate(reason: "it has one colour only; cut out something with an outline")
        }
    }

    private static func energy(of colour: Colour, around mean: [Int]) -> Int {
        let (blue, green, red) = (Int(colour.blue) - mean[0], Int(colour.green) - mean[1], Int(colour.red) - mean[2])
        return blue * blue + green * green + red * red
    }

    /// The places of the template, the most similar first; places that overlap count once.
    func places(on image: Image) -> [Place] {
        guard template.width <= image.width, template.height <= image.height else { return [] }
        let equal = places(on: image) { _ in 0 }
        if !equal.isEmpty || similarity == 1 { return separate(equal) }
        let energies = EnergyTable(image, around: mean)
        let part = 1 - similarity
        return separate(
            places(on: image) { patch in
                let here = energies.sum(in: patch)
                let bound = part * Double(energy + here)
                // |√Σ(T−m)² − √Σ(I−m)²| is at most √Σ(T−I)²: most plain places fail here, unseen.
                let apart = Double(energy).squareRoot() - Double(here).squareRoot()
                return apart * apart > bound ? nil : Int(bound)
            } similarity: { difference, patch in
                1 - Double(difference) / Double(energy + energies.sum(in: patch))
            })
    }

    /// All places whose squared difference is at most what `bound` allows there.
    private func places(
        on image: Image, bound: (Patch) -> Int?, similarity: (Int, Patch) -> Double = { _, _ in 1 }
    ) -> [Place] {
        var places: [Place] = []
        image.withBytes { pixels in
            template.withBytes { wanted in
                for top in 0...(image.height - template.height) {
                    for left in 0...(image.width - template.width) {
                        let patch = Patch(
                            left: left, top: top, right: left + template.width, bottom: top + template.height)
                        let start = top * image.bytesPerRow + 4 * left
                        guard let limit = bound(patch),
                            let difference = difference(pixels, start, image.bytesPerRow, wanted, atMost: limit)
                        else { continue }
                        places.append(Place(patch: patch, similarity: similarity(difference, patch)))
                    }
                }
            }
        }
        return places
    }

    /// Σ(T − I)², or `nil` as soon as it is more than `limit`.
    private func difference(
        _ pixels: UnsafeRawBufferPointer, _ start: Int, _ bytesPerRow: Int, _ wanted: UnsafeRawBufferPointer,
        atMost limit: Int
    ) -> Int? {
        var sum = 0
        for row in rows {
            var here = start + row * bytesPerRow
            var there = row * template.bytesPerRow
            for _ in 0..<template.width {
                for channel in 0..<3 {
                    let apart = Int32(pixels[here + channel]) - Int32(wanted[there + channel])
                    sum += Int(apart * apart)
                }
                if sum > limit { return nil }
                here += 4
                there += 4
            }
        }
        return sum
    }

    /// Keeps the most similar of places that overlap by more than half.
    private func separate(_ places: [Place]) -> [Place] {
        let sorted = places.sorted {
            ($1.similarity, $0.patch.top, $0.patch.left) < ($0.similarity, $1.patch.top, $1.patch.left)
        }
        var kept: [Place] = []
        // All places have the template's size, so only those of the nine cells around can overlap.
        var cells: [Cell: [Patch]] = [:]
        for place in sorted {
            let cell = Cell(column: place.patch.left / template.width, row: place.patch.top / template.height)
            let isNew = cell.around.allSatisfy { cell in
                cells[cell, default: []].allSatisfy { other in
                    (place.patch.box.intersection(other.box)?.area ?? 0) <= place.patch.box.area / 2
                }
            }
            guard isNew else { continue }
            kept.append(place)
            cells[cell, default: []].append(place.patch)
        }
        return kept
    }

    /// A part of the picture as large as the template.
    private struct Cell: Hashable {
        let column: Int
        let row: Int

        /// It and its neighbours.
        var around: [Cell] {
            (-1...1).flatMap { y in (-1...1).map { x in Cell(column: column + x, row: row + y) } }
        }
    }
}

/// Σ(I − m)² over any rectangle in constant time: each entry holds the sum of all pixels above and to the left.
private struct EnergyTable {
    private let width: Int
    private var sums: [Int]

    init(_ image: Image, around mean: [Int]) {
        width = image.width + 1
        sums = [Int](repeating: 0, count: width * (image.height + 1))
        let (columns, rows, bytesPerRow) = (image.width, image.height, image.bytesPerRow)
        let stride = width
        let (blue, green, red) = (mean[0], mean[1], mean[2])
        sums.withUnsafeMutableBufferPointer { sums in
            image.withBytes { bytes in
                for y in 0..<rows {
                    var row = 0
                    for x in 0..<columns {
                        let start = y * bytesPerRow + 4 * x
                        let (b, g, r) = (
                            Int(bytes[start]) - blue, Int(bytes[start + 1]) - green, Int(bytes[start + 2]) - red
                        )
                        row += b * b + g * g + r * r
                        sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1] + row
                    }
                }
            }
        }
    }

    func sum(in patch: Patch) -> Int {
        sums[patch.bottom * width + patch.right] - sums[patch.top * width + patch.right]
            - sums[patch.bottom * width + patch.left] + sums[patch.top * width + patch.left]
    }
}
