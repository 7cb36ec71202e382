import Images
import QwenVL
import Tensors

/// The steps of a run with Qwen2.5-VL after its first, a screenshot and 32 tokens of answer each: with a new screenshot, with
/// the part of it that changed, and with one that is known. Then what a pass of one, four and eight tokens takes, which says
/// whether guessed tokens pay.
///
/// Weights may be random: the time does not depend on them.
struct NextStepBenchmark: Benchmark {
    let name = "next-step"
    private let checkpoint: String
    private static let answer = 32
    private static let rounds = 2
    /// A ninth of the screen.
    private static let changed = Box<ImageSpace>(x: 420, y: 280, width: 420, height: 280)

    /// - Parameter checkpoint: the folder or .gguf file of the checkpoint.
    init(checkpoint: String) { self.checkpoint = checkpoint }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        let model = try QwenModel(at: checkpoint)
        var steps: [String: [Double]] = [:]
        for round in 0...Self.rounds {
            say(round == 0 ? "reading the weights once" : "round \(round) of \(Self.rounds)")
            for step in try run(model, shade: 2 * round) where round > 0 {
                steps[step.name, default: []].append(step.seconds)
            }
        }
        say("passes of several tokens")
        return Self.names.compactMap { name in
            steps[name].map { Measurement(subject: name, ours: Samples($0, unit: "s")) }
        } + passes(of: model)
    }

    private static let names = [
        "first step", "next step, new picture", "next step, changed part", "next step, same picture",
    ]

    /// A run of four steps.
    private func run(_ model: QwenModel, shade: Int) throws -> [(name: String, seconds: Double)] {
        let (before, after) = (Self.screen(shade), Self.screen(shade + 1))
        let parts: [[RequestPart]] = [
            [.text("What is on this screen?\n"), .image(before)], [.text("Done.\n"), .image(after)],
            [.text("Done. What changed:\n"), .image(before.cropped(to: Self.changed) ?? before)],
            [.text("Done. The same screen:\n"), .image(after)],
        ]
        let conversation = Conversation()
        var request = ModelRequest([])
        return try zip(Self.names, parts).map { name, parts in
            request.turns.append(.user(parts))
            let start = ContinuousClock.now
            let answer = try model.answer(
                to: request, GenerationOptions(maxNewTokens: Self.answer), in: conversation)
            let seconds = start.duration(to: .now) / .seconds(1)
            request.turns.append(.generated(answer.ids))
            return (name, seconds)
        }
    }

    /// In the shades of a screen.
    private static func screen(_ shade: Int) -> Image {
        unsafe Image(width: 1280, height: 800) { bytes in
            for index in bytes.indices {
                unsafe bytes[index] = UInt8((index / 4 % 1280 / 40 * 13 + index / 204_800 * 29 + shade * 7) & 255)
            }
        }
    }

    /// What passes of several tokens take after a prompt of 1400.
    private func passes(of model: QwenModel) -> [Measurement] {
        let (language, length) = (model.language, 1400)
        let ids = (0..<length).map { $0 * 7 % 1000 }
        let positions = (0..<length).map { TokenPosition($0) }
        let work = LanguageWorkspace(language.configuration)
        let cache = language.makeCache()
        _ = language.read(LanguagePrompt(ids: ids, positions: positions, nextPosition: length), into: cache, work)
        var times: [Int: [Double]] = [:]
        for _ in 0..<6 {
            for rows in [1, 4, 8] {
                let start = ContinuousClock.now
                work.prepare(tokens: rows)
                language.embed(Array(ids.prefix(rows)), into: work.states)
                language.pass(
                    work, positions: (0..<rows).map { TokenPosition(cache.count + $0) },
                    stretches: [Stretch(cache, tokens: rows)])
                _ = language.logits(ofRows: Array(0..<rows), in: work)
                times[rows, default: []].append(start.duration(to: .now) / .milliseconds(1))
            }
        }
        return times.sorted { $0.key < $1.key }.map { rows, times in
            Measurement(subject: "a pass of \(rows) tokens", ours: Samples(times, unit: "ms"))
        }
    }
}
