import JSON

/// One way to understand what is written so far. Each can be brought to an end that fits.
struct Configuration: Equatable {
    var state: State
    /// What goes on when `state` is at its end.
    var rest: Stack?

    enum State: Equatable {
        case part(PartState)
        case value(ValueState)
        case word(ValueForms.Word, written: Int)
        case number(NumberState)
        case string(StringState)
        case array(ArrayState)
        case object(ObjectState)
    }

    /// Before a value.
    struct ValueState: Equatable {
        let node: Int32
        /// No number below this may be written.
        var floor: Int128 = -ExactDecimal.limit
        var space = SpaceRun()
    }

    struct ArrayState: Equatable {
        enum Phase: Equatable { case first, next, after }

        let form: Int32
        var phase = Phase.first
        var space = SpaceRun()
        /// Items that are written.
        var count = 0
        /// The first corner, where the array is of corners.
        var corner: (x: Int128, y: Int128) = (0, 0)

        static func == (left: ArrayState, right: ArrayState) -> Bool {
            left.form == right.form && left.phase == right.phase && left.space == right.space
                && left.count == right.count && left.corner == right.corner
        }
    }

    struct ObjectState: Equatable {
        enum Phase: Equatable { case first, name, colon, after, next }

        let form: Int32
        var phase = Phase.first
        var space = SpaceRun()
        /// The listed properties that are written.
        var written: UInt128 = 0
        /// The other names that are written.
        var names: NameLog?
        /// The node of the value that comes next.
        var node: Int32 = -1
    }

    static func == (left: Configuration, right: Configuration) -> Bool {
        left.state == right.state && left.rest == right.rest
    }
}

/// What is to be done after the value that is being written; shared between configurations.
final class Stack: Equatable {
    let state: Configuration.State
    let rest: Stack?
    /// How many values are open.
    let depth: Int

    init(_ state: Configuration.State, rest: Stack?) {
        self.state = state
        self.rest = rest
        depth = (rest?.depth ?? 0) + 1
    }

    static func == (left: Stack, right: Stack) -> Bool {
        var (one, two): (Stack?, Stack?) = (left, right)
        while let first = one, let second = two {
            if first === second { return true }
            if first.depth != second.depth || first.state != second.state { return false }
            (one, two) = (first.rest, second.rest)
        }
        return one == nil && two == nil
    }
}
