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

    private var session: Session { setup.session }
    private var paths: TaskPaths { TaskPaths(home: session.home) }

    /// The joined score of the evaluator's checks, from 0 to 1.
    ///
    /// As in OSWorld, a task that cannot be done is passed by giving up, and giving up fails every other. A policy that
    /// got stuck did not give up: it earns nothing with either.
    func score(_ evaluator: Evaluator, after end: EpisodeEnd) async throws -> Double {
        switch end.reason {
        case .finished(.failure): return evaluator.isInfeasible ? 1 : 0
        case .finished(.stuck): return 0
        default: return evaluator.isInfeasible ? 0 : try await score(evaluator)
        }
    }

    /// The names of the side effects that happened.
    func happened(_ effects: [TaskSettings.ForbiddenEffect]) async throws -> [String] {
        var names: [String] = []
        for effect in effects where try await score(effect.evaluator) >= 1 { names.append(effect.name) }
        return names
    }

    /// The joined score of the state that the session is in.
    func score(_ evaluator: Evaluator) async throws -> Double {
        var scores: [Double] = []
        for check in evaluator.checks {
            try Task.checkCancellation()
            guard let result = try await evidence(check.result) else { throw TaskFault("a check has no 'result'") }
            let expected = try await evidence(check.expected)
            let score = try await check.metric.score(result, expected: expected, using: ProgramRunner(session: session))
            scores.append(score)
            if evaluator.isSettled(by: score) { break }
        }
        return evaluator.join(scores)
    }

    private func evidence(_ getter: Getter?) async throws -> Evidence? {
        switch getter {
        case nil: return nil
        case .rule(let rules): return .value(rules)
        case .files(let request): return try evidence(request) { try contents(of: paths.url($0)) }
        case .taskFiles(let request): return try evidence(request) { try contents(of: beside($0)) }
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
        case .commandLine(let command): return .output(try await run(command).printed)
        case .commandError(let command): return .output(try await run(command).errorText)
        case .listing(let path): return .value(FolderTree(paths.url(path)).json)
        case .lastRow(let path):
            let file = EvidenceFile(name: path, contents: try contents(of: paths.url(path)))
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

    /// A regular file's bytes; `nil` where there is none. A pipe or device that was put in its place is not opened.
    private func contents(of url: URL) throws -> [UInt8]? {
        let path = url.resolvingSymlinksInPath().path
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            attributes[.type] as? FileAttributeType == .typeRegular
        else { return nil }
        let size = (attributes[.size] as? Int) ?? 0
        guard size <= Self.largestFile else {
            throw TaskFault("'\(path)' has \(size) bytes, more than the \(Self.largestFile) that are looked at")
        }
        return FileManager.default.contents(atPath: path).map(Array.init)
    }

    private func beside(_ path: String) -> URL { setup.folder.appending(path: path) }

    private func run(_ command: ShellCommand) async throws -> Program {
        try await session.run(paths.words(command), seconds: 60).program
    }
}

extension JSON {
    /// As OSWorld's getters give a size.
    fileprivate init(width: Double, height: Double) {
        self.init(.object([JSONMember("width", JSON(.number(width))), JSONMember("height", JSON(.number(height)))]))
    }
}
