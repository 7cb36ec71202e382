import Foundation
import Interaction

/// The names under a folder, as OSWorld's `list_directory` gives them.
package struct FolderTree {
    /// More names than any task means; a link that leads round in circles ends here.
    private static let mostNames = 20_000

    package let json: JSON

    package init(_ folder: URL) {
        var left = Self.mostNames
        json = Self.tree(folder, left: &left)
    }

    private static func tree(_ url: URL, left: inout Int) -> JSON {
        left -= 1
        var members = [JSONMember("name", JSON(.string(url.lastPathComponent)))]
        let type = (try? FileManager.default.attributesOfItem(atPath: url.path))?[.type] as? FileAttributeType
        guard type == .typeDirectory else {
            return JSON(.object([JSONMember("type", JSON(.string("file")))] + members))
        }
        var children: [JSON] = []
        for name in ((try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []).sorted() where left > 0 {
            children.append(tree(url.appending(path: name), left: &left))
        }
        members.append(JSONMember("children", JSON(.array(children))))
        return JSON(.object([JSONMember("type", JSON(.string("directory")))] + members))
    }
}
