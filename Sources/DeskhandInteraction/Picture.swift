public import Foundation
package import Images

/// A picture of opaque pixels, eight bits each of red, green and blue.
///
/// A value that can be passed around without a copy of its pixels, which never change.
///
/// ```swift
/// let picture = try Picture(contentsOf: URL(filePath: "screen.png"))
/// print(picture.width, picture.height, picture.colour(x: 0, y: 0))
/// try picture.cropped(to: PictureBox(x: 0, y: 0, width: 100, height: 20))?.write(to: URL(filePath: "corner.png"))
/// ```
public struct Picture: Sendable {
    /// The image with the same pixels, which are shared.
    package let image: Image

    /// Wraps an image without a copy of its pixels.
    package init(_ image: Image) { self.image = image }

    /// In pixels, at least 1.
    public var width: Int { image.width }
    /// In pixels, at least 1.
    public var height: Int { image.height }

    /// Makes a picture of `width * height` pixels, row by row from the top, three bytes each: red, green and blue.
    ///
    /// - Throws: ``PictureError`` for a size of no pixels, and for another number of bytes.
    public init(width: Int, height: Int, rgb: [UInt8]) throws(PictureError) {
        let (pixels, isTooLarge) = width.multipliedReportingOverflow(by: height)
        guard width > 0, height > 0, !isTooLarge, pixels <= Picture.maximumPixels else {
            throw PictureError("a picture has 1 to \(Picture.maximumPixels) pixels, found \(width)x\(height)")
        }
        guard rgb.count == 3 * pixels else {
            throw PictureError("expected \(3 * pixels) bytes for \(width)x\(height) pixels, found \(rgb.count)")
        }
        image = unsafe Image(width: width, height: height) { bytes in
            for pixel in 0..<pixels {
                unsafe bytes[4 * pixel] = rgb[3 * pixel + 2]
                unsafe bytes[4 * pixel + 1] = rgb[3 * pixel + 1]
                unsafe bytes[4 * pixel + 2] = rgb[3 * pixel]
            }
        }
    }

    /// Decodes a PNG file.
    ///
    /// - Throws: ``PictureError``.
    public init(png: some Sequence<UInt8>) throws(PictureError) {
        do throws(ImageError) {
            image = try Image(png: Array(png))
        } catch {
            throw PictureError(error.description)
        }
    }

    /// Reads a PNG file.
    ///
    /// - Throws: ``PictureError``.
    public init(contentsOf file: URL) throws(PictureError) {
        let data: Data
        do { data = try Data(contentsOf: file) } catch {
            throw PictureError("cannot read '\(file.path)': \(error.localizedDescription)")
        }
        try self.init(png: data)
    }

    /// The picture as a PNG file.
    ///
    /// - Throws: ``PictureError`` when memory runs out.
    public func png() throws(PictureError) -> Data {
        do throws(ImageError) {
            return Data(try image.png())
        } catch {
            throw PictureError(error.description)
        }
    }

    /// Writes a PNG file; one that is there is replaced as a whole.
    ///
    /// - Throws: ``PictureError``.
    public func write(to file: URL) throws(PictureError) {
        let data = try png()
        do { try data.write(to: file, options: .atomic) } catch {
            throw PictureError("cannot write '\(file.path)': \(error.localizedDescription)")
        }
    }

    /// The colour of a pixel, counted from the top left. The pixel must lie in the picture.
    public func colour(x: Int, y: Int) -> (red: UInt8, green: UInt8, blue: UInt8) {
        let colour = image[x, y]
        return (colour.red, colour.green, colour.blue)
    }

    /// A part of the picture, which shares its memory; what reaches outside is left out.
    ///
    /// - Returns: `nil` when nothing of `box` lies in the picture.
    public func cropped(to box: PictureBox) -> Picture? { image.cropped(to: box.box).map(Picture.init) }

    /// The boxes in which the picture differs from another one of the same size, pixel by pixel. Pictures of different
    /// sizes differ as a whole.
    public func differences(from earlier: Picture) -> [PictureBox] {
        image.difference(from: earlier.image).boxes.map(PictureBox.init)
    }

    private static let maximumPixels = 1 << 28
}

extension Picture: Equatable {
    /// Whether both have the same size and the same pixels.
    public static func == (one: Picture, other: Picture) -> Bool {
        one.width == other.width && one.height == other.height && one.image.difference(from: other.image).isEmpty
    }
}

/// Why a picture could not be made, read or written, in words.
public struct PictureError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
