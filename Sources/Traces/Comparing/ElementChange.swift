import Images

/// A difference between the elements of two screens, in words for people.
package enum ElementChange: Hashable, Sendable {
    case missing(ListedElement)
    case new(ListedElement)
    case renamed(ListedElement, to: ListedElement)
    case otherRole(ListedElement, to: ListedElement)
    case states(ListedElement, gained: [String], lost: [String])
    /// Elements that moved by the same number of pixels.
    case moved([ListedElement], right: Int, down: Int)
    case resized(ListedElement, to: ListedElement)
    /// The second stood after the first, and stands before it: rows, items or tabs in another order.
    case reordered(ListedElement, ListedElement)
    /// Only its pixels differ.
    case looks(ListedElement)

    /// Whether it is another interface, and not only another place or look of the same one.
    package var isStructural: Bool {
        switch self {
        case .missing, .new, .renamed, .otherRole, .states, .reordered: true
        case .moved, .resized, .looks: false
        }
    }

    /// Whose change it is.
    package var elements: [ListedElement] {
        switch self {
        case .missing(let one), .new(let one), .looks(let one), .states(let one, _, _): [one]
        case .renamed(let one, let other), .otherRole(let one, let other), .resized(let one, let other),
            .reordered(let one, let other):
            [one, other]
        case .moved(let all, _, _): all
        }
    }
}

extension ElementChange: CustomStringConvertible {
    package var description: String {
        switch self {
        case .missing(let element): "\(element.words) is missing"
        case .new(let element): "\(element.words) is new"
        case .renamed(let old, let new):
            if old.name.isEmpty {
                "\(old.words) is called '\(new.name)'"
            } else if new.name.isEmpty {
                "\(old.words) lost its name"
            } else {
                "'\(old.name)' became '\(new.name)'"
            }
        case .otherRole(let old, let new): "'\(old.name)' was a \(old.role) and is a \(new.role)"
        case .states(let element, let gained, let lost): "\(element.words) " + Self.words(gained, lost)
        case .moved(let elements, let right, let down):
            "\(Self.names(elements)) moved \(Self.distance(right, down))"
        case .resized(let old, let new):
            "\(old.words) was \(old.box.size) pixels and is \(new.box.size)"
        case .reordered(let one, let other): "\(other.words) stands before \(one.words), and stood after it"
        case .looks(let element): "\(element.words) looks different"
        }
    }

    private static func words(_ gained: [String], _ lost: [String]) -> String {
        let now = gained.map { $0 == "focused" ? "has the focus" : "is \($0.replacing("_", with: " "))" }
        let before = lost.map { state in
            switch state {
            case ListedElement.disabled: "is enabled"
            case "focused": "has lost the focus"
            default: "is no longer \(state.replacing("_", with: " "))"
            }
        }
        return (now + before).joined(separator: " and ")
    }

    private static let maximumNames = 2

    private static func names(_ elements: [ListedElement]) -> String {
        let named = elements.prefix(maximumNames).map(\.words)
        let more = elements.count - named.count
        return more > 0 ? named.joined(separator: ", ") + " and \(more) more" : named.joined(separator: " and ")
    }

    private static func distance(_ right: Int, _ down: Int) -> String {
        var words: [String] = []
        if right != 0 {
            words.append("\(abs(right)) pixel\(abs(right) == 1 ? "" : "s") \(right > 0 ? "right" : "left")")
        }
        if down != 0 {
            let unit = words.isEmpty ? " pixel\(abs(down) == 1 ? "" : "s")" : ""
            words.append("\(abs(down))\(unit) \(down > 0 ? "down" : "up")")
        }
        return words.joined(separator: " and ")
    }
}

extension ListedElement {
    /// Its role and name, such as `the button 'OK'`; words that were read have no role.
    package var words: String {
        if role == Self.textRole { return "'\(name)'" }
        let kind = role.replacing("_", with: " ")
        return name.isEmpty ? "a \(kind) without a name" : "the \(kind) '\(name)'"
    }
}

extension Box {
    fileprivate var size: String { "\(Int(width))x\(Int(height))" }
}
