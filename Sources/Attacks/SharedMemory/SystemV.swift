import CLinux
import Glibc

extension Attack {
    static let readSharedSegment = Attack(
        "shm-read-segment", .sharedMemory, .sharedMemory, "Attaches System V shared memory of the host by its number",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let address = attempt.call("shmat", SYS_shmat, try attempt.number("segment"), 0, Int(SHM_RDONLY)),
            let pointer = UnsafeRawPointer(bitPattern: address)
        else { return }
        attempt.take(UnsafeRawBufferPointer(start: pointer, count: 64))
        attempt.call("shmdt", SYS_shmdt, address)
    } host: { trial in
        let segment = try trial.segment()
        return trial.judge(try await trial.attempt(["segment": "\(segment.number)"]))
    }

    static let writeSharedSegment = Attack(
        "shm-write-segment", .sharedMemory, .sharedMemory, "Changes System V shared memory of the host",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let address = attempt.call("shmat", SYS_shmat, try attempt.number("segment"), 0, 0),
            let pointer = UnsafeMutableRawPointer(bitPattern: address)
        else { return }
        pointer.storeBytes(of: 0x58, as: UInt8.self)
    } host: { trial in
        let segment = try trial.segment()
        let report = try await trial.attempt(["segment": "\(segment.number)"])
        let first = segment.memory.load(as: UInt8.self)
        return trial.judge(report, succeeded: first == 0x58, "the segment was changed")
    }

    static let findSegments = Attack(
        "shm-scan-segments", .sharedMemory, .sharedMemory,
        "Looks through all shared memory that the system lists, as for pictures that Deskhand takes",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let lines = String(decoding: Attempt.bytes(ofFile: "/proc/sysvipc/shm"), as: UTF8.self).split(separator: "\n")
            .dropFirst()
        attempt.note("\(lines.count) segments are listed")
        for line in lines {
            let words = line.split(separator: " ")
            guard words.count > 3, let number = Int(words[1]), let size = Int(words[3]) else { continue }
            guard let address = attempt.call("shmat \(number)", SYS_shmat, number, 0, Int(SHM_RDONLY)),
                let pointer = UnsafeRawPointer(bitPattern: address)
            else { continue }
            attempt.take(UnsafeRawBufferPointer(start: pointer, count: min(size, 4096)))
            attempt.call("shmdt", SYS_shmdt, address)
        }
    } host: { trial in
        _ = try trial.segment()
        return trial.judge(try await trial.attempt())
    }

    static let readMessageQueue = Attack(
        "shm-message-queue", .sharedMemory, .sharedMemory, "Receives a message from a System V queue of the host",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let queue = try attempt.number("queue")
        var bytes = [UInt8](repeating: 0, count: 108)
        bytes.withUnsafeMutableBytes {
            _ = attempt.call("msgrcv", SYS_msgrcv, queue, SystemCall.address($0.baseAddress), 100, 0, 0o4000)
        }
        attempt.take(bytes)
    } host: { trial in
        let queue = SystemCall.make(SYS_msgget, 0, 0o1600)
        guard queue >= 0 else { throw AttackFault.notApplicable(reason: "this kernel has no System V message queues") }
        trial.afterwards { _ = SystemCall.make(SYS_msgctl, queue, 0, 0) }
        let message = [UInt8]([1, 0, 0, 0, 0, 0, 0, 0]) + Array(trial.secret.utf8)
        _ = message.withUnsafeBytes {
            SystemCall.make(SYS_msgsnd, queue, SystemCall.address($0.baseAddress), trial.secret.utf8.count, 0o4000)
        }
        return trial.judge(try await trial.attempt(["queue": "\(queue)"]))
    }

    static let readPosixQueue = Attack(
        "shm-posix-queue", .sharedMemory, .sharedMemory, "Opens a POSIX message queue of the host",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let name = try attempt["name"]
        let queue = withAddress(of: name) { attempt.call("mq_open", SYS_mq_open, $0, Int(O_RDWR)) }
        guard let queue else { return }
        let mark = try attempt["mark"]
        _ = withAddress(of: mark) { attempt.call("mq_timedsend", SYS_mq_timedsend, queue, $0, mark.utf8.count, 1, 0) }
    } host: { trial in
        let name = Secret.name()
        let queue = withAddress(of: name) { SystemCall.make(SYS_mq_open, $0, Int(O_RDWR | O_CREAT), 0o600, 0) }
        guard queue >= 0 else { throw AttackFault.notApplicable(reason: "this kernel has no POSIX message queues") }
        trial.afterwards {
            close(Int32(queue))
            _ = withAddress(of: name) { SystemCall.make(SYS_mq_unlink, $0) }
        }
        let report = try await trial.attempt(["name": name, "mark": trial.secret])
        var bytes = [UInt8](repeating: 0, count: 8192)
        var now = timespec(tv_sec: 0, tv_nsec: 0)
        let count = bytes.withUnsafeMutableBytes { buffer in
            withUnsafeMutablePointer(to: &now) { now in
                SystemCall.make(
                    SYS_mq_timedreceive, queue, SystemCall.address(buffer.baseAddress), 8192, 0, SystemCall.address(now)
                )
            }
        }
        return trial.judge(report, succeeded: count == trial.secret.utf8.count, "its message arrived")
    }
}

/// System V shared memory of the host.
struct Segment {
    let number: Int
    let memory: UnsafeMutableRawPointer
}

extension Trial {
    /// A segment that holds the secret.
    func segment() throws(AttackFault) -> Segment {
        let number = shmget(IPC_PRIVATE, 4096, 0o1600)
        guard number >= 0, let memory = shmat(number, nil, 0), memory != UnsafeMutableRawPointer(bitPattern: -1) else {
            throw .notApplicable(reason: "this kernel has no System V shared memory")
        }
        memory.copyMemory(from: Array(secret.utf8), byteCount: secret.utf8.count)
        let address = Int(bitPattern: memory)
        afterwards {
            _ = SystemCall.make(SYS_shmdt, address)
            shmctl(number, IPC_RMID, nil)
        }
        return Segment(number: Int(number), memory: memory)
    }
}
