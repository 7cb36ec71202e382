package import Images

/// What the caller knows about the change to come.
package struct SettleExpectation: Hashable, Sendable {
    /// How long to wait for a first change before saying that nothing changed.
    package var firstChange: Duration
    /// How long nothing relevant may change.
    package var quiet: Duration
    /// When to give up.
    package var deadline: Duration
    /// A program that was just started: quiet also needs its window mapped and painted, and it off the processor.
    package var startedProcess: Int?
    /// Parts of the screen that do not count.
    package var ignored: [Box<ScreenSpace>]
    /// The widget that the action pressed: while nothing but its look has changed, the effect is still to come.
    package var pressed: PressedWidget?

    /// - Parameter pressed: the widget that the action pressed; `nil` for an action that presses none.
    package init(
        firstChange: Duration = .milliseconds(500), quiet: Duration = .milliseconds(200),
        deadline: Duration = .seconds(10), startedProcess: Int? = nil, ignored: [Box<ScreenSpace>] = [],
        pressed: PressedWidget? = nil
    ) {
        self.pressed = pressed
        self.firstChange = firstChange
        self.quiet = quiet
        self.deadline = deadline
        self.startedProcess = startedProcess
        self.ignored = ignored
    }
}

/// How the screen came to rest. Durations count from the moment when watching began.
package struct SettleReport: Hashable, Sendable {
    /// Why watching ended.
    package enum Reason: String, Codable, Hashable, Sendable {
        /// Nothing relevant changed for the quiet time.
        case quiet
        /// Nothing visible changed at all within the time for a first change.
        case noChange = "no_change"
        /// The deadline passed while the screen was still changing.
        case deadline
    }

    /// A part of the screen that kept changing and was not waited for, or was still changing at the deadline.
    package struct Region: Hashable, Codable, Sendable {
        /// Why a region was not waited for.
        package enum Kind: String, Codable, Hashable, Sendable {
            case caret
            case scrollbar
            /// Came back to earlier content at least twice.
            case periodic
            /// Still changing at the deadline.
            case unstable
            /// Given by the caller.
            case given
            /// The person who is recorded went on before it rested.
            case passing
        }
        /// Where it lies.
        package var box: Box<ScreenSpace>
        /// Why it was not waited for.
        package var kind: Kind

        /// Creates a region.
        package init(box: Box<ScreenSpace>, kind: Kind) {
            self.box = box
            self.kind = kind
        }
    }

    /// Why watching ended.
    package var reason: Reason
    /// When something first changed; `nil` if nothing did.
    package var firstChange: Duration?
    /// When something last changed outside of ``regions``; `nil` if nothing did.
    package var lastChange: Duration?
    /// When watching ended.
    package var settled: Duration
    /// Parts of the screen that were not waited for.
    package var regions: [Region]
    /// What else is worth knowing, in words: that the server could not be watched in the usual way, that the screen
    /// got another size, that a started program has ended or never showed a window.
    package var notes: [String]

    /// Creates a report.
    package init(
        reason: Reason, firstChange: Duration?, lastChange: Duration?, settled: Duration, regions: [Region],
        notes: [String] = []
    ) {
        self.reason = reason
        self.firstChange = firstChange
        self.lastChange = lastChange
        self.settled = settled
        self.regions = regions
        self.notes = notes
    }
}
