import Images

/// Names fields that have no name by the label beside or above them, as a person does.
package enum FieldLabels {
    /// The widest gap between a field and a label to its left, and one above it, in pixels.
    private static let reach = (left: 240.0, above: 32.0)
    /// How far the left edges of a field and of a label above it may be apart, in pixels.
    private static let indent = 48.0

    /// The elements with their names.
    package static func named(_ elements: [Element]) -> [Element] {
        guard elements.contains(where: isNameless) else { return elements }
        let labels = Dictionary(
            grouping: elements.filter { [.label, .text].contains($0.role) && !$0.name.isEmpty }, by: \.window)
        return elements.map { element in
            guard isNameless(element), let near = label(of: element, among: labels[element.window] ?? []) else {
                return element
            }
            var element = element
            element.name = near.name
            while element.name.count > 1, let last = element.name.last, last == ":" || last == " " {
                element.name.removeLast()
            }
            return element
        }
    }

    private static func isNameless(_ element: Element) -> Bool {
        element.name.isEmpty && [.field, .comboBox, .spinButton, .slider].contains(element.role)
    }

    private static func label(of field: Element, among labels: [Element]) -> Element? {
        let box = field.box
        let left = labels.filter { label in
            let shared = min(box.maxY, label.box.maxY) - max(box.y, label.box.y)
            let gap = box.x - label.box.maxX
            return 2 * shared >= min(box.height, label.box.height) && gap >= -4 && gap <= reach.left
        }
        if let nearest = left.max(by: { $0.box.maxX < $1.box.maxX }) { return nearest }
        return labels.filter { label in
            let gap = box.y - label.box.maxY
            return gap >= -4 && gap <= reach.above && abs(label.box.x - box.x) <= indent
        }.max { $0.box.maxY < $1.box.maxY }
    }
}
