import Foundation
import Testing

/// The manifest is the architecture: a source file may import only what its target names as a direct dependency.
struct ImportTests {
    /// Modules that come with the toolchain or the system.
    static let system: Set<String> = [
        "Swift", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Dispatch", "RegexBuilder",
    ]
    /// Modules that come with a product of an outside package: libyaml's events with Yams.
    static let companions: [String: Set<String>] = ["Yams": ["CYaml"]]
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    @Test func `every import under Sources is a direct dependency of its target`() throws {
        var strangers: [String] = []
        for target in try Manifest.dump(at: Self.root).targets
        where target.type != "test" && target.type != "system" && target.path == nil {
            let companions = target.dependencyNames.compactMap { Self.companions[$0] }.joined()
            let allowed = Set(target.dependencyNames).union(Self.system).union(companions)
            for file in try swiftFiles(under: Self.root.appending(path: "Sources/\(target.name)")) {
                for module in try imports(of: file) where !allowed.contains(module) {
                    strangers.append("\(target.name)/\(file.lastPathComponent) imports \(module)")
                }
            }
        }
        #expect(strangers.isEmpty, "not named in Package.swift: \(strangers.joined(separator: ", "))")
    }

    @Test func `an import that the manifest does not name is found`() {
        #expect(importedModule("import CX11") == "CX11")
        #expect(importedModule("package import struct Images.Point") == "Images")
        #expect(importedModule("@preconcurrency import Foundation") == "Foundation")
        #expect(importedModule("let important = 3") == nil)
        #expect(importedModules(in: "let text = \"\"\"\nimport os\n\"\"\"\nimport CPNG") == ["CPNG"])
    }

    private func imports(of file: URL) throws -> [String] {
        importedModules(in: try String(contentsOf: file, encoding: .utf8))
    }

    private func swiftFiles(under folder: URL) throws -> [URL] {
        let paths = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
        return paths.filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0) }
    }
}

/// The modules that a source imports; what stands in its multi-line texts is another language's business.
private func importedModules(in source: String) -> [String] {
    var isText = false
    return source.split(separator: "\n").compactMap { line in
        let marks = line.components(separatedBy: "\"\"\"").count - 1
        defer { if !marks.isMultiple(of: 2) { isText.toggle() } }
        return isText ? nil : importedModule(String(line))
    }
}

/// The module that a line of source imports.
private func importedModule(_ line: String) -> String? {
    let pattern =
        #/^\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/#
    return line.firstMatch(of: pattern).map { String($0.1) }
}

/// The part of `swift package dump-package` that names targets and their dependencies.
struct Manifest: Decodable {
    struct Target: Decodable {
        let name: String
        let type: String
        /// Where it is not the folder below Sources: what only tests use.
        let path: String?
        let dependencies: [Dependency]
        let settings: [Setting]

        var hasUnsafeFlags: Bool { settings.contains { $0.kind.keys.contains("unsafeFlags") } }
        var dependencyNames: [String] { dependencies.compactMap(\.name) }
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

    /// `{"byName": ["Images", null]}` or `{"product": ["Crypto", "swift-crypto", null, null]}`.
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

    static func dump(at root: URL) throws -> Manifest {
        let dump = Process()
        dump.executableURL = URL(filePath: "/usr/bin/env")
        let scratch = FileManager.default.temporaryDirectory.appending(path: "deskhand-dump-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: scratch) }
        dump.arguments = [
            "swift", "package", "--package-path", root.path, "--scratch-path", scratch.path, "dump-package",
        ]
        let output = Pipe()
        dump.standardOutput = output
        try dump.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        dump.waitUntilExit()
        return try JSONDecoder().decode(Manifest.self, from: data)
    }
}
