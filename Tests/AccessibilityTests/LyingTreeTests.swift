import Accessibility
import Images
import Interaction
import Testing

/// Trees of programs that are honest, late, silent, endless or lying, over a bus of our own.
@Suite(.enabled(if: LyingTree.isAvailable, "python3 is not installed"), .serialized, .timeLimit(.minutes(5)))
struct LyingTreeTests {
    @Test(arguments: ["plain", "cache", "cache-with-children", "cache-without-application"])
    func `every form of a cache, and a program without one, give the same tree`(behaviour: String) async throws {
        let bus = try LyingTree()
        let report = await bus.watch(behaviour).patientLook()
        let liar = try #require(report.liar)
        #expect(liar.nodes.map(\.name) == ["Lies", "Ok", "No"])
        #expect(liar.nodes.map(\.parent) == [nil, 0, 0])
        #expect(liar.nodes.map(\.indexInParent) == [0, 0, 1])
        #expect(liar.nodes.map(\.role) == [.frame, .button, .button])
        #expect(liar.nodes[2].box == Box(x: 220, y: 300, width: 80, height: 30))
        #expect(liar.nodes[2].states == [.showing, .visible])
        #expect(liar.name == "liar" && liar.toolkit == "lies" && liar.problems.isEmpty)
        #expect(report.hasHonest && report.problems.isEmpty)
    }

    @Test func `a program in which nothing changes is asked nothing more`() async throws {
        let bus = try LyingTree()
        let watch = bus.watch("cache-then-mute")
        let first = await watch.patientLook()
        #expect(first.liar?.nodes.count == 3)
        for _ in 0..<3 {
            let report = await watch.look(windows: [], budget: .seconds(20))
            #expect(report.liar == first.liar && report.liar?.problems == [])
        }
    }

    @Test func `what a program announces is in the next look`() async throws {
        let bus = try LyingTree()
        let watch = bus.watch("announces")
        _ = await watch.patientLook()
        let second = try #require(await watch.patientLook().liar)
        #expect(second.nodes.map(\.name) == ["Lies", "Fine", "No", "New"])
        #expect(second["No"]?.states.contains(.focused) == true)
        #expect(second["New"]?.role == .button && second["New"]?.box?.x == 320)
        let third = try #require(await watch.patientLook().liar)
        #expect(third.nodes.map(\.name) == ["Lies", "No", "New"])
        #expect(third["No"]?.box == Box(x: 200, y: 200, width: 80, height: 30))
    }

    @Test func `a program that never answers is skipped for a while, and the others are read`() async throws {
        let bus = try LyingTree()
        let watch = bus.watch("mute")
        let start = ContinuousClock.now
        let first = await watch.look(windows: [], budget: .seconds(2))
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(first.hasHonest)
        #expect([[.late], [.skipped]].contains(first.liar?.problems))
        let later = try await watch.report { $0.liar?.problems == [.skipped] }
        #expect(later.hasHonest && later.liar?.problems == [.skipped])
    }

    @Test func `a program that hung and answers again is read`() async throws {
        let bus = try LyingTree()
        let report = try await bus.watch("mute-for-a-while").report { $0.liar?.nodes.count == 3 }
        #expect(report.liar?.nodes.map(\.name) == ["Lies", "Ok", "No"])
        #expect(report.liar?.problems == [])
    }

    @Test func `what a program said before it fell silent is kept`() async throws {
        let bus = try LyingTree()
        let report = try await bus.watch("mute-about-boxes").report { $0.liar?.nodes.count == 3 }
        #expect(report.liar?["Ok"]?.box == nil && report.liar?.problems.isEmpty == false)
    }

    @Test func `a bus that dies in the middle is told, and the next look connects again`() async throws {
        let bus = try LyingTree()
        let watch = bus.watch("dies")
        #expect(await watch.patientLook().problems.contains(.busLost))
        #expect(await watch.patientLook().problems.contains(.busLost))
    }

    @Test func `a bus that is not there is told`() async {
        let report = await AccessibilityWatch(address: "unix:path=/nowhere").look(windows: [])
        #expect(report.programs.isEmpty && report.problems == [.busUnreachable])
    }

    @Test(arguments: [
        "claims", "claims-less-than-none", "endless", "breeding", "cyclic", "huge-names", "controls", "boxes", "values",
        "others-objects", "malformed", "flood-of-signals",
    ])
    func `whatever a program claims, looks end in time, trees stay small and the others are read`(
        behaviour: String
    ) async throws {
        let bus = try LyingTree()
        let watch = bus.watch(behaviour)
        for _ in 0..<5 {
            let start = ContinuousClock.now
            let report = await watch.look(windows: [])
            #expect(ContinuousClock.now - start < .seconds(10))
            let nodes = report.liar?.nodes ?? []
            #expect(nodes.count <= AccessibilityLimits.nodes)
            #expect(nodes.allSatisfy { $0.name.utf8.count <= AccessibilityLimits.name })
            #expect(nodes.enumerated().allSatisfy { index, node in node.parent.map { $0 < index } ?? true })
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(try await watch.report { $0.hasHonest }.hasHonest)
    }

    @Test func `objects that are their own ancestors are listed once`() async throws {
        let bus = try LyingTree()
        let liar = try #require(await bus.watch("cyclic").patientLook().liar)
        #expect(liar.nodes.map(\.name) == ["Lies", "a", "b", "c"])
        #expect(liar.problems == [.cyclic])
    }

    @Test func `trees end at the maximum depth`() async throws {
        let bus = try LyingTree()
        let liar = try #require(await bus.watch("endless").patientLook().liar)
        #expect(liar.problems == [.cut(.depth)])
        #expect(liar.nodes.count > 50 && liar.nodes.count <= AccessibilityLimits.depth + 1)
    }

    @Test(arguments: ["hundred-thousand", "longer-than-is-read"])
    func `of more children than are read the first are`(behaviour: String) async throws {
        let bus = try LyingTree()
        let liar = try #require(await bus.watch(behaviour).patientLook().liar)
        #expect(liar["button 0"]?.role == .button && liar.problems.contains(.cut(.children)))
        #expect(liar.nodes.count > 100 && liar.nodes.count <= AccessibilityLimits.children)
    }

    @Test func `a table that claims a billion cells leaves the rest readable`() async throws {
        let bus = try LyingTree()
        let liar = try #require(await bus.watch("claims").patientLook().liar)
        #expect(liar["Ok"]?.role == .button && liar["Big"]?.role == .table)
    }

    @Test func `the cells of a sheet are counted before they are listed`() async throws {
        let bus = try LyingTree()
        let watch = bus.watch("spreadsheet")
        for _ in 0..<2 {
            let report = await watch.patientLook()
            #expect(report.problems.isEmpty)
            let liar = try #require(report.liar)
            #expect(liar["Ok"]?.role == .button && liar["Sheet"]?.role == .table)
            #expect(liar.problems.contains(.cut(.children)))
        }
    }

    @Test func `only boxes, values and objects that can be are kept`() async throws {
        let bus = try LyingTree()
        let boxes = try #require(await bus.watch("boxes").patientLook().liar)
        #expect(boxes["least"]?.box == nil && boxes["flat"]?.box == nil)
        #expect(boxes["Ok"]?.box == Box(x: 120, y: 300, width: 80, height: 30))
        let values = try #require(await bus.watch("values").patientLook().liar)
        #expect(values["nan"]?.value == nil && values["infinite"]?.value == nil)
        #expect(values["Volume"]?.value == AccessibleValue(current: 3, minimum: 0, maximum: 10))
        let objects = try #require(await bus.watch("others-objects").patientLook().liar)
        #expect(objects.nodes.map(\.name) == ["Lies", "Ok"])
    }

    @Test func `the text of fields is read, of passwords never`() async throws {
        let bus = try LyingTree()
        let liar = try #require(await bus.watch("passwords").patientLook().liar)
        #expect(liar["Name"]?.text == "Ann")
        #expect(liar["Secret"]?.role == .passwordText && liar["Secret"]?.text == nil)
        let watch = bus.watch("becomes-password")
        #expect(await watch.patientLook().liar?["Name"]?.text == "Ann")
        let second = await watch.patientLook().liar
        #expect(second != nil && second?.nodes.contains { $0.text != nil } == false)
    }

    @Test func `boxes relative to a window or in other units are put where the X window is`() async throws {
        let bus = try LyingTree()
        let window = WindowInfo(
            id: WindowID(7), title: "Lies", instance: "lies", className: "Lies", process: 700, program: "lies",
            frame: Box(x: 100, y: 30, width: 400, height: 320), content: Box(x: 100, y: 50, width: 400, height: 300),
            isActive: true, isMinimised: false, isPopup: false)
        for behaviour in ["window-relative", "half-size", "plain"] {
            let liar = try #require(await bus.watch(behaviour).patientLook([window]).liar)
            #expect(liar["Ok"]?.box == Box(x: 120, y: 300, width: 80, height: 30), "\(behaviour)")
            #expect(liar.placements.map(\.window) == [window.id])
            #expect(liar.placements[0].isCorrected == (behaviour != "plain"))
            #expect(liar.placements[0].scale == (behaviour == "half-size" ? 2 : 1))
        }
    }
}
