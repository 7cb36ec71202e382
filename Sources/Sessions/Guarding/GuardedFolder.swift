package import Foundation

/// A temporary folder that goes with this process, in whatever way it ends.
package final class GuardedFolder: Sendable {
    /// Where it lies.
    package let url: URL
    private let guardian: Guardian

    /// Makes a new folder, closed to other users.
    ///
    /// - Parameter name: what its name begins with.
    /// - Throws: ``SessionError/noFolder(path:reason:)``, ``SessionError/noGuardian(path:)``.
    package init(_ name: String) throws(SessionError) {
        url = FileManager.default.temporaryDirectory.appending(
            path: "\(name)-\(UUID().uuidString)", directoryHint: .isDirectory)
        guardian = try Guardian(program: OwnPrograms.guardian)
        guardian.tell(.remove(path: url.path))
        guard mkdir(url.path, 0o700) == 0 else {
            throw .noFolder(path: url.path, reason: String(cString: strerror(errno)))
        }
    }

    /// Removes it with all that is in it.
    package func remove() { guardian.dismiss() }
}
