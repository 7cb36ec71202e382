import Foundation
import Glibc

/// A program that prints a key.
package struct KeyCommand: Sendable {
    private let words: [String]
    private let timeout: Duration
    /// Of what it prints.
    private static let maximumBytes = 1 << 16
    /// How long to wait for more until it is asked whether the program has ended.
    private static let interval: Int32 = 50

    /// - Parameters:
    ///   - words: the program with its arguments.
    ///   - timeout: for the program to end; long enough for a person to unlock a store of keys.
    package init(_ words: [String], timeout: Duration = .seconds(60)) {
        self.words = words
        self.timeout = timeout
    }

    /// What the program prints until it ends.
    ///
    /// A program that is still there at the timeout, or prints too much, is killed.
    ///
    /// - Throws: ``ModelsFileError/noKey(_:)``.
    package func output() throws(ModelsFileError) -> String {
        let (process, pipe) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = pipe
        process.standardInput = FileHandle.nullDevice
        do { try process.run() } catch { throw .noKey("the command \(words[0]) cannot be started: \(error)") }
        var status: Int32?
        defer { if status == nil { kill(process.processIdentifier, SIGKILL) } }
        let bytes = try read(pipe.fileHandleForReading.fileDescriptor) {
            status = status ?? Self.status(of: process)
            return status != nil
        }
        guard status == 0 else { throw .noKey("the command \(words[0]) ended with status \(status ?? -1)") }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads until the program has ended. What it left running may hold its output open, so the end of that says nothing.
    private func read(_ descriptor: Int32, hasEnded: () -> Bool) throws(ModelsFileError) -> [UInt8] {
        let deadline = ContinuousClock.now + timeout
        var bytes: [UInt8] = []
        var isAtEnd = false
        while true {
            let isLast = hasEnded()
            while !isAtEnd, Self.isReadable(descriptor, within: isLast ? 0 : Self.interval) {
                let piece = Self.piece(descriptor)
                isAtEnd = piece.isEmpty
                bytes += piece
                guard bytes.count <= Self.maximumBytes else {
                    throw .noKey(
                        "the command \(words[0]) prints more than \(Self.maximumBytes) bytes; expected the key on its first line"
                    )
                }
                guard ContinuousClock.now < deadline else { break }
            }
            if isLast { return bytes }
            guard ContinuousClock.now < deadline else {
                throw .noKey(
                    "the command \(words[0]) did not end within \(Int(timeout / .seconds(1))) s; expected that it prints the key and ends"
                )
            }
            if isAtEnd { usleep(UInt32(Self.interval) * 1000) }
        }
    }

    /// How a program ended; `nil` while it runs. Foundation would wait for all that it started, too.
    private static func status(of process: Process) -> Int32? {
        var ended = unsafe siginfo_t()
        let options = WEXITED | WNOHANG | WNOWAIT
        guard unsafe waitid(P_PID, id_t(process.processIdentifier), &ended, options) == 0 else {
            return process.isRunning ? nil : process.terminationStatus
        }
        let child = unsafe ended._sifields._sigchld
        return child.si_pid == process.processIdentifier ? child.si_status : nil
    }

    private static func isReadable(_ descriptor: Int32, within milliseconds: Int32) -> Bool {
        var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&question, 1, milliseconds) > 0
    }

    /// What can be read now; nothing at the end.
    private static func piece(_ descriptor: Int32) -> [UInt8] {
        unsafe [UInt8](unsafeUninitializedCapacity: 4096) { buffer, count in
            count = unsafe max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count))
        }
    }
}
