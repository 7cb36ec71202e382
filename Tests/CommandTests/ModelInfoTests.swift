import Testing

@Suite struct ModelInfoTests {
    private let reference = "Tests/Fixtures/model/reference/tied"

    @Test func `a checkpoint is described, weights counted by format`() throws {
        let run = try Deskhand(["model", "info", reference])
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.output.contains("741 168 parameters") && run.output.contains("bfloat16: 92 tensors, 1.41 MiB"))
        #expect(run.output.contains("(bf16), ") && run.output.contains("(int8), "), "\(run.output)")
        let json = try Deskhand(["model", "info", "--json", reference])
        #expect(json.status == 0 && json.output.contains(#""architecture" : "qwen2_5_vl""#))
    }

    @Test func `what is no model is told with what to do, and has a status of its own`() throws {
        let run = try Deskhand(["model", "info", "Tests/Fixtures/model/tokenizer"])
        #expect(run.status == 65 && run.output.isEmpty)
        #expect(run.errors.contains("holds no config.json and no .gguf file"), "\(run.errors)")
    }
}
