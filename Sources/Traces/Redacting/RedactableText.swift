import Foundation

/// The text of a file, in the encoding that it is in.
struct RedactableText {
    let text: String
    private let encoding: String.Encoding
    private let mark: [UInt8]

    private static let marks: [(bytes: [UInt8], encoding: String.Encoding)] = [
        ([0xFF, 0xFE], .utf16LittleEndian), ([0xFE, 0xFF], .utf16BigEndian), ([0xEF, 0xBB, 0xBF], .utf8),
    ]

    /// `nil` for a file that is not text.
    init?(_ bytes: [UInt8]) {
        let marked = Self.marks.first { bytes.starts(with: $0.bytes) }
        let mark = marked?.bytes ?? []
        let encodings = marked.map { [$0.encoding] } ?? [Self.unmarked(bytes), .isoLatin1]
        for encoding in encodings {
            guard let text = String(bytes: bytes.dropFirst(mark.count), encoding: encoding), !text.utf8.contains(0),
                bytes == mark + Self.bytes(text, encoding)
            else { continue }
            (self.text, self.encoding, self.mark) = (text, encoding, mark)
            return
        }
        return nil
    }

    /// Another text in the same encoding.
    func encoded(_ other: String) -> [UInt8] { mark + Self.bytes(other, encoding) }

    private static func bytes(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
        text.data(using: encoding).map { Array($0) } ?? []
    }

    /// UTF-16 without a mark has a zero in nearly every second byte of most languages' texts.
    private static func unmarked(_ bytes: [UInt8]) -> String.Encoding {
        guard bytes.count >= 4, bytes.count.isMultiple(of: 2) else { return .utf8 }
        let odd = stride(from: 1, to: bytes.count, by: 2).count { bytes[$0] == 0 }
        let even = stride(from: 0, to: bytes.count, by: 2).count { bytes[$0] == 0 }
        if odd * 5 > bytes.count * 2, even == 0 { return .utf16LittleEndian }
        return even * 5 > bytes.count * 2 && odd == 0 ? .utf16BigEndian : .utf8
    }
}
