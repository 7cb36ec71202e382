/// A file is not what it should be, or is larger than we are willing to read. What a policy left behind may be so; it is
/// no error then, but a result that fits nothing.
package struct FormatFault: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}
