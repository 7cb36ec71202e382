import ArgumentParser
import Traces

/// Reports a trace's errors on standard error and with an exit status.
func withTraceErrors(_ body: () throws -> Void) throws {
    do {
        try body()
    } catch let error as TraceError {
        StandardError.say("deskhand: \(error)")
        throw error.exitStatusOfReading.code
    }
}
