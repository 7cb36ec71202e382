/// Why a trace could not be written or read.
package enum TraceError: Error, Hashable, Sendable {
    /// No room is left, or a quota or file size limit was reached.
    case diskFull(path: String)
    /// Something else kept the file or folder from being written; `reason` is the system's.
    case notWritable(path: String, reason: String)
    /// The folder holds a trace, which is never written over.
    case alreadyRecorded(folder: String)
    /// A value that JSON cannot hold, such as a coordinate that is not a number.
    case notEncodable(event: String, reason: String)
    case noTrace(folder: String)
    case notReadable(path: String, reason: String)
    /// The first line is missing or is not a header.
    case noHeader(path: String)
    case newerVersion(path: String, found: Int, known: Int)
    /// A line other than a torn last one.
    case brokenLine(path: String, line: Int, reason: String)
    /// A complete trace lacks an event.
    case missingEvent(path: String, sequence: Int)
    /// An event has the number of another one, or one that no event of this trace can have.
    case wrongSequence(path: String, sequence: Int)
    case noFrame(path: String)
    case brokenFrame(path: String, reason: String)
    /// The picture's pixels are not those that its name was made from.
    case alteredFrame(path: String, found: String)
    case noStep(number: Int, last: Int)
    /// A later run did not do what the trace did, so its screens cannot take the place of the trace's.
    case notUpdated(step: Int, reason: String)
    /// A trace that is not whole cannot be edited; what is lost is told in words.
    case notEdited(path: String, losses: [String])
    /// Without the words that are to be taken out, the file would be no trace.
    case notRedacted(path: String, reason: String)
    /// A packed trace is read only.
    case packed
}

extension TraceError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .diskFull(let path):
            "no space is left to record '\(path)'; free some space, or give another folder"
        case .notWritable(let path, let reason):
            "cannot record '\(path)': \(reason); give a writable folder"
        case .alreadyRecorded(let folder):
            "'\(folder)' already holds a trace; give another folder, or remove it"
        case .notEncodable(let event, let reason):
            "the event '\(event)' cannot be recorded: \(reason)"
        case .noTrace(let folder):
            "'\(folder)' holds no trace; expected a folder with a file trace.jsonl in it"
        case .notReadable(let path, let reason):
            "cannot read '\(path)': \(reason)"
        case .noHeader(let path):
            "'\(path)' has no header; expected a first line like {\"deskhand_trace\":\(TraceHeader.version), …}"
        case .newerVersion(let path, let found, let known):
            "'\(path)' has version \(found), and this Deskhand knows versions up to \(known); use a newer Deskhand"
        case .brokenLine(let path, let line, let reason):
            "line \(line) of '\(path)' is broken: \(reason)"
        case .missingEvent(let path, let sequence):
            "'\(path)' ended properly but lacks event \(sequence); a line was removed"
        case .wrongSequence(let path, let sequence):
            "'\(path)' has a wrong sequence \(sequence); expected each number from 1 on once"
        case .noFrame(let path):
            "the frame '\(path)' is missing; copy the folder 'frames' along with the trace"
        case .brokenFrame(let path, let reason):
            "the frame '\(path)' cannot be read: \(reason)"
        case .alteredFrame(let path, let found):
            "the frame '\(path)' was altered: its pixels are those of \(found)"
        case .noStep(let number, let last):
            "the trace has no step \(number); it has steps 1 to \(last)"
        case .notEdited(let path, let losses):
            "the trace '\(path)' is left as it was, because it is incomplete: \(losses.joined(separator: "; "))"
        case .notRedacted(let path, let reason):
            "the trace '\(path)' is left as it was, because it could not be read without these words: \(reason); "
                + "give longer ones"
        case .packed:
            "a packed trace cannot be changed; unpack it with 'unzip FILE -d FOLDER', and give the folder"
        case .notUpdated(let step, let reason):
            "the trace is left as it was: step \(step) could not be done again: \(reason); record the task again"
        }
    }
}
