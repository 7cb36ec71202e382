import Dialects
import Images
import Interaction
import Testing

/// Answers as models give them, good, malformed and adversarial, in every dialect.
struct AnswerTableTests {
    @Test(arguments: Dialect.all.map(\.name))
    func `there are at least thirty answers in each dialect`(name: String) {
        #expect(AnswerCase.all.count { $0.dialect.name == name } >= 30)
    }

    @Test(arguments: AnswerCase.all)
    func `an answer means what it says, or is an error that says what is wrong`(given: AnswerCase) throws {
        let picture = AnswerCase.picture
        switch given.expectation {
        case .error(let words, let isFinal):
            let error = #expect(throws: ActionTextError.self) { try given.dialect.read(given.answer, picture) }
            #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
            #expect(error?.isFinal == isFinal)
        case .action(let action):
            let calls = try given.dialect.read(given.answer, picture)
            #expect(calls.action == action)
            #expect(calls.unexecuted.count == given.unexecuted)
            #expect(calls.concerns.count == given.concerns)
        case .query(let name):
            let calls = try given.dialect.read(given.answer, picture)
            #expect(calls.action == nil && calls.request.queryName == name)
            #expect(calls.unexecuted.count == given.unexecuted)
        case .end(let name, let text):
            let calls = try given.dialect.read(given.answer, picture)
            let end = try #require(calls.end)
            #expect(end.words.name == name)
            if let text { #expect(end.words.text == text) }
            #expect(calls.action == .terminate(name == "success" ? .success : .failure))
        }
    }
}

extension ModelCalls.Request {
    fileprivate var queryName: String? {
        switch self {
        case .query(.screenshot): "screenshot"
        case .query(.pointer): "pointer"
        case .query(.zoom): "zoom"
        case .action: nil
        }
    }
}

extension ModelEnd {
    fileprivate var words: (name: String, text: String?) {
        switch self {
        case .success(let answer): ("success", answer)
        case .failure(let reason): ("failure", reason)
        case .infeasible(let reason): ("infeasible", reason)
        case .refusal(let reason): ("refusal", reason)
        }
    }
}
