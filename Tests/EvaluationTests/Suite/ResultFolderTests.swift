import Evaluation
import Foundation
import Sessions
import Testing

/// What lies in a folder for results and is nobody's result stays as it is.
struct ResultFolderTests {
    @Test func `a folder that holds something else is refused, and untouched`() async throws {
        let folder = try SuiteFolder(tasks: ["one"])
        let out = folder.url.appending(path: "out")
        try FileManager.default.createDirectory(
            at: out.appending(path: "traces/letters/1"), withIntermediateDirectories: true)
        let letter = out.appending(path: "traces/letters/1/letter.txt")
        try Data("dear".utf8).write(to: letter)
        let error = await #expect(throws: RunFolderError.self) { try await folder.run {} }
        #expect(error == .notOurs(path: out.path, found: "traces"))
        #expect(error?.description.contains("give a new or empty folder with --out") == true)
        #expect(try String(contentsOf: letter, encoding: .utf8) == "dear")
        #expect(try FileManager.default.contentsOfDirectory(atPath: out.path) == ["traces"])
    }

    @Test func `what lies among results and carries no mark of theirs stays, behind links too`() async throws {
        let folder = try SuiteFolder(tasks: ["one"])
        let stop: @Sendable () async throws -> Void = { throw SessionError.noProgram(name: "Xvfb") }
        _ = try await folder.run(start: stop)
        let (out, files) = (folder.url.appending(path: "out"), FileManager.default)
        let mine = out.appending(path: "traces/mine/1")
        let elsewhere = folder.url.appending(path: "elsewhere")
        for place in [mine, elsewhere.appending(path: "1")] {
            try files.createDirectory(at: place, withIntermediateDirectories: true)
            try Data("kept".utf8).write(to: place.appending(path: "kept.txt"))
        }
        // The mark of these very results, but at the end of a link.
        try files.copyItem(
            at: out.appending(path: ".deskhand-results"), to: elsewhere.appending(path: "1/.deskhand-results"))
        try files.createSymbolicLink(
            at: out.appending(path: "traces/linked"), withDestinationURL: elsewhere)
        try files.createSymbolicLink(
            at: mine.deletingLastPathComponent().appending(path: "2"),
            withDestinationURL: elsewhere.appending(path: "1"))
        _ = try? await folder.run(start: stop)
        #expect(files.fileExists(atPath: mine.appending(path: "kept.txt").path))
        #expect(files.fileExists(atPath: elsewhere.appending(path: "1/kept.txt").path))
    }

    @Test func `a file that only has the name of a record is not cut`() async throws {
        let folder = try SuiteFolder(tasks: ["one"])
        let file = folder.url.appending(path: "out/attempts.jsonl")
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        for text in ["no line end", "{\"a\": 1}\nand more", "\n"] {
            try Data(text.utf8).write(to: file)
            await #expect(throws: RunFolderError.self, "\(text)") { try await folder.run {} }
            #expect(try String(contentsOf: file, encoding: .utf8) == text)
        }
    }

    @Test func `a task's id leads its traces nowhere else`() async throws {
        let folder = try SuiteFolder(tasks: [])
        try folder.write(SuiteFolder.task("../../../escaped"), to: "one")
        let results = try await folder.run { throw SessionError.noProgram(name: "Xvfb") }
        #expect(results.records.count == 1)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["out", "tasks"])
    }
}
