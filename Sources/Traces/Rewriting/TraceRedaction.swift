import Foundation
package import Images
import Interaction

/// Takes out of a trace what should not have been recorded: regions and words in every picture, and secrets in every text.
package struct TraceRedaction: Sendable {
    private let trace: Trace
    private let regions: [Box<ScreenSpace>]
    private let redaction: Redaction
    private let places: [FrameName: [Box<ImageSpace>]]

    /// - Parameters:
    ///   - regions: what is blacked out in every picture.
    ///   - secrets: texts by the names that take their place, as `{{env:NAME}}`.
    ///   - places: what else is blacked out in single screenshots, in their pixels, such as where a secret was read.
    package init(
        of trace: Trace, regions: [Box<ScreenSpace>], secrets: [String: String],
        places: [FrameName: [Box<ImageSpace>]] = [:]
    ) {
        self.trace = trace
        self.regions = regions
        redaction = Redaction(secrets: secrets)
        self.places = places
    }

    /// Puts the redacted trace in the recorded one's place. A kill before the new lines have their name leaves the recorded
    /// trace, a later one the redacted, which a second call then cleans up.
    ///
    /// - Returns: how many pictures and files were replaced.
    /// - Throws: ``TraceError/notEdited(path:losses:)`` for a trace that is not whole, and what writing it throws.
    package func replaceRecorded() throws(TraceError) -> Int {
        try trace.checkEditable()
        var names: [FrameName: FrameName] = [:]
        var changes: [TraceUpdate.Change] = []
        for (frame, boxes) in try hidden() where !boxes.isEmpty {
            let image = try trace.image(of: frame, isVerified: true).blackedOut(boxes)
            let name = FrameName(of: image)
            guard name != frame else { continue }
            names[frame] = name
            changes.append(.add(path: trace.folder.frame(name), try png(image, name)))
        }
        let (header, inputs) = try redactedHeader()
        changes += inputs.map { .add(path: trace.folder.input($0.sha256), $0.contents) }
        let count = changes.count
        changes.append(.replaceLines(path: trace.folder.lines, try lines(header, names)))
        let kept = Set(header.inputs.map(\.sha256))
        changes += trace.header.inputs.filter { !kept.contains($0.sha256) }.map {
            .remove(path: trace.folder.input($0.sha256))
        }
        let all = Set(names.values)
        changes += names.keys.filter { !all.contains($0) }.map { .remove(path: trace.folder.frame($0)) }
        for change in changes { try change.apply() }
        return count
    }

    /// What is blacked out in each picture, in its pixels.
    private func hidden() throws(TraceError) -> [FrameName: [Box<ImageSpace>]] {
        var hidden: [FrameName: Set<Box<ImageSpace>>] = [:]
        let mask = FrameMask(masks: regions)
        for line in trace.lines {
            if let look = line.event as? ObservedEvent, let frame = look.screen.coordinates.restored {
                hidden[look.screen.frame, default: []].formUnion(boxes(look.screen, frame, mask))
            }
            for answer in line.event.answers {
                guard let picture = answer.picture, let frame = answer.coordinates.restored else { continue }
                hidden[picture, default: []].formUnion(mask.boxes(inModelPictureOf: frame))
            }
        }
        return hidden.mapValues(Array.init)
    }

    private func boxes(_ screen: RecordedScreen, _ frame: CoordinateFrame, _ mask: FrameMask) -> [Box<ImageSpace>] {
        mask.boxes(in: frame) + (places[screen.frame] ?? [])
    }

    private func png(_ image: Image, _ name: FrameName) throws(TraceError) -> [UInt8] {
        do { return try image.png() } catch {
            throw .brokenFrame(path: trace.folder.frame(name), reason: "\(error)")
        }
    }

    /// The header with other files where a secret stood in one, and those files.
    private func redactedHeader() throws(TraceError) -> (TraceHeader, changed: [RecordedInput]) {
        var header = trace.header
        var changed: [RecordedInput] = []
        for (index, input) in header.inputs.enumerated() {
            let bytes = try trace.contents(of: input)
            guard let text = String(bytes: bytes, encoding: .utf8), redaction(text) != text else { continue }
            let clean = RecordedInput(path: input.path, source: input.source, contents: Array(redaction(text).utf8))
            header.inputs[index] = clean
            changed.append(clean)
        }
        header.masks += regions.filter { !header.masks.contains($0) }
        return (header, changed)
    }

    private func lines(_ header: TraceHeader, _ names: [FrameName: FrameName]) throws(TraceError) -> [UInt8] {
        var text = redaction.line(try encoded(header, "header"))
        let mask = FrameMask(masks: regions)
        for var line in trace.lines {
            if var look = line.event as? ObservedEvent, let frame = look.screen.coordinates.restored {
                look.screen.masked += boxes(look.screen, frame, mask).filter { !look.screen.masked.contains($0) }
                line.event = look
            }
            let plain = String(decoding: redaction.line(try encoded(line, line.event.name)), as: UTF8.self)
            let renamed = plain.replacing(#/[0-9a-f]{64}\.png/#) { match in
                FrameName(String(match.output)).flatMap { names[$0] }?.description ?? String(match.output)
            }
            text += Array(renamed.utf8)
        }
        _ = try Trace(Data(text), folder: trace.folder, upgrades: .known)
        return text
    }
}

extension TraceEvent {
    /// What models answered in it.
    fileprivate var answers: [RecordedAnswer] {
        switch self {
        case let decided as DecidedEvent: [decided.decision.answer].compactMap(\.self)
        case let unusable as UnusableEvent: [unusable.answer]
        default: []
        }
    }
}
