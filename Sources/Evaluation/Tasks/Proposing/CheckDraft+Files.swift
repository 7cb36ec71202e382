import JSON

extension CheckDraft {
    /// More files than that are not compared one by one.
    private static let maximumFiles = 40
    private static let listing = "find . -name '.?*' -prune -o ! -type d"

    /// Checks of the files that a person sees; nothing is added where none changed.
    mutating func addFiles(_ runs: ObservedRuns, in folder: String) {
        let changed = runs.changes(among: \.visible)
        let modes = runs.after.modes.filter { path, mode in
            runs.before.modes[path] != nil && runs.before.modes[path] != mode && !runs.changesByItself(path)
        }
        guard !changed.isEmpty || !modes.isEmpty else { return }
        addNames(runs)
        for path in changed.prefix(Self.maximumFiles) {
            guard let contents = runs.after.files[path] else { continue }
            let verb = runs.before.files[path] == nil ? "was made" : "was changed"
            guard let except = runs.unsteadyPlaces(of: path) else {
                leftOut.append(
                    "'\(path)' \(verb), but says something else after each run; only that it exists is checked")
                continue
            }
            let kind = FileFacts(of: contents, name: path).kind
            add(
                path, contents, runs, in: folder, except: except,
                words: "'\(path)' \(verb) and says the same, as \(kind.words)")
        }
        if changed.count > Self.maximumFiles {
            blindSpots.append(
                "the contents of \(changed.count - Self.maximumFiles) of \(changed.count) files that changed")
        }
        for (path, mode) in modes.sorted(by: { $0.key < $1.key }) {
            parts.append(
                .output(
                    of: "stat -c %a -- \(path.shellWord)", is: mode, words: "the permissions of '\(path)' are \(mode)"))
        }
        keep(runs, besides: Set(changed))
    }

    /// Compares one file with what it was after the run.
    mutating func add(
        _ path: String, _ contents: [UInt8], _ runs: ObservedRuns, in folder: String, except: [String], words: String
    ) {
        let place = "\(folder)/\(path.split(separator: "/").map { $0.drop { $0 == "." } }.joined(separator: "/"))"
        expectedFiles[place] = contents
        let log = path + RunSQLite.logSuffix
        if let bytes = runs.after.files[log] { expectedFiles[place + RunSQLite.logSuffix] = bytes }
        let words = except.isEmpty ? words : words + ", but for \(except.prefix(5).joined(separator: ", "))"
        parts.append(.file(path, expected: place, except: except, words: words))
        switch FileFacts(of: contents, name: path).kind {
        case .document: blindSpots.append("margins, styles' names and page settings in '\(path)'")
        case .sheet: blindSpots.append("how cells look in '\(path)'")
        case .bytes: blindSpots.append("'\(path)' is compared byte by byte: another save of the same is refused")
        case .presentation: blindSpots.append("animations and pictures' contents in '\(path)'")
        case .text, .json, .settings, .xml, .database, .picture, .archive: break
        }
    }

    /// A step before grading that waits for files which programs write after the last step; `nil` where none is.
    func waiting(for runs: ObservedRuns) -> JSON? {
        let made = runs.changes(among: \.visible).filter { runs.before.files[$0] == nil && runs.after.files[$0] != nil }
        guard runs.after.isLate || runs.again?.isLate == true, !made.isEmpty else { return nil }
        let isThere = made.map { "[ -s \($0.shellWord) ]" }.joined(separator: " && ")
        let line = "for i in $(seq 50); do \(isThere) && break; sleep 0.1; done"
        return .list([
            .object([
                "type": .text("execute"),
                "parameters": .object(["command": .text(line), "shell": .bool(true)]),
            ])
        ])
    }

    /// Which files there are: one too many, too few, or under another name is seen.
    private mutating func addNames(_ runs: ObservedRuns) {
        let all = Set(runs.after.visible.keys).union(runs.again.map { Set($0.visible.keys) } ?? [])
        let unsteady = all.filter(runs.changesByItself)
        let names = runs.after.visible.keys.filter { !unsteady.contains($0) }.sorted {
            Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
        }
        let excluded = unsteady.sorted().map { " ! -path \("./\($0)".shellWord)" }.joined()
        let line = "\(Self.listing)\(excluded) -print | LC_ALL=C sort"
        let sorted = names.map { "./\($0)" }.joined(separator: "\n")
        let shown = names.prefix(8).joined(separator: ", ") + (names.count > 8 ? " and \(names.count - 8) more" : "")
        let (first, last) = (Set(runs.before.visible.keys), Set(runs.after.visible.keys))
        let removed = first.subtracting(last).sorted().map { ", '\($0)' no longer among them" }.joined()
        parts.append(
            .output(
                of: line, is: sorted,
                words: "the home folder holds \(names.isEmpty ? "no file" : shown), and no other file\(removed)"))
    }

    /// Lists what stays as it was: whole folders of the home where nothing in them changed.
    mutating func keep(_ runs: ObservedRuns, besides changed: Set<String>) {
        let touched = changed.union(
            Set(runs.before.visible.keys).filter { runs.before.files[$0] != runs.after.files[$0] })
        let kept = runs.before.visible.keys.filter { !touched.contains($0) && !runs.isUnsteady($0) }
        let folders = Dictionary(grouping: kept) { String($0.prefix { $0 != "/" }) }
        for (top, paths) in folders {
            let isWhole =
                !touched.contains { $0.hasPrefix(top + "/") } && !paths.contains(top)
                && !runs.before.visible.keys.contains { $0.hasPrefix(top + "/") && runs.isUnsteady($0) }
            unchanged += isWhole ? [top] : paths
        }
        unchanged.sort()
    }
}

extension FileFacts.Kind {
    fileprivate var words: String {
        switch self {
        case .text: "lines of text"
        case .json: "JSON in any order of keys"
        case .settings: "settings in any order"
        case .xml: "XML"
        case .sheet: "cells and formulas"
        case .document: "paragraphs and their looks"
        case .presentation: "slides"
        case .database: "rows of tables"
        case .picture: "pixels"
        case .archive: "files of an archive"
        case .bytes: "bytes"
        }
    }
}
