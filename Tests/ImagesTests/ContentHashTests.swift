import Images
import Testing

struct ContentHashTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `bytes have the hash that FIPS 180-4 gives them, whole or in pieces`(text: String, hash: String) {
        #expect(ContentHash.hexadecimal(of: Array(text.utf8)) == hash)
        var hasher = ContentHasher()
        for byte in text.utf8 { withUnsafeBytes(of: byte) { hasher.update($0) } }
        #expect(hasher.hexadecimal == hash)
    }

    @Test func `a picture's name is the hash of its size and colours, not of its alpha or its rows' padding`() throws {
        // SHA-256 of "2x1 RGB8\n" and the bytes 3, 2, 1, 6, 5, 4.
        let name = "3339ac93ca7e14ba9ca6491f508e8098587ac91ad2463227d666ed85be8ac27a.png"
        let image = Image(width: 2, height: 1) { $0.copyBytes(from: [1, 2, 3, 0, 4, 5, 6, 255]) }
        #expect(FrameName(of: image).description == name)
        let wide = Image(width: 3, height: 2) {
            $0.copyBytes(from: [1, 2, 3, 9, 4, 5, 6, 9] + Array(repeating: 7, count: 16))
        }
        let part = try #require(wide.cropped(to: Box(x: 0, y: 0, width: 2, height: 1)))
        #expect(FrameName(of: part).description == name)
    }

    @Test(arguments: [
        "", "a.png", "../" + String(repeating: "a", count: 61) + ".png", String(repeating: "A", count: 64) + ".png",
    ])
    func `a name that no picture has is refused`(name: String) {
        #expect(FrameName(name) == nil)
    }
}
