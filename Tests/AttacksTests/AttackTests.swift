import Attacks
import Foundation
import Glibc
import Sessions
import Testing
import Watchdog

/// Whether sessions and sandboxes can be had here at all; what a missing program means is tested apart.
private let canAttack: Bool = {
    let trial = Process()
    trial.executableURL = URL(filePath: "/usr/bin/bwrap")
    trial.arguments = ["--unshare-net", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev", "true"]
    trial.standardError = FileHandle.nullDevice
    guard (try? trial.run()) != nil else { return false }
    trial.waitUntilExit()
    let programs = ["/usr/bin/Xvfb", "/usr/bin/openbox", "/usr/bin/dbus-daemon"]
    return trial.terminationStatus == 0 && programs.allSatisfy { access($0, X_OK) == 0 }
}()

@Suite(
    .serialized, .enabled(if: canAttack, "a sandbox, Xvfb, openbox or dbus-daemon cannot be had here"),
    .timeLimit(.minutes(15)), .watchdog(minutes: 18))
struct AttackTests {
    @Test func `no attack breaks out of a sandboxed session`() async {
        let arena = Arena(program: GuestSide.usualProgram(), isProtected: true)
        for result in await AttackRun.results(of: Attack.all, in: arena) {
            switch result.outcome {
            case .held, .notApplicable: break
            case .broken, .refused, .undecided:
                Issue.record("\(result.attack.name): \(result.outcome.word): \(result.outcome.detail ?? "")")
            }
        }
    }

    @Test func `every attack that has a control succeeds where nothing is in its way`() async {
        let isRoot = getuid() == 0
        let attacks = Attack.all.filter { attack in
            switch attack.control {
            case .withoutSandbox, .standIn: true
            case .asRoot: isRoot
            case .none: false
            }
        }
        let arena = Arena(program: GuestSide.usualProgram(), isProtected: false)
        for result in await AttackRun.results(of: attacks, in: arena) where !result.outcome.showsThatItIsReal {
            // Attacks race with the system: what is to be shown is that one can succeed, not that it always does.
            var last = result
            for _ in 0..<3 where !last.outcome.showsThatItIsReal {
                last = await AttackRun.results(of: [result.attack], in: arena).first ?? last
            }
            guard !last.outcome.showsThatItIsReal else { continue }
            Issue.record("\(last.attack.name): \(last.outcome.word): \(last.outcome.detail ?? "")")
        }
    }

    @Test func `an attack whose guest cannot start is undecided, not held`() async throws {
        let attack = try Attack.named("file-read-temporary")
        let arena = Arena(program: URL(filePath: "/bin/false"), isProtected: true)
        let results = await AttackRun.results(of: [attack], in: arena)
        #expect(results.map(\.outcome.word) == ["undecided"])
    }

    @Test func `attacks leave nothing behind on the host`() async throws {
        let attacks = Attack.all.filter { [.files, .processes, .sharedMemory].contains($0.kind) }
        let arena = Arena(program: GuestSide.usualProgram(), isProtected: true)
        let before = canaries
        let results = await AttackRun.results(of: attacks, in: arena)
        #expect(results.count == attacks.count)
        #expect(canaries.subtracting(before) == [])
    }

    /// What attacks put on the host, those of other runs included.
    private var canaries: Set<String> {
        let folders = ["/tmp", "/var/tmp", "/run", "/dev/shm", "/etc", NSHomeDirectory()]
        return folders.reduce(into: []) { found, folder in
            let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            found.formUnion(names.filter { $0.hasPrefix("deskhand-canary-") }.map { "\(folder)/\($0)" })
        }
    }
}

extension AttackOutcome {
    /// Whether the attack succeeded, or the host lacks what it is directed at.
    fileprivate var showsThatItIsReal: Bool {
        switch self {
        case .broken, .notApplicable: true
        case .held, .refused, .undecided: false
        }
    }
}
