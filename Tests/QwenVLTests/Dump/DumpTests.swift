import Foundation
import Images
import QwenVL
import Tensors
import Testing

@Suite struct DumpTests {
    @Test(arguments: ["image", "two-images", "image-and-video", "untied", "text"])
    func `every named intermediate is the reference's`(_ name: String) throws {
        let reference = try ReferenceCase.named(name)
        let file = URL.temporaryDirectory.appending(path: "dump-\(UUID()).safetensors")
        defer { try? FileManager.default.removeItem(at: file) }
        try reference.model().dump(reference.requests()[0], to: file.path)
        let found = try ReferenceTensors(file: file)
        let prompt = reference.prompts[0]
        #expect(try found.integers("input_ids") == prompt.ids)
        #expect(
            try found.integers("position_ids") == prompt.positions.map(\.time) + prompt.positions.map(\.row)
                + prompt.positions.map(\.column))
        for (stage, expected) in prompt.hidden.enumerated() {
            let rows = try found.rows("hidden.\(stage)")
            #expect(rows.count == prompt.ids.count)
            #expect(distance(rows.suffix(expected.count), from: expected) < 3e-5)
        }
        #expect(try distance(found.rows("logits"), from: prompt.logits) < 3e-5)
        guard !prompt.pictureRows.isEmpty else {
            #expect(!found.holds("pixel_values"))
            return
        }
        #expect(try distance(found.rows("vision_embeddings"), from: prompt.pictureRows) < 3e-5)
        let pictures = try ReferencePictures(of: name).all.map(\.patches)
        #expect(try found.stored("pixel_values").floats() == pictures.flatMap(\.values))
        #expect(
            try found.integers("grid_thw") == pictures.flatMap { [$0.grid.frames, $0.grid.rows, $0.grid.columns] })
    }

    @Test func `a dump that cannot be written says where`() throws {
        let reference = try ReferenceCase.named("text")
        #expect(throws: QwenError.self) {
            try reference.model().dump(reference.requests()[0], to: "/nonexistent/dump.safetensors")
        }
    }
}

@Suite struct RequestFileTests {
    private func read(_ json: String) throws -> RequestFile {
        let file = URL.temporaryDirectory.appending(path: "request-\(UUID()).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try Data(json.utf8).write(to: file)
        return try RequestFile.read(file.path)
    }

    private func picture(_ name: String) -> Image { Image(seed: UInt64(name.count), width: 60, height: 50) }

    @Test func `messages of every role and kind become turns`() throws {
        let file = try read(
            """
            {"messages": [
              {"role": "system", "content": "Be brief."},
              {"role": "user", "content": [
                {"type": "image", "image": "a.png", "resized_width": 84, "resized_height": 56},
                {"type": "video", "video": ["1.png", "2.png"], "fps": 2},
                {"type": "video", "video": ["1.png", "2.png", "3.png"], "times": [0, 1, 4], "sample_fps": 0.5},
                {"type": "text", "text": "What?"}]},
              {"role": "assistant", "content": "That."},
              {"role": "tool", "content": [{"type": "text", "text": "42"}]}],
             "tools": ["{}"], "max_pixels": 50000, "video_positions": "reference"}
            """)
        let request = try file.request(limits: PreprocessorConfiguration(), image: picture)
        #expect(request.turns.count == 4 && request.tools == ["{}"] && request.afterVideo == .reference)
        #expect(request.imageSizing == SmartResize(minimum: 3136, maximum: 50000))
        let model = try ReferenceCase.named("text").model()
        #expect(
            try model.views(of: request).map(\.model) == [84, 56, 56].map { Size(width: $0, height: 56) })
        guard case .user(let parts) = request.turns[1], case .video(let clip) = parts[2] else {
            Issue.record("the second part is no video")
            return
        }
        #expect(clip.frames.count == 3 && clip.timing == .rate(0.5))
    }

    @Test(arguments: [
        ("{", "the file"), ("{\"messages\": [{\"role\": \"user\"}]}", "messages[0] lacks content"),
        ("{\"messages\": [{\"role\": \"king\", \"content\": \"\"}]}", "messages[0].role"),
        (
            "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image\"}]}]}",
            "messages[0].content[0] lacks image"
        ),
        ("{\"messages\": [], \"video_positions\": \"none\"}", "video_positions"),
    ])
    func `a mistake is told with its place`(_ json: String, _ place: String) throws {
        let error = #expect(throws: QwenError.self) { try read(json) }
        #expect(error?.description.contains(place) == true, "\(String(describing: error))")
    }
}
