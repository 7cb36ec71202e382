import Agents
package import Dialects
import Images
package import Interaction
import JSON
package import Models

/// Finds places by asking a model that points, such as GTA1, Holo or Qwen2.5-VL.
package struct PointedPlaces: PlaceFinding {
    package var name: String { model.name }
    private let model: any ChatModel
    private let dialect: Dialect

    /// - Parameter dialect: in which it is asked; of one that acts, its first point counts.
    package init(_ model: any ChatModel, dialect: Dialect) {
        self.model = model
        self.dialect = dialect
    }

    package func find(_ target: Target, on screen: ScreenState) async throws -> FoundPlace {
        let screenshot = screen.screenshot
        let size = try dialect.sizes(of: screenshot.image.size, for: model)
        let sent = SentPicture(screenshot, image: screenshot.image.fitted(to: size.sent), model: size.seen)
        let transcript = Transcript(instruction: question(target), steps: [], shown: .whole(sent.image))
        let opening = model.continuesOpenings ? dialect.opening : ""
        let request = dialect.request(
            dialect.history.turns(for: transcript, in: dialect), picture: sent.frame.model, reasoning: 0,
            opening: opening)
        let reply = try await model.answer(request).after(opening)
        var answer = ModelAnswer(reply, to: request, in: dialect, about: sent)
        do {
            let calls = try dialect.read(answer.text, sent.frame.model)
            guard let action = calls.action, let point = action.points.first else {
                return FoundPlace(.failure(.absent("the grounder finds no \(target) on the screen")), answer: answer)
            }
            _ = try answer.take(action, unexecuted: calls.unexecuted)
            return FoundPlace(.success(grounding(of: target, at: sent.frame.imagePoint(point))), answer: answer)
        } catch let error as ActionTextError where error.isFinal {
            throw UnusableAnswer(answer: answer, reason: "the grounder \(name): \(error)", isFinal: true)
        } catch {
            return FoundPlace(
                .failure(.absent("the grounder could not say where \(target) is: \(error)")), answer: answer)
        }
    }

    private func question(_ target: Target) -> String {
        let words = target == Target(target.text) ? target.text : "\(target)"
        return dialect.onlyPoints ? words : "Click on \(words). Do nothing else."
    }

    private func grounding(of target: Target, at point: Point<ImageSpace>) -> Grounding {
        let box = Box<ImageSpace>(x: point.x, y: point.y, width: 1, height: 1)
        let candidate = Candidate(box: box, point: point, text: target.text, confidence: 1, isExact: true)
        return Grounding(target: target, grounder: name, candidates: [candidate], chosen: 0, rule: "model")
    }
}
