import ArgumentParser
import Dialects
import Foundation
import JSON
import ModelServers

/// `deskhand model probe`
struct ModelProbe: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "probe", abstract: "Tries out a model behind a server, and says what to set.",
        discussion: """
            deskhand model probe openai:http://localhost:8000/v1        lists the server's models
            deskhand model probe openai:http://localhost:8000/v1#MODEL  has the model find a drawn target
            deskhand model probe work-vllm                              the same with a name from models.json

            An address is openai:URL#MODEL (chat completions: vLLM, SGLang, llama.cpp, Ollama, LM Studio, OpenRouter, …), \
            responses:MODEL, anthropic:MODEL or gemini:MODEL, each also as KIND:URL#MODEL. The key comes from --key-env, for a \
            publisher's own server or one on this machine from OPENAI_API_KEY, ANTHROPIC_API_KEY or GEMINI_API_KEY.

            models.json is \(ModelsFile.shownPath). It holds the models by name:
              {"work-vllm": {
                 "address": "openai:https://models.example.org/v1#Qwen/Qwen2.5-VL-7B-Instruct",
                 "key": {"env": "WORK_KEY"},              or {"file": PATH} or {"command": [WORD, …]}
                 "dialect": "computer_use",
                 "prices": {"input": 2.5, "cached": 0.25, "output": 10},      of a million tokens
                 "concurrency": 8, "retries": 4, "ca": "/etc/ssl/work.pem",
                 "timeouts": {"connect": 10, "first_token": 180, "silence": 60, "total": 900},
                 "sampling": {"temperature": 0, "top_p": 0.8, "top_k": 20, "presence_penalty": 0},
                 "max_tokens": 2048, "max_pixels": 1003520, "pictures": "jpeg"}}

            Exit codes: 0 the model found the target (or, without a model, the server lists its models), 1 it did not, 2 the \
            server cannot be used, 64 misused, 65 a key or models.json cannot be read.
            """)

    @Argument(help: "An address, or a name from models.json.")
    var model: String

    @Option(
        name: .customLong("key-env"),
        help: ArgumentHelp("Environment variable with the API key of the model's server.", valueName: "NAME"))
    var keyEnv: String?

    @Flag(help: "Print the findings as JSON.")
    var json = false

    func run() async throws {
        let result = await Interruptible.run {
            do { return Result<ProbeReport, any Error>.success(try await probe()) } catch { return .failure(error) }
        }
        switch result {
        case .success(let report):
            if json { StandardOutput.show(json: report.json.text) } else { StandardOutput.show(report.text) }
            if !report.isUsable { throw ExitStatus.failed.code }
        case .failure(let error): throw ExitStatus(for: error).report(error)
        }
    }

    private func probe() async throws -> ProbeReport {
        var settings: ServerSettings
        if ModelAddress.isAddress(model) {
            settings = ServerSettings(try ModelAddress(model, needsModel: false))
        } else if let named = try ModelsFile().settings(named: model) {
            settings = named
        } else {
            let names = try ModelsFile().names
            throw ValidationError(
                "expected an address (\(ModelAddress.forms.joined(separator: ", "))) or a name from models.json "
                    + "(\(names.isEmpty ? "there are none" : names.joined(separator: ", ")))")
        }
        if let keyEnv { settings.key = .variable(keyEnv) }
        let chat = try ServerChat(settings)
        return ProbeReport(try await ServerProbe(chat).run(), known: try Dialect.known(nil, for: settings))
    }
}

extension ModelsFile {
    /// The path as help texts show it, whoever runs them.
    static var shownPath: String { "$XDG_CONFIG_HOME/deskhand/models.json (~/.config/deskhand/models.json)" }
}
