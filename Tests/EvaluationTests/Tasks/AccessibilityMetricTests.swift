import Evaluation
import Foundation
import Images
import Interaction
import JSON
import Testing

/// Checks of what programs tell of the screen.
struct AccessibilityMetricTests {
    private static let window = WindowInfo(
        id: WindowID(7), title: "notes.txt - Editor", instance: "editor", className: "Editor", process: 1,
        program: "editor", frame: Box(x: 0, y: 0, width: 400, height: 300),
        content: Box(x: 0, y: 0, width: 400, height: 300), isActive: true, isMinimised: false, isPopup: false)

    /// A list that holds a pressed toggle button, a field, a list with one file, and a button that is scrolled away.
    private static var elements: Evidence {
        func element(
            _ number: Int, _ role: ElementRole, _ name: String, _ states: ElementStates = .enabled,
            value: String? = nil, parent: Int? = nil
        ) -> Element {
            Element(
                number: number, role: role, name: name, value: value,
                box: Box(x: 10, y: Double(20 * number), width: 80, height: 16), states: states, window: WindowID(7),
                parent: parent, sources: .accessibility)
        }
        let list = ElementList(
            shown: [
                element(1, .toggleButton, "Bold", [.enabled, .pressed]), element(2, .field, "Name", value: "Ann"),
                element(3, .list, "Files"), element(4, .listItem, "a.txt", parent: 3),
            ], hidden: [HiddenElement(element(5, .button, "Delete"), .scrolledAway)])
        return .elements(list, windows: [window])
    }

    @Test(arguments: [
        (#"{"present": [{"role": "toggle button", "name": "Bold", "state": {"pressed": true}}]}"#, 1.0),
        (#"{"present": [{"role": "toggle button", "name": "Bold", "state": {"pressed": false}}]}"#, 0),
        (#"{"present": ["bold", {"role": "field", "name": "Name", "value": "Ann"}]}"#, 1),
        (#"{"present": ["bold", {"role": "field", "name": "Name", "value": "Anne"}]}"#, 0),
        (#"{"present": [{"role": "list", "contains": "a.txt", "in_window": "editor"}]}"#, 1),
        (#"{"present": [{"role": "list", "contains": "a.txt", "in_window": "Mail"}]}"#, 0),
        (#"{"present": ["Delete"]}"#, 0), (#"{"absent": ["Delete", {"role": "checkbox"}]}"#, 1),
        (#"{"present": ["Bold"], "absent": [{"role": "list item", "name": "a.txt"}]}"#, 0),
    ])
    func `elements are present with their states and values, or absent`(rules: String, score: Double) throws {
        #expect(try judge("check_elements", Self.elements, rules: rules) == score)
    }

    @Test func `what is missing is told with the reason`() throws {
        let metric = try make("check_elements")
        let rules = try JSON(
            parsing: #"{"present": ["Delete", {"role": "toggle button", "state": {"pressed": false}}]}"#)
        let result = try metric.check(Self.elements, expected: .value(rules))
        #expect(result.difference.contains("'Delete' is scrolled out of view"), "\(result)")
        #expect(result.difference.contains("the toggle button 'Bold' is pressed"), "\(result)")
    }

    @Test(arguments: [
        "{}", #"{"present": "Bold"}"#, #"{"present": [{"role": "knob"}]}"#, #"{"present": [{"image": "a.png"}]}"#,
        #"{"absent": [{"role": "row", "nth": 2}]}"#, #"{"present": [{"text": "a", "roughly": true}]}"#,
    ])
    func `rules about elements that are not understood are the task's fault`(rules: String) throws {
        #expect(throws: TaskFault.self) { try make("check_elements").check(rules: try JSON(parsing: rules)) }
    }

    @Test(arguments: [
        #"[{"xpath": "//frame"}]"#, "[]", #"[{"selectors": []}]"#, #"[{"selectors": ["frame >"]}]"#,
        #"[{"selectors": ["frame:hover"]}]"#, #"[{"selectors": ["[name='a]"]}]"#,
    ])
    func `selectors that are not understood are the task's fault`(rules: String) throws {
        #expect(throws: TaskFault.self) { try make("check_accessibility_tree").check(rules: try JSON(parsing: rules)) }
    }

    @Test(
        .enabled(if: hasSessions && FileManager.default.isExecutableFile(atPath: "/usr/bin/zenity"), "needs zenity"),
        .timeLimit(.minutes(5)))
    func `the elements and the tree of a real program are checked`() async throws {
        let launch = #"["zenity", "--question", "--text", "Save changes?"]"#
        let checks = """
            "config": [{"type": "launch", "parameters": {"command": \(launch)}}, {"type": "sleep", "parameters": {"seconds": 5}}],
            "evaluator": {"func": ["check_elements", "check_accessibility_tree"],
              "result": [{"type": "elements"}, {"type": "accessibility_tree"}],
              "expected": [
                {"type": "rule", "rules": {"present": [{"role": "button", "name": "Yes"}], "absent": ["Maybe"]}},
                {"type": "rule", "rules": [{"selectors": ["application[name=zenity] push-button[name=Yes][st|showing=true]"]}]}]}
            """
        var task = PlayedTask(fields: checks, acts: false)
        task.hasAccessibility = true
        #expect(try await task.run(deed: "true").words == "passed 1.0")
    }

    @Test(.enabled(if: hasSessions, "Xvfb is not installed"))
    func `without an accessibility bus nothing is judged`() async throws {
        let fields = """
            "evaluator": {"func": "check_elements", "result": {"type": "elements"},
              "expected": {"type": "rule", "rules": {"absent": ["Maybe"]}}}
            """
        let outcome = try await PlayedTask(fields: fields, acts: false).run(deed: "true").words
        #expect(outcome.hasPrefix("not evaluated: ") && outcome.contains("accessibility bus"), "\(outcome)")
    }
}
