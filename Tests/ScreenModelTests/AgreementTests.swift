import Checkpoints
import Foundation
import Images
import ScreenModel
import Tensors
import Testing

/// What PyTorch answers with the exported weights, as `Sources/Training/screens/agreement.py` wrote it.
@Suite struct AgreementTests {
    private static let fixtures = "Tests/Fixtures/screen"
    private static let weights = "Sources/CScreenModel"
    private let expected: CheckpointTensors
    private let picture: Image
    private let engine: Engine

    init() throws {
        expected = try CheckpointTensors([SafetensorsFile(path: "\(Self.fixtures)/expected.safetensors")])
        let file = try #require(FileManager.default.contents(atPath: "\(Self.fixtures)/picture.png"))
        picture = try Image(png: Array(file))
        engine = try Engine(threads: 2)
    }

    @Test func `the detector answers as in PyTorch`() throws {
        let detector = try DetectorNetwork(ScreenWeights(path: "\(Self.weights)/detector.safetensors"))
        let answers = detector.answers(for: picture, on: engine)
        let shape = try #require(expected.shape(of: "detector"))
        let wanted = try expected.floats("detector", count: shape.reduce(1, *))
        #expect(shape[0] == DetectorAnswers.outputs)
        var worst: Float = 0
        for output in 0..<shape[0] {
            for row in 0..<shape[1] {
                for column in 0..<shape[2] {
                    let value = wanted[(output * shape[1] + row) * shape[2] + column]
                    worst = max(worst, abs(answers.value(output, row: row, column: column) - value))
                }
            }
        }
        #expect(worst < 1e-3)
    }

    @Test func `icons have the vectors that they have in PyTorch, also at the edge of the picture`() throws {
        let namer = try IconNamer(ScreenWeights(path: "\(Self.weights)/icons.safetensors"))
        let count = try #require(expected.shape(of: "boxes")?.first)
        let sides = try expected.floats("boxes", count: 4 * count).map(Double.init)
        let boxes = (0..<count).map { index in
            let (left, top) = (sides[4 * index], sides[4 * index + 1])
            return Box<ImageSpace>(
                x: left, y: top, width: sides[4 * index + 2] - left, height: sides[4 * index + 3] - top)
        }
        let vectors = namer.vectors(of: boxes, on: picture, engine: engine).elements
        let wanted = try expected.floats("icons", count: vectors.count)
        #expect(zip(vectors, wanted).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    @Test func `requests become the words that they are in training, with their vectors`() throws {
        let vocabulary = try IconVocabulary(ScreenWeights(path: "\(Self.weights)/icons.safetensors"))
        let stored = try #require(expected.stored.first { $0.name == "phrases.text" })
        let phrases = try #require(stored.bytes.text()).split(separator: "\n").map(String.init)
        let wanted = try expected.floats("phrases", count: phrases.count * 128)
        for (index, phrase) in phrases.enumerated() {
            let vector = try #require(vocabulary.vector(of: phrase))
            #expect(
                zip(vector, wanted[128 * index..<128 * (index + 1)]).allSatisfy { abs($0 - $1) < 1e-3 }, "\(phrase)")
        }
        #expect(vocabulary.vector(of: "qqxzv wwkkj") == nil)
        #expect(vocabulary.vector(of: "of this") == nil)
    }
}
