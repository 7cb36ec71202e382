import Images
import Interaction
import JSON
import QwenVL

/// A request for a place on a picture, as clients of grounding models make it.
package struct PlaceQuestion: Sendable {
    let image: Image
    /// What is looked for, the likeliest reading of the words first.
    let targets: [String]
    /// The instruction as it is, which may be a label such as "Select all".
    let whole: String
    let form: Form

    /// How the place is written.
    enum Form: Sendable, Equatable {
        /// `(x,y)` in pixels of the picture, as GTA1 writes it.
        case point
        /// A list of objects with this member, in pixels of the picture, as Qwen2.5-VL writes it.
        case boxes, points
        /// Our plain JSON, an object of thought and action.
        case action(isPerMille: Bool)
    }

    /// Reads the last picture and the last words of the user.
    ///
    /// - Throws: ``CompletionFault``.
    init(_ messages: CompletionMessages) throws {
        var (system, words, image) = ("", "", Image?.none)
        for turn in try messages.decoded() {
            switch turn {
            case .system(let parts): system += parts.compactMap(\.words).joined(separator: "\n")
            case .user(let parts):
                let said = parts.compactMap(\.words).joined(separator: "\n")
                if !said.isEmpty { words = said }
                for case .image(let found, _) in parts { image = found }
            case .assistant, .generated, .toolResult: break
            }
        }
        guard let image else {
            throw CompletionFault.request("expected a picture: the screen on which something is looked for", "messages")
        }
        self.image = image
        form = Self.form(system: system, words: words)
        targets = Self.targets(in: words)
        whole = words.trimming(while: \.isWhitespace)
        guard !targets.isEmpty else {
            throw CompletionFault.request("expected words for what is looked for on the picture", "messages")
        }
    }

    private static func form(system: String, words: String) -> Form {
        if words.contains("bbox_2d") { return .boxes }
        if words.contains("point_2d") { return .points }
        return system.contains(#""action": "left_click""#)
            ? .action(isPerMille: system.contains("thousandths")) : .point
    }

    /// What an instruction is about: the words in quotes, or those after the verb, with and without the kind of widget behind them.
    package static func targets(in instruction: String) -> [String] {
        let text = instruction.trimming(while: \.isWhitespace)
        if let quoted = text.firstMatch(of: #/["“]([^"”]+)["”]/#) { return [String(quoted.1)] }
        if let quoted = text.firstMatch(of: #/(?:^|\s)['‘]([^'’]+)['’]/#) { return [String(quoted.1)] }
        let verb =
            #/(?i)^(?:instruction:\s*)?(?:please\s+)?(?:(?:left|right|middle|double|triple)[- ]?)?(?:click|tap|press|hit|select|choose|open|find|locate|point|move|hover)\b(?:\s+(?:on|at|to|over|the mouse to))*\s+/#
        let bare = text.replacing(#/(?i)^instruction:\s*/#, with: "")
        var words = bare.replacing(verb, with: "").replacing(#/(?i)^(?:the|a|an)\s+/#, with: "")
        words = words.trimming { $0.isWhitespace || ".!".contains($0) }
        let short = words.replacing(
            #/(?i)\s+(?:button|icon|menu item|menu entry|menu|tab|link|check ?box|radio button|text field|field|entry|option|item)$/#,
            with: "")
        return [words, short].filter { !$0.isEmpty }.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

extension RequestPart {
    fileprivate var words: String? {
        switch self {
        case .text(let text), .ownText(let text): text
        case .image, .video: nil
        }
    }
}

extension String {
    fileprivate func trimming(while isLeftOut: (Character) -> Bool) -> String {
        String(drop(while: isLeftOut).reversed().drop(while: isLeftOut).reversed())
    }
}
