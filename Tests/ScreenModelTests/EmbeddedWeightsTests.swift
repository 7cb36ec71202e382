import Foundation
import Images
import ScreenModel
import Tensors
import Testing

/// The weights that are a part of the program.
struct EmbeddedWeightsTests {
    private static let folder = "Sources/CScreenModel"
    private static let files = ["detector.safetensors", "icons.safetensors"]

    @Test(arguments: files)
    func `a build sees that weights have changed by their sums, which stand beside them`(name: String) throws {
        let assembly = try String(contentsOfFile: "\(Self.folder)/weights.S", encoding: .utf8)
        let weights = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(name)"))
        #expect(assembly.contains("\(name) \(ContentHash.hexadecimal(of: Array(weights)))"))
    }

    @Test func `the program sees what the files see`() throws {
        let file = try #require(FileManager.default.contents(atPath: "Tests/Fixtures/screen/picture.png"))
        let picture = try Image(png: Array(file))
        let engine = try Engine(threads: 2)
        let read = try ScreenModel(
            detector: ScreenWeights(path: "\(Self.folder)/\(Self.files[0])"),
            icons: ScreenWeights(path: "\(Self.folder)/\(Self.files[1])"), engine: engine)
        let own = try ScreenModel(engine: engine)
        let icons = own.look(at: picture).icons
        #expect(!icons.isEmpty && icons.map(\.box) == read.look(at: picture).icons.map(\.box))
        for words in ["save", "zoom in", "qqqq"] { #expect(own.knows(words) == read.knows(words)) }
    }
}
