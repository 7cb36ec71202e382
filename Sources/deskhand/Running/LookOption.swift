import ArgumentParser
import Sessions

/// The look of a virtual display.
struct LookOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Fonts, themes, resolution, locale, time zone and keyboard of the virtual display: \(names), a JSON file or object.",
            valueName: "NAME|FILE|JSON"))
    var look: String?

    private static let names = Look.known.map(\.name).joined(separator: ", ")

    func validate() throws { _ = try choice() }

    /// What was asked for; `nil` for the task's own.
    func choice() throws -> Look? {
        do {
            return try look.map { (text) throws(LookError) in try Look(option: text) }
        } catch {
            throw ValidationError(error.description)
        }
    }
}
