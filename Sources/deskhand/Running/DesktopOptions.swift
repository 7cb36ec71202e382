import ArgumentParser
import Images
import Sessions

/// The display to run on: a private one (the default) or a named live one.
struct DesktopOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A live display to run on, instead of a virtual one.", valueName: ":N"))
    var display: String?

    @Flag(help: "Use a virtual display that a VNC viewer on this machine can watch.")
    var watch = false

    @OptionGroup var waking: WakeOption

    @OptionGroup var own: VirtualDesktopOptions

    func validate() throws {
        try waking.validate(live: display != nil)
        let isPrivate = own.virtual != nil || watch || own.sandbox || own.look != nil || !own.environment.env.isEmpty
        if display != nil, isPrivate {
            throw ValidationError(
                "--display is a live display; it cannot be used with --virtual, --watch, --sandbox, --look or --env")
        }
    }

    /// What was asked for.
    func choice() throws -> DesktopChoice {
        var choice = try own.choice()
        choice.display = display
        choice.wakesPrograms = waking.wake
        choice.isWatched = watch
        return choice
    }
}

/// The options of a virtual display.
struct VirtualDesktopOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The size of the virtual display.", valueName: "WIDTHxHEIGHT"))
    var virtual: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Enable accessibility (AT-SPI) on the virtual display, so that typed text can be read back.")
    var accessibility = true

    @Flag(
        help:
            "Run programs on the virtual display in a sandbox, without network and outside files (needs bwrap)."
    )
    var sandbox = false

    @OptionGroup var environment: EnvironmentOptions

    @OptionGroup var drawing: LookOption

    /// The value of ``LookOption/look``.
    var look: String? { drawing.look }

    func validate() throws { _ = try size() }

    private func size() throws -> Size<ScreenSpace>? {
        guard let virtual else { return nil }
        let numbers = virtual.split(separator: "x").compactMap { Int($0) }
        guard numbers.count == 2, numbers.allSatisfy({ (64...16384).contains($0) }) else {
            throw ValidationError("--virtual: expected a size such as 1280x800, found '\(virtual)'")
        }
        return Size(width: numbers[0], height: numbers[1])
    }

    /// What was asked for.
    func choice() throws -> DesktopChoice {
        var choice = DesktopChoice(
            size: try size(), look: try drawing.choice(), hasAccessibility: accessibility, isSandboxed: sandbox)
        choice.variables = try environment.variables()
        return choice
    }
}

/// The environment of the programs under test.
struct EnvironmentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "An environment variable of the programs on the virtual display; may be repeated.",
            valueName: "NAME=VALUE"))
    var env: [String] = []

    func validate() throws { _ = try variables() }

    /// What was asked for; the last value counts.
    func variables() throws -> [String: String] {
        var variables: [String: String] = [:]
        for text in env {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ValidationError("--env: expected NAME=VALUE, found '\(text)'")
            }
            let name = String(parts[0])
            guard !SessionEnvironment.reserved.contains(name) else {
                throw ValidationError("--env: \(name) is set by the session and cannot be changed")
            }
            variables[name] = String(parts[1])
        }
        return variables
    }
}
