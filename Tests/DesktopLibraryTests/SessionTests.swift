import DeskhandDesktop
import DeskhandInteraction
import Foundation
import Testing

/// What another package does with a private desktop.
struct SessionTests {
    @Test(.timeLimit(.minutes(5)))
    func `text typed by hand reaches a program, and the screen shows it`() async throws {
        try await Session.withPrivate(SessionOptions(width: 640, height: 480)) { session in
            let dialog = try session.launch(["zenity", "--entry", "--title=Asking"])
            let window = try await session.screen.waitForWindow(matching: "Asking", timeout: .seconds(60))
            #expect(try await session.screen.bounds == ScreenBox(x: 0, y: 0, width: 640, height: 480))
            try await session.screen.settle()
            let before = try await session.screen.capture()
            let settling = try await session.screen.settle { try await session.hands.type("words") }
            #expect(settling.isChanged)
            let changes = try await session.screen.capture().picture.differences(from: before.picture)
            let changed = try #require(changes.first)
            #expect(window.frame.contains(before.screenPoint(of: changed.centre)))
            try await session.hands.press("Return")
            #expect(try await dialog.waitForEnd(timeoutSeconds: 60) == .exited(status: 0))
            #expect(dialog.output == "words\n")
        }
    }

    @Test(.timeLimit(.minutes(5)))
    func `a session ends with its programs when what runs in it throws`() async throws {
        struct Unwanted: Error {}
        let seen = Seen()
        await #expect(throws: Unwanted.self) {
            try await Session.withPrivate { session in
                await seen.note(session, try session.launch(["sleep", "1000"]))
                throw Unwanted()
            }
        }
        let (home, program) = try #require(await seen.noted)
        #expect(!FileManager.default.fileExists(atPath: home.path))
        #expect(kill(program, 0) == -1)
    }

    @Test(.timeLimit(.minutes(5)))
    func `what is wrong is said with its kind, before anything moves`() async throws {
        #expect(throws: DesktopError.self) { try Screen(display: ":64999") }
        try await Session.withPrivate(SessionOptions(width: 640, height: 480)) { session in
            let missing = await #expect(throws: DesktopError.self) {
                _ = try await session.screen.window(matching: "no such window")
            }
            #expect(missing?.kind == .notFound)
            let absent = #expect(throws: DesktopError.self) { _ = try session.launch(["no-such-program-at-all"]) }
            #expect(absent?.description.contains("no-such-program-at-all") == true)
            let pointer = try await session.screen.look().pointer
            await #expect(throws: DesktopError.self) { try await session.hands.click(at: ScreenPoint(x: 9000, y: 1)) }
            await #expect(throws: ActionError.self) { try await session.hands.press("ctrl++s+") }
            #expect(try await session.screen.look().pointer == pointer)
        }
    }
}

/// What is left to look at when a session is over.
private actor Seen {
    private(set) var noted: (home: URL, program: Int32)?

    func note(_ session: Session, _ program: SessionProgram) { noted = (session.home, program.processID) }
}
