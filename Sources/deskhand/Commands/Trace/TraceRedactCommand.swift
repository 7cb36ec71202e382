import ArgumentParser
import Foundation
import Grounders
import Images
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
            Words are found in pictures where programs tell them or where they can be read; black out other places as \
            regions, and look at the result with 'trace view'.
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
            let places = try await trace.places(of: Array(secrets.values), reader: TextReader())
            let redaction = TraceRedaction(
                of: trace, regions: try regions.map(RunPlan.region), secrets: secrets, places: places)
            StandardOutput.show("\(try redaction.replaceRecorded()) pictures and files were replaced")
        } catch let error as TraceError {
            throw error.exitStatusOfReading.report(error)
        } catch let error as GroundersError {
            throw ExitStatus(for: error).report(error)
        }
    }
}

extension Trace {
    /// Where words stand on the screens: as programs tell them, and as they are read.
    fileprivate func places(of words: [String], reader: TextReader) async throws -> [FrameName: [Box<ImageSpace>]] {
        var places: [FrameName: [Box<ImageSpace>]] = [:]
        guard !words.isEmpty else { return places }
        func isMeant(_ text: String) -> Bool { words.contains { text.localizedCaseInsensitiveContains($0) } }
        for step in steps {
            for (screen, elements) in [(step.before, step.elements ?? []), (step.after, [])] {
                guard let screen else { continue }
                places[screen.frame, default: []] += elements.filter { isMeant($0.name) }.map(\.box)
            }
        }
        for frame in places.keys {
            let labels = try await reader.labels(on: try image(of: frame))
            places[frame, default: []] += labels.filter { isMeant($0.text) }.map { $0.box.expanded(by: 3) }
        }
        return places
    }
}
