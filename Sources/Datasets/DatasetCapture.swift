import Evaluation
package import Foundation
import Images
import Interaction

/// Captures programs: their screens under several looks, with all elements, as a data set for grounding.
///
/// In its folder lie `capture.jsonl` with a line for each program in each variant, `images/` with the pictures and what
/// programs told of each, and `screenspot_desktop_v2.json` with the targets. Repeated with the same settings it goes on
/// where it was broken off; programs may be added.
package struct DatasetCapture: Sendable {
    private let settings: CaptureSettings
    private let folder: URL
    private let units: [CaptureUnit]

    private static let record = "capture.jsonl"

    /// How far a capture has come.
    package struct Progress: Sendable {
        /// Programs in variants, all and finished.
        package let all: Int
        package let finished: Int
        /// The one that is next; `nil` at the end.
        package let next: String?
    }

    /// What a data set holds.
    package struct Summary: Hashable, Sendable {
        package let screens: Int
        /// Targets whose name is written on them, and others.
        package let texts: Int
        package let icons: Int
        /// Programs without a screen, and why.
        package let problems: [String]
    }

    /// - Parameters:
    ///   - programs: names or paths with arguments.
    ///   - variants: how many looks each program is captured in.
    ///   - folder: made where it is missing.
    /// - Throws: ``CaptureError/noProgram(_:)``.
    package init(
        _ programs: [[String]], variants: Int, _ settings: CaptureSettings, in folder: URL
    ) throws(CaptureError) {
        let missing = programs.compactMap(\.first).filter { !Self.isInstalled($0) }
        guard missing.isEmpty else { throw .noProgram(missing) }
        self.settings = settings
        self.folder = folder
        units = programs.flatMap { command in
            (0..<variants).map { CaptureUnit(command, $0, seed: settings.seed) }
        }
    }

    /// Captures what has not been captured, and writes the data set's files.
    ///
    /// - Throws: ``RunFolderError``, `CancellationError`; what kept the first session from opening.
    package func run(_ progress: @Sendable (Progress) -> Void) async throws -> Summary {
        var log = try RunLog<CaptureSettings, CapturedProgram>(
            Self.record, in: ResultFolder(at: folder, knownBy: Self.record), settings: settings)
        let open = units.filter { log.records[$0.name]?.screens.isEmpty ?? true }
        try FileManager.default.createDirectory(at: images, withIntermediateDirectories: true)
        for (index, unit) in open.enumerated() {
            progress(Progress(all: units.count, finished: units.count - open.count + index, next: unit.name))
            try log.append(await capture(unit, mayFail: index > 0))
        }
        let file = ScreenSpotFile(Array(log.records.values))
        try Data(file.text.utf8).write(to: folder.appending(path: ScreenSpotFile.name), options: .atomic)
        progress(Progress(all: units.count, finished: units.count, next: nil))
        return Summary(
            screens: log.records.values.reduce(0) { $0 + $1.screens.count }, texts: file.count(.text),
            icons: file.count(.icon),
            problems: log.records.values.sorted { $0.key < $1.key }.compactMap { record in
                record.problem.map { "\(record.key): \($0)" }
            })
    }

    private var images: URL { folder.appending(path: "images") }

    private func capture(_ unit: CaptureUnit, mayFail: Bool) async throws -> CapturedProgram {
        var record = CapturedProgram(key: unit.name, command: unit.command, variant: unit.variant)
        var notes: [String] = []
        do {
            for (number, find) in try await Crawl.finds(of: unit, settings).enumerated() {
                notes = find.look.list.notes
                record.screens.append(try write(find, "\(unit.name)-\(number).png", unit.variant))
            }
        } catch let error as CancellationError {
            throw error
        } catch  where mayFail {
            record.problem = "\(error)"
        }
        let isTold = record.screens.contains { $0.elements.contains { $0.instruction != nil } }
        if !isTold, record.problem == nil {
            record.problem = (["it tells no elements"] + notes).joined(separator: "; ")
        }
        if record.problem != nil { record.screens = [] }
        return record
    }

    /// Writes a screen's picture and what was told of it.
    private func write(_ find: Crawl.Find, _ name: String, _ variant: CaptureVariant) throws -> CapturedScreen {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let picture = images.appending(path: name)
        try Data(find.look.screenshot.image.png()).write(to: picture, options: .atomic)
        try encoder.encode(find.look.kept)
            .write(to: URL(filePath: KeptScreen.path(beside: picture.path)), options: .atomic)
        let targets = CaptureTargets(find.look.list, on: find.look.screenshot, dotsPerInch: variant.dotsPerInch)
        return CapturedScreen(picture: name, path: find.path, elements: targets.elements)
    }

    private static func isInstalled(_ name: String) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
        let paths = name.contains("/") ? [name] : folders.map { "\($0)/\(name)" }
        return paths.contains { FileManager.default.isExecutableFile(atPath: $0) }
    }
}

/// Why programs cannot be captured.
package enum CaptureError: Error, Hashable, Sendable, CustomStringConvertible {
    /// These programs are not installed.
    case noProgram([String])

    package var description: String {
        switch self {
        case .noProgram(let names):
            "not installed: \(names.joined(separator: ", ")); install the package that has it, or give its path"
        }
    }
}
