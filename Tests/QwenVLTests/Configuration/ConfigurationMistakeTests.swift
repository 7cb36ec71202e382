import Foundation
import QwenVL
import Testing

/// A copy of the tied reference checkpoint that a test may damage.
private final class DamagedCheckpoint {
    let folder: URL

    init(_ source: String = "tied") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "damaged-\(UUID().uuidString)")
        try FileManager.default.copyItem(
            at: PublishedTokenizer.fixtures.appending(path: "reference/\(source)"), to: folder)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Replaces `text` in a file.
    func replace(_ text: String, by other: String, in file: String = "config.json") throws {
        let url = folder.appending(path: file)
        let old = try String(contentsOf: url, encoding: .utf8)
        try #require(old.contains(text))
        try old.replacing(text, with: other).write(to: url, atomically: true, encoding: .utf8)
    }

    func remove(_ file: String) throws { try FileManager.default.removeItem(at: folder.appending(path: file)) }

    /// Stores each tensor under another name, and the embedding with fewer rows.
    func rewriteWeights(rows: Int? = nil, name: (String) -> String = { $0 }) throws {
        let url = folder.appending(path: "model.safetensors")
        let bytes = Array(try Data(contentsOf: url))
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
        let object = try JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length]))
        let header = try #require(object as? [String: Any]).compactMapValues { $0 as? [String: Any] }
        var (tensors, data) = ([String: Any](), [UInt8]())
        for (old, fields) in header where old != "__metadata__" {
            var (fields, shape) = (fields, try #require(fields["shape"] as? [Int]))
            let place = try #require(fields["data_offsets"] as? [Int]).map { $0 + 8 + length }
            var part = bytes[place[0]..<place[1]]
            if let rows, old == "model.embed_tokens.weight" {
                part = part.prefix(part.count / shape[0] * rows)
                shape[0] = rows
            }
            fields["shape"] = shape
            fields["data_offsets"] = [data.count, data.count + part.count]
            tensors[name(old)] = fields
            data += part
        }
        let text = try JSONSerialization.data(withJSONObject: tensors)
        let size = (0..<8).map { UInt8(truncatingIfNeeded: text.count >> ($0 * 8)) }
        try Data(size + Array(text) + data).write(to: url)
    }

    var message: String {
        get throws {
            try #require(throws: QwenError.self) { try Checkpoint.open(folder.path) }.description
        }
    }
}

@Test(arguments: [
    (#""model_type": "qwen2_5_vl""#, #""model_type": "qwen2_vl""#, "describes a qwen2_vl model, but only qwen2_5_vl"),
    (#""model_type": "qwen2_5_vl""#, #""model_type": "qwen3_vl""#, "describes a qwen3_vl model"),
    (#""model_type": "qwen2_5_vl""#, #""model_type": "qwen2""#, "describes a qwen2 model"),
    (#""vision_config""#, #""other_config""#, "vision_config: it is missing"),
    (#""hidden_size": 128"#, #""hidden_size": 136"#, "mrope_section"),
    (#""hidden_size": 128"#, #""hidden_size": "128""#, "hidden_size: expected an integer"),
    (#""hidden_size": 128"#, #""hidden_size": 1e30"#, "hidden_size: expected an integer"),
    (#""hidden_size": 128"#, #""hidden_size": 99999999999"#, "expected 1 to 65536"),
    (#""num_key_value_heads": 2"#, #""num_key_value_heads": 3"#, "3 do not divide 4 query heads"),
    (#""num_attention_heads": 4"#, #""num_attention_heads": 0"#, "expected 1 to 4096, found 0"),
    (#""out_hidden_size": 128"#, #""out_hidden_size": 64"#, "the language model is 128 wide"),
    (#""patch_size": 14"#, #""patch_size": 16"#, "found 16, but Qwen2.5-VL has 14"),
    (#""type": "mrope""#, #""type": "longrope""#, #"found "longrope""#),
    (#""use_sliding_window": false"#, #""use_sliding_window": true"#, "use_sliding_window"),
    (#""vocab_size": 304"#, #""vocab_size": 320"#, "shape [304, 128], but the configuration asks for [320, 128]"),
    (
        #""num_hidden_layers": 3"#, #""num_hidden_layers": 4"#,
        "tensor model.layers.3.input_layernorm.weight of shape [128]"
    ),
    (
        #""tie_word_embeddings": true"#, #""tie_word_embeddings": false"#,
        "lm_head.weight of shape [304, 128] is missing"
    ),
    (#""torch_dtype""#, #""quantization_config": {"quant_method": "gptq"}, "torch_dtype""#, "found gptq"),
    (
        #""torch_dtype""#, #""quantization_config": {"quant_method": "awq", "version": "gemv", "bits": 4}, "x""#,
        "awq with 4 bits, version gemv"
    ),
    ("{", "", "expected the end"),
])
func `a configuration of another model is told in words`(text: String, other: String, words: String) throws {
    let checkpoint = try DamagedCheckpoint()
    try checkpoint.replace(text, by: other)
    let message = try checkpoint.message
    #expect(message.contains(words), "\(message)")
}

@Test(arguments: [
    ("config.json", "no config.json and no .gguf file"), ("model.safetensors", "holds no checkpoint"),
    ("tokenizer.json", "tokenizer.json, or vocab.json and merges.txt"),
])
func `a missing file is told with what to do`(file: String, words: String) throws {
    let checkpoint = try DamagedCheckpoint()
    try checkpoint.remove(file)
    let message = try checkpoint.message
    #expect(message.contains(words), "\(message)")
}

@Test func `a missing shard is told by its name`() throws {
    let checkpoint = try DamagedCheckpoint("untied")
    try checkpoint.remove("model-00002-of-00002.safetensors")
    #expect(try checkpoint.message.contains("model-00002-of-00002.safetensors is missing, which"))
}

@Test func `weights that were cut are told`() throws {
    let checkpoint = try DamagedCheckpoint()
    let url = checkpoint.folder.appending(path: "model.safetensors")
    try Data(contentsOf: url).prefix(1_000_000).write(to: url)
    #expect(try checkpoint.message.contains("of which the file has"))
}

@Test func `files that only some checkpoints have may be missing`() throws {
    let checkpoint = try DamagedCheckpoint()
    for file in ["generation_config.json", "preprocessor_config.json", "tokenizer_config.json"] {
        try checkpoint.remove(file)
    }
    let opened = try Checkpoint.open(checkpoint.folder.path)
    #expect(opened.generation == GenerationDefaults() && opened.preprocessor == PreprocessorConfiguration())
}

@Test func `limits of newer saves are read from the processor's file`() throws {
    let checkpoint = try DamagedCheckpoint()
    try checkpoint.remove("preprocessor_config.json")
    let text =
        #"{"image_processor":{"size":{"shortest_edge":784,"longest_edge":7840}},"video_processor":{"size":{"longest_edge":1568,"shortest_edge":784}}}"#
    try Data(text.utf8).write(to: checkpoint.folder.appending(path: "processor_config.json"))
    let preprocessor = try Checkpoint.open(checkpoint.folder.path).preprocessor
    #expect(preprocessor.images == SmartResize(minimum: 784, maximum: 7840))
    #expect(preprocessor.video == SmartResize(minimum: 784, maximum: 1568))
}

@Test func `without a word on sharing the head is shared when none is stored`() throws {
    let checkpoint = try DamagedCheckpoint()
    try checkpoint.replace(#""tie_word_embeddings": true,"#, by: "")
    #expect(try Checkpoint.open(checkpoint.folder.path).configuration.text.tiesEmbeddings)
}

@Test func `a model fetched by name is told how to fetch it`() throws {
    let error = try #require(throws: QwenError.self) { try Checkpoint.open("Qwen/Qwen2.5-VL-3B-Instruct") }
    #expect(error.description.contains("hf download Qwen/Qwen2.5-VL-3B-Instruct"))
}

@Test(arguments: [
    "config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json", "preprocessor_config.json",
    "model.safetensors",
])
func `a Git LFS pointer and a dangling link are told as such in every file`(file: String) throws {
    let checkpoint = try DamagedCheckpoint()
    let url = checkpoint.folder.appending(path: file)
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 11421896\n"
    try Data(pointer.utf8).write(to: url)
    #expect(try checkpoint.message.contains("\(file) is a Git LFS pointer to 11421896 bytes"))
    try checkpoint.remove(file)
    try FileManager.default.createSymbolicLink(atPath: url.path, withDestinationPath: "../../blobs/abc")
    #expect(try checkpoint.message.contains("\(file) is a symbolic link to ../../blobs/abc, which does not exist"))
}

@Test func `an adapter is told as such, whether it lies alone or was saved whole`() throws {
    let checkpoint = try DamagedCheckpoint()
    try checkpoint.rewriteWeights { "base_model.model." + $0 }
    #expect(try checkpoint.message.contains("holds an adapter that was not merged into its model"))
    let alone = try DamagedCheckpoint()
    try alone.remove("config.json")
    let weights = alone.folder.appending(path: "model.safetensors")
    try FileManager.default.moveItem(at: weights, to: alone.folder.appending(path: "adapter_model.safetensors"))
    #expect(try alone.message.contains("merge_and_unload"))
}

@Test func `tokens of the prompt without a row in the embedding are told before anything is asked`() throws {
    let checkpoint = try DamagedCheckpoint()
    try checkpoint.rewriteWeights(rows: 280)
    try checkpoint.replace(#""vocab_size": 304"#, by: #""vocab_size": 280"#)
    #expect(try checkpoint.message.contains("the prompt has token 285, but the model's embedding has 280 rows"))
}
