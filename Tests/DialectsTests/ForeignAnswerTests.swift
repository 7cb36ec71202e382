import Dialects
import Interaction
import Testing

/// Answers in the forms that other tools and other models' dialects publish.
struct ForeignAnswerTests {
    @Test(arguments: [
        "<think>x</think><answer>[{'action': 'click', 'point': [400, 300], 'input_text': 'no input text'}]</answer>",
        "<answer>[{'action': 'click', 'coordinate': [400, 300]}]</answer>",
        #"<tool_call>{"name": "mobile_use", "arguments": {"action": "click", "coordinate": [400, 300]}}</tool_call>"#,
        #"<tool_call>{"name": "computer_use", "arguments": {"action": "click", "coordinate": [400, 300]}}</tool_call>"#,
        #"{"action": "left_click", "coordinate": "[400, 300]"}"#,
        #"{"action": "left_click", "coordinate": ["400", "300"]}"#,
        #"{"action": "left_click", "coordinate": [[400, 300]]}"#, #"{"action": "left_click", "x": 400, "y": 300}"#,
        #"{"action": "left_click", "coordinate": {"x": 400, "y": "300"}}"#,
        "<tool_call>\n<function=computer_use>\n<parameter=action>\nleft_click\n</parameter>\n<parameter=coordinate>\n[400, 300]\n</parameter>\n</function>\n</tool_call>",
        "<seed:tool_call><function=click><parameter=point><point>400 300</point></parameter></function></seed:tool_call>",
        "<points x1=\"400\" y1=\"300\"></points>", "<points x1=\"400.0\" y1=\"300\" alt=\"Save 2\">Save</points>",
        #"{"bbox": {"x1":390,"y1":290,"x2":410,"y2":310}}"#, #"{"point_2d": ["400", "300"]}"#,
        #"{"bbox_2d": [[390, 290, 410, 310]]}"#, #"{"bbox_2d": [[390, 290], [410, 310]]}"#,
        #"{"box": {"x": 390, "y": 290, "width": 20, "height": 20}}"#,
        #"{"type": "function", "function": {"name": "click", "arguments": "{\"x\": 400, \"y\": 300}"}}"#,
        #"{"name": "Click-Tool", "parameters": {"loc": [400, 300], "button": "left"}}"#,
        #"{"action": {"type": "tap", "position": [400, 300]}}"#, "Button2 is at 400, 300.", "坐标为400，300",
    ])
    func `a call of another tool counts as the place that it names`(answer: String) {
        guard case .place(let place) = PlaceReader.parse(answer) else {
            Issue.record("\(PlaceReader.parse(answer))")
            return
        }
        #expect(place.x == 400 && place.y == 300)
    }

    @Test(arguments: [
        "I see 2 buttons but none of 3 matches.", "It is in row2 of table3.", "50% of 3", "2 of 3, or 4 of 5",
        #"{"action": "click", "element": "Save"}"#, #"{"action": "click", "coordinate": "Save"}"#,
        #"<tool_call>{"name": "mobile_use", "arguments": {"action": "system_button", "button": "Back"}}</tool_call>"#,
        #"{"point": [1, 2, 3]}"#, #"{"point": ["nan", "1"]}"#, "{'point': [1, ",
    ])
    func `digits in words, and calls without a place, have no format`(answer: String) {
        guard case .unparseable(let reason) = PlaceReader.parse(answer) else {
            Issue.record("\(PlaceReader.parse(answer))")
            return
        }
        #expect(!reason.isEmpty)
    }

    @Test(arguments: [
        "wait", "wait()", "Wait.", "wait 10", "Thought: it is not there.\nAction: wait()", #"{"action": "wait"}"#,
        #"<tool_call>{"name": "mobile_use", "arguments": {"action": "wait"}}</tool_call>"#,
        #"<tool_call>{"name": "mobile_use", "arguments": {"action": "terminate", "status": "failure"}}</tool_call>"#,
        #"{"name": "wait", "arguments": {}}"#, #"{"point": [-100, -100]}"#,
    ])
    func `waiting, with and without a time, is a refusal`(answer: String) {
        #expect(PlaceReader.parse(answer) == .refusal)
    }

    @Test(arguments: [
        "[{'action': 'click', 'point': [1, 2]}, {'action': 'click', 'point': [3, 4]}]",
        "<points x1=\"1\" y1=\"2\" x2=\"3\" y2=\"4\"></points>", #"{"points": [[1, 2], [3, 4]]}"#,
        #"{"action": "click", "coordinate": [1, 2]} {"action": "left_click", "coordinate": [3, 4]}"#,
        #"{"action": "left_click", "coordinate": [1, 2]} {"action": "click", "coordinate": [3, 4]}"#,
    ])
    func `several places of another tool are no answer`(answer: String) {
        #expect(PlaceReader.parse(answer) == .several(2))
    }
}
