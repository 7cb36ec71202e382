/// A line of the threat model: what must not happen. The raw value is the line's title in the document.
package enum Threat: String, CaseIterable, Sendable {
    case otherDisplay = "A program in a session sees or operates another display"
    case ownDisplay = "A program turns its own X server or window manager against the host"
    case hostFilesRead = "A program in a session reads files of the host"
    case hostFilesWritten = "A program in a session writes files of the host"
    case otherSession = "A program in a session reads or writes files of another session"
    case hostProcesses = "A program in a session reads, changes or ends processes outside"
    case survival = "A program outlives its session"
    case network = "A program in a session reaches the network or services of the host"
    case buses = "A program in a session reaches a message bus outside"
    case sharedMemory = "A program in a session reaches memory, queues or keys that the host shares"
    case devices = "A program in a session reaches devices or terminals of the host"
    case privileges = "A program in a session gains privileges or leaves its namespaces"
    case kernel = "A program in a session changes settings of the kernel"
    case exhaustion = "A program in a session exhausts the host"
    case readers = "What a program in a session shows or stores misleads the reader outside"
}
