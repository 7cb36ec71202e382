import Grounders
import Images
import Interaction

/// The screen model and the reading of text as a grounding model: a picture and words become a point.
package struct PlaceAnswers: Sendable {
    /// What clients call it.
    package static let name = "deskhand-screen"
    /// One at a time, in fair turns.
    let queue: AnswerQueue
    private let grounder: any Grounder

    /// - Parameter maximumWaiting: of requests that wait for their turn.
    package init(maximumWaiting: Int) { self.init(PictureGrounder(), maximumWaiting: maximumWaiting) }

    init(_ grounder: any Grounder, maximumWaiting: Int) {
        self.grounder = grounder
        queue = AnswerQueue(maximum: maximumWaiting)
    }

    /// What was found for a question.
    struct Answer: Sendable {
        /// The likeliest first; empty where nothing was found.
        let candidates: [Candidate]
        /// Why no place is named.
        let refusal: String?
    }

    /// Finds the place when its turn comes.
    ///
    /// - Parameter onTurn: told when its turn has come.
    /// - Throws: ``CompletionFault/overloaded``, `CancellationError`, and what keeps a picture from being read.
    func answer(_ question: PlaceQuestion, for user: String, onTurn: @escaping @Sendable () -> Void) async throws
        -> Answer
    {
        try await queue.run(for: user) {
            onTurn()
            var likely: Answer?
            for target in question.targets + [question.whole] {
                try Task.checkCancellation()
                let found = try await grounder.candidates(for: target, in: question.image)
                    .sorted { ($0.isExact ? 1 : 0, $0.confidence) > ($1.isExact ? 1 : 0, $1.confidence) }
                let answer = Answer(candidates: found, refusal: Self.tie(of: found, target))
                if found.first?.isExact == true { return answer }
                if likely == nil, !found.isEmpty, question.targets.contains(target) { likely = answer }
            }
            return likely ?? Answer(candidates: [], refusal: "'\(question.targets[0])' is not on the picture")
        }
    }

    /// What says that the best places are equally good; `nil` where one is better.
    private static func tie(of found: [Candidate], _ target: String) -> String? {
        guard !found.isEmpty else { return nil }
        let best = found.filter { $0.isExact == found[0].isExact && $0.confidence == found[0].confidence }
        return best.count > 1 ? "'\(target)' is in \(best.count) places that are equally good" : nil
    }
}
