import Dialects
import Interaction
import Testing

struct PlaceReaderTests {
    @Test(arguments: [
        "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", \"coordinate\": [100, 200]}}\n</tool_call>",
        "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", \"coordinate\": [100, 200]",
        "{\"action\": \"mouse_move\", \"coordinate\": [100, 200]}",
        "{\"action\": \"left_click\", \"coordinate\": [90, 190, 110, 210]}",
        "```json\n[{\"point_2d\": [100, 200], \"label\": \"Save 7\"}]\n```",
        "{\"bbox_2d\": [90, 180, 110, 220], \"label\": \"Save\"}",
        "(100, 200)", "[100, 200]", "[[90, 190, 110, 210]]", "(90,190),(110,210)", "100, 200", "100 200",
        "(100.0, 2e2)",
        "<point>100 200</point>", "<point>[[100, 200]]</point>", "<bbox>90 190 110 210</bbox>",
        "<|box_start|>(90,190),(110,210)<|box_end|>",
        "pyautogui.click(x=100, y=200)", "<point x=\"100\" y=\"200\" alt=\"Save\">Save</point>",
        "{\"x\": 100, \"y\": 200}", "Thought: button 3 of 4\nAction: click(start_box='(100,200)')",
        "<think>maybe (1, 2)</think>(100, 200)", "maybe (1, 2)</think> (100, 200)",
        "I see (5, 6), so: <tool_call>{\"action\": \"left_click\", \"coordinate\": [100, 200]}</tool_call>",
        "(100, 200) and again (100, 200)",
        "<tool_call>{\"point_2d\": [100, 200]}</tool_call><tool_call>{\"point_2d\": [100, 200]}</tool_call>",
    ])
    func `a place is read however it is written, a box by its centre`(answer: String) {
        guard case .place(let place) = PlaceReader.parse(answer) else {
            Issue.record("\(PlaceReader.parse(answer))")
            return
        }
        #expect(place.x == 100 && place.y == 200)
    }

    @Test(arguments: [
        "[-1, -1]", "(-3, -0.5)", "{\"action\": \"wait\", \"time\": 10}", "[-9, -9, -1, -1]",
        "<tool_call>{\"name\": \"computer_use\", \"arguments\": {\"action\": \"terminate\", \"status\": \"failure\"}}</tool_call>",
        "{\"name\": \"report_infeasible\", \"arguments\": {\"reason\": \"no such button\"}}",
        "{\"action\": \"left_click\", \"coordinate\": [-1, -1]}", "Infeasible.", "<think>where?</think>refusal",
    ])
    func `a refusal is read`(answer: String) {
        #expect(PlaceReader.parse(answer) == .refusal)
    }

    @Test(arguments: [
        "(10, 20) or (30, 40)", "[1, 2, 3, 4]\n[5, 6, 7, 8]", "(10, 20)\n(30, 40)",
        "[{\"point_2d\": [1, 2]}, {\"point_2d\": [3, 4]}]",
        "<tool_call>{\"point_2d\": [1, 2]}</tool_call>\n<tool_call>{\"action\": \"wait\", \"time\": 1}</tool_call>",
        "<tool_call>{\"point_2d\": [-1, -1]}</tool_call>\n<tool_call>{\"point_2d\": [3, 4]}</tool_call>",
    ])
    func `several places are no answer, so that hedging does not pay`(answer: String) {
        #expect(PlaceReader.parse(answer) == .several(2))
    }

    @Test func `the first of several places counts where that is asked for`() {
        #expect(PlaceReader.parse("(10, 20) or (30, 40)", rule: .first) == .place(RawPlace(x: 10, y: 20)))
    }

    @Test(arguments: [
        "", "I cannot see it.", "1, 2, 3", "(1, 2, 3)", "12", "<think>it is at (1, 2)",
        "{\"action\": \"left_click\"}", "{\"action\": \"type\", \"text\": \"(1, 2)\"}",
        "{\"action\": \"left_click\", \"coordinate\": [100, 20", "{\"point_2d\": [1, 2, 3]}",
        "{\"action\": \"terminate\", \"status\": \"success\"}",
    ])
    func `an answer without a place has no format`(answer: String) {
        guard case .unparseable(let reason) = PlaceReader.parse(answer) else {
            Issue.record("\(PlaceReader.parse(answer))")
            return
        }
        #expect(!reason.isEmpty)
    }
}
