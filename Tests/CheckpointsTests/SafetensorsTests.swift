import Checkpoints
import Foundation
import Tensors
import Testing

private func entry(_ name: String, _ shape: String, _ start: Int, _ end: Int, _ type: String = "F32") -> String {
    #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}"#
}

/// Whole files and a word of what is said of them.
private let hostile: [(what: String, bytes: [UInt8], words: String)] = [
    ("a header longer than the file", safetensors("{}", length: 3), "claims 3"),
    ("a header of 2^64 bytes", safetensors("{}", length: .max), "claims 18446744073709551615"),
    ("a header of 2^63 bytes", safetensors("{}", length: 1 << 63), "claims"),
    ("a file of five bytes", [1, 2, 3, 4, 5], "5 bytes"),
    ("no JSON", safetensors("hello"), "expected an object"),
    ("no UTF-8", littleEndian(UInt64(4)) + [0x7B, 0x22, 0xFF, 0x22], "UTF-8"),
    ("deep nesting", safetensors(#"{"__metadata__":"# + String(repeating: "[", count: 100_000)), "nested"),
    ("one name twice", safetensors("{\(entry("a", "[1]", 0, 4)),\(entry("a", "[1]", 4, 8))}", data: 8), "twice"),
    ("overlaps", safetensors("{\(entry("a", "[2]", 0, 8)),\(entry("b", "[2]", 4, 12))}", data: 12), "overlap"),
    ("a gap", safetensors("{\(entry("a", "[1]", 0, 4)),\(entry("b", "[1]", 8, 12))}", data: 12), "gap"),
    ("a tensor beyond the end", safetensors("{\(entry("a", "[4]", 0, 16))}", data: 12), "ends at byte 16"),
    ("bytes left over", safetensors("{\(entry("a", "[1]", 0, 4))}", data: 12), "has 12"),
    ("an overflowing shape", safetensors("{\(entry("a", "[4294967296,4294967296,4]", 0, 4))}", data: 4), "4 bytes"),
    ("a shape larger than its bytes", safetensors("{\(entry("a", "[1000000000]", 0, 4))}", data: 4), "4000000000"),
    ("a negative dimension", safetensors("{\(entry("a", "[-1]", 0, 4))}", data: 4), "expected a size"),
    ("a fraction of a dimension", safetensors("{\(entry("a", "[1.5]", 0, 4))}", data: 4), "expected an integer"),
    ("an end before the beginning", safetensors("{\(entry("a", "[1]", 4, 0))}", data: 4), "a start and an end"),
    ("no shape", safetensors(#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, data: 4), "lacks"),
    ("a field of its own", safetensors(#"{"a":{"dtype":"F32","strides":[0,4]}}"#, data: 4), "strides"),
    (
        "a Git LFS pointer", Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3980000000\n".utf8),
        "3980000000 bytes"
    ),
    (
        "panels of a later version", safetensors(#"{"__metadata__":{"deskhand.panels.w":"2 q8_0 16 32"}}"#),
        "quantise the model again"
    ),
    (
        "panels that are a number", safetensors(#"{"__metadata__":{"deskhand.panels.w":7}}"#),
        "quantise the model again"
    ),
    (
        "panels of another size",
        safetensors(
            #"{"__metadata__":{"deskhand.panels.w":"1 q8_0 16 64"},"# + entry("w", "[1,576]", 0, 576, "U8") + "}",
            data: 576), "16 × 64 weights in panels of q8_0"
    ),
    (
        "panels of a format that does not lie in panels",
        safetensors(
            #"{"__metadata__":{"deskhand.panels.w":"1 q5_1 16 32"},"# + entry("w", "[1,576]", 0, 576, "U8") + "}",
            data: 576), "in panels of q5_1"
    ),
    (
        "panels of 2^60 inputs",
        safetensors(
            #"{"__metadata__":{"deskhand.panels.w":"1 q8_0 16 1152921504606846976"},"#
                + entry("w", "[1,576]", 0, 576, "U8") + "}",
            data: 576), "in panels of q8_0"
    ),
    ("an empty file", [], "empty"),
]

@Suite struct Safetensors {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test func `tensors are found by their published names and keep their format`() throws {
        let header =
            "{" + entry("model.language_model.norm.weight", "[4]", 0, 8, "BF16") + ","
            + entry("model.visual.merger.mlp.0.weight", "[2,3]", 8, 20, "F16") + ","
            + entry("lm_head.weight", "[2,2]", 20, 36, "F32") + #","__metadata__":{"format":"pt"}}  "#
        try scratch.write(safetensors(header, data: 36))
        let tensors = try CheckpointTensors(safetensorsIn: scratch.folder)
        #expect(tensors.holds("model.norm.weight") && tensors.holds("visual.merger.mlp.0.weight"))
        #expect(tensors.stored.map(\.format) == [.float32, .bfloat16, .float16])
        #expect(tensors.parameterCount == 14)
        #expect(try tensors.linear("visual.merger.mlp.0.weight", outputs: 2, inputs: 3).inputs == 3)
        #expect(try tensors.floats("model.norm.weight", count: 4) == [0, 0, 0, 0])
    }

    @Test func `a tensor of another shape is named with file, expected and found shape`() throws {
        let path = try scratch.write(safetensors("{\(entry("lm_head.weight", "[2,2]", 0, 16))}", data: 16))
        let tensors = try CheckpointTensors(safetensorsIn: scratch.folder)
        #expect(
            throws: CheckpointError.wrongShape(tensor: "lm_head.weight", file: path, expected: [4, 2], found: [2, 2])
        ) { try tensors.linear("lm_head.weight", outputs: 4, inputs: 2) }
        #expect(throws: CheckpointError.missingTensor("model.norm.weight", file: path, expected: [2])) {
            try tensors.floats("model.norm.weight", count: 2)
        }
    }

    @Test(arguments: hostile)
    func `a damaged or hostile file is refused in words`(what: String, bytes: [UInt8], words: String) throws {
        let path = try scratch.write(bytes)
        let error = try #require(throws: CheckpointError.self) { try CheckpointTensors(safetensorsIn: scratch.folder) }
        #expect(error.description.contains(words) && error.description.contains(path), "\(what): \(error)")
    }

    @Test func `a folder without a model says what it holds instead`() throws {
        try scratch.write([1], to: "pytorch_model.bin")
        let error = try #require(throws: CheckpointError.self) { try CheckpointTensors(safetensorsIn: scratch.folder) }
        #expect(error == .noCheckpoint(folder: scratch.folder, found: "pytorch_model.bin"))
    }

    private func writeShards(_ map: String) throws {
        try scratch.write(safetensors("{\(entry("a", "[1]", 0, 4))}", data: 4), to: "one.safetensors")
        try scratch.write(safetensors("{\(entry("b", "[1]", 0, 4))}", data: 4), to: "two.safetensors")
        let index = #"{"metadata":{"total_size":8},"weight_map":\#(map)}"#
        try scratch.write(index.utf8, to: "model.safetensors.index.json")
    }

    @Test func `shards are read together`() throws {
        try writeShards(#"{"a":"one.safetensors","b":"two.safetensors"}"#)
        let tensors = try CheckpointTensors(safetensorsIn: scratch.folder)
        #expect(tensors.holds("a") && tensors.holds("b") && tensors.files.count == 2)
    }

    @Test(arguments: [
        (#"{"a":"one.safetensors","b":"three.safetensors"}"#, "three.safetensors is missing"),
        (#"{"a":"../one.safetensors"}"#, "plain file name"),
        (#"{"a":"one.safetensors","a":"two.safetensors"}"#, "twice"),
        ("{}", "no tensor"),
    ])
    func `shards that do not fit their index are refused in words`(map: String, words: String) throws {
        try writeShards(map)
        let error = try #require(throws: CheckpointError.self) { try CheckpointTensors(safetensorsIn: scratch.folder) }
        #expect(error.description.contains(words), "\(error)")
    }

    @Test func `a tensor in a format that is not read matters only where it is needed`() throws {
        let header = "{\(entry("norm", "[1]", 0, 4)),\(entry("mask", "[4]", 4, 8, "BOOL"))}"
        let path = try scratch.write(safetensors(header, data: 8))
        let tensors = try CheckpointTensors(safetensorsIn: scratch.folder)
        #expect(try tensors.floats("norm", count: 1) == [0])
        #expect(tensors.holds("mask"))
        let error = try #require(throws: CheckpointError.self) { try tensors.floats("mask", count: 4) }
        #expect(error.description.contains("mask in \(path) is stored as BOOL"), "\(error)")
    }

    @Test(arguments: [
        #"{"a":"one.safetensors","c":"two.safetensors"}"#, #"{"model.a":"one.safetensors","old":"two.safetensors"}"#,
    ])
    func `an index tells the files, and the files the tensors`(map: String) throws {
        try writeShards(map)
        let tensors = try CheckpointTensors(safetensorsIn: scratch.folder)
        #expect(tensors.holds("a") && tensors.holds("b") && !tensors.holds("c"))
        #expect(throws: CheckpointError.self) { try tensors.floats("c", count: 1) }
    }

    @Test func `a whole file counts, whatever an index beside it says`() throws {
        try scratch.write(#"{"weight_map":{"a":"gone.safetensors"}}"#.utf8, to: "model.safetensors.index.json")
        try scratch.write(safetensors("{\(entry("a", "[1]", 0, 4))}", data: 4))
        #expect(try CheckpointTensors(safetensorsIn: scratch.folder).holds("a"))
    }

    @Test(arguments: ["model.safetensors", "model.safetensors.index.json", "one.safetensors"])
    func `a link to a file that was not fetched is told as such`(name: String) throws {
        if name == "one.safetensors" { try writeShards(#"{"a":"one.safetensors","b":"two.safetensors"}"#) }
        let path = scratch.folder + "/" + name
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "../../blobs/abc")
        let error = try #require(throws: CheckpointError.self) { try CheckpointTensors(safetensorsIn: scratch.folder) }
        #expect(error == .danglingLink(file: path, target: "../../blobs/abc"))
    }

    @Test func `an adapter that was not merged is told as such`() throws {
        let name = "base_model.model.model.norm.weight"
        let path = try scratch.write(safetensors("{\(entry(name, "[1]", 0, 4))}", data: 4))
        let tensors = try CheckpointTensors(safetensorsIn: scratch.folder)
        #expect(throws: CheckpointError.unmergedAdapter(file: path, tensor: name)) {
            try tensors.floats("model.norm.weight", count: 1)
        }
        try FileManager.default.moveItem(atPath: path, toPath: scratch.folder + "/adapter_model.safetensors")
        let error = try #require(throws: CheckpointError.self) { try CheckpointTensors(safetensorsIn: scratch.folder) }
        #expect(error.description.contains("merge_and_unload"))
    }
}
