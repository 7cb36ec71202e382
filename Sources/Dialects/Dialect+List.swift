extension Dialect {
    /// Every dialect.
    package static let all: [Dialect] =
        [computerUse, mobileUse, click, act, point, qwen3, guiOwl, evoCUA, uiTARS1, uiTARS15, doubao, uiTARS2]
        + [openAI, openAIPreview, anthropic2024, anthropic2025, anthropicZoom, anthropicToolset, gemini, geminiBrowser]
        + [glm, openCUA, kimi, gta1, holo15, holo2, maiUI, maiUIPoint, json, jsonPixels]

    /// Those that ask for one place, as grounding benchmarks do.
    package static let pointing: [Dialect] = all.filter(\.onlyPoints)

    /// The dialect called `name`, if there is one.
    package static func named(_ name: String) -> Dialect? { all.first { $0.name == name } }
}
