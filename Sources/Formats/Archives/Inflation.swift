import CZlib

/// Expands what was compressed with the deflate method (RFC 1951), never beyond a limit.
package enum Inflation {
    /// What stands around the compressed bytes.
    package enum Wrapping: Int32 {
        /// Nothing around it, as in zip archives.
        case none = -15
        /// The header and checksum of a gzip file.
        case gzip = 31
    }

    /// The bytes that were compressed.
    ///
    /// - Parameter limit: how many bytes may come out.
    /// - Throws: ``FormatFault`` for damaged data, or more than `limit` bytes.
    package static func inflate(_ bytes: ArraySlice<UInt8>, _ wrapping: Wrapping, limit: Int) throws(FormatFault)
        -> [UInt8]
    {
        let (output, status) = unsafe bytes.withUnsafeBytes { input in
            unsafe run(input, windowBits: wrapping.rawValue, limit: limit)
        }
        guard status == Z_STREAM_END else {
            throw FormatFault(
                status == Z_BUF_ERROR && output.count >= limit
                    ? "it expands to more than \(limit) bytes" : "its compressed data are damaged or cut off")
        }
        return output
    }

    /// The checksum that zip archives keep of each entry (CRC-32).
    static func checksum(of bytes: [UInt8]) -> Int {
        unsafe bytes.withUnsafeBufferPointer { Int(unsafe crc32_z(0, $0.baseAddress, $0.count)) }
    }

    private static func run(
        _ input: UnsafeRawBufferPointer, windowBits: Int32, limit: Int
    ) -> (output: [UInt8], status: Int32) {
        var stream = unsafe z_stream()
        guard unsafe inflateInit2_(&stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return ([], Z_MEM_ERROR)
        }
        defer { unsafe inflateEnd(&stream) }
        unsafe stream.next_in = UnsafeMutablePointer(
            mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
        unsafe stream.avail_in = UInt32(clamping: input.count)
        var output: [UInt8] = []
        var status = Z_OK
        while status == Z_OK, output.count < limit {
            let room = min(1 << 20, limit - output.count)
            let piece = unsafe [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
                unsafe stream.next_out = buffer.baseAddress
                unsafe stream.avail_out = UInt32(room)
                status = unsafe CZlib.inflate(&stream, Z_NO_FLUSH)
                count = unsafe room - Int(stream.avail_out)
            }
            output += piece
        }
        return (output, status == Z_OK ? Z_BUF_ERROR : status)
    }
}
