import Foundation
import Images

/// Files under Tests/Fixtures/pictures.
enum PictureFixtures {
    struct PNGs: Decodable {
        struct Picture: Decodable {
            let name: String
            let png: Data
            let rgb: String
        }
        let width: Int
        let height: Int
        let pictures: [Picture]
    }

    struct Resizing: Decodable {
        struct Case: Decodable {
            let filter: String
            let width: Int
            let height: Int
            let rgb: String
        }
        let width: Int
        let height: Int
        let rgb: String
        let cases: [Case]
    }

    static func read<Fixture: Decodable>(_ name: String) throws -> Fixture {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/pictures/\(name)")
        return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    }

    /// The bytes that hexadecimal digits stand for.
    static func bytes(_ hexadecimal: String) -> [UInt8] {
        let digits = Array(hexadecimal)
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
    }
}

extension Image {
    /// A picture from red, green and blue bytes.
    init(width: Int, height: Int, rgb: [UInt8]) {
        self.init(width: width, height: height) { bytes in
            for pixel in 0..<width * height {
                for channel in 0..<3 {
                    bytes[4 * pixel + 2 - channel] = rgb[3 * pixel + channel]
                }
            }
        }
    }

    /// A picture whose colours are computed from their place.
    init(width: Int, height: Int, colour: (_ x: Int, _ y: Int) -> (Int, Int, Int)) {
        var rgb: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let (red, green, blue) = colour(x, y)
                rgb += [
                    UInt8(truncatingIfNeeded: red), UInt8(truncatingIfNeeded: green), UInt8(truncatingIfNeeded: blue),
                ]
            }
        }
        self.init(width: width, height: height, rgb: rgb)
    }

    /// All pixels as red, green and blue bytes.
    var rgb: [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 3 * width * height)
        bytes.withUnsafeMutableBufferPointer { bytes in
            for y in 0..<height {
                if let start = bytes.baseAddress { copyRGB(row: y, to: start + 3 * y * width) }
            }
        }
        return bytes
    }
}
