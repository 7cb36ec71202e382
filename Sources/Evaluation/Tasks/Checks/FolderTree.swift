import Interaction
package import JSON
package import Sessions

/// The names under a folder, as OSWorld's `list_directory` gives them.
package struct FolderTree {
    /// As OSWorld's guest answers it: names, types and children.
    package let json: JSON

    /// Lists what lies at `path`: a folder with all below it, or a file. What is missing counts as a file, as it does there.
    ///
    /// - Throws: ``Sessions/GuestFileError``, also where there is more than is looked at: a list is never cut short.
    package init(of path: GuestPath, in files: GuestFiles) throws(GuestFileError) {
        var left = GuestFiles.maximumEntries
        do throws(GuestFileError) {
            json = try Self.folder(path, in: files, left: &left)
        } catch .missing, .notFolder {
            json = Self.file(path)
        }
    }

    private static func folder(
        _ path: GuestPath, in files: GuestFiles, left: inout Int
    ) throws(GuestFileError) -> JSON {
        var children: [JSON] = []
        let entries = try files.entries(in: path, limit: left)
        left -= entries.count
        for entry in entries {
            children.append(
                entry.kind == .folder ? try folder(entry.path, in: files, left: &left) : file(entry.path))
        }
        return JSON(
            .object([
                JSONMember("type", JSON(.string("directory"))), JSONMember("name", JSON(.string(path.name))),
                JSONMember("children", JSON(.array(children))),
            ]))
    }

    private static func file(_ path: GuestPath) -> JSON {
        JSON(.object([JSONMember("type", JSON(.string("file"))), JSONMember("name", JSON(.string(path.name)))]))
    }
}
