import Images
import Tensors

/// Pictures as the networks want them: bytes of red, green and blue over 127.5 minus 1, two by two pixels to a place.
///
/// Channel `4 c + 2 dy + dx` is colour c of the pixel (dx, dy) of the place, as PyTorch's `pixel_unshuffle` orders them.
enum PixelMap {
    /// The places of a whole picture, which is widened by zeros to multiples of 32 pixels.
    static func make(of image: Image) -> FeatureMap {
        let map = FeatureMap(
            height: (image.height + 31) / 32 * 16, width: (image.width + 31) / 32 * 16, channels: 12)
        image.withBytes { bytes in
            for y in 0..<(image.height + 1) / 2 {
                for x in 0..<(image.width + 1) / 2 {
                    map.features.withMutableRow(y * map.width + x) { channels in
                        for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                            let (row, column) = (2 * y + dy, 2 * x + dx)
                            guard row < image.height, column < image.width else { continue }
                            let start = row * image.bytesPerRow + 4 * column
                            for colour in 0..<3 {
                                channels[4 * colour + 2 * dy + dx] = Float(bytes[start + 2 - colour]) / 127.5 - 1
                            }
                        }
                    }
                }
            }
        }
        return map
    }

    /// A square about a box, ``IconNamer/margin`` times as wide as its longer side, resized to ``IconNamer/side`` pixels:
    /// bilinear without antialiasing, outside the picture the nearest pixels.
    static func square(of box: Box<ImageSpace>, on image: Image) -> FeatureMap {
        let places = IconNamer.side / 2
        let map = FeatureMap(height: places, width: places, channels: 12)
        let side = max(box.width, box.height) * IconNamer.margin
        func position(_ index: Int, centre: Double, limit: Int) -> (Int, Int, Float) {
            let along = centre + side * ((Double(index) + 0.5) / Double(IconNamer.side) - 0.5) - 0.5
            let inside = min(max(along, 0), Double(limit - 1))
            let first = Int(inside)
            return (first, min(first + 1, limit - 1), Float(inside - Double(first)))
        }
        image.withBytes { bytes in
            for y in 0..<IconNamer.side {
                let (top, bottom, down) = position(y, centre: box.centre.y, limit: image.height)
                for x in 0..<IconNamer.side {
                    let (left, right, across) = position(x, centre: box.centre.x, limit: image.width)
                    for colour in 0..<3 {
                        func byte(_ row: Int, _ column: Int) -> Float {
                            Float(bytes[row * image.bytesPerRow + 4 * column + 2 - colour])
                        }
                        let above = byte(top, left) * (1 - across) + byte(top, right) * across
                        let below = byte(bottom, left) * (1 - across) + byte(bottom, right) * across
                        map.features[y / 2 * places + x / 2, 4 * colour + 2 * (y % 2) + x % 2] =
                            (above * (1 - down) + below * down) / 127.5 - 1
                    }
                }
            }
        }
        return map
    }
}
