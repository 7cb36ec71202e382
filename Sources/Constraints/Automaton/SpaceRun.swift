/// How much white space has been written between two signs of JSON. It is bounded, so that nothing can loop in it.
struct SpaceRun: Equatable {
    private static let maximum: UInt8 = 128
    private static let maximumLines: UInt8 = 2

    private(set) var count: UInt8 = 0
    private var lines: UInt8 = 0

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x09 || byte == 0x0D }

    /// The run with `byte`; `nil` where it grows too long.
    func adding(_ byte: UInt8) -> SpaceRun? {
        guard count < Self.maximum, byte != 0x0A || lines < Self.maximumLines else { return nil }
        var run = self
        run.count += 1
        if byte == 0x0A { run.lines += 1 }
        return run
    }
}
