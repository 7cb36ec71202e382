import Evaluation
import Foundation
import Testing

struct DatasetTests {
    @Test(arguments: [
        ("ScreenSpot", GroundingSuite.screenSpot, 3), ("ScreenSpot-v2", .screenSpotV2, 3),
        ("ScreenSpot-Pro", .screenSpotPro, 4), ("OSWorld-G", .osWorldG, 1),
    ])
    func `a benchmark is told by its files`(name: String, suite: GroundingSuite, files: Int) throws {
        let dataset = try Benchmarks.load(name)
        #expect(dataset.suite == suite)
        #expect(dataset.files.count == files)
        #expect(dataset.items.count == 60)
        #expect(Set(dataset.items.map(\.key)).count == 60)
        #expect(dataset.remarks.isEmpty)
    }

    @Test func `boxes are widths in ScreenSpot and corners in ScreenSpot-Pro`() throws {
        let item = { (name: String) in try Benchmarks.load(name).items[0] }
        let folder = try TemporaryFolder()
        try folder.write("", to: "a.png")
        try folder.write(
            #"[{"img_filename": "a.png", "bbox": [10, 20, 30, 40], "instruction": "x", "data_type": "text"}]"#,
            to: "screenspot_web.json")
        let box = GroundingTarget.box(InclusiveBox(left: 10, top: 20, right: 40, bottom: 60))
        #expect(try GroundingDataset.load(from: folder.url).items.first?.target == box)
        guard case .box(let corners) = try item("ScreenSpot-Pro").target else {
            Issue.record("no box")
            return
        }
        #expect(corners.right > corners.left && corners.bottom > corners.top)
        #expect(try item("ScreenSpot").traits == [.split: ["desktop"], .kind: ["text"], .source: ["shop"]])
        #expect(try item("ScreenSpot-Pro").traits[.application] == ["excel"])
    }

    @Test func `OSWorld-G has its categories, and its refined instructions are a benchmark of their own`() throws {
        let items = try Benchmarks.load("OSWorld-G").items
        #expect(items[3].target == .refusal)
        #expect(items[3].traits[.category] == ["refusal"])
        #expect(items[1].traits[.guiType] == ["Icon", "Scrollbar"])
        guard case .polygon(let corners) = items[1].target else {
            Issue.record("no polygon")
            return
        }
        #expect(corners.count == 4)
        let refined = try Benchmarks.load("OSWorld-G", suite: .osWorldGRefined)
        #expect(refined.items.map(\.instruction) == Array(repeating: "the thing beside it", count: 5))
    }

    @Test func `Chinese instructions are read where there are some`() throws {
        let folder = Benchmarks.folder
        let dataset = try GroundingDataset.load(
            from: folder.appending(path: "ScreenSpot-Pro"), language: .chinese, pictures: folder)
        #expect(dataset.items[0].instruction == "点击工具0")
        #expect(throws: GroundingEvaluationError.noChinese(.screenSpot)) {
            try GroundingDataset.load(
                from: folder.appending(path: "ScreenSpot"), language: .chinese, pictures: folder)
        }
    }

    @Test(arguments: [
        (#"[{"img_filename": "a.png", "data_type": "icon", "instruction": "x"}]"#, 1, 1, "", "'bbox' is missing"),
        (
            "[{\"img_filename\": \"a.png\", \"data_type\": \"icon\", \"instruction\": \"x\", \"bbox\": [1, 2, 3, 4]},\n"
                + "{\"img_filename\": \"a.png\", \"data_type\": \"icon\", \"instruction\": \"x\",\n\"bbox\": [1, 2, 3]}]",
            3, 2, "bbox", "found 3 numbers"
        ),
        (
            "[{\"img_filename\": \"a.png\", \"data_type\": \"icon\", \"instruction\": 7, \"bbox\": [1, 2, 3, 4]}]",
            1, 1, "instruction", "a string is expected, not a number, 7"
        ),
        (
            #"[{"id": "i", "image_path": "a.png", "image_size": [9, 9], "instruction": "x", "box_type": "circle", "box_coordinates": []}]"#,
            1, 1, "box_type", "expected bbox, polygon or refusal"
        ),
        (
            #"[{"image_path": "a.png", "image_size": [9, 9], "instruction": "x", "box_type": "polygon", "box_coordinates": [1, 2, 3, 4, 5]}]"#,
            1, 1, "box_coordinates", "expected a polygon"
        ),
        (
            #"[{"img_filename": "a.png", "img_size": [0, 9], "bbox": [1, 2, 3, 4], "instruction": "x", "application": "a", "platform": "b", "ui_type": "icon"}]"#,
            1, 1, "img_size", "expected a size"
        ),
    ])
    func `a broken item is named by file, line, item and field`(
        text: String, line: Int, item: Int, field: String, problem: String
    ) throws {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "data.json")
        let url = folder.url
        let error = try #require(throws: GroundingEvaluationError.self) { try GroundingDataset.load(from: url) }
        guard case .badItem(let file, line, item, let found, let words) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(file.hasSuffix("data.json"))
        #expect(found == field)
        #expect(words.contains(problem), "\(words)")
        #expect("\(error)".contains("item \(item)"))
    }

    @Test func `a folder without annotations, of two benchmarks or without pictures is refused in words`() throws {
        let folder = try TemporaryFolder()
        let url = folder.url
        let item = #"[{"img_filename": "a.png", "bbox": [1, 2, 3, 4], "instruction": "x", "data_type": "text"}]"#
        func message() -> String? {
            #expect(throws: GroundingEvaluationError.self) { try GroundingDataset.load(from: url) }
                .map { "\($0)" }
        }
        try folder.write("{}", to: "notes.json")
        #expect(message()?.contains("looked at notes.json") == true)
        try folder.write(item, to: "screenspot_web.json")
        #expect(message()?.contains("the picture 'a.png' was not found in") == true)
        try folder.write(item, to: "screenspot_web_v2.json")
        #expect(message()?.contains("ScreenSpot and ScreenSpot-v2; choose one with --suite") == true)
        try folder.write("[{", to: "torn.json")
        #expect(message()?.contains("torn.json: ") == true)
    }

    @Test func `a box that no point can lie in is remarked on`() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "a.png")
        try folder.write(
            #"[{"img_filename": "a.png", "bbox": [90, 20, -30, 4], "instruction": "x", "data_type": "text"}]"#,
            to: "screenspot_web.json")
        #expect(try GroundingDataset.load(from: folder.url).remarks.first?.contains("holds no point") == true)
    }
}
