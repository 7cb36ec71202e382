import CX11
package import Images

/// What a display is and what it can do, as far as Deskhand cares.
package struct DisplayReport: Hashable, Codable, Sendable {
    /// Who made the server, and its version.
    package let server: String
    /// The size of the root window in pixels.
    package let size: Size<ScreenSpace>
    /// Bits a pixel that carry colour: 16, 24 or 30.
    package let depth: Int
    /// The resolution that programs are told.
    package let dotsPerInch: Int
    /// Those of ``wantedExtensions`` that the server has.
    package let extensions: [String]
    /// In words, such as `screen 1280x800+0+0`.
    package let monitors: [String]
    /// `nil` when none runs.
    package let windowManager: String?
    /// Layouts and variants as they were set, such as `us,ru`; `nil` when the server does not say.
    package let layout: String?
    /// How many keycodes could be lent to characters that the layout lacks; `nil` without XKB.
    package let spareKeycodes: Int?
    /// What programs see of the buttons 1 to 7 that Deskhand would press, such as `3 2 1 4 5 6 7`; `nil` when each is
    /// itself.
    package let buttonMap: String?
    /// Keyboard settings that would change typed text, such as `slow keys`; empty when none is on.
    package let keyboardControls: String

    /// The extensions that Deskhand uses, and what for.
    package static let wantedExtensions = [
        "XTEST": "pressing keys and moving the pointer", "MIT-SHM": "fast capture",
        "DAMAGE": "noticing when the screen has settled", "XFIXES": "the pointer's picture and the clipboard",
        "RANDR": "monitors and size changes", "XInputExtension": "noticing a person's own input",
        "XKEYBOARD": "typing any character",
    ]

    /// Asks the server at `address`, over a separate connection; it blocks the thread.
    package init(of address: DisplayAddress) throws(X11Error) {
        let connection = try X11Connection(to: address)
        let display = connection.display
        let found = DisplayReport.wantedExtensions.keys.sorted().filter { name in
            var (opcode, event, error) = (Int32(), Int32(), Int32())
            return XQueryExtension(display, name, &opcode, &event, &error) != 0
        }
        server = DisplayReport.serverName(display)
        size = try connection.currentScreenSize()
        depth = Int(XDefaultDepth(display, connection.screenNumber))
        let millimetres = XDisplayWidthMM(display, connection.screenNumber)
        let pixels = XDisplayWidth(display, connection.screenNumber)
        dotsPerInch = millimetres > 0 ? Int((Double(pixels) * 25.4 / Double(millimetres)).rounded()) : 0
        extensions = found
        monitors = found.contains("RANDR") ? try connection.monitors().map(\.inWords) : []
        windowManager = try WindowReader(connection).managerName()
        layout = DisplayReport.layout(connection)
        spareKeycodes =
            found.contains("XKEYBOARD")
            ? try KeyboardMapAccess.read(connection).keys.values.count(where: \.isEmpty) : nil
        let buttons = try ButtonMap(of: connection)
        buttonMap = buttons.isPlain ? nil : buttons.description
        keyboardControls = found.contains("XKEYBOARD") ? try KeyboardControls(of: connection).inWords : ""
    }

    /// X.Org numbers its releases 1 21 1 7 as 12101007.
    private static func serverName(_ display: OpaquePointer) -> String {
        let vendor = XServerVendor(display).map { String(cString: $0) } ?? "unknown"
        let release = Int(XVendorRelease(display))
        let parts = [release / 10_000_000, release / 100_000 % 100, release / 1000 % 100, release % 1000]
        let numbers = parts[0] == 1 ? Array(parts.dropFirst()) : [release]
        return vendor + " " + numbers.map(String.init).joined(separator: ".")
    }

    /// The property holds rules, model, layouts, variants and options, each ended by a zero.
    private static func layout(_ connection: X11Connection) -> String? {
        guard let bytes = connection.bytes(of: "_XKB_RULES_NAMES", on: connection.root) else { return nil }
        let names = bytes.split(separator: 0, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard names.count > 3 else { return nil }
        return names[3].isEmpty ? names[2] : "\(names[2]) (\(names[3]))"
    }
}

extension Monitor {
    fileprivate var inWords: String {
        let area = box.pixels
        return "\(name) \(area.width)x\(area.height)+\(area.x)+\(area.y)" + (isPrimary ? " primary" : "")
    }
}
