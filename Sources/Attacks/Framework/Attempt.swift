import Glibc

/// The guest's side of an attack under way: what the host told it, what it tried, what it found.
struct Attempt: Sendable {
    /// What the host told it, such as the path of a file to read.
    let facts: [String: String]
    private(set) var report = AttackReport()
    /// Whether the last call was one that the kernel does not have.
    private(set) var isMissing = false

    init(facts: [String: String]) { self.facts = facts }

    /// What the host told it as `name`.
    ///
    /// - Throws: ``AttackFault/unable(reason:)`` where it told nothing.
    subscript(name: String) -> String {
        get throws(AttackFault) {
            guard let fact = facts[name] else { throw .unable(reason: "the host did not say '\(name)'") }
            return fact
        }
    }

    /// A number that the host told it.
    func number(_ name: String) throws(AttackFault) -> Int {
        guard let number = Int(try self[name]) else { throw .unable(reason: "'\(name)' is not a number") }
        return number
    }

    /// Notes that something was tried, and its result: a negative error number, or what it gained.
    mutating func note(_ step: String, _ result: Int) {
        let answer = result < 0 ? String(cString: strerror(Int32(-result))) : "succeeded (\(result))"
        note("\(step): \(answer)")
        isMissing = result == -Int(ENOSYS)
    }

    mutating func note(_ step: String) {
        if report.steps.count < 200 { report.steps.append(step) }
    }

    /// Keeps the secrets that stand in `bytes`.
    mutating func take(_ bytes: some Sequence<UInt8>) {
        // The last ones: the kernel's log still holds those of earlier trials.
        if report.loot.count < 500 { report.loot += Secret.found(in: bytes).suffix(50) }
    }

    /// Keeps a word as it is.
    mutating func take(word: String) {
        if report.loot.count < 50 { report.loot.append(String(word.prefix(200))) }
    }

    mutating func fail(_ fault: AttackFault) {
        report.obstacle = "\(fault)"
        if case .notApplicable = fault { report.isInapplicable = true }
    }

    /// Makes a system call and notes what came of it.
    ///
    /// - Returns: the result; `nil` where the kernel refused.
    @discardableResult
    mutating func call(_ step: String, _ number: Int32, _ arguments: Int...) -> Int? {
        let result = SystemCall.make(number, arguments)
        note(step, result)
        return result < 0 ? nil : result
    }
}
