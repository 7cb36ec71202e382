import Formats
package import Interaction
package import JSON

/// What a getter found.
package enum Evidence: Sendable {
    /// A file, and others that were fetched with it.
    case file(EvidenceFile, beside: [EvidenceFile])
    case files([EvidenceFile])
    /// What a program printed, to the last line end.
    case output(String)
    /// What could be pointed at on the screen, with all its windows.
    case elements(ElementList, windows: [WindowInfo])
    /// Literal rules from the task, or something that was found and has parts.
    case value(JSON)

    /// What was read, as text; `nil` for a missing file or one that holds no text.
    package var text: String? {
        switch self {
        case .file(let file, _): file.text
        case .files(let files): files.first?.text
        case .output(let text): text
        case .value(let value): value.string
        case .elements: nil
        }
    }

    /// The one file, if this is one.
    var file: EvidenceFile? {
        switch self {
        case .file(let file, _): file
        case .files(let files): files.first
        case .output, .value, .elements: nil
        }
    }

    /// The files, if there are any.
    var files: [EvidenceFile] {
        switch self {
        case .file(let file, _): [file]
        case .files(let files): files
        case .output, .value, .elements: []
        }
    }

    /// As literal rules say it: a value, or a text. A program's output counts with and without its last line end, for
    /// OSWorld's rules are written with it and people's without.
    var values: [JSON] {
        switch self {
        case .value(let value): [value]
        case .output(let text): [JSON(.string(text)), JSON(.string(text.withoutLastNewlines))]
        case .file, .files, .elements: text.map { [JSON(.string($0))] } ?? []
        }
    }
}

/// A file that was read; without contents when there is none.
package struct EvidenceFile: Sendable {
    /// The name that it had or was given; its extension says what it holds.
    let name: String
    /// The file's bytes; `nil` where there is no such file.
    package let contents: [UInt8]?

    /// Creates evidence from a file's name and bytes.
    package init(name: String, contents: [UInt8]?) {
        self.name = name
        self.contents = contents
    }

    /// The contents as UTF-8 text, with every line end as a newline; `nil` where they are missing or are not UTF-8.
    package var text: String? { contents.flatMap(\.utf8Text) }

    /// The same for a table of values, which may be in Latin-1 where it is not UTF-8, as OSWorld reads tables.
    var tableText: String? { contents.map(\.tableText) }

    /// The text in the encoding of `gold`: where that is not UTF-8, both are Latin-1.
    func text(asIn gold: EvidenceFile) -> String? { gold.text == nil ? tableText : text }

    /// The lines, without their ends.
    var lines: [String]? { text.map(\.textLines) }
}

extension Workbook {
    /// Reads a file that was left or is expected.
    init(_ file: EvidenceFile) throws(FormatFault) {
        guard let contents = file.contents else { throw FormatFault("it does not exist") }
        try self.init(contents, name: file.name)
    }
}

extension TextDocument {
    /// Reads a file that was left or is expected.
    init(_ file: EvidenceFile) throws(FormatFault) {
        guard let contents = file.contents else { throw FormatFault("it does not exist") }
        try self.init(contents)
    }
}

extension Evidence? {
    /// The literal rules that `metric` is given.
    ///
    /// - Throws: ``TaskFault`` when the task gives something else.
    func rules(of metric: String) throws(TaskFault) -> JSON {
        guard case .value(let rules)? = self else { throw TaskFault("\(metric) needs literal rules as 'expected'") }
        return rules
    }

    /// The gold file that `metric` is given.
    ///
    /// - Throws: ``TaskFault`` when there is none: it is the task's fault, not the policy's.
    func gold(of metric: String) throws(TaskFault) -> EvidenceFile {
        guard let file = self?.file else { throw TaskFault("\(metric) needs a file as 'expected'") }
        guard file.contents != nil else { throw TaskFault("the expected file '\(file.name)' does not exist") }
        return file
    }
}
