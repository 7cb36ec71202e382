import Formats
import JSON

/// LibreOffice's settings turn the presenter's screen off.
struct CheckPresenterConsoleDisable: Metric {
    static let name = "check_presenter_console_disable"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "EnablePresenterScreen = false"
        return try withSettings(result, expected: words) { settings in
            let values = settings.values(of: "EnablePresenterScreen", at: "/org.openoffice.Office.Impress/Misc/Start")
            return CheckResult(
                holds: values.first??.pythonLowercased == "false", expected: words,
                found: values.first.map { "EnablePresenterScreen = \($0 ?? "nothing")" } ?? "no such setting")
        }
    }
}

/// LibreOffice's settings save documents every so many minutes as the rule's `minutes` says.
struct CheckAutoSavingTime: Metric {
    static let name = "check_auto_saving_time"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try minutes(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let minutes = try minutes(try expected.rules(of: Self.name))
        let words = "AutoSaveTimeIntervall = \(minutes.pythonText)"
        return try withSettings(result, expected: words) { settings in
            let values = settings.values(of: "AutoSaveTimeIntervall", at: "/org.openoffice.Office.Common/Save/Document")
            let value = values.last ?? nil
            return CheckResult(
                holds: value?.pythonNumber == minutes, expected: words,
                found: value.map { "AutoSaveTimeIntervall = \($0)" } ?? "no such setting")
        }
    }

    private func minutes(_ rules: JSON) throws(TaskFault) -> Double {
        guard let minutes = rules["minutes"]?.number else { throw TaskFault("the rules have no number 'minutes'") }
        return minutes
    }
}

/// LibreOffice's settings make the rule's `font_name` the font that new documents are written in.
struct FindDefaultFont: Metric {
    static let name = "find_default_font"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let font = try expected.rules(of: Self.name)["font_name"]?.string else {
            throw TaskFault("the rules have no 'font_name'")
        }
        let words = "the default font \(Excerpt.of(font))"
        return try withSettings(result, expected: words) { settings in
            let value = settings.values(of: "Standard", at: "/org.openoffice.Office.Writer/DefaultFont").last ?? nil
            return CheckResult(
                holds: value?.isSame(as: font) ?? false, expected: words,
                found: value.map { "the font \(Excerpt.of($0))" } ?? "no such setting")
        }
    }
}

private func withSettings(
    _ result: Evidence, expected: String, _ check: (OfficeSettings) -> CheckResult
) throws -> CheckResult {
    switch try reading(result.file, expected: expected, { try OfficeSettings($0.contents ?? []) }) {
    case .value(let settings): check(settings)
    case .nothing(let result): result
    }
}
