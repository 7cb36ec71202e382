extension Image {
    /// The one colour that all pixels have which `box` touches; `nil` where there are several, or where none lies in the
    /// picture.
    package func flatColour(in box: Box<ImageSpace>) -> Colour? {
        guard let visible = box.intersection(size.bounds) else { return nil }
        let (left, top, width, height) = visible.pixels
        return withBytes { bytes in
            let first = top * bytesPerRow + 4 * left
            let (blue, green, red) = (bytes[first], bytes[first + 1], bytes[first + 2])
            for y in top..<top + height {
                var pixel = y * bytesPerRow + 4 * left
                for _ in 0..<width {
                    guard bytes[pixel] == blue, bytes[pixel + 1] == green, bytes[pixel + 2] == red else { return nil }
                    pixel += 4
                }
            }
            return Colour(red: red, green: green, blue: blue)
        }
    }
}
