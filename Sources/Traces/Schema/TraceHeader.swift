package import Agents
package import Images
import JSON

/// The first line of a trace: all that is known before the first look.
package struct TraceHeader: Hashable, Sendable {
    /// The version that is written. Older ones are brought up to it when they are read.
    package static let version = 3

    /// When recording began, as ISO 8601 in UTC; events count from here. Set by the writer.
    package var started = ""
    /// What was to be done.
    package var instruction: String
    /// What identifies the policy, as ``Agents/Policy/name`` gives it.
    package var policy: String
    /// When the episode was to end at the latest.
    package var limits: RecordedLimits
    var seed: UInt64?
    /// The task that is run; `nil` for steps given on the command line.
    package var task: RecordedTask?
    /// Files beside the task that its set-up and check need, each kept beside the trace under its hash.
    package var inputs: [RecordedInput]
    /// The desktop that it ran on.
    package var session: RecordedSession
    /// What else decides how the screen looks.
    package var environment: RecordedEnvironment
    /// Parts of the screen that are black in every frame.
    package var masks: [Box<ScreenSpace>]
    /// Whether nothing was to be executed.
    package var isDryRun: Bool
    /// The plan that the policy was held to; `nil` without one.
    package var plan: RecordedPlan?
    /// What a replay is to know when it compares; `nil` for nothing.
    package var comparison: RecordedComparison?

    /// Creates a header; ``started`` is set by the writer.
    package init(
        instruction: String, policy: String, limits: EpisodeLimits, seed: UInt64? = nil, task: RecordedTask? = nil,
        inputs: [RecordedInput] = [], session: RecordedSession = RecordedSession(),
        environment: RecordedEnvironment = RecordedEnvironment(), masks: [Box<ScreenSpace>] = [],
        isDryRun: Bool = false
    ) {
        self.instruction = instruction
        self.policy = policy
        self.limits = RecordedLimits(limits)
        self.seed = seed
        self.task = task
        self.inputs = inputs
        self.session = session
        self.environment = environment
        self.masks = masks
        self.isDryRun = isDryRun
    }
}

/// A plan as JSON.
package struct RecordedPlan: Hashable, Codable, Sendable {
    /// On one line.
    package var text: String

    package init(_ plan: Plan) { text = plan.json.text }

    package init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder).text
        // A decoder does not keep the order of members.
        text = (try? Plan(parsing: json, file: "trace"))?.json.text ?? json
    }

    package func encode(to encoder: any Encoder) throws {
        let json: JSON
        do { json = try JSON(parsing: text) } catch {
            throw EncodingError.invalidValue(
                text, EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "\(error)"))
        }
        try json.encode(to: encoder)
    }
}

/// The bounds of an episode.
package struct RecordedLimits: Hashable, Codable, Sendable {
    /// Maximum number of steps.
    package var steps: Int
    /// Maximum wall time, in seconds.
    package var seconds: Double
    /// Maximum executions of the same action in a row with nothing changing.
    package var repeats: Int
    /// Maximum unusable answers in a row.
    package var unusableAnswers: Int

    init(_ limits: EpisodeLimits) {
        steps = limits.steps
        seconds = limits.seconds
        repeats = limits.repeats
        unusableAnswers = limits.unusableAnswers
    }

    private enum CodingKeys: String, CodingKey {
        case steps, seconds, repeats
        case unusableAnswers = "unusable_answers"
    }
}

/// A task as it stood in its file.
package struct RecordedTask: Hashable, Codable, Sendable {
    /// The task's id.
    package var id: String
    /// The path of its file, as it was given.
    package var path: String
    /// The file, character by character; set-up, script and check are in it.
    package var verbatim: String
    /// Of the file's bytes, before anything secret in it was replaced.
    package var sha256: String
    /// The values that the script's parameters had.
    package var parameters: [String: String]
    /// Programs that were started before the task's own set-up, as words; `nil` for none.
    package var launched: [[String]]?
    /// The task's folder, relative to the trace's; `nil` for steps given on the command line.
    package var folder: String?

    /// - Parameter verbatim: the whole file.
    package init(
        id: String, path: String, verbatim: String, parameters: [String: String] = [:], launched: [[String]]? = nil,
        folder: String? = nil
    ) {
        self.id = id
        self.path = path
        self.verbatim = verbatim
        self.sha256 = ContentHash.hexadecimal(of: Array(verbatim.utf8))
        self.parameters = parameters
        self.launched = launched
        self.folder = folder
    }
}

/// A file beside the task that its set-up or its check needs.
package struct RecordedInput: Hashable, Codable, Sendable {
    /// Where it was copied to, in the session's home; for a file that was not, the same as ``source``.
    package var path: String
    /// Where it lies beside the task; `nil` in traces that do not say so.
    package var source: String?
    /// The SHA-256 of its bytes, in hexadecimal.
    package var sha256: String
    /// In bytes.
    package var size: Int
    /// Whether programs can run it; `nil` for no.
    package var isExecutable: Bool?
    /// What is kept under `inputs/<sha256>`; not part of the line.
    var contents: [UInt8] = []

    /// Keeps a file's contents with their hash and size.
    package init(path: String, source: String? = nil, contents: [UInt8]) {
        self.path = path
        self.source = source
        self.contents = contents
        size = contents.count
        sha256 = ContentHash.hexadecimal(of: contents)
    }

    /// Takes other contents.
    mutating func keep(_ contents: [UInt8]) {
        let isExecutable = isExecutable
        self = RecordedInput(path: path, source: source, contents: contents)
        self.isExecutable = isExecutable
    }

    private enum CodingKeys: String, CodingKey {
        case path, source, sha256, size
        case isExecutable = "executable"
    }

    /// Refuses a hash that is none: it names a file.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        path = try fields.decode(String.self, forKey: .path)
        source = try fields.decodeIfPresent(String.self, forKey: .source)
        sha256 = try fields.decode(String.self, forKey: .sha256)
        size = try fields.decode(Int.self, forKey: .size)
        isExecutable = try fields.decodeIfPresent(Bool.self, forKey: .isExecutable)
        guard ContentHash.isHash(sha256) else {
            throw DecodingError.dataCorruptedError(
                forKey: .sha256, in: fields,
                debugDescription: "expected 64 hexadecimal digits, found '\(sha256.prefix(80))'")
        }
    }
}

/// The desktop that the episode ran on.
package struct RecordedSession: Hashable, Codable, Sendable {
    /// `private` or `attached`.
    var kind: String
    var display: String?
    /// The size of the screen in pixels.
    package var screen: Size<ScreenSpace>?
    /// In bits.
    package var depth: Int?
    /// The name that the window manager announced; `nil` without one.
    package var windowManager: String?
    var keyboardLayout: String?
    /// The home folder of a private session, which programs may show.
    package var home: String?
    /// Of a private session; `nil` in traces that do not say so.
    package var look: RecordedLook?

    /// Creates the description of a session.
    package init(
        kind: String = "private", display: String? = nil, screen: Size<ScreenSpace>? = nil, depth: Int? = nil,
        windowManager: String? = nil, keyboardLayout: String? = nil, home: String? = nil,
        look: RecordedLook? = nil
    ) {
        self.kind = kind
        self.display = display
        self.screen = screen
        self.depth = depth
        self.windowManager = windowManager
        self.keyboardLayout = keyboardLayout
        self.home = home
        self.look = look
    }

    private enum CodingKeys: String, CodingKey {
        case kind, display, screen, depth, home, look
        case windowManager = "window_manager"
        case keyboardLayout = "keyboard_layout"
    }
}

/// What else decides how the screen looks.
package struct RecordedEnvironment: Hashable, Codable, Sendable {
    /// Of Deskhand.
    var version: String
    /// The operating system and its version.
    package var system: String?
    /// The X server and its version.
    package var server: String?
    /// Programs and their versions.
    package var programs: [String: String]
    /// The files that text is drawn from, with their sizes in bytes; in older traces, how many faces there were.
    package var fonts: [String]
    /// The resolution that programs were told.
    package var dotsPerInch: Double?
    /// The locale that programs were told.
    package var locale: String?
    /// Whether programs ran as root, which some of them tell in their windows; `nil` in traces that do not say so.
    var isRoot: Bool?

    /// Creates the description of an environment.
    package init(
        version: String = "", system: String? = nil, server: String? = nil, programs: [String: String] = [:],
        fonts: [String] = [], dotsPerInch: Double? = nil, locale: String? = nil,
        isRoot: Bool? = nil
    ) {
        self.version = version
        self.system = system
        self.server = server
        self.programs = programs
        self.fonts = fonts
        self.dotsPerInch = dotsPerInch
        self.locale = locale
        self.isRoot = isRoot
    }

    private enum CodingKeys: String, CodingKey {
        case version, system, server, programs, fonts, locale
        case dotsPerInch = "dots_per_inch"
        case isRoot = "root"
    }
}

extension TraceHeader: Codable {
    enum CodingKeys: String, CodingKey {
        case version = "deskhand_trace"
        case started, instruction, policy, limits, seed, task, inputs, session, environment, masks, comparison, plan
        case isDryRun = "dry_run"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        started = try fields.decode(String.self, forKey: .started)
        instruction = try fields.decode(String.self, forKey: .instruction)
        policy = try fields.decode(String.self, forKey: .policy)
        limits = try fields.decode(RecordedLimits.self, forKey: .limits)
        seed = try fields.decodeIfPresent(UInt64.self, forKey: .seed)
        task = try fields.decodeIfPresent(RecordedTask.self, forKey: .task)
        inputs = try fields.decode([RecordedInput].self, forKey: .inputs)
        session = try fields.decode(RecordedSession.self, forKey: .session)
        environment = try fields.decode(RecordedEnvironment.self, forKey: .environment)
        masks = try fields.decode([Box<ScreenSpace>].self, forKey: .masks)
        isDryRun = try fields.decode(Bool.self, forKey: .isDryRun)
        plan = try fields.decodeIfPresent(RecordedPlan.self, forKey: .plan)
        comparison = try fields.decodeIfPresent(RecordedComparison.self, forKey: .comparison)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(TraceHeader.version, forKey: .version)
        try fields.encode(started, forKey: .started)
        try fields.encode(instruction, forKey: .instruction)
        try fields.encode(policy, forKey: .policy)
        try fields.encode(limits, forKey: .limits)
        try fields.encodeIfPresent(seed, forKey: .seed)
        try fields.encodeIfPresent(task, forKey: .task)
        try fields.encode(inputs, forKey: .inputs)
        try fields.encode(session, forKey: .session)
        try fields.encode(environment, forKey: .environment)
        try fields.encode(masks, forKey: .masks)
        try fields.encode(isDryRun, forKey: .isDryRun)
        try fields.encodeIfPresent(plan, forKey: .plan)
        try fields.encodeIfPresent(comparison, forKey: .comparison)
    }
}
