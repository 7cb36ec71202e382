import Checkpoints
import JSON

extension TokenizerBuilder {
    /// What `tokenizer.json` must say of the cutting of text, or the ids would be others.
    static let pattern =
        #"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"#

    /// Reads `tokenizer.json`, which the `tokenizers` package writes.
    init(tokenizerJSON files: TokenizerFiles) throws(QwenError) {
        let name = "tokenizer.json"
        self.init(file: name)
        var cursor = try files.json(name)
        var sections: [String: JSON] = [:]
        var hasModel = false
        try cursor.object { (cursor, key) throws(QwenError) in
            guard sections[key] == nil, key != "model" || !hasModel else {
                throw cursor.malformed("the field \(key) occurs twice")
            }
            if key == "model" {
                try readModel(from: &cursor)
                hasModel = true
            } else {
                sections[key] = try cursor.value()
            }
        }
        try cursor.end()
        guard hasModel else { throw malformed("model", "the field is missing") }
        try check(sections)
        try addAddedTokens(sections["added_tokens"])
    }

    private mutating func readModel(from cursor: inout JSONCursor<QwenError>) throws(QwenError) {
        var options: [String: JSON] = [:]
        var list = MergeList(file: file)
        var fields: Set<String> = []
        try cursor.object { (cursor, key) throws(QwenError) in
            guard fields.insert(key).inserted else { throw cursor.malformed("the field model.\(key) occurs twice") }
            switch key {
            case "vocab": try addVocabulary(from: &cursor)
            case "merges": try cursor.array { (cursor) throws(QwenError) in try list.append(from: &cursor) }
            default: options[key] = try cursor.value()
            }
        }
        for field in ["vocab", "merges"] where !fields.contains(field) {
            throw malformed("model.\(field)", "the field is missing")
        }
        merges = list
        try require(options["type"], in: [.string("BPE"), .null], "model.type")
        try require(options["dropout"], in: [.null, .number(0)], "model.dropout")
        for field in ["continuing_subword_prefix", "end_of_word_suffix"] {
            try require(options[field], in: [.string(""), .null], "model.\(field)")
        }
        for field in ["byte_fallback", "ignore_merges"] {
            try require(options[field], in: [.bool(false), .null], "model.\(field)")
        }
    }

    private func check(_ root: [String: JSON]) throws(QwenError) {
        try require(root["normalizer"]?["type"], in: [.string("NFC")], "normalizer.type")
        try require(root["decoder"]?["type"], in: [.string("ByteLevel")], "decoder.type")
        try require(root["post_processor"]?["type"], in: [.string("ByteLevel"), .null], "post_processor.type")
        let place = "pre_tokenizer.pretokenizers"
        let list = root["pre_tokenizer"]?["pretokenizers"]
        guard let steps = list?.items, steps.count == 2 else {
            throw .unsupportedTokenizer(
                file: file, field: place, found: list?.summary ?? "nothing", expected: "Split and ByteLevel")
        }
        let (split, bytes) = (steps[0], steps[1])
        try require(split["type"], in: [.string("Split")], "\(place)[0].type")
        try require(split["pattern"]?["Regex"], in: [.string(Self.pattern)], "\(place)[0].pattern.Regex")
        try require(split["behavior"], in: [.string("Isolated")], "\(place)[0].behavior")
        try require(split["invert"], in: [.bool(false), .null], "\(place)[0].invert")
        try require(bytes["type"], in: [.string("ByteLevel")], "\(place)[1].type")
        try require(bytes["add_prefix_space"], in: [.bool(false)], "\(place)[1].add_prefix_space")
        try require(bytes["use_regex"], in: [.bool(false)], "\(place)[1].use_regex")
    }

    /// Holds a field to one of some values; one that is absent counts as `null`.
    private func require(_ found: JSON?, in expected: [JSON.Value], _ field: String) throws(QwenError) {
        let expected = expected.map { JSON($0) }
        guard expected.contains(found ?? JSON(.null)) else {
            throw .unsupportedTokenizer(
                file: file, field: field, found: found?.summary ?? "nothing", expected: expected[0].summary)
        }
    }

    private mutating func addAddedTokens(_ list: JSON?) throws(QwenError) {
        guard let list, list != JSON(.null) else { return }
        guard let tokens = list.items else { throw malformed("added_tokens", "expected an array") }
        for (index, flags) in tokens.enumerated() {
            let place = "added_tokens[\(index)]"
            guard let id = flags["id"]?.integer else {
                throw malformed("\(place).id", "expected an integer, found \(flags["id"]?.summary ?? "nothing")")
            }
            try addAddedToken(AddedToken(id: id, flags: flags, place, file: file), at: place)
        }
    }
}

extension MergeList {
    /// Reads a merge as an array of two strings or, as older versions wrote it, one string with a blank.
    fileprivate mutating func append(from cursor: inout JSONCursor<QwenError>) throws(QwenError) {
        guard cursor.isBefore(UInt8(ascii: "[")) else { return try append(cursor.string()[...]) }
        var parts: [String] = []
        try cursor.array { (cursor) throws(QwenError) in try parts.append(cursor.string()) }
        guard parts.count == 2 else { throw malformed(pairs.count, "expected two tokens, found \(parts.count)") }
        append(parts[0], parts[1])
    }
}
