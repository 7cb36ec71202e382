package import Foundation

extension FileManager {
    /// Copies a file, or a folder with all that is in it; the copy belongs to this user. `copyItem` gives the copy of
    /// a folder to the original's owner, which only root may do.
    package func copyTree(at source: URL, to target: URL) throws {
        let attributes = try attributesOfItem(atPath: source.path)
        switch attributes[.type] as? FileAttributeType {
        case .typeDirectory:
            try createDirectory(at: target, withIntermediateDirectories: false)
            for name in try contentsOfDirectory(atPath: source.path) {
                try copyTree(at: source.appending(path: name), to: target.appending(path: name))
            }
        case .typeSymbolicLink:
            try createSymbolicLink(
                atPath: target.path, withDestinationPath: try destinationOfSymbolicLink(atPath: source.path))
        default:
            try copyItem(at: source, to: target)
        }
    }
}
