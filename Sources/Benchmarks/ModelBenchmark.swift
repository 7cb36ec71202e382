import Foundation
import Images
import QwenVL

/// One step of an agent with Qwen2.5-VL, a screenshot and 32 tokens of answer, phase by phase: a checkpoint's folder beside
/// transformers, a .gguf file beside llama.cpp.
///
/// Weights may be random: the time does not depend on them. No token is guessed, since random weights make guessing easy.
struct ModelBenchmark: Benchmark {
    let name = "model"
    private let checkpoint: String
    private static let rounds = 2
    private static let answer = 32

    /// - Parameter checkpoint: the folder or .gguf file of the checkpoint that both run.
    init(checkpoint: String) { self.checkpoint = checkpoint }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        let model = try QwenModel(at: checkpoint)
        // In the shades of a screen; 5336 patches whatever is on it.
        let image = unsafe Image(width: 1280, height: 800) { bytes in
            for index in bytes.indices {
                unsafe bytes[index] = UInt8((index / 4 % 1280 / 40 * 13 + index / 204_800 * 29) & 255)
            }
        }
        say("reading the weights once")
        let prompt = try step(model, image).tokens
        let memory = PeakMemory.bytes / 1_073_741_824
        say("starting \(checkpoint.hasSuffix(".gguf") ? "llama.cpp" : "transformers"), if it is installed")
        let picture = FileManager.default.temporaryDirectory.appending(path: "deskhand-benchmark-\(UUID()).png")
        defer { try? FileManager.default.removeItem(at: picture) }
        try Data(image.png()).write(to: picture)
        let baseline = try Baseline(checkpoint, prompt: prompt, picture: picture.path)
        var (ours, theirs): ([[Double]], [[Double?]]) = ([], [])
        for round in 1...Self.rounds {
            say("round \(round) of \(Self.rounds)")
            ours.append(try step(model, image).times)
            // A picture takes llama.cpp minutes, with each format the same.
            if let baseline { theirs.append(try baseline.measure(pictures: round == 1)) }
        }
        let phases = [
            "vision, 5336 patches", "prefill, \(prompt) tokens", "decode, \(Self.answer) tokens",
        ]
        return phases.enumerated().map { index, phase in
            let samples = Samples(ours.map { $0[index] }, unit: "s")
            let others = theirs.compactMap { $0[index] }
            guard let baseline, !others.isEmpty else { return Measurement(subject: phase, ours: samples) }
            let other = Samples(others, unit: "s")
            let limit = baseline.limits[index]
            return Measurement(
                subject: phase, ours: samples, peer: (baseline.name, other),
                reach: ("at most \(limit) ×", samples.minimum <= limit * other.minimum))
        } + [
            Measurement(
                subject: "peak memory with the weights", ours: Samples([memory], unit: "GiB"),
                reach: ("at most 10 GiB", memory <= 10))
        ]
    }

    /// The reference engine that the checkpoint is compared with.
    private enum Baseline {
        case transformers(PythonPeer)
        case llama(LlamaBench, prompt: Int, picture: String)

        /// `nil` where it is not installed; transformers has read the weights once.
        init?(_ checkpoint: String, prompt: Int, picture: String) throws {
            if let llama = LlamaBench(model: checkpoint) {
                self = .llama(llama, prompt: prompt, picture: picture)
                return
            }
            let environment = ProcessInfo.processInfo.environment.merging(["MODEL": checkpoint]) { $1 }
            guard !checkpoint.hasSuffix(".gguf"),
                let peer = try PythonPeer(ModelBenchmark.program, environment: environment)
            else { return nil }
            _ = try peer.measure()
            self = .transformers(peer)
        }

        var name: String {
            switch self {
            case .transformers(let peer): peer.greeting
            case .llama(let llama, _, _): llama.name
            }
        }

        /// How many times the baseline's time each phase may take.
        var limits: [Double] {
            switch self {
            case .transformers: [0.6, 0.75, 0.5]
            case .llama: [0.6, 0.75, 0.85]
            }
        }

        /// Seconds for each phase, `nil` for what it is not measured in.
        ///
        /// - Parameter pictures: whether a program that is started for it looks at a picture, too.
        func measure(pictures: Bool) throws -> [Double?] {
            switch self {
            case .transformers(let peer):
                let found = try peer.measure()
                return found.count == 3 ? found : [nil, nil, nil]
            case .llama(let llama, let prompt, let picture):
                let found = try llama.measure(prompt: prompt, answer: ModelBenchmark.answer)
                return [pictures ? try llama.look(at: picture) : nil, found?.prefill, found?.decode]
            }
        }
    }

    private func step(_ model: QwenModel, _ image: Image) throws -> (times: [Double], tokens: Int) {
        let request = ModelRequest([.user([.image(image), .text("What is on this screen?")])])
        var options = GenerationOptions(maxNewTokens: Self.answer)
        options.drafts = false
        let answer = try model.answer(to: request, options)
        let times = [answer.times.vision, answer.times.prefill, answer.times.decode].map { $0 / .seconds(1) }
        return (times, answer.counts.prompt)
    }

    private static let program = """
        import os, sys, time, types
        for name in ("torchvision._meta_registrations", "torchvision._autograd_registrations"):
            sys.modules[name] = types.ModuleType(name)
        import torch, transformers
        from transformers import Qwen2_5_VLForConditionalGeneration
        torch.set_num_threads(os.cpu_count())
        model = Qwen2_5_VLForConditionalGeneration.from_pretrained(
            os.environ["MODEL"], dtype=torch.bfloat16, attn_implementation="sdpa").eval()
        pixels = torch.randn(5336, 1176).to(torch.bfloat16)
        grid = torch.tensor([[1, 58, 92]])
        ids = torch.tensor([[9707] * 15 + [151652] + [151655] * 1334 + [151653] + [9707] * 12])
        kinds = (ids == 151655).int()
        print("transformers " + transformers.__version__ + " bf16", flush=True)
        for line in sys.stdin:
            with torch.no_grad():
                start = time.perf_counter()
                seen = model.model.get_image_features(pixels, grid)
                seen = getattr(seen, "pooler_output", seen)
                seen = torch.cat(list(seen)) if isinstance(seen, (list, tuple)) else seen
                vision = time.perf_counter()
                states = model.get_input_embeddings()(ids)
                states[0, kinds[0].bool()] = seen.to(states.dtype)
                positions = torch.arange(ids.shape[1]).view(1, 1, -1).expand(3, 1, -1)
                out = model.model.language_model(inputs_embeds=states, position_ids=positions, use_cache=True)
                token = model.lm_head(out.last_hidden_state[:, -1:]).argmax(-1)
                read = time.perf_counter()
                cache = out.past_key_values
                for index in range(31):
                    place = torch.full((3, 1, 1), ids.shape[1] + index)
                    out = model.model.language_model(
                        inputs_embeds=model.get_input_embeddings()(token), position_ids=place, past_key_values=cache,
                        use_cache=True)
                    token = model.lm_head(out.last_hidden_state[:, -1:]).argmax(-1)
                print(vision - start, read - vision, time.perf_counter() - read, flush=True)
        """
}
