import Agents
import Foundation
import Images
import TestInputs
import Testing
import TraceViewer
import Traces

/// The page reads lines and pictures of traces itself: as the rest of Deskhand does.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Chromium.isExpected, "chromium is not installed"))
struct PageReadingTests {
    @Test func `traces of every version are gathered into the steps that 'trace show --json' prints`() throws {
        let bed = try PageBed()
        let folders =
            ["calculator-product", "dialog-registration", "image-mirror", "terminal-note", "web-hours"].map {
                "Traces/\($0)"
            } + ["v1", "v2", "answers"].map { "Tests/Fixtures/traces/\($0)" }
        for folder in folders {
            let trace = try Trace(folder: PageBed.repository.appending(path: folder).path)
            #expect(try Self.isRead(trace, by: bed), "\(folder)")
        }
    }

    @Test func `what a program printed stands at its step`() async throws {
        let bed = try PageBed()
        let printed = [
            PrintedText(program: "python3 till.py", stream: .output, text: "ready\nwaiting\n", omittedBytes: 12),
            PrintedText(program: "python3 till.py", stream: .errors, text: "no printer\n"),
        ]
        let trace = try await bed.clicks(["One", "Two"], in: "printed", printed: printed)
        #expect(try Self.isRead(trace, by: bed))
        let shown = try bed.browser.value("actionRows(state.trace.steps[0]).find(row => row[0] === 'printed')[1]")
        let words = try #require(shown as? String)
        #expect(words.contains("[12 bytes before this were not kept]\nready\nwaiting\n"))
        #expect(words.contains("s, python3 till.py on standard error: no printer"))
        #expect(trace.steps[0].printed.count == 2 && trace.steps[1].printed.isEmpty)
    }

    /// Whether the page gathers a trace's lines into the steps that Deskhand does.
    private static func isRead(_ trace: Trace, by bed: PageBed) throws -> Bool {
        try bed.show(try TracePage(trace))
        let expected = try JSONSerialization.jsonObject(with: Data(trace.json().utf8)) as? NSDictionary
        let steps = try bed.browser.value(
            "JSON.parse(JSON.stringify(state.trace.steps.map(({ found, ...step }) => step)))")
        return !trace.steps.isEmpty && expected?["steps"] as? NSArray == steps as? NSArray
    }

    @Test func `frames that are kept as differences are rebuilt to the pixel`() async throws {
        let bed = try PageBed()
        let trace = try await bed.clicks(["One", "Two", "Three"], in: "deltas")
        #expect(trace.steps.contains { $0.before?.delta != nil })
        for (page, file) in [(try TracePage(trace), nil), (TracePage(), try bed.packed(trace, as: "deltas.zip"))] {
            try bed.show(page)
            if let file {
                try bed.browser.drop(file)
                try bed.browser.wait(for: "document.body.dataset.shown")
            }
            for step in trace.steps {
                let frame = try #require((step.after ?? step.before)?.frame)
                let hash =
                    try bed.browser.value(
                        """
                        state.trace.frames.canvas("\(frame)").then(canvas => {
                          const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                          let hash = 0;
                          for (let at = 0; at < pixels.length; at++) if (at % 4 < 3) hash = (hash * 31 + pixels[at]) % 4294967296;
                          return hash;
                        })
                        """) as? Double
                #expect(hash == Self.hash(try trace.image(of: frame)), "step \(step.number)")
            }
        }
    }

    private static func hash(_ image: Image) -> Double {
        var hash: UInt64 = 0
        for y in 0..<image.height {
            for x in 0..<image.width {
                let colour = image[x, y]
                for value in [colour.red, colour.green, colour.blue] {
                    hash = (hash * 31 + UInt64(value)) % 4_294_967_296
                }
            }
        }
        return Double(hash)
    }

    /// A file that is dropped, and what the page says of it.
    private struct Wrong {
        let name: String
        let words: String
        let change: (Data) -> Data
    }

    @Test func `a wrong file is refused in words, and what is shown stays`() async throws {
        let bed = try PageBed()
        let trace = try await bed.clicks(["One", "Two"], in: "whole")
        let whole = try Data(contentsOf: URL(filePath: try bed.packed(trace, as: "whole.zip")))
        let files = [
            Wrong(name: "empty.zip", words: "it is empty, or a folder") { _ in Data() },
            Wrong(name: "notes.txt", words: "expected a packed trace (.zip)") { _ in Data("hello".utf8) },
            Wrong(name: "cut.zip", words: "it is cut off, or was packed by another program") { $0.dropLast(100) },
            Wrong(name: "bit.zip", words: "has another checksum") {
                var bytes = $0
                bytes[5000] ^= 1
                return bytes
            },
            Wrong(name: "newer.zip", words: "its first line is no header of a trace") { _ in
                Data(StoredArchive.bytes(of: [("trace.jsonl", Array("{}\n".utf8))]))
            },
            Wrong(name: "later.zip", words: "it has version 99, and this page knows versions up to 3") { _ in
                Data(StoredArchive.bytes(of: [("trace.jsonl", Array("{\"deskhand_trace\":99}\n".utf8))]))
            },
            Wrong(name: "other.zip", words: "it holds 'notes.txt', which no trace does") { _ in
                Data(StoredArchive.bytes(of: [("notes.txt", [1, 2, 3])]))
            },
            Wrong(name: "none.zip", words: "it holds no trace.jsonl") { _ in Data(StoredArchive.bytes(of: [])) },
            Wrong(name: "folder.json", words: "expected a packed trace (.zip)") { _ in Data("{\"a\":1}".utf8) },
        ]
        try bed.show(try TracePage(trace), at: "2/before")
        for file in files {
            let path = bed.folder.appending(path: file.name)
            try file.change(whole).write(to: path)
            try bed.browser.drop(path.path)
            try bed.browser.wait(for: "document.getElementById('fault').textContent.startsWith('\(file.name)')")
            let said = try bed.browser.text("document.getElementById('fault').textContent")
            #expect(said.contains(file.words), "\(file.name): \(said)")
            #expect(try bed.browser.text("document.body.dataset.shown") == "2/before")
        }
        try bed.browser.drop(bed.folder.appending(path: "whole.zip").path)
        try bed.browser.wait(for: "state.other && document.querySelectorAll('#pictures section').length === 2")
        #expect(try bed.browser.text("document.getElementById('fault').textContent").isEmpty)
    }
}
