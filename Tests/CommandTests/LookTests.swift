import Foundation
import Testing

/// What a machine has besides the look of a session must not be seen in it.
@Suite(.serialized, .enabled(if: OtherMachine.isPossible, "bwrap cannot make a mount namespace here"))
struct LookTests {
    @Test func `another default font, other drawing of text and the user's variables change no pixel of four toolkits`()
        throws
    {
        try withScratch { scratch in
            let machine = try OtherMachine(in: scratch)
            #expect(
                try machine.run(["fc-match", "sans-serif"]).contains("Noto Sans"), "the other font is not the default")
            let plain = try Deskhand(arguments("plain", scratch))
            #expect(plain.status == 0, "\(plain.output)\(plain.errors)")
            let replay = ["replay", "--no-sandbox", "--quiet", "--threshold", "0", "\(scratch)/plain"]
            let words = try machine.run([Deskhand.program.path] + replay)
            #expect(words.contains("same: ") && words.contains("check passed"), "\(words)")
        }
    }

    @Test func `a look that is asked for is recorded, and a replay takes it up`() throws {
        try withScratch { scratch in
            let dark = try Deskhand(arguments("dark", scratch) + ["--look", "dark"])
            #expect(dark.status == 0, "\(dark.output)\(dark.errors)")
            #expect(text("\(scratch)/dark/trace.jsonl").contains("\"name\":\"dark\""))
            let same = try Deskhand(["replay", "--quiet", "--no-sandbox", "\(scratch)/dark"])
            #expect(same.status == 0, "\(same.output)")
            let other = try Deskhand([
                "replay", "--quiet", "--no-sandbox", "--patience", "1", "--look", "standard", "\(scratch)/dark",
            ])
            #expect(other.status == 1, "\(other.output)")
        }
    }

    @Test(arguments: [
        (#"{"fonts": {"sans": "No Such Font"}}"#, 64, "the font 'No Such Font' is not known"),
        (#"{"theme": "pink"}"#, 64, "unknown value 'pink'; known are light, dark"),
        ("no-such-look", 64, "known are standard, dark"),
        (#"{"locale": "xx_XX.UTF-8"}"#, 2, "the locale 'xx_XX.UTF-8' is missing"),
        (
            #"{"fonts": {"sans": "A", "families": [{"name": "A", "files": ["a.ttf"], "package": "fonts-a"}]}}"#, 2,
            "the font 'A' is missing (a.ttf); install it with: apt-get install fonts-a"
        ),
    ])
    func `what of a look is unknown or not installed is said before anything runs`(
        look: String, status: Int32, words: String
    )
        throws
    {
        let run = try Deskhand(["run", "open xterm", "--dry-run", "--quiet", "--look", look])
        #expect(run.status == status)
        #expect((run.output + run.errors).contains(words), "\(run.output)\(run.errors)")
    }

    private func arguments(_ name: String, _ scratch: String) -> [String] {
        ["run", "Tests/Fixtures/looks/desktop", "--quiet", "--trace", "\(scratch)/\(name)"]
    }

    private func withScratch(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "look-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}

/// This machine with another default font and other rules for drawing text, for programs in a mount namespace only; and a
/// user with an umask and variables of their own.
private struct OtherMachine {
    private let rules: URL

    static var isPossible: Bool {
        (try? run(["bwrap", "--dev-bind", "/", "/", "true"], [:]).status) == 0
            || ProcessInfo.processInfo.environment["CI"] != nil
    }

    init(in scratch: String) throws {
        rules = URL(filePath: scratch).appending(path: "conf.d")
        try FileManager.default.copyItem(at: URL(filePath: "/etc/fonts/conf.d"), to: rules)
        try FileManager.default.createDirectory(atPath: "\(scratch)/fonts", withIntermediateDirectories: true)
        let script = Deskhand.repository.appending(path: "Tests/Fixtures/looks/renamed-font.py").path
        let made = try Self.run(
            [
                "python3", script, "/usr/share/fonts/truetype/dejavu/DejaVuSerif-Bold.ttf",
                "\(scratch)/fonts/other.ttf",
                "Noto Sans",
            ], [:])
        #expect(made.status == 0, "\(made.words)")
        let configuration = """
            <?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>
            <dir>\(scratch)/fonts</dir>
            <match target="pattern"><edit name="family" mode="prepend" binding="strong"><string>Noto Sans</string></edit></match>
            <match target="font"><edit name="hintstyle" mode="assign"><const>hintfull</const></edit>
            <edit name="rgba" mode="assign"><const>rgb</const></edit></match></fontconfig>
            """
        try configuration.write(to: rules.appending(path: "00-other.conf"), atomically: true, encoding: .utf8)
    }

    /// What a program prints there.
    func run(_ command: [String]) throws -> String {
        let shell = ["bash", "-c", "umask 077; exec \"$0\" \"$@\""]
        let inside = ["bwrap", "--dev-bind", "/", "/", "--bind", rules.path, "/etc/fonts/conf.d"]
        return try Self.run(inside + shell + command, Self.variables).words
    }

    /// Each has the word that the task's check looks for in the environment of programs, or would be seen.
    private static let variables = [
        "GTK_THEME": "HighContrast:LEAK", "GTK2_RC_FILES": "/LEAK", "GTK_MODULES": "LEAK", "GDK_SCALE": "2",
        "GDK_DPI_SCALE": "2", "QT_STYLE_OVERRIDE": "LEAK", "QT_FONT_DPI": "200", "QT_SCALE_FACTOR": "2",
        "QT_QPA_PLATFORMTHEME": "LEAK", "XCURSOR_THEME": "LEAK", "XCURSOR_SIZE": "64", "XDG_DATA_DIRS": "/LEAK",
        "XDG_CONFIG_HOME": "/LEAK", "XDG_CURRENT_DESKTOP": "LEAK", "LANGUAGE": "LEAK", "TZ": "Asia/Tokyo",
        "USER": "LEAK",
        "LOGNAME": "LEAK", "EDITOR": "LEAK", "XMODIFIERS": "@im=LEAK", "XENVIRONMENT": "/LEAK",
    ]

    private static func run(_ words: [String], _ variables: [String: String]) throws -> (status: Int32, words: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.currentDirectoryURL = Deskhand.repository
        process.environment = ProcessInfo.processInfo.environment.merging(variables) { $1 }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, words)
    }
}
