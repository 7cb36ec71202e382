import Foundation

/// The part of `swift package dump-package` that names targets and their dependencies.
struct Manifest: Decodable {
    struct Target: Decodable {
        let name: String
        let type: String
        /// Where it is not the folder of its name below Sources or Tests.
        let path: String?
        let dependencies: [Dependency]
        let settings: [Setting]

        var hasUnsafeFlags: Bool { settings.contains { $0.kind.keys.contains("unsafeFlags") } }
        var dependencyNames: [String] { dependencies.compactMap(\.name) }
        /// The folder of its sources, relative to the package.
        var folder: String { path ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)") }
    }

    /// `{"kind": {"unsafeFlags": …}, "tool": "c"}`
    struct Setting: Decodable {
        let kind: [String: Part]
    }

    struct Product: Decodable {
        let name: String
        let targets: [String]
        /// `{"library": ["automatic"]}` or `{"executable": null}`.
        let type: [String: Part]

        var isLibrary: Bool { type.keys.contains("library") }
    }

    /// `{"byName": ["Images", null]}` or `{"product": ["Yams", "Yams", null, null]}`.
    struct Dependency: Decodable {
        let name: String?

        init(from decoder: any Decoder) throws {
            let forms = try decoder.singleValueContainer().decode([String: [Part]].self)
            name = forms.values.first?.first?.text
        }
    }

    struct Part: Decodable {
        let text: String?

        init(from decoder: any Decoder) throws {
            text = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    let targets: [Target]
    let products: [Product]

    /// The folder of this package.
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func dump() throws -> Manifest {
        let scratch = FileManager.default.temporaryDirectory.appending(path: "deskhand-dump-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        let data = try output([
            "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
        ])
        return try JSONDecoder().decode(Manifest.self, from: data)
    }

    /// What a command found on `PATH` prints.
    static func output(_ command: [String]) throws -> Data {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = command
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }
}
