import Dialects
import Images
import Interaction
import TestInputs
import Testing

private let picture = Size<ModelSpace>(width: 1316, height: 728)
private let click = Action<ModelSpace>.click(.left, at: Point(x: 100, y: 200))

@Suite struct ActionTextTests {
    @Test(arguments: [
        #"{"action": "left_click", "coordinate": [100, 200]}"#,
        #"{"name": "computer_use", "arguments": {"action": "left_click", "coordinate": [100, 200]}}"#,
        #"{"name": "computer_use", "arguments": "{\"action\": \"left_click\", \"coordinate\": [100, 200]}"}"#,
        #"{"name": "left_click", "arguments": {"coordinate": [100, 200]}}"#,
        "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", \"coordinate\": [100, 200]}}\n</tool_call>",
        "<tool_call>```json\n{\"action\":\"left_click\",\"coordinate\":[100,200]}\n```</tool_call>",
        "```json\n{\"action\": \"left_click\", \"coordinate\": [100, 200]}\n```",
        "I will press {save} [1] now, since x < 5.\n{'action': 'left_click', 'coordinate': [100, 200,],}",
        "<think>Perhaps {\"action\": \"left_click\", \"coordinate\": [1, 2]}?</think>{\"action\":\"left_click\",\"coordinate\":[100,200]}",
        "or {\"action\": \"wait\", \"time\": 2}\n</think>\n{\"action\":\"left_click\",\"coordinate\":[100,200]}",
        "<thinking>so</thinking><tool_call>{\"action\":\"left_click\",\"coordinate\":[100,200]}</tool_call><conclusion>done</conclusion>",
        #"{"action": "left_click", "coordinate": [100, 200]"#,
        "{\"action\": \"left_click\", \"coordinate\": [100, 200\n",
        "<tool_call>{\"name\":\"computer_use\",\"arguments\":{\"action\":\"left_click\",\"coordinate\":[100,200</tool_call>",
        #"{"point_2d": [100, 200], "label": "Save"}"#,
        "```json\n[{\"bbox_2d\": [90, 190, 110, 210], \"label\": \"Save\"}]\n```",
        #"{"action": "left_click", "coordinate": [90, 190, 110, 210]}"#,
        #"{"action": "left_click", "point_2d": [100, 200]}"#,
    ])
    func `a click is understood in every form that models give it`(answer: String) throws {
        #expect(try ActionText(answer, picture: picture).action == click)
    }

    @Test func `a click may have no place`() throws {
        #expect(
            try ActionText(#"{"action":"double_click"}"#, picture: picture).action == .click(.left, count: 2, at: nil))
        #expect(
            try ActionText(#"{"action":"left_click","coordinate":null}"#, picture: picture).action
                == .click(.left, at: nil))
    }

    @Test func `text keeps its quotes, line ends and tags`() throws {
        let text = #"{"action":"type","text":"it's </tool_call> \"so\"\n漢"}"#
        #expect(
            try ActionText("<tool_call>\(text)</tool_call>", picture: picture).action
                == .type("it's </tool_call> \"so\"\n漢"))
        #expect(
            try ActionText("{'action':'type','text':'raw\nline \"q\"'}", picture: picture).action
                == .type("raw\nline \"q\""))
    }

    @Test func `of several calls the first is taken and the rest returned`() throws {
        let answer = """
            <tool_call>{"action":"left_click","coordinate":[100,200]}</tool_call>
            <tool_call>{"action": "type", "text": "x"}</tool_call>
            {"action": "nonsense"}
            """
        let text = try ActionText(answer, picture: picture)
        #expect(text.action == click)
        #expect(text.unexecuted == [#"{"action": "type", "text": "x"}"#, #"{"action": "nonsense"}"#])
    }

    @Test(arguments: [
        ("", ActionTextError.noCall),
        ("I clicked on Save; left_click at (100, 200).", .noCall),
        (#"{"label": "Save"}"#, .noCall),
        ("<think>hm", .unfinishedReasoning),
        (#"{"action":"leftclick","coordinate":[1,2]}"#, .unknownAction("leftclick", known: ActionName.computerUseList)),
        (
            #"{"name":"browser","arguments":{"action":"left_click"}}"#,
            .unknownFunction("browser", expected: "computer_use")
        ),
        (#"{"action":"left_click","coordinate":[100, 20"#, .cutOff(inside: "a number")),
        (#"{"action":"type","text":"hel"#, .cutOff(inside: "a string")),
        (#"{"action":"left_click","#, .cutOff(inside: "a list, after a comma")),
        (#"{"action":"left_click","coordinate":"#, .cutOff(inside: "a value")),
        (#"{"action":"left_click","coordinate":[1400, 20]}"#, .outside(x: 1400, y: 20, width: 1316, height: 728)),
        (#"{"action":"left_click","coordinate":[5, -1]}"#, .outside(x: 5, y: -1, width: 1316, height: 728)),
        (
            #"{"action":"left_click_drag","coordinate":[5,5],"path":[[9999,1]]}"#,
            .outside(x: 9999, y: 1, width: 1316, height: 728)
        ),
        (#"{"action":"mouse_move"}"#, .missingField("coordinate", action: "mouse_move", expected: "[x, y]")),
    ])
    func `an unusable answer is a typed error`(answer: String, expected: ActionTextError) {
        let error = #expect(throws: ActionTextError.self) { try ActionText(answer, picture: picture) }
        #expect(error == expected)
    }

    @Test(arguments: [
        (#"{"action":"left_click","coordinate":[NaN, 5]}"#, "NaN"),
        (#"{"action":"left_click","coordinate":[1e999, 5]}"#, "a Double can hold"),
        (#"{"action":"left_click","coordinate":["1", "2"]}"#, "array of numbers"),
        (#"{"action":"left_click","coordinate":[1,2,3]}"#, "3 numbers"),
        (#"{"action":"left_click","action":"type"}"#, "twice"),
        (#"{"action":"type","text":5}"#, "not a number, 5"),
        ("<tool_call>left_click</tool_call>", "expected a value"),
        ("<tool_call>{\"coordinate\":[1,2]}</tool_call>", "'action'"),
    ])
    func `the error says what to do better`(answer: String, words: String) {
        let error = #expect(throws: ActionTextError.self) { try ActionText(answer, picture: picture) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test func `deep nesting is refused`() {
        let answer = #"{"action":"type","text":{'a':"# + String(repeating: "[", count: 100_000)
        let error = #expect(throws: ActionTextError.self) { try ActionText(answer, picture: picture) }
        #expect(error?.description.contains("nested") == true)
    }

    @Test func `a point less than a pixel outside is left to the frame to clamp`() throws {
        let answer = #"{"action":"left_click","coordinate":[1316, 728]}"#
        #expect(try ActionText(answer, picture: picture).action.point == Point(x: 1316, y: 728))
    }

    @Test(arguments: ["{\"", "[{", "{'a':[", "<tool_call>", "<think></think>", "```", "{ ", "[ {'"])
    func `a long repetition is read in bounded time`(part: String) {
        let answer = String(repeating: part, count: 200_000 / part.utf8.count)
        #expect(throws: ActionTextError.self) { try ActionText(answer, picture: picture) }
    }

    @Test func `damaged answers never mean a point that was not written`() {
        var random = SeededGenerator(seed: 20_260)
        let whole = Array(
            #"<tool_call>{"name":"computer_use","arguments":{"action":"left_click","coordinate":[731,402]}}</tool_call>"#
                .utf8)
        for _ in 0..<5000 {
            var bytes = whole
            switch Int.random(in: 0..<3, using: &random) {
            case 0: bytes.removeLast(Int.random(in: 1..<whole.count, using: &random))
            case 1: bytes.remove(at: Int.random(in: 0..<whole.count, using: &random))
            default:
                let index = Int.random(in: 0..<whole.count, using: &random)
                bytes.insert(contentsOf: "[]{}\"',:<\\".utf8.shuffled(using: &random).prefix(2), at: index)
            }
            let text = String(decoding: bytes, as: UTF8.self)
            guard let point = try? ActionText(text, picture: picture).action.point else { continue }
            #expect(text.contains("\(Int(point.x))") && text.contains("\(Int(point.y))"), "\(text)")
        }
    }

    @Test func `no answer stops the program`() {
        var random = SeededGenerator(seed: 7)
        let parts = [
            "{", "}", "[", "]", "\"", "'", ",", ":", "<tool_call>", "</tool_call>", "<think>", "</think>", "```",
            "action",
            "left_click", "coordinate", "1", "-", ".5", "e9", "\\u", "d83d", " ", "\n", "null", "漢", "arguments",
            "bbox_2d",
        ]
        for _ in 0..<5000 {
            let count = Int.random(in: 0..<40, using: &random)
            let answer = (0..<count).map { _ in parts[Int.random(in: 0..<parts.count, using: &random)] }.joined()
            _ = try? ActionText(answer, picture: picture)
        }
    }
}
