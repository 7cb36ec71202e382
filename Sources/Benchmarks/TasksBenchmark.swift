import Evaluation
import Foundation
import Interaction
import Sessions
import X11Desktop

/// How long a desktop for a task takes, how many tasks are done in a minute, and how much of that time is waiting.
struct TasksBenchmark: Benchmark {
    let name = "tasks"
    private let folder: String
    private let rounds: Int

    /// - Parameters:
    ///   - folder: the tasks, which run by their scripts; skipped if it does not exist.
    ///   - rounds: how often all of them are done with each number of workers.
    init(folder: String = "Tasks/desktop", rounds: Int = 2) {
        self.folder = folder
        self.rounds = rounds
    }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("starting 10 sessions, one after the other")
        let sessions = Samples(milliseconds: try await sessions(10))
        let session = Measurement(
            subject: "session for a task until its first capture", ours: sessions,
            reach: (bar: "about a second", met: sessions.median <= 1000))
        guard FileManager.default.fileExists(atPath: folder) else {
            say("the folder \(folder) does not exist here: tasks are not measured")
            return [session]
        }
        return [session] + (try evaluations(say))
    }

    private func sessions(_ count: Int) async throws -> [Duration] {
        var times: [Duration] = []
        for _ in 0..<count {
            let start = ContinuousClock.now
            let session = try await Session.open()
            do {
                _ = try await XDesktop(at: session.address).screenshot(of: .everything)
                times.append(ContinuousClock.now - start)
            } catch {
                await session.end()
                throw error
            }
            await session.end()
        }
        return times
    }

    /// Whole evaluations as a user runs them, with one worker, two and four in turn.
    private func evaluations(_ say: @Sendable (String) -> Void) throws -> [Measurement] {
        let workers = [1, 2, 4]
        var rates: [Int: [Double]] = [:]
        var waiting: [Double] = []
        var tasks = 0
        for _ in 0..<rounds {
            for count in workers {
                say("doing all tasks of \(folder) by their scripts, \(count) at a time")
                let (time, summary) = try evaluation(workers: count)
                tasks = summary.tasks.count
                rates[count, default: []].append(Double(summary.overall.attempts) / (time / .seconds(60)))
                if count == 1, let share = summary.times.waiting { waiting.append(share * 100) }
            }
        }
        let measured = workers.compactMap { count in
            rates[count].map {
                Measurement(
                    subject: "tasks a minute, \(count) at a time", ours: Samples($0, unit: "per min"),
                    note: "\(tasks) tasks, start to report")
            }
        }
        guard !waiting.isEmpty else { return measured }
        return measured + [
            Measurement(
                subject: "share of that spent waiting, 1 at a time", ours: Samples(waiting, unit: "%"),
                note: "for programs to start and screens to come to rest")
        ]
    }

    private func evaluation(workers: Int) throws -> (Duration, SuiteSummary) {
        let results = FileManager.default.temporaryDirectory.appending(path: "deskhand-benchmark-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: results) }
        let deskhand = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let command = [
            deskhand, "eval", "tasks", folder, "--policy", "script", "--parallel", "\(workers)", "--out", results.path,
            "--quiet",
        ]
        guard let time = try Peer.time(command, environment: ProcessInfo.processInfo.environment) else {
            throw BenchmarkTrouble(description: "not all tasks of \(folder) passed with \(workers) at a time")
        }
        let summary = try Data(contentsOf: results.appending(path: "summary.json"))
        return (time, try JSONDecoder().decode(SuiteSummary.self, from: summary))
    }
}
