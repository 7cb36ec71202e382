import Foundation
import Images
import Interaction
import JSON
import Testing

/// The table of actions, and what derives from it.
struct ActionTableTests {
    @Test func `every example is an action of its kind, read as it is written`() throws {
        for kind in ActionKind.all {
            let action = try Action<ScreenSpace>(json: JSON(parsing: kind.example))
            #expect(action.name == kind.name)
            #expect(try Action(json: action.json) == action)
        }
    }

    @Test func `no two actions have one name, and each field is written`() {
        #expect(Set(ActionName.allCases).count == ActionName.allCases.count)
        #expect(Set(ActionKind.all.flatMap(\.fields).map(\.name)).isSubset(of: ActionField.order))
    }

    @Test func `Qwen's tool has its sixteen names in its order`() {
        #expect(
            ActionName.computerUse.map(\.rawValue) == [
                "key", "type", "mouse_move", "left_click", "left_click_drag", "right_click", "middle_click",
                "double_click", "triple_click", "scroll", "hscroll", "wait", "answer", "terminate", "left_mouse_down",
                "left_mouse_up",
            ])
    }

    @Test func `Qwen's schema holds nothing that its tool is not told of`() {
        let schema = ActionName.schema(on: Size(width: 100, height: 100)).text
        for word in ["notches", "horizontal", "button", "batch", "key_down"] {
            #expect(!schema.contains("\"\(word)\""))
        }
        let whole = ActionName.schema(of: ActionName.allCases, on: Size(width: 100, height: 100), extras: true).text
        for kind in ActionKind.all { #expect(whole.contains("\"\(kind.name.rawValue)\"")) }
    }

    @Test func `an action can be pointed elsewhere exactly if it has a coordinate`() throws {
        for kind in ActionKind.all {
            let action = try Action<ScreenSpace>(json: JSON(parsing: kind.example))
            let pointed = action.pointed(at: Point(x: 7, y: 8))
            #expect((pointed != nil) == kind.hasPlace)
            if let pointed { #expect(pointed.point == Point(x: 7, y: 8)) }
        }
    }

    @Test func `the documentation's table is the table`() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/deskhand/Documentation.docc/Actions.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        #expect(text.contains("\n\(ActionKind.table)\n"), "print it with `deskhand act --list`")
    }
}
