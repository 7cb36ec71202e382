import Datasets
import Evaluation
import Foundation
import Images
import Interaction
import Testing

/// Programs are captured on private displays.
@Suite(.serialized, .timeLimit(.minutes(15)))
struct DatasetCaptureTests {
    private static let shop = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/datasets/shop.py").path

    private static func withFolder(_ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dataset-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private static func capture(
        _ programs: [[String]], variants: Int = 1, in folder: URL, screens: Int = 12
    ) async throws -> DatasetCapture.Summary {
        try await DatasetCapture(
            programs, variants: variants, CaptureSettings(screens: screens, presses: 24, isSandboxed: false), in: folder
        ).run { _ in }
    }

    @Test func `menus, tabs and dialogs are opened, and what could do harm is never pressed`() async throws {
        try await Self.withFolder { folder in
            let log = folder.appending(path: "pressed")
            let out = folder.appending(path: "out")
            let summary = try await Self.capture([["/usr/bin/python3", Self.shop, log.path]], in: out)
            #expect(summary.problems.isEmpty && summary.screens >= 5 && summary.icons >= 3, "\(summary)")
            let pressed = Set(try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init))
            #expect(pressed == ["Open Folder...", "Preferences..."])
            let dataset = try GroundingDataset.load(from: out, suite: .screenSpotV2)
            let targets = Dictionary(grouping: dataset.items, by: \.instruction)
            #expect(targets.values.allSatisfy { $0.count == 1 })
            for (name, kind) in [
                ("Bold", "icon"), ("Search", "icon"), ("File", "text"), ("Delete All", "text"), ("Apples", "text"),
                ("Monday", "text"), ("Sort by size of Preferences", "text"), ("Erase Open Folder", "text"),
            ] { #expect(targets[name]?.first?.traits[.kind] == [kind], "\(name)") }
            // Two things of one name are no targets.
            #expect(targets["Same"] == nil)
        }
    }

    @Test func `a program that is installed nowhere is named before anything starts`() {
        let folder = FileManager.default.temporaryDirectory.appending(path: "dataset-none")
        #expect(throws: CaptureError.noProgram(["deskhand-no-such-program"])) {
            try DatasetCapture([["deskhand-no-such-program"]], variants: 1, CaptureSettings(), in: folder)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path))
    }

    @Test func `a capture that is begun again gives the same files, and other settings are refused`() async throws {
        try await Self.withFolder { folder in
            let programs = [["/usr/bin/python3", Self.shop, folder.appending(path: "pressed").path], ["mousepad"]]
            let whole = folder.appending(path: "whole")
            let all = try await Self.capture(programs, variants: 2, in: whole, screens: 2)
            #expect(all.problems.isEmpty && all.screens == 8, "\(all)")
            let parts = folder.appending(path: "parts")
            _ = try await Self.capture([programs[0]], in: parts, screens: 2)
            // What a killed process leaves of a line.
            let record = try FileHandle(forWritingTo: parts.appending(path: "capture.jsonl"))
            try record.seekToEnd()
            try record.write(contentsOf: Data("{\"key\":\"mousep".utf8))
            try record.close()
            #expect(try await Self.capture(programs, variants: 2, in: parts, screens: 2) == all)
            let files = try Self.files(in: whole)
            #expect(files.keys.count == 8 * 2 + 1)
            #expect(try Self.files(in: parts) == files)
            await #expect(throws: RunFolderError.self) { try await Self.capture(programs, in: parts, screens: 3) }
        }
    }

    /// Names of pictures with the hash of their pixels, and of the targets' file with its text.
    private static func files(in folder: URL) throws -> [String: String] {
        let images = folder.appending(path: "images")
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: images.path) {
            let bytes = Array(try Data(contentsOf: images.appending(path: name)))
            files[name] = name.hasSuffix(".png") ? FrameName(of: try Image(png: bytes)).description : ""
        }
        let targets = try String(contentsOf: folder.appending(path: "screenspot_desktop_v2.json"), encoding: .utf8)
        files["screenspot_desktop_v2.json"] = targets
        return files
    }
}
