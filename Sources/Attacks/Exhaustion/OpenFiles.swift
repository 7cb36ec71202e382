import CLinux
import Foundation
import Glibc
import Sessions

extension Attack {
    static let openFiles = Attack(
        "exhaust-descriptors", .exhaustion, .exhaustion, "Opens files without end, in several processes",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        Bomb.begin()
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        let (wanted, each) = (120_000, min(15_000, Int(limit.rlim_max) - 50))
        let counted = Int(SystemCall.make(SYS_mmap, 0, 4096, 3, 0x21, -1, 0))
        guard let counts = UnsafeMutablePointer<Int32>(bitPattern: counted) else { return }
        var children: [Int] = []
        for number in 0..<min(64, (wanted + each - 1) / max(each, 1)) {
            let child = SystemCall.make(SYS_fork)
            if child == 0 {
                for _ in 0..<each where Glibc.open("/dev/null", O_RDONLY) >= 0 { counts[number] += 1 }
                sleep(5)
                _exit(0)
            }
            guard child > 0 else { break }
            children.append(child)
        }
        // A watch that looks now and then is to see them.
        sleep(4)
        let opened = (0..<children.count).reduce(0) { $0 + Int(counts[$1]) }
        attempt.note("opened \(opened) files of \(wanted)")
        attempt.take(word: opened >= wanted ? "all" : "\(opened)")
        for child in children {
            _ = SystemCall.make(SYS_kill, child, Int(SIGKILL))
            waitpid(pid_t(child), nil, 0)
        }
    } host: { trial in
        var settings = trial.arena.settings()
        settings.sessionLimits = trial.tightLimits
        return try await trial.inFreshSession(settings) { session in
            guard let report = try await trial.explode(in: session) else { return .held }
            return trial.judge(
                report, succeeded: report.loot == ["all"], "120,000 files were opened in spite of a lower limit")
        }
    }

    static let makeFiles = [
        makeFiles("exhaust-inodes", "its home"),
        makeFiles("exhaust-inodes-in-memory", "a folder in memory"),
    ]

    private static func makeFiles(_ name: String, _ place: String) -> Attack {
        Attack(name, .exhaustion, .exhaustion, "Makes empty files without end in \(place)", control: .withoutSandbox) {
            attempt throws(AttackFault) in
            Bomb.begin()
            let folder = "\(try attempt["folder"])/\(Secret.name())"
            mkdir(folder, 0o700)
            var count = 0
            for number in 0..<20_000 {
                let file = Glibc.open("\(folder)/\(number)", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
                guard file >= 0 else { break }
                close(file)
                count += 1
            }
            // A watch that looks now and then is to see them.
            sleep(7)
            attempt.note("made \(count) files of 20,000")
            attempt.take(word: "\(count)")
            try? FileManager.default.removeItem(atPath: folder)
        } host: { trial in
            var settings = trial.arena.settings()
            settings.sessionLimits = trial.tightLimits
            return try await trial.inFreshSession(settings) { session in
                let folder = name == "exhaust-inodes" ? session.home.path : "/dev/shm"
                guard let report = try await trial.explode(["folder": folder], in: session) else { return .held }
                return trial.judge(
                    report, succeeded: report.loot == ["20000"], "20,000 files were made in spite of a lower limit")
            }
        }
    }
}
