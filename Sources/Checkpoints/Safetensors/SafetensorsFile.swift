package import Tensors

/// One file in the safetensors format: eight bytes with the header's length, a JSON header, the elements.
///
/// Nothing is believed: the header must be whole, each tensor's bytes must lie inside the file and be as many as its shape takes, and together they must cover the file without gap or overlap, as the reference demands.
package struct SafetensorsFile: Sendable {
    /// The longest header that the reference reads.
    private static let maximumHeader = 100_000_000

    let file: MappedFile
    /// Sorted by where they lie in the file.
    package let tensors: [StoredTensor]
    /// The formats of tensors that are stored in one that is not read, by their names. A model may not need them.
    let unread: [String: String]

    /// The tensors among them that are weights in panels, by their names.
    let panels: [String: StoredPanels]

    /// Maps the file at `path` and reads its header.
    package init(path: String) throws(CheckpointError) {
        try self.init(ModelFile.open(path))
    }

    /// Reads the header of a file that is mapped.
    package init(_ file: MappedFile) throws(CheckpointError) {
        self.file = file
        let path = file.path
        guard let length = file.bytes.unsignedInteger(at: 0, as: UInt64.self) else {
            throw Self.damaged(path, "it has \(file.count) bytes, fewer than the length of a header takes")
        }
        guard length <= UInt64(min(file.count - 8, Self.maximumHeader)) else {
            throw Self.damaged(
                path,
                "it has \(file.count) bytes, but its header claims \(length); this is not a safetensors file, or it is truncated"
            )
        }
        let count = Int(length)
        guard let header = file.bytes.slice(from: 8, length: count),
            let data = file.bytes.slice(from: 8 + count, length: file.count - 8 - count)
        else { throw Self.damaged(path, "the header ends outside the file") }
        let contents = try SafetensorsHeader(file: path, bytes: header.copied())
        let entries = contents.entries
        tensors = try Self.tensors(entries, in: data)
        panels = try Self.panels(contents.panels, of: tensors)
        let strange = entries.filter { $0.format == nil }.map { ($0.name, $0.type) }
        unread = Dictionary(strange) { first, _ in first }
    }

    private static func tensors(
        _ entries: [SafetensorsHeader.Entry], in data: MappedBytes
    ) throws(CheckpointError) -> [StoredTensor] {
        let path = data.file.path
        var tensors: [StoredTensor] = []
        tensors.reserveCapacity(entries.count)
        var end = 0
        for entry in entries.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            guard entry.start == end, let bytes = data.slice(from: entry.start, length: entry.end - entry.start) else {
                throw misplaced(entry, expected: end, limit: data.count, path)
            }
            end = entry.end
            guard let format = entry.format else { continue }
            do {
                tensors.append(try StoredTensor(name: entry.name, format: format, shape: entry.shape, bytes: bytes))
            } catch { throw .storage(error) }
        }
        guard end == data.count else {
            throw damaged(path, "the header describes \(end) bytes of elements, the file has \(data.count)")
        }
        return tensors
    }

    private static func panels(
        _ descriptions: [String: PanelDescription], of tensors: [StoredTensor]
    ) throws(CheckpointError) -> [String: StoredPanels] {
        var panels: [String: StoredPanels] = [:]
        for tensor in tensors {
            guard let found = descriptions[tensor.name] else { continue }
            do {
                panels[tensor.name] = try StoredPanels(
                    tensor, found.format, outputs: found.outputs, inputs: found.inputs)
            } catch { throw .storage(error) }
        }
        return panels
    }

    private static func misplaced(
        _ entry: SafetensorsHeader.Entry, expected: Int, limit: Int, _ path: String
    ) -> CheckpointError {
        let problem =
            if entry.end > limit {
                "tensor \(quoted(entry.name)) of shape \(entry.shape) ends at byte \(entry.end) of the elements, of which the file has \(limit)"
            } else {
                "tensor \(quoted(entry.name)) begins at byte \(entry.start) of the elements, where \(expected) was expected: tensors overlap or leave a gap"
            }
        return damaged(path, problem)
    }

    private static func damaged(_ path: String, _ problem: String) -> CheckpointError {
        .malformedFile(file: path, place: "header", problem: problem)
    }
}
