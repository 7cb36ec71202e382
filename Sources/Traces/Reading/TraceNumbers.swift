/// The numbers that a line of a trace may hold.
///
/// A trace may come from anybody. What reads it turns numbers into sizes, counts and positions; within these limits none
/// of that can overflow or take longer than the trace is long.
enum TraceNumbers {
    /// Coordinates, sizes and counts, and milliseconds (eleven days).
    private static let largest = 1e9
    /// Fields that name something or count bytes, and that nothing is computed from.
    private static let names: Set<String> = ["id", "active_window", "seed", "size"]

    /// What is wrong with the numbers of a line, or `nil`.
    ///
    /// - Parameter json: valid JSON; other text is read as far as possible.
    static func fault(in json: some Collection<UInt8>) -> String? {
        var name = ""
        var position = json.startIndex
        while position < json.endIndex {
            switch json[position] {
            case UInt8(ascii: "\""):
                let end = endOfString(in: json, from: position)
                if end < json.endIndex, json[end] == UInt8(ascii: ":") {
                    name = String(decoding: json[json.index(after: position)..<end].dropLast(), as: UTF8.self)
                }
                position = end
            case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digits = json[position...].prefix { isPartOfNumber($0) }
                let text = String(decoding: digits, as: UTF8.self)
                let isFine = Double(text).map { $0.magnitude <= largest } ?? false
                if !isFine, !names.contains(name) { return "field '\(name)': the number \(text) is out of range" }
                position = digits.endIndex
            default: position = json.index(after: position)
            }
        }
        return nil
    }

    private static func isPartOfNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
            UInt8(ascii: "e"), UInt8(ascii: "E"):
            true
        default: false
        }
    }

    /// The index after the closing quotation mark.
    private static func endOfString<Bytes: Collection<UInt8>>(in json: Bytes, from start: Bytes.Index) -> Bytes.Index {
        var position = json.index(after: start)
        while position < json.endIndex, json[position] != UInt8(ascii: "\"") {
            if json[position] == UInt8(ascii: "\\") {
                position = json.index(after: position)
                if position == json.endIndex { return position }
            }
            position = json.index(after: position)
        }
        return position < json.endIndex ? json.index(after: position) : position
    }
}
