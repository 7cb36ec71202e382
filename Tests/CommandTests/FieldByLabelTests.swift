import Foundation
import Testing

/// Fields that are named by their label, where programs tell of them and where they tell nothing.
@Suite(.serialized)
struct FieldByLabelTests {
    @Test(arguments: ["gtk", "tk"])
    func `a field is found by its label, in scripts, plain steps and pictures`(toolkit: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "fields-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for file in ["\(toolkit)_orders.py", "orders.py"] {
            try FileManager.default.copyItem(
                atPath: Deskhand.repository.appending(path: "Tests/Fixtures/planted/\(file)").path,
                toPath: folder + "/" + file)
        }
        let task = """
            {"id": "fields", "instruction": "Order three breads for Ada.",
             "config": [{"type": "launch", "parameters": {"command": ["/usr/bin/python3", "\(toolkit)_orders.py"]}}],
             "evaluator": {"func": "exact_match", "result": {"type": "vm_file", "path": "order.txt"},
                           "expected": {"type": "rule", "rules": {"expected": "Ada: 3 Bread\\n7.50\\n"}}},
             "deskhand": {
                "files": {"\(toolkit)_orders.py": "\(toolkit)_orders.py", "orders.py": "orders.py"},
                "script": [
                    {"action": "left_click", "target": {"role": "field", "right_of": "Amount"}},
                    {"action": "type", "text": "3"},
                    {"action": "left_click", "target": "Customer"}, {"action": "type", "text": "Ada"},
                    {"action": "left_click", "target": "Bread"}, {"action": "left_click", "target": "Add item"},
                    {"action": "left_click", "target": "Place order"}, {"wait_for": "Send now"},
                    {"action": "left_click", "target": "Send now"}, {"assert": "Order sent"}]}}
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        let run = try Deskhand(["run", folder, "--quiet", "--trace", folder + "/trace"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")

        // On the picture alone, where nothing is told.
        let export = try Deskhand(["trace", "export", folder + "/trace", "--as", "traj", "-o", folder + "/pictures"])
        #expect(export.status == 0, "\(export.errors)")
        let first = try #require(
            FileManager.default.contentsOfDirectory(atPath: folder + "/pictures").filter { $0.hasSuffix(".png") }
                .sorted()
                .first)
        let found = try Deskhand(["ground", folder + "/pictures/" + first, "the field", "--right-of", "Customer"])
        #expect(found.status == 0, "\(found.output)\(found.errors)")
        let place = try #require(
            found.output.firstMatch(of: #/"point"\s*:\s*\[\s*([0-9.]+),\s*([0-9.]+)/#), "\(found.output)")
        let (x, y) = (try #require(Double(place.output.1)), try #require(Double(place.output.2)))
        // The program puts it at (150, 24) in its window at (200, 120), 220 by 34 large; the window has a frame.
        #expect((380...580).contains(x) && (140...220).contains(y), "(\(x), \(y))")
    }
}
