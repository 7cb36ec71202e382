import Foundation
import Testing

/// Traces under other looks than the recorded one.
@Suite(.serialized)
struct LookReplayTests {
    @Test func `a trace reaches its end under other looks, and a changed program does not`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "looks-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (trace, page) = (folder.appending(path: "orders").path, folder.appending(path: "page.html").path)
        let junit = folder.appending(path: "junit.xml").path
        let task = Deskhand.repository.appending(path: "Tests/Fixtures/planted/gtk.json").path
        let run = try Deskhand(["run", task, "--quiet", "--trace", trace])
        try #require(run.status == 0, "\(run.output)\(run.errors)")

        let looks = folder.appending(path: "looks.json").path
        try
            #"["text-130", {"name": "dark-small-screen", "theme": "dark", "screen_percent": 80}, {"name": "far", "locale": "xx_XX.UTF-8"}]"#
            .write(toFile: looks, atomically: true, encoding: .utf8)
        let same = try Deskhand([
            "replay", trace, "--quiet", "--no-sandbox", "--looks", looks, "--html", page, "--junit", junit,
        ])
        #expect(same.status == 0, "\(same.output)\(same.errors)")
        #expect(same.output.contains("2 of 2 replays reached the recorded end"), "\(same.output)")
        #expect(same.output.contains("healed: \(trace) under text-130"), "\(same.output)")
        #expect(same.output.contains("the locale 'xx_XX.UTF-8' is missing"), "\(same.output)")
        let xml = try String(contentsOfFile: junit, encoding: .utf8)
        #expect(xml.contains("under dark-small-screen") && xml.contains("not available: "), "\(xml)")
        #expect(try String(contentsOfFile: page, encoding: .utf8).contains(#""look":"text-130""#))

        let other = try Deskhand([
            "replay", trace, "--quiet", "--no-sandbox", "--looks", "text-130", "--env", "PLANTED=disabled-button",
            "--json",
        ])
        #expect(other.status == 1, "\(other.output)\(other.errors)")
        #expect(other.output.contains(#""look" : "text-130""#), "\(other.output)")
    }

    @Test(arguments: [
        (["--looks", "no-such"], "no such look or file 'no-such'"),
        (["--looks", "dark", "--update"], "--looks compares"),
        (["--looks", "dark", "--look", "dark"], "--looks compares"), (["--looks", "dark", "--answers"], "--looks"),
        (["--looks", "Traces/calculator-product"], "no such look or file"),
    ])
    func `looks that cannot be meant are refused`(options: [String], words: String) throws {
        let replay = try Deskhand(["replay", "Traces/calculator-product"] + options)
        #expect(replay.status == 64, "\(replay.output)\(replay.errors)")
        #expect(replay.errors.contains(words), "\(replay.errors)")
    }
}
