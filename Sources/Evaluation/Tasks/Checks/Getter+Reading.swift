import Interaction
import JSON

extension Getter {
    /// How each getter that we know is read.
    private static let readers: [String: @Sendable (JSONFields) throws(JSONError) -> Getter] = [
        "vm_file": { (fields) throws(JSONError) in .files(try FileRequest.read(fields)) },
        "cloud_file": { (fields) throws(JSONError) in .cloudFiles(try FileRequest.read(fields)) },
        "task_file": { (fields) throws(JSONError) in .taskFiles(try FileRequest.read(fields)) },
        "cache_file": { (fields) throws(JSONError) in .cacheFile(name: try fields.requiredString("path")) },
        "vm_command_line": { (fields) throws(JSONError) in .commandLine(try ShellCommand(reading: fields)) },
        "vm_command_error": { (fields) throws(JSONError) in .commandError(try ShellCommand(reading: fields)) },
        "rule": { (fields) throws(JSONError) in .rule(try fields.required("rules", expected: "literal rules")) },
        "list_directory": { (fields) throws(JSONError) in .listing(path: try fields.requiredString("path")) },
        "content_from_vm_file": readContent,
        "vm_screen_size": { (_) throws(JSONError) in .screenSize },
        "vm_window_size": { (fields) throws(JSONError) in
            .windowSize(className: try fields.requiredString("app_class_name"))
        },
        "elements": { (_) throws(JSONError) in .elements },
        "accessibility_tree": { (_) throws(JSONError) in .accessibilityTree },
        "gimp_config_file": { (fields) throws(JSONError) in
            .files(FileRequest(home: ".config/GIMP/2.10/\(try fields.requiredString("file_name"))"))
        },
        "vlc_config": { (_) throws(JSONError) in .files(FileRequest(home: ".config/vlc/vlcrc")) },
    ]

    /// The names of the getters that there are.
    package static let names: [String] = readers.keys.sorted()

    init(reading json: JSON, at path: [JSONPathPart]) throws(TaskGap) {
        let type = json["type"]?.string ?? ""
        do throws(JSONError) {
            let fields = try JSONFields(json, path: path)
            _ = try fields.required("type", expected: "the name of a getter")
            guard let reader = Self.readers[type] else {
                throw fields.fault(
                    at: "type", "unknown getter '\(type)'; known are \(Self.names.joined(separator: ", "))")
            }
            self = try reader(fields)
        } catch {
            throw TaskGap(.getter, type, error)
        }
    }

    private static func readContent(_ fields: JSONFields) throws(JSONError) -> Getter {
        for (name, only) in [("file_type", "xlsx"), ("file_content", "last_row")] {
            let value = try fields.requiredString(name)
            guard value == only else { throw fields.fault(at: name, "'\(value)' is not supported; known is \(only)") }
        }
        return .lastRow(path: try fields.requiredString("path"))
    }
}

extension Getter.FileRequest {
    /// One file of a program's own in the home folder.
    fileprivate init(home path: String) {
        self.init(paths: [path], names: [path.split(separator: "/").last.map(String.init) ?? path], given: [0])
    }

    /// `path` and `dest`, lists of them with `multi`, and `gives`.
    fileprivate static func read(_ fields: JSONFields) throws(JSONError) -> Self {
        if fields["time_suffix"]?.isTrueForPython ?? false {
            throw fields.fault(at: "time_suffix", "time suffixes are not supported")
        }
        let paths = try fields.scalars("path")
        let names = fields.has("dest") ? try fields.scalars("dest") : paths.map(lastPart)
        guard !paths.isEmpty, names.count == paths.count else {
            throw fields.fault(at: "dest", "expected \(paths.count) names, one for each path, found \(names.count)")
        }
        let given = (fields["gives"]?.items ?? []).compactMap(\.integer)
        guard given.allSatisfy(paths.indices.contains) else {
            throw fields.fault(at: "gives", "expected indices below \(paths.count), the number of paths")
        }
        return Self(paths: paths, names: names, given: given.isEmpty ? [0] : given)
    }

    private static func lastPart(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
