import Formats

/// Another end state: one that is wrong and must be refused, or one that is as good and must be accepted.
struct StateMutant: Sendable {
    /// In words, such as `'report.txt' empty`.
    let name: String
    let isWrong: Bool
    /// Files with other contents; `nil` for one that is removed.
    var files: [String: [UInt8]?] = [:]
    /// Files with other permissions.
    var modes: [String: String] = [:]
    /// Another text on the clipboard.
    var clipboard: String?
    /// Whether the policy says that it is done, where it should say that it cannot be done.
    var claimsDone = false
}

/// Makes other end states of what a run left.
struct StateMutants: Sendable {
    /// Files of which each kind of change is tried.
    private static let maximumFiles = 5

    let runs: ObservedRuns
    /// The state that is changed.
    let state: ObservedState
    /// Whether the steps say that the task cannot be done.
    let gaveUp: Bool

    /// All of them; the state itself, which a second run left, is the first.
    var all: [StateMutant] {
        guard !gaveUp else {
            return [
                StateMutant(name: "a second run of the same steps", isWrong: false),
                StateMutant(name: "claimed done", isWrong: true, claimsDone: true), hidden,
            ] + others
        }
        let settings = changedSettings
        return [StateMutant(name: "a second run of the same steps", isWrong: false)] + undone + halves
            + changed.prefix(Self.maximumFiles).flatMap { wrong($0) + equivalent($0) }
            + settings.flatMap { wrong($0) + otherSetting(in: $0) + equivalent($0) }
            + others + clipboards + [hidden]
    }

    private var changed: [String] { runs.changes(among: \.visible) }
    /// Settings count where no file did, as in the check.
    private var changedSettings: [String] {
        guard changed.isEmpty, modes.isEmpty else { return [] }
        return runs.changes(among: \.hidden).filter { path in
            guard let contents = runs.after.files[path], let unsteady = runs.unsteadyPlaces(of: path) else {
                return false
            }
            let facts = FileFacts(of: contents, name: path)
            let before = FileFacts(of: runs.before.files[path] ?? [], name: path)
            let except = (ObservedRuns.usualExceptions + unsteady).map { PlacePattern($0) }
            return facts.kind != .bytes && !facts.differences(from: before, except: except).isEmpty
        }
    }

    private var modes: [String: String] {
        runs.before.modes.filter { path, mode in
            runs.after.modes[path].map { $0 != mode } == true && !runs.changesByItself(path)
        }
    }

    /// Nothing done, and each change undone.
    private var undone: [StateMutant] {
        let paths = changed + changedSettings
        guard !paths.isEmpty || !modes.isEmpty else { return [] }
        let each = paths.map {
            StateMutant(name: "the change of '\($0)' undone", isWrong: true, files: [$0: runs.before.files[$0]])
        }
        let permissions = modes.map {
            StateMutant(name: "the permissions of '\($0)' undone", isWrong: true, modes: [$0: $1])
        }
        let all = StateMutant(
            name: "nothing done", isWrong: true,
            files: Dictionary(uniqueKeysWithValues: paths.map { ($0, runs.before.files[$0]) }), modes: modes)
        return [all] + (paths.count + modes.count > 1 ? each + permissions : [])
    }

    /// The first half of several changes done.
    private var halves: [StateMutant] {
        let paths = changed + changedSettings
        guard paths.count > 2 else { return [] }
        let rest = paths.dropFirst(paths.count / 2)
        return [
            StateMutant(
                name: "only \(paths.count / 2) of \(paths.count) files done", isWrong: true,
                files: Dictionary(uniqueKeysWithValues: rest.map { ($0, runs.before.files[$0]) }))
        ]
    }

    /// Wrong contents of a changed file.
    private func wrong(_ path: String) -> [StateMutant] {
        guard let contents = state.files[path] else { return [] }
        let before = runs.before.files[path]
        let change = FileChange(
            contents: contents, before: before, name: path, unsteady: runs.unsteadyPlaces(of: path) ?? [])
        var mutants = change.alterations.map { StateMutant(name: "'\(path)': \($0)", isWrong: true, files: [path: $1]) }
        if !contents.isEmpty { mutants.append(StateMutant(name: "'\(path)' empty", isWrong: true, files: [path: []])) }
        if ObservedState.isVisible(path) {
            mutants.append(
                StateMutant(
                    name: "'\(path)' under another name", isWrong: true,
                    files: [path: before, path + ".other": contents]))
        }
        return mutants
    }

    private func equivalent(_ path: String) -> [StateMutant] {
        guard let contents = state.files[path] else { return [] }
        return FileChange(contents: contents, before: nil, name: path, unsteady: []).otherSaves.map {
            StateMutant(name: "'\(path)' \($0)", isWrong: false, files: [path: $1])
        }
    }

    /// A setting beside the one that was meant.
    private func otherSetting(in path: String) -> [StateMutant] {
        guard let text = state.files[path]?.utf8Text, let line = text.split(separator: "\n").last else { return [] }
        let isINI = FileFacts(of: state.files[path] ?? [], name: path).kind == .settings && line.contains("=")
        guard isINI else { return [] }
        return [
            StateMutant(
                name: "another setting in '\(path)' changed too", isWrong: true,
                files: [path: Array((text + "\nanother-setting=true\n").utf8)])
        ]
    }

    /// Loss elsewhere, and what is one too many.
    private var others: [StateMutant] {
        let touched = Set(changed)
        let kept = runs.before.visible.keys.filter {
            !touched.contains($0) && state.files[$0] != nil && !runs.isUnsteady($0)
        }
        let changes = kept.sorted().prefix(Self.maximumFiles).flatMap { path in
            [
                StateMutant(
                    name: "'\(path)' changed as well", isWrong: true,
                    files: [path: (state.files[path] ?? []) + Array("x".utf8)]),
                StateMutant(name: "'\(path)' lost", isWrong: true, files: [path: [UInt8]?.none]),
            ]
        }
        guard let path = changed.first else { return changes }
        let folder = path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        return changes + [
            StateMutant(
                name: "another file beside '\(path)'", isWrong: true,
                files: ["\(folder)another file": Array("x\n".utf8)])
        ]
    }

    private var clipboards: [StateMutant] {
        guard changed.isEmpty, modes.isEmpty, let text = state.clipboard, !text.isEmpty,
            text != runs.idleAfter.clipboard
        else { return [] }
        return [
            StateMutant(name: "nothing on the clipboard", isWrong: true, clipboard: ""),
            StateMutant(
                name: "half of it on the clipboard", isWrong: true, clipboard: String(text.prefix(text.count / 2))),
            StateMutant(name: "something else on the clipboard", isWrong: true, clipboard: text + "0"),
        ]
    }

    /// Programs write such files whenever they like.
    private var hidden: StateMutant {
        StateMutant(
            name: "a program's own cache written", isWrong: false,
            files: [".cache/program/cache": Array("x".utf8), ".local/share/recently-used.xbel": Array("<xbel/>".utf8)])
    }
}
