import Foundation
import JSON
import Sessions

/// Routes that read and write files.
extension OSWorldGuest {
    /// Bytes of a file that is read.
    private static let maximum = 256 << 20

    func file(_ path: String) async throws -> HTTPResponse {
        guard !path.isEmpty else { throw Fault(400, "file_path is required") }
        let bytes: [UInt8]
        switch try places.place(path) {
        case .home(let place):
            do throws(GuestFileError) {
                bytes = try GuestFiles(root: session.home).read(place, limit: Self.maximum)
            } catch {
                throw Fault(404, "File not found: \(error)")
            }
        case .elsewhere(let path): bytes = try await self.bytes(elsewhere: path)
        }
        return HTTPResponse(status: 200, headers: ["Content-Type": "application/octet-stream"], body: bytes)
    }

    func upload(_ form: FormFields) async throws -> HTTPResponse {
        guard let path = form.text("file_path"), let bytes = form.bytes("file_data"), !path.isEmpty else {
            throw Fault(400, "file_path and file_data are required")
        }
        switch try places.place(path) {
        case .home(let place): try await desktop.write(bytes, to: place, mode: 0o644)
        case .elsewhere(let path):
            let place = try GuestPath(".deskhand-upload-\(UUID().uuidString)")
            try await desktop.write(bytes, to: place, mode: 0o644)
            do {
                try await move(place, elsewhere: path)
            } catch {
                try? GuestFiles(root: session.home).remove(place)
                throw error
            }
        }
        return .text("File Uploaded: \(bytes.count) bytes")
    }

    func listing(_ json: JSON) throws -> HTTPResponse {
        guard let path = json["path"]?.string else { throw Fault(400, "path: expected a folder") }
        guard case .home(let place) = try places.place(path) else {
            throw Fault(400, "only folders in \(GuestPlaces.home) are listed")
        }
        var left = GuestFiles.maximumEntries
        do throws(GuestFileError) {
            let name = place == .root ? "user" : place.name
            return .json(.object(["directory_tree": try tree(place, name, try GuestFiles(root: session.home), &left)]))
        } catch {
            throw Fault(400, "\(error)")
        }
    }

    private func tree(
        _ place: GuestPath, _ name: String, _ files: GuestFiles, _ left: inout Int
    ) throws(GuestFileError) -> JSON {
        var children: [JSON] = []
        for entry in try files.entries(in: place, limit: left, followsLinks: false) {
            left -= 1
            if case .folder = entry.kind {
                children.append(try tree(entry.path, entry.path.name, files, &left))
            } else {
                children.append(.object(["type": .text("file"), "name": .text(entry.path.name)]))
            }
        }
        return .object(["type": .text("directory"), "name": .text(name), "children": .list(children)])
    }
}
