package import Foundation
import Images
import Sessions

/// Where files that tasks refer to by address come from: a folder that holds them, or else the network through `curl`.
package struct FileMirror: Sendable {
    /// Holds each file as `HOST/PATH` of its address, or by its last name alone.
    var folder: URL?
    /// Whether what the folder lacks may be fetched, or read from this machine where a `file:` address names it.
    package var usesNetwork: Bool
    /// Bytes of a file that are read.
    private static let maximumSize = 1 << 30

    /// - Parameter usesNetwork: `false` for tasks that are not trusted: only the folder's files are given then.
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

    /// Whether the file of `address` is on this machine.
    package func has(_ address: String) -> Bool { (try? local(address)) != nil }

    /// The bytes behind `address`, if they are on this machine and not more than `limit`.
    func localContents(of address: String, limit: Int) -> [UInt8]? {
        guard let file = try? local(address) else { return nil }
        return try? file.files.read(file.path, limit: limit)
    }

    /// The bytes behind `address`, compared with `checksum` if there is one.
    ///
    /// - Throws: ``TaskFault`` when they are unavailable or differ; it never counts against the task.
    func contents(of address: String, checksum: String?, in session: Session) async throws -> [UInt8] {
        let contents =
            if let local = try local(address) { try read(local) } else { try await fetch(address, in: session) }
        let found = ContentHash.hexadecimal(of: contents)
        if let checksum, found != checksum {
            throw TaskFault("'\(address)' has the checksum \(found), expected \(checksum); it was changed or truncated")
        }
        return contents
    }

    /// A file in a folder that nothing leads out of.
    private struct Local {
        let files: GuestFiles
        let path: GuestPath
    }

    /// The file of `address`, if it is on this machine.
    ///
    /// - Throws: ``TaskFault`` for one that leads out of the mirror, or that is not a file.
    private func local(_ address: String) throws(TaskFault) -> Local? {
        guard let url = URL(string: address) else { return nil }
        do throws(GuestFileError) {
            if url.isFileURL {
                guard usesNetwork, FileManager.default.fileExists(atPath: url.path) else { return nil }
                let file = url.resolvingSymlinksInPath()
                return Local(
                    files: try GuestFiles(root: file.deletingLastPathComponent()),
                    path: try GuestPath(file.lastPathComponent))
            }
            guard let folder else { return nil }
            let files = try GuestFiles(root: folder)
            for place in try Self.places(of: url) where try files.has(place) { return Local(files: files, path: place) }
            return nil
        } catch {
            throw TaskFault("'\(address)' in the mirror: \(error)")
        }
    }

    /// Where the mirror may have a file: as `HOST/PATH`, or by its last name. Each part of the path is decoded once; one
    /// that holds a slash then, or is `..`, names nothing.
    private static func places(of url: URL) throws(GuestFileError) -> [GuestPath] {
        guard let host = url.host() else { return [] }
        let parts = url.path(percentEncoded: true).split(separator: "/").map {
            String($0).removingPercentEncoding ?? ""
        }
        guard let last = parts.last,
            ([host] + parts).allSatisfy({ part in
                !["", ".", ".."].contains(part) && !part.contains("/") && !part.utf8.contains(0)
            })
        else { return [] }
        return [try GuestPath(([host] + parts).joined(separator: "/")), try GuestPath(last)]
    }

    private func read(_ file: Local) throws(TaskFault) -> [UInt8] {
        do {
            return try file.files.read(file.path, limit: Self.maximumSize)
        } catch {
            throw TaskFault("\(error)")
        }
    }

    /// Fetches a file to the session's own folder, which its programs cannot write.
    private func fetch(_ address: String, in session: Session) async throws -> [UInt8] {
        guard usesNetwork else {
            throw TaskFault(
                "'\(address)' is not in the mirror, and nothing may be fetched; name the folder with --mirror")
        }
        guard ["http", "https"].contains(URL(string: address)?.scheme?.lowercased()) else {
            throw TaskFault("expected an http, https or file URL, found '\(address)'")
        }
        let name = "fetched-\(UUID().uuidString)"
        let command = [
            // First of all no .curlrc: it lies in the session's home, and curl runs outside of the sandbox.
            "curl", "--disable", "--fail", "--location", "--silent", "--show-error", "--retry", "2", "--max-time", "90",
            "--proto", "=http,https", "--max-filesize", "268435456", "--output",
            session.own.appending(path: name).path, "--", address,
        ]
        let result = try await session.run(command, seconds: 300, isTrusted: true)
        guard result.ending == .exited(status: 0) else {
            throw TaskFault("'\(address)' could not be fetched: \(result.program.lastOutput)")
        }
        do throws(GuestFileError) {
            return try GuestFiles(root: session.own).read(try GuestPath(name), limit: Self.maximumSize)
        } catch {
            throw TaskFault("\(error)")
        }
    }
}
