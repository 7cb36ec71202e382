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
        "*session*", "*/state/*",
    ]

    /// Files that were made, changed or removed by the steps, in order: not those that say the same as before, nor those
    /// that change by themselves or differ from run to run in being there.
    func changes(among files: (ObservedState) -> [String: [UInt8]]) -> [String] {
        let (first, last) = (files(before), files(after))
        return Set(first.keys).union(last.keys).sorted().filter { path in
            guard first[path] != last[path], !changesByItself(path) else { return false }
            guard let one = first[path], let two = last[path] else { return true }
            let (before, after) = (FileFacts(of: one, name: path), FileFacts(of: two, name: path))
            guard before.kind == after.kind else { return true }
            return !after.differences(from: before, except: idlePlaces(of: path).map { PlacePattern($0) }).isEmpty
        }
    }

    /// Whether a file comes or goes without a step, or is there after one run and not after the other.
    func changesByItself(_ path: String) -> Bool {
        if (idleBefore.files[path] == nil) != (idleAfter.files[path] == nil) { return true }
        guard let again else { return false }
        return (after.files[path] == nil) != (again.files[path] == nil)
    }

    /// Whether anything of a file changes without a step.
    func isUnsteady(_ path: String) -> Bool {
        changesByItself(path) || idleBefore.files[path] != idleAfter.files[path]
    }

    /// Places of a file that change without a step, or differ between both runs; `nil` where all of them do.
    func unsteadyPlaces(of path: String) -> [String]? {
        let idle = idlePlaces(of: path)
        guard let one = after.files[path], let two = again?.files[path] else { return idle }
        let (first, second) = (FileFacts(of: one, name: path), FileFacts(of: two, name: path))
        let places = Set(first.differences(from: second)).union(idle).sorted()
        return first.kind == second.kind && places.count < max(first.values.count, 2) ? places : nil
    }

    private func idlePlaces(of path: String) -> [String] {
        guard let one = idleBefore.files[path], let two = idleAfter.files[path], one != two else { return [] }
        return FileFacts(of: two, name: path).differences(from: FileFacts(of: one, name: path))
    }
}
