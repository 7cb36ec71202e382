import ArgumentParser
import Foundation
import QwenVL

/// `deskhand model tokenize`
struct ModelTokenize: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokenize", abstract: "Prints the token ids of a text.",
        discussion: """
            The text comes from --file, or from standard input. Only the tokenizer's files are needed of a model's \
            folder. Without --json each line has an id and the token's text, quoted.
            Exit codes: 0 done, 64 misused, 65 a file is missing or broken, or the text is not UTF-8.
            """)

    @Option(help: ArgumentHelp("A checkpoint's folder, or a .gguf file.", valueName: "DIR"))
    var model: String

    @Option(help: ArgumentHelp("The text (default: standard input).", valueName: "F"))
    var file: String?

    @Flag(help: "Match added tokens such as <|im_end|> in the text instead of encoding them as characters.")
    var special = false

    @Flag(help: "Print one JSON list of ids.")
    var json = false

    func run() throws {
        do {
            let tokenizer = try tokenizer()
            let ids = tokenizer.encode(try text(), matchingAddedTokens: special)
            StandardOutput.show(json ? "[" + ids.map(String.init).joined(separator: ", ") + "]" : lines(ids, tokenizer))
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func tokenizer() throws -> Tokenizer {
        var isFolder: ObjCBool = false
        if unsafe FileManager.default.fileExists(atPath: model, isDirectory: &isFolder), isFolder.boolValue {
            return try Tokenizer.read(folder: model)
        }
        return try Checkpoint.open(model, checksMemory: false).tokenizer
    }

    private func text() throws -> String {
        let data: Data
        do {
            data =
                try file.map { try Data(contentsOf: URL(filePath: $0)) } ?? FileHandle.standardInput.readToEnd()
                ?? Data()
        } catch { throw QwenError.unreadable("cannot read \(file ?? "standard input"): \(error.localizedDescription)") }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw QwenError.unreadable("\(file ?? "standard input") is not UTF-8; convert it, for instance with iconv")
        }
        return text
    }

    private func lines(_ ids: [Int], _ tokenizer: Tokenizer) -> String {
        ids.map { "\($0)\t\(tokenizer.decode([$0]).debugDescription)" }.joined(separator: "\n")
    }
}
