import Agents
import Formats
import Foundation
import Images
import Interaction
import JSON
import Sessions

/// Looks at what a task left behind.
struct Grader: Sendable {
    /// Maximum size of a file that is read as evidence.
    private static let maximumFile = 256 << 20

    let setup: SetupRunner
    /// Whether the policy moved a hand: see ``EvidenceFault``.
    let policyActed: Bool

    private var session: Session { setup.session }
    private var paths: TaskPaths { setup.paths }

    /// What the task's own checks found.
    let findings = FindingList()

    /// A joined score, from 0 to 1, and what each check found.
    struct Grade {
        var score: Double
        var findings: [CheckFinding] = []
        /// What of the policy's could not be looked at.
        var faults: [String] = []

        /// Why the score is not 1: what each check says that is not passed.
        var shortfalls: [String] { findings.filter { ($0.score ?? 0) < 1 }.map(\.reason) }
    }

    /// The joined score of the evaluator's checks.
    ///
    /// As in OSWorld, a task that cannot be done is passed by giving up, and giving up fails every other. A policy that
    /// got stuck, refused, or was stopped for safety did not give up: it earns nothing with either.
    func grade(_ evaluator: Evaluator, after end: EpisodeEnd) async throws -> Grade {
        switch end.reason {
        case .finished(.failure) where evaluator.isInfeasible, .finished(.infeasible) where evaluator.isInfeasible:
            return Grade(score: 1)
        case .finished(.failure), .finished(.infeasible), .finished(.refusal), .finished(.safetyStop),
            .finished(.outsidePlan), .finished(.stuck):
            return Grade(score: 0)
        default:
            guard !evaluator.isInfeasible else {
                let finding = CheckFinding(
                    check: Infeasible.name, score: 0, expected: "that the policy gives up", found: "that it did not")
                findings.append(finding)
                return Grade(score: 0, findings: [finding])
            }
            return try await grade(evaluator, noting: findings)
        }
    }

    /// The names of the side effects that happened; one that cannot be told from what the policy left counts as one.
    func happened(_ effects: [TaskSettings.ForbiddenEffect]) async throws -> [String] {
        var names: [String] = []
        for effect in effects {
            let grade = try await grade(effect.evaluator, noting: FindingList())
            if grade.score >= 1 { names.append(effect.name) }
            names += grade.faults.map { "\(effect.name) cannot be ruled out: \($0)" }
        }
        return names
    }

    /// The joined score of the state that the session is in. A check whose evidence the policy spoilt scores 0.
    private func grade(_ evaluator: Evaluator, noting findings: FindingList) async throws -> Grade {
        var scores: [Double] = []
        var faults: [String] = []
        for check in evaluator.checks {
            try Task.checkCancellation()
            let name = type(of: check.metric).name
            do {
                let result = try await self.check(check)
                scores.append(result.score)
                findings.append(result.finding(of: name))
            } catch {
                let fault = fault(error)
                guard case .ofGuest(let problem) = fault else {
                    findings.append(CheckFinding(check: name, score: nil, found: fault.description))
                    throw error
                }
                scores.append(0)
                faults.append(problem)
                findings.append(CheckFinding(check: name, score: 0, found: problem))
            }
            if let last = scores.last, evaluator.isSettled(by: last) { break }
        }
        return Grade(score: evaluator.join(scores), findings: findings.all, faults: faults)
    }

    private func check(_ check: Evaluator.Check) async throws -> CheckResult {
        let isDatabase = check.metric is RunSQLite || check.metric is SameContents
        guard let result = try await evidence(check.result, withLogs: isDatabase) else {
            throw TaskFault("a check has no 'result'")
        }
        let expected = try await evidence(check.expected, withLogs: check.metric is SameContents)
        return try await check.metric.check(result, expected: expected, using: ProgramRunner(session: session))
    }

    /// Whose doing an error is.
    func fault(_ error: any Error) -> EvidenceFault {
        EvidenceFault(error, policyActed: policyActed, isOwnDisplay: session.settings != nil)
    }

    /// - Parameter withLogs: whether files are databases, which may have a write-ahead log beside them.
    private func evidence(_ getter: Getter?, withLogs: Bool = false) async throws -> Evidence? {
        switch getter {
        case nil: return nil
        case .rule(let rules): return .value(rules)
        case .files(let request):
            return try evidence(withLogs ? request.withLogs : request) { try contents(of: $0) }
        case .taskFiles(let request):
            return try evidence(withLogs ? request.withLogs : request) { try setup.contents(beside: $0) }
        case .cloudFiles(let request):
            var files: [String: [UInt8]] = [:]
            for address in request.paths {
                files[address] = try await setup.mirror.contents(of: address, checksum: nil, in: session)
            }
            return evidence(request) { files[$0] }
        case .cacheFile(let name):
            guard let text = setup.outputs[name] else {
                throw TaskFault("no set-up step has saved a value as '\(name)'")
            }
            return .file(EvidenceFile(name: name, contents: Array(text.utf8)), beside: [])
        case .commandLine(let command): return .output(try await run(command).evidence(\.printed))
        case .commandError(let command): return .output(try await run(command).evidence(\.errorText))
        case .listing(let path): return .value(try tree(path).json)
        case .lastRow(let path):
            let file = EvidenceFile(name: path, contents: try contents(of: path))
            let texts = try lastRow(of: file)
            return .value(JSON(.array(texts.map { JSON(.string($0)) })))
        case .screenSize:
            let size = try await setup.desktop.look(at: .everything, drawingPointer: false).screenshot.screen
            return .value(JSON(width: Double(size.width), height: Double(size.height)))
        case .windowSize(let name):
            let window = try await setup.desktop.windows().first { $0.className.lowercased() == name.lowercased() }
            return .value(window.map { JSON(width: $0.content.width, height: $0.content.height) } ?? JSON(.null))
        case .elements:
            let screen = try await screenWithTree().screen
            return .elements(await screen.elementsTold() ?? ElementList(), windows: screen.windows)
        case .accessibilityTree: return .output(try await screenWithTree().tree)
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
            case .home(let place): return try setup.files.read(place, limit: Self.maximumFile)
            case .system(let path):
                return try SystemFile.read(path, limit: Self.maximumFile, hidden: session.hiddenFolders)
            }
        } catch GuestFileError.missing {
            return nil
        }
    }

    /// The screen and its accessibility tree.
    ///
    /// - Throws: ``EvidenceFault/ofMachine(_:)`` where there is no accessibility bus.
    private func screenWithTree() async throws -> (screen: ScreenState, tree: String) {
        let screen = try await setup.desktop.look(at: .everything, drawingPointer: false)
        guard let tree = await screen.telling?.accessibilityTree(of: screen.windows) else {
            throw EvidenceFault.ofMachine("there is no accessibility bus on the display, which a check asks")
        }
        return (screen, tree)
    }

    private func tree(_ path: String) throws -> FolderTree {
        switch try paths.place(path) {
        case .home(let place): try FolderTree(of: place, in: setup.files)
        case .system(let path): try FolderTree(of: .root, in: SystemFile.folder(path, hidden: session.hiddenFolders))
        }
    }

    /// The texts of the last row of a workbook; empty if the workbook is missing or unreadable.
    private func lastRow(of file: EvidenceFile) throws -> [String] {
        switch try reading(file, expected: "", { try Workbook($0) }) {
        case .value(let book): book.sheets.first?.lastRow ?? []
        case .nothing: []
        }
    }

    /// - Throws: ``EvidenceFault/ofMachine(_:)`` where it fails for what this machine lacks.
    private func run(_ command: ShellCommand) async throws -> Program {
        let (ending, program) = try await session.run(paths.words(command), seconds: setup.commandSeconds)
        if ending != .exited(status: 0),
            let lack = await MachineLack(behind: program.lastOutput, of: command.words, in: session)
        {
            throw EvidenceFault.ofMachine(
                "'\(command.words.joined(separator: " "))', which a check runs, failed: \(lack)")
        }
        return program
    }
}

extension Getter.FileRequest {
    /// The same files, and the write-ahead log of each.
    fileprivate var withLogs: Self {
        Self(
            paths: paths + paths.map { $0 + RunSQLite.logSuffix },
            names: names + names.map { $0 + RunSQLite.logSuffix },
            given: given)
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
