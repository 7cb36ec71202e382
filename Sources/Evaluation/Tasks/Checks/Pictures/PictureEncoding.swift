/// How a picture's file stores its pixels.
enum PictureEncoding: Hashable {
    /// Grey or colours, each pixel by itself, perhaps with its alpha.
    case grey(hasAlpha: Bool)
    case colours(hasAlpha: Bool)
    /// Places in a list of colours.
    case palette

    /// From the header of PNG, GIF and BMP files; every other kind stores colours.
    init(_ contents: [UInt8]) {
        self = .colours(hasAlpha: false)
        if contents.starts(with: [0x89, 0x50, 0x4E, 0x47]), contents.count > 25 {
            switch contents[25] {
            case 0: self = .grey(hasAlpha: false)
            case 3: self = .palette
            case 4: self = .grey(hasAlpha: true)
            case 6: self = .colours(hasAlpha: true)
            default: break
            }
        } else if contents.starts(with: "GIF8".utf8) {
            self = .palette
        } else if contents.starts(with: "BM".utf8), contents.count > 29, (1...8).contains(contents[28]) {
            self = .palette
        }
    }
}
