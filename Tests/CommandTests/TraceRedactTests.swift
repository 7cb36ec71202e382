import Foundation
import Testing

/// Words that are taken out of a run in a real dialog.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct TraceRedactTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "redact-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func `what was typed in two actions is read on no picture and in no line afterwards`() throws {
        try withFolder { folder in
            let trace = folder + "/trace"
            let steps = "\(PlainStepTests.dialog), type 'Hilda ', type 'Zimmer', press Home"
            let run = try Deskhand(["run", steps, "--trace", trace])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            let page = try Deskhand(["trace", "view", trace, "-o", folder + "/trace.html"])
            #expect(page.status == 0, "\(page.errors)")
            #expect(try isRead("Hilda Zimmer", on: trace, folder + "/before"))

            let redact = try Deskhand(["trace", "redact", trace, "--text", "HILDA ZIMMER"])
            #expect(redact.status == 0, "\(redact.output)\(redact.errors)")
            #expect(redact.errors.contains("trace.html' may hold"), "\(redact.errors)")
            let lines = try String(contentsOfFile: trace + "/trace.jsonl", encoding: .utf8)
            #expect(!lines.contains("Hilda") && !lines.contains("Zimmer"))
            #expect(try !isRead("Hilda", on: trace, folder + "/after"))
            #expect(try !isRead("Zimmer", on: trace, folder + "/again"))
            let verify = try Deskhand(["trace", "verify", trace, folder + "/nothing"])
            #expect(verify.output.contains("whole: \(trace)") && verify.status == 65, "\(verify.output)")
        }
    }

    /// Whether words are read on any picture of a trace.
    private func isRead(_ words: String, on trace: String, _ folder: String) throws -> Bool {
        let export = try Deskhand(["trace", "export", trace, "--as", "traj", "-o", folder])
        #expect(export.status == 0, "\(export.errors)")
        let pictures = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".png") }
        #expect(pictures.count > 2)
        return try pictures.contains { try Deskhand(["ground", "\(folder)/\($0)", words]).status == 0 }
    }
}
