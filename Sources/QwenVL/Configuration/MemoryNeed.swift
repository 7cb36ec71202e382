import Foundation
import Tensors

/// The memory that a model takes while it answers, in bytes.
package struct MemoryNeed: Hashable, Sendable {
    /// The weights, mapped as they are stored.
    let weights: Int
    /// Keys and values of one token of the conversation, stored in bfloat16.
    var token: Int { token(.bf16) }
    private let text: TextConfiguration
    /// Everything between, while a screenshot of 1280 × 800 is read.
    let working: Int

    /// Patches and tokens of a screenshot of 1280 × 800 with a short question.
    private static let (patches, tokens) = (5336, 1536)

    init(_ configuration: ModelConfiguration, weights: Int) {
        let (text, vision) = (configuration.text, configuration.vision)
        let float = MemoryLayout<Float>.size
        self.weights = weights
        self.text = text
        // States, normalised states, queries, keys, values and results, and the two halves of the MLP.
        let tower = Self.patches * (6 * vision.width + 2 * vision.intermediate)
        let language = Self.tokens * (6 * text.width + 2 * text.intermediate) + text.vocabulary
        working = max(tower, language) * float
    }

    /// Keys and values of one token of the conversation, stored in a format.
    func token(_ format: KeyValueFormat) -> Int { SequenceCache.bytesPerToken(text, format) }

    /// What a question about a screenshot of 1280 × 800 takes.
    var forScreenshot: Int { weights + Self.tokens * token + working }

    /// What the machine can give without swapping, within the limit of a control group; `nil` where it does not say.
    package static var available: Int? {
        let machine = field("MemAvailable:", of: "/proc/meminfo").map { $0 * 1024 }
        guard let limit = number(in: "/sys/fs/cgroup/memory.max"),
            let used = number(in: "/sys/fs/cgroup/memory.current")
        else { return machine }
        // What files take of a group's memory is given back when it is needed.
        let files = field("file", of: "/sys/fs/cgroup/memory.stat") ?? 0
        return min(machine ?? .max, max(0, limit - used + files))
    }

    private static func field(_ name: String, of path: String) -> Int? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        let line = text.split(separator: "\n").first { $0.split(separator: " ").first == name[...] }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }

    private static func number(in path: String) -> Int? {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
        return Int(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }
}

extension MemoryNeed {
    /// Refuses a model that does not fit.
    ///
    /// - Throws: `QwenError.notEnoughMemory` when `available` bytes do not hold the weights and what a screenshot takes.
    package func check(available: Int?, path: String) throws(QwenError) {
        guard let available, available < forScreenshot else { return }
        throw .notEnoughMemory(
            what: "looking at a screenshot with \(path)", needed: forScreenshot, available: available,
            remedy: "end other programs, or use a smaller model or one packed in fewer bits (AWQ, GGUF)")
    }
}
