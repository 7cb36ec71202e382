import Evaluation
import Formats
import JSON
import TestInputs
import Testing

/// What the checks of presentations say of files that differ in one place.
struct PresentationMetricTests {
    @Test(arguments: [
        (#"b="0""#, "Cats", "slide 1, shape 'Box 3', paragraph 1, run 1: bold expected true, found false"),
        (#"b="1" sz="900""#, "Cats", "slide 1, shape 'Box 3', paragraph 1, run 1: font size in hundredths of a point"),
        (#"b="1""#, "Dogs", "slide 1, shape 'Box 3': text expected \"Cats\", found \"Dogs\""),
    ])
    func `a difference is told with its slide, shape, paragraph and run`(
        look: String, text: String, difference: String
    ) throws {
        let result = try check(presentation(look: look, text: text), gold: presentation())
        #expect(result.score == 0)
        #expect(result.difference.hasPrefix(difference), "\(result.difference)")
    }

    @Test func `what is the same passes whether or not a relation's name stands before the slide's number`() throws {
        #expect(try check(presentation(), gold: presentation()).score == 1)
        #expect(try check(presentation(isNameFirst: true), gold: presentation()).score == 1)
    }

    @Test func `a file that is no presentation is worth nothing, and as a gold file the task's fault`() throws {
        for contents in [Array("no zip".utf8), zipped([("word/document.xml", "<w:document/>")]), []] {
            let result = try check(contents, gold: presentation())
            #expect(result.score == 0)
            #expect(result.found.contains("cannot be read"))
            #expect(throws: TaskFault.self) { try check(presentation(), gold: contents) }
        }
    }

    @Test func `a presentation cut off or damaged anywhere never ends the program`() throws {
        let good = presentation()
        for length in stride(from: 0, to: good.count, by: 11) { _ = try? Presentation(Array(good.prefix(length))) }
        for place in stride(from: 0, to: good.count, by: 3) {
            var bad = good
            bad[place] ^= 0x55
            _ = try? Presentation(bad)
        }
    }

    @Test func `an option that is not known is refused`() throws {
        let metric = try #require(Metrics.named("compare_pptx_files"))
        #expect(throws: TaskFault.self) { try metric.init(options: ["examine_everything": .init(.bool(true))]) }
    }

    private func check(_ found: [UInt8], gold: [UInt8]) throws -> CheckResult {
        let metric = try #require(Metrics.named("compare_pptx_files")).init(options: [:])
        return try metric.check(
            .file(EvidenceFile(name: "found.pptx", contents: found), beside: []),
            expected: .file(EvidenceFile(name: "gold.pptx", contents: gold), beside: []))
    }

    /// A presentation of one slide with one box.
    private func presentation(
        look: String = #"b="1""#, text: String = "Cats", isNameFirst: Bool = false
    ) -> [UInt8] {
        let names = isNameFirst ? #"r:id="r1" id="256""# : #"id="256" r:id="r1""#
        let shape = """
            <p:sp><p:nvSpPr><p:cNvPr id="2" name="Box 3"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>
            <p:spPr><a:xfrm><a:off x="1" y="2"/><a:ext cx="3" cy="4"/></a:xfrm><a:prstGeom prst="rect"/></p:spPr>
            <p:txBody><a:p><a:r><a:rPr \(look)/><a:t>\(text)</a:t></a:r></a:p></p:txBody></p:sp>
            """
        return zipped([
            (
                "ppt/presentation.xml",
                "<p:presentation><p:sldIdLst><p:sldId \(names)/></p:sldIdLst></p:presentation>"
            ),
            (
                "ppt/_rels/presentation.xml.rels",
                #"<Relationships><Relationship Id="r1" Type="x/slide" Target="slides/slide1.xml"/></Relationships>"#
            ),
            ("ppt/slides/slide1.xml", "<p:sld><p:cSld><p:spTree>\(shape)</p:spTree></p:cSld></p:sld>"),
        ])
    }
}
