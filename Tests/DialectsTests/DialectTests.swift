import Dialects
import Images
import Interaction
import Testing

struct DialectTests {
    private let picture = Size<ModelSpace>(width: 1316, height: 728)
    private let click = Action<ModelSpace>.click(.left, at: Point(x: 100, y: 200))

    @Test func `each dialect has a name of its own, by which it is found`() {
        #expect(Set(Dialect.all.map(\.name)).count == Dialect.all.count)
        for dialect in Dialect.all { #expect(Dialect.named(dialect.name)?.name == dialect.name) }
        #expect(Dialect.named("ours") == nil)
        for dialect in Dialect.pointing { #expect(Dialect.named(dialect.name) != nil) }
    }

    @Test(arguments: Dialect.all.map(\.name))
    func `a dialect reads what it writes`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        for action in [click, .type("{\"action\":\"left_click\"}"), .wait(.seconds(2)), .terminate(.success)] {
            #expect(try dialect.read(dialect.call(action), picture).action == action)
        }
        #expect(throws: ActionTextError.noCall) { try dialect.read("I cannot.", picture) }
    }

    @Test(arguments: [
        (#"{"action": "click", "coordinate": [100, 200]}"#, Action<ModelSpace>.click(.left, at: Point(x: 100, y: 200))),
        (#"{"action": "type", "text": "a"}"#, .type("a")), (#"{"action": "wait", "time": 2}"#, .wait(.seconds(2))),
        (#"{"action": "terminate", "status": "failure"}"#, .terminate(.failure)),
    ])
    func `calls of the mobile-use tool are actions of the desktop`(arguments: String, action: Action<ModelSpace>) throws
    {
        let answer = "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": \(arguments)}\n</tool_call>"
        #expect(try Dialect.mobileUse.read(answer, picture).action == action)
        #expect(throws: ActionTextError.unknownFunction("mobile_use", expected: "computer_use")) {
            try Dialect.computerUse.read(answer, picture)
        }
    }

    @Test func `a gesture that no desktop knows is refused with what there is`() {
        let answer = #"{"name": "mobile_use", "arguments": {"action": "swipe", "coordinate": [1, 2]}}"#
        let error = #expect(throws: ActionTextError.self) { try Dialect.mobileUse.read(answer, picture) }
        #expect(error?.description == "unknown action 'swipe'; expected one of click, type, key, wait, terminate")
    }

    @Test func `tools state the size of the picture, and a question for a place holds its instruction`() {
        for dialect in Dialect.all {
            for tool in dialect.tools(picture) { #expect(tool.contains("resolution is 1316x728")) }
            #expect(dialect.words("Save it").contains("Save it"))
        }
        #expect(Dialect.click.opening.hasSuffix("\"left_click\", \"coordinate\": ["))
        #expect(Dialect.act.opening.hasSuffix("\"action\": "))
    }
}
