import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// Frames that are kept as what differs from an earlier one.
struct CompactTraceTests {
    private static let size = Size<ImageSpace>(width: 160, height: 120)

    /// A screen of many colours on which some spots are drawn.
    private static func image(_ spots: [Box<ImageSpace>]) -> Image {
        var value: UInt32 = 9
        let plain = Image(width: size.width, height: size.height) { bytes in
            for index in 0..<bytes.count {
                value = value &* 1_664_525 &+ 1_013_904_223
                bytes[index] = UInt8(value >> 24)
            }
        }
        return plain.drawing { canvas in for spot in spots { canvas.fill(spot, .white) } }
    }

    private static func screen(_ spots: [Box<ImageSpace>]) -> ScreenState {
        let capture = Box<ScreenSpace>(x: 0, y: 0, width: 160, height: 120)
        return ScreenState(
            screenshot: Screenshot(image: image(spots), screen: Size(width: 160, height: 120), capture: capture),
            pointer: Point(x: 3, y: 4), windows: [])
    }

    /// Where a step draws: in two places far from each other.
    private static func spots(_ step: Int) -> [Box<ImageSpace>] {
        [
            Box(x: 4 + step % 12 * 8, y: 5 + step / 12 * 9, width: 5, height: 7),
            Box(x: 130, y: 90 + step % 5, width: 9, height: 2),
        ]
    }

    /// A run of so many steps, whose model sees pictures of its own.
    private static func events(_ count: Int) -> [EpisodeEvent] {
        var events: [EpisodeEvent] = []
        for step in 1...count {
            events.append(.observed(step: step, screen(step == 1 ? [] : spots(step))))
            events += Recording.step(step)
        }
        return events + [
            .observed(step: count + 1, screen(spots(count + 1))),
            .ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: count)),
        ]
    }

    @discardableResult
    private static func record(_ count: Int = 6, in folder: String, masks: [Box<ScreenSpace>] = []) async throws
        -> Trace
    {
        try await Recording.record(events(count), in: folder, header: Recording.header(masks: masks))
    }

    private static func bytes(_ trace: Trace, _ frame: FrameName) throws -> Int {
        try Data(contentsOf: URL(filePath: trace.path(of: frame))).count
    }

    private static func isKept(_ trace: Trace, _ frame: FrameName) -> Bool {
        FileManager.default.fileExists(atPath: trace.path(of: frame))
    }

    @Test func `a small change takes little room, and every frame is rebuilt exactly`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        let looks = trace.looks.map(\.screen)
        #expect(looks.count == 7 && TraceVerification(trace).faults.isEmpty)
        let whole = try Self.bytes(trace, looks[0].frame)
        for (index, look) in looks.enumerated() {
            let shown = Self.image(index == 0 ? [] : Self.spots(index + 1))
            #expect(look.frame == FrameName(of: shown))
            #expect(try trace.image(of: look.frame).difference(from: shown).isEmpty)
            #expect(try FrameName(of: Image(png: trace.file(of: look.frame))) == look.frame)
            guard index > 0 else { continue }
            let delta = try #require(look.delta)
            #expect(!Self.isKept(trace, look.frame))
            #expect(try Self.bytes(trace, delta.patch) * 20 < whole)
            // The part is a picture that any tool opens.
            _ = try Image(png: Array(Data(contentsOf: URL(filePath: trace.path(of: delta.patch)))))
        }
    }

    @Test func `a frame is kept whole at intervals, and where most of the screen is new`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(40, in: scratch.trace)
        let whole = trace.looks.filter { $0.screen.delta == nil }
        #expect(whole.count == 3)
        let other = try Scratch()
        let all = [Box<ImageSpace>(x: 2, y: 2, width: 150, height: 110)]
        let changed = try await Recording.record(
            [.observed(step: 1, Self.screen([]))] + Recording.step(1) + [.observed(step: 2, Self.screen(all))],
            in: other.trace)
        #expect(changed.looks.allSatisfy { $0.screen.delta == nil })
    }

    @Test func `a screen that is as before but for a little builds on the one before, also after another`()
        async throws
    {
        let scratch = try Scratch()
        let window = Box<ImageSpace>(x: 0, y: 0, width: 120, height: 100)
        let screens = [[], [window], Self.spots(3)]
        var events: [EpisodeEvent] = []
        for (index, spots) in screens.enumerated() {
            events += [.observed(step: index + 1, Self.screen(spots))] + Recording.step(index + 1)
        }
        events.append(.ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 3)))
        let trace = try await Recording.record(events, in: scratch.trace)
        let looks = trace.looks.map(\.screen)
        #expect(looks[2].delta?.base == looks[0].frame)
        #expect(TraceVerification(trace).faults.isEmpty)
    }

    @Test func `a trace cut at any byte opens to the last whole step`() async throws {
        let scratch = try Scratch()
        try await Self.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        let bytes = try Data(contentsOf: file)
        let header = try #require(bytes.firstIndex(of: UInt8(ascii: "\n"))) + 1
        var steps = 0
        for length in stride(from: header, to: bytes.count, by: 83) {
            try bytes.prefix(length).write(to: file)
            let trace = try Trace(folder: scratch.trace)
            try trace.verifyFrames()
            #expect(trace.losses.allSatisfy { !$0.isDamage } && trace.steps.count >= steps)
            steps = trace.steps.count
        }
    }

    @Test func `a part that is missing or altered is told for every frame that builds on it`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        let looks = trace.looks.map(\.screen)
        let patch = URL(filePath: trace.path(of: try #require(looks[3].delta).patch))
        let bytes = Array(try Data(contentsOf: patch))
        for place in stride(from: 0, to: bytes.count, by: 3) {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(place % 8)
            try Data(damaged).write(to: patch)
            let faults = TraceVerification(try Trace(folder: scratch.trace)).faults
            #expect(!faults.isEmpty, "bit \(place % 8) of byte \(place)")
        }
        try FileManager.default.removeItem(at: patch)
        let lost = try Trace(folder: scratch.trace)
        let builtOnIt = looks.filter { look in
            var next = look
            while let delta = next.delta {
                if delta.patch == looks[3].delta?.patch { return true }
                guard let base = looks.first(where: { $0.frame == delta.base }) else { return false }
                next = base
            }
            return false
        }
        #expect(!builtOnIt.isEmpty && looks.filter { lost.isLost($0.frame) }.map(\.frame) == builtOnIt.map(\.frame))
        #expect(throws: TraceError.self) { try lost.image(of: looks[3].frame) }
        _ = try lost.image(of: looks[0].frame, isVerified: true)
    }

    @Test(arguments: [
        ("itself", "\"base\":\"[0-9a-f]{64}", "\"base\":\"FRAME"),
        ("a stranger", "\"base\":\"[0-9a-f]{4}", "\"base\":\"0000"),
        ("outside", "\"places\":\\[\\[[0-9]+,", "\"places\":[[900000000,"),
        ("before", "\"places\":\\[\\[[0-9]+,", "\"places\":[[-7,"),
        ("no place", "\"places\":\\[\\[.*?\\]\\]", "\"places\":[]"),
    ])
    func `a frame that builds on what cannot be is an error`(what: String, old: String, new: String) async throws {
        let pattern = try Regex(old)
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        let look = trace.looks[2].screen
        let file = scratch.trace + "/trace.jsonl"
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").map { line in
            guard line.contains("\"frame\":\"\(look.frame)\"") else { return String(line) }
            let changed = new.replacing("FRAME", with: look.frame.description.dropLast(4))
            return String(line).replacing(pattern, with: changed, maxReplacements: 1)
        }
        try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let made = try Trace(folder: scratch.trace)
        #expect(throws: TraceError.self, "\(what)") { try made.image(of: look.frame) }
        #expect(!TraceVerification(made).faults.isEmpty)
    }

    @Test func `packing, pruning, exporting and masking read frames that are rebuilt`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace, masks: [Box(x: 0, y: 0, width: 9, height: 9)])
        #expect(try trace.prune().isEmpty && trace.looks[1].screen.delta != nil)
        try trace.keep(RecordedComparison(everywhere: ComparisonRule(ignored: [Box(x: 0, y: 0, width: 1, height: 1)])))
        try Trace(folder: scratch.trace).pack(to: scratch.path + "/a.zip")
        let packed = try Trace(folder: scratch.path + "/a.zip")
        #expect(TraceVerification(packed).faults.isEmpty && packed.lines == trace.lines)
        try TraceExport.trajectory.write(packed, to: scratch.path + "/out")
        for (index, look) in trace.looks.enumerated() {
            let picture = try Image(
                png: Array(Data(contentsOf: URL(filePath: "\(scratch.path)/out/step_\(index).png"))))
            #expect(FrameName(of: picture) == look.screen.frame)
            #expect(picture.flatColour(in: Box(x: 0, y: 0, width: 9, height: 9)) == .black)
        }
    }

    @Test func `redaction blacks out frames that are rebuilt, and keeps them as compact`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        let before = trace.frameFiles
        let region = Box<ScreenSpace>(x: 2, y: 2, width: 40, height: 20)
        _ = try TraceRedaction(of: trace, regions: [region], secrets: [:]).replaceRecorded()
        let clean = try Trace(folder: scratch.trace)
        #expect(TraceVerification(clean).faults.isEmpty && clean.strays.isEmpty)
        #expect(clean.looks.dropFirst().allSatisfy { $0.screen.delta != nil })
        for look in clean.looks {
            let image = try clean.image(of: look.screen.frame)
            #expect(image.flatColour(in: Box(x: 2, y: 2, width: 40, height: 20)) == .black)
        }
        // Nothing of what was there is left in any file, the parts included.
        let first = trace.path(of: try #require(trace.looks.first?.screen.frame))
        #expect(!FileManager.default.fileExists(atPath: first))
        let left = try FileManager.default.contentsOfDirectory(atPath: scratch.trace + "/frames")
        #expect(Set(left) == Set(clean.frameFiles.map(\.description)) && Set(left) != Set(before.map(\.description)))
    }

    @Test func `an update keeps the later run's frames, rebuilt from one another`() async throws {
        let (old, new) = (try Scratch(), try Scratch())
        let recorded = try await Self.record(in: old.trace)
        let events = Self.events(6).map { event in
            guard case .observed(let step, _) = event, step > 1 else { return event }
            return EpisodeEvent.observed(step: step, Self.screen(Self.spots(step + 20)))
        }
        let later = try await Recording.record(events, in: new.trace)
        try TraceUpdate(of: recorded, with: later).replaceRecorded()
        let updated = try Trace(folder: old.trace)
        #expect(TraceVerification(updated).faults.isEmpty && updated.strays.isEmpty)
        #expect(updated.looks.map(\.screen.frame) == later.looks.map(\.screen.frame))
        #expect(updated.looks.dropFirst().allSatisfy { $0.screen.delta != nil })
    }
}
