import Evaluation
import Foundation
import FoundationXML
import Sessions
import Testing

/// Reports of attempts whose reasons try to break out of them.
struct SuiteReportTests {
    private static let hostile = "a \"quoted\" <b>, & more\nnext line\u{1B}[31m, ünï\u{FFFF}"

    @Test func `JUnit is well-formed and keeps failures and errors apart`() async throws {
        let folder = try SuiteFolder(tasks: ["two"])
        _ = try await Self.report(on: folder)
        let reader = try Cases(folder.read("out/junit.xml"))
        #expect(reader.names == ["<one>", "two"])
        #expect(reader.errors.count == 2 && reader.failures.isEmpty)
        #expect(reader.errors[0]["type"] == "session")
        let message = try #require(reader.errors[0]["message"])
        #expect(message.contains("a \"quoted\" <b>, & more\nnext line\u{FFFD}[31m, ünï\u{FFFD}"))
        #expect(reader.suite["tests"] == "2" && reader.suite["errors"] == "2" && reader.suite["failures"] == "0")
    }

    @Test func `CSV has a row of as many fields for each attempt, whatever is in them`() async throws {
        let folder = try SuiteFolder(tasks: ["two"])
        _ = try await Self.report(on: folder)
        let rows = Self.parsed(try folder.read("out/attempts.csv"))
        #expect(rows.count == 3 && Set(rows.map(\.count)).count == 1)
        let reason = try #require(rows[0].firstIndex(of: "reason"))
        #expect(rows[1][0] == "<one>" && rows[1][reason].contains(Self.hostile))
    }

    @Test func `the page needs nothing else and shows hostile text as text`() async throws {
        let folder = try SuiteFolder(tasks: ["two"])
        _ = try await Self.report(on: folder)
        let page = try folder.read("out/report.html")
        #expect(page.contains("&lt;b&gt;, &amp; more") && !page.contains("<b>, &"))
        #expect(page.contains("default-src 'none'") && !page.contains("http://") && !page.contains("https://"))
        #expect(page.contains("color-scheme: light dark"))
    }

    @Test func `the summary holds times in one place only`() async throws {
        let folder = try SuiteFolder(tasks: ["two"])
        let results = try await Self.report(on: folder)
        let text = try folder.read("out/summary.json")
        let summary = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(summary["times"] != nil)
        #expect(try JSONDecoder().decode(SuiteSummary.self, from: Data(text.utf8)) == results.summary)
    }

    private static func report(on folder: SuiteFolder) async throws -> SuiteResults {
        try folder.write(SuiteFolder.task("<one>"), to: "one")
        let results = try await folder.run {
            throw SessionError.notReady(program: "Xvfb", seconds: 1, lastOutput: hostile)
        }
        try results.writeReports(to: folder.url.appending(path: "out"))
        return results
    }

    /// By RFC 4180, character by character.
    private static func parsed(_ text: String) -> [[String]] {
        var (rows, row, field, isQuoted) = ([[String]](), [String](), "", false)
        var rest = Substring(text).unicodeScalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\"" where isQuoted && rest.first == "\"": field.unicodeScalars.append(rest.removeFirst())
            case "\"": isQuoted.toggle()
            case "," where !isQuoted: (row, field) = (row + [field], "")
            case "\r" where !isQuoted && rest.first == "\n":
                rest.removeFirst()
                (rows, row, field) = (rows + [row + [field]], [], "")
            default: field.unicodeScalars.append(scalar)
            }
        }
        return rows
    }

    /// The cases of a JUnit file.
    private final class Cases: NSObject, XMLParserDelegate {
        private(set) var names: [String] = []
        private(set) var errors: [[String: String]] = []
        private(set) var failures: [[String: String]] = []
        private(set) var suite: [String: String] = [:]

        init(_ text: String) throws {
            super.init()
            let parser = XMLParser(data: Data(text.utf8))
            parser.delegate = self
            try #require(parser.parse(), "\(String(describing: parser.parserError))")
        }

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) {
            switch name {
            case "testsuite": suite = attributes
            case "testcase": names.append(attributes["name"] ?? "")
            case "error": errors.append(attributes)
            case "failure": failures.append(attributes)
            default: break
            }
        }
    }
}
