import Foundation

/// The ids of the sessions whose folders lie in `folder`.
func sessions(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.hasPrefix("deskhand-session-") }.map { String($0.dropFirst("deskhand-session-".count)) }
}

/// The processes that carry a session's mark.
func processes(of session: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { process in
        Int(process) != nil && text("/proc/\(process)/environ").contains("DESKHAND_SESSION=\(session)")
    }
}

func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
}

/// Waits until something holds, for a minute at most.
func eventually(_ condition: () throws -> Bool) rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        usleep(2_000)
    }
    return false
}

/// Hands a folder over that is removed afterwards.
func withFolder(_ body: (String) throws -> Void) throws {
    let folder = "/tmp/command-test-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
}
