import CX11

/// How soon and how near to each other two presses make a double click, for every toolkit on a display.
package struct MultiClickSettings: Hashable, Sendable {
    /// After this time a press is a new click.
    let time: Duration
    /// In pixels, along either axis.
    let distance: Double

    /// Beyond this, no two presses make a double click, whatever is set.
    static let maximumDistance = 64.0
    /// Tk, LibreOffice and openbox take 500 ms, GTK and Qt 400 unless they are told otherwise.
    private static let defaults = (milliseconds: 500, distance: 5)
    private static let maximumTime = 5000
    /// For the time between the server's clock and ours.
    private static let margin = Duration.milliseconds(50)

    /// The longest of what desktop settings (XSETTINGS), X resources and toolkits' defaults say.
    init(of connection: X11Connection) throws(X11Error) {
        let settings = XSettings(of: connection)
        let times = [
            Self.defaults.milliseconds, settings["Net/DoubleClickTime"],
            connection.text(of: "RESOURCE_MANAGER", on: XRootWindow(connection.display, 0)).flatMap(Self.resource),
        ].compactMap { $0 }
        let distances = [Self.defaults.distance, settings["Net/DoubleClickDistance"]].compactMap { $0 }
        time = .milliseconds(min(times.max() ?? 0, Self.maximumTime)) + Self.margin
        // Toolkits differ in whether the border belongs to it.
        distance = min(Double(distances.max() ?? 0) + 1, Self.maximumDistance)
        try connection.syncIgnoringRefusals()
    }

    /// The longest `multiClickTime` of a program of the X toolkit.
    package static func resource(_ resources: String) -> Int? {
        resources.matches(of: #/[.*]multiClickTime:[ \t]*(\d{1,6})/#).compactMap { Int($0.1) }.max()
    }
}

/// The whole numbers among the settings that a desktop's settings daemon publishes.
package struct XSettings: Hashable, Sendable {
    private var numbers: [String: Int] = [:]

    package subscript(_ name: String) -> Int? { numbers[name] }

    /// Reads them from the daemon's window; there are none without a daemon.
    init(of connection: X11Connection) {
        let manager = XGetSelectionOwner(connection.display, connection.atom("_XSETTINGS_S\(connection.screenNumber)"))
        self.init(manager == 0 ? [] : connection.bytes(of: "_XSETTINGS_SETTINGS", on: manager) ?? [])
    }

    /// Reads a property of the XSETTINGS specification, version 0.5; what is cut off or malformed ends the reading.
    package init(_ bytes: [UInt8]) {
        guard bytes.count >= 12 else { return }
        var reader = Reader(bytes: bytes[4...], isBigEndian: bytes[0] == 1)
        _ = reader.number(4)
        guard let count = reader.number(4) else { return }
        for _ in 0..<count {
            guard let kind = reader.number(1), reader.skip(1), let length = reader.number(2),
                let name = reader.text(length), reader.skip(4)
            else { return }
            switch kind {
            case 0:
                guard let value = reader.number(4) else { return }
                numbers[name] = value
            case 1: guard let length = reader.number(4), reader.text(length) != nil else { return }
            case 2: guard reader.skip(8) else { return }
            default: return
            }
        }
    }

    private struct Reader {
        var bytes: ArraySlice<UInt8>
        let isBigEndian: Bool

        mutating func number(_ size: Int) -> Int? {
            guard bytes.count >= size else { return nil }
            let part = Array(bytes.prefix(size))
            bytes = bytes.dropFirst(size)
            return (isBigEndian ? part : part.reversed()).reduce(0) { $0 << 8 | Int($1) }
        }

        /// Text, and the padding to a multiple of four bytes after it.
        mutating func text(_ length: Int) -> String? {
            let padded = (length + 3) / 4 * 4
            guard length >= 0, bytes.count >= padded else { return nil }
            let text = String(decoding: bytes.prefix(length), as: UTF8.self)
            bytes = bytes.dropFirst(padded)
            return text
        }

        mutating func skip(_ count: Int) -> Bool {
            guard bytes.count >= count else { return false }
            bytes = bytes.dropFirst(count)
            return true
        }
    }
}
