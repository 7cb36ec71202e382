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
    func `a text without a call means no action`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        #expect(throws: ActionTextError.noCall) { try dialect.read("I cannot.", picture) }
    }

    @Test(arguments: [
        ("Qwen/Qwen2.5-VL-7B-Instruct", "computer_use"), ("qwen3-vl:8b", "qwen3_vl"), ("Qwen3.5-35B-A3B", "qwen3_vl"),
        ("Hcompany/Holo3-35B", "qwen3_vl"), ("mPLUG/GUI-Owl-1.5-8B", "gui_owl"), ("meituan/EvoCUA-32B", "evocua"),
        ("ByteDance-Seed/UI-TARS-1.5-7B", "ui_tars_1_5"), ("UI-TARS-72B-DPO", "ui_tars_1"), ("ui-tars-2", "ui_tars_2"),
        ("doubao-1-5-ui-tars-250428", "doubao"), ("gpt-5.4", "openai_computer"),
        ("computer-use-preview-2025-03-11", "openai_preview"), ("claude-3-5-sonnet-20241022", "anthropic_20241022"),
        ("claude-sonnet-4-5-20250929", "anthropic_20250124"), ("claude-opus-4-5", "anthropic_20251124"),
        ("anthropic/claude-opus-5.5", "anthropic_toolset"), ("claude-sonnet-5", "anthropic_toolset"),
        ("gemini-2.5-computer-use-preview-10-2025", "gemini_browser"), ("models/gemini-3.5-flash", "gemini_desktop"),
        ("zai-org/GLM-4.5V", "glm_v"), ("glm-4.6v-flash", "glm_v"), ("xlangai/OpenCUA-32B", "opencua"),
        ("moonshotai/Kimi-K2.5", "kimi"), ("HelloKKMe/GTA1-7B", "gta1"), ("deskhand-screen", "gta1"),
        ("Hcompany/Holo1.5-7B", "holo1_5"),
        ("Hcompany/Holo2-8B", "holo2"), ("Tongyi-MAI/MAI-UI-8B", "mai_ui"),
    ])
    func `a model's name chooses its dialect`(model: String, name: String) {
        #expect(Dialect.chosen(forModel: model)?.name == name)
        #expect(Dialect.named(name)?.chooses(model) == true)
    }

    @Test func `an unknown name chooses none`() {
        for name in ["", "llama-4-scout", "mistral-small", "my-model"] {
            #expect(Dialect.chosen(forModel: name) == nil)
        }
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
            let names = dialect.hosted?.entries(picture) ?? []
            #expect(dialect.hosted == nil || !names.isEmpty)
            #expect(dialect.words("Save it").contains("Save it"))
        }
        #expect(Dialect.click.opening.hasSuffix("\"left_click\", \"coordinate\": ["))
        #expect(Dialect.act.opening.hasSuffix("\"action\": "))
    }
}
