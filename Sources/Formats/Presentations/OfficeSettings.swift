/// The settings that LibreOffice has stored: `registrymodifications.xcu`.
package struct OfficeSettings {
    private let items: [XMLTree]

    /// Reads the bytes of the file.
    package init(_ contents: [UInt8]) throws(FormatFault) { items = try XMLTree(contents).everywhere("item") }

    /// The values of `property` at `path`, such as `/org.openoffice.Office.Common/Save/Document`, in the file's order;
    /// a property without a value as `nil`.
    package func values(of property: String, at path: String) -> [String?] {
        items.filter { $0.attributes["path"] == path }.flatMap { $0.all("prop") }
            .filter { $0.attributes["name"] == property }.map { $0["value"]?.text }
    }
}
