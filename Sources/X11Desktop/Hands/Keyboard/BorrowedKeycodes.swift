/// Spare keycodes that stand for characters which the layout lacks, and the map as it was before.
struct BorrowedKeycodes {
    private let connection: X11Connection
    private let original: KeyboardMap
    private var borrowed: [UInt8: KeyDefinition] = [:]
    /// How often the map was changed.
    private(set) var changes = 0

    init(_ connection: X11Connection, of map: KeyboardMap) {
        self.connection = connection
        original = map
    }

    /// The keys of the map as it is now.
    var keys: [UInt8: KeyDefinition] { original.keys.merging(borrowed) { _, borrowed in borrowed } }

    /// Borrows keycodes, in one request; the target must have read everything that was typed with those before.
    mutating func add(_ keycodes: [UInt8: KeyDefinition]) throws(X11Error) {
        guard !keycodes.isEmpty else { return }
        borrowed.merge(keycodes) { _, new in new }
        changes += 1
        try KeyboardMapAccess.write(keycodes, on: connection)
    }

    /// Restores the keycodes, in one request, and checks that they are restored. A borrowed keycode that another client
    /// has changed meanwhile stays as it is.
    mutating func giveBack() throws {
        for _ in 0..<3 where !borrowed.isEmpty {
            let current = try KeyboardMapAccess.read(connection).keys
            let ours = borrowed.filter { current[$0.key]?.symbols == $0.value.symbols }
            guard !ours.isEmpty else {
                borrowed = [:]
                return
            }
            changes += 1
            try KeyboardMapAccess.write(original.keys.filter { ours[$0.key] != nil }, on: connection)
        }
        let current = try KeyboardMapAccess.read(connection).keys
        guard borrowed.allSatisfy({ current[$0.key]?.symbols != $0.value.symbols }) else {
            throw X11Error.mapNotRestored
        }
        borrowed = [:]
    }
}
