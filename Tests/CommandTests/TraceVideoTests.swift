import Agents
import Foundation
import Images
import Interaction
import JSON
import Synchronization
import Testing
import Traces

/// `deskhand trace export --as video`, judged by ffprobe.
@Suite(.serialized, .timeLimit(.minutes(3)))
struct TraceVideoTests {
    private static let isExpected =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/ffmpeg")
        || ProcessInfo.processInfo.environment["CI"] != nil

    /// What ffprobe says of a video.
    private struct Probe {
        let codec: String
        let size: String
        let seconds: Double

        init(_ path: String) throws {
            let fields = "format=duration:stream=codec_name,width,height,avg_frame_rate,pix_fmt"
            let json = try JSON(
                parsing: String(
                    decoding: TraceVideoTests.output(
                        "ffprobe", ["-v", "error", "-show_entries", fields, "-of", "json", path]), as: UTF8.self))
            guard case .array(let streams)? = json["streams"]?.value else { throw CocoaError(.fileReadCorruptFile) }
            let stream = streams.first
            codec = stream?["codec_name"]?.string ?? ""
            size = "\(Int(stream?["width"]?.number ?? 0))x\(Int(stream?["height"]?.number ?? 0))"
            seconds = Double(json["format"]?["duration"]?.string ?? "") ?? 0
        }
    }

    private static func output(_ program: String, _ arguments: [String]) throws -> Data {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/\(program)")
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return data
    }

    /// The picture of a video at a time.
    private static func picture(of path: String, at seconds: Double) throws -> Image {
        let arguments = [
            "-v", "error", "-ss", "\(seconds)", "-i", path, "-frames:v", "1", "-f", "image2", "-c:v", "png", "-",
        ]
        return try Image(png: Array(output("ffmpeg", arguments)))
    }

    @Test(
        .enabled(if: isExpected, "ffmpeg is not installed"),
        arguments: [("mp4", "h264"), ("webm", "vp9")])
    func `a video has the steps' time, the screen with a caption below, and marks where it was clicked`(
        ending: String, codec: String
    ) throws {
        try withFolder { folder in
            let film = "\(folder)/film.\(ending)"
            let made = try Deskhand([
                "trace", "export", "Traces/image-mirror", "--as", "video", "-o", film, "--pace", "1",
            ])
            // Five steps, and how it ended for two seconds.
            #expect(made.status == 0 && made.output == "\(film): 7.0 s\n", "\(made.errors)")
            let probe = try Probe(film)
            #expect(probe.codec == codec && probe.size == "1280x832" && abs(probe.seconds - 7) < 0.1, "\(probe)")
            // Step 2 clicks at (304, 271); what came of it is shown from 1.6 s on.
            let (before, after) = (try Self.picture(of: film, at: 1.1), try Self.picture(of: film, at: 1.8))
            #expect(Self.redPixels(of: before, around: (304, 271)) < 20)
            #expect(Self.redPixels(of: after, around: (304, 271)) > 60)
            #expect(Self.brightPixels(below: 800, of: after) > 200)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["film.\(ending)"])
        }
    }

    private static func redPixels(of image: Image, around centre: (x: Int, y: Int)) -> Int {
        var count = 0
        for y in (centre.y - 18)...(centre.y + 18) {
            for x in (centre.x - 18)...(centre.x + 18) {
                let colour = image[x, y]
                if Int(colour.red) > 140, Int(colour.red) > 2 * Int(colour.green) { count += 1 }
            }
        }
        return count
    }

    private static func brightPixels(below top: Int, of image: Image) -> Int {
        var count = 0
        for y in top..<image.height {
            for x in 0..<image.width where image[x, y].green > 180 { count += 1 }
        }
        return count
    }

    @Test(.enabled(if: isExpected, "ffmpeg is not installed"))
    func `frames of different sizes fit into one video, and long waits are shortened`() async throws {
        let trace = FileManager.default.temporaryDirectory.appending(path: "sizes-\(UUID().uuidString)").path
        defer { for path in [trace, trace + ".mp4"] { try? FileManager.default.removeItem(atPath: path) } }
        let clock = JumpingClock()
        let writer = try TraceWriter(
            folder: trace,
            header: TraceHeader(instruction: "naïve\n<sizes>", policy: "script", limits: EpisodeLimits()),
            clock: clock)
        for (index, size) in [(400, 240), (301, 203), (100, 321)].enumerated() {
            let image = Image(width: size.0, height: size.1) { $0.initializeMemory(as: UInt8.self, repeating: 90) }
            let capture = Box<ScreenSpace>(x: 0, y: 0, width: size.0, height: size.1)
            let screen = Size<ScreenSpace>(width: size.0, height: size.1)
            let state = ScreenState(
                screenshot: Screenshot(image: image, screen: screen, capture: capture), pointer: Point(x: 3, y: 3),
                windows: [])
            let action = Action<ScreenSpace>.click(.left, at: Point(x: 40, y: 50))
            try await writer.append(.observed(step: index + 1, state))
            clock.advance(by: .seconds(600))
            try await writer.append(
                .decided(step: index + 1, .act(Proposal(action: action)), took: .seconds(600)))
            try await writer.append(.announced(step: index + 1, action))
        }
        try await writer.finish()
        let made = try Deskhand([
            "trace", "export", trace, "--as", "video", "-o", trace + ".mp4", "--longest-wait", "2",
        ])
        // Each step: 2 s of deciding, 0.4 s for the hand, 0.5 s for what came of it.
        #expect(made.status == 0 && made.output.hasSuffix(": 10.7 s\n"), "\(made.output)\(made.errors)")
        let probe = try Probe(trace + ".mp4")
        #expect(probe.size == "400x354" && abs(probe.seconds - 10.7) < 0.2, "\(probe)")
    }

    @Test func `what is missing or wrong is said, with the package's name or ffmpeg's own words`() throws {
        try withFolder { folder in
            let fake = "\(folder)/bin"
            try FileManager.default.createDirectory(atPath: fake, withIntermediateDirectories: true)
            try "#!/bin/sh\necho \"Unknown encoder 'libx264'\" >&2\nexit 8\n".write(
                toFile: "\(fake)/ffmpeg", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(fake)/ffmpeg")
            let film = "\(folder)/film.mp4"
            func export(_ file: String, path: String, _ more: String...) throws -> Deskhand {
                try Deskhand(
                    ["trace", "export", "Traces/terminal-note", "--as", "video", "-o", file] + more,
                    environment: ["PATH": path])
            }
            let missing = try export(film, path: folder)
            #expect(missing.status == 66 && missing.errors.contains("apt install ffmpeg"), "\(missing.errors)")
            let failed = try export(film, path: "\(fake):/usr/bin:/bin")
            #expect(
                failed.status == 2 && failed.errors.contains("status 8: Unknown encoder 'libx264'"), "\(failed.errors)")
            #expect(!FileManager.default.fileExists(atPath: film + ".part"))
            let other = try export("\(folder)/film.avi", path: fake)
            #expect(other.status == 64 && other.errors.contains("ends in .mp4 or .webm"), "\(other.errors)")
            let nowhere = try export("\(folder)/none/film.mp4", path: fake)
            #expect(nowhere.status == 74 && nowhere.errors.contains("does not exist"), "\(nowhere.errors)")
            let slow = try export(film, path: fake, "--pace", "0")
            #expect(slow.status == 64 && slow.errors.contains("0.2 to 60"), "\(slow.errors)")
        }
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "video-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}

/// A clock that stands still until it is told to go on.
private final class JumpingClock: Clock, Sendable {
    struct Instant: InstantProtocol {
        var offset: Swift.Duration
        func advanced(by duration: Swift.Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Swift.Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private let offset = Mutex(Swift.Duration.zero)
    let minimumResolution = Swift.Duration.zero
    var now: Instant { Instant(offset: offset.withLock { $0 }) }

    func advance(by duration: Swift.Duration) { offset.withLock { $0 += duration } }

    func sleep(until deadline: Instant, tolerance: Swift.Duration?) async throws {}
}
