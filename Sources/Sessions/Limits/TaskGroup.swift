import Foundation
import Glibc

/// A control group of Linux that holds the processes of one sandbox, so that the kernel refuses further ones.
///
/// `RLIMIT_NPROC` does the same for other users; it does not bind what root has started. Where no such group can be
/// made, as in most containers, measuring remains.
struct TaskGroup {
    /// Its folder.
    let path: String
    /// The folder of the group that this process belongs to.
    private let home: String

    /// Makes a group in that of this process or, where the processes of a group may not lie beside groups (control
    /// groups of version 2), beside it. `nil` where neither can be had.
    init?(name: String, maximum: Int) {
        guard let home = Self.homeFolder() else { return nil }
        for parent in [home, (home as NSString).deletingLastPathComponent] {
            let path = "\(parent)/\(name)"
            guard mkdir(path, 0o755) == 0 else { continue }
            if Self.write("\(maximum)", to: "\(path)/pids.max") {
                (self.path, self.home) = (path, home)
                return
            }
            rmdir(path)
        }
        return nil
    }

    /// Starts a process in it, which is a member from its first moment. This process must have one thread.
    func running<Result, Failure>(_ start: () throws(Failure) -> Result) throws(Failure) -> Result {
        let isIn = Self.write("0", to: "\(path)/cgroup.procs")
        defer { if isIn { Self.write("0", to: "\(home)/cgroup.procs") } }
        return try start()
    }

    /// Kills all members at once, where the kernel can (Linux 5.14, version 2).
    func endAll() { Self.write("1", to: "\(path)/cgroup.kill") }

    /// Removes it; its members have ended, and leave it a moment later.
    func remove() {
        for _ in 0..<100 where rmdir(path) != 0 && errno == EBUSY { usleep(5_000) }
    }

    /// The folder of our own group in the hierarchy that counts processes.
    private static func homeFolder() -> String? {
        // cgroups(7): 8:pids:/group for version 1, 0::/group for version 2.
        let groups = text("/proc/self/cgroup").split(separator: "\n").map {
            $0.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map { String($0) }
        }.filter { $0.count == 3 }
        for isFirst in [true, false] {
            let group = groups.first {
                isFirst ? $0[1].split(separator: ",").contains("pids") : $0[0] == "0" && $0[1].isEmpty
            }
            guard let group, let mount = mount(isFirst: isFirst), !group[2].hasPrefix("/..") else { continue }
            return group[2] == "/" ? mount : mount + group[2]
        }
        return nil
    }

    /// Where the hierarchy is mounted, as its root.
    private static func mount(isFirst: Bool) -> String? {
        // proc(5): 36 35 98:0 / /sys/fs/cgroup/pids rw shared:1 - cgroup cgroup rw,pids
        for line in text("/proc/self/mountinfo").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard let dash = fields.firstIndex(of: "-"), fields.count > dash + 3, dash > 4, fields[3] == "/" else {
                continue
            }
            let options = fields[dash + 3].split(separator: ",")
            if isFirst ? fields[dash + 1] == "cgroup" && options.contains("pids") : fields[dash + 1] == "cgroup2" {
                return String(fields[4])
            }
        }
        return nil
    }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

    @discardableResult
    private static func write(_ text: String, to path: String) -> Bool {
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return Glibc.write(file, text, text.utf8.count) == text.utf8.count
    }
}
