import Foundation
import Testing

/// Commands on displays that are not ours: crippled, lost, or left in the middle.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct LiveDisplayTests {
    @Test func `without XTEST an action is refused with its own status`() throws {
        let display = try LiveDisplay("-extension", "XTEST")
        defer { display.stop() }
        let act = try Deskhand(["act", #"{"action":"left_click","coordinate":[9,9]}"#, "--display", display.name])
        #expect(act.status == 71 && act.errors.contains("XTEST"), "\(act.errors)")
        let doctor = try Deskhand(["doctor", "--display", display.name])
        #expect(doctor.status == 1 && doctor.output.contains("XTEST"), "\(doctor.output)")
    }

    @Test func `without shared memory a screenshot is taken all the same, and says so`() throws {
        let display = try LiveDisplay("-extension", "MIT-SHM")
        defer { display.stop() }
        let file = FileManager.default.temporaryDirectory.appending(path: "shot-\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: file) }
        let shot = try Deskhand(["screenshot", "-o", file.path, "--display", display.name])
        #expect(shot.status == 0 && shot.errors.contains("no MIT-SHM extension"), "\(shot.output)\(shot.errors)")
        #expect(try Data(contentsOf: file).starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }

    @Test func `a run begins on a display with nothing on it yet`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let folder = FileManager.default.temporaryDirectory.appending(path: "blank-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try Deskhand([
            "run", "open zenity --entry '--text=Your name please', wait for 'Your name please'", "--display",
            display.name, "--trace", folder,
        ])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }

    @Test func `a display lost in the middle ends the run with its status and a readable trace`() throws {
        let display = try LiveDisplay()
        let folder = FileManager.default.temporaryDirectory.appending(path: "lost-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let window = try display.start("xterm", "-title", "target", "-geometry", "60x20+0+0")
        defer { window.terminate() }
        try #require(try eventually { try display.output(of: "xwininfo", "-name", "target").contains("IsViewable") })
        let run = try Deskhand.start(
            ["run", "press a, press b, wait 3 seconds", "--display", display.name, "--quiet", "--trace", folder],
            environment: [:])
        try #require(
            eventually { text(folder + "/trace.jsonl").components(separatedBy: "\"event\":\"settled\"").count > 2 })
        display.stop()
        run.waitUntilExit()
        #expect(run.terminationStatus == 70)
        let shown = try Deskhand(["trace", "show", "--verify", folder])
        #expect(shown.status == 0 && shown.output.contains("key b"), "\(shown.output)\(shown.errors)")
    }

    @Test func `a run killed while it types leaves the keyboard map as it found it`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let window = try display.start("xterm", "-title", "target", "-geometry", "60x20+0+0", "-e", "cat")
        defer { window.terminate() }
        try #require(try eventually { try display.output(of: "xwininfo", "-name", "target").contains("IsViewable") })
        let map = try display.output(of: "xmodmap", "-pke")
        let text = String(String.UnicodeScalarView((0x4E00..<0x5E00).compactMap(Unicode.Scalar.init)))
        let run = try Deskhand.start(
            [
                "run", "click at 100,100, type \(text)", "--display", display.name, "--quiet", "--trace",
                "/tmp/typing-\(UUID().uuidString)",
            ],
            environment: [:])
        try #require(try eventually { try display.output(of: "xmodmap", "-pke") != map })
        kill(run.processIdentifier, SIGKILL)
        run.waitUntilExit()
        #expect(try eventually { try display.output(of: "xmodmap", "-pke") == map })
    }

    @Test func `an act killed in the middle of a drag leaves no button and no key pressed`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        func isPressed(_ device: String) throws -> Bool {
            try display.output(of: "xinput", "query-state", "Virtual core XTEST \(device)").contains("=down")
        }
        let path = (0..<4000).map { "[\($0.isMultiple(of: 2) ? 400 : 100),100]" }.joined(separator: ",")
        let act = try Deskhand.start(
            [
                "act", #"{"action":"left_click_drag","coordinate":[400,300],"modifiers":["shift"],"path":[\#(path)]}"#,
                "--display", display.name,
            ],
            environment: [:])
        try #require(try eventually { try isPressed("pointer") && isPressed("keyboard") })
        kill(act.processIdentifier, SIGKILL)
        act.waitUntilExit()
        #expect(try eventually { try !isPressed("pointer") && !isPressed("keyboard") })
        #expect(eventually { !FileManager.default.fileExists(atPath: lock(of: display)) })
    }

    @Test func `a button that an act is to hold stays pressed until another lets go`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        func isPressed() throws -> Bool {
            try display.output(of: "xinput", "query-state", "Virtual core XTEST pointer").contains("=down")
        }
        for (action, expected) in [("left_mouse_down", true), ("mouse_move", true), ("left_mouse_up", false)] {
            let act = try Deskhand(
                ["act", #"{"action":"\#(action)","coordinate":[90,90]}"#, "--display", display.name])
            #expect(act.status == 0, "\(act.errors)")
            #expect(try isPressed() == expected, "after \(action)")
        }
        #expect(!FileManager.default.fileExists(atPath: lock(of: display)))
    }

    private func lock(of display: LiveDisplay) -> String {
        "/tmp/deskhand-\(getuid())-display-\(display.name.dropFirst()).lock"
    }

    @Test func `a question at the terminal ends with the run that asks it`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let window = try display.start("xterm", "-title", "target", "-geometry", "60x20+0+0")
        defer { window.terminate() }
        try #require(try eventually { try display.output(of: "xwininfo", "-name", "target").contains("IsViewable") })
        let folder = FileManager.default.temporaryDirectory.appending(path: "asking-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let terminal = Pipe()
        let run = try Deskhand.start(
            ["run", "press a", "--confirm", "--seconds", "600", "--display", display.name, "--trace", folder],
            environment: [:], input: terminal)
        defer { run.terminate() }
        try #require(eventually { text(folder + "/trace.jsonl").contains("\"event\":\"decided\"") })
        usleep(200_000)
        let start = ContinuousClock.now
        kill(run.processIdentifier, SIGINT)
        run.waitUntilExit()
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(run.terminationStatus == 130)
        #expect(!text(folder + "/trace.jsonl").contains("\"event\":\"executed\""))
    }

    @Test(arguments: [
        ("y\n", 0, "done, nothing was checked"), ("n\n", 1, "refused at the terminal"),
        ("", 1, "refused at the terminal"),
    ])
    func `only a yes at the terminal lets an action through`(answer: String, status: Int32, words: String) throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let window = try display.start("xterm", "-title", "target", "-geometry", "60x20+0+0")
        defer { window.terminate() }
        try #require(try eventually { try display.output(of: "xwininfo", "-name", "target").contains("IsViewable") })
        let folder = FileManager.default.temporaryDirectory.appending(path: "asked-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try Deskhand(
            ["run", "press a", "--confirm", "--display", display.name, "--trace", folder], input: answer)
        #expect(run.status == status, "\(run.output)\(run.errors)")
        #expect(text(folder + "/trace.jsonl").contains(words) || run.output.contains(words), "\(run.output)")
    }

    @Test func `a paste gives back what the clipboard held, and it stays after the command has ended`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let window = try display.start("xterm", "-title", "target", "-geometry", "60x20+0+0", "-e", "cat")
        defer { window.terminate() }
        try #require(try eventually { try display.output(of: "xwininfo", "-name", "target").contains("IsViewable") })
        let copied = try display.start(
            "sh", "-c", "printf 'kept from before' | exec xclip -quiet -selection primary")
        defer { copied.terminate() }
        func clipboard() throws -> String { try display.output(of: "xclip", "-o", "-selection", "primary") }
        try #require(try eventually { try clipboard() == "kept from before" })
        _ = try Deskhand(
            ["act", #"{"action":"mouse_move","coordinate":[100,100]}"#, "--display", display.name])
        let act = try Deskhand(
            ["act", #"{"action":"type","text":"pasted"}"#, "--paste", "shift+Insert", "--display", display.name])
        #expect(act.status == 0 && act.output.contains(#""pasted":true"#), "\(act.output)\(act.errors)")
        #expect(try clipboard() == "kept from before")
    }

    @Test func `a stop chord of unknown keys is refused before anything starts`() throws {
        let run = try Deskhand(["run", "press a", "--stop-chord", "ctrl+nosuchkey"])
        #expect(run.status == 64 && run.errors.contains("nosuchkey"), "\(run.output)\(run.errors)")
    }

    @Test func `a machine without helpers is told what to install`() throws {
        let doctor = try Deskhand(["doctor"], environment: ["PATH": "/nowhere", "DISPLAY": ":4711"])
        #expect(doctor.status == 1)
        for words in ["apt-get install xvfb", "apt-get install openbox", "$DISPLAY"] {
            #expect(doctor.output.contains(words), "\(doctor.output)")
        }
    }

    @Test func `a broken picture is named`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "broken-\(UUID().uuidString).png")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data("\u{89}PNG\r\n\u{1A}\nnot really".utf8).write(to: file)
        let ground = try Deskhand(["ground", file.path, "Save"])
        #expect(ground.status == 65 && ground.errors.contains(file.lastPathComponent), "\(ground.errors)")
    }

    private func text(_ path: String) -> String {
        String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
    }
}
