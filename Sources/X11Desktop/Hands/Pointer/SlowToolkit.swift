import CX11
import Foundation
import Images

/// FLTK, which takes two clicks within a second for a double click, whatever a desktop's settings say.
enum SlowToolkit {
    /// FLTK compares X's times of the two presses with 1000 ms; the rest is for the time between the server's clock and ours.
    static let time = Duration.milliseconds(1050)

    /// Whether the program at a point uses it, told by the libraries that it has loaded, or, where it holds FLTK within
    /// itself, by the class that FLTK gives its windows.
    static func isUsed(at point: Point<ScreenSpace>, _ connection: X11Connection) -> Bool {
        guard let program = try? TypingTarget(at: point, connection) else { return false }
        let name = connection.bytes(of: "WM_CLASS", on: program.topLevel) ?? []
        if String(decoding: name, as: UTF8.self).lowercased().split(separator: "\0").contains("fltk") { return true }
        guard let process = program.process else { return false }
        return loads("/libfltk", process)
    }

    private static func loads(_ library: String, _ process: Int32) -> Bool {
        // The system hands this file over in pieces, of which reading a file as a whole would take the first.
        let file = FileHandle(forReadingAtPath: "/proc/\(process)/maps")
        defer { try? file?.close() }
        guard let maps = try? file?.readToEnd() else { return false }
        return maps.range(of: Data(library.utf8)) != nil
    }
}
