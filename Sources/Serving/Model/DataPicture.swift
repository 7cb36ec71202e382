import Formats
import Foundation
import Images

/// A picture within a request, decoded only when its turn comes: a small file can hold a picture of any size. Nothing is ever
/// fetched for one: an address would be reached from this machine.
struct DataPicture: Sendable {
    private let bytes: [UInt8]
    /// As its header says.
    let pixels: Int

    /// Pixels of a picture that is read.
    private static let maximumPixels = 50_000_000
    /// The longest side of one.
    private static let maximumSide = 32768
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
    /// What else is read, by its first bytes: the formats that clients send, and no decoders that they never need.
    private static let others: [[UInt8]] = [[0xFF, 0xD8, 0xFF], Array("GIF8".utf8), Array("RIFF".utf8)]
    /// The longest beginning of a data URL.
    private static let beginning = 128

    /// Reads the picture of a `data:` URL as far as its size: PNG, and what Leptonica reads of JPEG, GIF and WebP.
    ///
    /// - Throws: ``CompletionFault``.
    init(at address: String?) throws {
        guard let address, address.hasPrefix("data:"),
            let comma = address.prefix(Self.beginning).firstIndex(of: ","), address[..<comma].hasSuffix(";base64"),
            let data = Data(base64Encoded: String(address[address.index(after: comma)...]))
        else {
            throw CompletionFault.request("pictures: expected data:image/png;base64,…; nothing is fetched from a URL")
        }
        bytes = Array(data)
        let (width, height) = try Self.size(of: bytes)
        guard (1...Self.maximumSide).contains(width), (1...Self.maximumSide).contains(height),
            width * height <= Self.maximumPixels
        else {
            throw CompletionFault.request(
                "the picture has \(width) x \(height) pixels, expected at most \(Self.maximumPixels) in all")
        }
        pixels = width * height
    }

    private static func size(of bytes: [UInt8]) throws -> (width: Int, height: Int) {
        guard !bytes.starts(with: png) else {
            guard bytes.count > 24 else { throw CompletionFault.request("the picture is cut off") }
            func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
            return (number(16), number(20))
        }
        return try reading { try library(for: bytes).size(of: bytes) }
    }

    private static func library(for bytes: [UInt8]) throws -> LeptonicaLibrary {
        guard others.contains(where: { bytes.starts(with: $0) }) else {
            throw CompletionFault.request("the picture cannot be read: expected PNG, JPEG, GIF or WebP")
        }
        guard let library = LeptonicaLibrary.opened else {
            throw CompletionFault.request("only PNG pictures can be read here")
        }
        return library
    }

    /// The picture.
    ///
    /// - Throws: ``CompletionFault``.
    func image() throws -> Image {
        try Self.reading {
            if bytes.starts(with: Self.png) { return try Image(png: bytes) }
            return try Self.library(for: bytes).image(bytes, maximumPixels: Self.maximumPixels)
        }
    }

    private static func reading<Result>(_ read: () throws -> Result) throws -> Result {
        do {
            return try read()
        } catch let fault as CompletionFault {
            throw fault
        } catch {
            throw CompletionFault.request("the picture cannot be read: \(error)")
        }
    }
}
