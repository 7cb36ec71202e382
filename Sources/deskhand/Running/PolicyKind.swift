import Agents
import Foundation
import Grounders
import Images
import Policies
import Traces

/// A policy without a model: how `--policy` names it, and how it is made. A new one is its file in `Policies` and its
/// entry in ``all``.
struct PolicyKind: Sendable {
    let form: PolicyForm
    /// What an evaluation's record says of it, besides its name.
    var record: @Sendable (PolicyInputs) -> [String: String] = { _ in [:] }
    /// Throws where what stands behind its colon cannot be used.
    var check: @Sendable (_ argument: String) throws -> Void = { _ in }
    /// Makes it, new for every episode.
    let make: @Sendable (PolicyInputs) throws -> any Policy

    static let all: [PolicyKind] = [
        PolicyKind(form: PolicyForm("script"), record: { $0.scriptRecord }) { inputs in
            let (reader, pictures) = (TextReader(language: inputs.language), inputs.pictures.path)
            let targets = inputs.source.resolver(reader: reader, pictures: pictures)
            let words = ElementResolver(TargetResolver(TextGrounder(reader: reader), pictures: pictures))
            return ScriptedPolicy(
                inputs.script ?? Script(steps: []), resolver: inputs.source.findsIcons ? words : targets,
                icons: targets, screens: inputs.screens)
        },
        PolicyKind(
            form: PolicyForm("replay", needs: "TRACE"),
            record: { ["trace_sha256": ContentHash.hexadecimal(ofFile: $0.argument + "/trace.jsonl")] },
            check: { folder in
                do throws(TraceError) {
                    _ = try Trace(folder: folder)
                } catch {
                    throw UnreadableTrace(cause: error)
                }
            }
        ) { try ReplayedPolicy(replaying: Trace(folder: $0.argument), from: $0.argument) },
        PolicyKind(form: PolicyForm("nothing")) { _ in BaselinePolicy.nothing },
        PolicyKind(form: PolicyForm("infeasible")) { _ in BaselinePolicy.infeasible },
    ]

    /// How they are written.
    static let forms = all.map(\.form)

    /// The kind with this word; `nil` where none has it.
    static func named(_ word: String) -> PolicyKind? { all.first { $0.form.word == word } }
}

/// What a policy may be made of.
struct PolicyInputs: Sendable {
    /// What stands behind the colon of its name.
    var argument = ""
    /// Of the text on the screen, as Tesseract names it.
    var language = "eng"
    /// What finds a script's targets.
    var source = TargetSource.elements
    /// The steps of the script policy.
    var script: Script?
    /// Compares parts of the screen with kept pictures.
    var screens: (any ScreenComparing)?
    /// The folder that a script's pictures lie in.
    var pictures = URL(filePath: "/", directoryHint: .isDirectory)
}

extension PolicyInputs {
    fileprivate var scriptRecord: [String: String] {
        let language = ["language": language]
        return source == .elements ? language : language.merging(["grounder": source.rawValue]) { $1 }
    }
}
