import CX11
import Glibc

/// A second connection to the X server, which attaches segments by their descriptors. Xlib has no way to send one; the
/// segments of one client can be named by all, and stay for as long as it does.
final class SegmentClient {
    private let connection: OpaquePointer

    /// `nil` where the server does not let it in.
    init?(to address: DisplayAddress) {
        var screen: Int32 = 0
        guard let connection = SegmentClient.connect(to: address, &screen) else { return nil }
        self.connection = connection
        guard xcb_connection_has_error(connection) == 0, isLocal else { return nil }
    }

    /// Descriptors travel over sockets of this machine only.
    private var isLocal: Bool {
        var address = sockaddr()
        var length = socklen_t(MemoryLayout<sockaddr>.size)
        return getsockname(xcb_get_file_descriptor(connection), &address, &length) == 0
            && address.sa_family == sa_family_t(AF_UNIX)
    }

    deinit { xcb_disconnect(connection) }

    /// Has the server attach a file, which is closed; returns the segment's number, or `nil` where that is refused.
    func attach(_ descriptor: Int32) -> UInt32? {
        let segment = xcb_generate_id(connection)
        return x11_attach_descriptor(connection, segment, descriptor) == 0 ? segment : nil
    }

    private static func connect(to address: DisplayAddress, _ screen: inout Int32) -> OpaquePointer? {
        guard let cookie = address.cookie else { return xcb_connect(address.name, &screen) }
        var scheme = "MIT-MAGIC-COOKIE-1".utf8.map { CChar(bitPattern: $0) }
        var secret = cookie.map { CChar(bitPattern: $0) }
        return scheme.withUnsafeMutableBufferPointer { scheme in
            secret.withUnsafeMutableBufferPointer { secret in
                var authority = xcb_auth_info_t(
                    namelen: Int32(scheme.count), name: scheme.baseAddress, datalen: Int32(secret.count),
                    data: secret.baseAddress)
                return xcb_connect_to_display_with_auth_info(address.name, &authority, &screen)
            }
        }
    }
}
