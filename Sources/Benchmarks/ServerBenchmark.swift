import Agents
import Dialects
import Foundation
import Images
import Interaction
import ModelServers
import NIOCore
import NIOHTTP1
import NIOPosix
import Policies
import X11Desktop

/// What a step with a model behind a server takes beside the server's own time: capture, resize, encode, send and parse.
package struct ServerBenchmark: Benchmark {
    package let name = "server"
    private static let size = Size<ScreenSpace>(width: 1280, height: 800)
    private static let steps = 40

    /// Creates the benchmark, which starts its own server.
    package init() {}

    package func measure(_ say: @Sendable (String) -> Void) async throws -> [Measurement] {
        say("\(Self.steps) steps with a model behind a server, \(Self.size)")
        let desk = try await BenchmarkDesk(size: Self.size)
        defer { desk.stop() }
        let server = try await ConstantServer(answering: Self.answer)
        let address = try ModelAddress("openai:http://127.0.0.1:\(server.port)/v1#Qwen2.5-VL-7B-Instruct")
        let dialect = Dialect.computerUse
        let chat = try ServerChat(ServerSettings(address)) { try dialect.pictureSize(for: $0) }
        let times = try await times(of: ModelPolicy(chat, dialect: dialect), on: XDesktop(at: desk.address))
        try await server.stop()
        let ours = Samples(milliseconds: times)
        return [
            Measurement(
                subject: "step with a model behind a server, beside its time, \(Self.size)", ours: ours,
                reach: (bar: "at most 15 ms", met: ours.median <= 15),
                note: "longest \((ours.values.max() ?? 0).formatted(.number.precision(.fractionLength(1)))) ms")
        ]
    }

    /// The time from the capture to the decision, for each step after the first, whose connection is new.
    private func times(of policy: any Policy, on desktop: XDesktop) async throws -> [Duration] {
        var history = History()
        var times: [Duration] = []
        for step in 1...Self.steps {
            let start = ContinuousClock.now
            let screen = try await desktop.look(at: .everything, drawingPointer: false)
            let captured = start.duration(to: .now)
            let observation = Observation(
                step: step, instruction: "Press OK.", screen: screen.numbered(step), feedback: nil)
            let asked = ContinuousClock.now
            let decision = try await policy.decide(observation, history: history.steps)
            if step > 1 { times.append(captured + asked.duration(to: .now)) }
            history.append(
                HistoryStep(
                    observation: observation, decision: decision, feedback: .executed(changed: true, unexecuted: [])),
                keepingPicturesOf: policy.picturesNeeded)
        }
        return times
    }

    private static let answer = #"""
        {"choices": [{"message": {"role": "assistant", "content": "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": {\"action\": \"left_click\", \"coordinate\": [640, 400]}}\n</tool_call>"}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1000, "completion_tokens": 20}}
        """#
}

extension ScreenState {
    /// The same screen with a number on it, so that no two steps show the same.
    fileprivate func numbered(_ number: Int) -> ScreenState {
        let image = screenshot.image.drawing { canvas in
            canvas.label("\(number)", at: Point(x: 10, y: 10), Colour(red: 20, green: 20, blue: 20))
        }
        return ScreenState(
            screenshot: Screenshot(image: image, screen: screenshot.screen, capture: screenshot.capture),
            pointer: pointer, windows: windows)
    }
}

/// A server in this process that answers every request at once with the same JSON.
private struct ConstantServer {
    let port: Int
    private let channel: any Channel

    init(answering answer: String) async throws {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(ConstantAnswer(answer))
                }
            }
        channel = try await bootstrap.bind(host: "127.0.0.1", port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    func stop() async throws { try await channel.close() }
}

/// Answers when a request is whole.
private final class ConstantAnswer: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let answer: String

    init(_ answer: String) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let headers: HTTPHeaders = ["content-type": "application/json", "content-length": "\(answer.utf8.count)"]
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: answer)))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
