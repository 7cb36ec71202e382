import Foundation

/// Blots secrets out of bytes that are not text, without moving what follows them.
///
/// It finds them as they stand there, in UTF-8, Latin-1 and UTF-16. What is compressed or encrypted is not searched.
struct BinaryRedaction {
    /// The forms of the secrets, each folded as ``fold(_:)`` does, by their first bytes.
    private var forms: [UInt8: [[UInt8]]] = [:]
    private let ignoresCase: Bool

    private static let encodings: [String.Encoding] = [.utf8, .isoLatin1, .utf16LittleEndian, .utf16BigEndian]
    private static let blot = UInt8(ascii: "*")

    init(_ secrets: [String], ignoresCase: Bool) {
        self.ignoresCase = ignoresCase
        let all = secrets.flatMap { secret in
            Self.encodings.compactMap { encoding in secret.data(using: encoding).map { Array($0) } }
        }
        for form in Set(all) {
            let folded = form.map(fold)
            if let first = folded.first { forms[first, default: []].append(folded) }
        }
    }

    /// The bytes with every byte of a secret but zeros replaced; `nil` where none stands there.
    func callAsFunction(_ bytes: [UInt8]) -> [UInt8]? {
        var result = bytes
        var isChanged = false
        for start in bytes.indices {
            for form in forms[fold(bytes[start])] ?? [] where stands(form, in: bytes, at: start) {
                for index in start..<(start + form.count) where bytes[index] != 0 { result[index] = Self.blot }
                isChanged = true
            }
        }
        return isChanged ? result : nil
    }

    private func stands(_ form: [UInt8], in bytes: [UInt8], at start: Int) -> Bool {
        guard start + form.count <= bytes.count else { return false }
        return form.indices.allSatisfy { fold(bytes[start + $0]) == form[$0] }
    }

    /// An ASCII letter as a small one where case makes no difference.
    private func fold(_ byte: UInt8) -> UInt8 {
        ignoresCase && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte + 0x20 : byte
    }
}
