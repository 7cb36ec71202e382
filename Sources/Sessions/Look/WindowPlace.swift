package import Images
import Interaction
package import JSON

/// Where the windows of a program open, in place of where the window manager would put them.
package struct WindowPlace: Hashable, Sendable {
    /// What the window's class must be, such as `XTerm`; `*` and `?` stand for any characters. `nil`: any.
    let windowClass: String?
    /// What its title must be, likewise.
    let title: String?
    /// The top left corner of its frame.
    let position: Point<ScreenSpace>
    /// Of its content; `nil`: as it wants.
    let size: Size<ScreenSpace>?

    /// Creates a place for a program's first window.
    package init(
        windowClass: String?, title: String? = nil, position: Point<ScreenSpace>, size: Size<ScreenSpace>? = nil
    ) {
        (self.windowClass, self.title, self.position, self.size) = (windowClass, title, position, size)
    }

    /// Reads `class` or `title`, `at` and `size`.
    package init(_ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow(["class", "title", "at", "size"])
        windowClass = try fields.string("class")
        title = try fields.string("title")
        guard windowClass != nil || title != nil else {
            throw fields.fault(at: "class", "expected class or title")
        }
        let corner = try Self.pair("at", fields, in: -16384...16384)
        guard let corner else { throw fields.fault(at: "at", "expected [x, y]") }
        position = Point(x: Double(corner.0), y: Double(corner.1))
        size = try Self.pair("size", fields, in: 1...16384).map { Size(width: $0.0, height: $0.1) }
    }

    private static func pair(
        _ name: String, _ fields: JSONFields, in range: ClosedRange<Int>
    ) throws(JSONError) -> (Int, Int)? {
        guard let json = fields[name] else { return nil }
        var numbers: [Int] = []
        if case .array(let items) = json.value {
            numbers = items.compactMap(\.integer)
        }
        guard numbers.count == 2, numbers.allSatisfy(range.contains) else {
            throw fields.mismatch(name, json, "two whole numbers from \(range.lowerBound) to \(range.upperBound),")
        }
        return (numbers[0], numbers[1])
    }

    /// The same as Openbox's configuration has it. With a class alone it holds for ordinary windows: their dialogs open where
    /// they would.
    var rule: String {
        let names = [("class", windowClass), ("title", title)].compactMap { name, value in
            value.map { " \(name)=\"\($0.inXML)\"" }
        }
        let kind = title == nil ? " type=\"normal\"" : ""
        let corner = "<position force=\"yes\"><x>\(Int(position.x))</x><y>\(Int(position.y))</y></position>"
        let extent = size.map { "<size><width>\($0.width)</width><height>\($0.height)</height></size>" } ?? ""
        return "<application\(names.joined())\(kind)>\(corner)\(extent)</application>"
    }
}
