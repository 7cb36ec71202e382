package import Images
package import Interaction

/// What a policy answers.
package enum Decision: Sendable {
    case act(Proposal)
    /// Look at the screen again: what is being waited for is not there yet. It is logged, but is not a step.
    case lookAgain(Waiting)
    /// A claim about the screen that was checked.
    case assertion(AssertionResult)
    case finish(Outcome)
}

/// An action that a policy wants executed, and how it came to it.
package struct Proposal: Sendable {
    /// What to carry out, in pixels of the screen.
    package var action: Action<ScreenSpace>
    /// What a model said; `nil` for a script.
    package var answer: ModelAnswer?
    /// How words became points: of the action, under 0, or of the members of a batch, each under its index.
    package var groundings: [Int: Grounding]
    /// What a grounding model answered for the places of the action, in their order.
    package var groundingAnswers: [ModelAnswer] = []
    /// What to expect of the screen afterwards; `nil` for the usual.
    var expectation: SettleExpectation?
    /// Whether it holds only as long as what lies under it looks as it did when it was decided; `false` where the place was
    /// known before, as in a record.
    var isBoundToLook: Bool
    /// How the episode ends with the action, where that says more than the action, which is to terminate then.
    package var outcome: Outcome?
    /// What a person has to confirm before the action, in words. Without a person who can be asked it is refused.
    package var concerns: [String] = []

    /// Creates a proposal; an action without an answer and a grounding is a script's.
    package init(
        action: Action<ScreenSpace>, answer: ModelAnswer? = nil, groundings: [Int: Grounding] = [:],
        expectation: SettleExpectation? = nil, isBoundToLook: Bool = true, outcome: Outcome? = nil
    ) {
        self.outcome = outcome
        self.isBoundToLook = isBoundToLook
        self.action = action
        self.answer = answer
        self.groundings = groundings
        self.expectation = expectation
    }

    /// A proposal of a single action; `grounding`: how words became its point.
    package init(action: Action<ScreenSpace>, answer: ModelAnswer? = nil, grounding: Grounding?) {
        self.init(action: action, answer: answer, groundings: grounding.map { [0: $0] } ?? [:])
    }

    /// How words became the action's point; `nil` for a batch.
    package var grounding: Grounding? {
        get { if case .batch = action { nil } else { groundings[0] } }
        set { groundings[0] = newValue }
    }

    /// Whether a member of a batch, or the only action, under 0, holds only as long as what lies under it looks as it did.
    ///
    /// Later members meet what the earlier ones changed, so the look speaks only for what was found on it in words.
    func isBoundToLook(member: Int) -> Bool {
        isBoundToLook && (groundings.isEmpty ? member == 0 : groundings[member] != nil)
    }
}

/// A model's answer, and what it was asked, as far as a trace needs it.
package struct ModelAnswer: Sendable {
    /// The name of the dialect in which the model was asked and answered.
    package var dialect: String
    /// The request as sent, as JSON, with images replaced by their frames' names.
    package var request: String?
    /// The picture as the model saw it, if it was not the screenshot itself.
    package var picture: Image?
    /// How the pixels of the picture that the model saw relate to the screen's.
    package var frame: CoordinateFrame
    /// The answer, character by character.
    package var text: String
    /// What the answer means, in pixels of the picture that the model saw; `nil` if it could not be read.
    package var action: Action<ModelSpace>?
    /// Whether the action's point had to be clamped onto the picture.
    package var clamped: Bool
    /// Further calls in the same answer, which are not executed.
    package var unexecuted: [String]
    /// Tokens of the prompt; `nil` if they were not counted.
    package var promptTokens: Int?
    /// Tokens of the answer; `nil` if they were not counted.
    package var answerTokens: Int?
    /// What went over the wire; `nil` for a model in this process.
    package var exchange: ModelExchange?
    /// What of the screenshot the model was shown, where it was only what had changed since the one before: its places in the
    /// picture that the whole would be, none where nothing had; `nil` for a whole screenshot.
    package var changes: [Box<ModelSpace>]?
    /// What it took of a model in this process; `nil` for one behind a server.
    package var work: ModelWork?
    /// Whether the request lists the elements of the screen as text, so that a trace that hides a part of the screen leaves it
    /// out.
    package var listsElements = false

    /// Creates an answer from what the dialect read in it.
    package init(
        dialect: String, request: String?, picture: Image?, frame: CoordinateFrame, text: String,
        action: Action<ModelSpace>?,
        clamped: Bool = false, unexecuted: [String] = [], promptTokens: Int? = nil, answerTokens: Int? = nil
    ) {
        self.dialect = dialect
        self.request = request
        self.picture = picture
        self.frame = frame
        self.text = text
        self.action = action
        self.clamped = clamped
        self.unexecuted = unexecuted
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
    }
}

/// What a policy waits for, and for how long it is still willing to.
package struct Waiting: Hashable, Sendable {
    /// In words, such as `'report.txt' to appear`.
    package var what: String
    /// How long until the next look, at most; a change of the screen ends it sooner.
    package var interval: Duration

    /// Creates a wait; `interval` is the longest time until the next look.
    package init(what: String, interval: Duration) {
        self.what = what
        self.interval = interval
    }
}

/// A claim about the screen and whether it holds.
package struct AssertionResult: Hashable, Sendable {
    /// The claim in words, such as `'Saved' is on the screen`.
    package var claim: String
    /// Whether the screen bears it out.
    package var holds: Bool
    /// What was found instead, or where it was found.
    package var detail: String
    /// Where the target was found; `nil` where it was not, or nothing had to be found.
    package var grounding: Grounding?
    /// Whether the run goes on where it does not hold, and fails at its end.
    package var isSoft = false
    /// The pictures that were to be alike and are not; `nil` where none were compared, or nothing differs.
    package var pictures: ComparedPictures?

    /// What is claimed, and what was found instead.
    package var words: String { "\(claim): \(detail)" }

    /// Creates the result of an assertion.
    package init(claim: String, holds: Bool, detail: String, grounding: Grounding? = nil) {
        self.claim = claim
        self.holds = holds
        self.detail = detail
        self.grounding = grounding
    }
}

/// How a policy ends an episode.
package enum Outcome: Hashable, Sendable {
    case success(answer: String?)
    /// It gives up: as far as it can tell, what was asked for cannot be done.
    case failure(reason: String)
    /// It says that what was asked for cannot be done.
    case infeasible(reason: String)
    /// It does not want to do what was asked for, which says nothing about whether that can be done.
    case refusal(reason: String)
    /// A person did not confirm what the model's provider wants confirmed.
    case safetyStop(reason: String)
    /// It did, or wanted to do, what its plan does not say; what, and what the plan says.
    case outsidePlan(reason: String)
    /// It can go no further, which says nothing about what was asked for: a script's target did not come, a record ended.
    case stuck(reason: String)
}
