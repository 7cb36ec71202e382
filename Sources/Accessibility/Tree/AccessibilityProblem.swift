/// Why a report does not hold everything.
package enum AccessibilityProblem: Hashable, Sendable {
    /// The display names no accessibility bus.
    case noBus
    /// The bus does not accept connections, or does not answer.
    case busUnreachable
    /// The bus closed the connection or broke the protocol; the next look connects again.
    case busLost
    /// The program did not answer in its time; what it answered before is kept, and the rest comes later.
    case late
    /// The program has said nothing for a while and is not waited for; what it still answers comes with a later look.
    case skipped
    /// Nodes beyond a limit were not read.
    case cut(AccessibilityLimit)
    /// Objects that claim to be their own ancestor, or the child of two parents, are listed once only.
    case cyclic
    /// The program lists objects in a form that AT-SPI does not specify; these are left out.
    case malformed
}

/// A limit that a program reached.
package enum AccessibilityLimit: Hashable, Sendable {
    case programs
    case nodes
    case depth
    case children
}

extension AccessibilityProblem: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noBus: "no accessibility bus on this display; start at-spi2-core's at-spi-bus-launcher"
        case .busUnreachable: "the accessibility bus does not answer"
        case .busLost: "the accessibility bus closed the connection"
        case .late: "did not answer in time"
        case .skipped: "has not answered for a while, and is not waited for"
        case .cut(let limit): "has more \(limit.words) than are read"
        case .cyclic: "lists objects in more than one place"
        case .malformed: "lists objects in a form that AT-SPI does not specify"
        }
    }
}

extension AccessibilityLimit {
    fileprivate var words: String {
        switch self {
        case .programs: "programs"
        case .nodes: "objects"
        case .depth: "levels of objects"
        case .children: "children in one object"
        }
    }
}
