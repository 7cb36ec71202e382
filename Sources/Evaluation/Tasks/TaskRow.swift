import Agents
import Formats
import JSON

/// One row of a task that is run once for each: what the row is called, and values of parameters.
package struct TaskRow: Hashable, Sendable {
    /// What tells it from the others.
    package let name: String
    /// By the names of the parameters.
    let values: [String: String]

    /// The column that names rows, if there is one.
    static let nameColumn = "row"

    /// Names rows by the column ``nameColumn``, else by their first value, and where that is empty or not the only one, by
    /// their numbers.
    static func named(_ rows: [(columns: [String], values: [String: String])]) -> [TaskRow] {
        let names = rows.map { row in
            row.values[nameColumn] ?? row.columns.first.flatMap { row.values[$0] } ?? ""
        }
        return rows.enumerated().map { index, row in
            let isOnly = !names[index].isEmpty && names.count { $0 == names[index] } == 1
            return TaskRow(
                name: isOnly ? names[index] : names[index].isEmpty ? "\(index + 1)" : "\(index + 1) \(names[index])",
                values: row.values)
        }
    }

    /// The columns of a table in a file, the first line being their names.
    ///
    /// - Throws: in words what is wrong with it, with the line.
    static func rows(ofTable text: String) throws(TaskRowFault) -> [TaskRow] {
        let table = CSVText(text).rows
        guard let columns = table.first, table.count > 1 else {
            throw TaskRowFault(problem: "it has no row below the line with the names of its columns")
        }
        if let twice = columns.first(where: { name in columns.count(where: { $0 == name }) > 1 }) {
            throw TaskRowFault(problem: "the column '\(twice)' occurs twice")
        }
        for (index, row) in table.enumerated() where row.count != columns.count {
            throw TaskRowFault(
                problem: "row \(index) has \(row.count) values, expected \(columns.count), one for each column")
        }
        return named(
            table.dropFirst().map { (columns, Dictionary(zip(columns, $0), uniquingKeysWith: { $1 })) })
    }
}

/// What is wrong with a table of rows.
struct TaskRowFault: Error {
    let problem: String
}

/// Where a task's rows stand.
package enum TaskRows: Hashable, Sendable {
    case listed([TaskRow])
    /// In a table beside the task.
    case table(file: String)

    static let field = "rows"

    /// Reads the name of a table, or an array of objects with a text under each name.
    static func read(_ fields: JSONFields) throws(JSONError) -> TaskRows? {
        guard let json = fields[field] else { return nil }
        if let file = json.string {
            guard file.hasSuffix(".csv") else {
                throw fields.fault(at: field, "expected a table, whose name ends with .csv, found '\(file)'")
            }
            return .table(file: file)
        }
        guard let items = json.items, !items.isEmpty else {
            throw fields.mismatch(field, json, "the name of a table (CSV), or an array of objects with texts,")
        }
        var rows: [(columns: [String], values: [String: String])] = []
        for (index, item) in items.enumerated() {
            let row = try JSONFields(item, path: fields.path + [.name(field), .index(index)])
            var values: [String: String] = [:]
            for name in row.names {
                guard let value = row[name] else { continue }
                guard let text = value.asValue else {
                    throw row.mismatch(name, value, "a text, a number or true or false")
                }
                values[name] = text
            }
            if let first = rows.first, Set(first.values.keys) != Set(values.keys) {
                throw .field(
                    path: row.path, line: row.line,
                    problem: "expected the names of the first row, \(first.columns.joined(separator: ", ")), "
                        + "found \(row.names.joined(separator: ", "))")
            }
            rows.append((row.names, values))
        }
        return .listed(TaskRow.named(rows))
    }
}

extension JSON {
    /// A text, or a number or truth value as it is written.
    fileprivate var asValue: String? {
        switch value {
        case .string(let text): text
        case .number, .bool: text
        case .null, .array, .object: nil
        }
    }

    /// The same with `{{name}}` replaced in each text that is a value.
    func filled(with values: [String: String]) -> JSON {
        guard !values.isEmpty else { return self }
        switch value {
        case .string(let text):
            return JSON(.string(Script.fill(text, with: values)), line: line)
        case .array(let items): return JSON(.array(items.map { $0.filled(with: values) }), line: line)
        case .object(let members):
            return JSON(.object(members.map { JSONMember($0.name, $0.value.filled(with: values)) }), line: line)
        case .null, .bool, .number: return self
        }
    }
}
