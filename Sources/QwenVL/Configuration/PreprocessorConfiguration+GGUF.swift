import Checkpoints

extension PreprocessorConfiguration {
    /// What a vision tower's header says; the published values for the rest.
    init(_ tower: GGUFFile) throws(QwenError) {
        let fields = GGUFFields(file: tower, prefix: "clip.vision.")
        let counts = 1...1 << 40
        images.minimum = try fields.integer("image_min_pixels", in: counts, otherwise: images.minimum)
        images.maximum = try fields.integer("image_max_pixels", in: counts, otherwise: images.maximum)
        guard images.minimum <= images.maximum else {
            throw fields.wrong("image_min_pixels", "\(images.minimum) is greater than \(images.maximum)")
        }
        video = images
        mean = try fields.numbers("image_mean", in: -10...10)?.map(Float.init) ?? mean
        deviation = try fields.numbers("image_std", in: 1e-6...10)?.map(Float.init) ?? deviation
        for (key, values) in [("image_mean", mean), ("image_std", deviation)] where values.count != 3 {
            throw fields.wrong(key, "expected one number each for red, green and blue, found \(values.count)")
        }
    }
}

extension GenerationDefaults {
    /// What a language model's header says; converters leave out how tokens are drawn, so that is as Qwen published it unless the header tells.
    init(_ file: GGUFFile) throws(QwenError) {
        let drawing = GGUFFields(file: file, prefix: "general.sampling.")
        samples = true
        temperature = try drawing.number("temp", in: 0...1e6) ?? 1e-6
        repetitionPenalty = try drawing.number("penalty_repeat", in: 1e-6...1e6) ?? 1.05
        topP = try drawing.number("top_p", in: 0...1) ?? topP
        let count = try drawing.integer("top_k", in: 0...1 << 20, otherwise: 50)
        topK = count == 0 ? nil : count
        let fields = GGUFFields(file: file, prefix: "tokenizer.ggml.")
        let ids = 0...1 << 20
        // The reference also ends at the token that llama.cpp calls the first of a text.
        for key in ["eos_token_id", "eot_token_id", "bos_token_id"] where file[fields.prefix + key] != nil {
            let id = try fields.integer(key, in: ids)
            if !endTokens.contains(id) { endTokens.append(id) }
        }
    }
}
