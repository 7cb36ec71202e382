import Foundation
import Grounders
import Images
import Interaction
import Sessions
import X11Desktop

/// The list of a screen's elements: how long it takes, what it keeps, and how many tokens it has for models.
struct ElementsBenchmark: Benchmark {
    let name = "elements"
    private let tokenizer: String?

    /// - Parameter tokenizer: the folder of a Qwen tokenizer; `nil` where tokens are not counted.
    init(tokenizer: String? = nil) { self.tokenizer = tokenizer }

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        var measurements: [Measurement] = []
        for subject in Self.subjects where Peer.path(of: subject.command[0]) != nil {
            say("listing the elements of \(subject.command[0])")
            measurements += try await ElementsDesk.with(subject.command) { try await times(of: subject, on: $0) }
        }
        if Peer.path(of: "mousepad") != nil {
            say("joining elements with text, and \(Self.looks) looks")
            measurements += try await ElementsDesk.with(["mousepad"]) { desk in
                try await [joining(on: desk), lasting(on: desk)]
            }
        }
        guard let tokenizer else { return measurements }
        return try await measurements + ElementTokens(tokenizer).measure(say)
    }

    private struct Subject {
        let name: String
        let command: [String]
        /// Milliseconds that the first list, and one when nothing has changed, may take.
        let first: Double
        let again: Double
    }

    private static let subjects = [
        Subject(name: "editor", command: ["mousepad"], first: 40, again: 5),
        Subject(name: "spreadsheet", command: ["libreoffice", "--calc", "--norestore"], first: 250, again: 30),
    ]
    private static let rounds = 10
    private static let looks = 10_000

    private func times(of subject: Subject, on desk: ElementsDesk) async throws -> [Measurement] {
        var (first, again): ([Duration], [Duration]) = ([], [])
        var count = 0
        for _ in 0..<Self.rounds {
            // One that has not asked yet.
            let desktop = try XDesktop(at: desk.address)
            let screen = try await desktop.look(at: .everything, drawingPointer: false)
            first.append(
                await ContinuousClock().measure { count = await ElementReader().told(on: screen).shown.count })
            for _ in 0..<5 {
                // What the program announces when it is first listened to is not what is measured.
                try await Task.sleep(for: .milliseconds(100))
                let screen = try await desktop.look(at: .everything, drawingPointer: false)
                again.append(await ContinuousClock().measure { _ = await ElementReader().told(on: screen) })
            }
        }
        return [("first", first, subject.first), ("unchanged", again, subject.again)].map { name, times, bar in
            let samples = Samples(milliseconds: times)
            return Measurement(
                subject: "\(name) list of elements, \(subject.name)", ours: samples,
                reach: ("at most \(Int(bar)) ms", samples.median <= bar), note: "\(count) elements")
        }
    }

    private func joining(on desk: ElementsDesk) async throws -> Measurement {
        let screen = try await desk.desktop.look(at: .everything, drawingPointer: false)
        var (ours, alone): ([Duration], [Duration]) = ([], [])
        for _ in 0..<Self.rounds {
            // New readers: none may have read this picture.
            let (reader, other) = (ElementReader(text: TextReader()), TextReader())
            ours.append(try await ContinuousClock().measure { _ = try await reader.list(on: screen) })
            alone.append(
                try await ContinuousClock().measure { _ = try await other.labels(on: screen.screenshot.image) })
        }
        let (joined, read) = (Samples(milliseconds: ours), Samples(milliseconds: alone))
        return Measurement(
            subject: "list of elements joined with text", ours: joined, peer: ("reading the text alone", read),
            reach: ("at most 20 ms more", joined.median - read.median <= 20))
    }

    /// What many looks leave behind.
    private func lasting(on desk: ElementsDesk) async throws -> Measurement {
        func look() async throws {
            let screen = try await desk.desktop.look(at: .everything, drawingPointer: false)
            _ = await ElementReader().told(on: screen)
        }
        for _ in 0..<Self.looks / 20 { try await look() }
        let before = ProcessUse.now
        for _ in 0..<Self.looks { try await look() }
        let after = ProcessUse.now
        let grown = after.megabytes - before.megabytes
        return Measurement(
            subject: "memory that \(Self.looks) looks leave behind", ours: Samples([grown], unit: "MB"),
            reach: ("at most 4 MB, no thread", grown <= 4 && after.threads <= before.threads),
            note: "\(after.threads - before.threads) threads more")
    }
}

/// What this process uses now.
private struct ProcessUse {
    let megabytes: Double
    let threads: Int

    static var now: ProcessUse {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        func number(_ name: String) -> Double {
            let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
            return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Double($0) } ?? .nan
        }
        return ProcessUse(megabytes: number("VmRSS:") * 1024 / 1e6, threads: Int(exactly: number("Threads:")) ?? 0)
    }
}

/// A private screen of 1280 × 800 with one program, whose elements are all there.
struct ElementsDesk {
    let address: DisplayAddress
    let desktop: XDesktop

    /// Starts a program, runs `body`, and ends all.
    static func with<Result>(
        _ command: [String], _ body: (ElementsDesk) async throws -> Result
    ) async throws -> Result {
        let settings = SessionSettings(
            server: ServerSettings(size: Size(width: 1280, height: 800)), hasAccessibility: true)
        let session = try await Session.open(settings)
        do {
            _ = try session.launch(command)
            let desk = ElementsDesk(address: session.address, desktop: try XDesktop(at: session.address))
            try await desk.waitUntilWhole()
            let result = try await body(desk)
            await session.end()
            return result
        } catch {
            await session.end()
            throw error
        }
    }

    /// Waits until windows are there and the elements stay the same for a second, at most a minute.
    private func waitUntilWhole() async throws {
        var (before, since): (ElementList?, ContinuousClock.Instant) = (nil, .now)
        let deadline = ContinuousClock.now + .seconds(60)
        while .now < deadline {
            let screen = try await desktop.look(at: .everything, drawingPointer: false)
            let list = await ElementReader().told(on: screen)
            if list != before || list.shown.isEmpty || !list.notes.isEmpty {
                (before, since) = (list, .now)
            } else if .now - since > .seconds(1) {
                return
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
