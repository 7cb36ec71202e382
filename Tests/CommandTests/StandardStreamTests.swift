import Foundation
import Testing

/// Runs whose streams are closed, full, or read by nobody.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct StandardStreamTests {
    @Test(arguments: [
        ("2>/dev/full", 0), ("2>&-", 0), (">&-", 0), ("<&-", 0), ("<&- >&- 2>&-", 0), (">/dev/full 2>/dev/full", 74),
        ("> >(exit 0) 2> >(exit 0)", 74),
    ])
    func `a run goes on to its end, with its status and a whole trace`(redirections: String, status: Int32) throws {
        try withFolder { folder in
            let run = try Deskhand(
                ["run", "open xterm, press a, wait 1 second", "--virtual", "400x400", "--trace", folder + "/trace"],
                redirections: redirections)
            #expect(run.status == status, "\(run.output)\(run.errors)")
            let shown = try Deskhand(["trace", "show", "--verify", folder + "/trace"])
            #expect(shown.status == 0 && shown.output.contains("ended: success"), "\(shown.output)\(shown.errors)")
            #expect(shown.output.contains("key a"), "\(shown.output)")
        }
    }

    @Test func `an error that cannot be told keeps its status`() throws {
        for redirections in ["2>/dev/full", "2>&-", ">&- 2>&-"] {
            #expect(try Deskhand(["trace", "show", "nowhere"], redirections: redirections).status == 65)
            #expect(try Deskhand(["run", "press a", "--virtual", "big"], redirections: redirections).status == 64)
        }
    }

    @Test func `a picture for an output that is closed is not taken for written`() throws {
        let display = try LiveDisplay()
        defer { display.stop() }
        let shot = try Deskhand(["screenshot", "-o", "-", "--display", display.name], redirections: ">&-")
        #expect(shot.status == 74 && shot.errors.contains("closed when the program started"), "\(shot.errors)")
    }
}
