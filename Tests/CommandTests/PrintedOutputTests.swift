import Foundation
import Testing

/// What programs under test print is a part of the trace.
@Suite(.serialized)
struct PrintedOutputTests {
    private static func withTrace(_ options: [String] = [], _ body: (_ trace: String, _ folder: String) throws -> Void)
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "printed-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(
            atPath: Deskhand.repository.appending(path: "Tests/Fixtures/replay/chatty.py").path,
            toPath: folder + "/chatty.py")
        let task = """
            {"id": "chatty", "instruction": "Sell a bread.",
             "config": [{"type": "launch", "parameters": {"command": ["/usr/bin/python3", "chatty.py"]}}],
             "deskhand": {"files": {"chatty.py": "chatty.py"},
                          "script": [{"action": "left_click", "target": "Sell"}, {"assert": "Total: 7.50"}]}}
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        let trace = folder + "/recorded"
        let run = try Deskhand(["run", folder, "--quiet", "--trace", trace] + options)
        try #require(run.status == 0, "\(run.output)\(run.errors)")
        try body(trace, folder)
    }

    @Test func `it is shown with its step, redacted, packed and reported by a replay that differs`() throws {
        try Self.withTrace { trace, folder in
            let shown = try Deskhand(["trace", "show", trace]).output
            let steps = shown.components(separatedBy: "\n\n").filter { $0.contains("printed") }
            #expect(steps.count == 1, "\(shown)")
            let lines = try #require(steps.first).split(separator: "\n").map(String.init)
            #expect(lines.contains { $0.contains("python3 chatty.py: till 7 opened by Marlene Zander") }, "\(shown)")
            #expect(lines.contains { $0.contains("python3 chatty.py: sold one bread") }, "\(shown)")
            #expect(lines.contains { $0.contains("chatty.py on standard error: printer offline") }, "\(shown)")

            let differs = try Deskhand([
                "replay", trace, "--no-sandbox", "--quiet", "--env", "CHANGE=price", "--patience", "1",
                "--junit", folder + "/junit.xml", "--html", folder + "/page.html",
            ])
            #expect(differs.status == 1, "\(differs.output)\(differs.errors)")
            #expect(
                differs.output.contains("python3 chatty.py on standard error printed:\n    printer offline"),
                "\(differs.output)")
            for file in ["junit.xml", "page.html"] {
                let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
                #expect(text.contains("printer offline"), "\(file)")
            }

            let redact = try Deskhand(["trace", "redact", trace, "--text", "marlene zander"])
            #expect(redact.status == 0, "\(redact.output)\(redact.errors)")
            let clean = try Deskhand(["trace", "show", trace]).output
            #expect(clean.contains("till 7 opened by") && !clean.contains("Marlene"), "\(clean)")
            let packed = try Deskhand(["trace", "pack", trace, "-o", folder + "/packed.zip"])
            #expect(packed.status == 0, "\(packed.output)\(packed.errors)")
            let again = try Deskhand(["trace", "show", folder + "/packed.zip"]).output
            #expect(again.contains("sold one bread") && !again.contains("Marlene"), "\(again)")
        }
    }

    @Test func `of much output the beginning and the end are kept, and what is missing is said`() throws {
        try Self.withTrace(["--env", "NOISE=200000"]) { trace, _ in
            let shown = try Deskhand(["trace", "show", trace]).output
            #expect(shown.contains("line 0 of the start") && shown.contains("line 900 of the start"))
            #expect(!shown.contains("line 100000 of the start"))
            #expect(shown.contains("line 199999 of the start"), "\(shown.suffix(2000))")
            #expect(shown.firstMatch(of: #/\[[0-9]{7} bytes before this were not kept\]/#) != nil)
            let size = try FileManager.default.attributesOfItem(atPath: trace + "/trace.jsonl")[.size] as? Int
            #expect((size ?? .max) < 200_000)
        }
    }
}
