/// What was done to the desktop from outside of the episode: a program was started, or a file written.
package struct RecordedOutside: Hashable, Encodable, Sendable {
    /// The program that was started.
    package let launched: RecordedLaunch?
    /// The file that was written.
    package let file: RecordedInput?

    /// In one line.
    var words: String {
        if let launched { return "started " + launched.command.joined(separator: " ") }
        return file.map { "wrote \($0.path), \($0.size) bytes" } ?? ""
    }
}

/// A program that was started from outside of the episode.
package struct RecordedLaunch: Hashable, Codable, Sendable {
    /// Program and arguments.
    package var command: [String]
    /// Its working folder; `nil` for the home.
    package var folder: String?
    /// Whether what followed waited for its end.
    package var isAwaited: Bool?

    private enum CodingKeys: String, CodingKey {
        case command, folder
        case isAwaited = "awaited"
    }
}
