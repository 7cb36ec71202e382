/// Text from a file for a message: quoted, and cut when it is long.
package func quoted(_ text: some StringProtocol) -> String {
    let scalars = String(text).unicodeScalars
    guard scalars.count > 60 else { return "\"\(text)\"" }
    var start = String.UnicodeScalarView()
    start.append(contentsOf: scalars.prefix(60))
    return "\"\(String(start))…\""
}
