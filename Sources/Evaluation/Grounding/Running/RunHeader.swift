import Interaction

/// The first line of an evaluation's file: everything that moves its score. It must be the same to go on.
package struct RunHeader: Hashable, Codable, Sendable, RunSettings {
    /// The version of the file's format.
    let version: Int
    let suite: GroundingSuite
    let files: [DatasetFile]
    let language: InstructionLanguage
    /// How many items are asked for; fewer than the files hold when a sample was wanted.
    package let items: Int
    /// What the sample was drawn with; `nil` for all items.
    package let sampleSeed: UInt64?
    /// Requests for what is not on the pictures; `nil` for none.
    let absent: AbsentTargets.Draw?
    /// Descriptions of controls by a relation; `nil` for none.
    let related: AbsentTargets.Draw?
    let setup: GroundingSetup
    let answerRule: AnswerRule
    let parserVersion: Int
    let judgeVersion: Int

    static let version = 1

    package static func name(of part: String, in field: String) -> String? { field == "setup" ? part : nil }

    private enum CodingKeys: String, CodingKey {
        case version = "deskhand_grounding"
        case suite, files, language, items, absent, related, setup
        case sampleSeed = "sample_seed"
        case answerRule = "answer_rule"
        case parserVersion = "parser_version"
        case judgeVersion = "judge_version"
    }
}
