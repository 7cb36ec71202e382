import Foundation
import Images
import Interaction
import Sessions
import X11Desktop

/// How fast text arrives, and whether it is exact, beside `xdotool`, PyAutoGUI and pynput where they are installed.
struct TypingBenchmark: Benchmark {
    let name = "typing"

    init() {}

    func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        let peers = TypingPeer.installed()
        var measurements: [Measurement] = []
        for layout in ["us", "de"] {
            let bench = try TypingBench(layout: layout)
            defer { bench.end() }
            for widget in TypingBench.widgets {
                try await bench.open(widget)
                for (text, kind) in [(TypingBench.ascii, "1000 ASCII"), (TypingBench.mixed, "300 mixed")] {
                    say("typing \(kind) characters, \(layout), \(widget)")
                    let subject = "type \(kind) characters, \(layout), \(widget)"
                    measurements.append(try await compare(subject, text, bench, peers))
                }
                bench.close()
            }
        }
        return measurements
    }

    private func compare(
        _ subject: String, _ text: String, _ bench: TypingBench, _ peers: [TypingPeer]
    ) async throws -> Measurement {
        var ours: [Duration] = []
        var theirs: [String: [Duration]] = [:]
        var errors: [String: Int] = [:]
        for round in 0..<3 {
            let result = try await bench.take(text) { _ = try await bench.desktop.perform(.type(text)) }
            ours.append(result.time)
            errors["ours", default: 0] += result.errors
            // Once is enough for tools that take seconds.
            for peer in peers where round == 1 {
                let result = try await bench.take(text) { try peer.type(text, on: bench) }
                theirs[peer.name, default: []].append(result.time)
                errors[peer.name, default: 0] += result.errors
            }
        }
        let samples = Samples(milliseconds: ours)
        let isTimed = text == TypingBench.ascii
        let exact = errors["ours"] == 0
        let note = errors.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        let first = peers.first { theirs[$0.name] != nil }
        return Measurement(
            subject: subject, ours: samples,
            peer: first.flatMap { peer in theirs[peer.name].map { (peer.name, Samples(milliseconds: $0)) } },
            reach: isTimed ? ("exact, at most 300 ms", exact && samples.median <= 300) : ("exact", exact),
            note: "wrong characters in three runs of ours and one of the others: \(note)")
    }
}

/// Another tool that types.
struct TypingPeer: Sendable {
    let name: String
    let command: [String]

    static func installed() -> [TypingPeer] {
        let python = "import sys; text = sys.stdin.buffer.read().decode(); "
        let candidates = [
            TypingPeer(name: "xdotool", command: ["xdotool", "type", "--delay", "0", "--file", "-"]),
            TypingPeer(
                name: "pyautogui",
                command: ["python3", "-c", python + "import pyautogui; pyautogui.PAUSE = 0; pyautogui.write(text)"]),
            TypingPeer(
                name: "pynput",
                command: [
                    "python3", "-c",
                    python + "from pynput.keyboard import Controller; Controller().type(text)",
                ]),
        ]
        return candidates.filter(\.isInstalled)
    }

    private var isInstalled: Bool {
        let probe = Process()
        probe.executableURL = URL(filePath: "/usr/bin/env")
        probe.arguments =
            name == "xdotool"
            ? ["sh", "-c", "command -v xdotool"]
            : [
                "python3", "-c",
                "import importlib.util, sys; sys.exit(importlib.util.find_spec('\(name)') is None)",
            ]
        probe.standardOutput = FileHandle.nullDevice
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return false }
        probe.waitUntilExit()
        return probe.terminationStatus == 0
    }

    func type(_ text: String, on bench: TypingBench) throws {
        let input = Pipe()
        let process = bench.process(command)
        process.standardInput = input
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.utf8))
        try input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
