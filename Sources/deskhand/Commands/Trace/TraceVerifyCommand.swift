import ArgumentParser
import Traces

/// `deskhand trace verify`.
struct TraceVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Checks every hash, reference and time of traces.",
        discussion: """
            Prints the last hash of the chain over all lines, by which a trace can be told to be the one that it was.

            Exit status: 0 all are whole and unaltered, 65 something is wrong with one of them.
            """)

    @Argument(help: ArgumentHelp("The folders of traces.", valueName: "trace"))
    var folders: [String]

    func run() throws {
        var hasFaults = false
        for folder in folders {
            do {
                let found = TraceVerification(try Trace(folder: folder))
                hasFaults = hasFaults || !found.faults.isEmpty
                let chain = found.chain.map { "chain \($0)" } ?? "its lines have no hashes"
                let counts = "\(found.lines) events, \(found.frames) frames, \(found.inputs) files, \(chain)"
                let head = found.faults.isEmpty ? "whole: \(folder) (\(counts))" : "FAULTY: \(folder) (\(counts))"
                StandardOutput.show(([head] + found.faults.map { "  \($0)" }).joined(separator: "\n"))
            } catch {
                // The others are checked all the same.
                hasFaults = true
                StandardOutput.show("FAULTY: \(folder)\n  \(error)")
            }
        }
        if hasFaults { throw ExitStatus.badInput.code }
    }
}
