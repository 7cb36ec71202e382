extension Image {
    /// A part of a picture, and whether it is to be seen.
    package typealias Layer = (box: Box<ImageSpace>, isShown: Bool)

    /// A picture of the same size that is black but for what layers show; later ones lie above earlier ones.
    package func showing(_ layers: [Layer]) -> Image {
        Image(width: width, height: height) { bytes in
            withBytes { source in
                for layer in layers {
                    guard let visible = layer.box.intersection(size.bounds) else { continue }
                    let (left, top, width, height) = visible.pixels
                    for y in top..<top + height {
                        let row = UnsafeMutableRawBufferPointer(
                            rebasing: bytes[(4 * (y * self.width + left))...].prefix(4 * width))
                        guard layer.isShown else {
                            row.initializeMemory(as: UInt8.self, repeating: 0)
                            continue
                        }
                        row.copyMemory(
                            from: UnsafeRawBufferPointer(
                                rebasing: source[(y * bytesPerRow + 4 * left)...].prefix(4 * width)))
                    }
                }
            }
        }
    }
}
