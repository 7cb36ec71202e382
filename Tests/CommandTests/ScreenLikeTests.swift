import Foundation
import Testing

/// Steps that compare a part of the screen with a picture that is kept beside the task.
@Suite(.serialized)
struct ScreenLikeTests {
    private static func withTask(_ step: String, _ body: (_ folder: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "like-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(
            atPath: Deskhand.repository.appending(path: "Tests/Fixtures/replay/chatty.py").path,
            toPath: folder + "/chatty.py")
        let task = """
            {"id": "like", "instruction": "Sell a bread.",
             "config": [{"type": "launch", "parameters": {"command": ["/usr/bin/python3", "chatty.py"]}}],
             "deskhand": {"files": {"chatty.py": "chatty.py"},
                          "script": [{"action": "left_click", "target": "Sell"}, \(step)]}}
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        try body(folder)
    }

    private static func run(_ folder: String, _ trace: String, _ options: [String] = []) throws -> Deskhand {
        try Deskhand(["run", folder, "--quiet", "--trace", "\(folder)/\(trace)"] + options)
    }

    @Test func `a picture is kept at first, compared, reported in words and pictures, and kept anew when asked`() throws
    {
        try Self.withTask(#"{"screen_like": "sold", "window": "Till"}"#) { folder in
            let first = try Self.run(folder, "first")
            #expect(first.status == 0, "\(first.output)\(first.errors)")
            let file = folder + "/screens/sold.png"
            #expect(first.errors.contains("kept the picture \(file)"), "\(first.errors)")
            let kept = try #require(FileManager.default.contents(atPath: file))

            let second = try Self.run(folder, "second")
            #expect(second.status == 0 && !second.errors.contains("kept"), "\(second.output)\(second.errors)")
            #expect(FileManager.default.contents(atPath: file) == kept)

            let junit = folder + "/run.xml"
            let other = try Self.run(folder, "other", ["--env", "CHANGE=price", "--junit", junit])
            #expect(other.status == 1, "\(other.output)\(other.errors)")
            #expect(other.output.contains("the window 'Till' looks like 'sold': "), "\(other.output)")
            #expect(other.output.contains("9.99") && other.output.contains("7.50"), "\(other.output)")
            let xml = try String(contentsOfFile: junit, encoding: .utf8)
            #expect(xml.contains("[[ATTACHMENT|\(folder)/run-pictures/step-2.png]]"), "\(xml)")
            let picture = try #require(FileManager.default.contents(atPath: folder + "/run-pictures/step-2.png"))
            // The trace has it too, and shows it; where something is hidden, it is left out.
            let shown = try Deskhand(["trace", "view", folder + "/other", "-o", folder + "/view.html"])
            #expect(shown.status == 0, "\(shown.errors)")
            let view = try String(contentsOfFile: folder + "/view.html", encoding: .utf8)
            #expect(view.contains(picture.base64EncodedString()))
            #expect(try Deskhand(["trace", "verify", folder + "/other"]).status == 0)
            let hidden = try Self.run(folder, "hidden", ["--env", "CHANGE=price", "--mask", "0,0,40x40"])
            #expect(hidden.status == 1, "\(hidden.output)\(hidden.errors)")
            // What is masked is not compared.
            let masked = try Self.run(folder, "masked", ["--env", "CHANGE=price", "--mask", "0,0,1280x800"])
            #expect(masked.status == 0, "\(masked.output)\(masked.errors)")
            let lines = try String(contentsOfFile: folder + "/hidden/trace.jsonl", encoding: .utf8)
            let kinds = try [folder + "/hidden", folder + "/other"].map { path in
                try String(contentsOfFile: path + "/trace.jsonl", encoding: .utf8)
                    .firstMatch(of: #/"assertion":\{[^}]*"picture":/#) != nil
            }
            #expect(lines.contains("looks like 'sold'") && kinds == [false, true])
            // Three pictures of the window beside each other, and not the screen.
            #expect(Self.width(of: picture) == 3 * Self.width(of: kept) + 16)
            #expect(FileManager.default.contents(atPath: file) == kept)

            let page = folder + "/page.html"
            let replayed = try Deskhand([
                "replay", folder + "/second", "--no-sandbox", "--quiet", "--env", "CHANGE=price", "--patience", "1",
                "--allow", "1000000", "--html", page,
            ])
            #expect(replayed.status == 1, "\(replayed.output)\(replayed.errors)")
            let html = try String(contentsOfFile: page, encoding: .utf8)
            #expect(html.contains("\"recorded\":\"\(kept.base64EncodedString())\""))

            let updated = try Self.run(folder, "updated", ["--env", "CHANGE=price", "--update"])
            #expect(updated.status == 0 && updated.errors.contains("kept the picture"), "\(updated.errors)")
            #expect(FileManager.default.contents(atPath: file) != kept)
        }
    }

    private static func width(of png: Data) -> Int { png[16..<20].reduce(0) { $0 << 8 | Int($1) } }

    @Test func `what is not compared may differ`() throws {
        let steps = [
            // By targets, by a box of the kept picture, by a number of pixels, or because another part is meant.
            #"{"screen_like": "targets", "window": "Till", "ignore": ["Total: 7.50", "Total: 9.99"], "softly": true}"#,
            #"{"screen_like": "box", "window": "Till", "ignore": [[0, 0, 400, 90]], "softly": true}"#,
            #"{"screen_like": "few", "window": "Till", "allow": 400, "softly": true}"#,
            #"{"screen_like": "element", "of": "Sell", "softly": true}"#,
            #"{"screen_like": "text", "region": [100, 100, 400, 100], "compare": "text", "softly": true}"#,
        ]
        try Self.withTask(steps.joined(separator: ", ")) { folder in
            let first = try Self.run(folder, "first")
            #expect(first.status == 0, "\(first.output)\(first.errors)")
            let other = try Self.run(folder, "other", ["--env", "CHANGE=price"])
            #expect(other.status == 1, "\(other.output)\(other.errors)")
            #expect(other.output.contains("looks like 'text'"), "\(other.output)")
            for name in ["targets", "box", "few", "element"] {
                #expect(!other.output.contains("looks like '\(name)'"), "\(other.output)")
            }
        }
    }

    @Test func `plain steps say it too, and elements are compared where programs tell them`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "like-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(
            atPath: Deskhand.repository.appending(path: "Tests/Fixtures/planted/gtk_orders.py").path,
            toPath: folder + "/gtk_orders.py")
        let task = """
            {"id": "orders", "instruction": "Look at the form.",
             "config": [{"type": "launch", "parameters": {"command": ["/usr/bin/python3", "gtk_orders.py"]}}],
             "deskhand": {"files": {"gtk_orders.py": "gtk_orders.py", "orders.py": "orders.py"},
                          "script": [{"screen_like": "form", "window": "Orders", "compare": "elements"}]}}
            """
        try FileManager.default.copyItem(
            atPath: Deskhand.repository.appending(path: "Tests/Fixtures/planted/orders.py").path,
            toPath: folder + "/orders.py")
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        let first = try Self.run(folder, "first")
        #expect(first.status == 0, "\(first.output)\(first.errors)")
        let moved = try Self.run(folder, "moved", ["--env", "PLANTED=moved-button"])
        #expect(moved.status == 0, "\(moved.output)\(moved.errors)")
        let renamed = try Self.run(folder, "renamed", ["--env", "PLANTED=renamed-button"])
        #expect(renamed.status == 1, "\(renamed.output)\(renamed.errors)")
        #expect(renamed.output.contains("'Add item' became 'Put in basket'"), "\(renamed.output)")

        let wrong = try Deskhand(["run", "screen like '../x'"])
        #expect(wrong.status == 64 || wrong.status == 65, "\(wrong.status)")
        #expect(wrong.errors.contains("expected the name of a picture"), "\(wrong.errors)")
    }
}
