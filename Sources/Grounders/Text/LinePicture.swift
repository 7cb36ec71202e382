import Images

/// Turns a line of text, whatever its colours, into dark text on white.
enum LinePicture {
    /// Darker than this is ink.
    static let ink = 150
    /// A panel without anything that differs more from it holds no text.
    private static let minimumContrast = 16

    /// The part of `image` inside `patch`, from dark (the text) to white (the ground), without frames and carets.
    ///
    /// The ground is the most frequent colour, or that of a selection. Each pixel becomes as dark as it is far from its
    /// ground, so that white on red and grey on black come out the same as black on white. There are several pictures
    /// where both what is lighter and what is darker than the ground may be the text, the other its shadow.
    static func greys(of patch: Patch, on image: Image) -> [GreyPicture] {
        let grounds = LineGrounds(in: patch, of: image)
        var signed = lightness(of: patch, on: image, grounds)
        var pictures: [GreyPicture] = []
        for side in sides(of: signed, grounds) {
            switch side {
            case .lighter: signed.keepOnly = 1
            case .darker: signed.keepOnly = -1
            case .both: signed.keepOnly = 0
            }
            pictures.append(LineCleaner(picture(signed, grounds)).cleaned())
        }
        return pictures
    }

    private enum Side { case both, lighter, darker }

    /// How far each pixel is from its ground, and whether lighter or darker.
    private struct Distances {
        let width: Int
        let height: Int
        var values: [Int]
        var lightness: [Int]
        /// The index of each pixel's ground.
        let grounds: [Int]
        /// Which sign of lightness counts; 0 for both.
        var keepOnly = 0

        func value(_ index: Int) -> Int { keepOnly * lightness[index] < 0 ? 0 : values[index] }
    }

    private static func lightness(of patch: Patch, on image: Image, _ grounds: LineGrounds) -> Distances {
        let (width, height) = (patch.width, patch.height)
        var distances = Distances(
            width: width, height: height, values: [Int](repeating: 0, count: width * height),
            lightness: [Int](repeating: 0, count: width * height), grounds: grounds.indices(width: width))
        let shades = grounds.shades.map { (red: $0.red, green: $0.green, blue: $0.blue) }
        let indices = distances.grounds
        image.withBytes { bytes in
            for y in 0..<height {
                var pixel = (patch.top + y) * image.bytesPerRow + 4 * patch.left
                for x in 0..<width {
                    let ground = shades[indices[y * width + x]]
                    let blue = Int(bytes[pixel]) - ground.blue
                    let green = Int(bytes[pixel + 1]) - ground.green
                    let red = Int(bytes[pixel + 2]) - ground.red
                    distances.values[y * width + x] = (abs(blue) + 2 * abs(green) + abs(red)) / 4
                    distances.lightness[y * width + x] = (blue + 2 * green + red) / 4
                    pixel += 4
                }
            }
        }
        for (index, grey) in SpellingWaves.uncovered(in: patch, of: image) {
            let ground = shades[indices[index]]
            let apart = (blue: grey - ground.blue, green: grey - ground.green, red: grey - ground.red)
            distances.values[index] = (abs(apart.blue) + 2 * abs(apart.green) + abs(apart.red)) / 4
            distances.lightness[index] = (apart.blue + 2 * apart.green + apart.red) / 4
        }
        return distances
    }

    /// What may be the text: what lies on the other side of the ground than the text, and less far away, is the shadow
    /// under the light letters of a title, or the shine under dark ones.
    private static func sides(of distances: Distances, _ grounds: LineGrounds) -> [Side] {
        guard grounds.isPlain else { return [.both] }
        let (lightest, darkest) = (distances.lightness.max() ?? 0, -(distances.lightness.min() ?? 0))
        let text = lightest > darkest ? Side.lighter : .darker
        if 5 * min(lightest, darkest) < 3 * max(lightest, darkest) { return [text] }
        let many = distances.lightness.count / 20
        let light = distances.lightness.count { 2 * $0 > lightest }
        let dark = distances.lightness.count { -2 * $0 > darkest }
        return light > many && dark > many ? [.both, .lighter, .darker] : [.both]
    }

    private static func picture(_ distances: Distances, _ grounds: LineGrounds) -> GreyPicture {
        let (width, height) = (distances.width, distances.height)
        // The rows of a gradient are one ground; each panel has its contrast.
        func group(_ index: Int) -> Int { max(distances.grounds[index] - height + 1, 0) }
        var furthest = [Int](repeating: 0, count: grounds.shades.count - height + 1)
        for index in distances.values.indices {
            furthest[group(index)] = max(furthest[group(index)], distances.value(index))
        }
        var pixels = [UInt8](repeating: 255, count: width * height)
        for index in pixels.indices {
            let whole = furthest[group(index)]
            guard whole >= (grounds.isPlain ? 1 : minimumContrast) else { continue }
            pixels[index] = UInt8(255 - distances.value(index) * 255 / whole)
        }
        return GreyPicture(width: width, height: height, pixels: pixels)
    }
}
