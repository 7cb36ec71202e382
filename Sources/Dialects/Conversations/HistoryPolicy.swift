package import Models

/// What of an episode a model is shown: how many pictures, and in which form older steps stay.
package struct HistoryPolicy: Sendable {
    /// How many pictures a request holds at most, the present one included.
    package var pictures: Int
    /// Whether a screenshot can stand in its conversation as what has changed since the one before.
    package private(set) var showsChanges = false
    /// The turns after the system's.
    private let arrange: @Sendable (Transcript, Dialect, _ pictures: Int) -> [ChatTurn]

    init(
        pictures: Int, showsChanges: Bool = false,
        _ arrange: @escaping @Sendable (Transcript, Dialect, _ pictures: Int) -> [ChatTurn]
    ) {
        self.pictures = pictures
        self.showsChanges = showsChanges
        self.arrange = arrange
    }

    /// The conversation in a dialect after what the system says.
    package func turns(for transcript: Transcript, in dialect: Dialect) -> [ChatTurn] {
        arrange(transcript, dialect, max(1, pictures))
    }

    /// How many of the oldest of `count` earlier pictures are left out, `stretch` at once, so that most steps leave the
    /// beginning of a conversation as it was and a server need not read it again.
    static func leftOut(of count: Int, kept: Int, stretch: Int) -> Int {
        guard count > kept else { return 0 }
        return min(count, (count - kept + stretch - 1) / stretch * stretch)
    }
}

extension HistoryPolicy {
    /// Every step with what became of it; older pictures give way to a line of text, half of what is shown, rounded up, at
    /// once: each time all that follows the first of them is read again.
    static func conversation(pictures: Int) -> HistoryPolicy {
        HistoryPolicy(pictures: pictures, showsChanges: true) { transcript, dialect, pictures in
            dialect.conversation(transcript, pictures: pictures, stretch: (pictures + 1) / 2)
        }
    }

    /// The same, with so many pictures left out at once, as a server's cache of prompts wants it.
    static func conversation(pictures: Int, stretch: Int) -> HistoryPolicy {
        HistoryPolicy(pictures: pictures, showsChanges: true) { transcript, dialect, pictures in
            dialect.conversation(transcript, pictures: pictures, stretch: stretch)
        }
    }

    /// The latest steps as pairs of picture and answer. What was done before stands as text beside the instruction, which is
    /// in the oldest turn that is shown.
    static func latestPairs(pictures: Int) -> HistoryPolicy {
        HistoryPolicy(pictures: pictures, showsChanges: true) { transcript, dialect, pictures in
            let shown = transcript.steps.suffix(transcript.shownSteps ?? pictures - 1)
            let earlier = transcript.steps.dropLast(shown.count).map {
                "Step \($0.number): \($0.reply.text.actionLine)"
            }
            let words =
                dialect.words(transcript.instruction) + "\n\nPrevious actions:\n"
                + (earlier.isEmpty ? "None" : earlier.joined(separator: "\n"))
            var beside = [words]
            var turns: [ChatTurn] = []
            for step in shown {
                turns.append(.user(dialect.parts(beside.joined(separator: "\n"), step.shown)))
                turns.append(.assistant(step.reply))
                beside = step.outcome.isPlain ? [] : [step.outcome.words]
            }
            if !transcript.note.isEmpty { beside.append(transcript.note) }
            turns.append(.user(dialect.parts(beside.joined(separator: "\n"), transcript.shown)))
            return turns + dialect.turns(of: transcript.exchanges)
        }
    }

    /// The instruction as text alone, then a turn of one picture before each answer; older pictures go, all answers stay.
    ///
    /// - Parameter replayed: changes the text of an earlier answer as the model expects to read it again.
    static func answersStay(
        pictures: Int, replayed: @escaping @Sendable (String) -> String = { $0 }
    ) -> HistoryPolicy {
        HistoryPolicy(pictures: pictures, showsChanges: true) { transcript, dialect, pictures in
            var turns = [ChatTurn.user([.text(dialect.words(transcript.instruction))])]
            let firstShown = transcript.steps.count - (transcript.shownSteps ?? pictures - 1)
            for (index, step) in transcript.steps.enumerated() {
                if index >= firstShown { turns.append(.user(step.shown.parts(in: dialect))) }
                var reply = step.reply
                let text = replayed(reply.text)
                if text != reply.text { reply = ChatReply(text: text) }
                turns.append(.assistant(reply))
                if !step.outcome.isPlain { turns.append(.user([.text(step.outcome.words)])) }
            }
            let note = transcript.note.isEmpty ? [] : [ChatPart.text(transcript.note)]
            turns.append(.user(note + transcript.shown.parts(in: dialect)))
            return turns + dialect.turns(of: transcript.exchanges)
        }
    }

    /// The present picture and the instruction, and nothing of earlier steps.
    static let none = HistoryPolicy(pictures: 1) { transcript, dialect, _ in
        let (words, shown) = (
            [ChatPart.text(dialect.words(transcript.instruction))], transcript.shown.parts(in: dialect)
        )
        return [.user(dialect.beginsWithPicture ? shown + words : words + shown)]
            + dialect.turns(of: transcript.exchanges)
    }
}

extension Dialect {
    fileprivate func conversation(_ transcript: Transcript, pictures: Int, stretch: Int) -> [ChatTurn] {
        var turns: [ChatTurn] = []
        var asking = ChatTurnStart(words: words(transcript.instruction))
        let firstShown =
            transcript.shownSteps.map { transcript.steps.count - $0 }
            ?? HistoryPolicy.leftOut(of: transcript.steps.count, kept: pictures - 1, stretch: stretch)
        for (index, step) in transcript.steps.enumerated() {
            turns.append(turn(asking, index >= firstShown ? step.shown : nil))
            turns.append(.assistant(step.reply))
            asking = ChatTurnStart(words: step.outcome.words, reply: step.reply, outcome: step.outcome)
        }
        if !transcript.note.isEmpty { asking.words += "\n" + transcript.note }
        turns.append(turn(asking, transcript.shown))
        return turns + self.turns(of: transcript.exchanges)
    }

    /// The turn that shows a picture, or says that it is no longer shown: the first, or the results of a reply's calls.
    private func turn(_ start: ChatTurnStart, _ screen: ShownScreen?) -> ChatTurn {
        let shown =
            screen.map { parts(start.words, $0) } ?? [.text(start.words + "\n(This screenshot is no longer shown.)")]
        guard let reply = start.reply, let outcome = start.outcome, !reply.calls.isEmpty else { return .user(shown) }
        return results(of: reply, outcome, shown)
    }

    /// Words and a screenshot, in the dialect's order.
    func parts(_ words: String, _ screen: ShownScreen) -> [ChatPart] {
        let shown = screen.parts(in: self)
        guard !words.isEmpty else { return shown }
        return beginsWithPicture ? shown + [.text(words)] : [.text(words + "\n")] + shown
    }

    /// An answer to each call of a reply; the last that was executed has what there is to show.
    private func results(of reply: ChatReply, _ outcome: StepOutcome, _ shown: [ChatPart]) -> ChatTurn {
        let last = outcome.failed.map { min($0, reply.calls.count - 1) } ?? reply.calls.count - 1
        let holdsText = hosted?.resultsHoldText ?? true
        let results = reply.calls.enumerated().map { index, call in
            var result = ChatCallResult(id: call.id, name: call.name, content: [])
            result.isError = outcome.failed != nil && index >= last
            result.members = hosted?.resultMembers(call, outcome.isConfirmed) ?? []
            if index == last {
                result.content = holdsText ? shown : shown.filter { !$0.isText }
            } else {
                result.content = [.text(index < last ? "Done." : "Not executed, because an earlier call failed.")]
            }
            return result
        }
        let beside = holdsText || outcome.isPlain ? [] : shown.filter(\.isText)
        return .results(results, beside)
    }

    /// What has been said about the present screen.
    func turns(of exchanges: [Transcript.Exchange]) -> [ChatTurn] {
        exchanges.flatMap { exchange -> [ChatTurn] in
            switch exchange {
            case .failed(let reply, let reason):
                let words = "That answer cannot be carried out: \(reason). Answer again."
                // Servers refuse an empty turn of the model's.
                guard !reply.isEmpty else { return [.user([.text(words)])] }
                guard !reply.calls.isEmpty else { return [.assistant(reply), .user([.text(words)])] }
                return [.assistant(reply), refusal(of: reply, words)]
            case .query(let reply, let parts):
                guard !reply.calls.isEmpty else { return [.assistant(reply), .user(parts)] }
                return [.assistant(reply), results(of: reply, StepOutcome(words: "", isPlain: true), parts)]
            case .paused(let reply): return [.assistant(reply)]
            }
        }
    }

    /// The results of calls of which none was executed.
    private func refusal(of reply: ChatReply, _ words: String) -> ChatTurn {
        let holdsText = hosted?.resultsHoldText ?? true
        let results = reply.calls.map { call in
            ChatCallResult(
                id: call.id, name: call.name, content: holdsText ? [.text(words)] : [], isError: true,
                members: hosted?.resultMembers(call, false) ?? [])
        }
        return .results(results, holdsText ? [] : [.text(words)])
    }
}

/// What a turn begins with.
private struct ChatTurnStart {
    var words: String
    /// The reply whose calls it answers; `nil` for the first turn.
    var reply: ChatReply?
    var outcome: StepOutcome?
}

extension ChatReply {
    fileprivate var isEmpty: Bool { calls.isEmpty && kept == nil && text.allSatisfy(\.isWhitespace) }
}

extension ChatPart {
    fileprivate var isText: Bool {
        if case .text = self { true } else { false }
    }
}

extension String {
    /// What an earlier answer says that it does: its line `Action: …`, or else its beginning.
    fileprivate var actionLine: String {
        let lines = split(whereSeparator: \.isNewline)
        let line = lines.last { $0.hasPrefix("Action:") }.map { $0.dropFirst("Action:".count) }
        let words = line ?? lines.first { !$0.hasPrefix("<") } ?? self[...]
        return String(words.drop(while: \.isWhitespace).prefix(300))
    }
}
