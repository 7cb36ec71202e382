import Images
import Interaction
import JSON
import Models

extension Dialect {
    /// Gemini's computer use on a desktop, from Gemini 3.5: functions for each action, on a grid from 0 to 999.
    package static let gemini = Dialect.gemini(
        name: "gemini_desktop", models: ["gemini-3.5", "gemini-3-5", "gemini-4"], environment: "ENVIRONMENT_DESKTOP",
        excluded: [], isDesktop: true)

    /// Gemini's computer use before that, which was made for browsers; its functions that navigate are excluded.
    static let geminiBrowser = Dialect.gemini(
        name: "gemini_browser",
        models: ["gemini-2.5-computer-use", "gemini-2.5", "gemini-3-flash", "gemini-3.1", "gemini-3"],
        environment: "ENVIRONMENT_BROWSER",
        excluded: ["open_web_browser", "navigate", "search", "go_back", "go_forward"], isDesktop: false)

    private static func gemini(
        name: String, models: [String], environment: String, excluded: [String], isDesktop: Bool
    ) -> Dialect {
        let names = JSON.items(excluded.map(JSON.words))
        let entry = JSON.written([
            (
                "computer_use",
                .written(
                    [("environment", .words(environment))]
                        + (excluded.isEmpty ? [] : [("excluded_predefined_functions", names)]))
            )
        ])
        return Dialect(
            name: name, models: models,
            system: { _ in
                "Operate the desktop with the functions of computer use until the task is done, then say so. If it cannot be done, answer with [INFEASIBLE] and the reason."
            }, words: { $0 },
            hosted: HostedTool(
                entries: { _ in [entry] },
                resultMembers: { _, isConfirmed in
                    // The service refuses results without an address, even an empty one.
                    [JSONMember("url", .words(""))]
                        + (isConfirmed ? [JSONMember("safety_acknowledgement", .words("true"))] : [])
                }), coordinates: .perMille, history: .conversation(pictures: 3, stretch: 1),
            sampling: .parameters(SamplingParameters(temperature: 1, topP: 0.95, topK: 40)),
            reading: { answer, picture in
                let actions = GeminiActions(picture: picture)
                var concerns: [String] = []
                var calls = try HostedCalls.read(answer) { call throws(ActionTextError) in
                    let fields = try CallArguments(call.name, call.arguments)
                    concerns += GeminiActions.concerns(fields)
                    return try actions.steps(fields)
                }
                calls.concerns = concerns
                return calls
            },
            call: { action, picture in GeminiActions(picture: picture).call(action, isDesktop: isDesktop) })
    }
}
