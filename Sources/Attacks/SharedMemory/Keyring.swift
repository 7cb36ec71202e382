import CLinux
import Glibc

extension Attack {
    static let readKeyrings = [
        readKeyring("key-of-session", "session", keyring: -3), readKeyring("key-of-user", "user", keyring: -4),
    ]

    private static func readKeyring(_ name: String, _ ring: String, keyring: Int) -> Attack {
        Attack(
            name, .sharedMemory, .sharedMemory, "Reads a key from the host's \(ring) keyring", control: .withoutSandbox
        ) { attempt throws(AttackFault) in
            try readKeys(&attempt, keyring)
        } host: { trial in
            let description = Secret.name()
            let key = try addKey(description, holding: trial.secret, to: keyring, named: ring)
            trial.afterwards { _ = SystemCall.make(SYS_keyctl, 9, key, keyring) }
            return trial.judge(try await trial.attempt(["description": description, "key": "\(key)"]))
        }
    }

    /// The guest's part: looks for the key by its description and its number, and reads what it finds.
    private static func readKeys(_ attempt: inout Attempt, _ keyring: Int) throws(AttackFault) {
        let description = try attempt["description"]
        var keys = [try attempt.number("key")]
        let found = withAddress(of: "user") { kind in
            withAddress(of: description) { attempt.call("keyctl search", SYS_keyctl, 10, keyring, kind, $0, 0) }
        }
        if let found { keys.append(found) }
        for key in keys {
            var bytes = [UInt8](repeating: 0, count: 100)
            bytes.withUnsafeMutableBytes {
                _ = attempt.call("keyctl read", SYS_keyctl, 11, key, SystemCall.address($0.baseAddress), 100)
            }
            attempt.take(bytes)
        }
    }

    /// The host's part: adds a key that every process of the user may read.
    ///
    /// - Returns: the key's number.
    private static func addKey(
        _ description: String, holding secret: String, to keyring: Int, named ring: String
    ) throws(AttackFault) -> Int {
        // Only who possesses a key may open it to others, and a keyring is possessed through the session's. A thread that
        // once added a key to its session's keyring has a new one, which the user's is not in.
        _ = SystemCall.make(SYS_keyctl, 8, -4, -3)
        let key = withAddress(of: "user") { kind in
            withAddress(of: description) { name in
                withAddress(of: secret) { SystemCall.make(SYS_add_key, kind, name, $0, secret.utf8.count, keyring) }
            }
        }
        guard key >= 0 else {
            throw AttackFault.notApplicable(reason: "no key can be added to the \(ring) keyring here")
        }
        // For every process of the user, not only for those that possess the keyring.
        guard SystemCall.make(SYS_keyctl, 5, key, 0x3f3f_0000) >= 0 else {
            _ = SystemCall.make(SYS_keyctl, 9, key, keyring)
            throw AttackFault.notApplicable(reason: "a key of the \(ring) keyring cannot be opened to others here")
        }
        return key
    }
}
