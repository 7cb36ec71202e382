import ArgumentParser
import Images

/// Where to run: on a display of its own, which is the default, or on a live one that is named.
struct DesktopOptions: ParsableArguments {
    @Option(help: ArgumentHelp("A live display to run on, in place of a virtual one.", valueName: ":N"))
    var display: String?

    @Flag(help: "Use a virtual display that a VNC viewer on this machine can watch.")
    var watch = false

    @OptionGroup var own: VirtualDesktopOptions

    func validate() throws {
        if display != nil, own.virtual != nil || watch || own.sandbox || own.look != nil {
            throw ValidationError("--display names a live display; leave --virtual, --watch, --sandbox and --look out")
        }
    }

    /// What was asked for.
    func choice() throws -> DesktopChoice {
        var choice = try own.choice()
        choice.display = display
        choice.isWatched = watch
        return choice
    }
}

/// What a display of one's own is like.
struct VirtualDesktopOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The size of the virtual display.", valueName: "WIDTHxHEIGHT"))
    var virtual: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Have programs on the virtual display serve assistive technology, so that typed text can be read back.")
    var accessibility = true

    @Flag(
        help:
            "On the virtual display, keep programs from the network and from files outside of the session (needs bwrap)."
    )
    var sandbox = false

    @OptionGroup var drawing: LookOption

    /// What ``LookOption/look`` was given.
    var look: String? { drawing.look }

    func validate() throws { _ = try size() }

    private func size() throws -> Size<ScreenSpace>? {
        guard let virtual else { return nil }
        let numbers = virtual.split(separator: "x").compactMap { Int($0) }
        guard numbers.count == 2, numbers.allSatisfy({ (64...16384).contains($0) }) else {
            throw ValidationError("'\(virtual)' is no size; write it like 1280x800")
        }
        return Size(width: numbers[0], height: numbers[1])
    }

    /// What was asked for.
    func choice() throws -> DesktopChoice {
        DesktopChoice(
            size: try size(), look: try drawing.choice(), hasAccessibility: accessibility, isSandboxed: sandbox)
    }
}
