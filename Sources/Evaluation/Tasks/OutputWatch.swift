import Agents

/// Passes an episode's events on, and between them what the programs under test print.
///
/// That is read before each look, so that it stands with the step that was carried out since the look before; what the
/// set-up made them print stands with the first.
actor OutputWatch: EpisodeLog {
    private let next: any EpisodeLog
    private let programs: LaunchedPrograms
    private var readers: [OutputReader] = []
    private var hasLooked = false

    init(passingTo next: any EpisodeLog, of programs: LaunchedPrograms) {
        self.next = next
        self.programs = programs
    }

    func append(_ event: EpisodeEvent) async throws {
        let isFirst = event.isLook && !hasLooked
        switch event {
        case .observed where !isFirst: try await passOn(isLast: false)
        case .ended, .judged: try await passOn(isLast: true)
        default: break
        }
        try await next.append(event)
        guard isFirst else { return }
        hasLooked = true
        try await passOn(isLast: false)
    }

    private func passOn(isLast: Bool) async throws {
        readers += programs.readers(after: readers.count)
        var printed: [PrintedText] = []
        for index in readers.indices {
            printed += isLast ? readers[index].rest() : [readers[index].next()].compactMap(\.self)
        }
        for text in printed { try await next.append(.printed(text)) }
    }
}

extension EpisodeEvent {
    fileprivate var isLook: Bool {
        if case .observed = self { true } else { false }
    }
}
