import Evaluation
import Foundation
import Interaction
import JSON
import TestInputs
import Testing

/// Files that claim far more than they hold.
struct BoundedFormatTests {
    @Test func `twenty thousand entries are looked up and compared in no time`() throws {
        let names = (0..<20_000).map { "folder/\($0).txt" }
        let start = ContinuousClock.now
        let files = try ArchiveFiles(
            EvidenceFile(name: "a.zip", contents: zipped(names.map { ($0, Array("x".utf8)) })))
        for name in files.listing(of: "folder") { #expect(try files.file(name, in: "folder").contents?.count == 1) }
        // A look through all entries for each of them took minutes.
        #expect(start.duration(to: .now) < .seconds(60))
    }

    @Test func `a picture that claims more pixels than are looked at is the policy's doing`() throws {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        bytes += [0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF, 8, 2, 0, 0, 0, 0, 0, 0, 0]
        let rules = try JSON(parsing: #"{"height": 1}"#)
        let result = try make("check_image_size").check(file("a.png", bytes), expected: .value(rules))
        #expect(result.score == 0)
        #expect(result.found.contains("it has 32767 x 32767 pixels, expected at most 67108864 in all"))
    }

    @Test func `a text too long to compare is whose it is`() throws {
        let long = String(repeating: "x", count: 400_001)
        let limit = "characters, expected at most 400000 to compare by similarity"
        #expect(throws: EvidenceFault.ofGuest("the text has 400001 \(limit)")) { try Similarity.ratio(long, "y") }
        #expect(throws: EvidenceFault.ofTask("the expected text has 400001 \(limit)")) {
            try Similarity.ratio("y", long)
        }
        let lines = String(repeating: "x\n", count: 50_001)
        #expect(throws: EvidenceFault.self) { try judge("diff_text_file", file("a", lines), gold: file("b", "y")) }
    }
}
