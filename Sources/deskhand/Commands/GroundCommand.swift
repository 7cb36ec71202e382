import ArgumentParser
import Dialects
import Foundation
import Grounders
import Images
import Interaction
import ModelServers
import Models
import X11Desktop

/// `deskhand ground`
struct GroundCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ground",
        abstract: "Locates an element described in words on a picture or a display.",
        discussion: """
            deskhand ground shot.png "Save As"
            deskhand ground --screen "Save" --display :1 --in-window Mousepad --annotate found.png
            deskhand ground shot.png "the red icon" --model DIR --kind point
            It prints as JSON all candidates, their number, the chosen one and the rule that chose it.
            Exit codes: 0 found, 1 not found or equally good in several places, 64 misused, 65 no such picture, \
            66 Tesseract or its language missing, 2 a model's server that cannot answer, 69 no such display, 74 picture not written.
            """)

    @Argument(help: "The picture, unless --screen is given, and the words to look for.")
    var words: [String]

    @Flag(help: "Look at a display instead of a picture.")
    var screen = false

    @Option(help: ArgumentHelp("The display to look at (default: $DISPLAY).", valueName: ":N"))
    var display: String?

    @Option(help: "The Tesseract language of the text.")
    var lang = "eng"

    @Option(help: ArgumentHelp("Look for this small picture; the words are only its name.", valueName: "small.png"))
    var template: String?

    @Option(
        help: ArgumentHelp(
            "Ask this model instead of reading text: a Qwen2.5-VL checkpoint, or a model behind a server (openai:URL#MODEL, responses:MODEL, anthropic:MODEL, gemini:MODEL, or its name in models.json).",
            valueName: "DIR|MODEL"))
    var model: String?

    @Option(help: "What finds the words: elements (what programs tell, text and icons), told, text or icons.")
    var grounder = TargetSource.elements

    @OptionGroup var server: ServerOptions

    @Option(help: "Ask the model for a box or a point.")
    var kind = ModelGrounder.Kind.box

    @Option(
        name: .customLong("max-pixels"),
        help: ArgumentHelp("Maximum pixels of the picture after resizing for the model.", valueName: "N"))
    var maxPixels: Int?

    @Option(help: "Search only the window with this part of its title or class.")
    var inWindow: String?

    @Option(help: "Text above the element.")
    var below: String?

    @Option(help: "Text to the left of the element.")
    var rightOf: String?

    @Option(help: "Number of the match in reading order, from 1, when there are several.")
    var nth: Int?

    @Option(help: ArgumentHelp("Draw all candidates and the chosen one into this file.", valueName: "out.png"))
    var annotate: String?

    func validate() throws {
        guard words.count == (screen ? 1 : 2) else {
            throw ValidationError(screen ? "give the words to look for" : "give a picture and the words to look for")
        }
    }

    func run() async throws {
        do {
            let state = try await look()
            let result = try await find(on: state)
            if let annotate {
                try OutputFile(path: annotate).write(result.drawn(on: state.screenshot.image).png())
            }
            StandardOutput.show(json: try result.json)
            if result.chosen == nil { throw ExitStatus.failed.code }
        } catch let code as ExitCode {
            throw code
        } catch let error as OutputFile.Failure {
            throw ExitStatus.notRecorded.report(error)
        } catch let error as ImageError {
            throw ExitStatus.badInput.report(GroundersError.brokenPicture(words[0], reason: error.description))
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func look() async throws -> ScreenState {
        if screen {
            let name = display ?? ProcessInfo.processInfo.environment["DISPLAY"] ?? ""
            let desktop = try XDesktop(at: DisplayAddress(name: name))
            return try await desktop.look(at: .everything, drawingPointer: false)
        }
        guard let bytes = FileManager.default.contents(atPath: words[0]) else {
            throw ExitStatus.badInput.report(GroundersError.noPicture(words[0]))
        }
        return ScreenState(picture: try Image(png: Array(bytes)))
    }

    private func chat(_ model: String) throws -> any ChatModel {
        switch try server.choice(model) {
        case .checkpoint(let path): try QwenChat(at: path, maximum: maxPixels, keepsConversation: false)
        case .server(let settings):
            try ServerChat(
                settings, speaking: Dialect.chosen(nil, for: settings), maximum: maxPixels,
                account: server.makeAccount())
        }
    }

    private func find(on state: ScreenState) async throws -> GroundingReport {
        let target = Target(
            words[words.count - 1], inWindow: inWindow, below: below, rightOf: rightOf, nth: nth, image: template)
        if let model {
            let grounder = ModelGrounder(try chat(model), kind: kind)
            let found = try await grounder.candidates(for: words[words.count - 1], in: state.screenshot.image)
            return GroundingReport(
                target: target, candidates: found, chosen: found.isEmpty ? nil : 0,
                rule: found.isEmpty ? "none" : "model")
        }
        let resolver = grounder.resolver(reader: TextReader(language: lang))
        do {
            guard let grounding = try await resolver.resolve(target, on: state) else {
                let explanation = await resolver.explanation(of: target, on: state)
                return GroundingReport(
                    target: target, candidates: [], chosen: nil, rule: "none", explanation: explanation)
            }
            return GroundingReport(
                target: target, candidates: grounding.candidates, chosen: grounding.chosen, rule: grounding.rule,
                element: grounding.element)
        } catch let tie as AmbiguousTarget {
            return GroundingReport(target: target, candidates: tie.candidates, chosen: nil, rule: "tie")
        }
    }
}

/// What was found, for machines and as a drawing.
struct GroundingReport: Encodable {
    let target: Target
    let candidates: [Candidate]
    let count: Int
    /// The index of the one that was taken; `nil` when none was.
    let chosen: Int?
    /// The rule that decided; `none` for no match and `tie` for several equally good ones.
    let rule: String
    /// The element that was taken, where a program tells of it.
    let element: Element?
    /// Why nothing was found, where something is known of the target: that it is scrolled out of view.
    let explanation: String?

    init(
        target: Target, candidates: [Candidate], chosen: Int?, rule: String, element: Element? = nil,
        explanation: String? = nil
    ) {
        self.element = element
        self.explanation = explanation
        self.target = target
        self.candidates = candidates
        count = candidates.count
        self.chosen = chosen
        self.rule = rule
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    func drawn(on image: Image) -> Image {
        image.drawing { canvas in
            for (index, candidate) in candidates.enumerated() {
                let isChosen = index == chosen
                let colour = isChosen ? Colour(red: 20, green: 140, blue: 60) : Colour(red: 220, green: 120, blue: 0)
                canvas.outline(candidate.box.expanded(by: 2), colour)
                canvas.label("\(index)", at: Point(x: candidate.box.maxX + 4, y: candidate.box.y), colour, scale: 1)
                if isChosen { canvas.mark(candidate.point, colour) }
            }
        }
    }
}

extension ModelGrounder.Kind: ExpressibleByArgument {}
