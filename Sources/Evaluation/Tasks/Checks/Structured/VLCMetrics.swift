import Formats
import JSON

/// One line of VLC's settings, `key=value`, which may be a comment that names the default.
protocol VLCSetting: Metric {
    static var key: String { get }
    /// The value where the file has none.
    static var usual: String { get }
    /// The rule that states the value.
    static var rule: String { get }

    init()

    /// What is compared with the rule.
    static func compared(_ value: String) -> String
}

extension VLCSetting {
    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow([])
        self.init()
    }

    static func compared(_ value: String) -> String { value }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let rule = try expected.rules(of: Self.name)[Self.rule] else {
            throw TaskFault("the rules have no '\(Self.rule)'")
        }
        let wanted = rule.string ?? rule.text
        let words = "\(Self.key)=\(wanted)"
        guard let text = result.text else { return .missing(result, expected: words) }
        let value = VLCSettings(text).value(of: "\(Self.key)=").map(Self.compared) ?? Self.usual
        return CheckResult(holds: value.isSame(as: wanted), expected: words, found: "\(Self.key)=\(value)")
    }
}

/// The lines of VLC's settings.
struct VLCSettings {
    private let lines: [String]

    init(_ text: String) { lines = text.textLines }

    /// What stands behind the last `=` of the last line that holds `key`.
    func value(of key: String) -> String? { lines.last { $0.holds(key) }.map(Self.value) }

    /// The same of the first line that is no comment.
    func stated(_ key: String) -> String? { lines.first { !$0.hasPrefix("#") && $0.holds(key) }.map(Self.value) }

    private static func value(_ line: String) -> String {
        (line.split(separator: "=", omittingEmptySubsequences: false).last ?? "").trimmed
    }
}

/// The cone in VLC's window is shown or not.
struct CheckQtBgcone: VLCSetting {
    static let name = "check_qt_bgcone"
    static let (key, usual, rule) = ("qt-bgcone", "1", "expected_qt_bgcone")
}

struct CheckQtMaxVolume: VLCSetting {
    static let name = "check_qt_max_volume"
    static let (key, usual, rule) = ("qt-max-volume", "125", "expected_qt_max_volume")
}

struct CheckQtMinimalView: VLCSetting {
    static let name = "check_qt_minimal_view"
    static let (key, usual, rule) = ("qt-minimal-view", "0", "expected_qt_minimal_view")
}

/// Files open in the VLC that runs, or in one more.
struct CheckOneInstance: VLCSetting {
    static let name = "check_one_instance_when_started_from_file"
    static let (key, usual, rule) = (
        "one-instance-when-started-from-file", "1", "expected_one_instance_when_started_from_file"
    )
}

/// A key plays and pauses from anywhere: 1 for any key, 0 for none.
struct CheckGlobalKeyPlayPause: VLCSetting {
    static let name = "check_global_key_play_pause"
    static let (key, usual, rule) = ("global-key-play-pause", "0", "expected_global_key_play_pause")

    static func compared(_ value: String) -> String { value.isEmpty ? "0" : "1" }
}

/// The colours of VLC's volume are those of the rule's `expected_qt_slider_colours` with its `type` `match`, or with
/// `blackish` all dark.
struct CheckQtSliderColours: Metric {
    static let name = "check_qt_slider_colours"
    private static let usual = "153;210;153;20;210;20;255;199;15;245;39;29"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try wanted(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let wanted = try wanted(try expected.rules(of: Self.name))
        let words = wanted.map { "the colours \($0)" } ?? "colours with all parts below 100"
        guard let text = result.text else { return .missing(result, expected: words) }
        let value = VLCSettings(text).value(of: "qt-slider-colours") ?? Self.usual
        let isDark = {
            let parts = value.split(separator: ";", omittingEmptySubsequences: false).map { Int($0.trimmed) }
            return parts.allSatisfy { $0 != nil } && parts.prefix(parts.count / 3 * 3).allSatisfy { $0 ?? 100 < 100 }
        }
        return CheckResult(
            holds: wanted.map { $0.isSame(as: value) } ?? isDark(), expected: words, found: "the colours \(value)")
    }

    /// `nil` for dark ones.
    private func wanted(_ rules: JSON) throws(TaskFault) -> String? {
        switch rules["type"]?.string {
        case "blackish": return nil
        case "match":
            guard let colours = rules["expected_qt_slider_colours"]?.string else {
                throw TaskFault("the rules have no 'expected_qt_slider_colours'")
            }
            return colours
        default: throw TaskFault("the rule 'type' is neither match nor blackish")
        }
    }
}

/// VLC records into the folder of the rule's `recording_file_path`.
struct IsVLCRecordingsFolder: Metric {
    static let name = "is_vlc_recordings_folder"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let folder = try expected.rules(of: Self.name)["recording_file_path"]?.string else {
            throw TaskFault("the rules have no 'recording_file_path'")
        }
        let words = "input-record-path=\(folder)"
        guard let text = result.text else { return .missing(result, expected: words) }
        let value = VLCSettings(text).stated("input-record-path")
        return CheckResult(
            holds: value?.isSame(as: folder) ?? false, expected: words,
            found: value.map { "input-record-path=\($0)" } ?? "no such setting")
    }
}
