import Images
import Interaction
import JSON

/// ScreenSpot-Pro's own result file: `{"metrics": …, "details": […]}`, with its names, slices and arithmetic.
///
/// Items that were not evaluated are left out, since it has no word for them.
struct ScreenSpotProResult {
    private let details: [(item: GroundingItem, record: ItemRecord)]
    private let language: InstructionLanguage

    init(_ results: GroundingResults) {
        details = results.pairs.filter { $0.record.verdict != .notEvaluated }
        language = results.header.language
    }

    var text: String { JSON(.object([JSONMember("metrics", metrics), JSONMember("details", list)])).text }

    private var list: JSON { JSON(.array(details.map { JSON(.object(detail($0.item, $0.record))) })) }

    private func detail(_ item: GroundingItem, _ record: ItemRecord) -> [JSONMember] {
        let point = record.point.map { JSON(.array([JSON(.number($0.x)), JSON(.number($0.y))])) }
        var box: [Double] = []
        if case .box(let corners) = item.target { box = corners.corners }
        return [
            JSONMember("id", item.id.map(JSON.text) ?? JSON(.null)), JSONMember("img_path", .text(item.pictureName)),
            JSONMember("group", .text(item[.group])), JSONMember("platform", .text(item[.platform])),
            JSONMember("application", .text(item[.application])), JSONMember("lang", .text(language.rawValue)),
            JSONMember("instruction_style", .text("instruction")),
            JSONMember("prompt_to_evaluate", .text(item.instruction)), JSONMember("gt_type", .text("positive")),
            JSONMember("ui_type", .text(item[.kind])), JSONMember("task_filename", .text(item.taskName)),
            JSONMember("pred", point ?? JSON(.null)), JSONMember("raw_response", .text(record.answer ?? "")),
            JSONMember("bbox", JSON(.array(box.map { JSON(.number($0)) }))),
            JSONMember("correctness", .text(record.verdict.official)),
        ]
    }

    private var metrics: JSON {
        let style = "inst_style:instruction gt_type:positive"
        return JSON(
            .object([
                JSONMember(
                    "fine_grained", slices { "plat:\($0[.platform]) app:\($0[.application]) \(style)" }),
                JSONMember("seeclick_style", slices { "plat:\($0[.platform]) \(style)" }),
                JSONMember("leaderboard_simple_style", slices { "group:\($0[.group])" }),
                JSONMember("leaderboard_detailed_style", slices { "app:\($0[.application])" }),
                JSONMember("overall", ScreenSpotProResult.metric(details)),
            ]))
    }

    private func slices(named name: (GroundingItem) -> String) -> JSON {
        let groups = Dictionary(grouping: details) { name($0.item) }
        return JSON(
            .object(
                groups.sorted { $0.key < $1.key }.map { JSONMember($0.key, ScreenSpotProResult.metric($0.value)) }))
    }

    private static func metric(_ details: [(item: GroundingItem, record: ItemRecord)]) -> JSON {
        func share(_ kind: String?) -> JSON {
            let part = details.filter { kind == nil || $0.item[.kind] == kind }
            return JSON(.number(Tally(part.map(\.record.verdict)).accuracy ?? 0))
        }
        let tally = Tally(details.map(\.record.verdict))
        let wrongFormat = tally[.wrongFormat] + tally[.severalAnswers]
        return JSON(
            .object([
                JSONMember("num_correct_action", JSON(.number(Double(tally.correct)))),
                JSONMember("num_total", JSON(.number(Double(tally.all)))),
                JSONMember("wrong_format_num", JSON(.number(Double(wrongFormat)))),
                JSONMember("action_acc", share(nil)), JSONMember("text_acc", share("text")),
                JSONMember("icon_acc", share("icon")),
            ]))
    }
}

extension JSON {
    fileprivate static func text(_ text: String) -> JSON { JSON(.string(text)) }
}

extension GroundingItem {
    fileprivate subscript(trait: GroundingTrait) -> String { traits[trait]?.first ?? "" }

    /// The annotation file without its ending.
    fileprivate var taskName: String { String(key.split(separator: ".json#").first ?? "") }
}
