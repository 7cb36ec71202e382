import Constraints
import Images
import JSON
import QwenVL
import Testing

struct GroundedFormTests {
    private static let picture = Size<ModelSpace>(width: 1288, height: 812)

    /// Whether `text` is taken byte by byte and may end there.
    private static func accepts(_ text: String, _ form: AnswerForm) throws -> Bool {
        let tokens = try TokenTable(count: 256, token: { .text([UInt8($0)]) }, encode: { $0.utf8.map(Int.init) })
        var constraint = try OutputConstraint(form, tokens: tokens, limit: 10_000)
        for byte in text.utf8 {
            guard constraint.allows(Int(byte)) else { return false }
            constraint.accept(Int(byte))
        }
        return constraint.isComplete
    }

    @Test(arguments: [
        ("[0, 0]", true), ("[1287, 811]", true), ("[1288, 0]", false), ("[0, 812]", false), ("[-1, 0]", false),
        ("[0]", false), ("[1, 2, 3]", false), ("[10.0, 2]", true), ("[10.5, 2]", false),
    ])
    func `a point lies on the picture`(coordinates: String, fits: Bool) throws {
        let form = try AnswerForm.points(on: Self.picture)
        let text = #"[{"point_2d": \#(coordinates), "label": "OK"}]"#
        #expect(try Self.accepts(text, form) == fits)
    }

    @Test(arguments: [
        ("[0, 0, 1287, 811]", true), ("[5, 5, 6, 6]", true), ("[5, 5, 5, 6]", false), ("[5, 5, 6, 5]", false),
        ("[1287, 0, 1287, 5]", false), ("[500, 20, 60, 30]", false), ("[0, 0, 1288, 811]", false),
    ])
    func `a box has its corners in order and on the picture`(coordinates: String, fits: Bool) throws {
        let form = try AnswerForm.boxes(on: Self.picture)
        for text in [#"[{"bbox_2d": \#(coordinates)}]"#, "```json\n[\n\t{\"bbox_2d\": \(coordinates)}\n]\n```"] {
            #expect(try Self.accepts(text, form) == fits)
        }
    }

    @Test func `a fenced answer gives its value`() throws {
        let form = try AnswerForm.boxes(on: Self.picture)
        let value = try form.value(in: "```json\n[{\"bbox_2d\": [1, 2, 3, 4], \"label\": \"a ``` b\"}]\n```")
        #expect(value.spacedText == #"[{"bbox_2d": [1, 2, 3, 4], "label": "a ``` b"}]"#)
    }
}
