import Foundation
import ModelServers
import Testing

@Suite struct ModelAddressTests {
    @Test(arguments: [
        ("openai:http://localhost:8000/v1#m", "http://localhost:8000/v1", "m"),
        ("openai:http://localhost:11434#qwen2.5vl:7b", "http://localhost:11434/v1", "qwen2.5vl:7b"),
        ("openai:https://openrouter.ai/api/v1/#a/b:free", "https://openrouter.ai/api/v1", "a/b:free"),
        ("openai:gpt-6", "https://api.openai.com/v1", "gpt-6"),
        ("responses:gpt-6", "https://api.openai.com/v1", "gpt-6"),
        ("anthropic:claude-x", "https://api.anthropic.com/v1", "claude-x"),
        ("anthropic:http://[::1]:9#c", "http://[::1]:9/v1", "c"),
        ("gemini:g", "https://generativelanguage.googleapis.com/v1beta", "g"),
        ("gemini:https://proxy.example/v1#g", "https://proxy.example/v1", "g"),
        (
            "openai:https://x.example/openai/v1?api-version=2026-01-01#m",
            "https://x.example/openai/v1?api-version=2026-01-01", "m"
        ),
    ])
    func `an address is read`(_ text: String, _ base: String, _ model: String) throws {
        let address = try ModelAddress(text)
        #expect(address.base.absoluteString == base && address.model == model && address.description == text)
    }

    @Test(arguments: [
        "openai:https://user:password@host/v1#m", "openai:https://user@host/v1#m",
        "openai:https://host/v1?api_key=abc#m", "openai:https://host/v1#sk-0123456789abcdef",
        "openai:sk-0123456789abcdef0123", "gemini:AIzaSyA0123456789",
    ])
    func `an address with a key is refused without repeating it`(_ text: String) throws {
        let error = #expect(throws: ModelAddressError.holdsKey) { try ModelAddress(text) }
        let words = error?.description ?? ""
        #expect(words.contains("environment variable"))
        for secret in ["password", "abc", "sk-0", "AIza"] where secret != "password" {
            #expect(!words.contains(secret))
        }
    }

    @Test(arguments: [
        ("openai:http://localhost:8000/v1", ModelAddressError.noModel(.chatCompletions)),
        ("gemini:", .noModel(.generateContent)),
        ("openai:ftp://host#m", .noHTTP), ("qwen:dir", .unknown), ("openai:http://#m", .badURL),
    ])
    func `what is no address is refused`(_ text: String, _ error: ModelAddressError) {
        #expect(throws: error) { try ModelAddress(text) }
    }

    @Test func `a server alone has an address, too`() throws {
        #expect(try ModelAddress("openai:http://localhost:8000/v1", needsModel: false).model.isEmpty)
    }
}
