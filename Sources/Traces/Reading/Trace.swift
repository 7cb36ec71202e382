import Foundation
import Images

/// A recorded episode, or as much of it as was written.
package struct Trace: Sendable {
    package let header: TraceHeader
    /// In the order in which it happened.
    package let lines: [TraceLine]
    /// What a crash took away; empty for a trace that ended in good order.
    package let losses: [TraceLoss]
    let folder: TraceFolder

    /// Reads a trace from its folder.
    ///
    /// - Parameter upgrades: what brings lines of older versions up to date.
    ///
    /// Any beginning of a trace can be read: a last line that is cut off is reported among ``losses``.
    ///
    /// - Throws: ``TraceError`` when there is no trace, it is of a newer version, or any other line is broken.
    package init(folder path: String, upgrades: TraceUpgrades = .known) throws(TraceError) {
        let folder = TraceFolder(path)
        guard let bytes = try RecordFile.contents(of: folder.lines) else { throw .noTrace(folder: path) }
        try self.init(Data(bytes), folder: folder, upgrades: upgrades)
    }

    init(_ data: Data, folder: TraceFolder, upgrades: TraceUpgrades) throws(TraceError) {
        var texts = data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Data($0) }
        let isCut = texts.last?.isEmpty == false
        if !isCut { texts.removeLast() }
        guard let first = texts.first else { throw .noHeader(path: folder.lines) }
        let version = try TraceUpgrades.version(of: first, path: folder.lines, known: upgrades.current)
        var losses: [TraceLoss] = []
        var lines: [TraceLine] = []
        header = try Trace.decode(upgrades.upgrade(first, from: version), line: 1, folder)
        for (index, text) in texts.enumerated().dropFirst() {
            do throws(TraceError) {
                lines.append(try Trace.decode(upgrades.upgrade(text, from: version), line: index + 1, folder))
            } catch {
                guard isCut, index == texts.count - 1 else { throw error }
                losses.append(.tornLine(number: index + 1, bytes: text.count))
            }
        }
        lines.sort { $0.sequence < $1.sequence }
        self.lines = lines
        self.losses = losses + (try Trace.gaps(in: lines, folder))
        self.folder = folder
    }

    /// How the episode ended; `nil` when recording broke off.
    package var end: RecordedEnd? {
        for line in lines { if case .ended(let end) = line.event { return end } }
        return nil
    }

    /// What the task's check said.
    package var grading: RecordedGrading? {
        for line in lines.reversed() { if case .graded(let grading) = line.event { return grading } }
        return nil
    }

    /// Where a frame lies.
    package func path(of frame: FrameName) -> String { folder.frame(frame) }

    /// The bytes of a frame's PNG file.
    package func file(of frame: FrameName) throws(TraceError) -> [UInt8] {
        let path = folder.frame(frame)
        guard let bytes = try RecordFile.contents(of: path) else { throw .noFrame(path: path) }
        return bytes
    }

    /// A frame's picture.
    ///
    /// - Parameter isVerified: whether its pixels must be those that its name was made from.
    package func image(of frame: FrameName, isVerified: Bool = false) throws(TraceError) -> Image {
        let bytes = try file(of: frame)
        let path = folder.frame(frame)
        let image: Image
        do {
            image = try Image(png: bytes)
        } catch {
            throw .brokenFrame(path: path, reason: "\(error)")
        }
        if isVerified, FrameName(of: image) != frame {
            throw .alteredFrame(path: path, found: "\(FrameName(of: image))")
        }
        return image
    }

    /// Checks every frame that the trace names.
    package func verifyFrames() throws(TraceError) {
        for frame in Set(lines.flatMap(\.event.frames)) { _ = try image(of: frame, isVerified: true) }
    }

    private static func decode<Value: Decodable>(
        _ text: Data, line: Int, _ folder: TraceFolder
    ) throws(TraceError) -> Value {
        if let fault = TraceNumbers.fault(in: text) {
            throw .brokenLine(path: folder.lines, line: line, reason: fault)
        }
        do {
            return try JSONDecoder().decode(Value.self, from: text)
        } catch {
            throw .brokenLine(path: folder.lines, line: line, reason: TraceError.words(for: error))
        }
    }

    /// Of events, besides as many as there are.
    private static let mostLost = 16

    /// - Parameter lines: in the order of their sequence.
    private static func gaps(in lines: [TraceLine], _ folder: TraceFolder) throws(TraceError) -> [TraceLoss] {
        var missing: [ClosedRange<Int>] = []
        var next = 1
        for sequence in lines.lazy.map(\.sequence) {
            guard sequence >= next else { throw .wrongSequence(path: folder.lines, sequence: sequence) }
            if sequence > next { missing.append(next...(sequence - 1)) }
            next = sequence + 1
        }
        let ended = lines.contains { $0.event.name == .ended }
        if ended, let first = missing.first { throw .missingEvent(path: folder.lines, sequence: first.lowerBound) }
        // A crash loses what was under way, never more than was written.
        if let gap = missing.first(where: { $0.count > lines.count + mostLost }) {
            throw .wrongSequence(path: folder.lines, sequence: gap.upperBound + 1)
        }
        return missing.map { .missingEvents($0) } + (ended ? [] : [.noEnd])
    }
}

/// What a trace lacks because recording broke off.
package enum TraceLoss: Hashable, Sendable, CustomStringConvertible {
    /// The last line is cut off after so many bytes.
    case tornLine(number: Int, bytes: Int)
    /// Events whose frames were not complete yet, by their sequence.
    case missingEvents(ClosedRange<Int>)
    /// The episode's end was not written.
    case noEnd

    package var description: String {
        switch self {
        case .tornLine(let number, let bytes): "line \(number) is cut off after \(bytes) bytes"
        case .missingEvents(let events) where events.count == 1: "event \(events.lowerBound) was not complete yet"
        case .missingEvents(let events): "events \(events.lowerBound) to \(events.upperBound) were not complete yet"
        case .noEnd: "recording broke off before the episode ended"
        }
    }
}

extension TraceEvent {
    /// The frames that the event names.
    var frames: [FrameName] {
        switch self {
        case .observed(let look): [look.screen.frame]
        case .decided(let decided): [decided.decision.answer?.picture].compactMap(\.self)
        case .unusable(let unusable): [unusable.answer.picture].compactMap(\.self)
        default: []
        }
    }
}

extension TraceError {
    /// What a decoder complains of, with the field it was at.
    static func words(for error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _)?: return "the field '\(key.stringValue)' is missing"
        case .typeMismatch(_, let context)?, .valueNotFound(_, let context)?, .dataCorrupted(let context)?:
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            return field.isEmpty ? context.debugDescription : "field '\(field)': \(context.debugDescription)"
        default: return "\(error)"
        }
    }
}
