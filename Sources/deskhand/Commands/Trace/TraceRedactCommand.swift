import ArgumentParser
import Foundation
import Grounders
import Traces

/// `deskhand trace redact`.
struct TraceRedactCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "redact",
        abstract: "Takes regions, words and secrets out of a trace: out of every picture, line and file.",
        discussion: """
            deskhand trace redact TRACE 100,200,300x40         blacks out a region in every picture
            deskhand trace redact TRACE --text 'Jane Miller'   takes out words: in texts, and where they are read
            deskhand trace redact TRACE --secret PASSWORD      takes out the value of an environment variable
            In texts, {{env:REDACTED}} or the variable's name stands in their place; a replay types that one's value.
            Capitals make no difference, and words are found however they are escaped or encoded, and where several \
            actions typed them. In pictures they are found where programs tell them, where they can be read in one of \
            them, and where they were typed; that place is black in every picture. Black out other places as regions, \
            and look at the result with 'trace view'. Pages and packed copies that were made before are listed, not changed.
            """)

    @Argument(help: "The folder with trace.jsonl in it.")
    var folder: String
    @Argument(help: ArgumentHelp("A region of the screen to black out.", valueName: "X,Y,WxH"))
    var regions: [String] = []
    @Option(help: ArgumentHelp("Words to take out; may be repeated.", valueName: "words"))
    var text: [String] = []
    @Option(help: ArgumentHelp("An environment variable whose value to take out.", valueName: "NAME"))
    var secret: [String] = []

    func validate() throws {
        _ = try regions.map(RunPlan.region)
        guard !regions.isEmpty || !text.isEmpty || !secret.isEmpty else {
            throw ValidationError("give a region, --text or --secret")
        }
        guard text.allSatisfy({ $0.count > 2 }) else {
            throw ValidationError(
                "--text: expected at least three characters, since shorter words stand everywhere")
        }
    }

    func run() async throws {
        var secrets: [String: String] = [:]
        for (index, words) in text.enumerated() {
            secrets[index == 0 ? "REDACTED" : "REDACTED_\(index + 1)"] = words
        }
        for name in secret {
            guard let value = ProcessInfo.processInfo.environment[name], !value.isEmpty else {
                throw ValidationError("--secret: the environment variable '\(name)' is not set")
            }
            secrets[name] = value
        }
        do {
            let trace = try Trace(folder: folder)
            try trace.checkOnScreen(try regions.map(RunPlan.region))
            let places = try await SecretPlaces(secrets).places(in: trace)
            let result = try TraceRedaction(
                of: trace, regions: try regions.map(RunPlan.region), secrets: secrets, places: places
            ).replaceRecorded()
            StandardOutput.show(
                result.replaced == 1
                    ? "1 picture or file was replaced" : "\(result.replaced) pictures and files were replaced")
            for path in result.unread {
                StandardError.say("deskhand: '\(path)' is not text; what is compressed in it was not searched")
            }
            for path in trace.copies {
                StandardError.say("deskhand: '\(path)' may hold what was taken out; remove it, or make it again")
            }
        } catch let error as TraceError {
            throw error.exitStatusOfReading.report(error)
        } catch let error as GroundersError {
            throw ExitStatus(for: error).report(error)
        }
    }
}
