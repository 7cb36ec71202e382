/// What tools do with traces in folders that clients name.
package protocol TraceWork: Sendable {
    /// Replays a trace on a desktop that is made for it; says whether it went as recorded, and in words how.
    func replay(_ folder: String) async throws -> (isSame: Bool, report: String)

    /// Aligns two traces; says whether both did the same, and names the first difference that matters.
    func compare(_ one: String, _ other: String) throws -> (isSame: Bool, report: String)
}
