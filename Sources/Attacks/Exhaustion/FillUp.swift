import CLinux
import Foundation
import Glibc
import Sessions

extension Attack {
    static let printEndlessly = Attack(
        "exhaust-output", .exhaustion, .exhaustion, "Prints more than a reader outside may take in",
        control: .none(reason: "what is read has a limit without a sandbox, too")
    ) { attempt throws(AttackFault) in
        let part = [UInt8](repeating: UInt8(ascii: "x"), count: 65_536)
        for _ in 0..<2_048 { _ = write(1, part, part.count) }
        attempt.note("printed 128 MiB", 0)
    } host: { trial in
        let words = try trial.arena.words(for: "exhaust-output", [:])
        let session = try await Session.open(trial.arena.settings())
        let program: Program
        do {
            program = try await session.run(words, seconds: 60).program
        } catch {
            await session.end()
            throw error
        }
        let count = program.printed.utf8.count
        await session.end()
        var report = AttackReport()
        report.steps = ["printed 128 MiB: succeeded"]
        return trial.judge(report, succeeded: count > 120 << 20, "\(count) bytes of output were read into memory")
    }

    static let forkMany = Attack(
        "exhaust-processes", .exhaustion, .exhaustion, "Starts processes without end", control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        Bomb.begin()
        var children: [Int] = []
        for _ in 0..<800 {
            let child = SystemCall.make(SYS_fork)
            if child == 0 {
                sleep(20)
                _exit(0)
            }
            guard child > 0 else { break }
            children.append(child)
        }
        attempt.note("started \(children.count) processes of 800")
        attempt.take(word: "\(children.count)")
        // A watch that looks now and then is to see them.
        sleep(2)
        for child in children {
            _ = SystemCall.make(SYS_kill, child, Int(SIGKILL))
            waitpid(pid_t(child), nil, 0)
        }
    } host: { trial in
        var settings = trial.arena.settings()
        settings.sessionLimits = trial.tightLimits
        return try await trial.inFreshSession(settings) { session in
            guard let report = try await trial.explode(in: session) else { return .held }
            let count = Int(report.loot.first ?? "") ?? 0
            return trial.judge(report, succeeded: count == 800, "800 processes were started in spite of a lower limit")
        }
    }

    static let takeMemory = Attack(
        "exhaust-memory", .exhaustion, .exhaustion, "Takes memory without end", control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        Bomb.begin()
        let size = 512 << 20
        let result = SystemCall.make(SYS_mmap, 0, size, 3, 0x22, -1, 0)
        attempt.note("map 512 MiB", result)
        guard result > 0, let memory = UnsafeMutableRawPointer(bitPattern: result) else { return }
        for place in stride(from: 0, to: size, by: 4096) {
            memory.storeBytes(of: 1, toByteOffset: place, as: UInt8.self)
        }
        // A watch that looks now and then is to see it.
        sleep(2)
        attempt.take(word: "512 MiB")
        munmap(memory, size)
    } host: { trial in
        var settings = trial.arena.settings()
        settings.sessionLimits = trial.tightLimits
        return try await trial.inFreshSession(settings) { session in
            guard let report = try await trial.explode(in: session) else { return .held }
            return trial.judge(
                report, succeeded: report.loot == ["512 MiB"], "512 MiB were used in spite of a lower limit")
        }
    }

    static let fillDisk = Attack(
        "exhaust-disk", .exhaustion, .exhaustion, "Fills the disk through its home", control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        Bomb.begin()
        let part = [UInt8](repeating: 0x55, count: 1 << 20)
        guard let file = attempt.open("\(try attempt["home"])/large", O_WRONLY | O_CREAT) else { return }
        defer { close(file) }
        var written = 0
        while written < 400 {
            guard write(file, part, part.count) == part.count else { break }
            written += 1
        }
        attempt.note("wrote \(written) MiB of 400")
        attempt.take(word: "\(written)")
    } host: { trial in
        var settings = trial.arena.settings()
        settings.sessionLimits = trial.tightLimits
        return try await trial.inFreshSession(settings) { session in
            guard let report = try await trial.explode(["home": session.home.path], in: session) else { return .held }
            return trial.judge(
                report, succeeded: report.loot == ["400"], "400 MiB were written in spite of a lower limit")
        }
    }
}

extension Trial {
    /// Limits that a bomb of bounded size exceeds; the usual ones where an attack is to be shown to be real.
    var tightLimits: SessionLimits {
        isControl ? SessionLimits() : SessionLimits(memory: 256 << 20, tasks: 300, disk: 64 << 20, files: 5_000)
    }

    /// Runs a bomb. A session, or a guest that has begun, which was ended by a limit has been held off.
    func explode(_ facts: [String: String] = [:], in session: Session) async throws -> AttackReport? {
        do {
            return try await attempt(facts, in: session, seconds: 60)
        } catch AttackFault.unable(let reason) where !isControl && reason.contains(Bomb.beginning) {
            return nil
        } catch SessionError.overLimit where !isControl {
            return nil
        }
    }

    /// Lends a session that the attack may leave broken.
    func inFreshSession(
        _ settings: SessionSettings, _ body: (Session) async throws -> AttackOutcome
    ) async throws -> AttackOutcome {
        let session = try await Session.open(settings)
        do {
            let outcome = try await body(session)
            await session.end()
            return outcome
        } catch {
            await session.end()
            throw error
        }
    }
}

/// What a guest writes as error text when it begins to exhaust something.
enum Bomb {
    static let beginning = "the bomb begins"

    static func begin() { _ = write(2, beginning, beginning.utf8.count) }
}
