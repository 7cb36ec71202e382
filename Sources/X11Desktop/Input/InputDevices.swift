import CX11

/// Which input devices are a person's, and which only exist for programs (the XTEST devices).
struct InputDevices {
    private let names: [Int32: String]
    private let synthetic: Set<Int32>

    /// Asks the server for the devices there are now.
    init(_ connection: X11Connection) {
        var names: [Int32: String] = [:]
        var synthetic: Set<Int32> = []
        var count: Int32 = 0
        if let list = XIQueryDevice(connection.display, XIAllDevices, &count) {
            defer { XIFreeDeviceInfo(list) }
            for device in UnsafeBufferPointer(start: list, count: Int(count)) {
                names[device.deviceid] = String(cString: device.name)
                // Masters only repeat what their devices say; ours count like a person's, should one ever be a source.
                if InputDevices.isSynthetic(device.deviceid, connection) { synthetic.insert(device.deviceid) }
            }
        }
        self.names = names
        self.synthetic = synthetic
    }

    /// The name of a device that a person uses; `nil` for one through which programs act.
    func personalDevice(_ id: Int32) -> String? {
        synthetic.contains(id) ? nil : names[id] ?? "device \(id)"
    }

    /// The device whose buttons XTEST presses for this connection; `nil` without XInput 2.
    static func testPointer(_ connection: X11Connection) -> Int32? {
        guard hasInput2(connection) else { return nil }
        var (master, count): (Int32, Int32) = (0, 0)
        guard XIGetClientPointer(connection.display, 0, &master) != 0,
            let list = XIQueryDevice(connection.display, XIAllDevices, &count)
        else { return nil }
        defer { XIFreeDeviceInfo(list) }
        return UnsafeBufferPointer(start: list, count: Int(count)).first { device in
            device.use == XISlavePointer && device.attachment == master && isSynthetic(device.deviceid, connection)
        }?.deviceid
    }

    /// The buttons from 8 on that are down, of which the core protocol says nothing; none without XInput 2.
    static func pressedSideButtons(_ connection: X11Connection) -> [UInt8] {
        guard hasInput2(connection) else { return [] }
        let display = connection.display
        var (master, root, child): (Int32, Window, Window) = (0, 0, 0)
        var (x, y, windowX, windowY) = (0.0, 0.0, 0.0, 0.0)
        var buttons = XIButtonState()
        var (modifiers, group) = (XIModifierState(), XIGroupState())
        guard XIGetClientPointer(display, 0, &master) != 0,
            XIQueryPointer(
                display, master, connection.root, &root, &child, &x, &y, &windowX, &windowY, &buttons, &modifiers,
                &group) != 0 || root != 0, let mask = buttons.mask
        else { return [] }
        defer { XFree(mask) }
        let last = min(Int(buttons.mask_len) * 8, 256) - 1
        guard last >= 8 else { return [] }
        return (8...last).filter { mask[$0 / 8] & (1 << ($0 % 8)) != 0 }.map { UInt8($0) }
    }

    /// Agrees with the server on XInput 2, without which its requests are refused.
    private static func hasInput2(_ connection: X11Connection) -> Bool {
        var (opcode, event, error): (Int32, Int32, Int32) = (0, 0, 0)
        var (major, minor): (Int32, Int32) = (2, 2)
        return XQueryExtension(connection.display, "XInputExtension", &opcode, &event, &error) != 0
            && XIQueryVersion(connection.display, &major, &minor) == Success
    }

    /// The server marks its XTEST devices with a property; their names may differ.
    private static func isSynthetic(_ device: Int32, _ connection: X11Connection) -> Bool {
        var (type, format, count, left) = (Atom(), Int32(), UInt(), UInt())
        var data: UnsafeMutablePointer<UInt8>?
        let status = XIGetProperty(
            connection.display, device, connection.atom("XTEST Device"), 0, 1, 0, Atom(AnyPropertyType), &type, &format,
            &count, &left, &data)
        guard status == Success, let data else { return false }
        defer { XFree(data) }
        return count > 0 && data.pointee != 0
    }
}
