/// The secret that lets clients into an X server; an ``AuthorityEntry`` holds it for them.
struct Cookie: Hashable, Sendable {
    let bytes: [UInt8]

    init() {
        var random = SystemRandomNumberGenerator()
        bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    init(bytes: [UInt8]) { self.bytes = bytes }
}
