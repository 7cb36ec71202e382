extension JSON {
    /// The objects that stand in a model's answer, in their order; those of a list one by one.
    ///
    /// They are read as models write them (single quotes, trailing commas, missing closing brackets). A brace that is
    /// not followed by a quoted name is prose.
    ///
    /// - Throws: ``JSONError`` for an object that is begun and cannot be read.
    package static func objects(inAnswer text: String) throws(JSONError) -> [JSON] {
        let bytes = Array(text.utf8)
        var (found, index) = ([JSON](), 0)
        while index < bytes.count {
            guard beginsObjects(bytes, at: index) else {
                index += 1
                continue
            }
            var reader = JSONReader(bytes, from: index, syntax: .lenient)
            let json = try reader.value()
            index = max(reader.index, index + 1)
            if case .array(let items) = json.value { found += items } else { found.append(json) }
        }
        return found
    }

    /// Whether an object with a quoted name begins here, or a list of such objects.
    private static func beginsObjects(_ bytes: [UInt8], at start: Int) -> Bool {
        func next(_ index: Int) -> Int {
            var index = index + 1
            while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
            return index
        }
        var index = start
        if bytes[index] == UInt8(ascii: "[") { index = next(index) }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "{") else { return false }
        let name = next(index)
        return name < bytes.count && (bytes[name] == UInt8(ascii: "\"") || bytes[name] == UInt8(ascii: "'"))
    }
}
