import Foundation
import Testing

/// `deskhand see`
@Suite(.serialized, .timeLimit(.minutes(3)))
struct SeeTests {
    private static let programs = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/elements")
    private static let editor = programs.appending(path: "editor.py").path

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

    @Test(
        .enabled(
            if: ["/usr/share/java/java-atk-wrapper.jar", "/usr/bin/javac"].allSatisfy {
                FileManager.default.fileExists(atPath: $0)
            }, "libatk-wrapper-java or a JDK is not installed"))
    func `a Java program tells its elements`() throws {
        let see = try Deskhand([
            "see", "--no-reading", "java", Self.programs.appending(path: "Address.java").path,
        ])
        let rows = see.output.split(separator: "\n").map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
        for row in [
            "menu File", "button Apply", "list item a.txt", "cell Coffee", "checkbox Subscribed", "field Name Ann",
        ] {
            #expect(rows.contains { $0.hasPrefix(row) }, "\(row): \(see.output)\(see.errors)")
        }
    }

    @Test func `a program that fails before it shows anything is told with its last words`() throws {
        let see = try Deskhand(["see", "--no-reading", "sh", "-c", "echo no such database >&2; exit 3"])
        #expect(see.status == 66, "\(see.output)")
        #expect(see.errors.contains("status 3") && see.errors.contains("no such database"), "\(see.errors)")
    }

    @Test func `controls are seen on a picture, named by the words in them`() throws {
        let marks = FileManager.default.temporaryDirectory.appending(path: "marks-\(UUID().uuidString).png").path
        defer { try? FileManager.default.removeItem(atPath: marks) }
        let picture = Deskhand.repository.appending(path: "Tasks/grounding/programs/images/galculator-c550-0-0.png")
            .path
        let see = try Deskhand(["see", "--picture", picture, "--annotate", marks])
        #expect(see.status == 0, "\(see.errors)")
        let rows = see.output.split(separator: "\n").map { $0.split(separator: " ").dropFirst().joined(separator: " ") }
        for row in ["menu item File", "menu item Help", "button AC", "button 7", "button %"] {
            #expect(rows.contains { $0.hasPrefix(row + " ") }, "\(row): \(see.output)")
        }
        #expect(FileManager.default.contents(atPath: marks)?.starts(with: [0x89, 0x50]) == true)
    }

    @Test(
        arguments: [
            (["--picture", "nowhere.png"], 65, "nowhere.png"), (["--picture", "Package.swift"], 65, "PNG"),
            (["--picture", "a.png", "--follow"], 64, "--picture"),
            (["--picture", "a.png", "mousepad"], 64, "--picture"),
            (["--picture", "a.png", "--display", ":1"], 64, "--picture"),
            (["--picture", "a.png", "--wake"], 64, "--wake"),
        ] as [([String], Int32, String)])
    func `what is no picture, and what needs a display, is refused`(options: [String], status: Int32, words: String)
        throws
    {
        let see = try Deskhand(["see"] + options)
        #expect(see.status == status && see.errors.contains(words), "\(see.status): \(see.errors)")
    }

    @Test(.enabled(if: hasSandbox, "no sandbox can be started here"))
    func `a program in a sandbox tells its elements, too`() throws {
        let see = try Deskhand(["see", "--no-reading", "--sandbox", "mousepad"])
        #expect(see.status == 0, "\(see.errors)")
        let menu = see.output.split(separator: "\n").first { $0.contains("Document") } ?? ""
        #expect(menu.contains("menu") && menu.contains("accessibility"), "\(see.output)\(see.errors)")
    }
}
