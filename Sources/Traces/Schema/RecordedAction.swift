import Images
package import Interaction
import JSON

/// An action in its JSON form, kept as it was written whatever the code names it today.
package struct RecordedAction: Sendable {
    /// An object, its members and theirs sorted by name, since decoders do not keep their order.
    private let json: JSON

    /// Keeps an action in its JSON form.
    package init<Space>(_ action: Action<Space>) {
        self.init(action.json)
    }

    private init(_ json: JSON) { self.json = json.sorted }

    /// The name of the action, such as `left_click`.
    package var action: String { json["action"]?.string ?? "" }
    var coordinate: [Double]? { json["coordinate"].flatMap(RecordedAction.numbers) }
    var path: [[Double]]? {
        guard case .array(let items)? = json["path"]?.value else { return nil }
        return items.compactMap(RecordedAction.numbers)
    }
    var keys: [String]? { json["keys"]?.strings }
    /// The keys that were held while the pointer acted.
    var modifiers: [String]? { json["modifiers"]?.strings }
    package var text: String? { json["text"]?.string }
    var pixels: Double? { number("pixels") }
    var notches: Double? { number("notches") }
    var button: String? { json["button"]?.string }
    /// In seconds.
    var time: Double? { number("time") }
    var status: String? { json["status"]?.string }
    /// The members of a batch.
    var actions: [RecordedAction]? {
        guard case .array(let items)? = json["actions"]?.value else { return nil }
        return items.map { RecordedAction($0) }
    }

    /// The action as a hand takes it, or `nil` when the record is not one that this Deskhand knows.
    package func restored<Space>(in space: Space.Type = Space.self) -> Action<Space>? {
        guard let fields = try? JSONFields(json), let name = try? fields.actionName() else { return nil }
        return try? Action(name: name, fields)
    }

    private func number(_ name: String) -> Double? {
        json[name]?.number
    }

    private static func numbers(_ json: JSON) -> [Double]? {
        guard case .array(let items) = json.value else { return nil }
        return JSON.numbers(items)
    }
}

extension RecordedAction: Hashable {
    package static func == (left: RecordedAction, right: RecordedAction) -> Bool { left.json.text == right.json.text }

    package func hash(into hasher: inout Hasher) { hasher.combine(json.text) }
}

extension RecordedAction: Codable {
    package init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        guard json["action"]?.string != nil else {
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "expected an action with its name, found \(json.kind)"))
        }
        self.init(json)
    }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension RecordedAction: CustomStringConvertible {
    /// In words, such as `left_click (20, 30)` or `type "hello"`.
    package var description: String { words(withPlaces: true) }

    /// In words, with coordinates or without.
    func words(withPlaces hasPlaces: Bool) -> String {
        var words = [action]
        if let modifiers { words += ["holding", modifiers.joined(separator: "+")] }
        if let button { words.append(button) }
        if let count = number("count"), count != 1 { words.append("\(plain(count)) times") }
        if let keys { words.append(keys.joined(separator: "+")) }
        if let text { words.append("\"\(text)\"") }
        if let pixels { words.append("\(plain(pixels)) px") }
        if let notches { words.append("\(plain(notches)) notches") }
        if let sideways = number("horizontal") { words.append("sideways \(plain(sideways))") }
        if let time { words.append("\(plain(time)) s") }
        if let status { words.append(status) }
        if let actions {
            words.append("[" + actions.map { $0.words(withPlaces: hasPlaces) }.joined(separator: "; ") + "]")
        }
        guard hasPlaces else { return words.joined(separator: " ") }
        for point in path ?? [] { words.append("via \(tuple(point))") }
        if let coordinate { words.append(tuple(coordinate)) }
        return words.joined(separator: " ")
    }

    private func tuple(_ numbers: [Double]) -> String { "(" + numbers.map(plain).joined(separator: ", ") + ")" }

    private func plain(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }
}
