import Formats

/// The rows of a database, whatever order and pages they are stored in.
enum DatabaseFacts {
    /// - Parameter log: its write-ahead log, if there is one.
    /// - Returns: `nil` for another file, and where the library is missing or cannot read it.
    static func read(_ contents: [UInt8], log: [UInt8]?) -> FileFacts? {
        guard contents.starts(with: Array("SQLite format 3\0".utf8)), let library = SQLiteLibrary.opened else {
            return nil
        }
        func text(_ query: String) -> String? { try? library.firstText(of: query, in: contents, log: log) }
        let list =
            "select group_concat(name, char(10)) from sqlite_master where type='table' and name not like 'sqlite_%'"
        guard let tables = text(list) else { return nil }
        var values: [String: String] = [:]
        for table in tables.split(separator: "\n").map(String.init) {
            let name = "\"\(table.replacing("\"", with: "\"\""))\""
            let quoted = "'\(table.replacing("'", with: "''"))'"
            guard
                let columns = text(
                    "select group_concat('quote(\"'||replace(name,'\"','\"\"')||'\")', '||'', ''||') from pragma_table_info(\(quoted))"
                )
            else { return nil }
            let rows = text(
                "select group_concat(line, char(10)) from (select \(columns) as line from \(name) order by line)")
            let lines = (rows ?? "").split(separator: "\n")
            values["table \(table)"] = "\(lines.count) rows"
            for (index, line) in lines.enumerated() { values["table \(table), row \(index + 1)"] = String(line) }
        }
        return FileFacts(kind: .database, values: values)
    }
}
