import Foundation
import Glibc

/// A pipe on which a program says in one line that it is ready.
struct ReadyLine: ~Copyable {
    /// The end for the program.
    let writing: Int32
    private let reading: Int32

    init() throws(SessionError) {
        (reading, writing) = try openPipe()
    }

    deinit {
        close(reading)
        close(writing)
    }

    /// Waits for the line. A program that ends without one is noticed at once.
    func wait(for program: Program, seconds: Int) throws(SessionError) -> String {
        let deadline = ContinuousClock.now + .seconds(seconds)
        var line: [UInt8] = []
        while !line.contains(UInt8(ascii: "\n")) {
            if !isReadable(for: .milliseconds(50)) {
                if let ended = program.ended {
                    throw .ended(program: program.name, status: ended.words, lastOutput: program.lastOutput)
                }
                guard ContinuousClock.now < deadline else {
                    throw .notReady(program: program.name, seconds: seconds, lastOutput: program.lastOutput)
                }
                continue
            }
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = read(reading, &bytes, bytes.count)
            line += bytes[..<max(count, 0)]
        }
        return String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private func isReadable(for time: Duration) -> Bool {
        var waiting = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, Int32(time / .milliseconds(1))) > 0
    }
}
