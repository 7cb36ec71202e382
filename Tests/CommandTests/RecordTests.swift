import Foundation
import JSON
import Testing

/// A person, played by another client, is recorded on a live display.
@Suite(.serialized, .timeLimit(.minutes(4)))
struct RecordTests {
    /// A record under way on a display that shows a form.
    private final class Session {
        let display: LiveDisplay
        let folder: String
        private let form: Process
        private let recorder: Process

        init(in folder: String) throws {
            let display = try LiveDisplay()
            (self.display, self.folder) = (display, folder)
            form = try display.start("zenity", "--entry", "--text=Your form", "--title=Your form")
            try #require(try eventually { try display.output(of: "xwininfo", "-root", "-tree").contains("Your form") })
            recorder = try Deskhand.start(
                [
                    "record", "--display", display.name, "--quiet", "--trace", folder + "/trace", "--task",
                    folder + "/form.json",
                ], environment: [:])
            try #require(eventually { text(folder + "/trace/trace.jsonl").contains(#""event":"observed""#) })
            usleep(500_000)
        }

        /// What the person does; gestures are parted by `--`.
        func person(_ gestures: [String]) throws {
            let process = Process()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments =
                ["python3", Deskhand.repository.appending(path: "Tests/Fixtures/desktop/person.py").path, display.name]
                + gestures
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
        }

        /// Ends the record by a signal, as Ctrl-C does, or waits until the person has ended it.
        func end(bySignal: Bool) throws -> (status: Int32, steps: [JSON]) {
            if bySignal { kill(recorder.processIdentifier, SIGINT) }
            recorder.waitUntilExit()
            form.terminate()
            display.stop()
            let task = try JSON(parsing: text(folder + "/form.json"))
            return (recorder.terminationStatus, task["deskhand"]?["script"]?.items ?? [])
        }
    }

    @Test func `what a person does becomes steps that name what was hit, and runs again`() throws {
        try withFolder { folder in
            let session = try Session(in: folder)
            let ok = try place(of: "OK", on: session.display)
            try session.person(["text", "Ana", "--", "chord", "BackSpace", "--", "text", "na Lee", "--", "sleep", "2"])
            try session.person(["move", "\(ok.x)", "\(ok.y)", "--", "click", "1", "--", "sleep", "2"])
            let (status, steps) = try session.end(bySignal: true)
            #expect(status == 0)
            #expect(
                steps.map(\.text) == [
                    #"{"action":"type","text":"Anna Lee"}"#, #"{"action":"left_click","target":"OK"}"#,
                ])
            let verified = try Deskhand(["trace", "verify", folder + "/trace"])
            #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
            let again = try Deskhand([
                "run", folder + "/form.json", "--launch", "zenity --entry '--text=Your form' '--title=Your form'",
                "--trace", folder + "/again", "--quiet",
            ])
            #expect(again.status == 0, "\(again.output)\(again.errors)")
        }
    }

    @Test func `checks and secrets are marked by keys, and a secret is in no file`() throws {
        try withFolder { folder in
            let session = try Session(in: folder)
            let cancel = try place(of: "Cancel", on: session.display)
            try session.person(["move", "\(cancel.x)", "\(cancel.y)", "--", "chord", "Control_L", "Alt_L", "a"])
            try session.person(["sleep", "2", "--", "chord", "Control_L", "Alt_L", "s", "--", "text", "hunter2"])
            try session.person(["chord", "Control_L", "Alt_L", "s", "--", "sleep", "2"])
            try session.person(["chord", "Control_L", "Alt_L", "Escape", "--", "sleep", "1"])
            let (status, steps) = try session.end(bySignal: false)
            #expect(status == 0)
            #expect(
                steps.map(\.text) == [
                    #"{"assert":"Cancel"}"#, #"{"action":"type","text":"{{env:SECRET_1}}"}"#,
                ])
            for file in [folder + "/form.json", folder + "/trace/trace.jsonl"] {
                #expect(!text(file).contains("hunter"))
            }
        }
    }

    /// The middle of a label on a display.
    private func place(of label: String, on display: LiveDisplay) throws -> (x: Int, y: Int) {
        let found = try Deskhand(["ground", "--screen", "--display", display.name, label])
        let candidate = try #require(try JSON(parsing: found.output)["candidates"]?.items?.first, "\(found.errors)")
        let point = (candidate["point"]?.items ?? []).compactMap(\.number)
        try #require(point.count == 2)
        return (Int(point[0]), Int(point[1]))
    }
}
