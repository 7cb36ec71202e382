import Foundation
import Testing

/// `model parse`, `model extract` and `model watch` with a random model: its words mean nothing, their form is right.
@Suite struct ModelDocumentTests {
    private let reference = "Tests/Fixtures/model/reference/tied"
    private let trace = "Tests/Fixtures/traces/v1"
    private var picture: String {
        trace + "/frames/0aca476162057d047987817bfe0f8139d04f04478992bf13df096e69a170c9d0.png"
    }

    private struct Invoice: Decodable {
        let title: String
        let count: Int
    }

    @Test func `what is extracted fits the schema`() throws {
        let schema = try file(
            #"""
            {"type": "object", "properties": {"title": {"type": "string", "maxLength": 12},
              "count": {"type": "integer", "minimum": 0, "maximum": 99}},
             "required": ["title", "count"], "additionalProperties": false}
            """#)
        let extract = ["model", "extract", picture, "--model", reference, "--max-tokens", "120", "--schema"]
        let found = try Deskhand(extract + [schema.path])
        #expect(found.status == 0, "\(found.errors)")
        let invoice = try JSONDecoder().decode(Invoice.self, from: Data(found.output.utf8))
        #expect(invoice.title.count <= 12 && (0...99).contains(invoice.count))
        let other = try file(#"{"type": "object", "properties": {"a": {"type": "strnig"}}}"#)
        let refused = try Deskhand(extract + [other.path])
        #expect(refused.status == 65 && refused.errors.contains("/properties/a"), "\(refused.errors)")
        #expect(try Deskhand(extract + ["/nonexistent/schema.json"]).status == 65)
    }

    @Test func `a document that is cut off is printed as far as it came, and said to be`() throws {
        let parse = ["model", "parse", picture, "--model", reference, "--max-tokens", "30"]
        let page = try Deskhand(parse + ["--html"])
        #expect(page.status == 1 && page.errors.contains("truncated"), "\(page.errors)")
        #expect(page.output.hasPrefix("<!DOCTYPE html>"))
        let layout = try Deskhand(parse + ["--json"])
        let fields = try JSONSerialization.jsonObject(with: Data(layout.output.utf8)) as? [String: Any]
        #expect(fields?["whole"] as? Bool == false && fields?["picture"] as? [Int] == [400, 400])
        #expect(try Deskhand(["model", "parse", "none.png", "--model", reference]).status == 65)
    }

    private struct Watched: Decodable {
        let tokens: [String: Int]
    }

    @Test func `a trace is watched at the rate that was asked for`() throws {
        func tokens(_ rate: String) throws -> Int {
            let watch = [
                "model", "watch", trace, "--model", reference, "--fps", rate, "--max-tokens", "4", "--json", "When?",
            ]
            let watched = try Deskhand(watch)
            #expect(watched.status == 0, "\(watched.errors)")
            return try JSONDecoder().decode(Watched.self, from: Data(watched.output.utf8)).tokens["pictures"] ?? 0
        }
        #expect(try tokens("8") >= 2 * tokens("2"))
    }

    @Test func `a trace that cannot be watched is told, with the remedy`() throws {
        let watch = ["model", "watch", "--model", reference]
        #expect(try Deskhand(watch + ["/nonexistent", "x"]).status == 74)
        let crowded = try Deskhand(watch + [trace, "--fps", "100000", "x"])
        #expect(crowded.status == 64 && crowded.errors.contains("lower --fps"), "\(crowded.errors)")
    }

    private func file(_ text: String) throws -> URL {
        let file = FileManager.default.temporaryDirectory.appending(path: "schema-\(UUID()).json")
        try Data(text.utf8).write(to: file)
        return file
    }
}
