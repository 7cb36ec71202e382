import Evaluation
import Images
import Interaction

/// Opens what a program has to show, one thing after another, and keeps each screen that shows something new.
struct Crawl {
    /// A screen that was kept, and the names of what was opened to come there.
    struct Find {
        let path: [String]
        let look: CaptureStage.Look
    }

    /// What to press on the way to a screen, by its role and name.
    private typealias Path = [String]

    private let unit: CaptureUnit
    private let settings: CaptureSettings
    private let rule = OpeningRule()
    private var random: SeededGenerator
    private var stage: CaptureStage
    private var base: CaptureStage.Look?
    /// Where the program is; `nil` where that is not known.
    private var place: (path: Path, look: CaptureStage.Look)?
    private var waiting: [Path] = []
    /// What was met before, as something to press and as something to see.
    private var known: (openers: Set<String>, names: Set<String>) = ([], [])
    private var presses = 0
    private var starts = 1
    private var finds: [Find] = []

    /// How many things are opened one out of another, and how often a program is started again.
    private static let (maximumDepth, maximumStarts) = (3, 12)
    /// New names that make a screen worth keeping.
    private static let newNames = 2

    /// Captures a program.
    ///
    /// - Throws: `SessionError`, `X11Error`, `CancellationError`; nothing of a session is left then.
    static func finds(of unit: CaptureUnit, _ settings: CaptureSettings) async throws -> [Find] {
        var crawl = Crawl(
            unit, settings, on: try await CaptureStage.open(unit, isSandboxed: settings.isSandboxed))
        do {
            try await crawl.run()
        } catch {
            await crawl.stage.end()
            throw error
        }
        await crawl.stage.end()
        return crawl.finds
    }

    private init(_ unit: CaptureUnit, _ settings: CaptureSettings, on stage: CaptureStage) {
        self.unit = unit
        self.settings = settings
        self.stage = stage
        random = SeededGenerator(seed: settings.seed, name: unit.name)
    }

    private mutating func run() async throws {
        base = try await stage.look()
        guard let base else { return }
        place = ([], base)
        keep(base, [])
        while finds.count < settings.screens, presses < settings.presses, !waiting.isEmpty {
            try Task.checkCancellation()
            let path = waiting.removeFirst()
            guard let last = path.last, let before = try await reach(path.dropLast()),
                let element = element(last, in: before)
            else { continue }
            guard let after = try await press(element) else { continue }
            place = (path, after)
            if after.list != before.list { keep(after, path) }
        }
    }

    /// Keeps a screen if it shows enough that is new, and notes what can be opened from it.
    private mutating func keep(_ look: CaptureStage.Look, _ path: Path) {
        let new = look.names.subtracting(known.names)
        known.names.formUnion(new)
        if new.count >= Self.newNames || finds.isEmpty {
            finds.append(Find(path: path.map(Self.name), look: look))
        }
        guard path.count < Self.maximumDepth else { return }
        var openers: [Path] = []
        for element in look.list.shown where rule.opens(element, in: look.list) && isTold(element) {
            let opener = Self.words(for: element)
            if known.openers.insert(opener).inserted { openers.append(path + [opener]) }
        }
        for place in openers.indices.dropLast() {
            openers.swapAt(place, place + random.next(below: openers.count - place))
        }
        waiting += openers
    }

    /// Goes to where a path leads; `nil` where it leads nowhere any more.
    private mutating func reach(_ path: Path) async throws -> CaptureStage.Look? {
        if let place, place.path == path { return place.look }
        guard try await goBack() else { return nil }
        for step in path {
            guard let before = place?.look, let element = element(step, in: before) else { return nil }
            guard let after = try await press(element) else { return nil }
            place = ((place?.path ?? []) + [step], after)
        }
        return place?.look
    }

    /// Goes back to how the program began: by closing what is open, or else by starting it again.
    private mutating func goBack() async throws -> Bool {
        for _ in 0..<Self.maximumDepth + 1 {
            guard let look = try await stage.look() else { break }
            if isBase(look) {
                place = ([], look)
                return true
            }
            guard place?.path.isEmpty != true, !look.windows.isEmpty else { break }
            try await stage.escape()
        }
        guard starts < Self.maximumStarts else {
            waiting = []
            return false
        }
        starts += 1
        place = nil
        await stage.end()
        stage = try await CaptureStage.open(unit, isSandboxed: settings.isSandboxed)
        guard let look = try await stage.look() else { return false }
        place = ([], look)
        return true
    }

    private func isBase(_ look: CaptureStage.Look) -> Bool {
        guard let base, look.windows == base.windows else { return false }
        let shared = look.names.intersection(base.names).count
        return shared * 20 >= look.names.union(base.names).count * 19
    }

    /// Presses an element, and looks; `nil` where the screen does not come to rest.
    private mutating func press(_ element: Element) async throws -> CaptureStage.Look? {
        presses += 1
        place = nil
        try await stage.press(element)
        return try await stage.look()
    }

    /// The one element that is meant; `nil` where there is none, or several.
    private func element(_ words: String, in look: CaptureStage.Look) -> Element? {
        let found = look.list.shown.filter {
            Self.words(for: $0) == words && isTold($0) && rule.opens($0, in: look.list)
        }
        return found.count == 1 ? found.first : nil
    }

    private func isTold(_ element: Element) -> Bool { element.sources.contains(.accessibility) }
    private static func words(for element: Element) -> String { "\(element.role.name)\n\(element.name)" }
    private static func name(_ words: String) -> String {
        words.split(separator: "\n", maxSplits: 1).last.map(String.init) ?? words
    }
}
