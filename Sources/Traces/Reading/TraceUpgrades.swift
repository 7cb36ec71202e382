package import Foundation

/// Brings lines of older versions up to the one that the types describe, one version at a time.
package struct TraceUpgrades: Sendable {
    /// Rewrites one line, the header included.
    package typealias Step = @Sendable (Data) throws -> Data

    /// By the version that a step starts from. A change of the schema adds one here, and a fixture of the old version.
    let steps: [Int: Step]
    let current: Int

    /// - Parameter current: the version that the last step leads to.
    package init(steps: [Int: Step], current: Int) {
        self.steps = steps
        self.current = current
    }

    static let known = TraceUpgrades(
        // Since version 3, a frame may be made from an earlier one; before, none was.
        steps: [1: namingDialects, 2: { $0 }], current: TraceHeader.version)

    func upgrade(_ line: Data, from version: Int) throws(TraceError) -> Data {
        var line = line
        for older in version..<max(version, current) {
            guard let step = steps[older] else {
                throw .notReadable(path: "trace.jsonl", reason: "no upgrade from version \(older) to \(current)")
            }
            do {
                line = try step(line)
            } catch {
                throw .notReadable(path: "trace.jsonl", reason: "version \(older) cannot be upgraded: \(error)")
            }
        }
        return line
    }

    /// The version that a first line names.
    static func version(of line: Data, path: String, known: Int) throws(TraceError) -> Int {
        struct Start: Decodable {
            let version: Int
            enum CodingKeys: String, CodingKey { case version = "deskhand_trace" }
        }
        guard let start = try? JSONDecoder().decode(Start.self, from: line) else { throw .noHeader(path: path) }
        guard start.version <= known else {
            throw .newerVersion(path: path, found: start.version, known: known)
        }
        return start.version
    }
}
