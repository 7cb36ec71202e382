package import Images

/// What a trace lacks because recording broke off, or because its files were damaged afterwards.
package enum TraceLoss: Hashable, Sendable, CustomStringConvertible {
    /// The last line is cut off after so many bytes.
    case tornLine(number: Int, bytes: Int)
    /// A line in the middle that is not an event; lines count from 1.
    case brokenLine(number: Int, reason: String)
    /// Events whose frames were not complete yet, by their sequence.
    case missingEvents(ClosedRange<Int>)
    /// The file of a frame is missing, empty or cut off; `step` is the first that shows it.
    case frame(FrameName, step: Int, fault: String)
    /// The episode's end was not written.
    case noEnd

    package var description: String {
        switch self {
        case .tornLine(let number, let bytes): "line \(number) is cut off after \(bytes) bytes"
        case .brokenLine(let number, let reason): "line \(number) is broken: \(reason)"
        case .missingEvents(let events) where events.count == 1: "event \(events.lowerBound) was not complete yet"
        case .missingEvents(let events): "events \(events.lowerBound) to \(events.upperBound) were not complete yet"
        case .frame(let name, let step, let fault): "the frame \(name) of step \(step) \(fault)"
        case .noEnd: "recording broke off before the episode ended"
        }
    }

    /// Whether files were damaged after they had been written; a crash while recording leaves only other losses.
    package var isDamage: Bool {
        switch self {
        case .brokenLine, .frame: true
        case .tornLine, .missingEvents, .noEnd: false
        }
    }
}

extension [TraceLoss] {
    /// Losses that are listed one by one.
    private static let maximumListed = 20

    /// One line for each, and for the rest of very many together.
    package var lines: [String] {
        let listed = prefix(Self.maximumListed).map(\.description)
        return count > listed.count ? listed + ["\(count - listed.count) more"] : listed
    }
}
