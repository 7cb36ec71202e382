import Foundation
import Glibc

/// Keeps what a session's programs print short and, where it has limits, its programs within these.
///
/// A user cannot set a quota on a folder or a limit on the memory of several processes without help from the
/// administrator, so the guardian measures, several times a second, and ends the session that goes beyond.
struct ResourceWatch {
    /// Between two looks at how many tasks the machine has, in milliseconds.
    static let interval: Int32 = 25
    /// Between two measurements, unless the machine has many more tasks than at the last one.
    private static let pause = Duration.milliseconds(200)

    /// What is watched.
    struct Plan: Hashable, Sendable {
        /// The folder of what programs print; each file is cut to ``Program/outputLimit`` bytes and a little.
        let logs: String
        var limits: SessionLimits?
        /// The launch whose processes count, and are killed beyond a limit.
        var launch = 0
        /// Count for the limit of the disk.
        var folders: [String] = []

        var fields: [String] {
            let limits = limits.map { [$0.memory, $0.tasks, $0.disk, $0.files] } ?? []
            return [logs, "\(launch)", limits.map { "\($0)" }.joined(separator: " ")] + folders
        }

        init(logs: String, limits: SessionLimits? = nil, launch: Int = 0, folders: [String] = []) {
            (self.logs, self.limits, self.launch, self.folders) = (logs, limits, launch, folders)
        }

        /// Reads what ``fields`` wrote.
        init?(fields: [String]) {
            guard fields.count >= 3, let launch = Int(fields[1]) else { return nil }
            let numbers = fields[2].split(separator: " ").compactMap { Int($0) }
            let limits =
                numbers.count == 4
                ? SessionLimits(memory: numbers[0], tasks: numbers[1], disk: numbers[2], files: numbers[3]) : nil
            self.init(logs: fields[0], limits: limits, launch: launch, folders: Array(fields[3...]))
        }
    }

    private let plan: Plan
    private var isOver = false
    private var lastWalk = ContinuousClock.now - .seconds(60)
    private var lastUsed = 0
    private var lastCheck = ContinuousClock.now - .seconds(60)
    private var lastTasks = 0

    init(_ plan: Plan) { self.plan = plan }

    /// Measures, and ends what went beyond its limits.
    ///
    /// - Parameters:
    ///   - processes: of the launches that run.
    ///   - groups: of those launches that have one.
    /// - Returns: the limit that was exceeded, once.
    mutating func check(processes: [Int: Int32], groups: [Int: TaskGroup]) -> LimitOverrun? {
        guard isDue else { return nil }
        cutLogs()
        guard let limits = plan.limits, !isOver, let root = processes[plan.launch] else { return nil }
        let inside = Descendants.find(of: root, upTo: limits.tasks + 1)
        guard let overrun = overrun(of: limits, by: inside) else { return nil }
        isOver = true
        groups[plan.launch]?.endAll()
        end(root)
        return overrun
    }

    /// Ends a sandbox: process 1 of its namespace is a child of bwrap, and with it the system ends all others.
    ///
    /// - Parameter root: bwrap, a child of this process that was not reaped yet, so its number is its own.
    private func end(_ root: Int32) {
        for child in Descendants.children(of: root) {
            // By the time of the signal its number may be another's: the handle stands for the child of bwrap, or for none.
            guard let process = ProcessHandle(child), process.parent == root else { continue }
            process.send(SIGKILL)
        }
        kill(root, SIGKILL)
    }

    /// A storm of forks starts thousands of processes between two measurements, so it is looked for more often, by one
    /// number that the system has ready.
    private var isDue: Bool {
        mutating get {
            let tasks = MachineTasks.count
            let isSurge = plan.limits.map { tasks - lastTasks > $0.tasks / 2 } ?? false
            guard isSurge || ContinuousClock.now - lastCheck >= Self.pause else { return false }
            (lastCheck, lastTasks) = (.now, tasks)
            return true
        }
    }

    private mutating func overrun(of limits: SessionLimits, by processes: [Int32]) -> LimitOverrun? {
        // With too many of them there is no time to look at each.
        if processes.count > limits.tasks { return LimitOverrun(resource: .tasks, limit: limits.tasks) }
        let usage = processes.map(TaskUsage.init)
        if usage.reduce(0, { $0 + $1.tasks }) > limits.tasks {
            return LimitOverrun(resource: .tasks, limit: limits.tasks)
        }
        if usage.reduce(0, { $0 + $1.openFiles }) > limits.openFiles {
            return LimitOverrun(resource: .openFiles, limit: limits.openFiles)
        }
        let shared = usage.map(\.shared).max() ?? 0
        if usage.reduce(shared, { $0 + $1.memory }) > limits.memory {
            return LimitOverrun(resource: .memory, limit: limits.memory)
        }
        return diskOverrun(of: limits, by: processes)
    }

    /// Walks through the folders when the file system has become notably fuller, and every three seconds.
    private mutating func diskOverrun(of limits: SessionLimits, by processes: [Int32]) -> LimitOverrun? {
        let used = plan.folders.map(DiskUsage.usedBytes(ofFileSystemAt:)).max() ?? 0
        guard used - lastUsed > limits.disk / 16 || ContinuousClock.now - lastWalk > .seconds(3) else { return nil }
        (lastUsed, lastWalk) = (used, .now)
        var usage = DiskUsage(maximumFiles: limits.files)
        for folder in plan.folders { usage.add(folder: folder) }
        for process in processes { usage.addDeletedFiles(of: process) }
        usage.addFilesInMemory(of: processes)
        if usage.files > limits.files { return LimitOverrun(resource: .files, limit: limits.files) }
        return usage.bytes > limits.disk ? LimitOverrun(resource: .disk, limit: limits.disk) : nil
    }

    /// Programs append, so what they print after a cut follows what was kept.
    private func cutLogs() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: plan.logs)) ?? [] {
            let path = "\(plan.logs)/\(name)"
            var status = stat()
            // What lies beyond the limit is kept up to the same length, for the last lines in messages.
            guard lstat(path, &status) == 0, Int(status.st_size) > 2 * Program.outputLimit else { continue }
            truncate(path, off_t(Program.outputLimit + 1))
        }
    }
}

/// The tasks of all users of the machine.
private enum MachineTasks {
    /// How many there are; 0 where the system does not tell.
    static var count: Int {
        // proc(5): 0.20 0.18 0.12 1/80 11206, of which the fourth is the running ones and all.
        let fields = ((try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8)) ?? "").split(separator: " ")
        guard fields.count > 3 else { return 0 }
        return fields[3].split(separator: "/").last.flatMap { Int($0) } ?? 0
    }
}

/// What one process uses.
private struct TaskUsage {
    private(set) var tasks = 1
    /// Private bytes, swapped out or not.
    private(set) var memory = 0
    /// Bytes of memory that it shares without a file, in part with the others.
    private(set) var shared = 0
    /// The size of its table of descriptors.
    private(set) var openFiles = 0

    init(of process: Int32) {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        for line in status.split(separator: "\n") {
            let parts = line.split(whereSeparator: \.isWhitespace)
            guard parts.count > 1, let number = Int(parts[1]) else { continue }
            switch parts[0] {
            case "Threads:": tasks = number
            case "FDSize:": openFiles = number
            case "RssAnon:", "VmSwap:": memory += number << 10
            case "RssShmem:": shared = number << 10
            default: continue
            }
        }
    }
}
