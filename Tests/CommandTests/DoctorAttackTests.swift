import Foundation
import Testing

/// `deskhand doctor --attack` as a user runs it, and where a sandbox cannot be had.
struct DoctorAttackTests {
    @Test(.enabled(if: hasSandbox, "no sandbox can be started here"))
    func `attacks that are held off give status 0 and a line each`() throws {
        let run = try Deskhand(["doctor", "--attack", "file-read-temporary", "net-loopback"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(run.output.contains("file-read-temporary") && run.output.contains("2 attacks: 2 held"))
    }

    @Test(.enabled(if: hasSandbox, "no sandbox can be started here"))
    func `an attack that succeeds gives status 1 and its evidence`() throws {
        let run = try Deskhand(["doctor", "--attack", "--without-sandbox", "file-read-temporary", "--json"])
        #expect(run.status == 1)
        let lines = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
        #expect(lines.first?["outcome"] as? String == "broken")
        #expect((lines.first?["detail"] as? String)?.contains("the secret was read") == true)
    }

    @Test func `without bubblewrap every attack is refused with the remedy`() throws {
        try withFolder { folder in
            for name in ["Xvfb", "openbox", "dbus-daemon", "sh", "setxkbmap", "xkbcomp"] {
                for place in ["/usr/bin", "/bin"] where FileManager.default.fileExists(atPath: "\(place)/\(name)") {
                    try? FileManager.default.createSymbolicLink(
                        atPath: "\(folder)/\(name)", withDestinationPath: "\(place)/\(name)")
                }
            }
            let run = try Deskhand(["doctor", "--attack", "file-read-temporary"], environment: ["PATH": folder])
            #expect(run.status == 2, "\(run.output)\(run.errors)")
            #expect(run.output.contains("refused") && run.output.contains("apt-get install bubblewrap"))
        }
    }

    /// What is called bwrap, and the remedy to name.
    static let brokenSandboxes = [
        ("exec sleep 600", "PATH"), ("exit 1", "PATH"),
        ("echo 'bwrap: setting up uid map: Permission denied' >&2; exit 1", "namespaces"),
        ("echo 'bwrap: Unknown option --unshare-cgroup' >&2; exit 1", "install bubblewrap"),
        // Starts the X server, and nothing after it.
        ("case \"$*\" in *' Xvfb '*) exec /usr/bin/bwrap \"$@\";; *) exec sleep 600;; esac", "PATH"),
    ]

    @Test(.timeLimit(.minutes(3)), arguments: brokenSandboxes)
    func `a bubblewrap that fails or hangs is refused with the remedy, and nothing runs`(script: String, remedy: String)
        throws
    {
        try withFolder { folder in
            let file = "\(folder)/bwrap"
            try "#!/bin/sh\n\(script)\n".write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
            let path = "\(folder):\(ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin")"
            let run = try Deskhand(
                ["doctor", "--attack", "file-read-temporary"], environment: ["PATH": path, "TMPDIR": folder])
            #expect(run.status == 2, "\(run.output)\(run.errors)")
            #expect(run.output.contains("refused") && run.output.contains(remedy), "\(run.output)\(run.errors)")
            #expect(eventually { sessions(in: folder).isEmpty })
        }
    }

    @Test(
        .enabled(if: hasSandbox, "no sandbox can be started here"),
        arguments: [
            ["unshare", "-Ur", "sh", "-c", "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$@\"", "sh"],
            ["bwrap", "--bind", "/", "/", "--dev-bind", "/dev", "/dev", "--unshare-user", "--cap-drop", "ALL"],
        ])
    func `on a restricted machine the attacks are held off, or refused with a remedy`(prefix: [String]) throws {
        let run = try outcome(of: ["doctor", "--attack", "file-read-temporary", "file-read-var-tmp"], inside: prefix)
        let isHeld = run.status == 0 && run.output.contains("2 held")
        let isRefused = run.status == 2 && run.output.contains("2 refused") && run.output.contains("namespaces")
        #expect(isHeld || isRefused, "\(run.status) \(run.output)")
    }

    @Test func `an attack that does not exist is misuse`() throws {
        let run = try Deskhand(["doctor", "--attack", "no-such-attack"])
        #expect(run.status == 64)
        #expect(run.errors.contains("no-such-attack") && run.errors.contains("--list-attacks"))
    }
}

let hasSandbox: Bool = {
    let trial = Process()
    trial.executableURL = URL(filePath: "/usr/bin/bwrap")
    trial.arguments = ["--unshare-net", "--unshare-user", "--ro-bind", "/", "/", "true"]
    trial.standardError = FileHandle.nullDevice
    guard (try? trial.run()) != nil else { return false }
    trial.waitUntilExit()
    return trial.terminationStatus == 0
}()

/// What a command printed, and its status, run by way of a program that restricts it.
private func outcome(of arguments: [String], inside prefix: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["timeout", "120"] + prefix + [Deskhand.program.path] + arguments
    process.standardInput = FileHandle.nullDevice
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
}
