import Images

extension Trace {
    /// The bytes of a file that the task needs, as they were.
    ///
    /// - Throws: ``TraceError`` when the file beside the trace is missing or was altered.
    package func contents(of input: RecordedInput) throws(TraceError) -> [UInt8] {
        let path = folder.input(input.sha256)
        guard let bytes = try folder.contents(of: path) else {
            throw .notReadable(path: path, reason: "it is missing; copy the folder 'inputs' along with the trace")
        }
        let found = ContentHash.hexadecimal(of: bytes)
        guard found == input.sha256 else {
            throw .notReadable(path: path, reason: "it was altered: its SHA-256 is \(found)")
        }
        return bytes
    }
}
