package import Images
import Interaction
import JSON
package import Models

/// What a planner is shown of a screen.
package enum PlannerView: String, Hashable, Sendable, CaseIterable {
    /// The elements as text; enough for a model without vision.
    case elements
    /// The screenshot with the elements' numbers on it.
    case marks
    /// Both.
    case both

    /// Whether the model must take pictures.
    package var hasPicture: Bool { self != .elements }
    /// Whether the elements are listed as text.
    package var hasList: Bool { self != .marks }
}

/// A model that says what is to be done and to what, in words or by an element's number, and leaves it to a grounder to find
/// the place: what it is told, and how it answers.
package struct Planner: Sendable {
    /// As traces name it.
    package static let name = "planner"

    private let view: PlannerView

    /// Creates the dialect for a planner that is shown this much of the screen.
    package init(_ view: PlannerView) { self.view = view }

    /// The names of the actions that it is offered.
    private static let actions = ActionName.allCases.filter {
        !["batch", "left_mouse_down", "left_mouse_up", "drag"].contains($0.rawValue)
    }

    /// What it is told before the conversation.
    package var system: String {
        let seen =
            switch view {
            case .elements: "You are told what is on the screen: its windows, and what is in them, each with a number."
            case .marks: "You see a screenshot on which what can be pointed at has a number in a box."
            case .both:
                "You see a screenshot with numbers in boxes, and are told what is on the screen: its windows, and what is in them, each with its number."
            }
        let lines = Self.actions.map { "- \($0.kind.meaning(ofPlace: "target")): \($0.kind.exampleWithTarget)" }
        return """
            You operate a desktop. \(seen) You choose one action; then you see what became of it, until the task is done.

            Answer with one JSON object and nothing else:
            {"thought": "what you see and what is next, in a sentence or two", "action": {"action": "left_click", "target": "Save"}}

            A target is one of
            - the number of an element, such as 12: {"action": "left_click", "target": 12};
            - its words, as they stand on the screen: {"action": "left_click", "target": "Save"};
            - words and what tells it from others of these words: {"text": "Save", "in_window": "Editor", "below": "Name", "right_of": "File", "nth": 2}, with one or more of these members besides text.
            Never name a coordinate.

            The actions, each with an example:
            \(lines.joined(separator: "\n"))

            - Text is typed where the focus is: click a field first, unless it is focused.
            - When an action changed nothing, try another. Programs may need a moment: wait, and look again.
            - When the task asks for an answer, answer before you terminate.
            - When the task is done, terminate with success; when it cannot be done, with failure.
            """
    }

    /// The form of an answer.
    package var form: ChatForm { .json(schema: Self.schema) }

    /// The JSON schema of an answer.
    package static let schema: String = {
        let text = JSON.written([("type", .words("string"))])
        let words = ["text", "in_window", "below", "right_of"].map { ($0, text) }
        let narrowed = JSON.written([
            ("type", .words("object")),
            (
                "properties",
                .written(words + [("nth", .written([("type", .words("integer")), ("minimum", .count(1))]))])
            ),
            ("required", .items([.words("text")])), ("additionalProperties", .truth(false)),
        ])
        let number = JSON.written([("type", .words("integer")), ("minimum", .count(0))])
        let target = JSON.written([("anyOf", .items([number, text, narrowed]))])
        let choices = actions.flatMap { $0.kind.planned(target) }
        return JSON.written([
            ("type", .words("object")),
            ("properties", .written([("thought", text), ("action", .written([("anyOf", .items(choices))]))])),
            ("required", .items([.words("thought"), .words("action")])), ("additionalProperties", .truth(false)),
        ]).text
    }()

    /// The text about a screen that accompanies the picture.
    ///
    /// - Parameters:
    ///   - screen: its size.
    ///   - list: the elements as text; ignored where they are not listed.
    package func words(screen: Size<ScreenSpace>, list: String) -> String {
        guard view.hasList else { return "The screen, \(screen), with the numbers of its elements:" }
        let shown = list.isEmpty ? "Nothing is known of what is on it." : list
        return "The screen, \(screen):\n\(shown)"
    }
}

extension ActionKind {
    /// The meaning with a target in place of a coordinate.
    fileprivate func meaning(ofPlace word: String) -> String { meaning.replacing("coordinate", with: word) }

    /// The example with a target in place of its coordinate.
    fileprivate var exampleWithTarget: String {
        guard let json = try? JSON(parsing: example), case .object(let members) = json.value else { return example }
        return JSON(
            .object(
                members.map { member in
                    member.name == "coordinate" ? JSONMember("target", .words("Save")) : member
                })
        ).text
    }

    /// Schemas of the action with its places as targets.
    fileprivate func planned(_ target: JSON) -> [JSON] {
        let schema = ActionName.schema(of: [name], on: Size(width: 1, height: 1), extras: true)
        return (schema["anyOf"]?.items ?? []).compactMap { form in
            guard case .object(let members)? = form["properties"]?.value else { return nil }
            var isPointing = false
            var properties = members.compactMap { member -> JSONMember? in
                if member.name == "path" { return nil }
                guard member.name == "coordinate" else { return member }
                isPointing = true
                return JSONMember("target", target)
            }
            if isPointing, hasStart { properties.append(JSONMember("from", target)) }
            let required = (form["required"]?.strings ?? []).map { $0 == "coordinate" ? "target" : $0 }
            return form.setting([
                JSONMember("properties", JSON(.object(properties))),
                JSONMember("required", .items(required.map(JSON.words))),
            ])
        }
    }
}
