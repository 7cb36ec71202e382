import Foundation
import Glibc

/// A file of the host that a trial makes and removes.
struct HostFile: Sendable {
    let path: String

    var text: String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }
    var exists: Bool { access(path, F_OK) == 0 }
}

extension Trial {
    /// A file in `folder` that holds `text`, the secret otherwise, for its owner only.
    ///
    /// - Throws: ``AttackFault/notApplicable(reason:)`` where the user cannot write there.
    func file(in folder: String, holding text: String? = nil) throws(AttackFault) -> HostFile {
        let file = nextFile(in: folder)
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .notApplicable(reason: "this user cannot write in \(folder): \(String(cString: strerror(errno)))")
        }
        defer { close(descriptor) }
        let bytes = Array((text ?? secret).utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else {
            throw .unable(reason: "\(file.path) cannot be written")
        }
        return file
    }

    /// Where nothing is to be in the way, the user must have the right that the attack is to gain.
    func requireWritable(_ folder: String) throws(AttackFault) {
        guard !isControl || access(folder, W_OK) == 0 else {
            throw .notApplicable(reason: "this user cannot write in \(folder) without a sandbox either")
        }
    }

    /// A path in `folder` where nothing is yet.
    func nextFile(in folder: String) -> HostFile {
        let path = "\(folder)/\(Secret.name())"
        afterwards { unlink(path) }
        return HostFile(path: path)
    }

    /// A folder in `parent`.
    func folder(in parent: String = "/tmp") throws(AttackFault) -> String {
        let path = "\(parent)/\(Secret.name())"
        guard mkdir(path, 0o700) == 0 else {
            throw .notApplicable(reason: "this user cannot write in \(parent): \(String(cString: strerror(errno)))")
        }
        afterwards { try? FileManager.default.removeItem(atPath: path) }
        return path
    }

    /// Waits until something holds; says whether it came to hold within five seconds.
    func eventually(within time: Duration = .seconds(5), _ condition: () -> Bool) async -> Bool {
        let deadline = ContinuousClock.now + time
        while !condition() {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(10))
        }
        return true
    }
}
