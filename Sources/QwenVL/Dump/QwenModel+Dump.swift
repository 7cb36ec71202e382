import Checkpoints
import Images
import Tensors

extension QwenModel {
    /// Writes every named intermediate of one forward pass over a request, without an answer, in the safetensors format:
    ///
    /// | tensor | shape | what |
    /// | --- | --- | --- |
    /// | `input_ids` | `[tokens]` | the prompt, one placeholder for each row of a picture |
    /// | `position_ids` | `[3, tokens]` | time, row, column |
    /// | `pixel_values` | `[patches, 1176]` | all pictures and clips, in the order of the prompt |
    /// | `grid_thw` | `[pictures, 3]` | frame pairs, rows and columns of patches |
    /// | `vision_embeddings` | `[rows, width]` | what stands in the place of the placeholders |
    /// | `hidden.0` … `hidden.N` | `[tokens, width]` | embeddings with the pictures in place; the output of each block; the last one after the final norm |
    /// | `logits` | `[tokens, vocabulary]` | at every token |
    ///
    /// - Throws: ``QwenError``, as for an answer, and when the file cannot be written.
    package func dump(_ request: ModelRequest, to path: String) throws(QwenError) {
        let prepared = try PreparedRequest(request, checkpoint)
        _ = try room(for: prepared, GenerationOptions(maxNewTokens: 0))
        do { try dump(prepared, to: path) } catch { throw .checkpoint(error) }
    }

    private func dump(_ prepared: PreparedRequest, to path: String) throws(CheckpointError) {
        let file = try SafetensorsWriter(path: path, entries(of: prepared))
        let positions = prepared.positions.tokens
        try file.write(prepared.ids, to: "input_ids")
        try file.write(
            positions.map(\.time) + positions.map(\.row) + positions.map(\.column), to: "position_ids")
        let pictures = try dumpPictures(of: prepared, to: file)
        try dumpStates(
            of: LanguagePrompt(
                ids: prepared.ids, positions: positions, nextPosition: prepared.positions.next, pictures: pictures),
            to: file)
    }

    private func entries(of request: PreparedRequest) -> [SafetensorsWriter.Entry] {
        let (tokens, text) = (request.ids.count, language.configuration)
        var entries: [SafetensorsWriter.Entry] = [
            .init(name: "input_ids", format: .int64, shape: [tokens]),
            .init(name: "position_ids", format: .int64, shape: [3, tokens]),
        ]
        if !request.pictures.isEmpty {
            let patches = request.pictures.reduce(0) { $0 + $1.picture.grid.patches }
            entries += [
                .init(name: "pixel_values", format: .float32, shape: [patches, Patches.width]),
                .init(name: "grid_thw", format: .int64, shape: [request.pictures.count, 3]),
                .init(name: "vision_embeddings", format: .float32, shape: [request.pictureTokens, text.width]),
            ]
        }
        entries += (0...text.blocks).map {
            .init(name: "hidden.\($0)", format: .float32, shape: [tokens, text.width])
        }
        return entries + [.init(name: "logits", format: .float32, shape: [tokens, text.vocabulary])]
    }

    private func dumpPictures(
        of request: PreparedRequest, to file: SafetensorsWriter
    ) throws(CheckpointError) -> [PictureRows] {
        guard !request.pictures.isEmpty else { return [] }
        var (patchStart, rowStart, found) = (0, 0, [PictureRows]())
        for placed in request.pictures {
            let patches = placed.picture.patches(normalisation)
            try file.write(patches.values, to: "pixel_values", row: patchStart)
            let rows = vision.encode([patches])
            try file.write(rows.elements, to: "vision_embeddings", row: rowStart)
            found.append(PictureRows(start: placed.start, rows: rows))
            patchStart += patches.grid.patches
            rowStart += rows.rows
        }
        try file.write(
            request.pictures.flatMap { [$0.picture.grid.frames, $0.picture.grid.rows, $0.picture.grid.columns] },
            to: "grid_thw")
        return found
    }

    private func dumpStates(of prompt: LanguagePrompt, to file: SafetensorsWriter) throws(CheckpointError) {
        let (work, cache) = (
            LanguageWorkspace(language.configuration), language.makeCache()
        )
        // Few at once: logits of all tokens of a screenshot together would take a gigabyte.
        for tokens in LanguageModel.pieces(of: 0..<prompt.ids.count, atMost: 128) {
            var failure: CheckpointError?
            func observe(_ stage: Int, _ states: Matrix) {
                do { try file.write(states.elements, to: "hidden.\(stage)", row: tokens.lowerBound) } catch {
                    failure = error
                }
            }
            work.prepare(tokens: tokens.count)
            language.embed(tokens, of: prompt, into: work.states)
            language.pass(
                work, positions: Array(prompt.positions[tokens]), stretches: [Stretch(cache, tokens: tokens.count)],
                observer: observe)
            let logits = language.logits(ofRows: Array(0..<tokens.count), in: work, observer: observe)
            if let failure { throw failure }
            try file.write(logits.elements, to: "logits", row: tokens.lowerBound)
        }
    }
}
