import Foundation
package import Tensors

/// A file of a model's folder, whatever it holds: weights, index, configuration or tokenizer.
package enum ModelFile {
    /// Whether a folder has an entry of this name, be it a symbolic link to a file that was not fetched.
    package static func isNamed(_ path: String) -> Bool {
        (try? FileManager.default.attributesOfItem(atPath: path)) != nil
    }

    /// Maps a file.
    ///
    /// - Throws: ``CheckpointError/danglingLink(file:target:)`` for a symbolic link without its file,
    ///   ``CheckpointError/gitLFSPointer(file:size:)`` for a note in the place of the file,
    ///   ``CheckpointError/storage(_:)`` for one that cannot be read.
    package static func open(_ path: String) throws(CheckpointError) -> MappedFile {
        if !FileManager.default.fileExists(atPath: path),
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path)
        {
            throw .danglingLink(file: path, target: target)
        }
        let file: MappedFile
        do { file = try MappedFile(path: path) } catch { throw .storage(error) }
        try refuseGitLFSPointer(file)
        return file
    }

    /// Tells the note that Git keeps in the place of a large file from the file itself.
    private static func refuseGitLFSPointer(_ file: MappedFile) throws(CheckpointError) {
        guard file.count < 1024, let text = file.bytes.text(), text.hasPrefix("version https://git-lfs") else { return }
        let size = text.split(separator: "\n").first { $0.hasPrefix("size ") }?.dropFirst("size ".count)
        throw .gitLFSPointer(file: file.path, size: size.map(String.init) ?? "some")
    }
}
