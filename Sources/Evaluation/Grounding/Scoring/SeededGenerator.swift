/// Random numbers that are the same on every machine for the same seed: SplitMix64 (Steele, Lea and Flood 2014).
package struct SeededGenerator: Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A generator for one of many named things, independent of the order in which they are met.
    package init(seed: UInt64, name: String) {
        // FNV-1a; Swift's own hashes differ between runs.
        state = name.utf8.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    /// From all 64-bit numbers.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// From 0 up to, not including, `bound`.
    package mutating func next(below bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }

    /// From 0 up to, not including, 1, in steps of 2⁻⁵³.
    mutating func nextRatio() -> Double { Double(next() >> 11) * 0x1p-53 }
}
