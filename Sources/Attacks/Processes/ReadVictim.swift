import CLinux
import Glibc

extension Attack {
    static let readVictims = [
        readVictim("process-read-environment", "environment") { attempt throws(AttackFault) in
            for process in try attempt.targets() { attempt.takeFile("/proc/\(process)/environ") }
        },
        readVictim("process-read-working-folder", "working folder, through /proc") { attempt throws(AttackFault) in
            for process in try attempt.targets() {
                for name in attempt.names(in: "/proc/\(process)/cwd") {
                    attempt.takeFile("/proc/\(process)/cwd/\(name)")
                }
            }
        },
        readVictim("process-read-descriptor", "open files, through /proc") { attempt throws(AttackFault) in
            for process in try attempt.targets() { attempt.takeFile("/proc/\(process)/fd/\(Victim.descriptor)") }
        },
        readVictim("process-read-root", "view of the file system, through /proc") { attempt throws(AttackFault) in
            for process in try attempt.targets() {
                let folder = "/proc/\(process)/root\(try attempt["folder"])"
                for name in attempt.names(in: folder) { attempt.takeFile("\(folder)/\(name)") }
            }
        },
        readVictim("process-read-memory-file", "memory, through /proc") { attempt throws(AttackFault) in
            let process = try attempt.number("process")
            guard let file = attempt.open("/proc/\(process)/mem", O_RDONLY) else { return }
            defer { close(file) }
            var bytes = [UInt8](repeating: 0, count: 64)
            let count = pread(file, &bytes, bytes.count, off_t(try attempt.number("address")))
            attempt.note("read memory", count < 0 ? -Int(errno) : count)
            attempt.take(bytes)
        },
        readVictim("process-read-memory-call", "memory, with process_vm_readv") { attempt throws(AttackFault) in
            let (process, address) = (try attempt.number("process"), try attempt.number("address"))
            var bytes = [UInt8](repeating: 0, count: 64)
            bytes.withUnsafeMutableBytes { buffer in
                var here = iovec(iov_base: buffer.baseAddress, iov_len: buffer.count)
                var there = iovec(iov_base: UnsafeMutableRawPointer(bitPattern: address), iov_len: buffer.count)
                withUnsafePointer(to: &here) { here in
                    _ = withUnsafePointer(to: &there) { there in
                        attempt.call(
                            "process_vm_readv", SYS_process_vm_readv, process, SystemCall.address(here), 1,
                            SystemCall.address(there), 1, 0)
                    }
                }
            }
            attempt.take(bytes)
        },
        readVictim("process-read-memory-trace", "memory, with ptrace") { attempt throws(AttackFault) in
            let (process, address) = (try attempt.number("process"), try attempt.number("address"))
            guard attempt.call("ptrace attach", SYS_ptrace, 16, process) != nil else { return }
            waitpid(pid_t(process), nil, 0)
            var bytes: [UInt8] = []
            for place in stride(from: address, to: address + 40, by: 8) {
                var word = 0
                _ = withUnsafeMutablePointer(to: &word) {
                    SystemCall.make(SYS_ptrace, 2, process, place, SystemCall.address($0))
                }
                withUnsafeBytes(of: word) { bytes += $0 }
            }
            attempt.call("ptrace detach", SYS_ptrace, 17, process)
            attempt.take(bytes)
        },
        readVictim("process-take-descriptor", "open files, with pidfd_getfd") { attempt throws(AttackFault) in
            guard let process = attempt.call("pidfd_open", SYS_pidfd_open, try attempt.number("process"), 0),
                let file = attempt.call("pidfd_getfd", SYS_pidfd_getfd, process, Int(Victim.descriptor), 0)
            else { return }
            attempt.take(Attempt.bytes(of: Int32(file), limit: 4096))
        },
    ]

    private static func readVictim(
        _ name: String, _ what: String, guest: @escaping @Sendable (inout Attempt) throws(AttackFault) -> Void
    ) -> Attack {
        Attack(
            name, .processes, .hostProcesses, "Reads another program's \(what)", control: .withoutSandbox, guest: guest
        ) { trial in
            let victim = try trial.victim()
            let facts = ["process": "\(victim.process)", "address": "\(victim.address)", "folder": victim.folder]
            return trial.judge(try await trial.attempt(facts))
        }
    }
}

extension Attempt {
    /// The process that the host named, and every other that is visible.
    func targets() throws(AttackFault) -> [Int] {
        let named = try number("process")
        return [named] + Attempt.processes().map(Int.init).filter { $0 != named && $0 != Int(getpid()) }
    }
}
