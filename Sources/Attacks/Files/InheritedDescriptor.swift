import Foundation
import Glibc
import Sessions

extension Attack {
    /// The host's side leaves a descriptor open for every child.
    static let inheritedDescriptor = Attack(
        "file-inherited-descriptor", .files, .hostFilesRead, "Reads from descriptors that were left open for it",
        control: .standIn
    ) { attempt throws(AttackFault) in
        for name in attempt.names(in: "/proc/self/fd") {
            guard let descriptor = Int32(name), descriptor > 2 else { continue }
            lseek(descriptor, 0, SEEK_SET)
            attempt.note("read descriptor \(descriptor)", 0)
            attempt.take(Attempt.bytes(of: descriptor, limit: 4096))
        }
    } host: { trial in
        let file = try trial.file(in: "/tmp")
        let descriptor = open(file.path, O_RDONLY)
        defer { close(descriptor) }
        guard trial.isControl else { return trial.judge(try await trial.attempt()) }
        return trial.judge(
            try trial.attemptOutside(prefix: ["/bin/sh", "-c", "exec 9<\(file.path); exec \"$@\"", "sh"]))
    }
}
