import Foundation
import Synchronization

/// Which modules the Pythons of this machine have; each is asked once.
final class PythonModules: Sendable {
    /// An interpreter's path and the name of a module.
    private struct Question: Hashable {
        let interpreter: String
        let module: String
    }

    private let answers = Mutex<[Question: Bool]>([:])
    private static let patience = Duration.seconds(20)
    /// Looks for modules and imports none.
    private static let code =
        "import importlib.util, sys\nfor n in sys.argv[1:]:\n try: s = importlib.util.find_spec(n)\n except Exception: s = None\n if s is None: print(n)"

    /// Those of the modules that an interpreter does not find; none where it cannot be asked.
    ///
    /// - Parameter interpreter: its absolute path.
    func missing(_ modules: [String], for interpreter: String) -> [String] {
        func known(_ module: String) -> Bool? {
            answers.withLock { $0[Question(interpreter: interpreter, module: module)] }
        }
        let open = modules.filter { known($0) == nil }
        if !open.isEmpty, let lost = Self.ask(interpreter, about: open) {
            answers.withLock { answers in
                for module in open {
                    answers[Question(interpreter: interpreter, module: module)] = !lost.contains(module)
                }
            }
        }
        return modules.filter { known($0) == false }
    }

    /// - Returns: the modules that are missing; `nil` when Python does not run.
    private static func ask(_ interpreter: String, about modules: [String]) -> Set<String>? {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: interpreter)
        // Isolated: sessions have neither this user's modules nor this folder's.
        process.arguments = ["-I", "-c", code] + modules
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return nil }
        let deadline = ContinuousClock.now + patience
        while process.isRunning, ContinuousClock.now < deadline { usleep(2000) }
        guard !process.isRunning else {
            process.terminate()
            return nil
        }
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        return process.terminationStatus == 0 ? Set(text.split(separator: "\n").map(String.init)) : nil
    }
}
