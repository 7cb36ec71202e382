import ArgumentParser
import Foundation
import QwenVL

/// `deskhand model dump`
struct ModelDump: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump",
        abstract: "Writes every named intermediate tensor of one forward pass, to compare with another implementation.",
        discussion: """
            The request is a JSON file with messages as Qwen's tools write them:
              {"messages": [
                 {"role": "system", "content": "Be brief."},
                 {"role": "user", "content": [
                    {"type": "image", "image": "shot.png"},
                    {"type": "video", "video": ["1.png", "2.png"], "fps": 2},
                    {"type": "text", "text": "What is this?"}]}],
               "min_pixels": 3136, "max_pixels": 12845056, "video_positions": "largest"}
            Roles are system, user, assistant and tool; content is a string or a list of parts; an image may have \
            resized_width and resized_height; tools is a list of signatures, each a JSON object in a string; \
            video_positions is largest (text continues after the largest position of a video) or reference (after \
            its rows and columns, as in transformers 5). Pictures are PNG files, relative to the request's folder.

            The output is a safetensors file: input_ids [tokens], position_ids [3, tokens], pixel_values [patches, \
            1176] and grid_thw [pictures, 3] in the order of the prompt, vision_embeddings [rows, width], hidden.0 \
            (embeddings) to hidden.N (after the final norm) [tokens, width] as transformers counts hidden_states, \
            logits [tokens, vocabulary]; integers as int64, others as float32.
            Exit codes: 0 written, 2 not enough memory, 64 misused, 65 a file is missing or broken, 74 not written.
            """)

    @OptionGroup var source: ModelSource

    @Option(help: ArgumentHelp("The request.", valueName: "R.json"))
    var request: String

    @Option(help: ArgumentHelp("The file to write.", valueName: "F.safetensors"))
    var out: String

    func run() throws {
        do {
            let file = try RequestFile.read(request)
            let model = try source.open(exact: true)
            let folder = URL(filePath: request).deletingLastPathComponent()
            let asked = try file.request(limits: model.checkpoint.preprocessor) { name in
                try PictureFile.read(URL(filePath: name, relativeTo: folder).path)
            }
            try model.dump(asked, to: out)
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }
}
