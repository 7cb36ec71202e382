import Images
package import Interaction

/// Reads the values of fields, and of what stands beside or below words: elements that programs tell, and words that are
/// read.
package struct ValueReader: ValueReading {
    private let resolver: ElementResolver
    private let elements: ElementReader

    /// - Parameters:
    ///   - reader: reads words.
    ///   - resolver: finds fields.
    package init(reader: TextReader, resolver: ElementResolver) {
        elements = ElementReader(text: reader)
        self.resolver = resolver
    }

    package func value(at place: ValuePlace, on screen: ScreenState) async throws -> ReadValue? {
        let frame = screen.screenshot.frame
        switch place {
        case .field(let target):
            guard let element = try await resolver.resolve(target, on: screen)?.element, let value = element.value
            else {
                return nil
            }
            return ReadValue(text: value, box: frame.imageBox(element.box))
        case .rightOf(let label):
            let list = try await elements.list(on: screen).shown
            let found = Self.behind(label, in: list)
            return try Self.single(
                found.isEmpty ? Self.nearest(to: label, in: list) { $0.distance(rightOf: $1) } : found, label, frame)
        case .below(let label):
            let list = try await elements.list(on: screen).shown
            return try Self.single(Self.nearest(to: label, in: list) { $0.distance(below: $1) }, label, frame)
        }
    }

    /// What an element says, and where.
    private struct Saying {
        var text: String
        var element: Element
    }

    private static func text(of element: Element) -> String { element.value ?? element.name }

    /// The rest of labels that begin with the words, as in `Total: 42`.
    private static func behind(_ label: String, in list: [Element]) -> [Saying] {
        let beginning = label.hasSuffix(":") ? label : label + ":"
        return list.compactMap { element in
            guard !element.role.isContainer, element.name.hasPrefix(beginning) else { return nil }
            let value = element.name.dropFirst(beginning.count).drop(while: \.isWhitespace)
            return value.isEmpty ? nil : Saying(text: String(value), element: element)
        }
    }

    /// For each label with these words what is nearest to it in its window.
    private static func nearest(
        to label: String, in list: [Element], _ measure: (Box<ScreenSpace>, Box<ScreenSpace>) -> Double?
    ) -> [Saying] {
        let anchors = list.filter {
            !$0.role.isContainer && $0.value == nil
                && ElementName($0.name).grade(of: ElementName(label))?.isExact == true
        }
        return anchors.compactMap { anchor in
            let others = list.filter { other in
                other.window == anchor.window && other.number != anchor.number && !other.role.isContainer
                    && !text(of: other).isEmpty
            }
            let measured = others.compactMap { other in measure(other.box, anchor.box).map { (other, $0) } }
            return measured.min { $0.1 < $1.1 }.map { Saying(text: text(of: $0.0), element: $0.0) }
        }
    }

    private static func single(_ found: [Saying], _ label: String, _ frame: CoordinateFrame) throws -> ReadValue? {
        guard Set(found.map(\.element.number)).count < 2 else {
            let candidates = found.map { saying in
                Candidate(
                    box: frame.imageBox(saying.element.box), point: frame.imagePoint(saying.element.point),
                    text: saying.text, confidence: 1, isExact: true)
            }
            throw AmbiguousTarget(target: Target(label), candidates: candidates)
        }
        return found.first.map { ReadValue(text: $0.text, box: frame.imageBox($0.element.box)) }
    }
}
