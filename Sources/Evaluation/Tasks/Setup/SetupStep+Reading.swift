import Agents
import Foundation
import Interaction
import JSON

extension SetupStep {
    /// How each step that we know is read from its parameters.
    private static let readers: [String: @Sendable (JSONFields) throws(JSONError) -> SetupStep] = [
        "launch": readLaunch, "execute": readExecution, "command": readExecution, "open": readOpen, "sleep": readSleep,
        "activate_window": { (fields) throws(JSONError) in .activateWindow(try WindowName(reading: fields)) },
        "close_window": { (fields) throws(JSONError) in .closeWindow(try WindowName(reading: fields)) },
        "download": readDownload, "upload_file": readUpload,
    ]

    /// The names of the steps that there are.
    package static let names: [String] = readers.keys.sorted()

    /// Reads a list of steps; what cannot be read becomes a gap.
    static func list(_ json: JSON?, at path: [JSONPathPart], gaps: inout [TaskGap]) -> [SetupStep] {
        guard let json, !json.isNothing else { return [] }
        guard case .array(let items) = json.value else {
            gaps.append(
                TaskGap(.shape, "config", at: path, line: json.line, "\(json.kind) was found instead of a list"))
            return []
        }
        var steps: [SetupStep] = []
        for (index, item) in items.enumerated() {
            do throws(TaskGap) {
                steps.append(try SetupStep(reading: item, at: path + [.index(index)]))
            } catch {
                gaps.append(error)
            }
        }
        return steps
    }

    init(reading json: JSON, at path: [JSONPathPart]) throws(TaskGap) {
        let type = json["type"]?.string ?? ""
        do throws(JSONError) {
            let step = try JSONFields(json, path: path)
            _ = try step.required("type", expected: "the name of a set-up step")
            guard let reader = Self.readers[type] else {
                throw step.fault(
                    at: "type",
                    "unknown set-up step '\(type)'; known are \(Self.names.joined(separator: ", "))")
            }
            let parameters = try step.required("parameters", expected: "an object")
            self = try reader(try JSONFields(parameters, path: path + [.name("parameters")]))
        } catch {
            throw TaskGap(.setupStep, type, error)
        }
        if texts.contains(where: { $0.contains("{CLIENT_PASSWORD}") }) {
            throw TaskGap(
                .setupStep, type, at: path, line: json.line,
                "it wants the password of the user, {CLIENT_PASSWORD}, which a session does not have")
        }
    }

    /// `command`, `shell`, and our `window`: false for a program that shows none.
    private static func readLaunch(_ fields: JSONFields) throws(JSONError) -> SetupStep {
        .launch(try ShellCommand(reading: fields), hasWindow: try fields.boolean("window") ?? true)
    }

    private static func readExecution(_ fields: JSONFields) throws(JSONError) -> SetupStep {
        let until = try fields["until"].map { (json) throws(JSONError) in
            try JSONFields(json, path: fields.path + [.name("until")])
        }
        try until?.onlyKnow(["returncode", "stdout", "stderr"])
        let condition = try until.map { (fields) throws(JSONError) in
            ProgramRun.Condition(
                status: try fields.integer("returncode", in: 0...255, expected: "an exit status"),
                output: try fields.string("stdout"), errors: try fields.string("stderr"))
        }
        let (output, errors) = (try fields.string("stdout"), try fields.string("stderr"))
        return .execute(
            ProgramRun(
                try ShellCommand(reading: fields), until: condition,
                standardOutput: output.flatMap { $0.isEmpty ? nil : $0 },
                standardError: errors.flatMap { $0.isEmpty ? nil : $0 }))
    }

    private static func readOpen(_ fields: JSONFields) throws(JSONError) -> SetupStep {
        .open(path: try fields.requiredString("path"))
    }

    private static func readSleep(_ fields: JSONFields) throws(JSONError) -> SetupStep {
        let expected = "a number of seconds from 0 to 600"
        let json = try fields.required("seconds", expected: expected)
        guard let seconds = json.number ?? json.string.flatMap(Double.init), (0...600).contains(seconds) else {
            throw fields.mismatch("seconds", json, expected)
        }
        return .sleep(seconds: seconds)
    }

    /// `files`: each with `url`, `path` and our `sha256`.
    private static func readDownload(_ fields: JSONFields) throws(JSONError) -> SetupStep {
        var files: [Download] = []
        for file in try fields.objects("files") {
            files.append(
                Download(
                    address: try file.requiredString("url"), path: try file.requiredString("path"),
                    checksum: try file.string("sha256")?.lowercased()))
        }
        return .download(files)
    }

    /// `files`: each with `local_path` and `path`.
    private static func readUpload(_ fields: JSONFields) throws(JSONError) -> SetupStep {
        var files: [Upload] = []
        for file in try fields.objects("files") {
            files.append(Upload(source: try file.requiredString("local_path"), path: try file.requiredString("path")))
        }
        return .upload(files)
    }
}

extension WindowName {
    /// `window_name`, `strict`, `by_class`.
    fileprivate init(reading fields: JSONFields) throws(JSONError) {
        self.init(
            name: try fields.requiredString("window_name"), isStrict: fields["strict"]?.isTrueForPython ?? false,
            isClass: fields["by_class"]?.isTrueForPython ?? false)
    }
}

extension ShellCommand {
    /// Reads `command`, given as a list or a line, and `shell`, whether a shell is to run it.
    init(reading fields: JSONFields) throws(JSONError) {
        let usesShell = fields["shell"]?.isTrueForPython ?? false
        let json = try fields.required("command", expected: "a list of words or a line")
        let words: [String]
        if let line = json.string {
            do {
                words = usesShell ? [line] : try CommandWords.split(line)
            } catch {
                throw fields.fault(at: "command", error.description)
            }
        } else {
            words = try fields.scalars("command")
        }
        guard let first = words.first, !first.isEmpty else {
            throw fields.fault(at: "command", "the command is empty; give a program and its arguments")
        }
        self.init(words: usesShell ? ["/bin/sh", "-c", words.joined(separator: " ")] : words)
    }
}
