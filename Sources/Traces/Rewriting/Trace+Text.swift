extension Trace {
    /// The text of a trace with this header and these lines, with the hashes of its lines.
    static func text(_ header: TraceHeader, _ lines: [TraceLine]) throws(TraceError) -> [UInt8] {
        var chain = LineChain()
        var text = chain.linked(try encoded(header, "header"))
        for line in lines { text += chain.linked(try encoded(line, line.event.name)) }
        return text
    }
}
