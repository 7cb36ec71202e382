import ArgumentParser
import Foundation
import Grounders
import Images
import Interaction
import Sessions
import X11Desktop

/// `deskhand see`
struct SeeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "see",
        abstract: "Lists the elements of a screen: what can be pointed at, with role, name, state and place.",
        discussion: """
            deskhand see --display :1
            deskhand see --annotate marks.png mousepad notes.txt
            deskhand see --text galculator
            deskhand see --picture bug-report.png
            Elements come from what programs tell assistive technology, from the windows' frames and from text that is \
            read. A program is started on a virtual display; without one, the display is looked at. On a picture, and with \
            --icons in windows whose programs tell nothing, controls and icons are seen by a small model.
            Exit codes: 0 done, 1 the program could not be started, 64 misused, 66 Tesseract or its language missing, \
            65 no such picture, 69 no such display, 74 picture not written.
            """)

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("A program to start on a virtual display, with its arguments.", valueName: "program"))
    var program: [String] = []

    @Option(help: ArgumentHelp("The display to look at (default: $DISPLAY).", valueName: ":N"))
    var display: String?

    @Option(help: ArgumentHelp("List what is seen on this picture instead.", valueName: "shot.png"))
    var picture: String?

    @OptionGroup var waking: WakeOption

    @OptionGroup var own: VirtualDesktopOptions

    @Flag(help: "Print JSON.")
    var json = false

    @Flag(help: "Print the tree: what holds what.")
    var tree = false

    @Flag(help: "Print what programs tell as XML, as OSWorld's checks expect it.")
    var xml = false

    @Flag(help: "Print the compact text that models are given.")
    var text = false

    @Flag(help: "Print the compact text, and then what changes, until interrupted.")
    var follow = false

    @Flag(help: "List also what is told but does not show, with the reason.")
    var all = false

    @Flag(inversion: .prefixedNo, help: "Read text on the screen as well.")
    var reading = true

    @Flag(
        help:
            "Name what has no name by its icon, as in 'icon: save', and list controls that are seen where programs tell nothing."
    )
    var icons = false

    @Option(help: "The Tesseract language of the text.")
    var lang = "eng"

    @Option(help: ArgumentHelp("Draw the elements' numbers into this file.", valueName: "out.png"))
    var annotate: String?

    @Option(
        help: ArgumentHelp(
            "Write the screenshot into this file, and beside it what was told, NAME.told.json, for 'eval grounding'.",
            valueName: "out.png"))
    var keep: String?

    func validate() throws {
        // The parser gives the program everything from the first word that it does not know, options and --help among them.
        if let first = program.first, first.hasPrefix("-") {
            guard !["-h", "--help"].contains(first) else { throw CleanExit.helpRequest(self) }
            throw ValidationError("unknown option '\(first)'")
        }
        guard [json, tree, xml, text, follow].count(where: \.self) <= 1 else {
            throw ValidationError("--json, --tree, --xml, --text and --follow cannot be used together")
        }
        guard !follow || annotate == nil && keep == nil && !all else {
            throw ValidationError("--follow prints text only; it cannot be used with --annotate, --keep or --all")
        }
        try validatePicture()
        try waking.validate(live: program.isEmpty && picture == nil)
        guard display == nil || program.isEmpty && own.virtual == nil else {
            throw ValidationError("--display is a live display; it cannot be used with --virtual or a program")
        }
        guard own.virtual == nil || !program.isEmpty else {
            throw ValidationError("--virtual: expected a program to start, found none")
        }
    }

    private func validatePicture() throws {
        guard picture != nil else { return }
        guard display == nil, program.isEmpty, own.virtual == nil, !own.sandbox, own.look == nil else {
            throw ValidationError("--picture: there is no display to look at or to start a program on")
        }
        guard !follow, !xml, !all, keep == nil else {
            throw ValidationError(
                "--follow, --xml, --all and --keep need a display; they cannot be used with --picture")
        }
    }

    func run() async throws {
        do {
            if let picture {
                try await show(ScreenState(picture: try PictureFile.read(picture)), by: reader(looks: true))
            } else if program.isEmpty {
                let name = display ?? ProcessInfo.processInfo.environment["DISPLAY"] ?? ""
                let desktop = try XDesktop(at: DisplayAddress(name: name))
                let woken = try await waking.wakePrograms(on: desktop)
                defer { woken?.release() }
                try await show(desktop)
            } else {
                try await start()
            }
        } catch let code as ExitCode {
            throw code
        } catch let error as OutputFile.Failure {
            throw ExitStatus.notRecorded.report(error)
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func start() async throws {
        let choice = try own.choice()
        var settings = SessionSettings(
            server: ServerSettings(size: choice.size ?? Size(width: 1280, height: 800)),
            hasAccessibility: choice.hasAccessibility, isSandboxed: choice.isSandboxed, look: choice.look ?? .standard)
        settings.variables = choice.variables
        let session = try await Session.open(settings)
        let result = await Result { try await show(session) }
        await session.end()
        try result.get()
    }

    private func show(_ session: Session) async throws {
        let desktop = try XDesktop(at: session.address)
        try await desktop.watchForChanges()
        let started = try session.launch(program)
        try await waitForWindow(of: started, on: desktop)
        _ = try await desktop.settle(
            SettleExpectation(
                firstChange: .seconds(20), deadline: .seconds(30), startedProcess: Int(started.processID)))
        try await ElementsArrival.wait(on: desktop, atMost: .seconds(30))
        try await show(desktop)
    }

    /// Waits for a window, unless the program fails before it has one. One that ends well may have left its work to another
    /// process, whose window is waited for.
    private func waitForWindow(of started: Program, on desktop: XDesktop) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        var failed: ContinuousClock.Instant?
        while .now < deadline, try await desktop.windows().isEmpty {
            if let ending = started.ended, ending != .exited(status: 0) {
                let since = failed ?? .now
                guard .now - since < .milliseconds(300) else {
                    throw SessionError.ended(
                        program: started.name, status: ending.words, lastOutput: started.lastOutput)
                }
                failed = since
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func show(_ desktop: XDesktop) async throws {
        let reader = reader(looks: icons)
        guard !follow else { return try await follow(desktop, reader) }
        try await show(desktop.look(at: .everything, drawingPointer: false), by: reader)
    }

    private func reader(looks: Bool) -> ElementReader {
        ElementReader(text: reading ? TextReader(language: lang) : nil, icons: looks ? .shared : nil)
    }

    private func show(_ screen: ScreenState, by reader: ElementReader) async throws {
        let list = try await reader.list(on: screen)
        if let annotate {
            let picture = ElementMarks(list).drawn(on: screen.screenshot)
            try OutputFile(path: annotate).write(picture.png())
        }
        if let keep { try await write(screen, to: keep) }
        let report = ElementReport(list, showsAll: all)
        if json {
            StandardOutput.show(json: try report.json)
        } else if xml {
            StandardOutput.show(await screen.telling?.accessibilityTree(of: screen.windows) ?? "<desktop-frame/>")
        } else if text {
            StandardOutput.show(ElementText(list).text)
        } else {
            StandardOutput.show(tree ? report.tree : report.table)
        }
        if list.shown.isEmpty { StandardError.say("nothing is on the \(picture == nil ? "screen" : "picture")") }
        for note in list.notes { StandardError.say(note) }
    }

    /// Writes the picture of a screen, and what is told of it.
    private func write(_ screen: ScreenState, to path: String) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let told = try encoder.encode(await KeptScreen(of: screen))
        try OutputFile(path: path).write(screen.screenshot.image.png())
        try OutputFile(path: KeptScreen.path(beside: path)).write(Array(told))
    }

    /// Prints the list, and each difference as the screen comes to rest.
    private func follow(_ desktop: XDesktop, _ reader: ElementReader) async throws {
        var numbers = ElementNumbers()
        var last: ElementList?
        while true {
            try await desktop.watchForChanges()
            let screen = try await desktop.look(at: .everything, drawingPointer: false)
            let list = numbers.numbered(try await reader.list(on: screen))
            let change = last.map { ($0, ElementDifference(from: $0, to: list)) }
            if last == nil { StandardOutput.show(ElementText(list).text) }
            if let (before, change) = change, change.isToldOf(since: before) {
                StandardOutput.show(ElementText.text(of: change, from: before))
            }
            try StandardOutput.flush()
            last = list
            _ = try await desktop.settle(
                SettleExpectation(firstChange: .seconds(1), quiet: .milliseconds(200), deadline: .seconds(3)))
        }
    }
}

extension ElementDifference {
    /// Whether its text says more than that nothing changed.
    fileprivate func isToldOf(since before: ElementList) -> Bool {
        !(removed.isEmpty && added.isEmpty && changed.isEmpty)
            && ElementText.text(of: self, from: before) != "no change"
    }
}

extension Result where Failure == any Error {
    /// What an asynchronous body comes to.
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
