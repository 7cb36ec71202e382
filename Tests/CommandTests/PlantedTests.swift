import Foundation
import Testing

/// Three small programs, one for each toolkit, and a few of the changes that the soak plants in them.
@Suite(.serialized)
struct PlantedTests {
    private static let folder = "Tests/Fixtures/planted"

    @Test(arguments: [
        ("gtk", ["missing-dialog"]), ("qt", ["crash-in-the-middle"]), ("tk", ["wrong-total"]),
    ])
    func `a program as it was passes, and a change is noticed and named`(toolkit: String, planted: [String]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "planted-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let trace = folder.path
        let run = try Deskhand(["run", "\(Self.folder)/\(toolkit).json", "--quiet", "--trace", trace])
        try #require(run.status == 0, "\(run.output)\(run.errors)")
        let same = try Deskhand(["replay", trace, "--no-sandbox", "--quiet"])
        #expect(same.status == 0, "\(same.output)\(same.errors)")
        let changes = try Self.changes()
        for change in planted {
            let replay = try Deskhand([
                "replay", trace, "--no-sandbox", "--quiet", "--patience", "1", "--env", "PLANTED=\(change)",
            ])
            #expect(replay.status == 1, "\(change): \(replay.output)\(replay.errors)")
            for words in try #require(changes[change]).words {
                #expect(replay.output.contains(words), "\(change): \(replay.output)")
            }
        }
    }

    @Test func `every planted change has words that a reason must have`() throws {
        let text = try String(
            contentsOf: Deskhand.repository.appending(path: "\(Self.folder)/orders.py"), encoding: .utf8)
        let changes = try Self.changes()
        #expect(changes.count == 26)
        for (name, change) in changes {
            #expect(text.contains("\"\(name)\""), "\(name)")
            #expect(!change.words.isEmpty, "\(name)")
        }
    }

    private struct Change: Decodable { let words: [String] }

    private static func changes() throws -> [String: Change] {
        let file = Deskhand.repository.appending(path: "\(folder)/changes.json")
        return try JSONDecoder().decode([String: Change].self, from: try Data(contentsOf: file))
    }
}
