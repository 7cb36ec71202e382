extension Image {
    /// A copy of a part of the picture, which does not keep the rest alive.
    ///
    /// - Returns: `nil` when nothing of `box` lies in the picture; what reaches outside is left out.
    package func copy(of box: Box<ImageSpace>) -> Image? {
        guard let part = cropped(to: box) else { return nil }
        return Image.written(width: part.width, height: part.height) { bytes in
            part.withBytes { source in
                for y in 0..<part.height {
                    let row = UnsafeRawBufferPointer(rebasing: source[(y * part.bytesPerRow)...].prefix(4 * part.width))
                    UnsafeMutableRawBufferPointer(rebasing: bytes[(4 * y * part.width)...]).copyMemory(from: row)
                }
            }
        }
    }
}
