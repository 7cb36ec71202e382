import Images
import Interaction
import JSON

extension ScreenLike {
    /// The step's field.
    static let field = "screen_like"
    private static let known = [
        field, "of", "window", "region", "compare", "threshold", "allow", "ignore", "timeout", "softly",
    ]

    /// Reads `{"screen_like": "basket", "window": "Orders"}`.
    init(_ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow(Self.known)
        self.init(try fields.required(Self.field, expected: "the name of a picture").string ?? "")
        if let fault = Self.fault(in: name) { throw fields.fault(at: Self.field, fault) }
        part = try Self.part(fields)
        if let word = try fields.string("compare") {
            guard let mode = Mode(rawValue: word) else {
                let all = Mode.allCases.map(\.rawValue).joined(separator: ", ")
                throw fields.fault(at: "compare", "expected one of \(all), found '\(word)'")
            }
            self.mode = mode
        }
        threshold = try fields.number("threshold", in: 0...1, expected: "a number from 0 to 1")
        allowedPixels =
            try fields.integer("allow", in: 0...1_000_000_000, expected: "a number of pixels") ?? allowedPixels
        ignored = try Self.ignored(fields)
        let seconds = try fields.number("timeout", in: 0...3600, expected: "a number of seconds from 0 to 3600")
        timeout = seconds.map { .seconds($0) }
        isSoft = try fields.boolean("softly") ?? false
    }

    private static func part(_ fields: JSONFields) throws(JSONError) -> Part {
        let given = ["of", "window", "region"].filter(fields.has)
        guard given.count <= 1 else {
            throw .field(path: fields.path, line: fields.line, problem: "give one of 'of', 'window' and 'region'")
        }
        if fields.has("of") { return .target(try fields.lenientTarget("of")) }
        if let title = try fields.string("window", expected: "a part of a window's title") { return .window(title) }
        if let region = fields["region"] { return .region(try box(region, "region", fields)) }
        return .screen
    }

    private static func ignored(_ fields: JSONFields) throws(JSONError) -> [Ignored] {
        guard let list = fields["ignore"] else { return [] }
        guard let items = list.items else {
            throw fields.mismatch("ignore", list, "an array of boxes [x, y, width, height] and targets")
        }
        var ignored: [Ignored] = []
        for (index, item) in items.enumerated() {
            if item.items == nil {
                let path = fields.path + [.name("ignore"), .index(index)]
                ignored.append(.target(try Target(json: item, path: path)))
            } else {
                ignored.append(.box(try box(item, "ignore", fields)))
            }
        }
        return ignored
    }

    private static func box<Space>(_ json: JSON, _ name: String, _ fields: JSONFields) throws(JSONError) -> Box<Space> {
        let numbers = (json.items ?? []).compactMap(\.integer)
        guard numbers.count == 4, json.items?.count == 4, numbers.allSatisfy({ (0...100_000).contains($0) }),
            numbers[2] > 0, numbers[3] > 0
        else { throw fields.mismatch(name, json, "[x, y, width, height], whole numbers,") }
        return Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }

    /// The step's JSON form.
    var json: JSON {
        var members = [JSONMember(Self.field, JSON(.string(name)))]
        switch part {
        case .screen: break
        case .region(let box): members.append(JSONMember("region", Self.json(box)))
        case .window(let title): members.append(JSONMember("window", JSON(.string(title))))
        case .target(let target): members.append(JSONMember("of", target.json))
        }
        if mode != .pixels { members.append(JSONMember("compare", JSON(.string(mode.rawValue)))) }
        if let threshold { members.append(JSONMember("threshold", JSON(.number(threshold)))) }
        if allowedPixels > 0 { members.append(JSONMember("allow", JSON(.number(Double(allowedPixels))))) }
        if !ignored.isEmpty {
            let items = ignored.map { part in
                switch part {
                case .box(let box): Self.json(box)
                case .target(let target): target.json
                }
            }
            members.append(JSONMember("ignore", JSON(.array(items))))
        }
        if let timeout { members.append(JSONMember("timeout", JSON(.number(timeout / .seconds(1))))) }
        if isSoft { members.append(JSONMember("softly", JSON(.bool(true)))) }
        return JSON(.object(members))
    }

    private static func json<Space>(_ box: Box<Space>) -> JSON {
        JSON(.array([box.x, box.y, box.width, box.height].map { JSON(.number($0)) }))
    }

    /// The same with each of its texts passed through `change`.
    func mapText(_ change: (String) -> String) -> ScreenLike {
        var claim = self
        claim.name = change(name)
        switch part {
        case .screen, .region: break
        case .window(let title): claim.part = .window(change(title))
        case .target(let target): claim.part = .target(target.mapText(change))
        }
        claim.ignored = ignored.map { part in
            if case .target(let target) = part { .target(target.mapText(change)) } else { part }
        }
        return claim
    }
}
