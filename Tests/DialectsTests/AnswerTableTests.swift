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

/// Answers made to cost time.
struct LongAnswerTests {
    @Test(
        .timeLimit(.minutes(5)), arguments: Dialect.all.map(\.name),
        [
            "Action: click(", "Action: type(content='", "')", "', ", "type(content='\\", "<function=a><parameter=b>",
            "<function=a>", "```\n", "```python\npyautogui.click(", "<tool_call>", "{\"action\":", "[[", "((", "(1,2)",
            "Memory:", "</think>", "left_click(", "#\n", "1. ",
        ])
    func `a long repetition is read in bounded time, and means nothing that was not written`(name: String, part: String)
        throws
    {
        let dialect = try #require(Dialect.named(name))
        let answer = String(repeating: part, count: 12_000 / part.utf8.count)
        let calls = try? dialect.read(answer, AnswerCase.picture)
        if let point = calls?.action?.point, part != "(1,2)" {
            Issue.record("the point \(point) was read")
        }
    }

    @Test(arguments: Dialect.all.map(\.name))
    func `an answer of megabytes is refused by its size`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        let answer = String(repeating: "no ", count: 1 << 20)
        #expect(throws: ActionTextError.self) { try dialect.read(answer, AnswerCase.picture) }
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
