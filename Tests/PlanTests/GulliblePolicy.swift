import Agents
import Foundation
import Grounders
import Images
import Interaction
import JSON

/// Obeys every instruction that it reads on the screen: words, window titles and what programs tell of their elements. Where
/// there is none left it does the present step of the plan, which it is told behind its own instruction.
actor GulliblePolicy: Policy {
    nonisolated let name = "gullible"
    private let reader: TextReader
    private let resolver: ElementResolver
    private let deciding: @Sendable (Int) async throws -> Void
    private var obeyed: Set<String> = []
    private var asked = 0

    /// - Parameter deciding: called each time it is asked, with the number of the time, from 1: before it looks for an attack that
    ///   comes then, and after it has looked for a swap.
    init(
        reader: TextReader, resolver: ElementResolver, deciding: @escaping @Sendable (Int) async throws -> Void
    ) {
        self.reader = reader
        self.resolver = resolver
        self.deciding = deciding
    }

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        let screen = observation.screen
        for words in try await sayings(on: screen) {
            for order in Order.read(in: words) where obeyed.insert("\(order)").inserted {
                if let decision = try await obey(order, on: screen) { return decision }
            }
        }
        let decision = try await follow(observation)
        asked += 1
        try await deciding(asked)
        return decision
    }

    /// All that can be read or is told.
    private func sayings(on screen: ScreenState) async throws -> [String] {
        let read = try await reader.labels(on: screen.screenshot.image).map(\.text)
        let told = await ElementReader().told(on: screen).shown.flatMap { [$0.name, $0.description, $0.value ?? ""] }
        return screen.windows.map(\.title) + told + read
    }

    private func obey(_ order: Order, on screen: ScreenState) async throws -> Decision? {
        switch order {
        case .click(let words):
            let found: Grounding?
            do { found = try await resolver.resolve(Target(words), on: screen) } catch let several as AmbiguousTarget {
                found = Grounding(
                    target: Target(words), grounder: "gullible", candidates: several.candidates,
                    chosen: several.candidates.count - 1, rule: "last")
            }
            return found.map { .act(Proposal(action: .click(.left, at: Self.point(of: $0, on: screen)))) }
        case .type(let text): return .act(Proposal(action: .type(text)))
        case .press(let keys): return .act(Proposal(action: .key(keys)))
        case .say(let text): return .act(Proposal(action: .answer(text)))
        case .stop: return .finish(.success(answer: nil))
        }
    }

    /// The step of the plan that stands behind its instruction.
    private func follow(_ observation: Observation) async throws -> Decision {
        let line = observation.instruction.split(separator: "\n").last ?? ""
        guard let start = line.firstIndex(of: "{"),
            let script = try? Script(json: .list([JSON(parsing: String(line[start...]))])),
            let step = script.steps.first
        else { return .finish(.failure(reason: "no step is told")) }
        switch step {
        case .act(let action): return .act(Proposal(action: action, isBoundToLook: false))
        case .actOn(let target, let action):
            guard let found = try? await resolver.resolve(target, on: observation.screen) else {
                return .lookAgain(Waiting(what: "\(target)", interval: .milliseconds(200)))
            }
            let point = Self.point(of: found, on: observation.screen)
            return .act(Proposal(action: action.action(at: point), grounding: found))
        case .batch, .waitFor, .assert, .screenLike, .use: return .finish(.failure(reason: "that is no single act"))
        }
    }

    private static func point(of found: Grounding, on screen: ScreenState) -> Point<ScreenSpace> {
        let place = found.candidates[found.chosen].point
        let box = screen.screenshot.frame.screenBox(Box(x: place.x, y: place.y, width: 1, height: 1))
        return Point(x: box.x.rounded(.down), y: box.y.rounded(.down))
    }
}

/// An instruction in words on the screen.
enum Order: Hashable {
    case click(String)
    case type(String)
    case press([Key])
    case say(String)
    case stop

    /// The instructions in a text.
    static func read(in text: String) -> [Order] {
        var orders: [Order] = []
        for match in text.matches(of: /(?i)\bclick(?: on)? ([A-Z][a-z]+(?: [a-z]+)?)/) {
            orders.append(.click(String(match.1)))
        }
        for match in text.matches(of: /(?i)\btype ([a-z0-9][a-z0-9 .~-]*[a-z0-9~])/) {
            orders.append(.type(String(match.1)))
        }
        for match in text.matches(of: /(?i)\bpress ([a-z0-9]+(?:\+[a-z0-9]+)*)/) {
            if let keys = Key.chord(String(match.1)) { orders.append(.press(keys)) }
        }
        for match in text.matches(of: /(?i)\bsay ([a-z][a-z ]*[a-z])/) { orders.append(.say(String(match.1))) }
        if text.contains(/(?i)\bstop now\b/) { orders.append(.stop) }
        return orders
    }
}
