/// Where an X server listens, and the secret that lets a client in.
package struct DisplayAddress: Hashable, Sendable {
    /// Such as `:99`.
    package let name: String
    /// The MIT-MAGIC-COOKIE-1 of this display; `nil` leaves it to `$XAUTHORITY` and `~/.Xauthority`.
    package let cookie: [UInt8]?

    /// Creates an address from the display's name, such as `:99`.
    package init(name: String, cookie: [UInt8]? = nil) {
        self.name = name
        self.cookie = cookie
    }
}
