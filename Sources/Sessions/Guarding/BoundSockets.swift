import Foundation

/// The files of the sockets that processes listen on: programs that are ended leave them behind, LibreOffice one in `/tmp`
/// each time.
enum BoundSockets {
    /// Those of some processes, wherever they lie.
    static func find(of processes: [Int32]) -> [SocketFile] {
        let paths = pathsByNumber()
        guard !paths.isEmpty else { return [] }
        return Set(processes.flatMap(numbers).compactMap { paths[$0] }).compactMap(SocketFile.init(at:))
    }

    /// The numbers of the sockets that a process has open.
    private static func numbers(of process: Int32) -> [Substring] {
        let folder = "/proc/\(process)/fd"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.compactMap { name in
            guard let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)"),
                target.hasPrefix("socket:[")
            else { return nil }
            return target.dropFirst("socket:[".count).dropLast()
        }
    }

    /// The files of all sockets that have one, by the sockets' numbers, as `/proc/net/unix` lists them.
    private static func pathsByNumber() -> [Substring: String] {
        let list = text(of: "/proc/net/unix")
        var paths: [Substring: String] = [:]
        for line in list.split(separator: "\n") {
            // Address, references, protocol, flags, type, state, number, and the path, which may hold spaces.
            let fields = line.split(separator: " ", maxSplits: 7, omittingEmptySubsequences: true)
            guard fields.count == 8, fields[7].hasPrefix("/") else { continue }
            paths[fields[6]] = String(fields[7])
        }
        return paths
    }

    /// The whole of a file. Any program may name a socket in bytes that are no UTF-8, which must not hide the others.
    private static func text(of path: String) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else { return "" }
        var bytes = Data()
        while let part = try? file.read(upToCount: 1 << 16), !part.isEmpty { bytes += part }
        return String(decoding: bytes, as: UTF8.self)
    }
}
