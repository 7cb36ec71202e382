import Evaluation
import Foundation
import Testing
import Traces

/// Two policies on the same recorded steps.
struct PolicyComparisonTests {
    /// Steps from 1, agreeing where `agrees` says so; they are made as a report has them.
    private static func steps(_ agrees: [Bool], from first: Int = 1) throws -> [StepAgreement] {
        let rows = agrees.enumerated().map { index, agrees in
            let detail = agrees ? "" : "'wait' was decided, not 'click'"
            return """
                {"step": \(first + index), "recorded": "click OK", "decided": "\(agrees ? "click OK" : "wait")", \
                "same_kind": \(agrees), "detail": "\(detail)"}
                """
        }
        return try JSONDecoder().decode([StepAgreement].self, from: Data("[\(rows.joined(separator: ","))]".utf8))
    }

    private static func comparison(_ traces: [(first: [Bool], second: [Bool])]) throws -> PolicyComparison {
        let pairs = try traces.enumerated().map { index, trace in
            PolicyComparison.Pair(
                trace: "trace-\(index)", first: try steps(trace.first), second: try steps(trace.second))
        }
        return PolicyComparison("new", with: "old", on: pairs)
    }

    @Test func `the difference counts steps, and the steps that differ are named`() throws {
        let found = try Self.comparison([
            (first: [true, true, false], second: [true, false, true]), (first: [false], second: [true]),
        ])
        #expect(found.difference == 0.25)
        #expect(found.steps.map(\.trace) == ["trace-0", "trace-0", "trace-1"])
        #expect(found.steps.map(\.step) == [2, 3, 1])
        #expect(found.steps.map(\.isGained) == [false, true, true])
        #expect(found.steps.first?.second == "wait")
    }

    @Test func `whole traces are drawn, so the interval has the width of ten draws and not of a hundred`() throws {
        let never = Array(repeating: false, count: 10)
        let always = Array(repeating: true, count: 10)
        let found = try Self.comparison((0..<10).map { (first: never, second: $0 < 5 ? always : never) })
        #expect(found.difference == 0.5)
        // The 2.5 % and 97.5 % quantiles of a binomial distribution of 10 draws at ½ are 2 and 8.
        #expect(found.interval?.low == 0.2)
        #expect(found.interval?.high == 0.8)
    }

    @Test func `the interval is the same each time`() throws {
        let traces = [
            (first: [true, false], second: [true, true]), (first: [true], second: [false]),
            (first: [false, false, true], second: [true, false, true]),
        ]
        #expect(try Self.comparison(traces) == Self.comparison(traces))
    }

    @Test func `one trace gives no interval, and no common step gives no difference`() throws {
        let one = try Self.comparison([(first: [true, false], second: [true, true])])
        #expect(one.difference == 0.5)
        #expect(one.interval == nil)
        let apart = PolicyComparison.Pair(
            trace: "a", first: try Self.steps([true]), second: try Self.steps([true], from: 5))
        #expect(PolicyComparison("new", with: "old", on: [apart]).difference == nil)
    }
}
