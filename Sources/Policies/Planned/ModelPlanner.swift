package import Agents
import JSON
package import Models

/// Has a model make a plan from an instruction alone, before anything of a screen is seen.
package struct ModelPlanner: Sendable {
    private let model: any ChatModel
    private let programs: [String]
    /// How often a plan that cannot be used is fed back.
    private static let attempts = 3

    /// - Parameter programs: those that the run starts, by their names.
    package init(_ model: any ChatModel, programs: [String]) {
        self.model = model
        self.programs = programs
    }

    /// The plan that the model makes of an instruction.
    ///
    /// - Throws: ``Agents/PlanError`` for a plan that stays unusable, and what keeps the model from answering.
    package func plan(for instruction: String, parameters: [String: String] = [:]) async throws -> Plan {
        let started =
            programs.isEmpty ? "" : "\n\nPrograms that are started for it: \(programs.joined(separator: ", "))"
        var turns: [ChatTurn] = [.system(Self.format), .user([.text("Instruction: \(instruction)\(started)")])]
        var attempt = 1
        while true {
            let reply = try await model.answer(ChatRequest(turns: turns, maximumTokens: 4096))
            do throws(PlanError) {
                return try read(reply.text, parameters)
            } catch {
                guard attempt < Self.attempts else { throw error }
                attempt += 1
                turns += [
                    .assistant(reply),
                    .user([.text("That plan cannot be used: \(error). Answer with all of it again.")]),
                ]
            }
        }
    }

    private func read(_ text: String, _ parameters: [String: String]) throws(PlanError) -> Plan {
        let file = "the plan of \(model.name)"
        let objects: [JSON]
        do { objects = try JSON.objects(inAnswer: text) } catch { throw .malformed(file: file, error) }
        guard let plan = objects.first(where: { $0["steps"] != nil }) else {
            throw .malformed(file: file, .field(path: [], line: 1, problem: "the answer holds no object with 'steps'"))
        }
        return try Plan(parsing: plan.text, file: file, parameters: parameters)
    }

    /// What a plan is, for the model.
    private static let format = #"""
        You plan how an instruction is carried out in graphical programs on a Linux desktop. You will not see the screen, and
        nothing can be added to the plan later. Answer with one JSON object and nothing else:
        {"windows": ["PROGRAM", {"program": "PROGRAM", "title": "WORDS OF ITS TITLE"}],
         "values": {"NAME": {"type": "number" or "date"}, "NAME": {"type": "text", "pattern": "REGULAR EXPRESSION", "max_length": 20}},
         "steps": [...]}
        windows: the programs in whose windows the steps may act, by the names of their processes.
        values: what has to be read off the screen and typed or compared; leave it out where there is nothing to read.
        steps, in order, each one of:
        {"action": "left_click", "target": "WORDS ON IT"}   also double_click, right_click, middle_click, triple_click
        {"action": "type", "text": "TEXT"}   {{NAME}} in it is the value NAME, \n presses Return
        {"action": "key", "keys": ["ctrl", "s"]}
        {"action": "scroll", "pixels": -300, "target": "WORDS"}
        {"action": "answer", "text": "WHAT IS SAID TO THE USER"}
        {"wait_for": "WORDS", "timeout": 15}   {"wait_until_gone": "WORDS"}   {"assert": "WORDS"}   {"assert_absent": "WORDS"}
        {"read": "NAME", "right_of": "LABEL"}   or "below": "LABEL", or "field": {"role": "field", "name": "LABEL"}
        {"if": {"shows": "WORDS"}, "then": [STEPS], "else": [STEPS]}   the condition may also be {"value": "NAME", "is": "TEXT"},
            {"value": "NAME", "above": 5} or {"value": "NAME", "below": 5}
        {"for_each": "NAME", "in": ["TEXT", "TEXT"], "do": [STEPS with {{NAME}}]}
        A target may be an object: {"role": "button", "name": "Save", "in_window": "WORDS", "below": "LABEL", "right_of": "LABEL"}.
        A step that cannot be undone (sending, deleting, paying, overwriting, discarding, quitting, a command in a terminal) has
        "irreversible": true besides.
        """#
}
