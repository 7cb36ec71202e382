import CX11
import Foundation

/// What a selection holds, in every form that its owner offers: text, pictures, lists of files.
struct SelectionContents: Hashable, Codable, Sendable {
    /// The contents as one target.
    struct Form: Hashable, Codable, Sendable {
        /// The name of the target, such as `UTF8_STRING` or `image/png`.
        let target: String
        /// The name of the property's type.
        let type: String
        /// Bits a value: 8, 16 or 32.
        let format: Int
        /// As Xlib hands them out: values of format 32 take 8 bytes each.
        let bytes: Data
    }

    let forms: [Form]

    init(forms: [Form]) { self.forms = forms }

    /// Text, in each of the forms that programs ask for.
    init(text: String) {
        let utf8 = Data(text.utf8)
        let latin = Data(text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") })
        forms = [
            Form(target: "UTF8_STRING", type: "UTF8_STRING", format: 8, bytes: utf8),
            Form(
                target: "text/plain;charset=utf-8", type: "text/plain;charset=utf-8", format: 8, bytes: utf8),
            Form(target: "TEXT", type: "UTF8_STRING", format: 8, bytes: utf8),
            Form(target: "STRING", type: "STRING", format: 8, bytes: latin),
        ]
    }

    /// More than this is not taken over from another program.
    static let limit = 256 << 20

    /// Targets that are not a form of the contents but requests to the owner.
    static let orders: Set<String> = [
        "TARGETS", "MULTIPLE", "TIMESTAMP", "SAVE_TARGETS", "DELETE", "INSERT_SELECTION", "INSERT_PROPERTY",
    ]
}
