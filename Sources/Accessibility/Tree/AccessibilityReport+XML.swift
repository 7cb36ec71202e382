import Images
import Interaction

extension AccessibilityReport {
    /// The trees as OSWorld's guests tell them: an element a node, named after its role, with its states and places as
    /// attributes.
    ///
    /// Places are Python's tuples and stand only with what is visible and showing; `windowcoord` and `parentcoord` count
    /// from the window and from the parent.
    package var xml: String {
        var writer = TreeWriter()
        for program in programs { writer.write(program) }
        return writer.xml
    }
}

/// Writes the trees of programs, parents before what they hold.
private struct TreeWriter {
    private static let spaces = [
        ("st", "state"), ("attr", "attributes"), ("cp", "component"), ("txt", "text"), ("val", "value"),
        ("act", "action"),
    ]
    private var text: String

    init() {
        let declared = Self.spaces.map { " xmlns:\($0)=\"https://accessibility.ubuntu.example.org/ns/\($1)\"" }
        text = "<desktop-frame\(declared.joined())>"
    }

    var xml: String { text + "</desktop-frame>" }

    mutating func write(_ program: AccessibleProgram) {
        text += "<application\(Self.attribute("name", program.name))>"
        var open: [Int] = []
        var tops: [Int] = []
        for (index, node) in program.nodes.enumerated() {
            while let last = open.last, last != node.parent { close(program.nodes[last], &open) }
            tops.append(node.parent.map { tops[$0] } ?? index)
            begin(node, in: node.parent.map { program.nodes[$0] }, of: program.nodes[tops[index]])
            open.append(index)
        }
        while let last = open.last { close(program.nodes[last], &open) }
        text += "</application>"
    }

    private mutating func close(_ node: AccessibleNode, _ open: inout [Int]) {
        text += "</\(node.tag)>"
        open.removeLast()
    }

    private mutating func begin(_ node: AccessibleNode, in parent: AccessibleNode?, of top: AccessibleNode) {
        text += "<\(node.tag)\(Self.attribute("name", node.name))"
        for state in node.states.names { text += " st:\(state.dashed)=\"true\"" }
        for (name, value) in node.attributes.sorted(by: { $0.key < $1.key }) where name.isXMLName {
            text += Self.attribute("attr:\(name)", value)
        }
        if let box = node.box, node.states.isSuperset(of: [.visible, .showing]) {
            text += Self.place("screencoord", box.x, box.y)
            if let outer = top.box { text += Self.place("windowcoord", box.x - outer.x, box.y - outer.y) }
            if let outer = parent?.box { text += Self.place("parentcoord", box.x - outer.x, box.y - outer.y) }
            text += Self.place("size", box.width, box.height)
        }
        if let value = node.value {
            for (name, number) in [("value", value.current), ("min", value.minimum), ("max", value.maximum)] {
                text += " val:\(name)=\"\(number)\""
            }
        }
        for action in node.actions where action.dashed.isXMLName { text += " act:\(action.dashed)_desc=\"\"" }
        text += ">" + (node.text ?? node.labelText).escaped
    }

    private static func attribute(_ name: String, _ value: String) -> String { " \(name)=\"\(value.escaped)\"" }

    private static func place(_ name: String, _ x: Double, _ y: Double) -> String {
        " cp:\(name)=\"(\(Int(x.rounded())), \(Int(y.rounded())))\""
    }
}

extension AccessibleNode {
    fileprivate var tag: String { role.words.dashed }

    /// The text of a label, which is its name and is not read twice.
    fileprivate var labelText: String { role == .label ? name : "" }
}

extension String {
    /// Words with a hyphen between them, in lower case: `multiLine` and `push button` become `multi-line` and `push-button`.
    fileprivate var dashed: String {
        reduce(into: "") { result, character in
            if character.isUppercase {
                result += (result.isEmpty || result.last == "-" ? "" : "-") + character.lowercased()
            } else {
                result.append(character == " " ? "-" : character)
            }
        }
    }

    /// Whether it may name an attribute.
    fileprivate var isXMLName: Bool {
        guard let first = unicodeScalars.first, first.properties.isAlphabetic, first.isASCII else { return false }
        return unicodeScalars.allSatisfy {
            $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0) || $0 == "-" || $0 == "_")
        }
    }

    /// Without the characters that XML does not have, nor those that stand for what is embedded or unreadable.
    fileprivate var escaped: String {
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            case "\n": text += "&#10;"
            case "\t": text += "&#9;"
            case "\u{fffc}", "\u{fffd}", "\u{fffe}", "\u{ffff}": continue
            case _ where scalar.value < 0x20: continue
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}
