import Constraints
import JSON
import QwenVL

/// A request of `POST /v1/chat/completions`, as the model is asked it.
struct CompletionQuestion: Sendable {
    let messages: CompletionMessages
    /// The signatures of functions that the model may call.
    var tools: [String] = []
    var options: GenerationOptions
    /// What the answer is held to.
    var form: AnswerForm?
    var isStreamed = false
    /// Whether a stream ends with the usage.
    var includesUsage = false
    /// Whether calls are told apart from the text.
    var hasTools = false
    /// Who asks, for the order in which requests are answered.
    var user = ""

    private static let maximumUser = 256
    private static let maximumStop = 1000

    /// Reads a request.
    ///
    /// - Parameters:
    ///   - model: the only one that can be asked for.
    ///   - defaults: what is not said; its maximum of tokens is the most that can be asked for.
    /// - Throws: ``CompletionFault``.
    init(_ json: JSON, model: String, defaults: GenerationOptions) throws {
        guard json.members != nil else { throw CompletionFault.request("expected an object, found \(json.kind)") }
        guard let asked = json["model"]?.string else { throw CompletionFault.request("expected a string", "model") }
        guard asked == model else {
            throw CompletionFault.noModel(asked, but: model)
        }
        messages = try CompletionMessages(json["messages"])
        options = defaults
        try readSampling(json)
        try readLogarithms(json)
        try readTools(json)
        try readForm(json)
        try refuseUnknown(json)
        isStreamed = try json.boolean("stream") ?? false
        includesUsage = json["stream_options"]?["include_usage"]?.bool ?? false
        user = json["user"]?.string ?? json["safety_identifier"]?.string ?? ""
        guard user.utf8.count <= Self.maximumUser else {
            throw CompletionFault.request("expected at most \(Self.maximumUser) bytes", "user")
        }
    }

    /// Reads how many of the likeliest tokens are told.
    private mutating func readLogarithms(_ json: JSON) throws {
        let count = try json.integer("top_logprobs", in: 0...20)
        guard try json.boolean("logprobs") == true else {
            guard count ?? 0 == 0 else {
                throw CompletionFault.request("expected logprobs to be true", "top_logprobs")
            }
            return
        }
        options.likeliest = count ?? 0
    }

    private mutating func readSampling(_ json: JSON) throws {
        if let temperature = try json.number("temperature", in: 0...2) { options.sampling.temperature = temperature }
        if let topP = try json.number("top_p", in: 0...1) { options.sampling.topP = topP }
        if let topK = try json.integer("top_k", in: -1...1_000_000) { options.sampling.topK = topK > 0 ? topK : nil }
        if let penalty = try json.number("repetition_penalty", in: 0.1...10) {
            options.sampling.repetitionPenalty = penalty
        }
        if let seed = try json.integer("seed", in: Int.min...Int.max) {
            options.sampling.seed = UInt64(bitPattern: Int64(seed))
        }
        let limit = 1...1_000_000
        if let most = try json.integer("max_completion_tokens", in: limit) ?? json.integer("max_tokens", in: limit) {
            options.maxNewTokens = min(most, options.maxNewTokens)
        }
        guard let stop = json["stop"], stop != .null else { return }
        guard let strings = stop.string.map({ [$0] }) ?? stop.strings, strings.count <= 4,
            strings.allSatisfy({ (1...Self.maximumStop).contains($0.utf8.count) })
        else {
            throw CompletionFault.request(
                "expected a string or at most 4 strings, each of 1 to \(Self.maximumStop) bytes", "stop")
        }
        options.stopStrings = strings
    }

    private mutating func readTools(_ json: JSON) throws {
        let isDemanded = json["tool_choice"].map { $0 != .null && !["auto", "none"].contains($0.string) } ?? false
        let tools = json["tools"].flatMap { $0 == .null ? nil : $0 }
        guard let items = tools.map({ $0.items }) ?? [] else {
            throw CompletionFault.request("expected a list", "tools")
        }
        let choice = json["tool_choice"]
        guard !items.isEmpty || !isDemanded else {
            throw CompletionFault.request("a tool call is demanded, and 'tools' lists none", "tool_choice")
        }
        guard !items.isEmpty, choice?.string != "none" else { return }
        for item in items where item["function"]?["name"]?.string == nil {
            throw CompletionFault.request("expected functions with a name", "tools")
        }
        self.tools = items.map(\.text)
        hasTools = true
        let named = choice?["function"]?["name"]?.string
        guard named != nil || choice?.string == "required" else { return }
        guard named != nil || items.count == 1 else {
            throw CompletionFault.request("'required' can be had of a single tool; name one", "tool_choice")
        }
        let function = items.compactMap { $0["function"] }.first { named == nil || $0["name"]?.string == named }
        guard let function, let name = function["name"]?.string else {
            throw CompletionFault.request("there is no tool '\(named ?? "")'", "tool_choice")
        }
        let schema = function["parameters"] ?? .object(["type": .text("object")])
        form = try Self.form("tools") { () throws(ConstraintError) in
            try .toolCall(name, arguments: try JSONSchema(parsing: schema.text))
        }
    }

    private mutating func readForm(_ json: JSON) throws {
        let format = json["response_format"]
        switch format?["type"]?.string {
        case nil, "text": break
        case "json_object":
            form = try Self.form("response_format") { () throws(ConstraintError) in
                try .json(try JSONSchema(parsing: #"{"type":"object"}"#))
            }
        case "json_schema":
            guard let schema = format?["json_schema"]?["schema"] else {
                throw CompletionFault.request("json_schema: expected a schema", "response_format")
            }
            form = try Self.form("response_format") { () throws(ConstraintError) in
                try .json(try JSONSchema(parsing: schema.text))
            }
        case let other?: throw CompletionFault.request("there is no format '\(other)'", "response_format")
        }
        guard let structured = json["structured_outputs"], structured != .null else { return }
        guard let schema = structured["json"], structured.members?.count == 1 else {
            throw CompletionFault.request("only json, a schema, is supported", "structured_outputs")
        }
        let text = schema.string ?? schema.text
        form = try Self.form("structured_outputs") { () throws(ConstraintError) in
            try .json(try JSONSchema(parsing: text))
        }
    }

    private static func form(
        _ parameter: String, _ make: () throws(ConstraintError) -> AnswerForm
    ) throws -> AnswerForm {
        do throws(ConstraintError) {
            return try make()
        } catch {
            throw CompletionFault.request("\(error)", parameter)
        }
    }

    /// Refuses what would be answered otherwise than it is meant.
    private func refuseUnknown(_ json: JSON) throws {
        let harmless: [(String, (JSON) -> Bool)] = [
            ("n", { $0.integer == 1 }),
            ("presence_penalty", { $0.number == 0 }), ("frequency_penalty", { $0.number == 0 }),
            ("logit_bias", { $0.members?.isEmpty == true }), ("functions", { $0.items?.isEmpty == true }),
            ("audio", { _ in false }), ("continue_final_message", { $0.bool == false }),
        ]
        for (name, isHarmless) in harmless {
            guard let value = json[name], value != .null, !isHarmless(value) else { continue }
            throw CompletionFault.request(
                "\(name) is not supported by this server", name, code: "unsupported_parameter")
        }
    }
}

extension JSON {
    fileprivate func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
        guard let value = self[name], value != .null else { return nil }
        guard let number = value.number, range.contains(number) else {
            throw CompletionFault.request(
                "expected a number from \(range.lowerBound) to \(range.upperBound), found \(value.text.prefix(40))",
                name)
        }
        return number
    }

    fileprivate func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let value = self[name], value != .null else { return nil }
        guard let number = value.integer, range.contains(number) else {
            throw CompletionFault.request(
                "expected an integer from \(range.lowerBound) to \(range.upperBound), found \(value.text.prefix(40))",
                name)
        }
        return number
    }

    fileprivate func boolean(_ name: String) throws -> Bool? {
        guard let value = self[name], value != .null else { return nil }
        guard let truth = value.bool else {
            throw CompletionFault.request("expected true or false, found \(value.text.prefix(40))", name)
        }
        return truth
    }
}
