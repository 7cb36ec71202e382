import Evaluation
import Foundation
import Interaction
import JSON
import Testing

/// Regular expressions of tasks on evidence that a policy may have made for them.
struct SlowPatternTests {
    private let text = String(repeating: "a", count: 60) + "b"

    @Test func `a check whose pattern never ends is a score of 0 with the reason`() throws {
        let start = ContinuousClock.now
        let fault = #expect(throws: EvidenceFault.self) {
            try judge("check_list", .value(JSON(.string(text))), rules: #"{"expect": ["(a+)+$"]}"#)
        }
        #expect(ContinuousClock.now - start < .seconds(120))
        #expect(fault?.isOfGuest == true)
        #expect(fault?.description.contains("'(a+)+$' in 61 characters") == true)
    }

    @Test func `many lines share the time of one check`() throws {
        let lines = Array(repeating: text, count: 100).joined(separator: "\n")
        let start = ContinuousClock.now
        #expect(throws: EvidenceFault.self) {
            try judge("check_list", .value(JSON(.string(lines))), rules: #"{"unexpect": ["^(a|aa)+$", "(a+)+$"]}"#)
        }
        #expect(ContinuousClock.now - start < .seconds(120))
    }

    @Test func `a value's rule ends too`() throws {
        let rule = try ValueRule(try JSON(parsing: #"{"method": "re", "ref": "(a+)+$"}"#))
        #expect(throws: EvidenceFault.self) { try rule.holds(for: JSON(.string(text))) }
    }
}

extension EvidenceFault {
    fileprivate var isOfGuest: Bool { if case .ofGuest = self { true } else { false } }
}
