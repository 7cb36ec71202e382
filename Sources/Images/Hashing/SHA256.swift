import CNettle

/// The SHA-256 (FIPS 180-4) of bytes that come piece by piece. A copy goes on by itself.
struct SHA256 {
    private var state = sha256_ctx()

    /// Begins with no bytes.
    init() { nettle_sha256_init(&state) }

    /// Takes the next bytes.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { return }
        nettle_sha256_update(&state, bytes.count, start)
    }

    /// Takes the next bytes.
    mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// The hash of all bytes so far, as 64 hexadecimal digits.
    var hexadecimal: String {
        var end = state
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        digest.withUnsafeMutableBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            cnettle_sha256_finish(&end, start)
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
