import Evaluation
import Foundation
import Interaction
import JSON
import Testing

/// Tasks of every shape that OSWorld's published files have.
struct CorpusTests {
    @Test func `every published shape is read, and what we lack is named with its line`() throws {
        let tasks = try corpus()
        #expect(tasks.count > 300)
        try withFolder { folder in
            for task in tasks {
                let read = try read(task, in: folder)
                #expect(read.id == task["id"]?.string)
                #expect(read.verbatim.contains("possibility_of_env_change"))
                for gap in read.gaps {
                    #expect(gap.line >= 1 && !gap.name.isEmpty && !gap.problem.isEmpty, "\(gap)")
                }
            }
        }
    }

    @Test func `no step, getter or metric of the published files is skipped in silence`() throws {
        try withFolder { folder in
            for task in try corpus() {
                let read = try read(task, in: folder)
                let steps = (task["config"]?.items ?? []).count
                let missing = read.gaps.count { $0.kind == .setupStep && $0.field.hasPrefix("config") }
                #expect(read.config.count + missing == steps, "\(task.text)")
                let metrics = task["evaluator"]?["func"].map { $0.items?.count ?? 1 } ?? 0
                let found = read.evaluator?.checks.count ?? 0
                #expect(found == metrics || !read.gaps.isEmpty, "\(task.text)")
            }
        }
    }

    @Test func `the general getters, metrics and steps of the published files are all here`() throws {
        let getters = [
            "vm_file", "vm_command_line", "vm_command_error", "cache_file", "cloud_file", "rule", "list_directory",
            "gimp_config_file", "vlc_config", "content_from_vm_file", "vm_screen_size", "vm_window_size",
        ]
        #expect(Set(getters).isSubset(of: Getter.names))
        let steps = [
            "download", "launch", "open", "execute", "command", "activate_window", "close_window", "sleep",
            "upload_file",
        ]
        #expect(Set(SetupStep.names) == Set(steps))
        #expect(Metrics.names.count == Set(Metrics.names).count)
    }

    @Test func `a doctor says for each task what is missing`() throws {
        try withFolder { folder in
            for (index, task) in try corpus().enumerated() {
                try Data(task.text.utf8).write(to: folder.appending(path: "\(index).json"))
            }
            // One of them brings this file along.
            try Data().write(to: folder.appending(path: "a.txt"))
            try Data(#"{"chrome": ["id"]}"#.utf8).write(to: folder.appending(path: "test_all.json"))
            try Data(#"{"instruction": }"#.utf8).write(to: folder.appending(path: "broken.json"))
            let report = try DoctorReport(of: folder, in: DoctorPlaces(path: "/nowhere"))
            #expect(report.tasks.count == (try corpus().count) + 1)
            #expect(report.tasks.count { $0.state == .malformed } == 1)
            let lacks = report.tasks.flatMap(\.lacks)
            #expect(lacks.contains { $0.kind == "metric" && $0.name == "is_expected_active_tab" && $0.line == 1 })
            #expect(lacks.contains { $0.kind == "getter" && $0.name == "active_tab_info" })
            #expect(lacks.contains { $0.kind == "setup_step" && $0.name == "chrome_open_tabs" })
            #expect(lacks.contains { $0.kind == "program" && $0.name == "google-chrome" })
            #expect(lacks.contains { $0.kind == "program" && $0.name == "pdftotext" })
            #expect(report.tasks.contains { $0.isInfeasible && $0.state == .ready })
        }
    }

    @Test func `a mirror makes the network needless`() throws {
        try withFolder { folder in
            let task = """
                {"id": "t", "instruction": "x",
                 "config": [{"type": "download",
                             "parameters": {"files": [{"url": "https://a.org/b/c.txt", "path": "c.txt"}]}}],
                 "evaluator": {"func": "infeasible"}}
                """
            try Data(task.utf8).write(to: folder.appending(path: "task.json"))
            let mirror = folder.appending(path: "mirror/a.org/b")
            try FileManager.default.createDirectory(at: mirror, withIntermediateDirectories: true)
            try Data("c".utf8).write(to: mirror.appending(path: "c.txt"))
            let without = try DoctorReport(of: folder.appending(path: "task.json"), in: DoctorPlaces(path: "/usr/bin"))
            #expect(without.tasks.first?.state == .needsNetwork)
            let places = DoctorPlaces(path: "/usr/bin", mirror: FileMirror(folder: folder.appending(path: "mirror")))
            let with = try DoctorReport(of: folder.appending(path: "task.json"), in: places)
            #expect(with.tasks.first?.state == .ready)
            #expect(!places.mirror.has("https://a.org/../../etc/passwd"))
        }
    }

    @Test func `an evaluator joins its checks as OSWorld does`() throws {
        func joined(_ conj: String, _ scores: [Double]) throws -> Double {
            let evaluator = Evaluator(checks: [], conjunction: try #require(.init(rawValue: conj)), postconfig: [])
            var made: [Double] = []
            for score in scores {
                made.append(score)
                if evaluator.isSettled(by: score) { break }
            }
            return evaluator.join(made)
        }
        #expect(try joined("and", [1, 0.5]) == 0.75)
        #expect(try joined("and", [1, 0, 1]) == 0)
        #expect(try joined("or", [0.2, 0.7, 0]) == 0.7)
        #expect(try joined("or", [0, 1, 0.5]) == 1)
        #expect(try joined("or", [0, 0]) == 0)
    }

    private func corpus() throws -> [JSON] {
        guard case .file(let file, _) = try fixture("osworld/corpus.json") else { return [] }
        return try #require(try JSON(parsing: file.text ?? "").items)
    }

    private func read(_ task: JSON, in folder: URL) throws -> DesktopTask {
        let file = folder.appending(path: "task.json")
        try Data(task.text.utf8).write(to: file)
        return try DesktopTask.read(from: file)
    }
}

/// A folder that is gone afterwards.
func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
}
