import Accessibility
import Foundation
import Images
import Interaction
import Sessions
import Testing

/// The cells of a sheet, too many to list, of which only those that show are read.
@Suite(
    .enabled(
        if: ProgramStage.isAvailable && has("libreoffice"), "Xvfb, openbox, dbus-daemon or LibreOffice is not installed"
    ))
struct SpreadsheetTests {
    @Test(.timeLimit(.minutes(5))) func `cells have the names that a spreadsheet gives them, beyond column Z too`()
        async throws
    {
        let stage = try await ProgramStage(size: Size(width: 3000, height: 700))
        let file = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID().uuidString).fods")
        defer { try? FileManager.default.removeItem(at: file) }
        try sheet(rows: 30, columns: 60).write(to: file, atomically: true, encoding: .utf8)
        _ = try stage.session.launch(["libreoffice", "--calc", "--norestore", file.path])
        var cells: [AccessibleNode] = []
        let deadline = ContinuousClock.now + .seconds(120)
        while cells.filter({ $0.text?.isEmpty == false }).count < 500, .now < deadline {
            try await Task.sleep(for: .milliseconds(500))
            cells = try await stage.look().programs.flatMap(\.nodes).filter { $0.role == .tableCell }
        }
        let written = cells.filter { $0.text?.isEmpty == false }
        #expect(written.count > 500)
        #expect(written.contains { $0.name.hasPrefix("AB") })
        #expect(written.filter { $0.name != $0.text }.isEmpty)
        await stage.session.end()
    }

    /// A sheet each of whose cells holds its own name.
    private func sheet(rows: Int, columns: Int) -> String {
        let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(Unicode.Scalar($0)) }
        let names = letters + letters.flatMap { first in letters.map { first + $0 } }
        let lines = (1...rows).map { row in
            let cells = names.prefix(columns).map { column in
                "<table:table-cell office:value-type=\"string\"><text:p>\(column)\(row)</text:p></table:table-cell>"
            }
            return "<table:table-row>\(cells.joined())</table:table-row>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" \
            xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" \
            xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3" \
            office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>\
            <table:table table:name="Names">\(lines.joined())</table:table>\
            </office:spreadsheet></office:body></office:document>
            """
    }
}
