import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// Reading typed text back over the accessibility bus, from real programs in a session of their own.
@Suite(.needsTypingBed, .serialized, .timeLimit(.minutes(3)))
struct ReadBackTests {
    /// Opens a program in a session and hands over its desktop once its window is active.
    private func with(
        _ command: [String], title: String, accessibility: Bool = true, secrets: SecretStore = SecretStore(),
        typing: TypingMethod = .keyboard, patience: Duration = .seconds(6), _ body: (XDesktop) async throws -> Void
    ) async throws {
        let session = try await Session.open(
            SessionSettings(
                server: ServerSettings(size: Size(width: 800, height: 600)), hasAccessibility: accessibility))
        let outcome: Result<Void, any Error>
        do {
            // Much longer than usual: what is tested is what is read, however slow the machine.
            let desktop = try XDesktop(
                at: session.address, secrets: secrets, typing: typing, readBackPatience: patience)
            _ = try session.launch(command)
            try await becomes("\(command) has an active window") {
                try await desktop.windows().contains { $0.title.contains(title) && $0.isActive }
            }
            outcome = .success(try await body(desktop))
        } catch {
            outcome = .failure(error)
        }
        await session.end()
        try outcome.get()
    }

    private func becomes(_ what: String, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while try await !condition() {
            try #require(ContinuousClock.now < deadline, "it never came to pass that \(what)")
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func type(_ text: String, on desktop: XDesktop) async throws -> TypingReport {
        try #require(try await desktop.perform(.type(text)).typing)
    }

    /// Types until a report comes back verified: the program's focus and its place on the bus come in their own time.
    private func untilReadable(_ desktop: XDesktop, with character: String = "k") async throws {
        try await becomes("what is typed can be read back") {
            try await type(character, on: desktop).verified == 1
        }
    }

    private func field(_ toolkit: String, _ kind: String = "plain") -> [String] {
        ["/usr/bin/python3", SettleStage.fixture("typing/field.py"), toolkit, kind]
    }

    private static let programs: [(command: [String], title: String, text: String)] = [
        (["mousepad"], "Mousepad", "Grüße, 漢字 42 😀\n\tand so on\n"),
        (["zenity", "--entry", "--text", "Name"], "entry", "Grüße, 漢字 42 😀"),
        (["featherpad"], "Untitled", "Grüße, 漢字 42 😀 and so on"),
        (["gnome-calculator"], "Calculator", "12+34"),
    ]

    @Test(arguments: programs)
    func `text in a real program is verified to the last character`(
        command: [String], title: String, text: String
    ) async throws {
        try await with(command, title: title) { desktop in
            try await untilReadable(desktop, with: command == ["gnome-calculator"] ? "1" : "k")
            let report = try await type(text, on: desktop)
            #expect(report.verified == text.unicodeScalars.count)
            #expect(report.typed == report.verified)
            #expect(report.firstDifference == nil)
        }
    }

    @Test(arguments: ["gtk", "qt"])
    func `text within other text, over a selection and of a thousand characters is verified`(
        toolkit: String
    ) async throws {
        try await with(field(toolkit), title: "field") { desktop in
            try await untilReadable(desktop)
            let long = String(repeating: "The quick brown fox. ", count: 50)
            #expect(try await type(long, on: desktop).verified == long.count)
            _ = try await desktop.perform(.key([Key("Home")]))
            #expect(try await type("😀é漢", on: desktop).verified == 3)
            #expect(try await type("x", on: desktop).verified == 1)
            _ = try await desktop.perform(.key([Key("ctrl"), Key("a")]))
            let over = try await type("kk", on: desktop)
            #expect(over.verified == 2 && over.firstDifference == nil)
        }
    }

    @Test(arguments: ["gtk", "qt"])
    func `a field that takes five characters verifies five and names the sixth`(toolkit: String) async throws {
        try await with(field(toolkit, "short"), title: "field") { desktop in
            try await untilReadable(desktop)
            _ = try await desktop.perform(.key([Key("ctrl"), Key("a")]))
            let report = try await type("abcdefghij", on: desktop)
            #expect(report.typed == 10)
            #expect(report.verified == 5)
            #expect(report.firstDifference == 6)
            let more = try await type("xyz", on: desktop)
            #expect(more.verified == 0 && more.firstDifference == 1)
        }
    }

    @Test func `a field that changes text by a rule is recorded, and no failure`() async throws {
        try await with(field("gtk", "upper"), title: "field") { desktop in
            try await becomes("what is typed can be read back") {
                try await type("k", on: desktop).verified != nil
            }
            let report = try await type("A little", on: desktop)
            #expect(report.verified == 2)
            #expect(report.firstDifference == 3)
        }
    }

    @Test func `characters that arrive as others of the text are a failure`() async throws {
        try await with(field("gtk", "swap"), title: "field") { desktop in
            try await untilReadable(desktop)
            await #expect(throws: X11Error.garbled(verified: 4, typed: 5, position: 3)) {
                try await type("a 漢 字", on: desktop)
            }
        }
    }

    @Test(arguments: ["gtk", "qt"])
    func `what follows a tab is not looked for, and a password is never read`(toolkit: String) async throws {
        try await with(field(toolkit), title: "field") { desktop in
            try await untilReadable(desktop)
            let both = try await type("name\topen", on: desktop)
            #expect(both.typed == 9)
            #expect(both.verified == 4)
            #expect(both.firstDifference == nil)
            #expect(try await type(" sesame", on: desktop).verified == nil)
        }
    }

    @Test func `the window that a Return closes leaves its text unverified`() async throws {
        try await with(["zenity", "--entry"], title: "entry") { desktop in
            try await untilReadable(desktop)
            let report = try await type("report.txt\n", on: desktop)
            #expect(report.firstDifference == nil)
        }
    }

    @Test func `a secret is not read back`() async throws {
        let secrets = SecretStore(names: ["KEY"], value: { _ in "value" })
        try await with(field("gtk"), title: "field", secrets: secrets) { desktop in
            try await untilReadable(desktop)
            let report = try await type("{{env:KEY}}", on: desktop)
            #expect(report.typed == 5)
            #expect(report.verified == nil)
        }
    }

    @Test func `text that is pasted is verified too`() async throws {
        try await with(
            field("gtk"), title: "field", typing: .clipboard(chord: [Key("ctrl"), Key("v")])
        ) { desktop in
            try await becomes("what is pasted can be read back") { try await type("k", on: desktop).verified == 1 }
            let report = try await type("Grüße", on: desktop)
            #expect(report.pasted && report.verified == 5)
        }
    }

    @Test(arguments: [(false, ["mousepad"], "Mousepad"), (true, ["xterm", "-title", "term"], "term")])
    func `what serves no assistive technology leaves text unverified`(
        accessibility: Bool, command: [String], title: String
    ) async throws {
        try await with(
            command, title: title, accessibility: accessibility, patience: ReadBack.usualPatience
        ) { desktop in
            let report = try await type("hello", on: desktop)
            #expect(report.typed == 5)
            #expect(report.verified == nil)
        }
    }

    @Test func `a program that hangs leaves text unverified`() async throws {
        let session = try await Session.open(SessionSettings(hasAccessibility: true))
        let desktop = try XDesktop(at: session.address)
        let program = try session.launch(field("gtk"))
        try await becomes("there is an active window") {
            try await desktop.windows().contains { $0.title == "field" && $0.isActive }
        }
        try await untilReadable(desktop)
        kill(program.processID, SIGSTOP)
        let report = try await type("hello", on: desktop)
        kill(program.processID, SIGCONT)
        #expect(report.verified == nil)
        await session.end()
    }
}
