import Foundation
package import Models

/// A model behind a server, and how it is to be asked.
package struct ServerSettings: Hashable, Sendable {
    /// As options and traces name it: the address, or a name of the models file.
    package var name: String
    /// Where the model is.
    package var address: ModelAddress
    /// Where the key comes from; `nil` for the publisher's environment variable, where the address is the publisher's.
    package var key: KeySource?
    /// The name of the dialect; `nil` where it is to be chosen by the model.
    package var dialect: String?
    /// What its tokens cost; `nil` where nobody said.
    package var prices: TokenPrices?
    /// The maximum number of requests at a time, from all users of the server in this process.
    package var concurrency = 8
    /// How long it is waited for.
    package var timeouts = ServerTimeouts()
    /// How often, and after what, it is asked again.
    package var retries = RetryPolicy()
    /// A PEM file with certificate authorities that are trusted besides the system's.
    package var certificates: String?
    /// In place of what the dialect advises.
    package var sampling: SamplingParameters?
    /// The maximum number of tokens of an answer.
    package var maximumTokens: Int?
    /// The maximum number of pixels of a picture.
    package var maximumPixels: Int?
    /// In which pictures are sent, until the server refuses it.
    package var pictures = PictureFormat.png
    /// The maximum number of bytes of an answer.
    package var maximumBytes = 64 << 20

    /// Creates settings of an address; its name is the address unless another is given.
    package init(_ address: ModelAddress, name: String? = nil) {
        self.address = address
        self.name = name ?? address.description
    }

    /// The key, if one is to be sent.
    func readKey() throws(ModelsFileError) -> APIKey? {
        if let key { return try key.read() }
        let variable = address.interface.keyVariable
        guard address.isOwnHost, ProcessInfo.processInfo.environment[variable].map({ !$0.isEmpty }) ?? false else {
            return nil
        }
        return try KeySource.variable(variable).read()
    }

    /// What gives it a key, for a message.
    var keyRemedy: String {
        if let key { return "check \(key.words)" }
        if address.isOwnHost { return "set \(address.interface.keyVariable)" }
        return "name the environment variable that holds it with --key-env, or its source in models.json"
    }
}

/// How long a server may take.
package struct ServerTimeouts: Hashable, Sendable {
    /// Until the connection is made, with TLS.
    var connect = Duration.seconds(10)
    /// Of a streamed answer, until its first token.
    package var firstToken = Duration.seconds(180)
    /// Between two pieces of an answer that has begun.
    package var silence = Duration.seconds(60)
    /// For the whole answer.
    package var total = Duration.seconds(900)

    init() {}
}

/// Which failures are retried, and when.
package struct RetryPolicy: Hashable, Sendable {
    /// The maximum number of retries of one request.
    package var maximum = 4
    /// The mean pause before the first retry; it doubles for each further one.
    package var base = Duration.seconds(1)
    /// The longest pause, unless the server names one.
    package var longest = Duration.seconds(30)
    /// The longest pause that a server may ask for (`Retry-After`).
    var longestAsked = Duration.seconds(120)

    /// Creates the retries that suit most servers.
    package init() {}

    /// The pause before a retry: from half to one and a half of the doubled base, so that clients that failed together do not
    /// return together.
    ///
    /// - Parameter retry: which one, from 1.
    package func pause(before retry: Int, random: Double = .random(in: 0..<1)) -> Duration {
        let doubled = base * (1 << min(retry - 1, 16))
        return min(doubled, longest) * (0.5 + random)
    }
}

/// What a million tokens cost, in the user's currency.
package struct TokenPrices: Hashable, Sendable {
    var input: Double
    /// Of tokens that the server had cached; the price of others when `nil`.
    var cached: Double?
    var output: Double

    /// Creates prices of a million tokens.
    package init(input: Double, cached: Double? = nil, output: Double) {
        self.input = input
        self.cached = cached
        self.output = output
    }

    /// What an answer costs; `nil` where the server gave no counts.
    func cost(of reply: ChatReply) -> Double? {
        guard let prompt = reply.promptTokens, let answer = reply.answerTokens else { return nil }
        let known = min(reply.cachedTokens ?? 0, prompt)
        return (Double(prompt - known) * input + Double(known) * (cached ?? input) + Double(answer) * output) / 1e6
    }
}
