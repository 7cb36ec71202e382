import Evaluation
import Foundation
import Images
import Interaction
import Testing

/// What counts as found when the elements of a picture are compared with what was told.
struct ElementMatchingTests {
    private static func element(
        _ role: ElementRole, _ name: String, _ x: Double, width: Double = 40, value: String? = nil,
        states: ElementStates = .enabled
    ) -> Element {
        Element(
            role: role, name: name, value: value, box: Box(x: x, y: 10, width: width, height: 20), states: states,
            sources: .accessibility)
    }

    private static func counts(told: [Element], found: [Element]) -> [Int] {
        let all = ElementMatching(told: told, found: found).all
        return [all.told, all.found, all.boxes, all.roles, all.names, all.states]
    }

    @Test func `boxes, roles, names and states are counted one after another`() {
        let told = [
            Self.element(.button, "Save", 0), Self.element(.checkbox, "Wrap", 100, states: [.enabled, .checked]),
            Self.element(.field, "Name", 200),
        ]
        #expect(Self.counts(told: told, found: told) == [3, 3, 3, 3, 3, 3])
        let found = [
            // 30 of 50 pixels are common; then another role; then another name, and one that is nowhere.
            Self.element(.button, "save", 10), Self.element(.radioButton, "Wrap", 100),
            Self.element(.field, "Street", 200), Self.element(.button, "Quit", 300),
        ]
        #expect(Self.counts(told: told, found: found) == [3, 4, 3, 2, 1, 2])
        #expect(Self.counts(told: told, found: [Self.element(.button, "Save", 15)]) == [3, 1, 0, 0, 0, 0])
    }

    @Test func `each element is matched once, by the best fit`() {
        let told = [Self.element(.button, "One", 0), Self.element(.button, "Two", 12)]
        let found = [Self.element(.button, "Two", 11), Self.element(.button, "Two", 13)]
        #expect(Self.counts(told: told, found: found) == [2, 2, 2, 2, 1, 2])
    }

    @Test func `what looks the same is the same, and frames and words are not counted`() {
        let told = [
            Self.element(.menu, "File", 0), Self.element(.toggleButton, "Bold", 100), Self.element(.group, "", 200),
            Self.element(.cell, "B2", 300, value: "12"),
        ]
        let found = [
            Self.element(.menuItem, "File", 0), Self.element(.button, "icon: bold", 100), Self.element(.text, "x", 200),
            Self.element(.cell, "12", 300),
        ]
        #expect(Self.counts(told: told, found: found) == [3, 3, 3, 3, 3, 3])
    }

    @Test func `pictures with what was told of them are compared, and a folder without them is refused`() async throws {
        let root = Benchmarks.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let folder = try TemporaryFolder()
        for name in ["gpicview-1312-0-0.png", "gpicview-1312-0-0.told.json"] {
            try FileManager.default.copyItem(
                at: root.appending(path: "Tasks/grounding/programs/images/\(name)"),
                to: folder.url.appending(path: name))
        }
        let evaluation = try ElementsEvaluation(folder: folder.url.path)
        var told: [Element] = []
        let truth = try await evaluation.run { screen in
            let kept = try JSONDecoder().decode(
                KeptScreen.self, from: Data(contentsOf: folder.url.appending(path: "gpicview-1312-0-0.told.json")))
            let list = ElementList(kept.told, on: kept.screen(with: screen.screenshot))
            told = list.shown
            return list
        }
        let summary = ElementsSummary(truth)
        #expect(!told.isEmpty && summary.lines.allSatisfy { $0.score.f1 == 1 && $0.interval.low == 1 })
        #expect(summary.text.contains("1 pictures, ") && summary.text.contains("box, role and name"))
        let nothing = try await evaluation.run { _ in ElementList() }
        #expect(ElementsSummary(nothing).lines.allSatisfy { $0.score.f1 == 0 })
        try FileManager.default.removeItem(at: folder.url.appending(path: "gpicview-1312-0-0.told.json"))
        #expect(throws: GroundingEvaluationError.self) { _ = try ElementsEvaluation(folder: folder.url.path) }
        #expect(throws: GroundingEvaluationError.notFound(path: "/nowhere")) {
            _ = try ElementsEvaluation(folder: "/nowhere")
        }
    }
}
