import Foundation
package import Images

/// A recorded episode, or as much of it as was written.
package struct Trace: Sendable {
    /// The first line.
    package let header: TraceHeader
    /// In the order in which it happened.
    package let lines: [TraceLine]
    /// What a crash took away or was damaged since; empty for a trace that ended in good order and is whole.
    package let losses: [TraceLoss]
    let folder: TraceFolder
    /// How frames are rebuilt that are not kept whole.
    let recipes: FrameRecipes

    /// Reads a trace from its folder, or from the file that it was packed into.
    ///
    /// - Parameter upgrades: what brings lines of older versions up to date.
    ///
    /// Any beginning of a trace can be read, and what is left of a damaged one: lines that are cut off or broken and
    /// frames that are missing, empty or cut off are reported among ``losses``.
    ///
    /// - Throws: ``TraceError`` when there is no trace, it is of a newer version, an event was removed from a complete
    ///   one, or a line holds numbers that no recording has.
    package init(folder path: String, upgrades: TraceUpgrades = .known) throws(TraceError) {
        let file = TraceFolder.isFile(path) ? try RecordFile.contents(of: path) : nil
        let packed = if let file { try PackedTrace(path, file) } else { PackedTrace?.none }
        let folder = TraceFolder(path, packed: packed)
        guard let bytes = try folder.contents(of: folder.lines) else { throw .noTrace(folder: path) }
        try self.init(Data(bytes), folder: folder, upgrades: upgrades)
    }

    /// Refuses a trace that cannot be edited: one that is not whole, or is packed.
    func checkEditable() throws(TraceError) {
        guard losses.isEmpty else { throw .notEdited(path: folder.path, losses: losses.lines) }
        guard folder.packed == nil else { throw .packed }
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
                losses.append(
                    try Trace.loss(of: text, line: index + 1, isCut: isCut && index == texts.count - 1, error))
            }
        }
        lines.sort { $0.sequence < $1.sequence }
        let broken = losses.count(where: \.isDamage)
        losses += try Trace.gaps(in: lines, besides: broken, folder)
        self.lines = lines
        recipes = FrameRecipes(lines)
        self.losses = losses + Trace.lostFrames(of: lines, recipes, folder)
        self.folder = folder
    }

    /// What a line that cannot be read amounts to.
    private static func loss(
        of text: Data, line: Int, isCut: Bool, _ error: TraceError
    ) throws(TraceError) -> TraceLoss {
        if isCut { return .tornLine(number: line, bytes: text.count) }
        // Numbers out of range are not damage: they were written so.
        guard case .brokenLine(_, _, let reason) = error, TraceNumbers.fault(in: text) == nil else { throw error }
        return .brokenLine(number: line, reason: reason)
    }

    /// The frames that events name and whose files cannot be shown, each once.
    private static func lostFrames(
        of lines: [TraceLine], _ recipes: FrameRecipes, _ folder: TraceFolder
    ) -> [TraceLoss] {
        var known: Set<FrameName> = []
        var faults: [FrameName: String?] = [:]
        func fault(of file: FrameName) -> String? {
            if let known = faults[file] { return known }
            let fault = folder.fault(of: file)
            faults[file] = .some(fault)
            return fault
        }
        var (losses, step) = ([TraceLoss](), 1)
        for line in lines {
            if let look = line.event as? ObservedEvent { step = look.step }
            for frame in line.event.frames where known.insert(frame).inserted {
                if let fault = recipes.files(of: frame).lazy.compactMap(fault).first {
                    losses.append(.frame(frame, step: step, fault: fault))
                }
            }
        }
        return losses
    }

    /// Whether the file of a frame is missing, empty or cut off.
    package func isLost(_ frame: FrameName) -> Bool {
        losses.contains { if case .frame(frame, _, _) = $0 { true } else { false } }
    }

    /// How the episode ended; `nil` when recording broke off.
    package var end: RecordedEnd? {
        lines.lazy.compactMap { $0.event as? RecordedEnd }.first
    }

    /// What actions had left down at the end; `nil` for nothing.
    var released: ReleasedEvent? {
        for line in lines { if let released = line.event as? ReleasedEvent { return released } }
        return nil
    }

    /// What the task's check said.
    package var grading: RecordedGrading? {
        lines.reversed().lazy.compactMap { $0.event as? RecordedGrading }.first
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
    private static let maximumLost = 16

    /// - Parameters:
    ///   - lines: in the order of their sequence.
    ///   - broken: lines that cannot be read, which account for as many events.
    private static func gaps(
        in lines: [TraceLine], besides broken: Int, _ folder: TraceFolder
    ) throws(TraceError) -> [TraceLoss] {
        var missing: [ClosedRange<Int>] = []
        var next = 1
        for sequence in lines.lazy.map(\.sequence) {
            guard sequence >= next else { throw .wrongSequence(path: folder.lines, sequence: sequence) }
            if sequence > next { missing.append(next...(sequence - 1)) }
            next = sequence + 1
        }
        let end: [TraceLoss] = lines.contains { $0.event is RecordedEnd } ? [] : [.noEnd]
        // A crash loses what was under way, never more than was written.
        if let gap = missing.first(where: { $0.count > lines.count + maximumLost }) {
            throw .wrongSequence(path: folder.lines, sequence: gap.upperBound + 1)
        }
        if missing.reduce(0, { $0 + $1.count }) <= broken { return end }
        if end.isEmpty, let first = missing.first {
            throw .missingEvent(path: folder.lines, sequence: first.lowerBound)
        }
        return missing.map { .missingEvents($0) } + end
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
