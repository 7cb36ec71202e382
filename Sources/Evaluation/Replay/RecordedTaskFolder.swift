import Foundation
import Interaction
import Sessions
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
        let files = try RecordedTaskFolder.made(folder)
        try RecordedTaskFolder.write(Array(recorded.verbatim.utf8), to: "task.json", in: files)
        let known = try DesktopTask.read(from: folder)
        for input in trace.header.inputs {
            let source = input.source ?? known.settings.files[input.path] ?? input.path
            guard source != "task.json" else {
                throw ReplayError.notRestored(path: source, reason: "a file of the task has the task's own name")
            }
            try RecordedTaskFolder.write(try trace.contents(of: input), to: source, in: files)
        }
        task = try DesktopTask.load(from: folder)
    }

    private static func made(_ folder: URL) throws -> GuestFiles {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try GuestFiles(root: folder)
        } catch {
            throw ReplayError.notRestored(path: folder.path, reason: "\(error)")
        }
    }

    /// Writes a file whose name a trace gives, which nobody vouches for.
    private static func write(_ bytes: [UInt8], to name: String, in files: GuestFiles) throws(ReplayError) {
        do throws(GuestFileError) {
            let place = try GuestPath(name)
            try files.write(bytes, to: place)
        } catch .leadsOut, .malformed {
            throw .notRestored(path: name, reason: "it lies outside of the task's folder")
        } catch {
            throw .notRestored(path: name, reason: error.description)
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
        guard name.utf8.count < 256, let place = place(beside: name)?.standardizedFileURL,
            place != file.standardizedFileURL,
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
