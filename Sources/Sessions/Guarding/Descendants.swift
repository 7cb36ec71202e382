import Foundation
import Glibc

/// The processes below one process, in whatever depth.
package enum Descendants {
    /// Their numbers, parents before children.
    ///
    /// A process whose parents end while this looks may be missed; it comes to be a child of the subreaper, where
    /// the next look finds it.
    ///
    /// - Parameter maximum: when so many are found, no others are looked for.
    package static func find(of process: Int32, upTo maximum: Int = .max) -> [Int32] {
        let hasLists = access("/proc/self/task/\(getpid())/children", R_OK) == 0
        let parents = hasLists ? [:] : childrenByParent()
        var found: [Int32] = []
        var seen: Set<Int32> = [process]
        var next = [process]
        while found.count < maximum, let parent = next.popLast() {
            let children = hasLists ? listedChildren(of: parent) : parents[parent] ?? []
            for child in children where seen.insert(child).inserted {
                found.append(child)
                next.append(child)
            }
        }
        return found
    }

    /// The children of one process.
    static func children(of process: Int32) -> [Int32] {
        let hasLists = access("/proc/self/task/\(getpid())/children", R_OK) == 0
        return hasLists ? listedChildren(of: process) : childrenByParent()[process] ?? []
    }

    /// Each thread has a list of the children that it started.
    private static func listedChildren(of process: Int32) -> [Int32] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task")) ?? []
        return threads.flatMap { thread in
            text("/proc/\(process)/task/\(thread)/children").split(separator: " ").compactMap { Int32($0) }
        }
    }

    /// Where the kernel has no such lists, every process is asked for its parent.
    private static func childrenByParent() -> [Int32: [Int32]] {
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        return Dictionary(grouping: numbers) { number in
            // After the name, which stands in parentheses and may hold some: state, parent.
            let fields = text("/proc/\(number)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            return fields.count > 1 ? Int32(fields[1]) ?? 0 : 0
        }
    }

    private static func text(_ path: String) -> String {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var text: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 4096)
        while case let count = read(descriptor, &bytes, bytes.count), count > 0 { text += bytes[..<count] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Ends every descendant of this process, which is their subreaper.
    ///
    /// Each is asked once. What is still there after two seconds is killed, and what comes to light after the asking
    /// at once: it was started since. A process with a deadly signal pending starts no other, so that even a storm of
    /// forks comes to an end.
    static func endAll() {
        let start = ContinuousClock.now
        var asked: Set<Int32> = []
        var pause: useconds_t = 500
        var isFirst = true
        while ContinuousClock.now < start + .seconds(30) {
            for _ in 0..<4096 where waitpid(-1, nil, WNOHANG) <= 0 { break }
            // The system's own word that there is no descendant: an orphan would be a child.
            if waitpid(-1, nil, WNOHANG) == -1, errno == ECHILD { return }
            let isOverdue = ContinuousClock.now > start + .seconds(2)
            var isStorm = false
            let family = find(of: getpid())
            let parents = Set(family + [getpid()])
            for number in family {
                let isNew = asked.insert(number).inserted
                guard isNew || isOverdue, let process = ProcessHandle(number), let parent = process.parent,
                    parents.contains(parent)
                else { continue }
                if isNew, isFirst { process.send(SIGTERM) }
                if isOverdue || (isNew && !isFirst) { process.send(SIGKILL) }
                process.send(SIGCONT)
                isStorm = isStorm || (isNew && !isFirst)
            }
            isFirst = false
            if isStorm {
                pause = 500
            } else {
                usleep(pause)
                pause = min(pause * 2, 20_000)
            }
        }
    }
}
