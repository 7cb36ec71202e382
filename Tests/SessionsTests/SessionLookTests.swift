import Foundation
import Images
import Interaction
import JSON
import Sessions
import Testing
import X11Desktop

@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("dbus-daemon"), "Xvfb, openbox or dbus-daemon is not installed"))
struct SessionLookTests {
    private static let foreign = """
        {"base": "dark", "name": "mine", "icons": "hicolor", "pointer": "Adwaita", "pointer_size": 48, "dots_per_inch": 120,
        "locale": "POSIX", "time_zone": "Asia/Tokyo", "keyboard": "de", "fonts": {"serif": "Mine", "fallback": [], "size": 12,
        "hinting": "full", "smooth": false, "families": [{"name": "Mine", "files": ["/opt/mine.ttf"]}]}}
        """

    @Test(arguments: ["\"standard\"", "\"dark\"", SessionLookTests.foreign])
    func `a look is read as it was written`(text: String) throws {
        let look = try Look(json: try JSON(parsing: text))
        #expect(try Look(json: try JSON(parsing: look.json.text)) == look)
    }

    @Test(arguments: [
        (#"{"theme": 1}"#, "theme"), (#"{"colour": "red"}"#, "unknown field"),
        (#"{"dots_per_inch": 9}"#, "from 48 to 480"),
        (#"{"icons": "../../etc"}"#, "a plain name"), (#"{"fonts": {"families": [{"name": "A"}]}}"#, "name and files"),
        (#"{"locale": "a\nb"}"#, "a plain name"),
        (#"{"fonts": {"mono": "Nowhere"}}"#, "the font 'Nowhere' is not known"),
    ])
    func `what a look cannot be is said with its field`(text: String, words: String) throws {
        let error = try #require(throws: JSONError.self) { try Look(json: try JSON(parsing: text)) }
        #expect(error.description.contains(words), "\(error)")
    }

    @Test(.enabled(if: has("fc-match"), "fontconfig's tools are not installed"), arguments: [false, true])
    func `every name of a font leads to the declared set, and nothing else is there`(isSandboxed: Bool) async throws {
        guard !isSandboxed || sandboxCanBeHad else { return }
        let session = try await Session.open(
            SessionSettings(hasWindowManager: false, hasMessageBus: false, isSandboxed: isSandboxed))
        for (name, file) in [
            ("sans-serif", "DejaVuSans.ttf"), ("system-ui", "DejaVuSans.ttf"), ("Cantarell", "DejaVuSans.ttf"),
            ("Arial", "DejaVuSans.ttf"), ("Noto Sans:lang=ja", "DejaVuSans.ttf"), ("no such font", "DejaVuSans.ttf"),
            ("serif", "DejaVuSerif.ttf"), ("Times New Roman", "DejaVuSerif.ttf"), ("monospace", "DejaVuSansMono.ttf"),
            ("Liberation Mono", "DejaVuSansMono.ttf"), ("Noto Sans Mono:bold", "DejaVuSansMono-Bold.ttf"),
        ] {
            let match = try await session.run(["fc-match", "-f", "%{file} %{hintstyle} %{rgba} %{antialias}", name])
            let expected = "\(file) 1 5 True"
            #expect(match.program.printed.hasSuffix("/\(expected)"), "\(name): \(match.program.printed)")
        }
        let list = try await session.run(["fc-list", "-f", "%{file}\n"])
        let names = Set(list.program.printed.split(separator: "\n").compactMap { $0.split(separator: "/").last })
        let declared = Set(Look.standard.fonts.families.flatMap(\.files).map { $0[...] })
        #expect(names.isSubset(of: declared) && names.contains("DejaVuSans.ttf"), "\(names.subtracting(declared))")
        await session.end()
    }

    @Test(.enabled(if: has("setxkbmap"), "setxkbmap is not installed"))
    func `time zone, keyboard and resolution are the look's`() async throws {
        var look = Look.standard
        (look.timeZone, look.keyboard, look.dotsPerInch) = ("UTC", "de", 120)
        let session = try await Session.open(SessionSettings(look: look))
        let report = try DisplayReport(of: session.address)
        #expect(report.layout == "de" && report.dotsPerInch == 120)
        #expect(try await session.run(["sh", "-c", "date +%Z; umask"]).program.printed == "UTC\n0022\n")
        await session.end()
    }

    @Test(.enabled(if: has("xterm"), "xterm is not installed"))
    func `windows open where they are told to`() async throws {
        let place = WindowPlace(
            windowClass: "XTer?", position: Point(x: 300, y: 200), size: Size(width: 500, height: 300))
        let session = try await Session.open(SessionSettings(windows: [place]))
        _ = try session.launch(["xterm"])
        let desktop = try XDesktop(at: session.address)
        var frame: Box<ScreenSpace>?
        for _ in 0..<300 where (frame?.width ?? 0) < 450 {
            frame = try await desktop.windows().first { $0.title == "xterm" }?.frame
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(frame?.x == 300 && frame?.y == 200 && (frame?.width ?? 0) > 450, "\(String(describing: frame))")
        await session.end()
    }
}
