import Documents
import Foundation
import Images
import TestInputs
import Testing

struct DocumentLayoutTests {
    private static let picture = Size<ModelSpace>(width: 1000, height: 800)
    /// In the form that the model was trained to write.
    private static let page = """
        ```html
        <html><body>
        <h1 data-bbox="100 40 900 90">Annual <b>report</b> 2024</h1>
        <p data-bbox="100 110 900 200">Costs rose by 5&nbsp;% &amp; income<br>fell: a_b * c.</p>
        <ul data-bbox="100 210 500 300"><li data-bbox="110 210 490 240">first<li>second<ol><li>inner</ol></ul>
        <style>.table1{border:1px solid}</style><table data-bbox="100 310 900 500" class="table1"><thead><tr><th>Item<th>Price</thead>
        <tr><td rowspan="2">Pens | pencils</td><td>1.20</td></tr><tr><td>2.40</td></tr><tr><td colspan="2">Total</td></tr></table>
        <div class="formula.handwritten" data-bbox="100 510 400 550"><img data-bbox="100 510 400 550"/><div>$$E = mc^2$$</div></div>
        <div class="image caption" data-bbox="500 510 900 700"><img data-bbox="500 510 900 680"/><p>A <i>cat</i></p></div>
        <div class="chart" data-bbox="100 560 480 700"><img data-bbox="100 560 480 700"/><table><tr><td>2023</td><td>7</td></tr></table></div>
        <div class="music sheet" format="abc notation" data-bbox="0 700 90 720"><img data-bbox="0 700 90 720"/><div>X:1
        K:C</div></div>
        <div class="chemical formula" format="smile" data-bbox="0 720 90 740"><img data-bbox="0 720 90 740"/><div>C1=CC=CC=C1</div></div>
        <script>alert("no")</script><p onclick="x()" style="color:red" data-bbox="100 760 900 790"><a href="javascript:x()">here</a> <a href="https://a.example/x y">there</a></p>
        </body></html>
        ```
        """

    @Test func `a page becomes Markdown`() {
        #expect(
            DocumentLayout(answer: Self.page).markdown == """
                # Annual **report** 2024

                Costs rose by 5\u{A0}% & income  
                fell: a\\_b \\* c.

                - first
                - second
                  1. inner

                | Item | Price |
                | --- | --- |
                | Pens \\| pencils | 1.20 |
                |  | 2.40 |
                | Total |  |

                $$
                E = mc^2
                $$

                ![A *cat*](#image=500,510,900,700)

                ![](#image=100,560,480,700)

                | 2023 | 7 |
                | --- | --- |

                ```abc
                X:1
                K:C
                ```

                ```smiles
                C1=CC=CC=C1
                ```

                here [there](https://a.example/x%20y)

                """)
    }

    @Test func `a page becomes elements with their places`() throws {
        let layout = DocumentLayout(answer: Self.page, picture: Self.picture)
        #expect(layout.elements.count == 10)
        #expect(layout.elements[0].box == Box(x: 100, y: 40, width: 800, height: 50))
        guard case .heading(level: 1, let title) = layout.elements[0].content else {
            Issue.record("no heading")
            return
        }
        #expect(title.plain == "Annual report 2024")
        guard case .table(let table) = layout.elements[3].content else {
            Issue.record("no table")
            return
        }
        #expect(table.rows.map(\.count) == [2, 2, 1, 1])
        #expect(table.rows[0].map(\.isHeader) == [true, true])
        guard case .formula("E = mc^2") = layout.elements[4].content else {
            Issue.record("no formula")
            return
        }
        let json = String(decoding: try JSONEncoder().encode(layout.elements[1]), as: UTF8.self)
        #expect(json.contains(#""kind":"paragraph""#) && json.contains("[100,110,900,200]"))
    }

    @Test func `clean HTML has no places, colours, scripts and foreign links`() {
        let html = DocumentLayout(answer: Self.page).html
        for gone in ["data-bbox", "style", "script", "alert", "onclick", "javascript", "handwritten", "```"] {
            #expect(!html.contains(gone), "\(gone)")
        }
        for kept in [
            "<h1>Annual <b>report</b> 2024</h1>", #"<td rowspan="2">Pens | pencils</td>"#, #"<div class="formula">"#,
            #"format="abc notation""#, "5\u{A0}% &amp; income<br>fell", "</body>\n</html>",
        ] { #expect(html.contains(kept), "\(kept)") }
    }

    @Test(
        arguments: [
            ("1 2 30 40", [1, 2, 30, 40]), ("30 40 1 2", [1, 2, 30, 40]), ("[1, 2, 30, 40]", [1, 2, 30, 40]),
            ("-5 -5 2000 2000", [0, 0, 1000, 800]), ("1 2 3", nil), ("a b c d", nil), ("5 5 5 9", nil),
            ("2000 0 3000 5", nil),
            ("nan 0 1 1", nil), ("1e300 0 1e301 1", nil),
        ] as [(String, [Double]?)])
    func `a place is cut to the picture, or is none`(text: String, corners: [Double]?) {
        let layout = DocumentLayout(answer: #"<p data-bbox="\#(text)">x</p>"#, picture: Self.picture)
        #expect(layout.elements.first?.box?.corners == corners)
    }

    @Test(arguments: [
        ("<p>one<p>two", "one\n\ntwo\n"), ("plain words", "plain words\n"), ("<p>cut of", "cut of\n"),
        ("<p data-bbox=\"1 2", ""), ("<table><tr><td>a<td>b<tr><td>c", "| a | b |\n| --- | --- |\n| c |  |\n"),
        ("</p></div></table>x", "x\n"), ("a < b & c", "a \\< b & c\n"), ("<b>bold", "**bold**\n"),
        ("<p>1. not a list</p><p># nor a heading</p>", "1\\. not a list\n\n\\# nor a heading\n"),
        ("<!-- <p>no</p> --><p>yes</p>", "yes\n"), ("<p>&#x41;&#66;&unknown;</p>", "AB&unknown;\n"),
        ("<UL><LI>a</LI><LI>b</LI></UL>", "- a\n- b\n"), ("<div><div>x</div><div>y</div></div>", "x\n\ny\n"), ("", ""),
        ("<p>x</p", "x\n"), ("<", ""),
    ])
    func `what is cut off or malformed gives what can be understood`(html: String, markdown: String) {
        #expect(DocumentLayout(answer: html).markdown == markdown)
    }

    @Test func `nothing that a model may write ends the program`() throws {
        var random = SeededGenerator(seed: 5)
        let signs = [
            "<", ">", "</", "/>", "<p", "<table>", "<tr>", "<td colspan=99999999999999999999>", "<td rowspan='100'>",
            "<li>", "<ol>", " data-bbox=\"", "1 2 3 4\"", "&#", "&#x110000;", "&amp", "<!--", "-->", "<style>", "```",
            "<div class=\"formula\">", "<div class=\"chart\">", "<img>", "$$", "é", "\u{0}", "\n", "  ", "|", "=",
        ]
        let isSoak = ProcessInfo.processInfo.environment["DESKHAND_SOAK"] != nil
        for _ in 0..<(isSoak ? 1_000_000 : 3000) {
            var html = ""
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                for _ in 0..<Int.random(in: 0..<40, using: &random) {
                    html += signs.randomElement(using: &random) ?? ""
                }
            case 1: html = String(Self.page.prefix(Int.random(in: 0..<Self.page.count, using: &random)))
            default:
                var bytes = Array(Self.page.utf8)
                for _ in 0..<Int.random(in: 1..<20, using: &random) {
                    let place = Int.random(in: 0..<bytes.count, using: &random)
                    bytes[place] = UInt8.random(in: 0...255, using: &random)
                }
                html = String(decoding: bytes, as: UTF8.self)
            }
            let layout = DocumentLayout(answer: html, picture: Self.picture)
            _ = (layout.markdown, layout.html)
            _ = try JSONEncoder().encode(layout.elements)
        }
    }

    @Test func `deep, wide and long answers take time in proportion`() {
        for html in [
            String(repeating: "<div>", count: 100_000), String(repeating: "<b><i>", count: 50_000),
            String(repeating: "<td colspan=100>", count: 20_000), String(repeating: "<p>x", count: 50_000),
            "<table>" + String(repeating: "<tr><td rowspan=100 colspan=100>", count: 5000),
            String(repeating: "</x>", count: 100_000), String(repeating: "<a ", count: 100_000),
            String(repeating: "&", count: 200_000), "<p " + String(repeating: "a=1 ", count: 50_000),
            String(repeating: "<ul><li>", count: 5000),
        ] {
            let layout = DocumentLayout(answer: html)
            #expect(layout.markdown.utf8.count < 20_000_000)
            #expect(layout.html.utf8.count < 20_000_000)
        }
    }
}
