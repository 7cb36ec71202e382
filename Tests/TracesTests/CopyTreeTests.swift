import Foundation
import Testing
import Traces

struct CopyTreeTests {
    @Test func `a folder is copied with all that is in it`() throws {
        let scratch = try Scratch()
        let files = FileManager.default
        let (from, to) = (URL(filePath: scratch.path + "/from"), URL(filePath: scratch.path + "/to"))
        try files.createDirectory(at: from.appending(path: "a/b"), withIntermediateDirectories: true)
        try files.createDirectory(at: from.appending(path: "empty"), withIntermediateDirectories: true)
        try Data("#!/bin/sh".utf8).write(to: from.appending(path: "a/b/run.sh"))
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: from.path + "/a/b/run.sh")
        try files.createSymbolicLink(atPath: from.path + "/link", withDestinationPath: "nowhere/at/all")
        try files.copyTree(at: from, to: to)
        #expect(try files.subpathsOfDirectory(atPath: to.path).sorted() == ["a", "a/b", "a/b/run.sh", "empty", "link"])
        #expect(try String(contentsOfFile: to.path + "/a/b/run.sh", encoding: .utf8) == "#!/bin/sh")
        #expect(files.isExecutableFile(atPath: to.path + "/a/b/run.sh"))
        #expect(try files.destinationOfSymbolicLink(atPath: to.path + "/link") == "nowhere/at/all")
    }

    @Test func `what belongs to somebody else can be copied, but over nothing`() throws {
        let scratch = try Scratch()
        let (from, to) = (URL(filePath: "/usr/share/X11/xkb/rules"), URL(filePath: scratch.path + "/copy"))
        try FileManager.default.copyTree(at: from, to: to)
        #expect(FileManager.default.contentsEqual(atPath: from.path, andPath: to.path))
        #expect(throws: (any Error).self) { try FileManager.default.copyTree(at: from, to: to) }
    }
}
