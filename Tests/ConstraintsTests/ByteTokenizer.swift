import Constraints

/// A vocabulary with one token a byte, a token that steers the model, and the tags of calls, so that every way to write an
/// answer can be walked quickly.
enum ByteTokenizer {
    static let shared: Result<TokenTable, any Error> = Result {
        try TokenTable(
            count: 259,
            token: { id in
                switch id {
                case 0..<256: .text([UInt8(id)])
                case 256: .none
                case 257: .tag(Array("<tool_call>".utf8)[...])
                default: .tag(Array("</tool_call>".utf8)[...])
                }
            }, encode: { $0.utf8.map(Int.init) })
    }
}
