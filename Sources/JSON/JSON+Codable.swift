/// Numbers keep their exact value if they are 64-bit integers; Foundation's coders round others to a `Double`.
extension JSON: Codable {
    package init(from decoder: any Decoder) throws {
        if let fields = try? decoder.container(keyedBy: JSONKey.self) {
            var members: [JSONMember] = []
            for key in fields.allKeys {
                members.append(JSONMember(key.stringValue, try fields.decode(JSON.self, forKey: key)))
            }
            self.init(.object(members))
        } else if var items = try? decoder.unkeyedContainer() {
            var values: [JSON] = []
            while !items.isAtEnd {
                values.append(try items.decode(JSON.self))
            }
            self.init(.array(values))
        } else {
            self.init(try JSON.scalar(decoder.singleValueContainer()))
        }
    }

    private static func scalar(_ container: any SingleValueDecodingContainer) throws -> Value {
        if container.decodeNil() { return .null }
        if let truth = try? container.decode(Bool.self) { return .bool(truth) }
        if let number = try? container.decode(Double.self) {
            // Beyond 2^53 a Double skips integers.
            if number.magnitude >= 0x1p53, let integer = try? container.decode(Int.self) { return .number(integer) }
            return .number(number)
        }
        return .string(try container.decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        switch value {
        case .array(let items):
            var container = encoder.unkeyedContainer()
            for item in items {
                try container.encode(item)
            }
        case .object(let members):
            var container = encoder.container(keyedBy: JSONKey.self)
            for member in members {
                try container.encode(member.value, forKey: JSONKey(member.name))
            }
        case .null, .bool, .number, .string: try encodeScalar(to: encoder)
        }
    }

    private func encodeScalar(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .bool(let truth): try container.encode(truth)
        case .string(let text): try container.encode(text)
        case .number(let number):
            if let integer = number.integer {
                try container.encode(integer)
            } else {
                try container.encode(number.double)
            }
        case .null, .array, .object: try container.encodeNil()
        }
    }
}

/// A name in an object, or a place in an array.
struct JSONKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ name: String) {
        stringValue = name
        intValue = nil
    }

    init(index: Int) {
        stringValue = "\(index)"
        intValue = index
    }

    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(index: intValue) }
}
