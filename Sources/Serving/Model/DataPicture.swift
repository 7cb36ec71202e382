import Formats
import Foundation
import Images

/// A picture within a request. Nothing is ever fetched for one: an address would be reached from this machine.
enum DataPicture {
    /// Pixels of a picture that is read.
    private static let maximumPixels = 50_000_000
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47]

    /// The picture of a `data:` URL, PNG or what Leptonica reads.
    ///
    /// - Throws: ``CompletionFault``.
    static func image(at address: String?) throws -> Image {
        guard let address, address.hasPrefix("data:"), let comma = address.firstIndex(of: ","),
            address[..<comma].hasSuffix(";base64"),
            let data = Data(base64Encoded: String(address[address.index(after: comma)...]))
        else {
            throw CompletionFault.request("pictures: expected data:image/png;base64,…; nothing is fetched from a URL")
        }
        let bytes = Array(data)
        do {
            if bytes.starts(with: signature) {
                guard try PNGSize(bytes).pixels <= maximumPixels else {
                    throw CompletionFault.request("the picture has more than \(maximumPixels) pixels")
                }
                return try Image(png: bytes)
            }
            guard let library = LeptonicaLibrary.opened else {
                throw CompletionFault.request("only PNG pictures can be read here")
            }
            return try library.image(bytes, maximumPixels: maximumPixels)
        } catch let fault as CompletionFault {
            throw fault
        } catch {
            throw CompletionFault.request("the picture cannot be read: \(error)")
        }
    }
}

/// The size that a PNG's first chunk says.
private struct PNGSize {
    let pixels: Int

    init(_ bytes: [UInt8]) throws {
        guard bytes.count > 24 else { throw CompletionFault.request("the picture is cut off") }
        func number(_ place: Int) -> Int { bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) } }
        pixels = number(16).multipliedReportingOverflow(by: number(20)).partialValue
    }
}
