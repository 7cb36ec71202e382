extension Colour {
    /// The greatest ``distance(to:)`` that there is, between yellow and blue.
    static let maximumDistance = 35215.0

    /// How different two colours look: a weighted square distance in YIQ.
    ///
    ///     δ = 0.5053 Δy² + 0.299 Δi² + 0.1957 Δq²
    ///
    /// Kotsarenko and Ramos, "Measuring perceived color difference using YIQ NTSC transmission color space in mobile
    /// applications", 2010.
    func distance(to other: Colour) -> Double {
        let red = Double(red) - Double(other.red)
        let green = Double(green) - Double(other.green)
        let blue = Double(blue) - Double(other.blue)
        let y = red * 0.29889531 + green * 0.58662247 + blue * 0.11448223
        let i = red * 0.59597799 - green * 0.27417610 - blue * 0.32180189
        let q = red * 0.21147017 - green * 0.52261711 + blue * 0.31114694
        return 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q
    }
}
