import Foundation
import Traces

/// A trace, and what it is called.
struct NamedTrace: Sendable {
    let trace: Trace
    /// Its folder as it was given.
    let path: String
    /// A folder name that is unique within the command.
    let short: String

    /// Descriptions of damage since it was recorded.
    var damage: [String] { trace.losses.filter(\.isDamage).lines }

    /// Reads all, so that a broken one is reported before anything runs.
    static func load(_ paths: [String]) throws -> [NamedTrace] {
        // Absolute, so that the last part is a name and not `..`.
        let names = paths.map { URL(filePath: $0).absoluteURL.standardizedFileURL.lastPathComponent }
        return try zip(paths, names).enumerated().map { index, named in
            let (path, name) = named
            let isUnique = names.count { $0 == name } == 1 && name != "/"
            do {
                return NamedTrace(
                    trace: try Trace(folder: path), path: path,
                    short: isUnique ? name : "\(index + 1)-\(name.filter { $0 != "/" })")
            } catch let error as TraceError {
                throw UnreadableTrace(cause: error)
            }
        }
    }
}

/// A trace that was given and cannot be read.
struct UnreadableTrace: Error, CustomStringConvertible {
    let cause: TraceError
    var description: String { cause.description }
}
