import Glibc

/// The file of a frame, looked at without decoding it.
enum FrameFile {
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    /// The last chunk: no bytes, `IEND`, checksum.
    private static let ending: [UInt8] = [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82]

    /// Why a frame cannot be shown, as far as its file's two ends tell; `nil` for a whole PNG file.
    static func fault(at path: String) -> String? {
        let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return errno == ENOENT ? "is missing" : "cannot be opened" }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return "is not a regular file"
        }
        if status.st_size == 0 { return "is empty" }
        guard bytes(signature.count, at: 0, of: descriptor) == signature else { return "is not a PNG file" }
        let isWhole = bytes(ending.count, at: Int(status.st_size) - ending.count, of: descriptor) == ending
        return isWhole ? nil : "is cut off"
    }

    private static func bytes(_ count: Int, at offset: Int, of descriptor: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let read = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, count, offset) }
        return Array(bytes.prefix(max(0, read)))
    }
}
