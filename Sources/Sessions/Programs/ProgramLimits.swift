/// Resource limits of a program in a session; `nil` is unlimited.
package struct ProgramLimits: Hashable, Codable, Sendable {
    /// Bytes of memory that it may write to, for each process.
    var memory: Int?
    /// Seconds of processor time, for each process.
    var processorSeconds: Int?

    /// Creates limits in bytes and seconds; `nil` is unlimited.
    package init(memory: Int? = nil, processorSeconds: Int? = nil) {
        self.memory = memory
        self.processorSeconds = processorSeconds
    }

    /// The words that run `words` within these limits. They are set before the program starts, so that it has no moment
    /// without them, and its children inherit them.
    func applied(to words: [String]) -> [String] {
        var options: [String] = []
        if let memory { options.append("--data=\(memory)") }
        if let processorSeconds { options.append("--cpu=\(processorSeconds)") }
        return options.isEmpty ? words : ["prlimit", "--core=0"] + options + ["--"] + words
    }
}
