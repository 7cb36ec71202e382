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
        switch event {
        case .observed:
            if hasLooked { try await passOn(isLast: false) }
            hasLooked = true
        case .ended, .judged: try await passOn(isLast: true)
        default: break
        }
        try await next.append(event)
    }

    private func passOn(isLast: Bool) async throws {
        readers += programs.readers(after: readers.count)
        var printed: [PrintedText] = []
        for index in readers.indices {
            if isLast { printed += readers[index].rest() } else if let next = readers[index].next() { printed.append(next) }
        }
        for text in printed { try await next.append(.printed(text)) }
    }
}
