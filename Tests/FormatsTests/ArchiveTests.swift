import Formats
import Foundation
import TestInputs
import Testing

/// Archives as other programs write them, cut off, or made to do harm.
struct ArchiveTests {
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

    @Test func `an archive whose parts are large together is not read beyond its limit`() throws {
        let part = [UInt8](repeating: 0, count: 60 << 20)
        let archive = try ZipArchive(zipped([("a", part)]))
        for _ in 1...8 { #expect(try archive.contents(of: "a").count == part.count) }
        #expect(throws: FormatFault.self) { try archive.contents(of: "a") }
    }

    @Test(arguments: ["{'a.txt': 'hello'}", "{'a.txt': 'hello', 'b/c.txt': 'x' * 100000}"])
    func `archives in ZIP64 are read`(files: String) throws {
        let archive = try python(
            """
            import io, sys, zipfile
            buffer = io.BytesIO()
            with zipfile.ZipFile(buffer, 'w', zipfile.ZIP_DEFLATED) as archive:
                for name, text in \(files).items():
                    with archive.open(name, 'w', force_zip64=True) as file:
                        file.write(text.encode())
            data = buffer.getvalue()
            # The record at the end in its larger form, and the directory's sizes in extra fields, as for huge archives.
            import struct
            end = data.rindex(b'PK\\x05\\x06')
            count, size, start = struct.unpack('<HII', data[end + 10:end + 20])
            directory, place = b'', start
            for _ in range(count):
                head = bytearray(data[place:place + 46])
                name, extra, comment = struct.unpack('<HHH', head[28:34])
                packed, whole = struct.unpack('<II', head[20:28])
                offset, = struct.unpack('<I', head[42:46])
                field = struct.pack('<HHQQQ', 1, 24, whole, packed, offset)
                head[20:28], head[42:46] = b'\\xff' * 8, b'\\xff' * 4
                head[30:32] = struct.pack('<H', len(field))
                directory += bytes(head) + data[place + 46:place + 46 + name] + field
                place += 46 + name + extra + comment
            wide = struct.pack('<IQHHIIQQQQ', 0x06064b50, 44, 45, 45, 0, 0, count, count, len(directory), start)
            locator = struct.pack('<IIQI', 0x07064b50, 0, start + len(directory), 1)
            last = struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, 0xffff, 0xffff, 0xffffffff, 0xffffffff, 0)
            out = data[:start] + directory + wide + locator + last
            assert zipfile.ZipFile(io.BytesIO(out)).read('a.txt') == b'hello'
            sys.stdout.buffer.write(out)
            """)
        #expect(try ZipArchive(archive).contents(of: "a.txt") == Array("hello".utf8))
        #expect(throws: FormatFault.self) { try ZipArchive(archive.dropLast(30)).contents(of: "a.txt") }
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
}
