/// An array or object that is being read.
struct JSONContainer {
    let isObject: Bool
    /// Where it begins.
    let line: Int
    /// The name of the member whose value comes next.
    var name = ""
    private var items: [JSON] = []
    private var members: [JSONMember] = []
    /// Where each member stands, once they are too many to be compared one by one.
    private var places: [JSONName: Int] = [:]
    private static let fewMembers = 12

    init(isObject: Bool, line: Int) {
        self.isObject = isObject
        self.line = line
    }

    var isEmpty: Bool { items.isEmpty && members.isEmpty }
    var closing: UInt8 { isObject ? UInt8(ascii: "}") : UInt8(ascii: "]") }
    var json: JSON { JSON(isObject ? .object(members) : .array(items), line: line) }

    func contains(_ name: String) -> Bool { place(of: name) != nil }

    /// Adds an item, or the value of the member ``name``, which replaces one of the same name.
    mutating func add(_ value: JSON) {
        guard isObject else { return items.append(value) }
        if let place = place(of: name) {
            members[place].value = value
            return
        }
        if members.count == Self.fewMembers {
            for (place, member) in members.enumerated() { places[JSONName(member.name)] = place }
        }
        if members.count >= Self.fewMembers { places[JSONName(name)] = members.count }
        members.append(JSONMember(name, value))
    }

    private func place(of name: String) -> Int? {
        if places.isEmpty { return members.firstIndex { $0.name.isSame(as: name) } }
        return places[JSONName(name)]
    }
}
