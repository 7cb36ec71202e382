import Foundation
import Interaction

extension Script {
    /// The parameters in the order in which the script names them, `{{name}}`.
    ///
    /// A name is made of letters, digits, `_` and `-` and begins with a letter or `_`; other text in braces is text.
    package var parameters: [String] { placeholders.filter { !$0.isSecret }.map(\.name).unique }

    /// The names of the environment's variables that the script types, `{{env:NAME}}`: its secrets.
    package var secrets: [String] { placeholders.filter(\.isSecret).map(\.name).unique }

    /// The script with each parameter replaced by its value. Secrets stay as they are, for the keyboard.
    ///
    /// - Throws: ``ScriptError/unset(parameter:)``, ``ScriptError/unknown(parameter:known:)``, or
    ///   ``ScriptError/misplacedSecret(step:text:)`` for a secret that would not be typed.
    package func filled(with values: [String: String]) throws(ScriptError) -> Script {
        let known = parameters
        if let name = known.first(where: { values[$0] == nil }) { throw .unset(parameter: name) }
        if let name = values.keys.sorted().first(where: { !known.contains($0) }) {
            throw .unknown(parameter: name, known: known)
        }
        let filled = Script(steps: steps.map { $0.mapText { Placeholder.fill($0, with: values) } })
        try filled.refuseMisplacedSecrets()
        return filled
    }

    /// Only the keyboard knows what a secret is; anywhere else its name would be taken for the text that is meant.
    private func refuseMisplacedSecrets() throws(ScriptError) {
        for (index, step) in steps.enumerated() {
            var misplaced: String?
            _ = step.withoutTyping.mapText { text in
                if text.contains("{{env:") { misplaced = text }
                return text
            }
            if let misplaced { throw .misplacedSecret(step: index + 1, text: misplaced) }
        }
    }

    /// A text with `{{name}}` replaced by the value of each name that has one.
    package static func fill(_ text: String, with values: [String: String]) -> String {
        Placeholder.fill(text, with: values)
    }

    /// Reads settings of the form `name=value`; a later one wins.
    package static func settings(_ texts: [String]) throws(ScriptError) -> [String: String] {
        var values: [String: String] = [:]
        for text in texts {
            guard let equals = text.firstIndex(of: "="), equals != text.startIndex else { throw .setting(text) }
            values[String(text[..<equals])] = String(text[text.index(after: equals)...])
        }
        return values
    }

    private var placeholders: [Placeholder] {
        var found: [Placeholder] = []
        for step in steps {
            _ = step.mapText { text in
                found += Placeholder.pieces(of: text).compactMap(\.placeholder)
                return text
            }
        }
        return found
    }
}

/// `{{name}}` or `{{env:NAME}}`.
struct Placeholder {
    let name: String
    let isSecret: Bool

    /// Text as it stands, or a placeholder as it was written.
    struct Piece {
        let text: String
        let placeholder: Placeholder?
    }

    init?(_ text: Substring) {
        let isSecret = text.hasPrefix("env:")
        let name = isSecret ? text.dropFirst(4) : text
        guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic,
            name.unicodeScalars.allSatisfy({ $0 == "_" || $0 == "-" || $0.properties.isAlphabetic || $0.isASCIIDigit })
        else { return nil }
        self.name = String(name)
        self.isSecret = isSecret
    }

    static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let opening = rest.firstRange(of: "{{") {
            guard let closing = rest[opening.upperBound...].firstRange(of: "}}") else { break }
            let placeholder = Placeholder(rest[opening.upperBound..<closing.lowerBound])
            // What is no placeholder may hold the braces of one: go on behind its first brace.
            let end = placeholder == nil ? rest.index(after: opening.lowerBound) : closing.upperBound
            let start = placeholder == nil ? end : opening.lowerBound
            pieces.append(Piece(text: String(rest[..<start]), placeholder: nil))
            if let placeholder { pieces.append(Piece(text: String(rest[start..<end]), placeholder: placeholder)) }
            rest = rest[end...]
        }
        return pieces + [Piece(text: String(rest), placeholder: nil)]
    }

    static func fill(_ text: String, with values: [String: String]) -> String {
        pieces(of: text).map { piece in
            guard let placeholder = piece.placeholder, !placeholder.isSecret else { return piece.text }
            return values[placeholder.name] ?? piece.text
        }.joined()
    }
}

extension ScriptStep {
    /// The same step with each of its texts passed through `change`.
    func mapText(_ change: (String) -> String) -> ScriptStep {
        switch self {
        case .act(let action): .act(action.mapText(change))
        case .actOn(let target, let action): .actOn(target.mapText(change), action)
        case .batch(let actions): .batch(actions.map { $0.mapText(change) })
        case .waitFor(let target, let present, let timeout):
            .waitFor(target.mapText(change), present: present, timeout: timeout)
        case .assert(let target, let present, let softly):
            .assert(target.mapText(change), present: present, softly: softly)
        case .screenLike(let claim): .screenLike(claim.mapText(change))
        case .use(let shared): .use(shared.mapText(change))
        }
    }
}

extension ScriptStep {
    /// The same without what a hand does by itself: of that only text holds any secret, and the keyboard types it.
    fileprivate var withoutTyping: ScriptStep {
        let placed = actions?.filter { if case .act(let action) = $0 { action.isEpisodesOwn } else { true } }
        return placed.map { .batch($0) } ?? self
    }
}

extension ScriptAction {
    fileprivate func mapText(_ change: (String) -> String) -> ScriptAction {
        switch self {
        case .act(let action): .act(action.mapText(change))
        case .actOn(let target, let action): .actOn(target.mapText(change), action)
        }
    }
}

extension Action {
    fileprivate func mapText(_ change: (String) -> String) -> Action {
        switch self {
        case .type(let text): .type(change(text))
        case .answer(let text): .answer(change(text))
        case .batch(let actions): .batch(actions.map { $0.mapText(change) })
        default: self
        }
    }
}

extension Target {
    func mapText(_ change: (String) -> String) -> Target {
        Target(
            change(text), inWindow: inWindow.map(change), below: below.map(change), rightOf: rightOf.map(change),
            nth: nth, image: image.map(change), isRough: isRough, role: role, state: state, value: value.map(change),
            contains: contains.map(change))
    }
}

extension Unicode.Scalar {
    fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}

extension [String] {
    /// The same without repetitions.
    fileprivate var unique: [String] {
        var seen: Set<String> = []
        return filter { seen.insert($0).inserted }
    }
}
