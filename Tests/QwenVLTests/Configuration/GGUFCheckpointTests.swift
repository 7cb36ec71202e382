import Checkpoints
import Foundation
import Images
import QwenVL
import Tensors
import Testing

private let folder = PublishedTokenizer.fixtures.appending(path: "checkpoints")
private let published = PublishedTokenizer.fixtures.appending(path: "reference/tied").path

@Test func `a model of llama.cpp is the published one in another file`() throws {
    let packed = try Checkpoint.open(folder.appending(path: "model-q8_0.gguf").path)
    let plain = try Checkpoint.open(published)
    #expect(packed.configuration == plain.configuration)
    #expect(packed.generation == plain.generation)
    #expect(packed.preprocessor == plain.preprocessor)
    let text = "The user is in the window: naïve café, 12\n\n<|im_end|>"
    for matching in [false, true] {
        #expect(
            packed.tokenizer.encode(text, matchingAddedTokens: matching)
                == plain.tokenizer.encode(text, matchingAddedTokens: matching))
    }
    #expect(packed.weights.parameterCount == plain.weights.parameterCount)
}

/// The first tensor that differs from the published checkpoint's; Q8_0 keeps 127 steps of a block's largest value, all else is stored exactly.
private func firstDifference(_ packed: Checkpoint) throws -> String? {
    let plain = try Checkpoint.open(published)
    for stored in plain.weights.stored {
        let expected = try plain.tensors.floats(stored.name, count: stored.count)
        let found: [Float]
        if stored.shape.count == 1 {
            found = try packed.tensors.floats(stored.name, count: stored.count)
        } else {
            let columns = stored.count / stored.shape[0]
            let weights = try packed.tensors.linear(stored.name, outputs: stored.shape[0], inputs: columns)
            let rows = Matrix(rows: stored.shape[0], columns: columns)
            weights.copyRows(Array(0..<stored.shape[0]), into: rows)
            found = rows.elements
        }
        let largest = expected.map(abs).max() ?? 0
        let distance = zip(expected, found).map { abs($0 - $1) }.max() ?? .infinity
        if distance > (stored.name.hasPrefix("visual.") ? 0 : largest / 200) { return stored.name }
    }
    return nil
}

@Test func `every tensor has its published name, parts put together`() throws {
    #expect(try firstDifference(Checkpoint.open(folder.appending(path: "model-q8_0.gguf").path)) == nil)
}

@Test func `a tower whose converter exchanged up and down is put right`() throws {
    let scratch = try GGUFFolder()
    var bytes = Array(try Data(contentsOf: folder.appending(path: "mmproj-model.gguf")))
    for block in 0..<4 {
        // Dimensions, type and place follow a tensor's name; they are exchanged where they have equal length.
        for (kind, length) in [("weight", 32), ("bias", 24)] {
            let places = try ["up", "down"].map { half in
                try #require(bytes.firstRange(of: Array("v.blk.\(block).ffn_\(half).\(kind)".utf8))).upperBound
            }
            let (first, second) = (places[0]..<places[0] + length, places[1]..<places[1] + length)
            let kept = Array(bytes[first])
            bytes.replaceSubrange(first, with: bytes[second])
            bytes.replaceSubrange(second, with: kept)
        }
    }
    try scratch.write(bytes, to: "mmproj.gguf")
    try scratch.copy("model-q8_0.gguf", as: "model.gguf")
    #expect(try firstDifference(Checkpoint.open(scratch.path)) == nil)
}

@Test func `the parts of a split model are opened together`() throws {
    let scratch = try GGUFFolder()
    var bytes = Array(try Data(contentsOf: folder.appending(path: "model-q8_0.gguf")))
    // 64 bytes more keep the elements aligned: split.count = 2 as uint16, and a flag with a long name.
    let name = Array("filler.of.just.enough.byte".utf8)
    bytes.insert(
        contentsOf: [11, 0, 0, 0, 0, 0, 0, 0] + Array("split.count".utf8) + [2, 0, 0, 0, 2, 0]
            + [UInt8(name.count), 0, 0, 0, 0, 0, 0, 0] + name + [7, 0, 0, 0, 1], at: 24)
    bytes[16] += 2
    try scratch.write(bytes, to: "m-00001-of-00002.gguf")
    try scratch.copy("mmproj-model.gguf", as: "mmproj.gguf")
    let missing = try #require(throws: QwenError.self) { try Checkpoint.open(scratch.path) }
    #expect(missing.description.contains("m-00002-of-00002.gguf is missing"), "\(missing)")
    try scratch.write(
        Array("GGUF".utf8) + [3, 0, 0, 0] + [UInt8](repeating: 0, count: 16), to: "m-00002-of-00002.gguf")
    #expect(try Checkpoint.open(scratch.path).weights.files.count == 3)
    let second = try #require(throws: QwenError.self) {
        try Checkpoint.open(scratch.path + "/m-00002-of-00002.gguf")
    }
    #expect(second.description.contains("unnamed"), "\(second)")
}

@Test func `a model that memory does not hold is refused with what to do`() throws {
    let checkpoint = try Checkpoint.open(published)
    try checkpoint.memory.check(available: 1 << 30, path: published)
    try checkpoint.memory.check(available: nil, path: published)
    let error = try #require(throws: QwenError.self) {
        try checkpoint.memory.check(available: 1 << 20, path: published)
    }
    #expect(error.description.contains("of memory is available; end other programs"), "\(error)")
}

@Test(arguments: ["model-q8_0.gguf", "awq"])
func `a packed model answers nearly as the published one`(name: String) throws {
    let request = ModelRequest([.user([.image(Image(seed: 1, width: 150, height: 90)), .text("What is it?")])])
    let (packed, plain) = (try QwenModel(at: folder.appending(path: name).path), try QwenModel(at: published))
    let prepared = try PreparedRequest(request, plain.checkpoint)
    #expect(try PreparedRequest(request, packed.checkpoint).ids == prepared.ids)
    let options = GenerationOptions(maxNewTokens: 4)
    #expect(try packed.answer(to: request, options).ids.count == 4)
    #expect(try packed.answer(to: request, options).counts.prompt == prepared.ids.count)
}

/// A folder of a test's own with copies of the fixtures.
private final class GGUFFolder {
    let path = FileManager.default.temporaryDirectory.appending(path: "gguf-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func copy(_ fixture: String, as name: String) throws {
        try FileManager.default.copyItem(atPath: folder.appending(path: fixture).path, toPath: path + "/" + name)
    }

    func write(_ bytes: [UInt8], to name: String) throws { try Data(bytes).write(to: URL(filePath: path + "/" + name)) }
}

@Suite struct GGUFMistakes {
    private func message(_ files: [String: String], open name: String) throws -> String {
        let scratch = try GGUFFolder()
        for (name, source) in files { try scratch.copy(source, as: name) }
        return try #require(throws: QwenError.self) {
            try Checkpoint.open(name.isEmpty ? scratch.path : scratch.path + "/" + name)
        }.description
    }

    @Test func `a missing vision tower is told`() throws {
        #expect(try message(["a.gguf": "model-q8_0.gguf"], open: "a.gguf").contains("lacks a vision tower (mmproj"))
    }

    @Test func `the vision tower alone is told`() throws {
        #expect(try message(["b.gguf": "mmproj-model.gguf"], open: "b.gguf").contains("vision tower alone"))
    }

    @Test func `another architecture is told`() throws {
        #expect(try message(["c.gguf": "formats.gguf"], open: "").contains("describes a formats model"))
    }

    @Test func `two models in a folder are told apart by the user`() throws {
        let words = try message(["d.gguf": "model-q8_0.gguf", "e.gguf": "model-q8_0.gguf"], open: "")
        #expect(words.contains("2 models: d.gguf, e.gguf"))
    }

    @Test func `a tower of another kind is told`() throws {
        let words = try message(["f.gguf": "model-q8_0.gguf", "mmproj-f.gguf": "formats.gguf"], open: "")
        #expect(words.contains("vision tower of kind unnamed"))
    }
}

@Test func `a folder with one model and its tower opens`() throws {
    let scratch = try GGUFFolder()
    for name in ["model-q8_0.gguf", "mmproj-model.gguf"] { try scratch.copy(name, as: name) }
    #expect(try Checkpoint.open(scratch.path + "/").weights.files.count == 2)
}
