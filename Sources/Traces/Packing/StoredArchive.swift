/// A ZIP archive of files stored as they are.
package enum StoredArchive {
    /// The archive's bytes.
    package static func bytes(of files: [(name: String, contents: [UInt8])]) -> [UInt8] {
        var (bytes, directory): ([UInt8], [UInt8]) = ([], [])
        for file in files {
            let entry = PackedEntry(
                name: file.name, size: file.contents.count, checksum: CRC32.checksum(of: file.contents),
                offset: bytes.count)
            bytes += entry.head + file.contents
            directory += entry.directory
        }
        return bytes + directory + PackedEntry.end(count: files.count, size: directory.count, offset: bytes.count)
    }
}
