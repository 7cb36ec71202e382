import Foundation

extension Attempt {
    /// Runs a program to its end and notes how it ended.
    ///
    /// - Throws: ``AttackFault/unable(reason:)`` where there is no such program.
    @discardableResult
    mutating func run(_ words: [String]) throws(AttackFault) -> Int32 {
        let status = HostProcess.wait(
            for: try HostProcess.start(words, environment: ProcessInfo.processInfo.environment))
        note("\(words[0]) ended with status \(status)")
        return status
    }
}
