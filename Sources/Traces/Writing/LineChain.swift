import Images

/// The hashes that lines of a trace end with, as the member `chain`: each of the line and of the hash before it, so that a line
/// that was changed, removed, added or moved is found. They are no signature: who writes a trace anew writes them anew.
///
///     hash₀ = SHA-256(line₀)    hashₙ = SHA-256(hashₙ₋₁ line ₙ), of which the first 32 digits are kept
///
/// A line is hashed without its own hash, the closing brace and the line break.
struct LineChain {
    /// The hash of the last line; empty before the first.
    private(set) var last = ""

    private static let digits = 32
    private static let opening = Array(#","chain":""#.utf8)
    private static let closing = Array(#""}"#.utf8)

    /// A line, which ends with a brace and a line break, with its hash as the last member.
    mutating func linked(_ line: [UInt8]) -> [UInt8] {
        let body = line.dropLast(2)
        last = hash(of: body)
        let tail: [UInt8] = Self.opening + Array(last.utf8) + Self.closing + [UInt8(ascii: "\n")]
        return Array(body) + tail
    }

    private func hash(of body: ArraySlice<UInt8>) -> String {
        String(ContentHash.hexadecimal(of: Array(last.utf8) + body).prefix(Self.digits))
    }
}

/// Reading them again.
extension LineChain {
    /// What the hashes of a trace's lines say of it.
    struct Findings: Hashable, Sendable {
        /// The hash of the last whole line; `nil` where lines have none, as in older traces.
        var last: String?
        var faults: [String] = []
    }

    /// Compares each whole line with its hash.
    static func findings(in text: [UInt8]) -> Findings {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
        let parts = lines.map(parts)
        guard parts.contains(where: { $0 != nil }) else { return Findings() }
        var (chain, faults) = (LineChain(), [String]())
        for (index, part) in parts.enumerated() {
            guard let part else {
                faults.append("line \(index + 1) has no hash, and others have")
                _ = chain.linked(Array(lines[index]) + [UInt8(ascii: "\n")])
                continue
            }
            if chain.hash(of: part.body) != part.hash {
                faults.append("line \(index + 1) is not as it was written, or does not follow the line before it")
            }
            // From here on by what it says itself, so that one change is one fault.
            chain.last = part.hash
        }
        return Findings(last: chain.last, faults: faults)
    }

    /// What was hashed of a line, and its hash; `nil` where it has none.
    private static func parts(of line: ArraySlice<UInt8>) -> (body: ArraySlice<UInt8>, hash: String)? {
        let tail = opening.count + digits + closing.count
        guard line.count > tail else { return nil }
        let body = line.dropLast(tail)
        let rest = line.suffix(tail)
        let hash = String(decoding: rest.dropFirst(opening.count).dropLast(closing.count), as: UTF8.self)
        guard rest.starts(with: opening), rest.suffix(closing.count).elementsEqual(closing) else { return nil }
        return (body, hash)
    }
}
