/// One event of a stream of server-sent events.
package struct ServerSentEvent: Hashable, Sendable {
    /// The value of its `event` field; empty where it has none.
    package var name: String
    /// The values of its `data` fields, joined by line feeds.
    package var data: String

    /// Creates an event; most servers give theirs no name.
    package init(name: String = "", data: String) {
        self.name = name
        self.data = data
    }
}

/// Reads a stream of server-sent events piece by piece.
///
/// Deviations that servers are known for are read as meant: the last event may lack its blank line, and a line
/// `error: {…}` counts as an event called `error` (llama.cpp until September 2025).
package struct ServerSentEvents: Sendable {
    /// A line is longer than allowed.
    package struct LineTooLong: Error, Hashable, Sendable {
        /// In bytes.
        let maximum: Int

        /// Creates a reader of events of at most so many bytes each.
        package init(maximum: Int) { self.maximum = maximum }
    }

    private let maximumLine: Int
    private var line: [UInt8] = []
    private var name = ""
    private var data: [String] = []
    private var wasCarriageReturn = false

    /// - Parameter maximumLine: in bytes.
    package init(maximumLine: Int = 1 << 24) { self.maximumLine = maximumLine }

    /// Reads the next bytes, and returns the events that they complete. Comments are no events.
    package mutating func read(_ bytes: some Sequence<UInt8>) throws(LineTooLong) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            defer { wasCarriageReturn = byte == 0x0D }
            switch byte {
            case 0x0A where wasCarriageReturn: continue
            case 0x0A, 0x0D: endLine(&events)
            default:
                guard line.count < maximumLine else { throw LineTooLong(maximum: maximumLine) }
                line.append(byte)
            }
        }
        return events
    }

    /// What the end of the stream completes.
    package mutating func end() -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        if !line.isEmpty { endLine(&events) }
        dispatch(&events)
        return events
    }

    private mutating func endLine(_ events: inout [ServerSentEvent]) {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return dispatch(&events) }
        let text = String(decoding: line, as: UTF8.self)
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count > 1 ? parts[1] : ""
        if value.first == " " { value = value.dropFirst() }
        switch parts[0] {
        case "event": name = String(value)
        case "data": data.append(String(value))
        case "error":
            dispatch(&events)
            events.append(ServerSentEvent(name: "error", data: String(value)))
        default: break
        }
    }

    private mutating func dispatch(_ events: inout [ServerSentEvent]) {
        if !data.isEmpty { events.append(ServerSentEvent(name: name, data: data.joined(separator: "\n"))) }
        name = ""
        data = []
    }
}
