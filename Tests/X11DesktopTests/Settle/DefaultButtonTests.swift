import Foundation
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// A toolkit that holds a button pressed before it does anything.
@Suite(.enabled(if: SettleStage.isAvailable, "Xvfb is not installed"), .timeLimit(.minutes(3)))
struct DefaultButtonTests {
    @Test(arguments: 1...3)
    func `Return on a default button is not settled before the dialog has closed`(round: Int) async throws {
        let session = try await Session.open()
        do {
            let desktop = try XDesktop(at: session.address)
            try await desktop.watchForChanges()
            let program = try session.launch(["/usr/bin/python3", SettleStage.fixture("settle/default_button.py")])
            _ = try await desktop.settle(
                SettleExpectation(deadline: .seconds(30), startedProcess: Int(program.processID)))
            let end = ContinuousClock.now + .seconds(30)
            while try await desktop.find("Ask").isEmpty, ContinuousClock.now < end {
                try await Task.sleep(for: .milliseconds(50))
            }
            _ = try await desktop.settle(SettleExpectation())
            let action = Action<ScreenSpace>.key([Key("Return")])
            try await desktop.watchForChanges()
            _ = try await desktop.perform(action)
            let report = try await desktop.settle(SettleExpectation(pressed: PressedWidget(action)))
            #expect(try await desktop.find("Ask").isEmpty, "settled after \(report.settled): \(report)")
            #expect(report.reason == .quiet)
        } catch {
            await session.end()
            throw error
        }
        await session.end()
    }

    private static let presses: [(Action<ScreenSpace>, PressedWidget?)] = [
        (.key([Key("Return")]), .byKey), (.key([Key("alt"), Key("s")]), .byKey),
        (.key([Key("space")]), .byKey), (.type("abc\n"), .byKey), (.type("abc"), nil), (.key([Key("Down")]), nil),
        (.key([Key("ctrl"), Key("s")]), nil), (.click(.left, at: Point(x: 3, y: 4)), .at(Point(x: 3, y: 4))),
        (.click(.right, at: Point(x: 3, y: 4)), nil),
    ]

    @Test(arguments: presses)
    func `keys and clicks that press widgets are known`(action: Action<ScreenSpace>, pressed: PressedWidget?) {
        #expect(PressedWidget(action) == pressed)
    }
}
