import Checkpoints
import Foundation
import JSON
import Tensors

extension TokenizerBuilder {
    /// Reads the tokenizer of a checkpoint: `tokenizer.json`, or else `vocab.json` and `merges.txt`; added tokens also from `tokenizer_config.json` or, in old checkpoints, `added_tokens.json`.
    init(folder: String) throws(QwenError) {
        let files = TokenizerFiles(folder: folder)
        if files.contains("tokenizer.json") {
            try self.init(tokenizerJSON: files)
        } else if files.contains("vocab.json"), files.contains("merges.txt") {
            try self.init(vocabularyAndMerges: files)
        } else {
            throw .missingFile(
                folder: folder, expected: "tokenizer.json, or vocab.json and merges.txt",
                remedy: "fetch the tokenizer files of the model into the folder")
        }
        try addTokensOfConfiguration(files)
    }

    private init(vocabularyAndMerges files: TokenizerFiles) throws(QwenError) {
        self.init(file: "vocab.json")
        var cursor = try files.json("vocab.json")
        try addVocabulary(from: &cursor)
        try cursor.end()
        merges = try MergeList(mergesText: files.bytes("merges.txt"), file: "merges.txt")
        try files.refusePrefixSpace()
    }

    /// Reads an object of tokens and their ids.
    mutating func addVocabulary(from cursor: inout JSONCursor<QwenError>) throws(QwenError) {
        try cursor.object { (cursor, token) throws(QwenError) in
            let id = try cursor.integer()
            if let problem = add(token, id: id) { throw cursor.malformed("\(quoted(token)): \(problem)") }
        }
    }

    private mutating func addTokensOfConfiguration(_ files: TokenizerFiles) throws(QwenError) {
        let name = "tokenizer_config.json"
        if files.contains(name), let tokens = try files.value(name)["added_tokens_decoder"]?.members {
            for token in tokens.sorted(by: { $0.name < $1.name }) {
                let (key, flags) = (token.name, token.value)
                let place = "added_tokens_decoder.\(key)"
                guard let id = Int(key) else { throw malformed(place, "expected a token's id as the key", in: name) }
                try addAddedToken(AddedToken(id: id, flags: flags, place, file: name), in: name, at: place)
            }
        } else if files.contains("added_tokens.json") {
            try addUnflaggedTokens(files)
        }
    }

    /// Old checkpoints list texts and ids alone; the names in angle brackets with bars are those that steer the model.
    private mutating func addUnflaggedTokens(_ files: TokenizerFiles) throws(QwenError) {
        let name = "added_tokens.json"
        guard let tokens = try files.value(name).members else {
            throw malformed("line 1", "expected an object of tokens and ids", in: name)
        }
        for token in tokens.sorted(by: { $0.name < $1.name }) {
            let content = token.name
            guard let id = token.value.integer else {
                throw malformed(quoted(content), "expected an integer", in: name)
            }
            let isSpecial = content.hasPrefix("<|") && content.hasSuffix("|>")
            try addAddedToken(AddedToken(id: id, content: content, isSpecial: isSpecial), in: name, at: quoted(content))
        }
    }
}

extension AddedToken {
    /// Reads a token's flags as `tokenizer.json` and `tokenizer_config.json` write them.
    init(id: Int, flags: JSON, _ place: String, file: String) throws(QwenError) {
        guard let content = flags["content"]?.string else {
            throw .malformedFile(
                file: file, place: "\(place).content",
                problem: "expected a string, found \(flags["content"]?.summary ?? "nothing")")
        }
        self.init(id: id, content: content, isSpecial: flags["special"]?.bool == true)
        takesSpaceBefore = flags["lstrip"]?.bool == true
        takesSpaceAfter = flags["rstrip"]?.bool == true
        standsAlone = flags["single_word"]?.bool == true
        isNormalised = flags["normalized"]?.bool == true
    }
}

extension MergeList {
    /// Reads `merges.txt`: a version line, then a merge a line.
    init(mergesText bytes: [UInt8], file: String) throws(QwenError) {
        if let bad = firstInvalidByte(in: bytes) {
            throw .malformedFile(file: file, place: "byte \(bad)", problem: "it is not UTF-8")
        }
        self.init(file: file, firstLine: 1)
        var lines = String(decoding: bytes, as: UTF8.self)[...].utf8.split(
            separator: 0x0A, omittingEmptySubsequences: false)[...]
        if lines.first?.starts(with: "#version".utf8) == true {
            lines = lines.dropFirst()
            firstLine = 2
        }
        if lines.last?.isEmpty == true { lines = lines.dropLast() }
        for line in lines { try append(Substring(line.last == 0x0D ? line.dropLast() : line)) }
    }
}

/// The files beside each other in a checkpoint's folder.
struct TokenizerFiles {
    /// The largest published `tokenizer.json` has some 20 MB.
    private static let largest = 256 << 20
    let folder: String

    /// Whether there is such a file, or a link to one that was not fetched, of which ``bytes(_:)`` tells.
    func contains(_ name: String) -> Bool { ModelFile.isNamed(path(name)) }

    func bytes(_ name: String) throws(QwenError) -> [UInt8] {
        let file: MappedFile
        do { file = try ModelFile.open(path(name)) } catch { throw .checkpoint(error) }
        guard file.count <= Self.largest else {
            throw .malformedFile(
                file: name, place: "size", problem: "\(file.count) bytes are more than any tokenizer has")
        }
        return unsafe file.bytes.withUnsafeBytes { unsafe [UInt8]($0) }
    }

    func json(_ name: String) throws(QwenError) -> JSONCursor<QwenError> {
        try JSONCursor(file: name, bytes: bytes(name))
    }

    func value(_ name: String) throws(QwenError) -> JSON {
        var cursor = try json(name)
        let value = try cursor.value()
        try cursor.end()
        return value
    }

    /// This model does not prepend a space to the text; doing so would change every id.
    func refusePrefixSpace() throws(QwenError) {
        let name = "tokenizer_config.json"
        if contains(name), try value(name)["add_prefix_space"]?.bool == true {
            throw .unsupportedTokenizer(file: name, field: "add_prefix_space", found: "true", expected: "false")
        }
    }

    private func path(_ name: String) -> String { folder + "/" + name }
}
