/// The generator behind sampled answers: SplitMix64 (Steele, Lea, Flood 2014). The same seed gives the same answer on every machine, as far as the logits are the same.
///
/// A draw in [0, 1) is the upper 53 bits of a number, divided by 2⁵³.
package struct SplitMix64: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator; the same seed gives the same numbers.
    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below 1.
    mutating func nextShare() -> Double { Double(next() >> 11) / Double(1 << 53) }
}
