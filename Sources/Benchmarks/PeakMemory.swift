import Foundation

/// The most memory that this process has had in use.
enum PeakMemory {
    /// Begins anew: what was in use before no longer counts, unless it still is.
    static func reset() {
        // proc(5): writing 5 sets the peak to what is resident now.
        try? Data("5".utf8).write(to: URL(filePath: "/proc/self/clear_refs"))
    }

    /// In bytes, shared memory included, since the last ``reset()``; not a number where the system does not tell.
    static var bytes: Double {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return (line?.split(separator: " ").dropFirst().first.flatMap { Double($0) } ?? .nan) * 1024
    }
}
