import Interaction

/// A call as in Python, `name(1, 'text', key='value')`, read and never run: how UI-TARS, GLM and OpenCUA name actions.
struct CallExpression {
    /// With its module, as in `pyautogui.click`.
    let name: String
    let arguments: [Argument]
    /// The call as the model wrote it.
    let text: String

    struct Argument {
        /// `nil` for one that is given by its position.
        let name: String?
        let value: Value
    }

    enum Value: Hashable {
        case text(String)
        case number(Double)
        case list([Value])
        /// `True`, `None` and other bare words.
        case word(String)
    }

    /// The value called `name`, or at `position` of those without a name.
    subscript(name: String, position: Int? = nil) -> Value? {
        if let named = arguments.first(where: { $0.name == name }) { return named.value }
        let unnamed = arguments.filter { $0.name == nil }
        return position.flatMap { unnamed.indices.contains($0) ? unnamed[$0].value : nil }
    }

    /// The text under the first of `names` that there is.
    func text(_ names: String..., position: Int? = nil) -> String? {
        for name in names {
            if let value = self[name] { return value.words }
        }
        return position.flatMap { self["", $0]?.words }
    }
}

extension CallExpression.Value {
    /// A text as it is, another value as it would be written.
    var words: String {
        switch self {
        case .text(let text), .word(let text): text
        case .number(let number): Int(exactly: number).map(String.init) ?? "\(number)"
        case .list(let items): items.map(\.words).joined(separator: ", ")
        }
    }

    /// A number, or a text that holds only one.
    var number: Double? {
        switch self {
        case .number(let number): number
        case .text(let text): Double(text.filter { !$0.isWhitespace })
        case .list, .word: nil
        }
    }

    /// The texts of a list, or one text.
    var texts: [String]? {
        switch self {
        case .text(let text): [text]
        case .list(let items): items.map(\.words)
        case .number, .word: nil
        }
    }
}
