/// The requests that attacks use, by their numbers in the X protocol.
extension XWire {
    /// The colour of a pixel of the root window with everything in it, as `0xRRGGBB`.
    func pixel(x: UInt16, y: UInt16) throws(AttackFault) -> UInt32 {
        let place =
            XWire.bytes(root) + XWire.bytes(x) + XWire.bytes(y) + XWire.bytes(UInt16(1)) + XWire.bytes(UInt16(1))
        let reply = try ask(73, 2, place + XWire.bytes(UInt32.max))
        return XWire.long(reply, 32) & 0xffffff
    }

    /// Paints the root window in one colour.
    func paint(_ colour: UInt32) throws(AttackFault) {
        try send(2, 0, XWire.bytes(root) + XWire.bytes(UInt32(2)) + XWire.bytes(colour))
        try send(61, 0, XWire.bytes(root) + [UInt8](repeating: 0, count: 8))
        try synchronise()
    }

    /// The number of a name.
    func atom(_ name: String) throws(AttackFault) -> UInt32 {
        let text = Array(name.utf8)
        return XWire.long(try ask(16, 0, XWire.bytes(UInt16(text.count)) + [0, 0] + text), 8)
    }

    func setProperty(_ window: UInt32, _ name: String, _ text: [UInt8], type: String = "STRING") throws(AttackFault) {
        let head = XWire.bytes(window) + XWire.bytes(try atom(name)) + XWire.bytes(try atom(type))
        try send(18, 0, head + [8, 0, 0, 0] + XWire.bytes(UInt32(text.count)) + text)
        try synchronise()
    }

    /// Adds text at the end of a property.
    func append(_ text: [UInt8], to window: UInt32, _ name: String) throws(AttackFault) {
        let head = XWire.bytes(window) + XWire.bytes(try atom(name)) + XWire.bytes(try atom("STRING"))
        try send(18, 2, head + [8, 0, 0, 0] + XWire.bytes(UInt32(text.count)) + text)
        try synchronise()
    }

    func property(_ window: UInt32, _ name: String) throws(AttackFault) -> [UInt8] {
        let request = XWire.bytes(window) + XWire.bytes(try atom(name)) + XWire.bytes(UInt32(0))
        let reply = try ask(20, 0, request + XWire.bytes(UInt32(0)) + XWire.bytes(UInt32(65_536)))
        let bytes = Int(reply[1]) / 8
        return Array(reply[32...].prefix(Int(XWire.long(reply, 16)) * bytes))
    }

    /// Makes a window at the top left; it is mapped where asked for.
    func makeWindow(width: UInt16 = 200, height: UInt16 = 100, isMapped: Bool) throws(AttackFault) -> UInt32 {
        let window = newResource()
        let size = XWire.bytes(UInt16(0)) + XWire.bytes(UInt16(0)) + XWire.bytes(width) + XWire.bytes(height)
        let kind = XWire.bytes(UInt16(0)) + XWire.bytes(UInt16(1)) + XWire.bytes(UInt32(0)) + XWire.bytes(UInt32(0))
        try send(1, 0, XWire.bytes(window) + XWire.bytes(root) + size + kind)
        if isMapped { try send(8, 0, XWire.bytes(window)) }
        try synchronise()
        return window
    }

    /// Sends a client message to a window, to its owner or to those who select `mask`.
    func sendMessage(_ name: String, to window: UInt32, about: UInt32, _ data: [UInt32], mask: UInt32 = 0)
        throws(AttackFault)
    {
        let values = (0..<5).flatMap { XWire.bytes($0 < data.count ? data[$0] : 0) }
        let event: [UInt8] = [33, 32, 0, 0] + XWire.bytes(about) + XWire.bytes(try atom(name)) + values
        try send(25, 0, XWire.bytes(window) + XWire.bytes(mask) + event)
        try synchronise()
    }

    /// Which keys are down, a bit for each key code.
    func keymap() throws(AttackFault) -> [UInt8] { Array(try ask(44)[8..<40]) }

    func isDown(_ key: UInt8) throws(AttackFault) -> Bool { try keymap()[Int(key) / 8] & (1 << (key % 8)) != 0 }

    func pointer() throws(AttackFault) -> (x: UInt16, y: UInt16) {
        let reply = try ask(38, 0, XWire.bytes(root))
        return (XWire.short(reply, 16), XWire.short(reply, 18))
    }

    func warpPointer(x: UInt16, y: UInt16) throws(AttackFault) {
        let nowhere = [UInt8](repeating: 0, count: 12)
        try send(41, 0, XWire.bytes(UInt32(0)) + XWire.bytes(root) + nowhere[..<8] + XWire.bytes(x) + XWire.bytes(y))
        try synchronise()
    }

    /// Ends the client that owns a window.
    func killOwner(of window: UInt32) throws(AttackFault) {
        try send(113, 0, XWire.bytes(window))
        try synchronise()
    }

    /// The major number of an extension.
    func requestCode(of name: String) throws(AttackFault) -> UInt8 {
        let text = Array(name.utf8)
        let reply = try ask(98, 0, XWire.bytes(UInt16(text.count)) + [0, 0] + text)
        guard reply[8] == 1 else { throw .notApplicable(reason: "the X server has no extension \(name)") }
        return reply[9]
    }

    /// Presses or releases a key, or a button, through XTEST.
    func fake(_ event: UInt8, _ detail: UInt8) throws(AttackFault) {
        let code = try requestCode(of: "XTEST")
        let kind: [UInt8] = [event, detail, 0, 0] + XWire.bytes(UInt32(0)) + XWire.bytes(root)
        try send(code, 2, kind + [UInt8](repeating: 0, count: 20))
        try synchronise()
    }

    func own(_ selection: String, with window: UInt32) throws(AttackFault) {
        try send(22, 0, XWire.bytes(window) + XWire.bytes(try atom(selection)) + XWire.bytes(UInt32(0)))
        try synchronise()
    }

    func requestSelection(_ selection: String, into window: UInt32) throws(AttackFault) {
        let target = XWire.bytes(try atom("STRING")) + XWire.bytes(try atom("LOOT")) + XWire.bytes(UInt32(0))
        try send(24, 0, XWire.bytes(window) + XWire.bytes(try atom(selection)) + target)
        try synchronise()
    }

    /// Grabs the keyboard; says whether that was granted.
    func grabKeyboard() throws(AttackFault) -> Bool {
        try ask(31, 1, XWire.bytes(root) + XWire.bytes(UInt32(0)) + [1, 1, 0, 0])[1] == 0
    }
}
