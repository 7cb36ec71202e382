package import Images
import Interaction

/// What a hand reports of an action that it carried out.
package struct RecordedExecution: Hashable, Codable, Sendable {
    /// Where the pointer was before the action.
    package var pointerBefore: Point<ScreenSpace>
    package var pointerAfter: Point<ScreenSpace>
    var notches: Int?
    package var typing: RecordedTyping?

    init(_ execution: Execution) {
        pointerBefore = execution.pointerBefore
        pointerAfter = execution.pointerAfter
        notches = execution.notches
        typing = execution.typing.map(RecordedTyping.init)
    }

    private enum CodingKeys: String, CodingKey {
        case notches, typing
        case pointerBefore = "pointer_before"
        case pointerAfter = "pointer_after"
    }
}

/// How text was typed.
package struct RecordedTyping: Hashable, Codable, Sendable {
    var typed: Int
    /// Characters read back; absent where nothing could be.
    var verified: Int?
    /// The first character, from 1, that is missing or different; absent when there is none.
    package var firstDifference: Int?
    var mapChanges: Int
    var pasted: Bool

    init(_ report: TypingReport) {
        typed = report.typed
        verified = report.verified
        firstDifference = report.firstDifference
        mapChanges = report.mapChanges
        pasted = report.pasted
    }

    private enum CodingKeys: String, CodingKey {
        case typed, verified, pasted
        case firstDifference = "first_difference"
        case mapChanges = "map_changes"
    }
}

extension RecordedExecution {
    /// What the hand reports.
    package var text: String? {
        if let typing { return typing.text }
        if let notches { return "\(notches) notches" }
        return pointerBefore == pointerAfter ? nil : "pointer to (\(pointerAfter.x), \(pointerAfter.y))"
    }
}

extension RecordedTyping {
    /// How much was typed, and how much of it was read back.
    var text: String {
        guard let verified else { return "typed \(typed), unverified" }
        return "typed \(typed), verified \(verified)"
            + (firstDifference.map { ", first difference at character \($0)" } ?? "")
    }
}
