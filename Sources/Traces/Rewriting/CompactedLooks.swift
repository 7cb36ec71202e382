import Images

/// The looks of a trace that is written anew, its frames kept as a recording keeps them.
struct CompactedLooks {
    private var compaction = FrameCompaction()
    /// The files to write, each once.
    private(set) var files: [(name: FrameName, png: [UInt8])] = []
    private let folder: TraceFolder

    init(folder: TraceFolder) { self.folder = folder }

    /// The look at a picture, which is kept.
    mutating func look(_ look: ObservedEvent, at image: Image) throws(TraceError) -> ObservedEvent {
        let kept = compaction.keep(image)
        var look = look
        (look.screen.frame, look.screen.delta) = (kept.name, kept.delta)
        try add(kept.file)
        return look
    }

    /// Keeps a picture whole, such as one that a model saw.
    mutating func keep(_ image: Image) throws(TraceError) -> FrameName {
        let name = FrameName(of: image)
        if !files.contains(where: { $0.name == name }) { try add((name, image)) }
        return name
    }

    /// What is to be added to the folder: nothing where a file is there already as it will be.
    func changes() throws(TraceError) -> [TraceUpdate.Change] {
        var changes: [TraceUpdate.Change] = []
        for file in files where try RecordFile.contents(of: folder.frame(file.name)) != file.png {
            changes.append(.add(path: folder.frame(file.name), file.png))
        }
        return changes
    }

    private mutating func add(_ file: (name: FrameName, image: Image)?) throws(TraceError) {
        guard let file, !files.contains(where: { $0.name == file.name }) else { return }
        do { files.append((file.name, try file.image.png())) } catch {
            throw .brokenFrame(path: folder.frame(file.name), reason: "\(error)")
        }
    }
}
