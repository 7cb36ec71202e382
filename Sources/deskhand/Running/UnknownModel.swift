import Dialects
import Images
import ModelServers

/// Finds out how a model behind a server is to be asked whose name tells no dialect.
struct UnknownModel {
    private let settings: ServerSettings
    private let account: UsageAccount
    /// Whether a grounder finds the places, so that the model need not point.
    private let isPlanner: Bool

    init(_ settings: ServerSettings, _ account: UsageAccount, isPlanner: Bool) {
        self.settings = settings
        self.account = account
        self.isPlanner = isPlanner
    }

    /// What came of trying it out.
    struct Findings {
        let dialect: Dialect
        /// With the maximum pixels of pictures that the server leaves as they are.
        let settings: ServerSettings
        /// What the model can be shown, where it only plans.
        let view: PlannerView
    }

    /// Has the model find one drawn target, and says what came of it.
    ///
    /// - Throws: ``ModelServerError`` where the server cannot be used, ``Unsuitable`` for a model that cannot point.
    func tried() async throws -> Findings {
        let probe = try await ServerProbe(ServerChat(settings, account: account)).target()
        let findings = isPlanner ? planner(probe) : try pointing(probe)
        let result =
            isPlanner
            ? "it is shown \(findings.view.rawValue) (--planner-sees spares the trial)"
            : "asked in the dialect \(findings.dialect.name) (--dialect, or \"dialect\" in models.json, spares the trial)"
        StandardError.say("\(settings.name) is not known by name; tried out: \(words(probe)); \(result)")
        return findings
    }

    private func words(_ probe: ProbeFindings) -> String {
        if let failure = probe.pictureFailure { return failure }
        return isPlanner ? "it takes pictures" : "it points in \(probe.space?.text ?? "no known space")"
    }

    private func planner(_ probe: ProbeFindings) -> Findings {
        Findings(dialect: .json, settings: settings, view: probe.pictureFailure == nil ? .both : .elements)
    }

    private func pointing(_ probe: ProbeFindings) throws -> Findings {
        guard probe.pictureFailure == nil else { throw Unsuitable.takesNoPictures(probe.pictureFailure ?? "") }
        var settings = settings
        switch probe.space {
        case .pixels?: return Findings(dialect: .jsonPixels, settings: settings, view: .both)
        case .thousand?: return Findings(dialect: .json, settings: settings, view: .both)
        case .resized(let size)?:
            settings.maximumPixels = min(settings.maximumPixels ?? .max, size.width * size.height)
            return Findings(dialect: .jsonPixels, settings: settings, view: .both)
        case .ratio?, .unknown?, nil:
            throw Unsuitable.doesNotPoint(settings.name, answer: String(probe.answer?.prefix(80) ?? ""))
        }
    }

    /// Why an unknown model cannot be a policy by itself.
    enum Unsuitable: Error, HasExitStatus, CustomStringConvertible {
        case takesNoPictures(String)
        case doesNotPoint(String, answer: String)

        var exitStatus: ExitStatus { .couldNotRun }

        var description: String {
            switch self {
            case .takesNoPictures(let reason):
                "\(reason); or add --grounder elements: it is then told the screen as text"
            case .doesNotPoint(let name, let answer):
                "\(name) is not known by name, and does not point at a drawn target: it answered '\(answer)'; add "
                    + "--grounder elements, so that it names targets in words, or name its dialect with --dialect"
            }
        }
    }
}
