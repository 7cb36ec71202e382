import Foundation
import Testing

/// `deskhand act`
@Suite(.serialized, .timeLimit(.minutes(3)))
struct ActTests {
    @Test(arguments: [[], ["--display", ""]])
    func `without a display nothing is touched, also where DISPLAY names one`(arguments: [String]) throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let act = try Deskhand(
            ["act", #"{"action":"left_mouse_down"}"#] + arguments, environment: ["DISPLAY": display.name])
        #expect(act.status == 64 && act.errors.contains("--display :1"), "\(act.errors)")
        #expect(!(try display.output(of: "xinput", "query-state", "Virtual core XTEST pointer").contains("=down")))
    }

    @Test func `actions on standard input are carried out in order, each with its line`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let input = """
            {"action":"mouse_move","coordinate":[10,20]}

            {"action":"mouse_down","button":"right"}
            {"action":"wait","time":0.01}
            {"action":"batch","actions":[{"action":"mouse_move","coordinate":[30,40]},{"action":"scroll","notches":2}]}
            """
        let act = try Deskhand(["act", "--display", display.name], input: input)
        #expect(act.status == 0, "\(act.errors)")
        let lines = act.output.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.last == #"{"notches":2,"pointerAfter":[30,40],"pointerBefore":[10,20]}"#, "\(act.output)")
        let state = try display.output(of: "xinput", "query-state", "Virtual core XTEST pointer")
        #expect(state.contains("button[3]=down") && !state.contains("button[1]=down"))
    }

    @Test func `a line that is no action ends the rest, with its number`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let input = """
            {"action":"mouse_move","coordinate":[10,20]}
            {"action":"wave"}
            {"action":"mouse_down","button":"left"}
            """
        let act = try Deskhand(["act", "--display", display.name], input: input)
        #expect(act.status == 64 && act.errors.contains("line 2") && act.errors.contains("wave"), "\(act.errors)")
        #expect(act.output.split(separator: "\n").count == 1)
        #expect(!(try display.output(of: "xinput", "query-state", "Virtual core XTEST pointer").contains("=down")))
    }

    @Test func `the actions of a batch are at targets in words, all found before the first is carried out`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let window = try display.start(
            "zenity", "--question", "--text=Shall we", "--ok-label=Agree", "--cancel-label=Later")
        defer { window.terminate() }
        func batch(_ first: String, _ last: String) throws -> Deskhand {
            let move = #"{"action":"left_click","target":"\#(first)"}"#
            let click = #"{"action":"left_click","target":"\#(last)"}"#
            return try Deskhand([
                "act", "--display", display.name, #"{"action":"batch","actions":[\#(move),\#(click)]}"#,
            ])
        }
        var absent: Deskhand?
        let isThere = try eventually {
            absent = try batch("Agree", "Never")
            return absent?.errors.contains("'Never' is not on the screen") == true
        }
        #expect(isThere && absent?.status == 1, "\(absent?.errors ?? "")")
        #expect(window.isRunning, "the first was clicked though the second is not there")
        let act = try batch("Shall we", "Later")
        #expect(act.status == 0, "\(act.errors)")
        window.waitUntilExit()
        #expect(window.terminationStatus == 1)
    }

    @Test(arguments: [
        (#"{"action":"left_click","target":"a","coordinate":[1,2]}"#, "either 'target' or 'coordinate'"),
        (#"{"action":"clik"}"#, "field 'action': unknown action 'clik'; did you mean 'click'?"),
    ])
    func `what is no action is refused with its field`(action: String, words: String) throws {
        let act = try Deskhand(["act", "--display", ":1", action])
        #expect(act.status == 64 && act.errors.contains(words), "\(act.errors)")
    }

    @Test func `every action is listed`() throws {
        let act = try Deskhand(["act", "--list"])
        #expect(act.status == 0)
        for name in ["left_click", "hold_key", "batch"] { #expect(act.output.contains("| `\(name)` |")) }
    }
}
