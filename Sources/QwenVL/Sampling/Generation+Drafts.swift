import Tensors

extension LanguageModel {
    /// How many tokens go through the model at once where some of them are guessed.
    ///
    /// So few rows are multiplied row by row as one is, so that each token's logits are those that it gets alone.
    static let draftRows = 4

    /// Goes on with one answer by several tokens at once, those after its first guessed: by its form, which may leave no
    /// choice, or by what followed the same tokens before. The sampler chooses each token as ever, from the logits of the
    /// tokens before it; from the first that is not the guess on, the pass is forgotten. So the answer is the same.
    ///
    /// - Returns: whether it was not interrupted; the cache is then as it was.
    /// - Throws: as `Generation.take`.
    func step(
        _ generation: Generation, draft: [Int], _ work: LanguageWorkspace, on engine: Engine
    ) throws(QwenError) -> Bool {
        let known = generation.cache.count
        let ids = generation.ids.suffix(1) + draft
        work.prepare(tokens: ids.count)
        embed(Array(ids), into: work.states)
        pass(
            work, positions: ids.indices.map { generation.position(after: $0 - ids.startIndex) },
            stretches: [Stretch(generation.cache, tokens: ids.count)], on: engine)
        let logits = logits(ofRows: Array(0..<ids.count), in: work, on: engine)
        guard !engine.isInterrupted else {
            generation.cache.truncate(to: known)
            return false
        }
        var right = 0
        defer {
            generation.cache.truncate(to: known + right + 1)
            generation.advance(by: right + 1, drafted: draft.count)
        }
        while true {
            try generation.take(logits.row(right))
            guard generation.finish == nil, right < draft.count, generation.ids.last == draft[right] else {
                return true
            }
            right += 1
        }
    }
}
