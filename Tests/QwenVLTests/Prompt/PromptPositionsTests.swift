import QwenVL
import Testing

@Suite struct PromptPositionsTests {
    private let placeholders = PromptPositions.Placeholders(image: 284, video: 285, tokensPerSecond: 2)

    @Test(arguments: ReferenceCase.all)
    func `positions are the reference's`(_ reference: ReferenceCase) throws {
        let pictures = try ReferencePictures(of: reference.name)
        var left = pictures.all.map(\.picture)[...]
        for (prompt, count) in zip(reference.prompts, pictures.counts) {
            let found = try PromptPositions(
                of: prompt.ids, pictures: Array(left.prefix(count)), placeholders: placeholders,
                afterVideo: pictures.afterVideo)
            left = left.dropFirst(count)
            #expect(found.tokens == prompt.positions)
            #expect(found.next == prompt.nextPosition)
        }
    }

    @Test func `text after a long video continues after its times, or as the reference has it`() throws {
        let ids = [1] + [Int](repeating: 285, count: 8) + [2]
        let video = PromptPositions.Picture(PatchGrid(frames: 8, rows: 2, columns: 2), times: .every(1.5))
        let trained = try PromptPositions(of: ids, pictures: [video], placeholders: placeholders)
        #expect(trained.tokens[8].time == 22 && trained.tokens[9] == TokenPosition(23) && trained.next == 24)
        let reference = try PromptPositions(
            of: ids, pictures: [video], placeholders: placeholders, afterVideo: .reference)
        #expect(reference.tokens[9] == TokenPosition(2) && reference.next == 23)
    }

    @Test func `pictures side by side are told apart`() throws {
        let picture = PromptPositions.Picture(PatchGrid(rows: 2, columns: 4))
        let found = try PromptPositions(
            of: [284, 284, 284, 284], pictures: [picture, picture], placeholders: placeholders)
        #expect(found.tokens.map(\.column) == [0, 1, 2, 3])
        #expect(found.tokens.map(\.row) == [0, 0, 2, 2])
    }

    @Test(arguments: [
        ([284], [], "after those of the last picture"),
        ([284], [PromptPositions.Picture(PatchGrid(rows: 2, columns: 4))], "need 2 for an image"),
        ([285, 285], [PromptPositions.Picture(PatchGrid(rows: 2, columns: 4))], "2 video placeholders"),
        ([1], [PromptPositions.Picture(PatchGrid(rows: 2, columns: 4))], "need 1"),
    ])
    func `placeholders that do not fit are refused`(
        ids: [Int], pictures: [PromptPositions.Picture], words: String
    ) throws {
        let error = try #require(throws: QwenError.self) {
            try PromptPositions(of: ids, pictures: pictures, placeholders: placeholders)
        }
        #expect(error.description.contains(words), "\(error)")
    }
}
