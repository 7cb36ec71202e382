extension Duration {
    /// Two figures or so: `80 ms`, `3.1 s`, `45 min`, `2 h 10 min`.
    var brief: String {
        let seconds = self / .seconds(1)
        switch seconds {
        case ..<1: return "\(Int((seconds * 1000).rounded())) ms"
        case ..<10: return "\((seconds * 10).rounded() / 10) s"
        case ..<90: return "\(Int(seconds.rounded())) s"
        case ..<5400: return "\(Int((seconds / 60).rounded())) min"
        default: return "\(Int(seconds / 3600)) h \(Int(seconds / 60) % 60) min"
        }
    }
}

/// A share with one decimal, as people read it.
struct Percent: CustomStringConvertible {
    let description: String

    init(_ share: Double) {
        let tenths = Int((share * 1000).rounded())
        description = "\(tenths / 10).\(tenths % 10) %"
    }
}
