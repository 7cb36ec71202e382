import Images

/// Names for the folders of tasks' traces, whatever characters their ids have.
enum TaskFolderName {
    /// A name that every file system takes and that leads nowhere else, different for different ids.
    static func of(_ id: String) -> String {
        let plain = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
        guard plain != id || plain.hasPrefix(".") || plain.count > 100 || plain.isEmpty else { return plain }
        return "\(plain.drop { $0 == "." }.prefix(60))-\(ContentHash.hexadecimal(of: Array(id.utf8)).prefix(8))"
    }
}
