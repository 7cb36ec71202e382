import CLinux
import Glibc

extension Attempt {
    /// Opens a file; `nil` where that is refused.
    mutating func open(_ path: String, _ flags: Int32, mode: Int = 0o600) -> Int32? {
        let result = withAddress(of: path) {
            SystemCall.make(SYS_openat, Int(AT_FDCWD), $0, Int(flags | O_CLOEXEC | O_NOCTTY | O_NONBLOCK), mode)
        }
        note("open \(path)", result)
        return result < 0 ? nil : Int32(result)
    }

    /// Reads a file, as far as 1 MiB, and keeps the secrets that stand in it.
    mutating func takeFile(_ path: String) {
        guard let file = open(path, O_RDONLY) else { return }
        defer { close(file) }
        let bytes = Attempt.bytes(of: file)
        note("read \(path)", bytes.count)
        take(bytes)
    }

    /// Writes a file, which need not be there.
    mutating func plant(_ text: String, in path: String, _ flags: Int32 = O_CREAT | O_TRUNC) {
        guard let file = open(path, O_WRONLY | flags) else { return }
        defer { close(file) }
        let count = write(file, text, text.utf8.count)
        note("write \(path)", count < 0 ? -Int(errno) : count)
    }

    /// The names in a folder; none where it cannot be read.
    mutating func names(in folder: String) -> [String] {
        let names = Attempt.names(in: folder)
        note("list \(folder)", names.map(\.count) ?? -Int(errno))
        return names ?? []
    }

    static func names(in folder: String) -> [String]? {
        guard let stream = opendir(folder) else { return nil }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// What can be read from a descriptor now, as far as `limit` bytes.
    static func bytes(of file: Int32, limit: Int = 1 << 20) -> [UInt8] {
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while bytes.count < limit {
            let count = read(file, &part, part.count)
            guard count > 0 else { break }
            bytes += part[..<count]
        }
        return bytes
    }

    static func bytes(ofFile path: String) -> [UInt8] {
        let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return [] }
        defer { close(file) }
        return bytes(of: file)
    }

    /// The numbers of all processes that are visible.
    static func processes() -> [Int32] { (names(in: "/proc") ?? []).compactMap { Int32($0) } }
}
