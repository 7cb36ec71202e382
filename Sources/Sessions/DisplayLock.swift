import Foundation
import Glibc
import Synchronization
import X11Desktop

/// Holds a display for one agent, so that two never share one keyboard.
///
/// The lock is a file's, held by a descriptor that no child inherits, so it is free again when this process has ended
/// in whatever way. The file itself is removed at an orderly end, and by the guardian after any other.
package final class DisplayLock: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32?>

    /// Takes the lock.
    ///
    /// - Parameter display: such as `:0`.
    /// - Throws: ``SessionError/displayInUse(display:process:)``, which names the process that has it.
    package init(display: String) throws(SessionError) {
        let path = DisplayLock.path(for: display)
        let descriptor = try DisplayLock.take(path, display: display)
        let holder = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        _ = holder.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, 0) }
        self.path = path
        self.descriptor = Mutex(descriptor)
    }

    /// Takes the lock, whose file the guardian removes if we are killed from here on.
    convenience init(_ address: DisplayAddress, toldTo guardian: Guardian) throws(SessionError) {
        guardian.tell(.lock(path: DisplayLock.path(for: address.name)))
        try self.init(display: address.name)
    }

    deinit { release() }

    /// Gives the display back.
    package func release() {
        descriptor.withLock { descriptor in
            guard let held = descriptor else { return }
            unlink(path)
            close(held)
            descriptor = nil
        }
    }

    /// Removes the stale lock file of a killed process; a held one stays.
    static func removeIfDeserted(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, isFile(descriptor, at: path) else { return }
        unlink(path)
    }

    /// Locks the file at `path` now: its holder may have removed it while we waited.
    private static func take(_ path: String, display: String) throws(SessionError) -> Int32 {
        while true {
            let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { throw .noLock(path: path, reason: String(cString: strerror(errno))) }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let holder = DisplayLock.holder(descriptor)
                close(descriptor)
                throw .displayInUse(display: display, process: holder)
            }
            if isFile(descriptor, at: path) { return descriptor }
            close(descriptor)
        }
    }

    /// Whether the open file is still the one that lies at `path`.
    private static func isFile(_ descriptor: Int32, at path: String) -> Bool {
        var (ours, there) = (stat(), stat())
        return fstat(descriptor, &ours) == 0 && lstat(path, &there) == 0 && ours.st_ino == there.st_ino
    }

    private static func holder(_ descriptor: Int32) -> Int32 {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes[..<max(count, 0)], as: UTF8.self)
        return Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// One path for all ways to write one display: `:0`, `:0.0`, `unix:0`. It lies in `/tmp` whatever `$TMPDIR` is, for
    /// two agents need not agree on that.
    package static func path(for display: String) -> String {
        let colon = display.lastIndex(of: ":") ?? display.startIndex
        let host = display[..<colon]
        let number = display[colon...].dropFirst().prefix { $0 != "." }
        let place = host.isEmpty || host == "unix" ? "" : host.filter { $0.isLetter || $0.isNumber } + "-"
        return "/tmp/deskhand-\(getuid())-display-\(place)\(number).lock"
    }
}
