import Foundation
import TestInputs
import Testing

/// A coding agent's day with a desktop, by the publisher's client: it builds a small GTK program, sees that it is wrong, finds the
/// fault in its source, mends it, and proves the mend.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct AgentDayTests {
    @Test func `an agent builds a program, finds its fault, mends it and proves the mend by calls alone`() throws {
        try withFolder { folder in
            let arguments = [folder, Deskhand.program.path, "mcp", "--no-unsandboxed", "--traces", folder + "/traces"]
            guard let said = try pythonClient("mcp/agent_day.py", arguments, interpreter: "DESKHAND_MCP_PYTHON") else {
                return
            }
            #expect(said.contains("mended"), "\(said)")
        }
    }
}
