import Grounders
import Images
import Interaction
import Testing

/// Finds what it is told to find.
private struct PreparedGrounder: Grounder {
    let name = "prepared"
    let found: [String: [Candidate]]

    func candidates(for target: String, in image: Image) -> [Candidate] { found[target] ?? [] }
}

struct TargetResolverTests {
    @Test func `nothing found is nil, not an error`() async throws {
        #expect(try await resolve(Target("Save"), [:]) == nil)
    }

    @Test func `the only candidate is taken`() async throws {
        let grounding = try await resolve(Target("Save"), ["Save": [candidate("Save", x: 10, y: 10)]])
        #expect(grounding?.chosen == 0)
    }

    @Test func `a whole label is taken before a part of one`() async throws {
        let found = [candidate("Save As", x: 10, y: 10, isExact: false), candidate("Save", x: 10, y: 60)]
        #expect(try await resolve(Target("Save"), ["Save": found])?.chosen == 1)
    }

    @Test func `a tie is refused with its candidates`() async throws {
        let found = [candidate("Save", x: 10, y: 10), candidate("Save", x: 10, y: 60)]
        let tie = await #expect(throws: AmbiguousTarget.self) { _ = try await resolve(Target("Save"), ["Save": found]) }
        #expect(tie?.candidates.count == 2)
    }

    @Test func `nth counts in reading order`() async throws {
        let found = [candidate("Save", x: 10, y: 60), candidate("Save", x: 10, y: 10)]
        #expect(try await resolve(Target("Save", nth: 2), ["Save": found])?.chosen == 0)
        await #expect(throws: GroundersError.impossibleNth(0)) {
            _ = try await resolve(Target("Save", nth: 0), ["Save": found])
        }
    }

    @Test func `below and right of narrow a target down`() async throws {
        let found = [
            "Edit": [candidate("Edit", x: 10, y: 10), candidate("Edit", x: 300, y: 100)],
            "Name": [candidate("Name", x: 300, y: 60)], "Row": [candidate("Row", x: 200, y: 100)],
        ]
        #expect(try await resolve(Target("Edit", below: "Name"), found)?.chosen == 1)
        #expect(try await resolve(Target("Edit", rightOf: "Row"), found)?.chosen == 1)
    }

    @Test func `the focused window comes before others, and a named window before that`() async throws {
        let windows = [
            window("front", x: 0, isActive: true), window("back", x: 200, isActive: false),
        ]
        let found = ["OK": [candidate("OK", x: 220, y: 20), candidate("OK", x: 20, y: 20)]]
        #expect(try await resolve(Target("OK"), found, windows)?.chosen == 1)
        #expect(try await resolve(Target("OK", inWindow: "back"), found, windows)?.chosen == 0)
    }

    @Test func `what another window covers does not count`() async throws {
        let windows = [
            window("front", x: 0, isActive: true), window("back", x: 100, isActive: false),
        ]
        let straddling = candidate("OK", x: 140, y: 20)
        #expect(try await resolve(Target("OK"), ["OK": [straddling]], windows) == nil)
    }

    @Test func `a number counts on into other windows where the focused one has fewer`() async throws {
        let windows = [window("alike", x: 0, isActive: true), window("alike", x: 200, isActive: false)]
        let found = ["OK": [candidate("OK", x: 20, y: 20), candidate("OK", x: 220, y: 20)]]
        #expect(try await resolve(Target("OK"), found, windows)?.chosen == 0)
        #expect(try await resolve(Target("OK", inWindow: "alike", nth: 2), found, windows)?.chosen == 1)
        #expect(try await resolve(Target("OK", nth: 2), found, windows)?.chosen == 1)
        #expect(try await resolve(Target("OK", nth: 3), found, windows) == nil)
    }

    @Test(arguments: [("Letter - Editor", true), ("letter", true), ("Editor", true), ("lett", false), ("", false)])
    func `a window's title counts where nothing of it can be read`(words: String, isFound: Bool) async throws {
        let windows = [window("Letter - Editor", x: 0, isActive: true, bar: 20)]
        let grounding = try await resolve(Target(words), [:], windows)
        #expect((grounding != nil) == isFound)
        if let grounding {
            #expect(grounding.rule == "title")
            #expect(grounding.candidates[0].box == Box(x: 0, y: 0, width: 160, height: 20))
            #expect(grounding.candidates[0].isExact == (words == "Letter - Editor"))
        }
        #expect(try await resolve(Target(words), [:], [window("Letter - Editor", x: 0, isActive: true)]) == nil)
        #expect(try await resolve(Target(words, below: "x"), [:], windows) == nil)
    }

    @Test(arguments: [("Letter", 0, true), ("Letter", 20, true), ("lett", 0, false)])
    func `for a claim a title counts without a title bar and beside a misread one`(
        words: String, bar: Int, isFound: Bool
    ) async throws {
        let windows = [window("Letter - Editor", x: 1, isActive: true, bar: bar)]
        #expect(try await places(of: Target(words), [:], windows).map(\.text) == (isFound ? ["Letter - Editor"] : []))
        let hidden = [window("cover", x: 0, isActive: true)] + windows
        #expect(try await places(of: Target(words), [:], hidden).isEmpty)
        #expect(try await places(of: Target(words, below: "x"), [:], windows).isEmpty)
    }

    @Test func `for a claim every place counts, in reading order`() async throws {
        let found = [candidate("Save", x: 10, y: 60), candidate("SAVE AS", x: 10, y: 10, isExact: false)]
        #expect(try await places(of: Target("Save"), ["Save": found]).map(\.text) == ["SAVE AS", "Save"])
    }

    @Test func `one character that may be another is refused until something narrows it down`() async throws {
        var doubtful = candidate("0", x: 10, y: 30)
        doubtful.confidence = 0.4
        let found = ["0": [doubtful], "Size": [candidate("Size", x: 10, y: 10)]]
        let refused = await #expect(throws: AmbiguousTarget.self) { try await resolve(Target("0"), found) }
        #expect(refused?.description.contains("'0' at (30, 37)") == true, "\(refused?.description ?? "")")
        #expect(try await resolve(Target("0", below: "Size"), found)?.chosen == 0)
        #expect(try await places(of: Target("0"), found).isEmpty)
    }

    @Test func `of two alike titles a number picks one`() async throws {
        let windows = [window("Log", x: 0, isActive: true, bar: 20), window("Log", x: 200, isActive: false, bar: 20)]
        await #expect(throws: AmbiguousTarget.self) { try await resolve(Target("Log"), [:], windows) }
        #expect(try await resolve(Target("Log", nth: 2), [:], windows)?.chosen == 1)
    }

    private func candidate(_ text: String, x: Int, y: Int, isExact: Bool = true) -> Candidate {
        let box = Box<ImageSpace>(x: x, y: y, width: 40, height: 14)
        return Candidate(box: box, point: box.centre, text: text, confidence: 0.9, isExact: isExact)
    }

    private func window(_ title: String, x: Int, isActive: Bool, bar: Int = 0) -> WindowInfo {
        let box = Box<ScreenSpace>(x: x, y: 0, width: 160, height: 200)
        let content = Box<ScreenSpace>(x: x, y: bar, width: 160, height: 200 - bar)
        return WindowInfo(
            id: WindowID(UInt(x + 1)), title: title, instance: title, className: title, process: nil, program: nil,
            frame: box, content: content, isActive: isActive, isMinimised: false, isPopup: false)
    }

    private func resolve(
        _ target: Target, _ found: [String: [Candidate]], _ windows: [WindowInfo] = []
    ) async throws -> Grounding? {
        try await TargetResolver(PreparedGrounder(found: found)).resolve(target, on: screen(windows))
    }

    private func places(
        of target: Target, _ found: [String: [Candidate]], _ windows: [WindowInfo] = []
    ) async throws -> [Candidate] {
        try await TargetResolver(PreparedGrounder(found: found)).places(of: target, on: screen(windows))
    }

    private func screen(_ windows: [WindowInfo]) -> ScreenState {
        let image = Image(width: 400, height: 300) { _ in }
        let size = Size<ScreenSpace>(width: 400, height: 300)
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 0, y: 0),
            windows: windows)
    }
}
