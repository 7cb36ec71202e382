import Foundation
import Glibc
import Sessions
import Synchronization

/// The host's reading of a result, on a dedicated thread so that a read that never returns is noticed.
final class ResultReading: Sendable {
    /// How many bytes a result may have.
    static let limit = 1 << 20

    private let result = Mutex<[UInt8]?>(nil)

    var isDone: Bool { result.withLock { $0 != nil } }
    var bytes: [UInt8] { result.withLock { $0 ?? [] } }

    /// - Parameter isNaive: whether it reads as a program does that knows of no attack, as a control.
    init(home: URL, name: String, isNaive: Bool) {
        let thread = Thread { [self] in
            let bytes = ResultReading.read(home: home, name: name, isNaive: isNaive)
            result.withLock { $0 = bytes }
        }
        thread.start()
    }

    /// What the host gets when it reads a result; nothing where that is refused.
    static func read(home: URL, name: String, isNaive: Bool) -> [UInt8] {
        if isNaive { return Attempt.bytes(ofFile: "\(home.path)/\(name)") }
        guard let files = try? GuestFiles(root: home), let path = try? GuestPath(name) else { return [] }
        return (try? files.read(path, limit: limit)) ?? []
    }
}
