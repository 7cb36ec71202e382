import JSON

extension ActionKind {
    /// Every action with its fields, as a table in Markdown.
    package static var table: String {
        let head = ["| action | fields | what it does | presses | example |", "| --- | --- | --- | --- | --- |"]
        return (head + all.map(\.row)).joined(separator: "\n")
    }

    private var row: String {
        let cells = ["`\(name.rawValue)`", fieldWords, sentence, presses, "`\(example)`"]
        return "| " + cells.joined(separator: " | ") + " |"
    }

    private var sentence: String {
        let first = meaning.prefix(1).uppercased() + meaning.dropFirst() + "."
        return detail.isEmpty ? first : "\(first) \(detail)"
    }

    /// Each field once, with every type that it may have.
    private var fieldWords: String {
        fields.map { field in
            let types = forms.joined().filter { $0.name == field.name }.map(\.type)
            let unique = types.enumerated().filter { !types[..<$0.offset].contains($0.element) }.map(\.element)
            let isRequired = forms.allSatisfy { form in form.contains { $0.name == field.name && $0.isRequired } }
            return "`\(field.name)`\(isRequired ? "" : "?"): \(unique.joined(separator: " or "))"
        }.joined(separator: "<br>")
    }

    /// Which buttons and keys go down.
    private var presses: String {
        guard let json = try? JSON(parsing: example), let action = try? Action<AnySpace>(json: json) else { return "" }
        switch action.effect {
        case .keys(.strike): return "its keys"
        case .keys(.press): return "its keys, which stay down"
        case .keys(.hold): return "its keys, for the time"
        case .keys(.release): return "none; releases its keys"
        case .keys(.text): return "the keys that its characters need"
        case .pointer(let pointing):
            return Self.words(for: pointing.use, isGeneral: fields.contains { $0.name == "button" })
        case .batch: return "what its members press"
        case .episode: return "none"
        }
    }

    private static func words<Space>(for use: ActionEffect<Space>.Use, isGeneral: Bool) -> String {
        switch use {
        case .move: "none"
        case .wheel: "the wheel"
        case .press(let button): isGeneral ? "the button" : "the \(button) button"
        case .release(let button): isGeneral ? "none; releases the button" : "none; releases the \(button) button"
        }
    }
}
