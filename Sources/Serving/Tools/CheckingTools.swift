import Agents
import Interaction
import JSON
import Policies

extension DesktopTools {
    /// Tools that wait and prove.
    var checking: [MCPTool] { [wait, check] }

    private var wait: MCPTool {
        MCPTool(
            name: "wait", title: "Wait",
            description: """
                Waits until a target is on the screen, also one in a state, or gone, or until the screen is settled where none \
                is named, and answers with what changed.
                """, effect: .reads,
            fields: [
                Self.target(),
                MCPField("gone", "boolean", "Wait until the target is gone."),
                MCPField("seconds", "number", "At most so long (default 15, at most 600)."), Self.picture, Self.desktop,
            ]
        ) { call in
            let seconds =
                try call.arguments.number("seconds", in: 0...600, expected: "a number of seconds up to 600") ?? 15
            guard let target = call.arguments["target"] else {
                let desktop = try await desktop(of: call)
                let isSettled = try await call.telling("waiting") {
                    try await desktop.settle(within: .seconds(seconds))
                }
                let words = isSettled ? "settled" : "the screen still changes after \(seconds) s"
                return try await changes(on: desktop, call, words)
            }
            let isPresent = try call.arguments.boolean("gone") != true
            let step = ScriptStep.waitFor(
                try Target(json: target, path: [.name("target")]), present: isPresent, timeout: .seconds(seconds))
            return try await run(Script(steps: [step]), call)
        }
    }

    private var check: MCPTool {
        MCPTool(
            name: "check", title: "Check a claim",
            description: """
                Proves a claim about the screen, exactly, by elements and text: "Saved" is there, "Bold" is pressed, field "Name" is \
                "Ann", list "Files" contains "a.txt", button "OK" is disabled. One that does not hold is no error of the tool.
                """, effect: .reads,
            fields: [
                MCPField("claim", "string", "What is to hold, without the word check.", isRequired: true), Self.desktop,
            ],
            output: .object([
                "type": .text("object"),
                "properties": .object([
                    "holds": .object(["type": .text("boolean")]), "detail": .object(["type": .text("string")]),
                ]), "required": .list([.text("holds"), .text("detail")]),
            ])
        ) { call in
            let steps = try PlainSteps(parsing: "check " + (try call.arguments.string("claim") ?? ""))
            let isClaim = steps.script.steps.allSatisfy { if case .assert = $0 { true } else { false } }
            guard steps.commands.isEmpty, isClaim, !steps.script.steps.isEmpty else {
                throw call.arguments.fault(at: "claim", "expected a claim only; steps are for run_steps")
            }
            let ending = try await desktop(of: call).run(steps.script)
            let detail: String
            if let last = ending.assertions.last {
                detail = "\(last.claim): \(last.detail)"
            } else {
                detail = "\(ending.outcome)"
            }
            let holds = !ending.assertions.isEmpty && ending.assertions.allSatisfy(\.holds)
            return MCPResult(
                "\(holds ? "holds" : "does not hold"): \(detail)",
                structure: .object(["holds": .bool(holds), "detail": .text(detail)]))
        }
    }
}
