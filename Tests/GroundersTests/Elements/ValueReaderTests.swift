import Grounders
import Images
import Interaction
import Testing

struct ValueReaderTests {
    private static let window = WindowID(7)

    /// Tells made-up labels and a field.
    private struct Telling: ElementTelling {
        let elements: [ToldElement]
        func told(of windows: [WindowInfo]) -> ToldScreen { ToldScreen(elements: elements) }
        func accessibilityTree(of windows: [WindowInfo]) -> String? { nil }
    }

    private static func element(
        _ role: ElementRole, _ name: String, _ x: Double, _ y: Double, value: String? = nil
    ) -> ToldElement {
        ToldElement(
            parent: role == .window ? nil : 0, role: role, name: name, value: value,
            box: Box(x: x, y: y, width: role == .window ? 400 : 80, height: role == .window ? 300 : 20), window: window,
            process: 1)
    }

    private static func screen(_ elements: [ToldElement]) -> ScreenState {
        // Of no words, and not of one colour anywhere.
        let image = Image(width: 400, height: 300) { bytes in
            for index in 0..<400 * 300 { bytes[4 * index] = UInt8(index % 400 * 255 / 400) }
        }
        let size = Size<ScreenSpace>(width: 400, height: 300)
        let box = Box<ScreenSpace>(x: 0, y: 0, width: 400, height: 300)
        let info = WindowInfo(
            id: window, title: "Form", instance: "form", className: "Form", process: 1, program: "form", frame: box,
            content: box, isActive: true, isMinimised: false, isPopup: false)
        return ScreenState(
            screenshot: Screenshot(image: image, screen: size, capture: size.bounds), pointer: Point(x: 0, y: 0),
            windows: [info], telling: Telling(elements: [element(.window, "Form", 0, 0)] + elements))
    }

    private static func value(at place: ValuePlace, _ elements: [ToldElement]) async throws -> String? {
        let reader = TextReader()
        let resolver = ElementResolver(TargetResolver(TextGrounder(reader: reader)))
        return try await ValueReader(reader: reader, resolver: resolver).value(at: place, on: screen(elements))?.text
    }

    @Test(
        arguments: [
            (ValuePlace.rightOf("Total"), "42"), (.rightOf("Total:"), "42"), (.rightOf("Code"), "QX-7"),
            (.below("Total"), "Ida"), (.field(Target("", role: .field)), "Ida"), (.rightOf("Discount"), nil),
        ] as [(ValuePlace, String?)])
    func `values stand beside, below or behind their labels, and in fields`(place: ValuePlace, text: String?)
        async throws
    {
        let elements = [
            Self.element(.label, "Total", 10, 10), Self.element(.label, "42", 120, 10),
            Self.element(.label, "more", 220, 10), Self.element(.field, "", 10, 40, value: "Ida"),
            Self.element(.label, "Code: QX-7", 10, 80),
        ]
        let found = try await Self.value(at: place, elements)
        #expect(found == text, "\(found ?? "nothing")")
    }

    @Test func `two values beside two equal labels are none`() async throws {
        let elements = [
            Self.element(.label, "Total", 10, 10), Self.element(.label, "42", 120, 10),
            Self.element(.label, "Total", 10, 80), Self.element(.label, "43", 120, 80),
        ]
        await #expect(throws: AmbiguousTarget.self) { try await Self.value(at: .rightOf("Total"), elements) }
    }
}
