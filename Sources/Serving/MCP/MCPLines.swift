import Foundation
package import JSON
import Synchronization

/// The protocol's messages over standard input and output: one a line, and nothing else.
package enum MCPLines {
    /// The longest message that is read, in bytes; files are written in pieces.
    private static let maximum = 16 << 20

    /// Writes messages to a descriptor, each whole, without waiting for the client to read them.
    package final class Writer: Sendable {
        private let file: Mutex<FileHandle>
        private let queue = DispatchQueue(label: "messages")
        /// Bytes that the client has not read.
        private let waiting = Mutex(0)

        /// Of ``waiting``; a client that does not read any more loses the rest.
        private static let maximum = 128 << 20
        /// How long ``finish()`` waits.
        private static let patience = Duration.seconds(5)

        /// - Parameter descriptor: which is only written to by this.
        package init(_ descriptor: Int32) {
            file = Mutex(FileHandle(fileDescriptor: descriptor, closeOnDealloc: false))
        }

        /// Writes one message; a client that is gone is noticed where it is read from.
        package func send(_ message: JSON) {
            let line = Data((message.text + "\n").utf8)
            let isTaken = waiting.withLock { waiting in
                guard waiting + line.count <= Self.maximum else { return false }
                waiting += line.count
                return true
            }
            guard isTaken else { return }
            queue.async { [self] in
                file.withLock { try? $0.write(contentsOf: line) }
                waiting.withLock { $0 -= line.count }
            }
        }

        /// Waits until all is written, or the client does not read.
        package func finish() async {
            let (end, tell) = AsyncStream<Void>.makeStream()
            queue.async { tell.finish() }
            let limit = Task {
                try? await Task.sleep(for: Self.patience)
                tell.finish()
            }
            for await _ in end {}
            limit.cancel()
        }
    }

    /// Reads messages until the end of input, or the task is cancelled.
    ///
    /// - Parameter take: takes the text of one.
    package static func read(_ descriptor: Int32, _ take: @Sendable @escaping (Result<String, MCPError>) -> Void) async
    {
        let (end, tell) = AsyncStream<Void>.makeStream()
        let thread = Thread {
            readAll(descriptor, take)
            tell.finish()
        }
        thread.start()
        for await _ in end {}
    }

    private static func readAll(_ descriptor: Int32, _ take: (Result<String, MCPError>) -> Void) {
        var pending: [UInt8] = []
        var isTooLong = false
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe Foundation.read(descriptor, &bytes, bytes.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            for byte in bytes[..<count] {
                guard byte == UInt8(ascii: "\n") else {
                    if pending.count < maximum { pending.append(byte) } else { isTooLong = true }
                    continue
                }
                finish(&pending, &isTooLong, take)
            }
        }
        finish(&pending, &isTooLong, take)
    }

    private static func finish(
        _ pending: inout [UInt8], _ isTooLong: inout Bool, _ take: (Result<String, MCPError>) -> Void
    ) {
        defer { (pending, isTooLong) = ([], false) }
        if isTooLong { return take(.failure(MCPError(.request, "a message of more than \(maximum >> 20) MiB"))) }
        let text = String(decoding: pending, as: UTF8.self)
        if !text.allSatisfy(\.isWhitespace) { take(.success(text)) }
    }
}
