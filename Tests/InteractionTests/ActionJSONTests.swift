import Foundation
import Images
import Interaction
import JSON
import Testing

@Suite struct ActionJSONTests {
    @Test(arguments: [
        #"{"action":"key","keys":["Control_L","Shift_L","t"]}"#,
        #"{"action":"type","text":"a \"quoted\" line\nand 漢\u0001"}"#,
        #"{"action":"mouse_move","coordinate":[3,4.5]}"#,
        #"{"action":"left_click"}"#,
        #"{"action":"left_click","coordinate":[10,20]}"#,
        #"{"action":"right_click","coordinate":[10,20]}"#,
        #"{"action":"left_click","modifiers":["Control_L","Shift_L"],"coordinate":[10,20]}"#,
        #"{"action":"triple_click","modifiers":["Alt_L"]}"#,
        #"{"action":"left_click_drag","path":[[1,2]],"modifiers":["Control_L"],"coordinate":[5,6]}"#,
        #"{"action":"hscroll","pixels":120,"modifiers":["Super_L"]}"#,
        #"{"action":"middle_click","coordinate":[10,20]}"#,
        #"{"action":"double_click","coordinate":[10,20]}"#,
        #"{"action":"triple_click","coordinate":[10,20]}"#,
        #"{"action":"left_click_drag","path":[[1,2],[3,4]],"coordinate":[5,6]}"#,
        #"{"action":"left_click_drag","coordinate":[5,6]}"#,
        #"{"action":"scroll","pixels":-240,"coordinate":[5,6]}"#,
        #"{"action":"hscroll","pixels":120}"#,
        #"{"action":"wait","time":1.5}"#,
        #"{"action":"answer","text":"42"}"#,
        #"{"action":"terminate","status":"failure"}"#,
        #"{"action":"left_mouse_down","coordinate":[5,6]}"#,
        #"{"action":"left_mouse_up"}"#,
        #"{"action":"mouse_move","modifiers":["Control_L"],"coordinate":[3,4]}"#,
        #"{"action":"click","button":"back","count":1,"coordinate":[10,20]}"#,
        #"{"action":"click","button":"right","count":3,"modifiers":["Shift_L"]}"#,
        #"{"action":"drag","button":"right","path":[[1,2],[3,4],[5,6]]}"#,
        #"{"action":"drag","button":"left","path":[[1,2],[5,6]],"time":0.5,"modifiers":["Alt_L"]}"#,
        #"{"action":"drag","button":"middle","path":[[3,4]],"coordinate":[5,6]}"#,
        #"{"action":"mouse_down","button":"forward"}"#,
        #"{"action":"mouse_down","button":"left","modifiers":["Control_L"],"coordinate":[5,6]}"#,
        #"{"action":"mouse_up","button":"middle","coordinate":[5,6]}"#,
        #"{"action":"scroll","notches":-3,"coordinate":[5,6]}"#,
        #"{"action":"scroll","notches":-3,"horizontal":2,"modifiers":["Control_L"]}"#,
        #"{"action":"scroll","pixels":240,"horizontal":-120.5}"#,
        #"{"action":"hscroll","notches":2}"#,
        #"{"action":"key_down","keys":["Shift_L","a"]}"#,
        #"{"action":"key_up","keys":["Shift_L"]}"#,
        #"{"action":"hold_key","keys":["Down"],"time":1.5}"#,
        #"{"action":"batch","actions":[{"action":"left_click","coordinate":[1,2]},{"action":"type","text":"é"}]}"#,
    ])
    func `an action is written as it was read`(text: String) throws {
        let action = try JSONDecoder().decode(Action<ScreenSpace>.self, from: Data(text.utf8))
        #expect(action.json.text == text)
        let again = try JSONDecoder().decode(Action<ScreenSpace>.self, from: JSONEncoder().encode(action))
        #expect(again == action)
    }

    @Test func `every name has a form that is read`() {
        for name in ActionName.allCases {
            #expect(name.rawValue == name.rawValue.lowercased())
            #expect(!name.fields.isEmpty)
        }
    }

    @Test(arguments: [
        (#"{"action":"click","coordinate":[1,2]}"#, #"{"action":"left_click","coordinate":[1,2]}"#),
        (#"{"action":"click","button":"left","count":2}"#, #"{"action":"double_click"}"#),
        (#"{"action":"click","button":"right","coordinate":[1,2]}"#, #"{"action":"right_click","coordinate":[1,2]}"#),
        (#"{"action":"drag","coordinate":[1,2]}"#, #"{"action":"left_click_drag","coordinate":[1,2]}"#),
        (#"{"action":"mouse_down"}"#, #"{"action":"left_mouse_down"}"#),
        (#"{"action":"mouse_up","button":"left"}"#, #"{"action":"left_mouse_up"}"#),
        (#"{"action":"scroll","pixels":0,"horizontal":120}"#, #"{"action":"hscroll","pixels":120}"#),
    ])
    func `what a shorthand says is written as one`(general: String, shorthand: String) throws {
        #expect(try Action<ScreenSpace>(json: JSON(parsing: general)).json.text == shorthand)
    }

    @Test(arguments: [
        (#"{"action":"key","text":"ctrl+shift+t"}"#, ["Control_L", "Shift_L", "t"]),
        (#"{"action":"key","keys":["ctrl+s"]}"#, ["Control_L", "s"]),
        (#"{"action":"key","keys":["ctrl","+"]}"#, ["Control_L", "plus"]),
        (#"{"action":"key","text":"ctrl++"}"#, ["Control_L", "plus"]),
        (#"{"action":"key","text":"Enter"}"#, ["Return"]),
        (#"{"action":"key","keys":["f5"]}"#, ["F5"]),
        (#"{"action":"key","keys":["A"]}"#, ["A"]),
    ])
    func `a chord is read in each of its forms`(text: String, names: [String]) throws {
        let action = try Action<ScreenSpace>(json: JSON(parsing: text))
        #expect(action == .key(names.map { Key($0) }))
    }

    @Test(arguments: [
        (#"{"action":"left_clik"}"#, "unknown action 'left_clik'; did you mean 'left_click'?"),
        (#"{"action":"Move"}"#, "unknown action 'Move'; did you mean 'mouse_move'?"),
        (#"{"action":"down"}"#, "did you mean 'key_down' or 'mouse_down' or 'left_mouse_down'?"),
        (#"{"action":"fly"}"#, "unknown action 'fly'; expected one of key, type, mouse_move, left_click, "),
        (#"{"action":7}"#, "the name of an action is expected, not a number, 7"),
        (#"{"coordinate":[1,2]}"#, "'action' is missing"),
        (#"{"action":"mouse_move"}"#, "'coordinate' is missing"),
        (#"{"action":"left_click","coordinate":[1]}"#, "[x, y]"),
        (#"{"action":"left_click","modifiers":["a"]}"#, "an array of modifier keys"),
        (#"{"action":"left_click","modifiers":"ctrl"}"#, "an array of modifier keys"),
        (#"{"action":"wait","time":1,"modifiers":["ctrl"]}"#, "modifiers"),
        (#"{"action":"click","button":"wheel"}"#, "\"back\""),
        (#"{"action":"click","count":4}"#, "from 1 to 3"),
        (#"{"action":"drag","button":"back","path":[[1,2],[3,4]]}"#, "one of \"left\", \"middle\", \"right\""),
        (#"{"action":"drag","path":[[1,2]]}"#, "2 to 10000"),
        (#"{"action":"scroll","notches":1.5}"#, "whole number of notches"),
        (#"{"action":"scroll","notches":1,"pixels":120}"#, "cannot stand beside"),
        (#"{"action":"scroll","notches":1,"horizontal":0.5}"#, "whole number of notches"),
        (#"{"action":"hold_key","keys":["a"]}"#, "'time' is missing"),
        (#"{"action":"key_down","keys":[]}"#, "at least one key"),
        (#"{"action":"batch","actions":[]}"#, "1 to 100 actions"),
        (#"{"action":"batch","actions":[{"action":"terminate","status":"success"}]}"#, "cannot stand in a batch"),
        (
            #"{"action":"batch","actions":[{"action":"batch","actions":[{"action":"left_click"}]}]}"#,
            "cannot stand in a batch"
        ),
        (#"{"action":"batch","actions":[{"action":"left_click"},{"action":"left_click","x":1}]}"#, "actions[1]"),
        (#"{"action":"left_click","coordinate":[1,1e300]}"#, "[x, y]"),
        (#"{"action":"left_click","coordinate":"1,2"}"#, "\"1,2\""),
        (#"{"action":"left_click","cordinate":[1,2]}"#, "unknown field"),
        (#"{"action":"key","keys":[]}"#, "at least one key"),
        (#"{"action":"key","keys":["ctrl+"]}"#, "names no chord"),
        (#"{"action":"type"}"#, "'text' is missing"),
        (#"{"action":"wait","time":-1}"#, "0 to 3600"),
        (#"{"action":"wait","time":1e99}"#, "0 to 3600"),
        (#"{"action":"scroll","pixels":1e12}"#, "100000"),
        (#"{"action":"terminate","status":"done"}"#, "success"),
        (#"[1]"#, "an object is expected"),
    ])
    func `a wrong action is refused with its field and what is expected`(text: String, words: String) {
        let error = #expect(throws: JSONError.self) { try Action<ScreenSpace>(json: JSON(parsing: text)) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        "{\"a\":1,}", "{'a':1}", "[1,2", "01", "1.", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "\"a\nb\"", "1 2",
    ])
    func `files are read strictly`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test func `an escaped pair is one character and a fault tells its line`() throws {
        guard case .string(let text) = try JSON(parsing: #""\ud83d\ude00""#).value else { throw CancellationError() }
        #expect(text == "😀")
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "{\n\"a\": 1,\n\"b\": nope}") }
        #expect(error?.line == 3)
    }

    @Test func `a target in words keeps its form`() throws {
        for text in [
            #""File""#, #"{"text":"OK","in_window":"Save","below":"Name","right_of":"x","nth":2}"#,
            #"{"image":"a.png"}"#,
        ] {
            let target = try Target(json: JSON(parsing: text))
            #expect(target.json.text == text)
            #expect(try JSONDecoder().decode(Target.self, from: JSONEncoder().encode(target)) == target)
        }
        #expect(throws: JSONError.self) { try Target(json: JSON(parsing: #"{"text":"OK","under":"x"}"#)) }
    }
}
