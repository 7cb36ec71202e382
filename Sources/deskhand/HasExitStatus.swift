/// An error that says with which status a command ends that meets it.
///
/// One conformance for each type of error, in the extensions beside this file or at the error itself: a new error adds
/// its own and changes no other.
protocol HasExitStatus: Error {
    var exitStatus: ExitStatus { get }
}

extension ExitStatus {
    /// The status for whatever kept a command from its work; ``couldNotRun`` for errors that have none of their own.
    init(for error: any Error) { self = (error as? any HasExitStatus)?.exitStatus ?? .couldNotRun }
}

extension CancellationError: HasExitStatus {
    var exitStatus: ExitStatus { .interrupted }
}

/// What a user wrote, on the command line or in a file, cannot be used.
protocol IsBadInput: HasExitStatus {}

extension IsBadInput {
    var exitStatus: ExitStatus { .badInput }
}

/// The arguments of a command contradict each other or name nothing.
protocol IsMisuse: HasExitStatus {}

extension IsMisuse {
    var exitStatus: ExitStatus { .misused }
}
