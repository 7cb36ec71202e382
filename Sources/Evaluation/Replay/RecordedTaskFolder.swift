import Foundation
import Interaction
import Traces

/// A recorded task laid out in a folder, with the files beside it that the trace kept.
package struct RecordedTaskFolder: Sendable {
    package let folder: URL
    package let task: DesktopTask

    /// Lays the task out.
    ///
    /// - Parameter folder: what becomes the task's folder; it goes with whoever gave it.
    /// - Throws: ``ReplayError``, ``EvaluationError`` or `TraceError`.
    package init(of trace: Trace, name: String, in folder: URL) throws {
        guard let recorded = trace.header.task else { throw ReplayError.noTask(trace: name) }
        self.folder = folder
        try RecordedTaskFolder.write(Data(recorded.verbatim.utf8), to: folder.appending(path: "task.json"))
        let known = try DesktopTask.read(from: folder)
        for input in trace.header.inputs {
            let source = input.source ?? known.settings.files[input.path] ?? input.path
            let place = folder.appending(path: source).standardizedFileURL
            guard place.path.hasPrefix(folder.standardizedFileURL.path + "/") else {
                throw ReplayError.notRestored(path: source, reason: "it lies outside of the task's folder")
            }
            try RecordedTaskFolder.write(Data(try trace.contents(of: input)), to: place)
        }
        task = try DesktopTask.load(from: folder)
    }

    private static func write(_ data: Data, to place: URL) throws {
        do {
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try data.write(to: place)
        } catch {
            throw ReplayError.notRestored(path: place.path, reason: error.localizedDescription)
        }
    }
}

extension DesktopTask {
    /// The files beside the task that its text names, for set-up or check, with what they hold.
    package var namedFiles: [RecordedInput] {
        guard let json = try? JSON(parsing: verbatim) else { return [] }
        let destinations = Dictionary(grouping: settings.files, by: \.value).mapValues { $0.map(\.key).sorted() }
        return Set(json.strings).sorted().flatMap { source -> [RecordedInput] in
            guard let contents = contents(of: source) else { return [] }
            return (destinations[source] ?? [source]).map {
                RecordedInput(path: $0, source: source, contents: contents)
            }
        }
    }

    /// The bytes of a plain file below the task's folder, of up to 16 MiB; `nil` for any other text.
    private func contents(of name: String) -> [UInt8]? {
        let place = folder.appending(path: name).standardizedFileURL
        guard !name.isEmpty, name.utf8.count < 256, !name.hasPrefix("/"), place != file.standardizedFileURL,
            place.path.hasPrefix(folder.standardizedFileURL.path + "/"),
            let values = try? place.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]),
            values.isRegularFile == true, (values.fileSize ?? .max) <= 1 << 24
        else { return nil }
        return FileManager.default.contents(atPath: place.path).map { Array($0) }
    }
}

extension JSON {
    /// Every text in it that is a value.
    fileprivate var strings: [String] {
        switch value {
        case .string(let text): [text]
        case .array(let items): items.flatMap(\.strings)
        case .object(let members): members.flatMap(\.value.strings)
        case .null, .bool, .number: []
        }
    }
}
