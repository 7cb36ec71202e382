import Foundation
import Images
import Interaction
import Traces

/// A part of a screen as it is kept: its picture, and what programs told of it where that is compared.
struct KeptPicture: Sendable {
    let image: Image
    /// In the picture's pixels; `nil` where it was not asked for, or nothing was told.
    var elements: [ListedElement]?

    /// What shows now.
    ///
    /// - Parameter hidden: what of the screenshot is kept black and without elements.
    init(
        _ part: Box<ImageSpace>, of screen: ScreenState, hiding hidden: [Box<ImageSpace>] = [],
        elements hasElements: Bool
    ) async throws {
        guard let image = screen.screenshot.image.cropped(to: part) else {
            throw KeptPictureError(description: "what is to be compared lies outside of the screen")
        }
        // Without the memory of the whole screen.
        self.image = image.drawing { canvas in
            for box in hidden {
                canvas.fill(Box(x: box.x - part.x, y: box.y - part.y, width: box.width, height: box.height), .black)
            }
        }
        guard hasElements, let told = await screen.elementsTold() else { return }
        let all = ListedElement.all(of: told, in: screen.screenshot.frame)
        elements = all.filter { element in
            part.contains(element.box.centre) && !hidden.contains { $0.intersection(element.box) != nil }
        }.map { element in
            var element = element
            element.box.x -= part.x
            element.box.y -= part.y
            return element
        }
    }

    /// What was kept under a name; `nil` where nothing is.
    init?(named name: String, in folder: URL) throws {
        let file = Self.file(name, in: folder)
        guard let data = FileManager.default.contents(atPath: file.path) else { return nil }
        do {
            image = try Image(png: Array(data))
        } catch {
            throw KeptPictureError(description: "\(file.path): it is no picture that can be compared: \(error)")
        }
        guard let list = FileManager.default.contents(atPath: Self.list(name, in: folder).path) else { return }
        do {
            elements = try JSONDecoder().decode([ListedElement].self, from: list)
        } catch {
            throw KeptPictureError(
                description: "\(Self.list(name, in: folder).path): expected a list of elements, found something else")
        }
    }

    /// Writes it, in the place of what is there.
    func write(to folder: URL, name: String) throws -> URL {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = Self.file(name, in: folder)
        try Data(try image.png()).write(to: file, options: .atomic)
        let list = Self.list(name, in: folder)
        if let elements {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
            try encoder.encode(elements).write(to: list, options: .atomic)
        } else {
            try? FileManager.default.removeItem(at: list)
        }
        return file
    }

    private static func file(_ name: String, in folder: URL) -> URL { folder.appending(path: name + ".png") }
    private static func list(_ name: String, in folder: URL) -> URL { folder.appending(path: name + ".elements.json") }
}

/// Why a kept picture cannot be compared.
struct KeptPictureError: Error, CustomStringConvertible {
    let description: String
}
