extension RecordedEnvironment {
    /// What changed since a trace was recorded, in words such as
    /// `recorded with galculator 2.1.4-1, now 2.1.5-1`.
    ///
    /// - Parameter recorded: what the trace says.
    package func differences(from recorded: RecordedEnvironment) -> [String] {
        func words(_ name: String, _ then: String?, _ now: String?) -> String? {
            guard then != now else { return nil }
            return "recorded with \(name) \(then ?? "unknown"), now \(now ?? "unknown")"
        }
        let names = Set(recorded.programs.keys).union(programs.keys).sorted()
        let versions = names.compactMap { words($0, recorded.programs[$0], programs[$0]) }
        let rest = [
            words("system", recorded.system, system), words("server", recorded.server, server),
            words("fonts:", recorded.fonts.joined(separator: ", "), fonts.joined(separator: ", ")),
            recorded.isRoot == nil ? nil : words("root:", recorded.isRoot.map { "\($0)" }, isRoot.map { "\($0)" }),
            words("locale:", recorded.locale, locale),
            words("dots per inch:", recorded.dotsPerInch.map { "\($0)" }, dotsPerInch.map { "\($0)" }),
        ]
        return versions + rest.compactMap(\.self)
    }
}
