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

    @Test func `every action is listed`() throws {
        let act = try Deskhand(["act", "--list"])
        #expect(act.status == 0)
        for name in ["left_click", "hold_key", "batch"] { #expect(act.output.contains("| `\(name)` |")) }
    }
}
