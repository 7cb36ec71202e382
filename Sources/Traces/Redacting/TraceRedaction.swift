import Foundation
package import Images
import Interaction

/// Takes out of a trace what should not have been recorded: regions and words in every picture, and secrets in every text.
package struct TraceRedaction: Sendable {
    private let trace: Trace
    private let regions: [Box<ScreenSpace>]
    private let redaction: Redaction
    private let split: SplitSecrets
    private let mask: FrameMask

    /// What became of a trace.
    package struct Result: Hashable, Sendable {
        /// How many pictures and files were replaced.
        package var replaced = 0
        /// Files beside the task, by their paths there, that are not text: what is compressed in them was not searched.
        package var unread: [String] = []
    }

    /// - Parameters:
    ///   - regions: what is blacked out in every picture, and what stands there in every text.
    ///   - secrets: texts by the names that take their place, as `{{env:NAME}}`; in capitals, too.
    ///   - places: what else is blacked out in every picture, such as where a secret was read in one of them.
    package init(
        of trace: Trace, regions: [Box<ScreenSpace>], secrets: [String: String], places: [Box<ScreenSpace>] = []
    ) {
        self.trace = trace
        self.regions = regions
        redaction = Redaction(secrets: secrets, ignoresCase: true)
        split = SplitSecrets(trace.lines, redaction)
        mask = FrameMask(masks: regions + places)
    }

    /// Puts the redacted trace in the recorded one's place. A kill before the new lines have their name leaves the recorded
    /// trace, a later one the redacted, which a second call then cleans up.
    ///
    /// - Throws: ``TraceError/notEdited(path:losses:)`` for a trace that is not whole, ``TraceError/notRedacted(path:reason:)``
    ///   for one that would be none without the words, and what writing it throws.
    package func replaceRecorded() throws(TraceError) -> Result {
        try trace.checkEditable()
        try trace.checkOwned()
        var result = Result()
        let (looks, files) = try redactedLooks()
        var changes = try files.changes()
        let (clean, unread) = try redactedInputs()
        let header = redactedHeader(clean)
        result.unread = unread
        changes += clean.values.map { .add(path: trace.folder.input($0.sha256), $0.contents) }
        result.replaced = changes.count
        changes.append(.replaceLines(path: trace.folder.lines, try lines(header, looks, clean)))
        for change in changes { try change.apply() }
        // Old pictures and files, also those that an earlier update or redaction was killed over.
        _ = try Trace(folder: trace.folder.path).prune()
        return result
    }

    /// What is blacked out in each picture, in its pixels.
    private func hidden() -> [FrameName: [Box<ImageSpace>]] {
        var hidden: [FrameName: Set<Box<ImageSpace>>] = [:]
        var isHidden = false
        for line in trace.lines {
            if let look = line.event as? ObservedEvent {
                let boxes = look.screen.coordinates.restored.map { mask.boxes(in: $0) } ?? []
                hidden[look.screen.frame, default: []].formUnion(boxes)
                isHidden = !boxes.isEmpty
            }
            // Where the parts of the screen stand in it is not known.
            if isHidden, let compared = (line.event as? DecidedEvent)?.decision.assertion?.picture {
                hidden[compared, default: []].insert(Box(x: 0, y: 0, width: 1_000_000, height: 1_000_000))
            }
            for answer in line.event.answers {
                guard let picture = answer.picture else { continue }
                let boxes = answer.coordinates.restored.map { mask.boxes(inModelPictureOf: $0) } ?? []
                hidden[picture, default: []].formUnion(boxes)
            }
        }
        return hidden.mapValues(Array.init)
    }

    /// The looks at redacted pictures, by the numbers of their lines, and what the pictures are called now.
    private struct Looks {
        var events: [Int: ObservedEvent] = [:]
        var names: [FrameName: FrameName] = [:]
    }

    private func redactedLooks() throws(TraceError) -> (Looks, CompactedLooks) {
        var (looks, files) = (Looks(), CompactedLooks(folder: trace.folder))
        let hidden = hidden()
        for line in trace.lines {
            for frame in line.event.frames {
                let image = try trace.image(of: frame, isVerified: true).blackedOut(hidden[frame] ?? [])
                if let look = line.event as? ObservedEvent {
                    looks.events[line.sequence] = try files.look(look, at: image)
                } else {
                    _ = try files.keep(image)
                }
                looks.names[frame] = FrameName(of: image)
            }
        }
        return (looks, files)
    }

    /// The files in which a secret stood without it, by the hashes of those with it, and the paths of those that cannot be read.
    private func redactedInputs() throws(TraceError) -> (clean: [String: RecordedInput], unread: [String]) {
        var (clean, unread): ([String: RecordedInput], [String]) = ([:], [])
        for input in trace.inputs {
            let bytes = try trace.contents(of: input)
            guard let text = RedactableText(bytes) else {
                if !redaction.isEmpty { unread.append(input.path) }
                guard let plain = redaction.ofBytes(bytes) else { continue }
                clean[input.sha256] = RecordedInput(path: input.path, contents: plain)
                continue
            }
            let plain = redaction(text.text)
            guard plain != text.text else { continue }
            clean[input.sha256] = RecordedInput(path: input.path, contents: text.encoded(plain))
        }
        return (clean, unread)
    }

    /// The header that names other files where a secret stood in one.
    private func redactedHeader(_ clean: [String: RecordedInput]) -> TraceHeader {
        var header = split.without(trace.header)
        for (index, input) in header.inputs.enumerated() {
            if let file = clean[input.sha256] { header.inputs[index].keep(file.contents) }
        }
        if let task = header.task, task.verbatim != trace.header.task?.verbatim || redaction.finds(task.verbatim) {
            // The hash of the file as it was would confirm a guess of what was taken out.
            header.task?.sha256 = ContentHash.hexadecimal(of: Array(redaction(task.verbatim).utf8))
        }
        header.masks += regions.filter { !header.masks.contains($0) }
        return header
    }

    private func lines(
        _ header: TraceHeader, _ looks: Looks, _ clean: [String: RecordedInput]
    ) throws(TraceError) -> [UInt8] {
        var chain = LineChain()
        var text = chain.linked(redaction.line(try encoded(header, "header")))
        let names = looks.names.filter { $0.key != $0.value }
        var hidden = HiddenWords(regions: regions, known: Set(trace.lines.flatMap(\.event.frames)), names: names)
        for var line in trace.lines {
            if var look = looks.events[line.sequence] {
                let boxes = look.screen.coordinates.restored.map { mask.boxes(in: $0) } ?? []
                look.screen.masked += boxes.filter { !look.screen.masked.contains($0) }
                line.event = look
            }
            if var outside = line.event as? OutsideEvent, let file = outside.file.flatMap({ clean[$0.sha256] }) {
                outside.file?.keep(file.contents)
                line.event = outside
            }
            line.event = split.without(hidden.without(line.event))
            let plain = String(decoding: redaction.line(try encoded(line, line.event.name)), as: UTF8.self)
            // The names of looks are new already.
            let renamed =
                line.event is ObservedEvent
                ? plain
                : plain.replacing(#/[0-9a-f]{64}\.png/#) { match in
                    FrameName(String(match.output)).flatMap { names[$0] }?.description ?? String(match.output)
                }
            text += chain.linked(Array(renamed.utf8))
        }
        let clean = try Trace(Data(text), folder: trace.folder, upgrades: .known)
        if let loss = clean.losses.first(where: \.isOfLines) {
            throw .notRedacted(path: trace.folder.path, reason: "\(loss)")
        }
        return text
    }
}

extension TraceLoss {
    /// Whether it says that lines cannot be read, and not only that new pictures are not there yet.
    fileprivate var isOfLines: Bool {
        switch self {
        case .tornLine, .brokenLine, .missingEvents, .noEnd: true
        case .frame: false
        }
    }
}
