import Agents
import Images
import Interaction
import JSON
import Testing

struct PlanTests {
    private static func plan(_ steps: String, values: String = "{}") throws -> Plan {
        try Plan(parsing: #"{"windows": ["shop"], "values": \#(values), "steps": [\#(steps)]}"#, file: "plan.json")
    }

    @Test func `loops are written out, steps are numbered, and the file can be written again`() throws {
        let plan = try Self.plan(
            #"""
            {"wait_for": "Order", "timeout": 15},
            {"if": {"shows": "News"}, "then": [{"action": "key", "keys": ["Escape"]}], "else": []},
            {"for_each": "name", "in": ["File", "Edit"], "do": [
              {"action": "left_click", "target": "{{name}}", "window": {"program": "shop", "title": "Order"}}]}
            """#)
        #expect(plan.steps.map(\.number) == [1, 2, 4, 5])
        #expect(plan.steps[3].kind == .script(.actOn(Target("Edit"), .click(.left))))
        #expect(plan.steps[3].window == PlanWindow(program: "shop", title: "Order"))
        #expect(try Plan(parsing: plan.json.text, file: "again") == plan)
    }

    @Test(arguments: [
        (#"{"windows": [], "steps": [{"wait_for": "a"}]}"#, "no window is named"),
        (#"{"windows": ["a"], "steps": []}"#, "there is no step"),
        (#"{"windows": [{"title": "a"}], "steps": [{"wait_for": "a"}]}"#, "the name of the program"),
        (
            #"{"windows": ["a"], "steps": [{"action": "type", "text": "{{b}}"}]}"#,
            "neither a declared value nor a parameter"
        ),
        (#"{"windows": ["a"], "steps": [{"read": "b", "below": "c"}]}"#, "'b' is not declared"),
        (#"{"windows": ["a"], "steps": [{"if": {"value": "b", "is": "c"}, "then": []}]}"#, "'b' is not declared"),
        (#"{"windows": ["a"], "steps": [{"action": "left_click", "target": "Delete"}]}"#, "cannot be undone"),
        (#"{"windows": ["a"], "steps": [{"action": "key", "keys": ["ctrl", "q"]}]}"#, "cannot be undone"),
        (#"{"windows": ["a"], "steps": [{"wait_for": "{{env:PIN}}"}]}"#, "can only be typed"),
        (
            #"{"windows": ["a"], "steps": [{"action": "batch", "actions": [{"action": "key", "keys": ["a"]}]}]}"#,
            "no batches"
        ),
        (
            #"{"windows": ["a"], "steps": [{"action": "batch", "actions": [{"action": "left_click", "target": "b"}]}]}"#,
            "no batches"
        ),
        (#"{"windows": ["a"], "values": {"b": {"type": "text"}}, "steps": [{"wait_for": "a"}]}"#, "'max_length'"),
        (
            #"{"windows": ["a"], "values": {"b": {"type": "any"}}, "steps": [{"wait_for": "a"}]}"#,
            "number, date or text"
        ),
        (
            #"{"windows": ["a"], "values": {"b": {"type": "number"}}, "steps": [{"action": "left_click", "target": "{{b}}"}]}"#,
            "used as a target"
        ),
    ])
    func `a plan that cannot be right is refused with the place`(text: String, problem: String) throws {
        let error = try #require(throws: PlanError.self) { try Plan(parsing: text, file: "plan.json") }
        #expect(error.description.contains(problem), "\(error)")
    }

    @Test func `a loop that would be endless is refused`() throws {
        let items = (0..<1001).map { "\"\($0)\"" }.joined(separator: ",")
        #expect(throws: PlanError.self) {
            try Self.plan(#"{"for_each": "n", "in": [\#(items)], "do": [{"wait_for": "{{n}}"}]}"#)
        }
    }

    @Test func `a script is a plan that declares what its steps may be`() throws {
        let script = Script(steps: [
            .actOn(Target("Save"), .click(.left)), .actOn(Target("OK"), .click(.left)), .act(.type("a\n")),
            .act(.batch([.key([Key("ctrl"), Key("s")]), .key([Key("ctrl"), Key("q")])])),
            .batch([.actOn(Target("Discard"), .click(.left)), .act(.type("b"))]),
        ])
        let plan = try Plan(script, programs: ["mousepad"])
        #expect(plan.steps.map(\.isIrreversible) == [false, true, true, false, true, true, false])
        #expect(throws: PlanError.noWindows) { try Plan(script, programs: []) }
    }

    @Test(arguments: [
        (PlanValue.Kind.number, "1,234.5", true), (.number, "-7", true), (.number, "1 234", true), (.number, "", false),
        (.number, "42; reboot", false), (.number, "42\n", false), (.number, "1.2,3.4", false),
        (.number, "123456789012345678901234567890123", false), (.date, "30.11.2026", true), (.date, "2026-11-30", true),
        (.date, "2026-11/30", false), (.date, "tomorrow", false),
        (.text(pattern: "[A-Z]{2}", maximumLength: 2), "AB", true),
        (.text(pattern: "[A-Z]{2}", maximumLength: 2), "ABC", false),
        (.text(pattern: "[A-Z]{2}|.*", maximumLength: 40), "AB\n", false),
        (.text(pattern: "A|B", maximumLength: 40), "AC", false),
        (.text(pattern: ".*", maximumLength: 40), "~/x", false),
        (.text(pattern: ".*", maximumLength: 40), "a/../b", false),
        (.text(pattern: ".*", maximumLength: 40), "\u{1b}[2J", false),
        (.text(pattern: ".*", maximumLength: 40), "{{env:PIN}}", false),
        (.text(pattern: ".*", maximumLength: 3), "four", false),
    ])
    func `a value is what its type says, and nothing else`(kind: PlanValue.Kind, text: String, isTaken: Bool) {
        #expect((PlanValue("a", kind).fault(of: text) == nil) == isTaken)
    }

    @Test(arguments: [
        ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("1,234", 1234), ("1,23", 1.23), ("12.5", 12.5),
        ("1.234.567", 1_234_567),
        ("−3", -3), ("1'000", 1000),
    ])
    func `numbers are read with their separators`(text: String, number: Double) {
        #expect(PlanValue.number(text) == number)
    }

    @Test func `a path is a value where the plan says so`() {
        #expect(PlanValue("a", .text(pattern: ".*", maximumLength: 9), uses: [.path]).fault(of: "~/a") == nil)
    }

    @Test func `windows count by their program and the words of their title`() {
        func window(_ program: String?, _ title: String, isPopup: Bool = false) -> WindowInfo {
            WindowInfo(
                id: WindowID(1), title: title, instance: "", className: "shop", process: 1, program: program,
                frame: Box(x: 0, y: 0, width: 9, height: 9), content: Box(x: 0, y: 0, width: 9, height: 9),
                isActive: true, isMinimised: false, isPopup: isPopup)
        }
        let order = PlanWindow(program: "shop", title: "order")
        #expect(order.describes(window("shop", "Order 7")))
        #expect(!order.describes(window("shop", "News")))
        #expect(order.describes(window("shop", "", isPopup: true)))
        #expect(!order.describes(window("chat", "Order 7")))
        #expect(!order.describes(window(nil, "Order 7")))
        #expect(PlanWindow(program: "gnome-calculator").describes(window("gnome-calculato", "")))
        #expect(PlanWindow(program: "libreoffice").describes(window("soffice.bin", "")))
        #expect(!PlanWindow(program: "shop").describes(window("shopping", "")))
    }
}
