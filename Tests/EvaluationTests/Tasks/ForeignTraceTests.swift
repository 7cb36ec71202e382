import Agents
import Evaluation
import Foundation
import Sessions
import Testing
import Traces

/// Traces, mirrors and tasks whose names were made to lead elsewhere.
struct ForeignTraceTests {
    private static let task = #"{"id": "t", "instruction": "x", "evaluator": {"func": "infeasible"}}"#

    @Test(arguments: ["../out.txt", "a/../../out.txt", "/tmp/out.txt", "a\0b", "", "..", "task.json"])
    func `a file's name in a trace leads nowhere but the task's own folder`(name: String) throws {
        try withFolder { folder in
            let place = folder.appending(path: "inner/task")
            let trace = try recorded([RecordedInput(path: "a", source: name, contents: [1])], in: folder)
            #expect(throws: ReplayError.self) { try RecordedTaskFolder(of: trace, name: "t", in: place) }
            let found = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
            let kept = found.filter { !$0.hasPrefix("trace") }.sorted()
            #expect(kept == ["inner", "inner/task", "inner/task/task.json"], "\(kept)")
        }
    }

    @Test func `names in a trace that stay in the folder are laid out`() throws {
        try withFolder { folder in
            let inputs = ["gold.txt", "deep/er/gold.txt"].map { RecordedInput(path: $0, source: $0, contents: [1]) }
            let place = folder.appending(path: "task")
            _ = try RecordedTaskFolder(of: try recorded(inputs, in: folder), name: "t", in: place)
            let names = try FileManager.default.subpathsOfDirectory(atPath: place.path).sorted()
            #expect(names == ["deep", "deep/er", "deep/er/gold.txt", "gold.txt", "task.json"])
        }
    }

    @Test(arguments: [
        "https://a.org/..%2F..%2Fsecret", "https://a.org/%2e%2e/secret", "https://a.org/x%2Fsecret",
        "https://a.org/%2e%2e%2Fsecret", "https://a.org/x/%00", "https://..%2Fsecret/x", "https://a.org/linked",
        "https://a.org/folder", "https://a.org/pipe", "file:///etc/passwd",
    ])
    func `an address leads out of no mirror`(address: String) throws {
        try withFolder { folder in
            let (mirror, files) = (folder.appending(path: "mirror"), FileManager.default)
            try files.createDirectory(at: mirror.appending(path: "a.org/folder"), withIntermediateDirectories: true)
            for place in ["secret", "mirror/a.org/%2e%2e"] {
                try Data("secret".utf8).write(to: folder.appending(path: place))
            }
            try files.createSymbolicLink(
                atPath: mirror.appending(path: "a.org/linked").path, withDestinationPath: "../../secret")
            #expect(mkfifo(mirror.appending(path: "a.org/pipe").path, 0o600) == 0)
            #expect(!FileMirror(folder: mirror, usesNetwork: false).has(address))
        }
    }

    @Test func `a mirror gives what it holds, names decoded once`() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(
                at: folder.appending(path: "a.org"), withIntermediateDirectories: true)
            try Data("x".utf8).write(to: folder.appending(path: "a.org/two words%20.txt"))
            try Data("x".utf8).write(to: folder.appending(path: "last.txt"))
            let mirror = FileMirror(folder: folder, usesNetwork: false)
            #expect(mirror.has("https://a.org/two%20words%2520.txt"))
            #expect(mirror.has("https://b.org/any/last.txt?query=1"))
            #expect(!mirror.has("https://b.org/other.txt"))
        }
    }

    private func recorded(_ inputs: [RecordedInput], in folder: URL) throws -> Trace {
        let place = folder.appending(path: "trace").path
        let header = TraceHeader(
            instruction: "x", policy: "p", limits: EpisodeLimits(),
            task: RecordedTask(id: "t", path: "task.json", verbatim: Self.task), inputs: inputs)
        _ = try TraceWriter(folder: place, header: header)
        return try Trace(folder: place)
    }
}
