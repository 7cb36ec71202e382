/// What Deskhand and the process that starts a session's programs tell each other.
///
/// The guardian starts what runs on the host; a process with the number 1 in the sandbox's process namespace starts
/// what runs inside. Both are parents of what they start, so that they own it, and report how it ends.
enum LaunchMessage: Hashable, Sendable {
    /// Something to clean up at the end.
    case duty(Duty)
    /// Start a program; the message carries the descriptors that become its descriptors 0, 1, 2 and so on.
    /// With `maximumTasks` above 0 it runs in a new control group, if one can be created.
    case start(id: Int, folder: String, words: [String], variables: [String], maximumTasks: Int = 0)
    /// Send a signal to the process group of a started program.
    case signal(id: Int, number: Int32)
    /// Keep the processes and files of a session within limits.
    case watch(ResourceWatch.Plan)
    /// The program runs, as this process of the sender's namespace; inside the sandbox the message carries a process
    /// descriptor.
    case started(id: Int, process: Int32)
    /// The program is not installed.
    case missing(id: Int, name: String)
    /// The system refused to start the program.
    case refused(id: Int, reason: String)
    /// The program ended, with this status of `wait`.
    case ended(id: Int, status: Int32)
    /// The session went beyond a limit, and what runs in its sandbox was ended.
    case exceeded(LimitOverrun)

    /// Fields that are separated by zero bytes.
    var fields: [String] {
        switch self {
        case .duty(let duty): ["duty", duty.line]
        case .start(let id, let folder, let words, let variables, let maximumTasks):
            ["start", "\(id)", folder, "\(maximumTasks)", "\(words.count)"] + words + variables
        case .signal(let id, let number): ["signal", "\(id)", "\(number)"]
        case .watch(let plan): ["watch"] + plan.fields
        case .started(let id, let process): ["started", "\(id)", "\(process)"]
        case .missing(let id, let name): ["missing", "\(id)", name]
        case .refused(let id, let reason): ["refused", "\(id)", reason]
        case .ended(let id, let status): ["ended", "\(id)", "\(status)"]
        case .exceeded(let overrun): ["exceeded", overrun.resource.rawValue, "\(overrun.limit)"]
        }
    }

    /// Reads what ``fields`` wrote; `nil` for anything else.
    init?(fields: [String]) {
        guard let kind = fields.first else { return nil }
        let rest = Array(fields.dropFirst())
        switch kind {
        case "duty" where rest.count == 1:
            guard let duty = Duty(line: rest[0]) else { return nil }
            self = .duty(duty)
        case "watch":
            guard let plan = ResourceWatch.Plan(fields: rest) else { return nil }
            self = .watch(plan)
        case "exceeded" where rest.count == 2:
            guard let resource = LimitOverrun.Resource(rawValue: rest[0]), let limit = Int(rest[1]) else { return nil }
            self = .exceeded(LimitOverrun(resource: resource, limit: limit))
        default:
            self.init(kind, aboutProgram: rest)
        }
    }

    private init?(_ kind: String, aboutProgram rest: [String]) {
        guard rest.count >= 2, let id = Int(rest[0]) else { return nil }
        let number = Int32(rest[1])
        switch kind {
        case "start":
            guard rest.count >= 4, let tasks = Int(rest[2]), let count = Int(rest[3]), count >= 1,
                rest.count - 4 >= count
            else { return nil }
            self = .start(
                id: id, folder: rest[1], words: Array(rest[4..<(4 + count)]), variables: Array(rest[(4 + count)...]),
                maximumTasks: tasks)
        case "missing": self = .missing(id: id, name: rest[1])
        case "refused": self = .refused(id: id, reason: rest[1])
        case "signal":
            guard let number else { return nil }
            self = .signal(id: id, number: number)
        case "started":
            guard let number else { return nil }
            self = .started(id: id, process: number)
        case "ended":
            guard let number else { return nil }
            self = .ended(id: id, status: number)
        default: return nil
        }
    }
}
