package import Foundation
package import JSON

/// A proposed check, with what is known of how good it is.
package struct CheckProposal: Sendable {
    let task: DesktopTask
    let draft: CheckDraft
    let verdicts: [CheckTrial.Verdict]

    /// Number of end states of one kind, and of those that the check judged rightly.
    private func score(wrong: Bool) -> (all: Int, right: Int) {
        let ofKind = verdicts.filter { $0.mutant.isWrong == wrong }
        return (ofKind.count, ofKind.count(where: \.isRight))
    }

    /// Whether there is anything that a check can look at.
    package var hasCheck: Bool { !draft.parts.isEmpty }

    /// The `evaluator` of a task file.
    package var evaluator: JSON { draft.evaluator }

    /// The proposal for programs.
    package var json: JSON {
        let (wrong, equal) = (score(wrong: true), score(wrong: false))
        func names(wrong: Bool) -> JSON {
            .list(verdicts.filter { $0.mutant.isWrong == wrong && !$0.isRight }.map { .text($0.mutant.name) })
        }
        return .object([
            "task": .text(task.id), "evaluator": hasCheck ? draft.evaluator : .null,
            "unchanged": .list(draft.unchanged.map { .text($0) }),
            "expected_files": .list(draft.expectedFiles.keys.sorted().map { .text($0) }),
            "checks": .list(draft.words.map { .text($0) }),
            "cannot_see": .list(draft.blindSpots.map { .text($0) }),
            "left_out": .list(draft.leftOut.map { .text($0) }),
            "score": .object([
                "wrong_states": .integer(wrong.all), "refused": .integer(wrong.right),
                "equivalents": .integer(equal.all), "accepted": .integer(equal.right),
                "wrongly_accepted": names(wrong: true), "wrongly_refused": names(wrong: false),
            ]),
        ])
    }

    /// The proposal for people.
    package var text: String {
        guard hasCheck else {
            return "\(task.id): no check can be proposed; it would see \(draft.blindSpots.joined(separator: "; "))"
        }
        let (wrong, equal) = (score(wrong: true), score(wrong: false))
        let score = [
            "It refuses \(wrong.right) of \(wrong.all) wrong end states and accepts \(equal.right) of \(equal.all) equal ones."
        ]
        let mistakes = verdicts.filter { !$0.isRight }.map {
            "  \($0.isAccepted ? "accepted" : "refused"): \($0.mutant.name)"
        }
        return
            (["\(task.id): the proposed check"] + section("checks that", draft.words)
            + section("cannot see", draft.blindSpots) + section("leaves out", draft.leftOut) + score + mistakes
            + [draft.evaluator.indentedText])
            .joined(separator: "\n")
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : [title] + lines.map { "  - \($0)" }
    }

    /// The task's file, whose check is replaced by the proposed one.
    package func taskFile() throws -> String {
        let file = try JSON(parsing: task.taskText)
        var settings = file["deskhand"] ?? JSON(.object([]))
        if case .object(let members) = settings.value {
            settings = JSON(.object(members.filter { !["unchanged", "forbidden"].contains($0.name) }))
        }
        if !draft.unchanged.isEmpty {
            settings = settings.setting([JSONMember("unchanged", .list(draft.unchanged.map { .text($0) }))])
        }
        return file.setting([JSONMember("evaluator", draft.evaluator), JSONMember("deskhand", settings)]).indentedText
            + "\n"
    }

    /// Writes the task with its files, the proposed check and what that expects to a new folder.
    ///
    /// - Throws: ``ProposalError``.
    package func write(to folder: URL) throws {
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw ProposalError.exists(path: folder.path)
        }
        let isFolder = task.file.lastPathComponent == "task.json"
        do {
            try FileManager.default.createDirectory(
                at: folder.deletingLastPathComponent(), withIntermediateDirectories: true)
            if isFolder {
                try FileManager.default.copyItem(at: task.folder, to: folder)
            } else {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            }
            try Data(try taskFile().utf8).write(to: folder.appending(path: "task.json"))
        } catch {
            throw ProposalError.notWritten(path: folder.path, reason: error.localizedDescription)
        }
        try Self.write(draft.expectedFiles, to: folder)
    }

    /// Writes the files that the check expects beside a task file.
    package func writeExpectedFiles(to folder: URL) throws { try Self.write(draft.expectedFiles, to: folder) }

    static func write(_ files: [String: [UInt8]], to folder: URL) throws(ProposalError) {
        for (path, contents) in files {
            let place = folder.appending(path: path)
            do {
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(contents).write(to: place)
            } catch {
                throw .notWritten(path: place.path, reason: error.localizedDescription)
            }
        }
    }
}

extension CheckDraft {
    /// What it checks, in words.
    fileprivate var words: [String] {
        parts.map(\.words) + (unchanged.isEmpty ? [] : ["unchanged: \(unchanged.joined(separator: ", "))"])
    }
}
