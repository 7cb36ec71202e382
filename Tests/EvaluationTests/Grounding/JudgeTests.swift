import Evaluation
import Foundation
import Images
import Interaction
import Testing

struct JudgeTests {
    static let size = Size<ImageSpace>(width: 1366, height: 768)
    static let box = InclusiveBox(left: 101, top: 33, right: 199, bottom: 47)

    @Test(
        arguments: [GroundingSuite.screenSpot, .screenSpotV2, .screenSpotPro, .osWorldG],
        [
            (101.0, 40.0, true), (199, 40, true), (150, 33, true), (150, 47, true), (101, 33, true), (199, 47, true),
            (100.999, 40, false), (199.001, 40, false), (150, 32.999, false), (150, 47.001, false), (-150, -40, false),
        ])
    func `all four edges of a box belong to it`(suite: GroundingSuite, point: (x: Double, y: Double, inside: Bool)) {
        let judgement = judge(suite, .place(RawPlace(x: point.x, y: point.y)), .box(Self.box))
        #expect(judgement.verdict == (point.inside ? .correct : .wrong))
        #expect(judgement.point.map { abs($0.x - point.x) < 1e-9 && abs($0.y - point.y) < 1e-9 } == true)
    }

    @Test(arguments: [
        (AnswerCoordinates.pixels, 0.5, Size<ModelSpace>(width: 683, height: 384)),
        (.perMille, 1000.0 / 1366, Size(width: 28, height: 28)), (.ratio, 1.0 / 1366, Size(width: 28, height: 28)),
    ])
    func `numbers are brought to the published picture by each axis's own factor`(
        coordinates: AnswerCoordinates, factor: Double, picture: Size<ModelSpace>
    ) {
        let height = coordinates == .pixels ? factor : factor * 1366 / 768
        for suite in [GroundingSuite.screenSpot, .osWorldG] {
            let place = ParsedAnswer.place(RawPlace(x: 150 * factor, y: 40 * height))
            let judgement = judge(suite, place, .box(Self.box), coordinates, picture)
            #expect(judgement.verdict == .correct)
            #expect(judgement.point.map { abs($0.x - 150) < 1e-9 && abs($0.y - 40) < 1e-9 } == true)
        }
    }

    @Test func `ratios are told by their size in OSWorld-G, and only there`() {
        let place = ParsedAnswer.place(RawPlace(x: 150.0 / 1366, y: 40.0 / 768))
        #expect(judge(.osWorldG, place, .box(Self.box)).verdict == .correct)
        #expect(judge(.screenSpot, place, .box(Self.box)).verdict == .wrong)
    }

    @Test(arguments: [
        (20.0, 15.0, true), (10, 15, true), (20, 10, true), (30, 15, false), (20, 30, false), (10, 10, true),
        (30, 30, false), (25, 25, false), (12, 28, true), (40, 20, false),
    ])
    func `a polygon holds its left and top edges, as the ray is cast`(x: Double, y: Double, inside: Bool) {
        // An L: the right half of its lower part is missing.
        let corners = [(10, 10), (30, 10), (30, 20), (20, 20), (20, 30), (10, 30)]
            .map { Point<ImageSpace>(x: Double($0.0), y: Double($0.1)) }
        let judgement = judge(.osWorldG, .place(RawPlace(x: x, y: y)), .polygon(corners))
        #expect(judgement.verdict == (inside ? .correct : .wrong))
    }

    @Test(arguments: [
        (ParsedAnswer.refusal, Verdict.correct, Verdict.wrong), (.place(RawPlace(x: 150, y: 40)), .wrong, .correct),
        (.place(RawPlace(x: -5, y: 40)), .wrong, .wrong), (.several(2), .severalAnswers, .severalAnswers),
        (.unparseable(reason: "none"), .wrongFormat, .wrongFormat),
    ])
    func `a refusal is right only where there is nothing to find`(
        answer: ParsedAnswer, onRefusal: Verdict, onTarget: Verdict
    ) {
        #expect(judge(.osWorldG, answer, .refusal).verdict == onRefusal)
        #expect(judge(.osWorldG, answer, .box(Self.box)).verdict == onTarget)
    }

    private func judge(
        _ suite: GroundingSuite, _ answer: ParsedAnswer, _ target: GroundingTarget,
        _ coordinates: AnswerCoordinates = .pixels, _ picture: Size<ModelSpace> = Size(width: 1366, height: 768)
    ) -> GroundingJudgement {
        let item = GroundingItem(
            key: "a.json#1", id: nil, instruction: "it", picture: URL(filePath: "/a.png"), pictureName: "a.png",
            declaredSize: nil, target: target, traits: [:])
        return Judge(suite: suite, coordinates: coordinates)
            .judge(answer, on: item, picture: picture, size: Self.size)
    }
}
