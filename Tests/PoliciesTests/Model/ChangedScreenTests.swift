import Agents
import Dialects
import Foundation
import Images
import Interaction
import Models
import Policies
import Synchronization
import Testing

/// A model that sees pictures as they are, clicks where it is told to, and remembers what it was asked.
private final class Clicker: ChatModel {
    let name = "clicker"
    private let places: Mutex<[Point<ModelSpace>]>
    /// How many times larger it sees pictures.
    private let scale: Int
    private let asked = Mutex<[ChatRequest]>([])

    init(at places: [Point<ModelSpace>], scale: Int = 1) {
        self.places = Mutex(places)
        self.scale = scale
    }

    var requests: [ChatRequest] { asked.withLock { $0 } }

    func pictureSize(for size: Size<ImageSpace>) -> Size<ModelSpace> {
        Size(width: scale * size.width, height: scale * size.height)
    }

    func answer(_ request: ChatRequest) -> ChatReply {
        asked.withLock { $0.append(request) }
        let place = places.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }
        let dialect = request.tools.isEmpty ? Dialect.qwen3 : .computerUse
        let size = Size<ModelSpace>(width: 560, height: 280)
        return ChatReply(text: dialect.call(.click(.left, at: place), size) ?? "", ids: [1, 2])
    }
}

/// What a model is shown that sees only what has changed.
@Suite struct ChangedScreenTests {
    /// 20 × 10 squares of the model's; twice that on the screen, from (100, 50).
    private static let size = (width: 560, height: 280)

    /// A screen with dark boxes.
    private func screen(_ boxes: [Box<ImageSpace>]) -> Image {
        Image(width: Self.size.width, height: Self.size.height) { bytes in
            for y in 0..<Self.size.height {
                for x in 0..<Self.size.width {
                    let point = Point<ImageSpace>(x: Double(x), y: Double(y))
                    let shade: UInt8 = boxes.contains { $0.contains(point) } ? 40 : UInt8((x + y) & 127 + 100)
                    for channel in 0..<4 { bytes[4 * (y * Self.size.width + x) + channel] = channel == 3 ? 255 : shade }
                }
            }
        }
    }

    private func observation(_ step: Int, _ image: Image) -> Observation {
        let (width, height) = (Double(2 * Self.size.width), Double(2 * Self.size.height))
        let shot = Screenshot(
            image: image, screen: Size(width: 2000, height: 1000),
            capture: Box(x: 100, y: 50, width: width, height: height))
        return Observation(
            step: step, instruction: "Save it.",
            screen: ScreenState(screenshot: shot, pointer: Point(x: 0, y: 0), windows: []), feedback: nil)
    }

    /// Shows the screens one after another.
    private func run(
        _ screens: [Image], _ model: Clicker, dialect: Dialect = .computerUse, history: Int? = nil
    ) async throws -> [Proposal] {
        let policy = ModelPolicy(model, dialect: dialect, history: history, seesChanges: true)
        var steps: [HistoryStep] = []
        var proposals: [Proposal] = []
        for (index, image) in screens.enumerated() {
            let seen = observation(index + 1, image)
            let decision = try await policy.decide(seen, history: steps)
            guard case .act(let proposal) = decision else { throw NoAction() }
            proposals.append(proposal)
            steps.append(
                HistoryStep(observation: seen, decision: decision, feedback: .executed(changed: true, unexecuted: [])))
        }
        return proposals
    }

    private func pictures(_ request: ChatRequest) -> [Image] {
        request.turns.flatMap { turn -> [Image] in
            guard case .user(let parts) = turn else { return [] }
            return parts.compactMap { if case .picture(let image) = $0 { image } else { nil } }
        }
    }

    private let middle = Clicker(at: [Point(x: 280, y: 140)])

    @Test func `a changed part is shown with its place, an unchanged screen as words, and the beginning stays`()
        async throws
    {
        let box = Box<ImageSpace>(x: 90, y: 60, width: 100, height: 10)
        let proposals = try await run([screen([]), screen([box]), screen([box]), screen([])], middle)
        let place = Box<ModelSpace>(x: 84, y: 56, width: 112, height: 56)
        #expect(proposals.map(\.answer?.changes) == [nil, [place], [], [place]])
        let last = try #require(middle.requests.last)
        let shown = pictures(last)
        let part = Box<ImageSpace>(x: 84, y: 56, width: 112, height: 56)
        #expect(shown.map(\.size) == [screen([]).size, Size(width: 112, height: 56), Size(width: 112, height: 56)])
        #expect(try shown[1].difference(from: #require(screen([box]).cropped(to: part))).isEmpty)
        #expect(last.description.contains("from (84, 56) to (195, 111)"))
        #expect(last.description.contains("the same as the one before"))
        for (before, after) in zip(middle.requests, middle.requests.dropFirst()) {
            let kept = ChatRequest(turns: Array(after.turns.prefix(before.turns.count)), tools: after.tools)
            #expect(kept.description == before.description)
        }
    }

    @Test func `changes far apart are parts of their own, at most three`() async throws {
        let boxes = [(0, 0), (500, 0), (0, 240), (540, 260)].map {
            Box<ImageSpace>(x: $0.0, y: $0.1, width: 9, height: 9)
        }
        let proposals = try await run([screen([]), screen(Array(boxes.prefix(2))), screen(boxes)], middle)
        #expect(
            proposals[1].answer?.changes == [
                Box(x: 0, y: 0, width: 56, height: 56), Box(x: 476, y: 0, width: 56, height: 56),
            ])
        let last = try #require(proposals[2].answer?.changes)
        #expect(last == [Box(x: 0, y: 224, width: 56, height: 56), Box(x: 504, y: 224, width: 56, height: 56)])
        #expect(try #require(middle.requests.last).description.contains("Only 2 parts"))
        let many = (0..<10).map { Box<ImageSpace>(x: 56 * $0, y: 140 * ($0 & 1), width: 3, height: 3) }
        let other = try await run([screen([]), screen(many)], middle)
        #expect(other[1].answer?.changes == nil)
    }

    @Test func `points are those of the whole picture, up to its corners, whatever was shown`() async throws {
        let corners = [(0, 0), (559, 0), (0, 279), (559, 279), (195, 111)].map {
            Point<ModelSpace>(x: Double($0.0), y: Double($0.1))
        }
        let model = Clicker(at: corners)
        let screens = (0..<5).map { screen([Box(x: 90 + 20 * $0, y: 60, width: 10, height: 10)]) }
        let proposals = try await run(screens, model)
        #expect(
            proposals.map(\.action.point) == [
                Point(x: 100, y: 50), Point(x: 1218, y: 50), Point(x: 100, y: 608), Point(x: 1218, y: 608),
                Point(x: 490, y: 272),
            ])
        #expect(proposals.dropFirst().allSatisfy { $0.answer?.changes?.isEmpty == false })
        #expect(proposals.allSatisfy { $0.answer?.frame.model == Size(width: 560, height: 280) })
    }

    @Test func `a screen of which more than a third has changed is shown whole`() async throws {
        let (third, more) = (
            Box<ImageSpace>(x: 0, y: 0, width: 168, height: 280), Box<ImageSpace>(x: 0, y: 0, width: 196, height: 280)
        )
        #expect(try await run([screen([]), screen([third])], middle)[1].answer?.changes?.count == 1)
        #expect(try await run([screen([]), screen([more])], middle)[1].answer?.changes == nil)
    }

    @Test func `once the parts are as large as the whole it is shown again, and older whole ones give way`()
        async throws
    {
        // 50 of 200 squares change each time: after four such parts the next would be more than the whole.
        let half = Box<ImageSpace>(x: 0, y: 0, width: 280, height: 140)
        let screens = (0..<17).map { screen($0 & 1 == 0 ? [] : [half]) }
        let model = Clicker(at: [Point(x: 1, y: 1)])
        let proposals = try await run(screens, model, history: 1)
        #expect(proposals.enumerated().filter { $1.answer?.changes == nil }.map(\.offset) == [0, 5, 10, 15])
        let counts = model.requests.map { request in pictures(request).count { $0.size == screens[0].size } }
        // Two at most; with the third the first two go.
        #expect(counts == [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 2, 2])
        #expect(try #require(model.requests.last).description.contains("no longer shown"))
    }

    @Test func `a model that names places in thousandths is told places so`() async throws {
        let box = Box<ImageSpace>(x: 90, y: 60, width: 100, height: 10)
        let model = Clicker(at: [Point(x: 559, y: 279)], scale: 2)
        let proposals = try await run([screen([]), screen([box])], model, dialect: .qwen3)
        #expect(proposals[1].answer?.changes?.count == 1)
        let last = try #require(model.requests.last)
        #expect(last.description.contains("from (150, 200) to (349, 298)"))
        // As large as it is in the whole picture that the model sees.
        #expect(pictures(last).map(\.size) == [screen([]).size, Size(width: 224, height: 56)])
    }

    @Test func `dialects that show one screenshot, or need whole ones, are not asked to show changes`() {
        let able = Dialect.all.filter(\.canShowChanges).map(\.name)
        #expect(able.contains("computer_use") && able.contains("qwen3_vl") && able.contains("ui_tars_1_5"))
        for name in ["click", "point", "openai_computer", "anthropic_20251124", "glm_v", "opencua"] {
            #expect(!able.contains(name))
        }
    }
}

private struct NoAction: Error {}
