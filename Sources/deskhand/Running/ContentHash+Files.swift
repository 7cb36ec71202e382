import Foundation
import Images

extension ContentHash {
    /// Of a file's bytes; `unknown` where it cannot be read.
    static func hexadecimal(ofFile file: String) -> String {
        FileManager.default.contents(atPath: file).map { hexadecimal(of: Array($0)) } ?? "unknown"
    }
}
