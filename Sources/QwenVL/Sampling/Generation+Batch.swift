import Tensors

extension LanguageModel {
    /// Goes on with several answers side by side until all have ended; each step reads the weights once for all of them.
    ///
    /// - Parameters:
    ///   - generations: each with its first logits.
    ///   - isCancelled: asked every few milliseconds; answers that have not ended then end as cancelled.
    package func generate(
        _ generations: [(generation: Generation, logits: [Float])], _ work: LanguageWorkspace,
        isCancelled: () -> Bool = { false }
    ) throws(QwenError) {
        for (generation, logits) in generations { try generation.take(logits) }
        try engine.interruptible(by: isCancelled) { (engine) throws(QwenError) in
            var active = generations.map(\.generation).filter { $0.finish == nil }
            while !active.isEmpty {
                guard let errors = advance(active, work, on: engine) else {
                    return active.forEach { $0.end(.cancelled) }
                }
                if let error = errors.compactMap(\.self).first { throw error }
                active.removeAll { $0.finish != nil }
            }
        }
    }

    /// Goes on with answers that have not ended: each by a token, a single one also by those that are guessed right.
    ///
    /// - Returns: what keeps each from going on, mostly `nil`; `nil` for all when interrupted, and the caches are then as
    ///   they were.
    func advance(_ active: [Generation], _ work: LanguageWorkspace, on engine: Engine) -> [QwenError?]? {
        guard !engine.isInterrupted else { return nil }
        // Beside others a row of one answer costs as much as a row of another.
        if active.count == 1, case let draft = active[0].draft(), !draft.isEmpty {
            do throws(QwenError) {
                return try step(active[0], draft: draft, work, on: engine) ? [nil] : nil
            } catch {
                return [error]
            }
        }
        guard let logits = step(active, work, on: engine) else { return nil }
        return active.enumerated().map { row, generation in
            do throws(QwenError) {
                try generation.take(logits.row(row))
                return nil
            } catch {
                return error
            }
        }
    }

    /// Takes the last token of each answer through the model.
    ///
    /// - Returns: `[active.count, vocabulary]`, or `nil` when interrupted; the caches are then as they were.
    private func step(_ active: [Generation], _ work: LanguageWorkspace, on engine: Engine) -> Matrix? {
        let known = active.map(\.cache.count)
        work.prepare(tokens: active.count)
        embed(active.map { $0.ids[$0.ids.count - 1] }, into: work.states)
        pass(
            work, positions: active.map { $0.nextPosition() },
            stretches: active.map { Stretch($0.cache, tokens: 1) }, on: engine)
        let logits = logits(ofRows: Array(active.indices), in: work, on: engine)
        guard engine.isInterrupted else { return logits }
        for (generation, count) in zip(active, known) { generation.cache.truncate(to: count) }
        return nil
    }
}
