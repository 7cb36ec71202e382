/// Names rows, list items and buttons that have no name by the labels that they hold.
enum ItemNames {
    /// More labels than this make no name.
    private static let most = 4

    /// The elements with their names.
    static func named(_ told: [ToldElement]) -> [ToldElement] {
        var words: [Int: [String]] = [:]
        for element in told where isLabel(element) && !element.name.isEmpty {
            var next = element.parent
            while let index = next, told[index].name.isEmpty {
                words[index, default: []].append(element.name)
                if isItem(told[index]) { break }
                next = told[index].parent
            }
        }
        var result = told
        for (index, names) in words where isItem(told[index]) && names.count <= most {
            result[index].name = names.joined(separator: " ")
        }
        return result
    }

    private static func isLabel(_ element: ToldElement) -> Bool {
        [.label, .text, .paragraph, .cell, .image, .icon].contains(element.role)
    }

    private static func isItem(_ element: ToldElement) -> Bool {
        [.listItem, .treeItem, .row, .button, .toggleButton, .menuItem, .tab, .link].contains(element.role)
    }
}
