import Agents
import Foundation
import Images
import Interaction
import TestInputs
import Testing
import TraceViewer
import Traces

/// Traces and pages in a folder that goes away, and a browser that shows them.
final class PageBed {
    let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-page-\(UUID().uuidString)")
    let browser: Chromium

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        browser = try Chromium()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Opens a page at a step and a view.
    func show(_ page: TracePage, at link: String = "") throws {
        let file = folder.appending(path: "page-\(UUID().uuidString).html")
        try page.html.write(to: file, atomically: true, encoding: .utf8)
        try browser.open(file.absoluteString + (link.isEmpty ? "" : "#\(link)"))
        if page.html.contains("\"lines\":") { try browser.wait(for: "document.body.dataset.shown") }
    }

    /// Waits until a step is shown in a view, as in `3/slider`.
    func awaitShown(_ step: String) throws { try browser.wait(for: "document.body.dataset.shown === '\(step)'") }

    /// A packed copy of a trace.
    func packed(_ trace: Trace, as name: String) throws -> String {
        let path = folder.appending(path: name).path
        try trace.pack(to: path)
        return path
    }

    /// A trace of clicks at a row of buttons, each of which colours a part of the screen.
    ///
    /// - Parameters:
    ///   - names: of the buttons, in the order in which they are clicked.
    ///   - printed: by a program before the first click.
    func clicks(
        _ names: [String], in name: String, shift: Double = 0, printed: [PrintedText] = []
    ) async throws -> Trace {
        let path = folder.appending(path: name).path
        let writer = try TraceWriter(
            folder: path, header: TraceHeader(instruction: "click \(name)", policy: "script", limits: EpisodeLimits()))
        let buttons = names.enumerated().map { index, name in
            Element(
                number: index + 1, role: .button, name: name,
                box: Box(x: 20 + 90 * Double(index) + shift, y: 40, width: 80, height: 30), states: .enabled,
                sources: .accessibility)
        }
        for text in printed { try await writer.append(.printed(text)) }
        for (index, button) in buttons.enumerated() {
            let step = index + 1
            try await writer.append(.observed(step: step, Self.screen(after: index, shift: shift)))
            try await writer.append(.listed(step: step, ElementList(shown: buttons)))
            let place = Point<ScreenSpace>(x: button.box.x + 40, y: 55)
            let action = Action<ScreenSpace>.click(.left, at: place)
            try await writer.append(.decided(step: step, .act(Proposal(action: action)), took: .milliseconds(3)))
            try await writer.append(.announced(step: step, action))
        }
        try await writer.append(.observed(step: names.count + 1, Self.screen(after: names.count, shift: shift)))
        try await writer.append(.ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: names.count)))
        return try Trace(folder: path)
    }

    /// A screen on which so many buttons were clicked; noise, which cannot be made smaller, around them.
    static func screen(after count: Int, shift: Double = 0) -> ScreenState {
        var noise = UInt32(7)
        let image = Image(width: 400, height: 240) { bytes in
            for pixel in 0..<400 * 240 {
                noise = noise &* 1_664_525 &+ 1_013_904_223
                bytes.storeBytes(of: noise >> 8, toByteOffset: 4 * pixel, as: UInt32.self)
            }
        }.drawing { canvas in
            for index in 0..<count {
                canvas.fill(Box(x: 20 + 90 * Double(index) + shift, y: 40, width: 80, height: 30), .green)
            }
        }
        let capture = Box<ScreenSpace>(x: 0, y: 0, width: 400, height: 240)
        let window = WindowInfo(
            id: WindowID(1), title: "Buttons", instance: "", className: "Test", process: nil, program: nil,
            frame: capture, content: capture, isActive: true, isMinimised: false, isPopup: false)
        return ScreenState(
            screenshot: Screenshot(image: image, screen: Size(width: 400, height: 240), capture: capture),
            pointer: Point(x: 5, y: 5), windows: [window])
    }
}
