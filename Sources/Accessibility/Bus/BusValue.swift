/// A value in a D-Bus message, as far as AT-SPI's answers need it. Types that look alike stay apart: a string is no
/// object path, whatever it says.
enum BusValue: Hashable {
    /// A boolean or an integer of at most 32 bits.
    case integer(Int)
    /// A floating-point number, which may be infinite or none.
    case number(Double)
    case text(String)
    /// An object path that has been validated.
    case path(String)
    /// The type signature of other values.
    case signature(String)
    /// An array, a structure or a dictionary entry.
    case list([BusValue])
    /// A value of a type that no answer needs.
    case other

    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
    var path: String? { if case .path(let value) = self { value } else { nil } }
    var list: [BusValue]? { if case .list(let values) = self { values } else { nil } }
}

/// A value that a question passes; only types that AT-SPI's methods take.
enum BusArgument: Hashable {
    /// A signed integer of 32 bits; what does not fit is clamped.
    case integer(Int)
    case unsigned(UInt32)
    case text(String)
    /// A variant that holds a boolean.
    case boolean(Bool)
}
