import Foundation

/// Whether tests on a program can run: a missing one fails where CI is set and is skipped aloud elsewhere.
func has(_ program: String) -> Bool {
    let variables = ProcessInfo.processInfo.environment
    let folders = (variables["PATH"] ?? "").split(separator: ":")
    return variables["CI"] != nil
        || folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
}

/// Waits until something holds; says whether it came to hold within half a minute.
func eventually(_ condition: () throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
        if try condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.path) }

/// Whether the system lets us make a sandbox; in some containers it does not, also in CI.
let sandboxCanBeHad: Bool = {
    let trial = Process()
    trial.executableURL = URL(filePath: "/usr/bin/bwrap")
    trial.arguments = [
        "--unshare-net", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev", "--tmpfs", "/tmp", "true",
    ]
    trial.standardError = FileHandle.nullDevice
    guard (try? trial.run()) != nil else { return false }
    trial.waitUntilExit()
    return trial.terminationStatus == 0
}()
