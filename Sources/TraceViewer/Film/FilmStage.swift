import Foundation
import Images

/// Draws the pictures of a video: the screen in the middle, the hand on it, and a caption below.
struct FilmStage {
    /// Of every picture of the video; even, as encoders want it.
    let size: Size<ImageSpace>
    private let screen: Size<ImageSpace>
    private let scale: Int

    private static let background = Colour(red: 24, green: 25, blue: 28)
    private static let fault = Colour(red: 150, green: 20, blue: 35)

    /// - Parameter screens: the sizes of all screens, of which each has room.
    init(for screens: [Size<ImageSpace>]) {
        let width = screens.map(\.width).max() ?? 2
        let height = screens.map(\.height).max() ?? 2
        scale = height > 1400 ? 3 : 2
        screen = Size(width: (width + 1) / 2 * 2, height: (height + 1) / 2 * 2)
        size = Size(width: screen.width, height: screen.height + 16 * scale)
    }

    /// The screen of a shot with its caption, without the hand.
    func plate(_ shot: FilmShot, showing image: Image) -> Image {
        let ground = shot.isFault ? Self.fault : Self.background
        return stage(image).drawing { canvas in
            let bar = Double(screen.height)
            canvas.fill(Box(x: 0, y: bar, width: Double(size.width), height: Double(size.height) - bar), ground)
            let corner = Point<ImageSpace>(x: Double(3 * scale), y: bar + Double(5 * scale) / 2)
            canvas.label(fitting(shot.caption), at: corner, ground, scale: scale)
            for place in shot.presses { canvas.ring(around: moved(place, image), .red, scale: scale) }
        }
    }

    /// A plate with the hand where it is when a part of the shot, from 0 to 1, is over.
    func picture(_ plate: Image, _ shot: FilmShot, at part: Double, showing image: Image) -> Image {
        guard let pointer = shot.pointer(at: part) else { return plate }
        return plate.drawing { canvas in
            if shot.isDragged {
                for (from, to) in zip(shot.way.dropFirst(), shot.way.dropFirst(2)) {
                    canvas.line(from: moved(from, image), to: moved(to, image), .red, thickness: Double(scale))
                }
            }
            canvas.pointer(at: moved(pointer, image), scale: scale - 1)
        }
    }

    /// A place of a screen in the video's pixels.
    private func moved(_ place: Point<ImageSpace>, _ image: Image) -> Point<ImageSpace> {
        let (left, top) = offset(of: image)
        return Point(x: place.x + Double(left), y: place.y + Double(top))
    }

    private func offset(of image: Image) -> (left: Int, top: Int) {
        (max(0, (screen.width - image.width) / 2), max(0, (screen.height - image.height) / 2))
    }

    /// The screen in the middle of the background.
    private func stage(_ image: Image) -> Image {
        let (left, top) = offset(of: image)
        let columns = min(image.width, screen.width)
        let ground = Self.background
        return unsafe Image.written(width: size.width, height: size.height) { bytes in
            for pixel in 0..<size.width * size.height {
                unsafe bytes.storeBytes(of: ground.pixel, toByteOffset: 4 * pixel, as: UInt32.self)
            }
            unsafe image.withBytes { source in
                for row in 0..<min(image.height, screen.height) {
                    let from = row * image.bytesPerRow
                    let to = 4 * ((row + top) * size.width + left)
                    unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[to..<(to + 4 * columns)])
                        .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[from..<(from + 4 * columns)]))
                }
            }
        }
    }

    /// One line in the letters that there are, cut off where it has no room.
    private func fitting(_ text: String) -> String {
        let plain = text.map { $0.isNewline || $0 == "\t" ? " " : String($0) }.joined()
            .folding(options: .diacriticInsensitive, locale: nil)
        let room = max(4, (size.width / scale - 9) / 6)
        return plain.count <= room ? plain : plain.prefix(room - 3) + "..."
    }
}

extension Colour {
    /// Blue first, as pictures have it.
    fileprivate var pixel: UInt32 { UInt32(blue) | UInt32(green) << 8 | UInt32(red) << 16 }
}

extension Canvas {
    /// Marks where a button was pressed.
    fileprivate func ring(around centre: Point<ImageSpace>, _ colour: Colour, scale: Int) {
        for (radius, thickness, ink) in [(13.0, 5.0, Colour.white), (13.0, 3.0, colour)] {
            let steps = 120
            for step in 0..<steps {
                let angle = 2 * Double.pi * Double(step) / Double(steps)
                let reach = radius * Double(scale) / 2
                let wide = thickness * Double(scale) / 2
                let (x, y) = (centre.x + reach * cos(angle), centre.y + reach * sin(angle))
                fill(Box(x: (x - wide / 2).rounded(), y: (y - wide / 2).rounded(), width: wide, height: wide), ink)
            }
        }
    }

    /// Draws an arrow whose tip is at a place.
    fileprivate func pointer(at tip: Point<ImageSpace>, scale: Int) {
        for (row, line) in Self.arrow.enumerated() {
            for (column, dot) in line.enumerated() where dot != " " {
                let (x, y) = (tip.x.rounded(.down) + Double(column * scale), tip.y.rounded(.down) + Double(row * scale))
                fill(Box(x: x, y: y, width: Double(scale), height: Double(scale)), dot == "#" ? .black : .white)
            }
        }
    }

    private static let arrow = [
        "#", "##", "#.#", "#..#", "#...#", "#....#", "#.....#", "#......#", "#.......#", "#........#", "#.........#",
        "#......#####", "#...#..#", "#..##..#", "#.#  #..#", "##  #..#", "#    #..#", "     #..#", "      ##",
    ]
}
