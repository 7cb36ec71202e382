import Foundation
import Testing

/// README stays short, and every page of the documentation can be reached.
struct DocumentationTests {
    private let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private var catalogue: URL { root.appending(path: "Sources/deskhand/Documentation.docc") }

    @Test func `README has at most 1,500 words`() throws {
        let words = try text("README.md").split(whereSeparator: \.isWhitespace)
        #expect(words.count <= 1500)
    }

    @Test func `what README links to is there`() throws {
        let targets = try text("README.md").matches(of: /\]\(([^)#]+)[^)]*\)/).map { String($0.output.1) }
        #expect(targets.count > 5)
        for target in targets where !target.contains("://") {
            let path = root.appending(path: target).path
            #expect(FileManager.default.fileExists(atPath: path), "\(target)")
        }
    }

    @Test func `each page stands in the table of contents, and each link leads to a page`() throws {
        let pages = try FileManager.default.contentsOfDirectory(atPath: catalogue.path)
            .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }
        let contents = try links(in: "Documentation")
        #expect(Set(pages) == contents.union(["Documentation"]))
        for page in pages { #expect(try links(in: page).isSubset(of: pages), "\(page)") }
    }

    private func links(in page: String) throws -> Set<String> {
        let words = try text("Sources/deskhand/Documentation.docc/\(page).md")
        return Set(words.matches(of: /<doc:([A-Za-z]+)>/).map { String($0.output.1) })
    }

    private func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
