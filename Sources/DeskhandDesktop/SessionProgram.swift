import Sessions

/// A program that a session started.
public struct SessionProgram: Sendable {
    let program: Sessions.Program

    /// As it was called.
    public var name: String { program.name }
    /// The process's number outside of any sandbox.
    public var processID: Int32 { program.processID }
    public var isRunning: Bool { program.ended == nil }
    /// The first 8 MiB of what it has printed so far.
    public var output: String { program.printed }
    /// The first 8 MiB of its error text so far.
    public var errorOutput: String { program.errorText }

    /// How a program ended.
    public enum Ending: Hashable, Sendable {
        case exited(status: Int32)
        case killed(signal: Int32)
    }

    /// Waits for its end; at the timeout it is ended.
    ///
    /// - Throws: ``DesktopError`` of the kind ``DesktopError/Kind/timeout``, and `CancellationError`.
    public func waitForEnd(timeoutSeconds: Int = 60) async throws -> Ending {
        try await DesktopError.wrapping {
            switch try await program.waitForEnd(seconds: timeoutSeconds) {
            case .exited(let status): .exited(status: status)
            case .killed(let signal): .killed(signal: signal)
            }
        }
    }

    /// Ends it with its process group: asks, and kills after two seconds.
    public func stop() { program.stop() }
}
