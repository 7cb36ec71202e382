import Evaluation
import Foundation
import Interaction
import Sessions
import Testing

/// Files that were made to do harm, or were cut off.
struct HostileFileTests {
    @Test func `a file that expands without end stops at its limit`() throws {
        // Deflated zeros, a thousand times smaller than what they expand to.
        let bomb = try #require(Self.deflatedZeros)
        #expect(throws: FormatFault.self) { try Inflation.inflate(bomb[...], .gzip, limit: 1 << 20) }
        #expect(try Inflation.inflate(bomb[...], .gzip, limit: 9 << 20).count == 8 << 20)
        #expect(throws: FormatFault.self) { try Inflation.inflate(bomb.dropLast(20), .gzip, limit: 9 << 20) }
    }

    @Test func `an archive that lies about itself is refused`() throws {
        let good = zipped([("a.txt", "hello"), ("b/", "")])
        #expect(try ZipArchive(good).contents(of: "a.txt") == Array("hello".utf8))
        #expect(throws: FormatFault.self) { try ZipArchive(good).contents(of: "c") }
        for length in stride(from: 0, to: good.count, by: 7) {
            _ = try? ZipArchive(Array(good.prefix(length))).contents(of: "a.txt")
        }
        for place in good.indices {
            var bad = good
            bad[place] ^= 0xFF
            if let archive = try? ZipArchive(bad) {
                for entry in archive.entries { _ = try? archive.contents(of: entry) }
            }
        }
        var liar = good
        let size = try #require(good.firstRange(of: [0x50, 0x4B, 0x01, 0x02])).lowerBound + 24
        liar.replaceSubrange(size..<size + 4, with: [0, 0, 0, 0x7F])
        #expect(throws: FormatFault.self) { try ZipArchive(liar).contents(of: "a.txt") }
    }

    @Test(arguments: [
        "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "<a>&b;</a>", "<a>", "<a></a></b>", "<a b></a>", "<a b=c/>", "",
        "<a", "<a b=\"", "<!--", String(repeating: "<a>", count: 300) + String(repeating: "</a>", count: 300),
        "<a>&#xD800;</a>", "<a>&amp</a>",
    ])
    func `XML that is broken, deep or declares entities is refused`(text: String) {
        #expect(throws: FormatFault.self) { try XMLTree(Array(text.utf8)) }
    }

    @Test func `XML is read with its entities, sections and spaces`() throws {
        let text =
            "\u{FEFF}<?xml version='1.0'?><!-- no --><a:b xmlns:a='u' c:d=\"x&quot;&#65;\"> é<![CDATA[<&]]><e/>&lt;&#x42;</a:b>"
        let tree = try XMLTree(Array(text.utf8))
        #expect(tree.name == "b" && tree.attributes["d"] == "x\"A")
        #expect(tree.text == " é<&<B" && tree.elements.map(\.name) == ["e"])
    }

    @Test func `a table that claims a billion cells costs nothing`() throws {
        let row =
            #"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>"#
        let content =
            "<o><office:body><office:spreadsheet><table:table table:name='a'>\(row)</table:table></office:spreadsheet></office:body></o>"
        let book = EvidenceFile(name: "a.ods", contents: zipped([("content.xml", content)]))
        #expect(throws: FormatFault.self) { try Workbook(book) }
        let cells = try #require(CellRanges("A1:XFD1048576")).cells
        #expect(cells.count <= 1_000_000)
    }

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

    /// Eight million zeros as `gzip` packs them.
    private static let deflatedZeros: [UInt8]? = {
        let gzip = Process()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["sh", "-c", "head -c 8388608 /dev/zero | gzip -9n"]
        let output = Pipe()
        gzip.standardOutput = output
        guard (try? gzip.run()) != nil, let data = try? output.fileHandleForReading.readToEnd() else { return nil }
        gzip.waitUntilExit()
        return Array(data)
    }()

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
