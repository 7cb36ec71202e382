import Foundation
import Grounders
import Images
import Interaction
import Sessions
import Testing
import X11Desktop

/// A private session with one program, and the elements that are found on it.
private struct ElementBed {
    static let fixture = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/elements/editor.py").path

    let session: Session
    let desktop: XDesktop
    private let resolver = ElementResolver(TargetResolver(TextGrounder(reader: TextReader())))

    /// - Parameter words: of the program's elements that must be there before it counts as started.
    init(_ command: [String], awaiting words: [String]) async throws {
        session = try await Session.open(SessionSettings(hasAccessibility: true))
        desktop = try XDesktop(at: session.address)
        _ = try session.launch(command)
        let isThere = try await becomes(within: .seconds(120)) {
            let names = Set(try await self.list().shown.map(\.name))
            return names.isSuperset(of: words)
        }
        guard isThere else {
            let names = try await list().shown.map(\.name)
            await session.end()
            throw Late(found: names)
        }
    }

    struct Late: Error {
        let found: [String]
    }

    func becomes(within limit: Duration, _ condition: () async throws -> Bool) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if try await condition() { return true }
            try await Task.sleep(for: .milliseconds(50))
        }
        return false
    }

    func look() async throws -> ScreenState { try await desktop.look(at: .everything, drawingPointer: false) }
    func list() async throws -> ElementList { await ElementReader().told(on: try await look()) }
    func find(_ target: Target) async throws -> Grounding? { try await resolver.resolve(target, on: try await look()) }
    func explain(_ target: Target) async throws -> String? {
        await resolver.explanation(of: target, on: try await look())
    }

    func click(_ target: Target) async throws {
        let found = try #require(try await find(target), "\(target)")
        let place = found.candidates[found.chosen].point.pixel
        _ = try await desktop.perform(
            .click(.left, count: 1, at: Point(x: Double(place.x), y: Double(place.y)), modifiers: []))
    }

    func shows(_ name: String, _ states: StateDemand) async throws -> Bool {
        try await list().shown.contains { $0.name == name && states.holds(of: $0.states) }
    }
}

@Suite(.serialized)
struct ProgramElementsTests {
    @Test(arguments: ["gtk", "qt"])
    func `icon buttons, fields, states and tabs of a program are found by name`(toolkit: String) async throws {
        let bed = try await ElementBed(
            ["/usr/bin/python3", ElementBed.fixture, toolkit],
            awaiting: ["Bold", "Italic", "Print", "file 00.txt", "More"])
        do {
            try await checkFound(on: bed)
            try await checkHidden(on: bed)
            try await checkTurned(on: bed)
        } catch {
            await bed.session.end()
            throw error
        }
        await bed.session.end()
    }

    private func checkFound(on bed: ElementBed) async throws {
        #expect(try await bed.shows("Italic", StateDemand(present: .pressed)))
        #expect(try await bed.shows("Bold", StateDemand(absent: .pressed)))
        try await bed.click(Target("Bold"))
        #expect(
            try await bed.becomes(within: .seconds(20)) { try await bed.shows("Bold", StateDemand(present: .pressed)) })
        let field = try #require(try await bed.find(Target("the Name field")))
        #expect(field.element?.value == "Ann")
        let save = try #require(try await bed.find(Target("the Save button")))
        #expect(save.element?.states.contains(.enabled) == false)
        let close = try #require(try await bed.find(Target("close button of 'Editor of elements'")))
        #expect(close.element?.sources == .window)
    }

    private func checkHidden(on bed: ElementBed) async throws {
        #expect(try await bed.find(Target("file 59.txt", role: .listItem)) == nil)
        let list = try await bed.list()
        #expect(!list.shown.contains { $0.name == "On the second page" || $0.name == "file 59.txt" })
        let screen = try await bed.look()
        for element in list.shown where element.sources.contains(.accessibility) && !element.role.isContainer {
            let top = screen.windows.first { !$0.isMinimised && $0.frame.contains(element.point) }
            #expect(top?.title == "Editor of elements", "\(element.name)")
        }
    }

    private func checkTurned(on bed: ElementBed) async throws {
        try await bed.click(Target("More"))
        #expect(
            try await bed.becomes(within: .seconds(20)) {
                let names = try await bed.list().shown.map(\.name)
                return names.contains("On the second page") && !names.contains("file 00.txt")
            })
    }
}
