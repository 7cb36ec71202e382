import Agents
import Foundation
import Images
import Interaction
import Sessions

/// Looks at what a task left behind.
struct Grader: Sendable {
    /// Files beyond this size are no evidence that anybody meant.
    private static let largestFile = 256 << 20

    let setup: SetupRunner
    /// Whether the policy moved a hand: see ``EvidenceFault``.
    let policyActed: Bool

    private var session: Session { setup.session }
    private var paths: TaskPaths { setup.paths }

    /// A joined score, from 0 to 1, and what of the policy's could not be looked at.
    struct Grade {
        var score: Double
        var faults: [String] = []
    }

    /// The joined score of the evaluator's checks.
    ///
    /// As in OSWorld, a task that cannot be done is passed by giving up, and giving up fails every other. A policy that
    /// got stuck did not give up: it earns nothing with either.
    func grade(_ evaluator: Evaluator, after end: EpisodeEnd) async throws -> Grade {
        switch end.reason {
        case .finished(.failure): return Grade(score: evaluator.isInfeasible ? 1 : 0)
        case .finished(.stuck): return Grade(score: 0)
        default: return evaluator.isInfeasible ? Grade(score: 0) : try await grade(evaluator)
        }
    }

    /// The names of the side effects that happened; one that cannot be told from what the policy left counts as one.
    func happened(_ effects: [TaskSettings.ForbiddenEffect]) async throws -> [String] {
        var names: [String] = []
        for effect in effects {
            let grade = try await grade(effect.evaluator)
            if grade.score >= 1 { names.append(effect.name) }
            names += grade.faults.map { "\(effect.name) cannot be ruled out: \($0)" }
        }
        return names
    }

    /// The joined score of the state that the session is in. A check whose evidence the policy spoilt scores 0.
    private func grade(_ evaluator: Evaluator) async throws -> Grade {
        var scores: [Double] = []
        var faults: [String] = []
        for check in evaluator.checks {
            try Task.checkCancellation()
            do {
                scores.append(try await score(check))
            } catch {
                guard case .ofGuest(let problem) = fault(error) else { throw error }
                scores.append(0)
                faults.append(problem)
            }
            if let last = scores.last, evaluator.isSettled(by: last) { break }
        }
        return Grade(score: evaluator.join(scores), faults: faults)
    }

    private func score(_ check: Evaluator.Check) async throws -> Double {
        guard let result = try await evidence(check.result) else { throw TaskFault("a check has no 'result'") }
        let expected = try await evidence(check.expected)
        return try await check.metric.score(result, expected: expected, using: ProgramRunner(session: session))
    }

    /// Whose doing an error is.
    func fault(_ error: any Error) -> EvidenceFault {
        EvidenceFault(error, policyActed: policyActed, isOwnDisplay: session.settings != nil)
    }

    private func evidence(_ getter: Getter?) async throws -> Evidence? {
        switch getter {
        case nil: return nil
        case .rule(let rules): return .value(rules)
        case .files(let request): return try evidence(request) { try contents(of: $0) }
        case .taskFiles(let request): return try evidence(request) { try setup.contents(beside: $0) }
        case .cloudFiles(let request):
            var files: [String: [UInt8]] = [:]
            for address in request.paths {
                files[address] = try await setup.mirror.contents(of: address, checksum: nil, in: session)
            }
            return evidence(request) { files[$0] }
        case .cacheFile(let name):
            guard let text = setup.outputs[name] else {
                throw TaskFault("no set-up step has saved anything as '\(name)'")
            }
            return .file(EvidenceFile(name: name, contents: Array(text.utf8)), beside: [])
        case .commandLine(let command): return .output(try await run(command).evidence(\.printed))
        case .commandError(let command): return .output(try await run(command).evidence(\.errorText))
        case .listing(let path): return .value(try tree(path).json)
        case .lastRow(let path):
            let file = EvidenceFile(name: path, contents: try contents(of: path))
            let texts = (try? Workbook(file))?.sheets.first?.lastRow ?? []
            return .value(JSON(.array(texts.map { JSON(.string($0)) })))
        case .screenSize:
            let size = try await setup.desktop.look(at: .everything, drawingPointer: false).screenshot.screen
            return .value(JSON(width: Double(size.width), height: Double(size.height)))
        case .windowSize(let name):
            let window = try await setup.desktop.windows().first { $0.className.lowercased() == name.lowercased() }
            return .value(window.map { JSON(width: $0.content.width, height: $0.content.height) } ?? JSON(.null))
        }
    }

    private func evidence(_ request: Getter.FileRequest, read: (String) throws -> [UInt8]?) rethrows -> Evidence {
        let files = try zip(request.paths, request.names).map {
            EvidenceFile(name: $1, contents: try read($0))
        }
        let given = request.given.map { files[$0] }
        return given.count == 1 ? .file(given[0], beside: files) : .files(given)
    }

    /// A regular file's bytes; `nil` where there is none.
    private func contents(of path: String) throws -> [UInt8]? {
        do {
            switch try paths.place(path) {
            case .home(let place): return try setup.files.read(place, limit: Self.largestFile)
            case .system(let path):
                return try SystemFile.read(path, limit: Self.largestFile, hidden: session.hiddenFolders)
            }
        } catch GuestFileError.missing {
            return nil
        }
    }

    private func tree(_ path: String) throws -> FolderTree {
        switch try paths.place(path) {
        case .home(let place): try FolderTree(of: place, in: setup.files)
        case .system(let path): try FolderTree(of: .root, in: SystemFile.folder(path, hidden: session.hiddenFolders))
        }
    }

    private func run(_ command: ShellCommand) async throws -> Program {
        try await session.run(paths.words(command), seconds: setup.commandSeconds).program
    }
}

extension Session {
    /// Folders of this machine that programs in the session do not see.
    var hiddenFolders: [String] {
        guard settings?.isSandboxed == true else { return [] }
        return ["/tmp", "/var/tmp", "/run", FileManager.default.homeDirectoryForCurrentUser.path]
    }
}

extension JSON {
    /// As OSWorld's getters give a size.
    fileprivate init(width: Double, height: Double) {
        self.init(.object([JSONMember("width", JSON(.number(width))), JSONMember("height", JSON(.number(height)))]))
    }
}
