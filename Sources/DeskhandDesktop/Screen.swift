public import DeskhandInteraction
import Foundation
import Images
import Interaction
import X11Desktop

/// What a display shows. Nothing here touches pointer, keyboard or windows; ``Hands`` does.
///
/// ```swift
/// let screen = try Screen(display: ":0")
/// try await screen.capture().picture.write(to: URL(filePath: "now.png"))
/// for window in try await screen.windows() { print(window.title, window.frame) }
/// ```
public struct Screen: Sendable {
    let desktop: XDesktop

    init(_ desktop: XDesktop) { self.desktop = desktop }

    /// Connects to a display.
    ///
    /// - Parameter display: such as `:0`; `nil` for `$DISPLAY`.
    /// - Throws: ``DesktopError`` of the kind ``DesktopError/Kind/noDisplay``.
    public init(display: String? = nil) throws(DesktopError) {
        do throws(X11Error) {
            desktop = try XDesktop(at: DisplayAddress(orOfEnvironment: display))
        } catch {
            throw DesktopError(error)
        }
    }

    /// The part of a screen that is captured.
    public enum Area: Hashable, Sendable {
        case everything
        case box(ScreenBox)
        /// A monitor by its RandR name, such as `HDMI-1`.
        case monitor(String)
        /// What is on the screen at a window, whatever covers it.
        case window(ScreenWindow)

        var captured: CaptureArea {
            switch self {
            case .everything: .everything
            case .box(let box): .region(box.box)
            case .monitor(let name): .monitor(name)
            case .window(let window): .window(window.info.id)
            }
        }
    }

    /// The whole screen: all monitors.
    public var bounds: ScreenBox {
        get async throws {
            try await DesktopError.wrapping { ScreenBox(try await desktop.screenSize().bounds) }
        }
    }

    /// Captures the screen or a part of it, as it is now.
    ///
    /// - Parameter drawingPointer: whether the picture shows the pointer.
    /// - Throws: ``DesktopError``.
    public func capture(_ area: Area = .everything, drawingPointer: Bool = false) async throws
        -> DeskhandInteraction.Screenshot
    {
        try await DesktopError.wrapping {
            DeskhandInteraction.Screenshot(
                try await desktop.screenshot(of: area.captured, drawingPointer: drawingPointer))
        }
    }

    /// Captures the screen together with the pointer and the windows.
    ///
    /// - Throws: ``DesktopError``.
    public func look(at area: Area = .everything, drawingPointer: Bool = false) async throws -> ScreenLook {
        try await DesktopError.wrapping {
            ScreenLook(try await desktop.look(at: area.captured, drawingPointer: drawingPointer))
        }
    }

    /// The windows on the screen, menus and other popups among them, the uppermost first; minimised ones come last.
    ///
    /// - Throws: ``DesktopError``.
    public func windows() async throws -> [ScreenWindow] {
        try await DesktopError.wrapping { try await desktop.windows().map(ScreenWindow.init) }
    }

    /// The one window that `description` fits: its title, or a part of its title, class or program in any case.
    ///
    /// - Throws: ``DesktopError`` of the kind ``DesktopError/Kind/notFound`` when none fits, or several.
    public func window(matching description: String) async throws -> ScreenWindow {
        try await DesktopError.wrapping { ScreenWindow(try await desktop.window(description)) }
    }

    /// Waits until exactly one window fits `description`, as one of a program that was just started.
    ///
    /// - Throws: as ``window(matching:)`` after `timeout`, and `CancellationError`.
    public func waitForWindow(
        matching description: String, timeout: Duration = .seconds(20)
    ) async throws -> ScreenWindow {
        let deadline = ContinuousClock.now + timeout
        while true {
            do {
                return try await window(matching: description)
            } catch let error as DesktopError where error.kind == .notFound && ContinuousClock.now < deadline {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }
}

extension DisplayAddress {
    /// - Parameter name: such as `:0`; `nil` for `$DISPLAY`.
    init(orOfEnvironment name: String?) {
        self.init(name: name ?? ProcessInfo.processInfo.environment["DISPLAY"] ?? "")
    }
}
