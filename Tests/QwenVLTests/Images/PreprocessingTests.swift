import Foundation
import Images
import QwenVL
import TestInputs
import Testing

/// What torchvision and transformers make of random pictures and sizes; Tests/Fixtures/model/preprocessing/make.py.
@Suite struct PreprocessingTests {
    private static func fixture(_ name: String) throws -> [Any] {
        let file = ReferenceCase.folder.appending(path: "../preprocessing/\(name).json")
        return try present(JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [Any])
    }

    @Test func `three hundred pictures are resized as torchvision does it, to the bit`() throws {
        let rows = try Self.fixture("pixels")
        #expect(rows.count == 300)
        for case let row as [Any] in rows {
            let numbers = row.compactMap { $0 as? Int }
            let image = Image(seed: UInt64(numbers[0]), width: numbers[2], height: numbers[1])
            let size = Size<ModelSpace>(width: numbers[4], height: numbers[3])
            #expect(digest(image.resampled(to: size).redGreenBlue) == row.last as? String, "\(numbers)")
        }
    }

    @Test func `ten thousand sizes are the reference's`() throws {
        let row = try Self.fixture("sizes")
        let (seed, count) = (try present(row[0] as? Int), try present(row[1] as? Int))
        var numbers = SeededGenerator(seed: UInt64(seed))
        var results: [Int32] = []
        for _ in 0..<count {
            let random = (0..<4).map { _ in numbers.next() }
            let sides = random[..<2].map { 1 + Int(($0 >> 8) % [64, 3000, 3000][Int($0 % 3)]) }
            let least = [3136, 1 + Int((random[2] >> 8) % 100_000)][Int(random[2] % 2)]
            let most = least + [12_845_056, Int((random[3] >> 8) % 1_500_000)][Int(random[3] % 2)]
            let size = try? SmartResize(minimum: least, maximum: most).size(
                for: Size(width: sides[1], height: sides[0]))
            results += [Int32(size?.height ?? 0), Int32(size?.width ?? 0)]
        }
        #expect(digest(results) == row[2] as? String)
    }

    @Test func `of three thousand videos those frames are taken that the reference takes`() throws {
        let row = try Self.fixture("samples")
        let (seed, count) = (try present(row[0] as? Int), try present(row[1] as? Int))
        var numbers = SeededGenerator(seed: UInt64(seed))
        var results: [Int32] = []
        for _ in 0..<count {
            let random = (0..<3).map { _ in numbers.next() }
            let total = 2 + Int((random[0] >> 8) % [30, 3000][Int(random[0] % 2)])
            let own = [24, 25, 30, 12.5, 60, 1, 10][Int(random[1] % 7)]
            let wanted = [1, 2, 0.5, 4, 3, 24][Int(random[2] % 6)]
            let taken = VideoClip.sample(of: total, at: own, to: wanted)
            results += [Int32(taken.count)] + taken.map(Int32.init)
        }
        #expect(digest(results) == row[2] as? String)
    }

    @Test func `every sample at every opacity is laid on white as the reference does it`() throws {
        let file = ReferenceCase.folder.appending(path: "../preprocessing/alpha.png")
        let image = try Image(png: Array(Data(contentsOf: file)))
        #expect(image.size == Size(width: 256, height: 256))
        let expected = try Self.fixture("alpha").first as? String
        #expect(digest(image.redGreenBlue) == expected)
    }

    @Test(arguments: [
        (1280, 800, 1288, 812), (1920, 1080, 1932, 1092), (2560, 1440, 2548, 1428), (1024, 768, 1036, 756),
        (70, 98, 56, 112),
    ])
    func `screens have the sizes of the specification`(_ size: (Int, Int, Int, Int)) throws {
        let found = try SmartResize().size(for: Size(width: size.0, height: size.1))
        #expect(found == Size(width: size.2, height: size.3))
    }

    @Test(arguments: [
        (1, 1, "two pixels"), (0, 5, "two pixels"), (201, 1, "aspect ratio"), (3, 700, "aspect ratio"),
    ])
    func `a picture that no model can see is refused`(width: Int, height: Int, words: String) throws {
        let error = try #require(throws: QwenError.self) {
            try SmartResize().size(for: Size(width: width, height: height))
        }
        #expect(error.description.contains("\(width)x\(height)") && error.description.contains(words))
    }

    @Test func `limits beyond all memory are refused by name`() throws {
        let error = try #require(throws: QwenError.self) {
            try SmartResize(minimum: 1 << 40, maximum: 1 << 41).size(for: Size(width: 100, height: 100))
        }
        #expect(error.description.contains("min_pixels"))
    }

    @Test func `a still picture stands still for both frames of its pair`() {
        let image = Image(seed: 5, width: 56, height: 28)
        let patches = Patches(image)
        #expect(patches.grid == PatchGrid(rows: 2, columns: 4))
        for patch in 0..<8 {
            for colour in 0..<3 {
                let start = patch * Patches.width + colour * 2 * 196
                #expect(patches.values[start..<start + 196] == patches.values[start + 196..<start + 392])
            }
        }
    }
}

extension Image {
    /// The samples row by row: red, green, blue.
    fileprivate var redGreenBlue: [UInt8] {
        (0..<height).flatMap { y in
            [UInt8](unsafeUninitializedCapacity: 3 * width) { bytes, count in
                if let start = bytes.baseAddress { copyRGB(row: y, to: start) }
                count = 3 * width
            }
        }
    }
}
