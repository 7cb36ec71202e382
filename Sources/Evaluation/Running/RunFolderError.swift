import Foundation
import Glibc

/// Why the folder of an evaluation's results could not be begun, continued or written.
package enum RunFolderError: Error, Hashable, Sendable {
    /// The folder holds an evaluation made with other settings.
    case otherSettings(folder: String, fields: [String])
    case brokenRecord(path: String, line: Int, problem: String)
    case inUse(path: String)
    /// The folder holds something that no evaluation wrote.
    case notOurs(path: String, found: String)
    case notWritable(path: String, reason: String)

    /// What the last system call complained of.
    static func system(_ path: String) -> RunFolderError {
        unsafe .notWritable(path: path, reason: String(cString: strerror(errno)))
    }
}

extension RunFolderError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .otherSettings(let folder, let fields):
            "'\(folder)' holds an evaluation with another \(fields.joined(separator: ", ")); repeat it with the same settings, or give another folder with --out"
        case .brokenRecord(let path, let line, let problem): "line \(line) of '\(path)' is broken: \(problem)"
        case .notOurs(let path, let found):
            "'\(path)' holds '\(found)', which is not a Deskhand result, so nothing is written there; give a new or empty folder with --out"
        case .inUse(let path):
            "another Deskhand is writing to '\(path)'; wait for it, or give another folder with --out"
        case .notWritable(let path, let reason):
            "cannot write '\(path)': \(reason); give a writable folder on a disk with space with --out"
        }
    }
}

/// A finished report, which replaces the one before it as a whole.
enum ReportFile {
    static func write(_ text: String, to file: URL) throws(RunFolderError) {
        do {
            try Data(text.utf8).write(to: file, options: .atomic)
        } catch {
            throw .notWritable(path: file.path, reason: error.localizedDescription)
        }
    }
}
