import ArgumentParser
import Foundation
import Images
import Interaction
import X11Desktop

/// `deskhand screenshot`
struct ScreenshotCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "screenshot",
        abstract: "Captures a display, or a part of it, to a PNG file.",
        discussion: """
            The part outside the screen is left out; --json prints the captured area.
            Exit codes: 0 done, 1 no such part of the screen, 64 misused, 69 no such display, 70 display lost, \
            71 extension missing, 74 file not written.
            """)

    @Option(name: [.short, .long], help: ArgumentHelp("The file to write; - for standard output.", valueName: "F.png"))
    var output: String

    @Option(help: ArgumentHelp("The display to capture (default: $DISPLAY).", valueName: ":N"))
    var display: String?

    @Option(help: ArgumentHelp("Capture only this region of the screen.", valueName: "X,Y,WxH"))
    var region: RegionArgument?

    @Option(help: ArgumentHelp("Capture only this monitor, by its RandR name.", valueName: "name"))
    var monitor: String?

    @Option(help: ArgumentHelp("Capture only the screen area of this window, by its id.", valueName: "id"))
    var window: WindowArgument?

    @Flag(help: "Draw the pointer where it is.")
    var pointer = false

    @Flag(help: "Print the captured area and the method as JSON.")
    var json = false

    func validate() throws {
        let parts = [region != nil, monitor != nil, window != nil].filter { $0 }
        guard parts.count <= 1 else {
            throw ValidationError("--region, --monitor and --window cannot be used together")
        }
        guard !(json && output == "-") else {
            throw ValidationError("--json and the picture cannot both go to standard output; name a file with -o")
        }
    }

    func run() async throws {
        do {
            let name = display ?? ProcessInfo.processInfo.environment["DISPLAY"] ?? ""
            let desktop = try XDesktop(at: DisplayAddress(name: name))
            let shot = try await desktop.screenshot(of: area, drawingPointer: pointer)
            try OutputFile(path: output).write(shot.image.png())
            let method = try await desktop.captureMethod()
            if case .requests = method {
                StandardError.say("captured slowly, by \(method)")
            }
            if json {
                let pointer = try await desktop.pointerPosition()
                StandardOutput.show(json: try summary(shot, pointer: pointer, method: method))
            }
        } catch let error as X11Error {
            throw error.exitStatus.report(error)
        } catch let error as OutputFile.Failure {
            throw ExitStatus.notRecorded.report(error)
        }
    }

    private var area: CaptureArea {
        if let region { return .region(region.box) }
        if let monitor { return .monitor(monitor) }
        if let window { return .window(window.id) }
        return .everything
    }

    private struct Summary: Encodable {
        let file: String
        let screen: Size<ScreenSpace>
        let capture: Box<ScreenSpace>
        let pointer: Point<ScreenSpace>
        let method: String
    }

    private func summary(_ shot: Screenshot, pointer: Point<ScreenSpace>, method: CaptureMethod) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let summary = Summary(
            file: output, screen: shot.screen, capture: shot.capture, pointer: pointer, method: method.description)
        return String(decoding: try encoder.encode(summary), as: UTF8.self)
    }
}

/// `X,Y,WxH` in pixels of the screen.
struct RegionArgument: ExpressibleByArgument {
    let box: Box<ScreenSpace>

    init?(argument: String) {
        guard
            let match = argument.wholeMatch(of: /(-?\d{1,6}),(-?\d{1,6}),(\d{1,6})x(\d{1,6})/),
            let x = Int(match.1), let y = Int(match.2), let width = Int(match.3), let height = Int(match.4)
        else { return nil }
        box = Box(x: x, y: y, width: width, height: height)
    }
}

/// A window's id, decimal or as X programs print it: `0x1c00003`.
struct WindowArgument: ExpressibleByArgument {
    let id: WindowID

    init?(argument: String) {
        let number =
            argument.hasPrefix("0x") ? UInt(argument.dropFirst(2), radix: 16) : UInt(argument)
        guard let number, number > 0, number <= UInt(UInt32.max) else { return nil }
        id = WindowID(number)
    }
}
