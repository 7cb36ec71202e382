import Foundation
import Testing

/// Fonts for what programs draw: those that are installed, or only those of a folder.
struct ReadingFonts: CustomTestStringConvertible, Sendable {
    /// The family of fields and rows.
    let sans: String
    /// The family of terminals.
    let mono: String

    var testDescription: String { sans }

    /// `DESKHAND_READING_FONTS` is `SANS,MONO`; the fonts themselves are found through fontconfig, `FONTCONFIG_FILE` too.
    static let wanted: [ReadingFonts] = {
        guard let named = ProcessInfo.processInfo.environment["DESKHAND_READING_FONTS"] else {
            return ["DejaVu", "Liberation"].map { ReadingFonts(sans: "\($0) Sans", mono: "\($0) Mono") }
                .map { $0.sans == "DejaVu Sans" ? ReadingFonts(sans: $0.sans, mono: "DejaVu Sans Mono") : $0 }
                .filter(\.isInstalled)
        }
        let families = named.split(separator: ",").map(String.init)
        guard families.count == 2 else { return [] }
        return [ReadingFonts(sans: families[0], mono: families[1])]
    }()

    /// Whether fontconfig finds these very families: it would put others in the place of those that are not there.
    var isInstalled: Bool { [sans, mono].allSatisfy { Self.match($0) == $0 } }

    /// The family that fontconfig takes for another.
    private static func match(_ family: String) -> String? {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["fc-match", "--format=%{family[0]}", family]
        process.standardOutput = output
        guard (try? process.run()) != nil, let data = try? output.fileHandleForReading.readToEnd() else { return nil }
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }
}

/// What was asked of the reader and what it missed, for each toolkit; written as a table for `Tests/Soak/run reading`.
struct ReadingTally {
    private(set) var asked = 0
    private(set) var missed: [String] = []

    mutating func count(_ word: String, isRead: Bool) {
        asked += 1
        if !isRead { missed.append(word) }
    }

    /// At least 98 %; a single word may be missed of fewer than fifty.
    var isEnough: Bool { 100 * missed.count <= max(2 * asked, 100) }

    var description: String { "missed \(missed.count) of \(asked): \(missed.joined(separator: " "))" }

    /// Appends a line to the file that `DESKHAND_READING_TABLE` names, if it does.
    func write(_ what: String, font: String) throws {
        guard let path = ProcessInfo.processInfo.environment["DESKHAND_READING_TABLE"], asked > 0 else { return }
        let share = String(format: "%.1f", 100 * Double(asked - missed.count) / Double(asked))
        let line =
            "| \(font) | \(what) | \(asked - missed.count) of \(asked) | \(share) % | \(missed.joined(separator: " ")) |\n"
        let url = URL(filePath: path)
        let before = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        try Data((before + line).utf8).write(to: url)
    }
}
