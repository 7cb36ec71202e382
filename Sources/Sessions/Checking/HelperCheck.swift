import Foundation

/// Checks the programs and files that sessions and grounders need.
enum HelperCheck {
    static func findings() async -> [Finding] {
        let programs = wanted.map { name, purpose, isNeeded in program(name, purpose: purpose, isNeeded: isNeeded) }
        return programs + [guardian(), recognition(), readingBack()] + fonts()
    }

    private static let wanted: [(String, String, Bool)] = [
        ("Xvfb", "private sessions", true), ("openbox", "private sessions' window manager", true),
        ("dbus-daemon", "private sessions' message bus", true), ("Xtigervnc", "--watch", false),
    ]

    private static func program(_ name: String, purpose: String, isNeeded: Bool) -> Finding {
        if let path = Spawn.locate(name, path: SessionEnvironment.path) {
            return Finding(name, .ok, "\(path), for \(purpose)")
        }
        return Finding(
            name, isNeeded ? .failure : .warning, "missing, needed for \(purpose)",
            remedy: PackageNames.package(for: name).map { "apt-get install \($0)" })
    }

    private static func guardian() -> Finding {
        let path = OwnPrograms.guardian.path
        if FileManager.default.isExecutableFile(atPath: path) { return Finding("guardian", .ok, path) }
        return Finding(
            "guardian", .failure, "missing: \(path)",
            remedy: "build the whole package with swift build, and keep both programs together")
    }

    /// The languages for which text on the screen can be read.
    private static func recognition() -> Finding {
        let folders = [
            "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
        ]
        let places = [ProcessInfo.processInfo.environment["TESSDATA_PREFIX"]].compactMap { $0 } + folders
        let files = places.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] }
        let languages = Set(files.filter { $0.hasSuffix(".traineddata") }.map { String($0.dropLast(12)) })
        guard languages.contains("eng") else {
            return Finding(
                "text recognition", .failure, "no English model, so targets in words cannot be found",
                remedy: "apt-get install tesseract-ocr-eng")
        }
        return Finding("text recognition", .ok, languages.subtracting(["osd"]).sorted().joined(separator: ", "))
    }

    /// The launcher of the bus over which typed text is read back.
    private static func readingBack() -> Finding {
        if let path = AccessibilityBus.launcher {
            return Finding("accessibility bus", .ok, "\(path), for reading typed text back")
        }
        return Finding(
            "accessibility bus", .warning, "missing, so typed text stays unverified",
            remedy: "apt-get install at-spi2-core")
    }

    /// Whether private sessions look here as they do elsewhere.
    private static func fonts() -> [Finding] {
        let look = InstalledLook(.standard)
        let parts = look.lacking.map { ($0, Finding.State.failure) } + look.missing.map { ($0, .warning) }
        let gaps = parts.map { part, state in
            Finding("look", state, "\(part.subject) is missing: \(part.detail)", remedy: part.remedy)
        }
        return gaps.isEmpty ? [Finding("look", .ok, "\(look.fontVersions.count) font files, icons and pointers")] : gaps
    }
}
