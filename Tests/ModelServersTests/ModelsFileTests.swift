import Foundation
import ModelServers
import Models
import Testing

@Suite struct ModelsFileTests {
    private func file(_ text: String) throws -> ModelsFile {
        let path = FileManager.default.temporaryDirectory.appending(path: "models-\(UUID().uuidString).json").path
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try ModelsFile(at: path)
    }

    @Test func `all settings of a model are read`() throws {
        let file = try file(
            #"""
            {"work": {"address": "openai:https://h.example/v1#m", "key": {"env": "WORK_KEY"}, "dialect": "point",
              "prices": {"input": 2, "cached": 0.5, "output": 10}, "concurrency": 3, "retries": 1, "ca": "/c.pem",
              "timeouts": {"connect": 1, "first_token": 2, "silence": 3, "total": 4.5},
              "sampling": {"temperature": 0, "top_p": 0.5, "top_k": 4, "presence_penalty": 1},
              "max_tokens": 99, "max_pixels": 100000, "pictures": "jpeg"}}
            """#)
        let settings = try #require(try file.settings(named: "work"))
        #expect(settings.name == "work" && settings.address.model == "m" && settings.key == .variable("WORK_KEY"))
        #expect(settings.prices == TokenPrices(input: 2, cached: 0.5, output: 10) && settings.concurrency == 3)
        #expect(settings.timeouts.total == .seconds(4.5) && settings.retries.maximum == 1)
        #expect(settings.sampling == SamplingParameters(temperature: 0, topP: 0.5, topK: 4, presencePenalty: 1))
        #expect(settings.maximumTokens == 99 && settings.maximumPixels == 100_000 && settings.certificates == "/c.pem")
        #expect(settings.pictures == .jpeg)
        #expect(try file.settings(named: "other") == nil && file.names == ["work"])
    }

    @Test func `without a file there are no models`() throws {
        #expect(try ModelsFile(at: "/nowhere/models.json").names.isEmpty)
    }

    @Test(arguments: [
        (#"{"a": {"address": "openai:http://h#m", "colour": 1}}"#, "unknown field"),
        (#"{"a": {}}"#, "address"), (#"{"a": {"address": "http://h"}}"#, "openai:BASE_URL#MODEL"),
        (#"{"a": {"address": "openai:http://h#m", "concurrency": 0}}"#, "from 1 to 1024"),
        (#"{"a": {"address": "openai:http://h#m", "prices": {"input": 1}}}"#, "output"),
        (#"{"a": {"address": "openai:http://h#m", "timeouts": {"first": 1}}}"#, "unknown field"),
        (#"{"a": {"address": "openai:http://h#m", "pictures": "gif"}}"#, "\"jpeg\""),
        (#"{"a": {"address": "openai:http://h#m", "key": {}}}"#, "env"), ("[]", "object"), ("{", "cut off"),
    ])
    func `a mistake is named`(_ text: String, _ words: String) throws {
        let error = #expect(throws: ModelsFileError.self) { _ = try file(text).settings(named: "a") }
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func `a key in the file is refused without repeating it`() throws {
        let error = #expect(throws: ModelsFileError.self) {
            _ = try file(#"{"a": {"address": "openai:http://h#m", "key": "sk-0123456789abcdef"}}"#).settings(named: "a")
        }
        let words = error?.description ?? ""
        #expect(words.contains("env") && words.contains("command") && !words.contains("0123"))
    }

    @Test func `a pause doubles, is spread, and has an end`() {
        let policy = RetryPolicy()
        #expect(policy.pause(before: 1, random: 0) == .milliseconds(500))
        #expect(policy.pause(before: 3, random: 0.5) == .seconds(4))
        #expect(policy.pause(before: 60, random: 0.5) == policy.longest)
    }
}
