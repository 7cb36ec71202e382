import Dialects
import Evaluation
import Foundation
import Interaction
import Testing

/// Requests for what is not on a picture.
struct AbsentTargetTests {
    private static func programs() throws -> GroundingDataset {
        let root = Benchmarks.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try GroundingDataset.load(from: root.appending(path: "Tasks/grounding/programs"))
    }

    @Test func `names of other pictures are asked for that no program told of this one, the same for one seed`() throws
    {
        let whole = try Self.programs()
        let dataset = try whole.askingForAbsent(3, seed: 7)
        let added = dataset.items.filter { $0.target == .refusal }
        #expect(added.count == dataset.items.count - whole.items.count)
        #expect(added.count == 3 * Set(whole.items.map(\.pictureName)).count)
        #expect(Set(dataset.items.map(\.key)).count == dataset.items.count)
        let root = Benchmarks.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        for item in added {
            let path = root.appending(path: "Tasks/grounding/programs/images/\(item.pictureName)").path
            let data = try Data(contentsOf: URL(filePath: KeptScreen.path(beside: path)))
            let names = try JSONDecoder().decode(KeptScreen.self, from: data).told.elements.map { $0.name.lowercased() }
            #expect(!names.contains(item.instruction.lowercased()), "\(item.key)")
            #expect(whole.items.contains { $0.instruction == item.instruction && $0.pictureName != item.pictureName })
        }
        #expect(try whole.askingForAbsent(3, seed: 7).items.map(\.instruction) == dataset.items.map(\.instruction))
        #expect(try whole.askingForAbsent(3, seed: 8).items.map(\.instruction) != dataset.items.map(\.instruction))
    }

    @Test func `to refuse is right there and wrong elsewhere, and both are counted`() async throws {
        let folder = try TemporaryFolder()
        let dataset = try Self.programs().askingForAbsent(4, seed: 1)
        let run = GroundingRun(dataset, Refusing(), in: folder.url, reader: PlaceReader.reading, sample: 120, seed: 3)
        let summary = try await run.run().writeReports(to: folder.url, bootstrap: Benchmarks.bootstrap)
        let kinds = try #require(summary.slices.first { $0.by == "kind" }).lines
        let absent = try #require(kinds.first { $0.name == "absent" })
        #expect(absent.items > 0 && absent.correct == absent.items && absent.refused == absent.items)
        let rest = try #require(summary.withoutRefusals)
        #expect(rest.items == 120 - absent.items && rest.correct == 0 && rest.refused == rest.items)
        #expect(summary.overall.refused == 120)
        // The mean of the cells of split and kind is that of what can be found.
        #expect(summary.macro?.cells == 2)
        await #expect(throws: (any Error).self) {
            let other = try Self.programs().askingForAbsent(4, seed: 2)
            _ = try await GroundingRun(
                other, Refusing(), in: folder.url, reader: PlaceReader.reading, sample: 120, seed: 3
            ).run()
        }
    }

    @Test func `controls are described by what stands beside them, so that only one is meant`() throws {
        let whole = try Self.programs()
        let dataset = try whole.askingForRelated(2, seed: 3)
        let added = Array(dataset.items.dropFirst(whole.items.count))
        #expect(added.count > 100 && Set(added.map(\.key)).count == added.count)
        for item in added {
            #expect(item.instruction.contains(/^the .+ (right of|below) '.+'$/), "\(item.instruction)")
            #expect(TargetWords.read(Target(item.instruction)) != nil, "\(item.instruction)")
            guard case .box = item.target else {
                Issue.record("\(item.key) has no box")
                continue
            }
        }
        #expect(try whole.askingForRelated(2, seed: 3).items.map(\.instruction) == dataset.items.map(\.instruction))
        #expect(try dataset.askingForAbsent(1, seed: 1).items.count > dataset.items.count)
    }

    @Test func `pictures of which nothing was told are not asked`() throws {
        #expect(throws: GroundingEvaluationError.nothingTold(picture: "shot.png")) {
            try Benchmarks.load("ScreenSpot").askingForAbsent(1, seed: 1)
        }
        #expect(throws: GroundingEvaluationError.self) {
            try Benchmarks.load("ScreenSpot").askingForRelated(1, seed: 1)
        }
    }
}

/// Says of everything that it is not there.
private struct Refusing: GroundingPredictor {
    let setup = GroundingSetup(predictor: "refusing")

    func predict(_ question: GroundingQuestion) throws -> GroundingPrediction {
        #expect(question.mayRefuse)
        return GroundingPrediction(.refusal, on: question.image)
    }
}
