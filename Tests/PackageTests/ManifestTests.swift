import Foundation
import Testing

/// What other packages need of the manifest.
struct ManifestTests {
    @Test func `nothing below a library product has unsafe flags, which SwiftPM refuses in dependencies`() throws {
        let manifest = try Manifest.dump()
        let libraries = manifest.products.filter(\.isLibrary)
        #expect(
            Set(libraries.map(\.name)).isSuperset(of: ["DeskhandDesktop", "DeskhandTraces", "DeskhandQwenVL"]))
        let targets = Dictionary(uniqueKeysWithValues: manifest.targets.map { ($0.name, $0) })
        var waiting = libraries.flatMap(\.targets)
        var known: Set<String> = []
        while let name = waiting.popLast() {
            guard known.insert(name).inserted, let target = targets[name] else { continue }
            #expect(!target.hasUnsafeFlags, "\(name)")
            waiting += target.dependencyNames
        }
        #expect(known.isSuperset(of: ["CKernels", "X11Desktop", "QwenVL"]))
    }
}
