import Foundation
import Images
import QwenVL

/// What a command reports about an answer.
struct AnswerReport: Encodable {
    private let answer: String
    private let finish: String
    private let tokens: [String: Int]
    private let seconds: [String: Double]
    private let pictures: [Picture]

    private struct Picture: Encodable {
        let image: [Int]
        let model: [Int]
    }

    init(_ answer: Answer) {
        self.answer = answer.text
        finish = answer.finish.rawValue
        tokens = [
            "prompt": answer.counts.prompt, "pictures": answer.counts.pictures, "reused": answer.counts.reused,
            "answer": answer.counts.answer,
        ]
        seconds = [
            "vision": answer.times.vision.inSeconds, "prefill": answer.times.prefill.inSeconds,
            "decode": answer.times.decode.inSeconds,
        ]
        pictures = answer.pictures.map {
            Picture(image: [$0.image.width, $0.image.height], model: [$0.model.width, $0.model.height])
        }
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// One line for a person.
    var summary: String {
        func time(_ phase: String) -> String { String(format: "%.2f", seconds[phase, default: 0]) }
        let sizes = pictures.map { "\($0.image[0])x\($0.image[1]) seen at \($0.model[0])x\($0.model[1])" }
        let seen = sizes.isEmpty ? "" : "; " + sizes.joined(separator: ", ")
        return
            "vision \(time("vision")) s, prefill \(time("prefill")) s for \(tokens["prompt", default: 0]) tokens, decode \(time("decode")) s for \(tokens["answer", default: 0]) tokens, ended by \(finish)\(seen)"
    }
}

extension Duration {
    fileprivate var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
