import Foundation
import Images
import JSON
import Sessions
import Testing

struct LookMatrixTests {
    @Test func `the standard matrix has thirty looks of different names, and each can be applied`() throws {
        let looks = try LookMatrix.standard()
        #expect(looks.count >= 30 && Set(looks.map(\.name)).count == looks.count)
        for look in looks {
            #expect(try look.applied(to: .standard).name == look.name)
        }
    }

    @Test func `a look changes what was recorded, and nothing else of it`() throws {
        let larger = try LookMatrix.chosen(by: "text-150")[0].applied(to: try Look(json: try JSON(parsing: "\"dark\"")))
        #expect(larger.json.text.contains(#""size":17"#), "\(larger.json.text)")
        #expect(larger.json.text.contains(#""theme":"dark""#), "\(larger.json.text)")
        let screen = try LookMatrix.chosen(by: "dpi-192")[0].screen(besides: Size(width: 800, height: 600))
        #expect(screen == Size(width: 1600, height: 1200))
    }

    @Test(arguments: [
        ("no-such-look", "no such look or file 'no-such-look'"), ("dark,,contrast", "no such look or file ''"),
        ("[]", "expected an array of looks"), (#"[{"theme": "dark"}]"#, "expected a name"),
        (#"[{"name": "a"}, {"name": "a"}]"#, "taken twice"),
        (#"[{"name": "a", "theme": "pink"}]"#, "unknown value 'pink'"),
        (#"[{"name": "a", "screen": [1]}]"#, "[width, height]"), (#"[{"name": "a", "colour": 1}]"#, "unknown field"),
        (#"[{"name": "a", "text_percent": 900}]"#, "from 50 to 300"), (#"[{"name": "../a"}]"#, "a plain name"),
    ])
    func `what is no matrix is said with its field`(text: String, words: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "looks-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try text.write(to: file, atomically: true, encoding: .utf8)
        let error = try #require(throws: LookMatrixError.self) {
            _ = try LookMatrix.chosen(by: text.hasPrefix("[") ? file.path : text)
        }
        #expect(error.description.contains(words), "\(error)")
    }

    @Test func `what a look lacks here is named, and what the recorded lacks too is not`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "looks-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try
            #"[{"name": "far", "locale": "xx_XX.UTF-8"}, {"name": "odd", "icons": "NoSuchIcons"}, {"name": "larger", "text_percent": 110}]"#
            .write(to: file, atomically: true, encoding: .utf8)
        let looks = try LookMatrix.chosen(by: file.path)
        #expect(try looks[0].obstacle(besides: .standard)?.contains("locale 'xx_XX.UTF-8' is missing") == true)
        #expect(try looks[1].obstacle(besides: .standard)?.contains("icon theme 'NoSuchIcons'") == true)
        #expect(try looks[2].obstacle(besides: .standard) == nil)
    }
}
