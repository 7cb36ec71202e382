import Agents
import Dialects
import Images
import Interaction
import Models

extension Dialect {
    /// The request for the turn after `turns`.
    ///
    /// - Parameters:
    ///   - picture: the size at which the model sees pictures.
    ///   - reasoning: the maximum number of tokens of free text before a call, where the model can be held to that.
    ///   - opening: what the answer is made to begin with.
    func request(
        _ turns: [ChatTurn], picture: Size<ModelSpace>, reasoning: Int, opening: String, seed: UInt64? = nil
    ) -> ChatRequest {
        let system = system(picture)
        var request = ChatRequest(
            turns: (system.isEmpty ? [] : [.system(system)]) + turns, tools: tools(picture),
            form: form(picture, reasoning), opening: opening, sampling: sampling, seed: seed,
            maximumTokens: maximumTokens)
        if let hosted {
            request.hostedTools = hosted.entries(picture)
            request.members = hosted.members
            request.headers = hosted.headers
        }
        return request
    }
}

extension ModelAnswer {
    /// What a model said about a picture, before it is read.
    init(_ reply: ChatReply, to request: ChatRequest, in dialect: Dialect, about sent: SentPicture) {
        self.init(
            dialect: dialect.name, request: reply.exchange?.request ?? request.description, picture: sent.ifResized,
            frame: sent.frame, text: dialect.text(of: reply), action: nil, promptTokens: reply.promptTokens,
            answerTokens: reply.answerTokens)
        exchange = reply.modelExchange
        work = reply.modelWork
    }
}

extension ChatReply {
    /// The whole answer of a model that was made to begin with `opening`, which its tokens do not hold.
    func after(_ opening: String) -> ChatReply {
        guard !opening.isEmpty else { return self }
        var reply = self
        reply.text = opening + text
        reply.ids = nil
        return reply
    }

    /// What it took of a model in this process.
    var modelWork: ModelWork? {
        work.map { work in
            ModelWork(
                reusedTokens: cachedTokens ?? 0, pictures: work.pictures, encodedPictures: work.encodedPictures,
                passes: work.passes, computedTokens: work.computedTokens, vision: work.vision, prefill: work.prefill,
                decode: work.decode)
        }
    }

    /// What went over the wire, as a trace keeps it beside the request.
    var modelExchange: ModelExchange? {
        exchange.map { exchange in
            ModelExchange(
                requestHeaders: exchange.requestHeaders, answerHeaders: exchange.answerHeaders,
                answer: exchange.answer, reasoning: reasoning, cachedTokens: cachedTokens,
                timeToFirstToken: timeToFirstToken, duration: exchange.duration, retries: exchange.retries,
                cost: exchange.cost)
        }
    }
}
