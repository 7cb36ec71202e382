import Crypto
import Foundation
import Sessions

/// Where files that tasks refer to by address come from: a folder that holds them, or else the network through `curl`.
package struct FileMirror: Sendable {
    /// Holds each file as `HOST/PATH` of its address, or by its last name alone.
    package var folder: URL?
    /// Whether what the folder lacks may be fetched.
    package var usesNetwork: Bool

    package init(folder: URL? = nil, usesNetwork: Bool = true) {
        self.folder = folder
        self.usesNetwork = usesNetwork
    }

    /// Reads the folder at `path` first, if one is given; the network has the rest.
    ///
    /// - Throws: ``EvaluationError/noMirror(path:)``.
    package init(reading path: String?) throws(EvaluationError) {
        if let path {
            let values = try? URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey])
            guard values?.isDirectory == true else { throw .noMirror(path: path) }
        }
        self.init(folder: path.map { URL(filePath: $0, directoryHint: .isDirectory) })
    }

    /// The file of `address` on this machine, if it is here.
    package func local(_ address: String) -> URL? {
        guard let url = URL(string: address) else { return nil }
        if url.isFileURL { return FileManager.default.fileExists(atPath: url.path) ? url : nil }
        guard let folder, let host = url.host() else { return nil }
        let path = url.pathComponents.filter { $0 != "/" }
        guard !path.contains(".."), let last = path.last else { return nil }
        let places = [([host] + path).joined(separator: "/"), last]
        return places.map { folder.appending(path: $0) }.first {
            FileManager.default.fileExists(atPath: $0.path)
        }
    }

    /// Whether `address` needs the network.
    func needsNetwork(_ address: String) -> Bool { local(address) == nil }

    /// The bytes behind `address`, compared with `checksum` if there is one.
    ///
    /// - Throws: ``TaskFault`` when they cannot be had or differ; it never counts against the task.
    func contents(of address: String, checksum: String?, in session: Session) async throws -> [UInt8] {
        let file: URL
        if let local = local(address) {
            file = local
        } else {
            file = try await fetch(address, in: session)
        }
        guard let contents = FileManager.default.contents(atPath: file.path) else {
            throw TaskFault("'\(file.path)' cannot be read")
        }
        let found = SHA256.hash(data: contents).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        if let checksum, found != checksum {
            throw TaskFault("'\(address)' has the checksum \(found), expected \(checksum); it was changed or cut off")
        }
        return Array(contents)
    }

    private func fetch(_ address: String, in session: Session) async throws -> URL {
        guard usesNetwork else {
            throw TaskFault("'\(address)' is not in the mirror, and the network is not to be used")
        }
        guard ["http", "https"].contains(URL(string: address)?.scheme?.lowercased()) else {
            throw TaskFault("'\(address)' is no address that can be fetched; expected http, https or file")
        }
        let file = session.own.appending(path: "fetched-\(UUID().uuidString)")
        let command = [
            "curl", "--fail", "--location", "--silent", "--show-error", "--retry", "2", "--max-time", "90",
            "--proto", "=http,https", "--max-filesize", "268435456", "--output", file.path, "--", address,
        ]
        let result = try await session.run(command, seconds: 300, isTrusted: true)
        guard result.ending == .exited(status: 0) else {
            throw TaskFault("'\(address)' could not be fetched: \(result.program.lastWords)")
        }
        return file
    }
}
