import Foundation
import Glibc
import Interaction
import JSON

/// One line of an evaluation's file after its first.
package protocol RunRecord: Codable, Sendable {
    /// What the record is about; a later record of the same key replaces an earlier one.
    var key: String { get }
}

/// The first line of an evaluation's file: everything that moves its result. It must be the same to go on.
package protocol RunSettings: Codable, Sendable {
    /// What a part of a field is called when settings differ in it; `nil` for a field that is named as a whole.
    static func name(of part: String, in field: String) -> String?
}

extension RunSettings {
    /// The names of what differs between two evaluations' settings.
    func differences(from other: Self) throws -> [String] {
        let (mine, others) = (try Self.fields(of: self), try Self.fields(of: other))
        return Set(mine.keys).union(others.keys).filter { mine[$0] != others[$0] }.sorted()
    }

    private static func fields(of settings: Self) throws -> [String: String] {
        var fields: [String: String] = [:]
        let json = try JSON(parsing: RecordCoding.line(settings))
        guard case .object(let members) = json.value else { return fields }
        for member in members {
            guard case .object(let parts) = member.value.value, name(of: "", in: member.name) != nil else {
                fields[member.name] = member.value.text
                continue
            }
            for part in parts { fields[name(of: part.name, in: member.name) ?? part.name] = part.value.text }
        }
        return fields
    }
}

/// How lines are written: one object each, names in alphabetical order.
enum RecordCoding {
    static func line(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}

/// An evaluation's file: its settings, then one line a result, each handed to the system before another is begun.
///
/// A line that was cut off when the process was killed is taken away before going on.
package struct RunLog<Settings: RunSettings, Record: RunRecord> {
    private let handle: FileHandle
    private let path: String
    /// What was written, the latest of each key.
    package private(set) var records: [String: Record] = [:]
    /// What later results of the same have taken the place of.
    private(set) var superseded: [Record] = []

    /// Opens the file called `name` in an evaluation's folder, new or begun, and holds it against other processes.
    ///
    /// - Throws: ``RunFolderError``; nothing in the folder is changed then.
    package init(_ name: String, in folder: ResultFolder, settings: Settings) throws {
        path = folder.url.appending(path: name).path
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o644)
        guard descriptor >= 0 else { throw RunFolderError.system(path) }
        handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw RunFolderError.inUse(path: path) }
        let data = try handle.readToEnd() ?? Data()
        let whole = data.lastIndex(of: 0x0A).map { data[...$0] } ?? Data()
        let lines = whole.split(separator: 0x0A).map { Data($0) }
        guard let first = lines.first else {
            let header = try RecordCoding.line(settings)
            guard Data(header.utf8).starts(with: data) else {
                throw RunFolderError.brokenRecord(path: path, line: 1, problem: "it is not an evaluation's first line")
            }
            try handle.truncate(atOffset: 0)
            try write(settings)
            return
        }
        try check(first, against: settings, folder: folder.url.path)
        // Only now that it is known to be ours: what a killed process left of a line is cut off.
        try handle.truncate(atOffset: UInt64(whole.count))
        for (index, line) in lines.enumerated().dropFirst() {
            let record = try decode(Record.self, line, number: index + 1)
            add(record)
        }
    }

    /// Writes a record, which is with the system on return.
    ///
    /// - Throws: ``RunFolderError``.
    package mutating func append(_ record: Record) throws {
        try write(record)
        add(record)
    }

    private mutating func add(_ record: Record) {
        if let earlier = records.updateValue(record, forKey: record.key) { superseded.append(earlier) }
    }

    private func write(_ value: some Encodable) throws {
        let line = try RecordCoding.line(value) + "\n"
        let length = try handle.seekToEnd()
        do {
            try handle.write(contentsOf: Data(line.utf8))
        } catch {
            // Half a line must not stand before the next one.
            try? handle.truncate(atOffset: length)
            throw RunFolderError.notWritable(path: path, reason: error.localizedDescription)
        }
    }

    private func check(_ line: Data, against settings: Settings, folder: String) throws {
        let found = try decode(Settings.self, line, number: 1)
        let differences = try settings.differences(from: found)
        guard differences.isEmpty else { throw RunFolderError.otherSettings(folder: folder, fields: differences) }
    }

    private func decode<Value: Decodable>(_ type: Value.Type, _ line: Data, number: Int) throws -> Value {
        do {
            return try JSONDecoder().decode(type, from: line)
        } catch {
            throw RunFolderError.brokenRecord(path: path, line: number, problem: "\(error)")
        }
    }
}
