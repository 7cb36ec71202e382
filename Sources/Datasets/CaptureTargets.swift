import Images
import Interaction

/// Decides which elements of a screen are targets, and the words that name each alone.
struct CaptureTargets {
    private let list: ElementList
    private let screenshot: Screenshot
    private let scale: Double
    /// How many elements have a name, and how many have it in a role.
    private let names: [String: Int]
    private let phrases: [String: Int]

    private static let maximumLength = 60
    /// Smaller things can hardly be hit; what takes more of the screen is no target.
    private static let (minimumSide, maximumShare) = (6.0, 0.1)

    init(_ list: ElementList, on screenshot: Screenshot, dotsPerInch: Int) {
        self.list = list
        self.screenshot = screenshot
        scale = Double(dotsPerInch) / 96
        let named = list.shown.filter { !$0.name.isEmpty }
        names = Dictionary(named.map { (Self.plain($0.name), 1) }, uniquingKeysWith: +)
        phrases = Dictionary(named.map { (Self.phrase($0).lowercased(), 1) }, uniquingKeysWith: +)
    }

    /// All that shows, in the order of the list.
    var elements: [CapturedElement] {
        list.shown.map { element in
            let kind = TargetKind(of: element, on: screenshot, scale: scale)
            return CapturedElement(
                element, kind: kind, instruction: isTarget(element, kind) ? words(for: element) : nil)
        }
    }

    private func isTarget(_ element: Element, _ kind: TargetKind) -> Bool {
        guard element.sources.contains(.accessibility), !element.name.isEmpty,
            element.name.count <= Self.maximumLength, element.name.contains(where: \.isAlphanumericOrSign),
            min(element.box.width, element.box.height) >= Self.minimumSide,
            element.box.area <= Self.maximumShare * screenshot.screen.bounds.area,
            DrawnEdges.areVisible(in: screenshot.frame.imageBox(element.box), of: screenshot.image)
        else { return false }
        switch element.role {
        case .button, .toggleButton, .checkbox, .radioButton, .switch, .link, .field, .comboBox, .spinButton, .slider,
            .menu, .menuItem, .tab, .columnHeader, .icon:
            return true
        case .listItem, .treeItem, .row, .cell: return kind == .text
        default: return false
        }
    }

    /// The name where nothing else has it, or the name and the role.
    private func words(for element: Element) -> String? {
        let name = Self.bare(element.name)
        if names[Self.plain(element.name)] == 1 { return name }
        let phrase = Self.phrase(element)
        return phrases[phrase.lowercased()] == 1 ? phrase : nil
    }

    private static func phrase(_ element: Element) -> String { "the \(bare(element.name)) \(element.role.name)" }

    /// Without mnemonics, a closing ellipsis or colon, and in lower case.
    private static func plain(_ name: String) -> String { bare(name).lowercased() }

    private static func bare(_ name: String) -> String {
        var name = name
        for end in ["…", "...", ":"] where name.hasSuffix(end) && name.count > end.count {
            name.removeLast(end.count)
        }
        return name
    }
}

extension Character {
    fileprivate var isAlphanumericOrSign: Bool { isLetter || isNumber || isSymbol || isMathSymbol }
}
