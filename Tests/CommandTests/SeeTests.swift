import Foundation
import Testing

/// `deskhand see`
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SeeTests {
    private static let editor = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/elements/editor.py").path

    @Test func `what is no option of ours is not taken for a program`() throws {
        let help = try Deskhand(["see", "--help"])
        #expect(help.status == 0 && help.output.contains("USAGE: deskhand see"), "\(help.output)")
        let unknown = try Deskhand(["see", "--nonsense"])
        #expect(unknown.status == 64 && unknown.errors.contains("--nonsense"), "\(unknown.errors)")
    }

    @Test func `a program's elements are listed once it has built them`() throws {
        let see = try Deskhand(["see", "--no-reading", "/usr/bin/python3", Self.editor, "gtk"])
        #expect(see.status == 0, "\(see.errors)")
        for words in ["Editor of elements", "Bold", "pressed", "file 00.txt", "Ann"] {
            #expect(see.output.contains(words), "\(words): \(see.output)")
        }
        #expect(!see.output.contains("file 59.txt"))
    }

    @Test(.enabled(if: hasSandbox, "no sandbox can be started here"))
    func `a program in a sandbox tells its elements, too`() throws {
        let see = try Deskhand(["see", "--no-reading", "--sandbox", "mousepad"])
        #expect(see.status == 0, "\(see.errors)")
        let menu = see.output.split(separator: "\n").first { $0.contains("Document") } ?? ""
        #expect(menu.contains("menu") && menu.contains("accessibility"), "\(see.output)\(see.errors)")
    }
}
