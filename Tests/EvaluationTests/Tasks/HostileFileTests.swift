import Evaluation
import Formats
import Foundation
import Interaction
import JSON
import Sessions
import TestInputs
import Testing

/// Files that were made to do harm, or were cut off.
struct HostileFileTests {
    @Test func `a pipe in a file's place is not opened`() throws {
        try withFolder { folder in
            let path = folder.appending(path: "report.txt").path
            #expect(mkfifo(path, 0o600) == 0)
            let files = try GuestFiles(root: folder)
            #expect(try FolderTree(of: .root, in: files).json["children"]?.items?.count == 1)
            #expect(throws: GuestFileError.notRegular(path: "report.txt", kind: "a pipe")) {
                try files.read(GuestPath("report.txt"), limit: 100)
            }
        }
    }

    @Test func `archives are listed and compared whatever their order`() throws {
        let one = EvidenceFile(name: "a.zip", contents: zipped([("d/a.txt", "1"), ("d/b.txt", "2"), ("c", "3")]))
        let files = try ArchiveFiles(one)
        #expect(files.listing(of: "d") == ["a.txt", "b.txt"])
        #expect(files.listing(of: "") == ["c", "d"])
        #expect(try files.file("b.txt", in: "d").text == "2")
        #expect(try files.file("d", in: "").contents == nil)
        let tar = EvidenceFile(name: "a.tar", contents: Self.tar([("d/a.txt", "1"), ("c", "3")]))
        #expect(try ArchiveFiles(tar).listing(of: "d") == ["a.txt"])
        #expect(try ArchiveFiles(tar).file("c", in: "").text == "3")
        #expect(throws: FormatFault.self) { try ArchiveFiles(EvidenceFile(name: "a", contents: [1, 2, 3])) }
    }

    /// A tar archive of regular files.
    private static func tar(_ files: [(String, String)]) -> [UInt8] {
        var archive: [UInt8] = []
        for (name, text) in files {
            var header = [UInt8](repeating: 0, count: 512)
            let size = String(text.utf8.count, radix: 8)
            header.replaceSubrange(0..<name.utf8.count, with: Array(name.utf8))
            header.replaceSubrange(124..<124 + size.utf8.count, with: Array(size.utf8))
            header[156] = UInt8(ascii: "0")
            header.replaceSubrange(257..<262, with: Array("ustar".utf8))
            archive += header + Array(text.utf8) + [UInt8](repeating: 0, count: 512 - text.utf8.count)
        }
        return archive + [UInt8](repeating: 0, count: 1024)
    }
}
