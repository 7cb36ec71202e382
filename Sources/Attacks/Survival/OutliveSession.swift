import CLinux
import Foundation
import Glibc
import Sessions

extension Attack {
    static let outliveSessions = [
        outlive("survive-double-fork", "by a double fork in a new terminal session") { Daemon() },
        outlive("survive-empty-environment", "with an empty environment, so that no mark in it is left") {
            Daemon(hasEnvironment: false)
        },
        outlive("survive-ignored-signals", "while it ignores the signals that ask it to end") {
            Daemon(role: .stubbornSleeper)
        },
        outlive("survive-stopped", "while it is stopped") { Daemon(isStopped: true) },
        outlive("survive-in-namespaces", "in a new user and process namespace") { Daemon(isUnshared: true) },
        outlive("survive-many", "as sixty processes at once") { Daemon(count: 60) },
    ]

    private static func outlive(_ name: String, _ way: String, daemon: @escaping @Sendable () -> Daemon) -> Attack {
        Attack(name, .survival, .survival, "Stays after its session's end \(way)", control: .standIn) {
            attempt throws(AttackFault) in
            try daemon().start(&attempt)
        } host: { trial in
            let facts = ["name": trial.secret, "program": trial.arena.program.path]
            trial.afterwards { for process in Daemon.processes(named: trial.secret) { kill(process, SIGKILL) } }
            if trial.isControl {
                let report = try trial.attemptOutside(facts)
                return trial.judge(report, succeeded: try await isThere(trial), "it lives outside of a session")
            }
            let session = try await Session.open(trial.arena.settings())
            let report: AttackReport
            do {
                report = try await trial.attempt(facts, in: session)
                if report.loot == [Daemon.refusal] {
                    await session.end()
                    return .held
                }
                guard try await isThere(trial) else { throw AttackFault.unable(reason: "the daemon did not start") }
            } catch {
                await session.end()
                throw error
            }
            await session.end()
            let left = Daemon.processes(named: trial.secret)
            return trial.judge(report, succeeded: !left.isEmpty, "\(left.count) processes outlived their session")
        }
    }

    private static func isThere(_ trial: Trial) async throws -> Bool {
        await trial.eventually(within: .seconds(10)) { !Daemon.processes(named: trial.secret).isEmpty }
    }
}

/// A process that leaves the program that started it. It ends by itself after a minute.
struct Daemon: Sendable {
    var role = HelperRole.sleeper
    var hasEnvironment = true
    var isStopped = false
    var isUnshared = false
    var count = 1

    /// Starts it from a shell that goes away at once, with its name in the command line.
    func start(_ attempt: inout Attempt) throws(AttackFault) {
        if isUnshared, try attempt.run(["unshare", "-rpf", "true"]) != 0 { return attempt.take(word: Daemon.refusal) }
        let facts = "{\"name\":\"\(try attempt["name"])\"}"
        let words = [try attempt["program"], GuestSide.command, role.rawValue, facts]
        let launch = (hasEnvironment ? [] : ["env", "-i"]) + (isUnshared ? ["unshare", "-rpf"] : [])
        let start = "setsid \(launch.joined(separator: " ")) \"$@\" >/dev/null 2>&1 </dev/null &"
        let repeated = "for n in $(seq \(count)); do \(start) done"
        let stop = isStopped ? "sleep 0.5; kill -STOP $!" : ":"
        _ = HostProcess.wait(
            for: try HostProcess.start(
                ["/bin/sh", "-c", "(\(repeated); \(stop))", "sh"] + words,
                environment: ProcessInfo.processInfo.environment))
        attempt.note("started \(count) daemons")
    }

    /// What a guest says where it may not make namespaces.
    static let refusal = "refused"

    /// The processes, seen from the host, whose command line holds `name`.
    static func processes(named name: String) -> [Int32] {
        Attempt.processes().filter { process in
            let line = String(decoding: Attempt.bytes(ofFile: "/proc/\(process)/cmdline"), as: UTF8.self)
            return line.contains(name) && line.contains("\0role-")
        }
    }
}
