import Foundation
import Testing

/// The manifest is the architecture: a target imports the modules that its entry names, each of them and no other.
///
/// The compiler cannot refuse a module that a target depends on only through another one, since all modules are built into
/// one folder; and SwiftPM does not report a dependency that no file imports.
struct ImportTests {
    /// Modules that come with the toolchain or the system.
    private static let toolchain: Set<String> = [
        "Swift", "Foundation", "FoundationXML", "Glibc", "Synchronization", "Dispatch", "RegexBuilder", "Testing",
    ]
    /// Products that are imported under another name: libyaml's events come with Yams.
    private static let modules = ["Yams": "CYaml"]

    @Test func `each target imports exactly the dependencies that the manifest names`() throws {
        let manifest = try Manifest.dump()
        var checked = 0
        for target in manifest.targets where target.type != "system" {
            let sources = try sources(of: target)
            guard !sources.isEmpty else { continue }
            let imported = try importedModules(in: sources).subtracting(Self.toolchain)
            let named = Set(target.dependencyNames.map { Self.modules[$0] ?? $0 })
            #expect(imported.subtracting(named).isEmpty, "imported by \(target.name), missing in its dependencies")
            #expect(named.subtracting(imported).isEmpty, "dependencies of \(target.name), imported by no file")
            checked += 1
        }
        #expect(checked > 50)
    }

    @Test func `imports with attributes, access and kinds are read, text in strings is not`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "imports-\(UUID().uuidString).swift")
        defer { try? FileManager.default.removeItem(at: file) }
        let source = """
            import CX11
            package import struct Images.Point
            @preconcurrency import JSON
            let important = 3
            let text = \"""
            import os
            \"""
            """
        try Data(source.utf8).write(to: file)
        #expect(try importedModules(in: [file.path]) == ["CX11", "Images", "JSON"])
    }

    private func sources(of target: Manifest.Target) throws -> [String] {
        let folder = Manifest.root.appending(path: target.folder).path
        return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0.hasSuffix(".swift") }
            .map { "\(folder)/\($0)" }
    }

    /// The modules that sources import, as the compiler's parser sees them.
    private func importedModules(in sources: [String]) throws -> Set<String> {
        let list = try Manifest.output(
            ["swiftc", "-frontend", "-emit-imported-modules", "-swift-version", "6"] + sources + ["-o", "-"])
        return Set(String(decoding: list, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
