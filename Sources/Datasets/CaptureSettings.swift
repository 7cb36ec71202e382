import Evaluation

/// What decides which screens are captured: the same settings, programs and machine give the same data set.
package struct CaptureSettings: RunSettings, Hashable {
    /// Decides the variants and the order in which things are opened.
    package var seed: UInt64
    /// Maximum screens of a program in one variant.
    package var screens: Int
    /// Maximum clicks on one program in one variant.
    package var presses: Int
    /// Whether programs run without network and without files outside of their session.
    package var isSandboxed: Bool

    /// Creates settings.
    package init(seed: UInt64 = 1, screens: Int = 12, presses: Int = 60, isSandboxed: Bool = false) {
        self.seed = seed
        self.screens = screens
        self.presses = presses
        self.isSandboxed = isSandboxed
    }

    private enum CodingKeys: String, CodingKey {
        case seed, screens, presses
        case isSandboxed = "sandbox"
    }

    package static func name(of part: String, in field: String) -> String? { nil }
}

/// A program in one variant: what is captured as a whole, or not at all.
struct CaptureUnit: Hashable, Sendable {
    /// Its name or path, and its arguments.
    let command: [String]
    /// From 0.
    let number: Int
    let variant: CaptureVariant

    init(_ command: [String], _ number: Int, seed: UInt64) {
        self.command = command
        self.number = number
        variant = CaptureVariant(number, seed: seed)
    }

    /// The program's file name.
    var program: String { command[0].split(separator: "/").last.map(String.init) ?? command[0] }

    /// Names it in the data set, whatever else is captured: `mousepad-5f0c-1`.
    var name: String {
        let digits = String(
            SeededGenerator(seed: 0, name: command.joined(separator: "\u{0}")).first & 0xffff, radix: 16)
        let plain = program.filter { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
        return "\(plain)-\(String(repeating: "0", count: 4 - digits.count))\(digits)-\(number)"
    }
}

extension SeededGenerator {
    /// The first number of this generator.
    fileprivate var first: UInt64 {
        var copy = self
        return copy.next()
    }
}
