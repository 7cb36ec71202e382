import Foundation

/// A server's key. It is never printed: interpolated into a text it is `***`.
struct APIKey: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
    /// For the header of a request alone.
    let value: String

    init(_ value: String) { self.value = value }

    var description: String { "***" }
    var debugDescription: String { description }

    /// Shorter values, such as the `none` that local servers take, are no secrets.
    private static let shortestSecret = 6

    /// The same text without the key.
    func scrubbing(_ text: String) -> String {
        value.count < Self.shortestSecret ? text : text.replacing(value, with: "***")
    }
}

/// Where a server's key comes from.
package enum KeySource: Hashable, Sendable {
    /// An environment variable.
    case variable(String)
    /// The first line of a file.
    case file(String)
    /// The first line that a program prints.
    case command([String])

    /// Reads the key.
    ///
    /// - Throws: ``ModelsFileError`` where there is none.
    func read() throws(ModelsFileError) -> APIKey {
        switch self {
        case .variable(let name):
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw .noKey("the environment variable \(name) is not set")
            }
            return try Self.key(value, from: "the environment variable \(name)")
        case .file(let path):
            let file = NSString(string: path).expandingTildeInPath
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else {
                throw .noKey("the file \(path) cannot be read")
            }
            return try Self.key(text, from: "the file \(path)")
        case .command(let words): return try Self.key(try KeyCommand(words).output(), from: "the command \(words[0])")
        }
    }

    private static func key(_ text: String, from source: String) throws(ModelsFileError) -> APIKey {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let key = line.trimmingCharacters(in: .whitespaces)
        guard !key.isEmpty else { throw .noKey("\(source) gives an empty key") }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .noKey("\(source) gives a key with characters other than visible ASCII ones")
        }
        return APIKey(key)
    }

    /// For messages.
    var words: String {
        switch self {
        case .variable(let name): "the environment variable \(name)"
        case .file(let path): "the file \(path)"
        case .command(let words): "the command \(words.joined(separator: " "))"
        }
    }
}
