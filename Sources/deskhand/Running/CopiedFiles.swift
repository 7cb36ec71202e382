import Foundation
import Traces

/// Files and folders of this machine that are copied into a desktop, as its trace keeps them for a replay.
enum CopiedFiles {
    /// The longest file that is kept, in bytes.
    private static let longest = 16 << 20
    /// How much is kept of all of them, in bytes.
    private static let maximum = 64 << 20
    /// How many are kept.
    private static let count = 10_000

    /// The regular files among `files` and in the folders among them, by their paths in the home. What exceeds the limits is
    /// left out, and so are symbolic links.
    static func inputs(of files: [URL]) -> [RecordedInput] {
        var (inputs, bytes) = ([RecordedInput](), 0)
        for (place, path) in files.flatMap(places) where inputs.count < count {
            guard let size = try? place.resourceValues(forKeys: [.fileSizeKey]).fileSize, size <= longest,
                bytes + size <= maximum, let contents = FileManager.default.contents(atPath: place.path)
            else { continue }
            bytes += contents.count
            var input = RecordedInput(path: path, contents: Array(contents))
            if FileManager.default.isExecutableFile(atPath: place.path) { input.isExecutable = true }
            inputs.append(input)
        }
        return inputs
    }

    /// The regular files at a place and below it, with their paths in the home.
    private static func places(of file: URL) -> [(place: URL, path: String)] {
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .isDirectoryKey, .isSymbolicLinkKey]
        guard let values = try? file.resourceValues(forKeys: keys), values.isSymbolicLink != true else { return [] }
        if values.isRegularFile == true { return [(file, file.lastPathComponent)] }
        guard values.isDirectory == true,
            let names = try? FileManager.default.contentsOfDirectory(atPath: file.path).sorted()
        else { return [] }
        return names.flatMap { places(of: file.appending(path: $0)) }.map { ($0, "\(file.lastPathComponent)/\($1)") }
    }
}
