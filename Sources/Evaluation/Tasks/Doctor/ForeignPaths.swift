import Interaction
import JSON

/// Paths of another system than the one that sessions run on. Read as a Linux path, each would be a file that is missing.
enum ForeignPaths {
    /// A gap for each step and check that names one.
    static func gaps(config: [SetupStep], evaluator: Evaluator?, in json: JSON) -> [TaskGap] {
        let postconfig: [JSONPathPart] = [.name("evaluator"), .name("postconfig")]
        let steps =
            config.enumerated().map { ([JSONPathPart.name("config"), .index($0)], $1.texts) }
            + (evaluator?.postconfig ?? []).enumerated().map { (postconfig + [.index($0)], $1.texts) }
        let checks = (evaluator?.checks ?? []).flatMap { check in
            [(check.result, "result"), (check.expected, "expected")].map { getter, name in
                ([JSONPathPart.name("evaluator"), .name(name)], getter?.places ?? [])
            }
        }
        return (steps + checks).flatMap { place, texts in
            texts.compactMap { text in
                system(of: text).map { system in
                    TaskGap(
                        .shape, text, at: place, line: json.line(at: place),
                        "'\(text)' is a path of \(system), expected one of Linux; the task was written for another system"
                    )
                }
            }
        }
    }

    /// The system whose absolute path a text is, if it is one.
    static func system(of text: String) -> String? {
        let bytes = Array(text.utf8.prefix(3))
        let hasDrive =
            bytes.count == 3 && (0x61...0x7A).contains(bytes[0] | 0x20) && bytes[1] == UInt8(ascii: ":")
            && (bytes[2] == UInt8(ascii: "\\") || bytes[2] == UInt8(ascii: "/"))
        if hasDrive || text.hasPrefix("\\\\") || text.hasPrefix("%USERPROFILE%") { return "Windows" }
        return text.hasPrefix("/Users/") || text.hasPrefix("/Applications/") ? "macOS" : nil
    }
}

extension Getter {
    /// Paths in the session, and words of commands.
    fileprivate var places: [String] {
        switch self {
        case .files(let request): request.paths
        case .commandLine(let command), .commandError(let command): command.words
        case .listing(let path), .lastRow(let path): [path]
        default: []
        }
    }
}
