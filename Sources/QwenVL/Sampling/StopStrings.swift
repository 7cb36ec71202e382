/// Watches text as it grows for strings that end it, and gives out only what can no longer become one.
package struct StopStrings {
    private let stops: [[UInt8]]
    private var held: [UInt8] = []

    /// Creates a watch for these; empty ones are ignored.
    package init(_ stops: [String]) { self.stops = stops.filter { !$0.isEmpty }.map { Array($0.utf8) } }

    /// Takes more text.
    ///
    /// - Returns: the text that is certain now, and whether a stop string came; the text ends before it.
    package mutating func append(_ text: String) -> (text: String, stopped: Bool) {
        held += text.utf8
        for start in held.indices {
            let rest = held[start...]
            if stops.contains(where: { rest.starts(with: $0) }) { return (take(start), true) }
            if stops.contains(where: { $0.count > rest.count && $0.starts(with: rest) }) {
                return (take(start), false)
            }
        }
        return (take(held.count), false)
    }

    /// What was held back for a stop string that never came.
    package mutating func finish() -> String { take(held.count) }

    /// A stop string begins with a whole character, so what lies before it ends with one.
    private mutating func take(_ count: Int) -> String {
        defer { held.removeFirst(count) }
        return String(decoding: held[..<count], as: UTF8.self)
    }
}
