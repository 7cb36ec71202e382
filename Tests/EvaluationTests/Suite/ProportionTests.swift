import Evaluation
import Testing

struct ProportionTests {
    /// Newcombe 1998, table I, method 3.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718),
    ])
    func `the interval is the one that is published`(successes: Int, trials: Int, low: Double, high: Double) throws {
        let interval = try #require(Proportion(successes, of: trials).interval)
        #expect(abs(interval.low - low) < 0.000_06)
        #expect(abs(interval.high - high) < 0.000_06)
    }

    @Test func `all successes reach up to 1, none down to 0, and no trials say nothing`() {
        #expect(Proportion(7, of: 7).interval?.high == 1)
        #expect(Proportion(0, of: 7).interval?.low == 0)
        #expect(Proportion(0, of: 0).interval == nil && Proportion(0, of: 0).rate == nil)
    }

    @Test(arguments: 1...6)
    func `pass@k and pass^k are the shares of all choices of k attempts`(k: Int) throws {
        let tasks = [(0, 6), (1, 6), (3, 6), (5, 7), (7, 7), (2, 8)].map { Proportion($0, of: $1) }
        let score = try #require(RepeatScore(k: k, tasks: tasks))
        let shares = tasks.map { Self.shares(of: $0, choosing: k) }
        #expect(abs(score.passAtK - shares.map(\.any).reduce(0, +) / 6) < 1e-12)
        #expect(abs(score.passHatK - shares.map(\.all).reduce(0, +) / 6) < 1e-12)
        #expect(score.tasks == 6)
    }

    @Test func `a task with too few evaluated attempts is in no average of k, and is seen to be missing`() throws {
        let tasks = [Proportion(3, of: 3), Proportion(0, of: 1)]
        let score = try #require(RepeatScore(k: 2, tasks: tasks))
        #expect(score.tasks == 1 && score.passAtK == 1 && score.passHatK == 1)
        #expect(RepeatScore(k: 4, tasks: tasks) == nil)
    }

    @Test func `many attempts overflow nothing`() throws {
        let score = try #require(RepeatScore(k: 500, tasks: [Proportion(999, of: 1000)]))
        #expect(abs(score.passHatK - 0.5) < 1e-9 && score.passAtK == 1)
    }

    /// By going through all choices.
    private static func shares(of task: Proportion, choosing k: Int) -> (any: Double, all: Double) {
        var (choices, any, all) = (0.0, 0.0, 0.0)
        for choice in 0..<(1 << task.trials) where choice.nonzeroBitCount == k {
            let passed = (choice & ((1 << task.successes) - 1)).nonzeroBitCount
            choices += 1
            any += passed > 0 ? 1 : 0
            all += passed == k ? 1 : 0
        }
        return (any / choices, all / choices)
    }
}
