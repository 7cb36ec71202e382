import Images
import ModelServers
import Models

/// A model in this process whose answers are counted as those of servers are.
struct CountedChat: ChatModel {
    let chat: any ChatModel
    let account: UsageAccount

    var name: String { chat.name }
    var identity: [String: String] { chat.identity }
    var continuesOpenings: Bool { chat.continuesOpenings }

    func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace> { try chat.pictureSize(for: size) }

    func answer(_ request: ChatRequest) async throws -> ChatReply {
        let reply = try await chat.answer(request)
        account.add(reply)
        return reply
    }
}
