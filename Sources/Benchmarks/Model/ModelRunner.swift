import Images
import QwenVL
import Tensors

/// The parts of a model on so many threads, each to be run by itself.
struct ModelRunner {
    let engine: Engine
    private let language: LanguageModel
    private let vision: VisionEncoder
    private let work: LanguageWorkspace

    init(_ model: BenchedModel, threads: Int?) throws {
        engine = try Engine(threads: threads)
        language = try LanguageModel(model.tensors, model.configuration.text, on: engine)
        vision = try VisionEncoder(model.tensors, model.configuration.vision, on: engine)
        work = LanguageWorkspace(model.configuration.text)
    }

    /// The memory that keys and values of one token take.
    var bytesOfToken: Int {
        let text = language.configuration
        return text.blocks * language.cacheFormat.bytes(heads: text.keyValueHeads, width: text.width / text.heads)
    }

    /// A context with so many tokens in it.
    func context(of tokens: Int = 0) -> SequenceCache {
        let cache = language.makeCache()
        cache.fill(tokens: tokens, on: engine)
        return cache
    }

    /// Encodes a screen of that size.
    ///
    /// - Returns: the seconds that took, resizing apart, and the picture's patches.
    func see(width: Int, height: Int) throws -> (seconds: Double, grid: PatchGrid) {
        let size = try SmartResize().size(for: Size(width: width, height: height))
        let (columns, rows) = (size.width, size.height)
        // In the shades of a screen.
        let image = unsafe Image(width: columns, height: rows) { bytes in
            for index in bytes.indices {
                unsafe bytes[index] = UInt8((index / 4 % columns / 40 * 13 + index / 4 / columns / 40 * 29) & 255)
            }
        }
        let patches = Patches(image)
        return (Self.seconds { _ = vision.encode([patches]) }, patches.grid)
    }

    /// Reads tokens behind those in a context, up to the logits of the next.
    ///
    /// - Returns: the seconds that took.
    func read(_ tokens: Int, into cache: SequenceCache) -> Double {
        let count = cache.count + tokens
        let prompt = LanguagePrompt(
            ids: Array(repeating: 1, count: count), positions: (0..<count).map { TokenPosition($0) },
            nextPosition: count)
        return Self.seconds { _ = language.read(prompt, into: cache, work) }
    }

    /// Writes tokens behind each of several contexts, which share each pass over the weights.
    ///
    /// - Returns: the seconds that took.
    func write(_ tokens: Int, into caches: [SequenceCache]) -> Double {
        Self.seconds {
            for _ in 0..<tokens {
                work.prepare(tokens: caches.count)
                language.embed(caches.map { _ in 1 }, into: work.states)
                language.pass(
                    work, positions: caches.map { TokenPosition($0.count) },
                    stretches: caches.map { Stretch($0, tokens: 1) })
                _ = language.logits(ofRows: Array(caches.indices), in: work)
            }
        }
    }

    private static func seconds(_ work: () -> Void) -> Double {
        let start = ContinuousClock.now
        work()
        return (ContinuousClock.now - start) / .seconds(1)
    }
}
