import Foundation
import QwenVL

/// English text into tokens on one core, beside the `tokenizers` package with the same vocabulary.
struct TokenizerBenchmark: Benchmark {
    let name = "tokenizer"
    private let checkpoint: String
    private static let megabytes = 4.0
    private static let rounds = 5

    /// - Parameter checkpoint: the folder with the vocabulary that both use.
    init(checkpoint: String) { self.checkpoint = checkpoint }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        let tokenizer = try Checkpoint.open(checkpoint).tokenizer
        let text = Self.text(bytes: Int(Self.megabytes * 1e6))
        let file = FileManager.default.temporaryDirectory.appending(path: "deskhand-english-\(UUID()).txt")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let peer = try PythonPeer(
            Self.program,
            environment: ProcessInfo.processInfo.environment.merging(
                ["FOLDER": checkpoint, "TEXT": file.path, "RAYON_NUM_THREADS": "1"]) { $1 })
        var (ours, theirs): ([Double], [Double]) = ([], [])
        for round in 1...Self.rounds {
            say("tokenizer, round \(round) of \(Self.rounds)")
            var count = 0
            let time = ContinuousClock().measure { count = tokenizer.encode(text).count }
            precondition(count > 0, "text has tokens")
            ours.append(Self.megabytes / (time / .seconds(1)))
            if let seconds = try peer?.measure().first { theirs.append(Self.megabytes / seconds) }
        }
        let samples = Samples(ours, unit: "MB/s")
        return [
            Measurement(
                subject: "\(Int(Self.megabytes)) MB of English into tokens", ours: samples,
                peer: theirs.isEmpty ? nil : (peer?.greeting ?? "tokenizers", Samples(theirs, unit: "MB/s")),
                reach: ("at least 5 MB/s", samples.median >= 5))
        ]
    }

    /// Sentences of common words at random; as with real text, most pieces come again and some do not.
    private static func text(bytes: Int) -> String {
        let words = """
            the of and to in is you that it he was for on are as with his they at be this have from or one had by word \
            but not what all were we when your can said there use an each which she do how their if will up other about \
            out many then them these so some her would make like him into time has look two more write go see number no \
            way could people my than first water been call who oil its now find long down day did get come made may part \
            window button dialog document spreadsheet administrator configuration notwithstanding responsibility
            """.split(whereSeparator: \.isWhitespace).map(String.init)
        var state: UInt64 = 1
        func draw(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        var text = ""
        while text.utf8.count < bytes {
            var sentence = (0..<(5 + draw(12))).map { _ in words[draw(words.count)] }
            if draw(4) == 0 { sentence.append("\(draw(100_000))") }
            if draw(6) == 0 {
                sentence.append(String((0..<(4 + draw(6))).map { _ in Character(UnicodeScalar(97 + UInt8(draw(26)))) }))
            }
            text += sentence.joined(separator: " ").capitalizedFirst + [". ", "? ", ".\n", "; ", ", it's "][draw(5)]
        }
        return text
    }

    private static let program = """
        import os, sys, time, tokenizers
        folder = os.environ["FOLDER"]
        if os.path.exists(folder + "/tokenizer.json"):
            tokenizer = tokenizers.Tokenizer.from_file(folder + "/tokenizer.json")
        else:
            import transformers
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder).backend_tokenizer
        text = open(os.environ["TEXT"], encoding="utf-8").read()
        print("tokenizers " + tokenizers.__version__, flush=True)
        for line in sys.stdin:
            start = time.perf_counter()
            tokenizer.encode(text)
            print(time.perf_counter() - start, flush=True)
        """
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
