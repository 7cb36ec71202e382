extension Image {
    /// The picture as a baseline JPEG file (ITU-T T.81) with its colours at full resolution, so that small text stays legible.
    ///
    /// - Parameter quality: of the quantisation, from 1 to 100, as libjpeg counts it.
    package func jpeg(quality: Int = 92) -> [UInt8] {
        precondition((1...100).contains(quality), "expected a quality from 1 to 100, found \(quality)")
        precondition(width <= 0xffff && height <= 0xffff, "a JPEG file has at most 65535 rows and columns")
        let quantisation = JPEGTables.quantisation(quality: quality)
        var file = JPEGTables.header(width: width, height: height, quantisation)
        file.reserveCapacity(width * height / 4)
        var writer = JPEGBlockWriter(quantisation, into: file)
        for y in stride(from: 0, to: height, by: 8) {
            for x in stride(from: 0, to: width, by: 8) {
                let planes = JPEGPlanes(of: self, x: x, y: y)
                writer.write(planes.luma, of: 0)
                writer.write(planes.blue, of: 1)
                writer.write(planes.red, of: 2)
            }
        }
        return writer.finish()
    }
}

/// Eight by eight pixels as luma and both differences of colour, a vector for each row, about zero (JFIF 1.02).
private struct JPEGPlanes {
    var luma = JPEGBlock()
    var blue = JPEGBlock()
    var red = JPEGBlock()

    /// Beyond the picture its last row and column go on.
    init(of image: Image, x: Int, y: Int) {
        image.withBytes { bytes in
            for row in 0..<8 {
                let start = min(y + row, image.height - 1) * image.bytesPerRow
                var (r, g, b) = (SIMD8<Float>(), SIMD8<Float>(), SIMD8<Float>())
                for column in 0..<8 {
                    let pixel = start + 4 * min(x + column, image.width - 1)
                    b[column] = Float(bytes[pixel])
                    g[column] = Float(bytes[pixel + 1])
                    r[column] = Float(bytes[pixel + 2])
                }
                let y = 0.299 * r + 0.587 * g + 0.114 * b
                luma.rows[row] = y - 128
                blue.rows[row] = (b - y) * (0.5 / (1 - 0.114))
                red.rows[row] = (r - y) * (0.5 / (1 - 0.299))
            }
        }
    }
}
