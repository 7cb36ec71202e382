import Foundation
import Glibc
import Sessions

extension Attempt {
    /// Runs a program to its end and notes how it ended.
    ///
    /// - Throws: ``AttackFault/unable(reason:)`` where there is no such program.
    @discardableResult
    mutating func run(_ words: [String]) throws(AttackFault) -> Int32 {
        let null = URL(filePath: "/dev/null")
        do {
            let process = try Spawn(
                words: words, environment: ProcessInfo.processInfo.environment, folder: URL(filePath: "/"),
                output: null, errors: null
            ).run()
            var status: Int32 = 0
            waitpid(process, &status, 0)
            note("\(words[0]) ended with status \(status >> 8)")
            return status >> 8
        } catch {
            throw .unable(reason: "\(error)")
        }
    }
}
