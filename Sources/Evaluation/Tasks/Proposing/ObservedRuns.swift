/// What several sessions of one task showed: one with its steps, one without, and one with its steps again.
struct ObservedRuns: Sendable {
    /// Before the first step.
    let before: ObservedState
    /// After the last.
    let after: ObservedState
    /// The same of a session in which nothing was done.
    let idleBefore: ObservedState
    let idleAfter: ObservedState
    /// After the last step of a second run.
    var again: ObservedState?

    /// Places in settings that say where windows are and what was used last.
    static let usualExceptions = [
        "*width*", "*height*", "*position*", "*maximi*", "*recent*", "*history*", "*geometry*", "*last-*", "*last_*",
    ]

    /// Files that were made, changed or removed by the steps, in order: not those that say the same as before, nor those
    /// that change by themselves or differ from run to run in being there.
    func changes(among files: (ObservedState) -> [String: [UInt8]]) -> [String] {
        let (first, last) = (files(before), files(after))
        return Set(first.keys).union(last.keys).sorted().filter { path in
            guard first[path] != last[path], !changesByItself(path) else { return false }
            guard let one = first[path], let two = last[path] else { return true }
            return FileFacts(of: one, name: path) != FileFacts(of: two, name: path)
        }
    }

    /// Whether a file changes without a step, or is there after one run and not after the other.
    func changesByItself(_ path: String) -> Bool {
        if idleBefore.files[path] != idleAfter.files[path] { return true }
        guard let again else { return false }
        return (after.files[path] == nil) != (again.files[path] == nil)
    }

    /// Places of a file that differ between both runs; `nil` where all of them do.
    func unsteadyPlaces(of path: String) -> [String]? {
        guard let one = after.files[path], let two = again?.files[path] else { return [] }
        let (first, second) = (FileFacts(of: one, name: path), FileFacts(of: two, name: path))
        let places = first.differences(from: second)
        return first.kind == second.kind && places.count < max(first.values.count, 2) ? places : nil
    }
}
