import Dialects
import Images
import Interaction
import Testing

/// Answers of planners: actions whose places are words or numbers of elements.
struct PlannerStepTests {
    private static let here = Point<ScreenSpace>(x: 5, y: 6)
    private static let there = Point<ScreenSpace>(x: 7, y: 8)

    /// An answer, its places, and the action at `here`, or from `here` to `there`.
    private static let answers: [(String, [PlannerPlace], Action<ScreenSpace>)] = [
        (
            #"{"thought": "Save it.", "action": {"action": "left_click", "target": "Save"}}"#,
            [.words(Target("Save"))], .click(.left, at: here)
        ), (#"{"action": {"action": "left_click", "target": 12}}"#, [.element(12)], .click(.left, at: here)),
        (
            ##"{"action": {"action": "double_click", "element": "#12"}}"##, [.element(12)],
            .click(.left, count: 2, at: here)
        ),
        (#"{"action": {"action": "right_click", "target": "7"}}"#, [.words(Target("7"))], .click(.right, at: here)),
        (#"{"action": "left_click", "target": 0, "thought": "x"}"#, [.element(0)], .click(.left, at: here)),
        (
            #"{"action": {"action": "left_click", "target": {"text": "OK", "in_window": "Opening", "nth": 2}}}"#,
            [.words(Target("OK", inWindow: "Opening", nth: 2))], .click(.left, at: here)
        ),
        (
            #"{"action": {"action": "left_click", "target": 3, "modifiers": ["ctrl"]}}"#, [.element(3)],
            .click(.left, at: here, modifiers: [Key("ctrl")])
        ),
        (
            #"{"action": {"action": "left_click_drag", "from": "a.txt", "target": 4}}"#,
            [.words(Target("a.txt")), .element(4)], .drag(.left, DragPath(from: here, end: there))
        ),
        (
            #"{"action": {"action": "scroll", "pixels": -240, "target": 9}}"#, [.element(9)],
            .scroll(ScrollAmount(.vertical, -240, .pixels), at: here)
        ),
        (
            #"{"action": {"action": "scroll", "notches": -2}}"#, [],
            .scroll(ScrollAmount(.vertical, -2, .notches), at: nil)
        ),
        (#"{"action": {"action": "type", "text": "Grüße\n"}}"#, [], .type("Grüße\n")),
        (
            #"{"action": {"action": "batch", "actions": [{"action": "left_click", "target": "Name"}, {"action": "type", "text": "Ann"}, {"action": "left_click", "element": 4}]}}"#,
            [.words(Target("Name")), .element(4)],
            .batch([.click(.left, at: here), .type("Ann"), .click(.left, at: there)])
        ),
        (#"{"action": {"action": "key", "keys": ["ctrl", "s"]}}"#, [], .key([Key("ctrl"), Key("s")])),
        (#"{"action": {"action": "wait", "time": 1}}"#, [], .wait(.seconds(1))),
        (#"{"action": {"action": "answer", "text": "42"}}"#, [], .answer("42")),
        (#"{"action": {"action": "terminate", "status": "failure"}}"#, [], .terminate(.failure)),
        (
            "<think>Or {\"action\": \"key\"}?</think>\n```json\n{'action': {'action': 'left_click', 'target': 'Save',},}\n```",
            [.words(Target("Save"))], .click(.left, at: here)
        ),
    ]

    @Test(arguments: answers.indices)
    func `an answer is the action that it says, at the places that are found`(index: Int) throws {
        let (answer, places, action) = Self.answers[index]
        let step = try PlannerStep(answer)
        #expect(step.places == places && step.unexecuted.isEmpty)
        let points = places.count == 2 ? [Self.here, Self.there] : places.map { _ in Self.here }
        #expect(step.action(at: points) == action)
        #expect(step.action(at: points + [Self.here]) == nil)
    }

    @Test(arguments: [
        ("", "holds no action"), ("I click on Save.", "holds no action"),
        (#"{"action": {"action": "left_click", "coordinate": [1, 2]}}"#, "names a coordinate"),
        (
            #"{"action": {"action": "batch", "actions": [{"action": "left_click", "coordinate": [1, 2]}]}}"#,
            "coordinate"
        ),
        (
            #"{"action": {"action": "batch", "actions": [{"action": "left_click", "target": 1}, {"action": "type", "text": "a", "target": 2}]}}"#,
            "the field 'actions[1].target': the action 'type' takes none"
        ),
        (
            #"{"action": {"action": "batch", "target": "Save", "actions": [{"action": "left_click"}]}}"#,
            "the field 'target': the action 'batch' takes none"
        ),
        (#"{"action": {"action": "press", "target": "Save"}}"#, "left_click"),
        (#"{"action": {"action": "type", "text": "a", "target": 3}}"#, "takes none"),
        (#"{"action": {"action": "left_click", "from": 2, "target": 3}}"#, "takes none"),
        (#"{"action": {"action": "left_click_drag", "from": 2}}"#, "is missing"),
        (#"{"action": {"action": "left_click", "target": ""}}"#, "empty"),
        (#"{"action": {"action": "left_click", "target": {"words": "Save"}}}"#, "words"),
        (#"{"action": {"action": "left_click", "target": "Save", "speed": 2}}"#, "speed"),
        (#"{"action": {"action": "left_click", "tar"#, "cut off"), ("<think>hm", "inside its reasoning"),
    ])
    func `an answer that means no action says why`(answer: String, words: String) {
        let error = #expect(throws: PlannerAnswerError.self) { try PlannerStep(answer) }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func `a second action is told, not executed`() throws {
        let step = try PlannerStep(
            #"{"action": {"action": "type", "text": "a"}} {"action": {"action": "key", "keys": ["Return"]}}"#)
        #expect(step.unexecuted.count == 1 && step.unexecuted[0].contains("Return"))
    }

    @Test func `a recorded answer is read again with its places where they were found`() throws {
        let answer = #"{"action": {"action": "left_click_drag", "from": "a", "target": "b"}}"#
        let recorded = Action<ModelSpace>.drag(.left, DragPath(from: Point(x: 1, y: 2), end: Point(x: 3, y: 4)))
        #expect(try Planner.calls(in: answer, placedAs: recorded).action == recorded)
        #expect(throws: PlannerAnswerError.self) { try Planner.calls(in: answer, placedAs: .wait(.seconds(1))) }
        let several =
            #"{"action": {"action": "batch", "actions": [{"action": "type", "text": "x"}, {"action": "left_click", "target": "b"}]}}"#
        let batch = Action<ModelSpace>.batch([.type("x"), .click(.left, at: Point(x: 3, y: 4))])
        #expect(try Planner.calls(in: several, placedAs: batch).action == batch)
    }

    @Test func `what is found for a batch belongs to the actions that are done there`() throws {
        let step = try PlannerStep(
            #"{"action": {"action": "batch", "actions": [{"action": "type", "text": "x"}, {"action": "left_click_drag", "from": 1, "target": "b"}, {"action": "left_click", "target": "c"}]}}"#
        )
        let found = ["1", "b", "c"].map { words in
            Grounding(target: Target(words), grounder: "text", candidates: [], chosen: 0, rule: "only")
        }
        #expect(step.groundings(found).mapValues(\.target.text) == [1: "b", 2: "c"])
    }

    @Test func `the prompt names every action that fits the schema, and no coordinate`() throws {
        for view in PlannerView.allCases {
            let system = Planner(view).system
            #expect(!system.contains("\"coordinate\"") && system.contains("\"left_click_drag\""))
        }
        #expect(!Planner.schema.contains("coordinate") && Planner.schema.contains("\"from\""))
        for line in Planner(.both).system.split(separator: "\n") where line.hasPrefix("- ") && line.hasSuffix("}") {
            guard let start = line.firstRange(of: ": {\"action\"")?.lowerBound else { continue }
            let example = line[line.index(start, offsetBy: 2)...]
            _ = try PlannerStep(#"{"thought": "", "action": \#(example)}"#)
        }
    }
}
