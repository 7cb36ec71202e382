import Foundation
import Testing

/// What plain steps say of themselves at their end.
@Suite(.serialized)
struct PlainStepTests {
    private struct Report: Decodable {
        let outcome: String
        let reason: String
        let score: Double?
    }

    static let dialog = "open zenity --entry --title=Ask '--text=Total: 7.50'"

    @Test func `steps without a check are done, with no score, and pass nothing`() throws {
        try withFolder { folder in
            let run = try Deskhand([
                "run", "\(PlainStepTests.dialog) and wait for 'Total: 7.50'", "--json", "--trace", folder,
            ])
            #expect(run.status == 0, "\(run.errors)")
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
            #expect(report.outcome == "done" && report.score == nil && report.reason == "nothing was checked")
            let shown = try Deskhand(["trace", "show", folder])
            #expect(shown.output.contains("check: done: nothing was checked"), "\(shown.output)")
            let file = folder + ".xml"
            defer { try? FileManager.default.removeItem(atPath: file) }
            let replay = try Deskhand(["replay", folder, "--quiet", "--junit", file])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
            let xml = try String(contentsOfFile: file, encoding: .utf8)
            #expect(xml.contains("<skipped message=\"done, nothing was checked\"/>"), "\(xml)")
        }
    }

    @Test func `soft checks go on, and the JUnit file has each of them with its picture`() throws {
        try withFolder { folder in
            let (file, trace) = (folder + ".xml", folder + "/trace")
            defer {
                for path in [file, folder + "-pictures"] { try? FileManager.default.removeItem(atPath: path) }
            }
            let steps =
                "\(PlainStepTests.dialog), softly check 'Total: 9', check 'Total: 7.50', softly check no 'Total: 7.50'"
            let run = try Deskhand(["run", steps, "--trace", trace, "--junit", file])
            #expect(run.status == 1, "\(run.output)\(run.errors)")
            #expect(run.output.contains("'Total: 9' is on the screen") && run.output.contains("is not on the screen"))
            let xml = try String(contentsOfFile: file, encoding: .utf8)
            #expect(xml.contains("tests=\"4\" failures=\"3\" errors=\"0\""), "\(xml)")
            #expect(xml.contains("type=\"assertion\"") && xml.contains("Total: 9"), "\(xml)")
            for (step, isKept) in [(1, true), (2, false), (3, true)] {
                let picture = "\(folder)-pictures/step-\(step).png"
                #expect(FileManager.default.fileExists(atPath: picture) == isKept)
                #expect(xml.contains("[[ATTACHMENT|\(picture)]]") == isKept, "\(xml)")
            }
            #expect(xml.contains("trace: \(trace)"))
            let outside = try Deskhand(["replay", trace, "--ignore", "5000,10,20x20"])
            #expect(outside.status == 64 && outside.errors.contains("1280x800"), "\(outside.errors)")
            let mask = try Deskhand(["trace", "mask", trace, "5000,10,20x20"])
            #expect(mask.status == 64 && mask.errors.contains("outside of the recorded screen"), "\(mask.errors)")
            let unwritten = try Deskhand(["run", steps, "--junit", folder + "/none/run.xml"])
            #expect(unwritten.status == 64 && unwritten.errors.contains("--junit"), "\(unwritten.errors)")
        }
    }

    @Test func `the console says done and not passed`() throws {
        try withFolder { folder in
            let run = try Deskhand(["run", "open xterm and press a", "--trace", folder])
            #expect(run.status == 0)
            #expect((run.output + run.errors).contains("done, nothing was checked"), "\(run.output)\(run.errors)")
            #expect(!(run.output + run.errors).contains("passed"))
        }
    }

    @Test(arguments: [
        ("\(PlainStepTests.dialog), check 'Total: 7.50', check there is no 'Error', check Ask", 0, "passed", ""),
        ("\(PlainStepTests.dialog), check 'Total: 7'", 1, "failed", "but 'Total: 7.50' is"),
        ("\(PlainStepTests.dialog), check 'total: 7.50'", 1, "failed", "not there exactly"),
        ("\(PlainStepTests.dialog), check roughly 'total: 7.50'", 0, "passed", ""),
        ("\(PlainStepTests.dialog), type Ada, check Ada", 1, "failed", "only where the steps typed it"),
        ("\(PlainStepTests.dialog), wait for 'Totals: 9' within 1 second", 1, "failed", "the nearest is 'Total: 7.50'"),
    ])
    func `a check holds exactly or not at all`(steps: String, status: Int32, outcome: String, words: String) throws {
        try withFolder { folder in
            let run = try Deskhand(["run", steps, "--json", "--trace", folder])
            #expect(run.status == status, "\(run.output)\(run.errors)")
            let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
            #expect(report.outcome == outcome)
            #expect(words.isEmpty || report.reason.contains(words), "\(report.reason)")
        }
    }

    @Test func `typed text that a program shows elsewhere is evidence`() throws {
        try withFolder { folder in
            let steps = "open xterm and type 'echo hello' and press Return and check hello"
            let run = try Deskhand(["run", steps, "--quiet", "--trace", folder])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
        }
    }
}
