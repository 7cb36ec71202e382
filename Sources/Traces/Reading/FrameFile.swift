import Glibc

/// The file of a frame, looked at without decoding it.
enum FrameFile {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// The last chunk: no bytes, `IEND`, checksum.
    private static let ending: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]
    /// Chunks that say how pixels look, and hold no words.
    private static let plainChunks: Set = [
        "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "cHRM", "sRGB", "sBIT", "pHYs", "bKGD", "tIME",
    ]

    /// Why a frame cannot be shown, as far as its file's two ends tell; `nil` for a whole PNG file.
    static func fault(at path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? "is missing" : "cannot be opened" }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return "is not a regular file"
        }
        return fault(
            length: Int(status.st_size), start: bytes(signature.count, at: 0, of: descriptor),
            end: bytes(ending.count, at: Int(status.st_size) - ending.count, of: descriptor))
    }

    /// The same of a file's bytes.
    static func fault(in file: [UInt8]) -> String? {
        fault(length: file.count, start: Array(file.prefix(signature.count)), end: Array(file.suffix(ending.count)))
    }

    private static func fault(length: Int, start: [UInt8], end: [UInt8]) -> String? {
        if length == 0 { return "is empty" }
        guard start == signature else { return "is not a PNG file" }
        return end == ending ? nil : "is cut off"
    }

    /// What a PNG file holds besides its pixels, such as text, which their hash says nothing of; `nil` for nothing.
    static func extraContents(of file: [UInt8]) -> String? {
        var start = signature.count
        while start + 12 <= file.count {
            let length = file[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
            let name = String(decoding: file[(start + 4)..<(start + 8)], as: UTF8.self)
            if !plainChunks.contains(name) { return "a chunk '\(name)'" }
            start += 12 + length
            if name == "IEND" { return start < file.count ? "\(file.count - start) bytes after its end" : nil }
        }
        return nil
    }

    private static func bytes(_ count: Int, at offset: Int, of descriptor: Int32) -> [UInt8] {
        guard offset >= 0 else { return [] }
        var bytes = [UInt8](repeating: 0, count: count)
        let read = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, count, offset) }
        return Array(bytes.prefix(max(0, read)))
    }
}
