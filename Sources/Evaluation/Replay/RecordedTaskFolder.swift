package import Agents
package import Foundation
import Interaction
import JSON
import Sessions
package import Traces

/// A recorded task laid out in a folder, with the files beside it that the trace kept.
package struct RecordedTaskFolder: Sendable {
    let folder: URL
    /// The task as it was recorded, its files in ``folder``.
    package let task: DesktopTask

    /// Where the files come from, in words.
    package let source: String
    /// Files that are not as they were recorded, or could not be had as they are today.
    package let changes: [String]

    /// Lays the task out.
    ///
    /// What the set-up copies into the session, such as a program under test, is taken as it is today; the check's files
    /// stay those of the recording.
    ///
    /// - Parameters:
    ///   - folder: what becomes the task's folder; it goes with whoever gave it.
    ///   - files: where what the set-up copies comes from.
    /// - Throws: ``ReplayError``, ``EvaluationError`` or `TraceError`.
    package init(of trace: Trace, name: String, in folder: URL, files: ReplayFiles = .recorded) throws {
        guard let recorded = trace.header.task else { throw ReplayError.noTask(trace: name) }
        self.folder = folder
        let guest = try RecordedTaskFolder.made(folder)
        try RecordedTaskFolder.write(Array(recorded.verbatim.utf8), to: "task.json", in: guest)
        // What the task's own text is read with: steps that it uses, and tables.
        for input in trace.header.inputs where input.source.map({ $0 != "task.json" && $0.isReadWithTask }) ?? false {
            try RecordedTaskFolder.write(
                try trace.contents(of: input), to: input.source ?? input.path, in: guest)
        }
        let known = try DesktopTask.read(from: folder)
        let today = try files.folder(for: trace, name: name)
        var fresh: Set<String> = []
        for source in Set(known.settings.files.values).union([KeptScreens.folderName]).sorted() {
            guard let place = today.flatMap({ TaskFolder($0).place(of: source) }),
                FileManager.default.fileExists(atPath: place.path)
            else { continue }
            try RecordedTaskFolder.copy(place, to: source, in: guest)
            fresh.insert(source)
        }
        var changes: [String] = []
        for input in trace.header.inputs {
            let source = input.source ?? known.settings.files[input.path] ?? input.path
            guard source != "task.json" else {
                throw ReplayError.notRestored(path: source, reason: "a file of the task has the task's own name")
            }
            if fresh.contains(source) || fresh.contains(KeptScreens.folderName) && source.isOfKeptScreen {
                let bytes = FileManager.default.contents(atPath: folder.appending(path: source).path) ?? Data()
                if RecordedInput(path: input.path, contents: Array(bytes)).sha256 != input.sha256 {
                    changes.append("'\(source)' is not as recorded, but as it is in '\(today?.path ?? "")'")
                }
            } else {
                try RecordedTaskFolder.write(try trace.contents(of: input), to: source, in: guest)
            }
        }
        if today == nil, files == .today, !known.settings.files.isEmpty {
            changes.append(
                "the task's folder is not there, so its files are those of the recording; name one with --files")
        }
        source = today.map { "the folder '\($0.path)'" } ?? "the recording"
        self.changes = changes
        task = try DesktopTask.load(from: folder, recordedAs: recorded.id, with: recorded.parameters)
    }

    /// Lays out the files that were copied into a client's desktop.
    ///
    /// - Returns: where they lie in `folder`, by their paths in the home.
    /// - Throws: ``ReplayError`` or `TraceError`.
    package static func copied(by trace: Trace, in folder: URL) throws -> [String: String] {
        let guest = try made(folder)
        for input in trace.header.inputs {
            try write(try trace.contents(of: input), to: input.path, in: guest, input.mode)
        }
        return Dictionary(trace.header.inputs.map { ($0.path, $0.path) }, uniquingKeysWith: { first, _ in first })
    }

    /// Copies a file or folder of the task as it is today.
    private static func copy(_ place: URL, to name: String, in files: GuestFiles) throws(ReplayError) {
        do {
            try files.copyIn(place.resolvingSymlinksInPath(), to: try GuestPath(name))
        } catch {
            throw .notRestored(path: name, reason: "\(error)")
        }
    }

    private static func made(_ folder: URL) throws -> GuestFiles {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            return try GuestFiles(root: folder)
        } catch {
            throw ReplayError.notRestored(path: folder.path, reason: "\(error)")
        }
    }

    /// Writes a file with an untrusted name from a trace.
    private static func write(
        _ bytes: [UInt8], to name: String, in files: GuestFiles, _ mode: mode_t = 0o666
    ) throws(ReplayError) {
        do throws(GuestFileError) {
            let place = try GuestPath(name)
            try files.write(bytes, to: place, mode: mode)
        } catch .leadsOut, .malformed {
            throw .notRestored(path: name, reason: "it is outside the task's folder")
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
        return Set(json.strings).union(sharedFiles(of: json)).sorted().flatMap { source -> [RecordedInput] in
            guard let contents = contents(of: source) else { return [] }
            return (destinations[source] ?? [source]).map {
                RecordedInput(path: $0, source: source, contents: contents)
            }
        }
    }

    /// The files whose steps a task uses, those that are used by these too.
    private func sharedFiles(of json: JSON) -> Set<String> {
        var (found, open): (Set<String>, [JSON]) = ([], [json])
        while let next = open.popLast() {
            for name in next.used where found.insert(name).inserted {
                if let text = TaskFolder(folder).text(of: name), let json = try? JSON(parsing: text) {
                    open.append(json)
                }
            }
        }
        return found
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

extension DesktopTask {
    /// The pictures beside the task with which a script compares screens.
    package func keptScreens(of script: Script) -> [RecordedInput] {
        let isCompared = script.steps.contains { if case .screenLike = $0 { true } else { false } }
        guard isCompared, let place = place(beside: KeptScreens.folderName) else { return [] }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
        return names.sorted().prefix(Self.maximumScreens).compactMap { name in
            let source = "\(KeptScreens.folderName)/\(name)"
            guard source.isOfKeptScreen else { return nil }
            return contents(of: source).map { RecordedInput(path: source, source: source, contents: $0) }
        }
    }

    private static let maximumScreens = 500
}

extension String {
    /// Whether a file with this name may be read together with a task.
    fileprivate var isReadWithTask: Bool { hasSuffix(".json") || hasSuffix(".csv") }

    /// Whether it is the path of a file of a kept picture, beside the task.
    fileprivate var isOfKeptScreen: Bool {
        hasPrefix(KeptScreens.folderName + "/") && (hasSuffix(".png") || hasSuffix(".json"))
    }
}

extension JSON {
    /// The names of files whose steps are used in it.
    fileprivate var used: [String] {
        switch value {
        case .array(let items): items.flatMap(\.used)
        case .object(let members):
            members.flatMap { member in
                member.name == "use" ? [member.value.string].compactMap(\.self) : member.value.used
            }
        case .null, .bool, .number, .string: []
        }
    }

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
