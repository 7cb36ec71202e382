import CDBus

/// libdbus's C interface, opened at first use.
///
/// Sendable because it holds nothing but addresses of functions.
struct BusLibrary: @unchecked Sendable {
    typealias Connection = OpaquePointer
    typealias Message = OpaquePointer
    typealias Pending = OpaquePointer
    typealias Iterator = UnsafeMutablePointer<cdbus_iterator>
    typealias Text = UnsafePointer<CChar>

    let initError: @convention(c) (UnsafeMutablePointer<cdbus_error>) -> Void
    let freeError: @convention(c) (UnsafeMutablePointer<cdbus_error>) -> Void
    let open: @convention(c) (Text, UnsafeMutablePointer<cdbus_error>) -> Connection?
    let setExitOnDisconnect: @convention(c) (Connection, UInt32) -> Void
    let close: @convention(c) (Connection) -> Void
    let releaseConnection: @convention(c) (Connection) -> Void
    let newCall: @convention(c) (Text, Text, Text, Text) -> Message?
    let releaseMessage: @convention(c) (Message) -> Void
    let kind: @convention(c) (Message) -> Int32
    let beginAppending: @convention(c) (Message, Iterator) -> Void
    let append: @convention(c) (Iterator, Int32, UnsafeRawPointer) -> UInt32
    let send: @convention(c) (Connection, Message, UnsafeMutablePointer<Pending?>, Int32) -> UInt32
    let flush: @convention(c) (Connection) -> Void
    let block: @convention(c) (Pending) -> Void
    let steal: @convention(c) (Pending) -> Message?
    let releasePending: @convention(c) (Pending) -> Void
    let beginReading: @convention(c) (Message, Iterator) -> UInt32
    let type: @convention(c) (Iterator) -> Int32
    let read: @convention(c) (Iterator, UnsafeMutableRawPointer) -> Void
    let next: @convention(c) (Iterator) -> UInt32
    let enter: @convention(c) (Iterator, Iterator) -> Void

    /// The library of this process, or `nil` where it is not installed.
    static let opened = BusLibrary()

    private init?() {
        guard let library = dlopen("libdbus-1.so.3", RTLD_NOW) else { return nil }
        var isWhole = true
        func function<Function>(_ name: String) -> Function? {
            guard let address = dlsym(library, "dbus_\(name)") else {
                isWhole = false
                return nil
            }
            return unsafeBitCast(address, to: Function.self)
        }
        guard
            let initError: @convention(c) (UnsafeMutablePointer<cdbus_error>) -> Void = function("error_init"),
            let freeError: @convention(c) (UnsafeMutablePointer<cdbus_error>) -> Void = function("error_free"),
            let open: @convention(c) (Text, UnsafeMutablePointer<cdbus_error>) -> Connection? =
                function("connection_open_private"),
            let setExit: @convention(c) (Connection, UInt32) -> Void =
                function("connection_set_exit_on_disconnect"),
            let close: @convention(c) (Connection) -> Void = function("connection_close"),
            let releaseConnection: @convention(c) (Connection) -> Void = function("connection_unref"),
            let newCall: @convention(c) (Text, Text, Text, Text) -> Message? = function("message_new_method_call"),
            let releaseMessage: @convention(c) (Message) -> Void = function("message_unref"),
            let kind: @convention(c) (Message) -> Int32 = function("message_get_type"),
            let beginAppending: @convention(c) (Message, Iterator) -> Void = function("message_iter_init_append"),
            let append: @convention(c) (Iterator, Int32, UnsafeRawPointer) -> UInt32 =
                function("message_iter_append_basic"),
            let send: @convention(c) (Connection, Message, UnsafeMutablePointer<Pending?>, Int32) -> UInt32 =
                function("connection_send_with_reply"),
            let flush: @convention(c) (Connection) -> Void = function("connection_flush"),
            let block: @convention(c) (Pending) -> Void = function("pending_call_block"),
            let steal: @convention(c) (Pending) -> Message? = function("pending_call_steal_reply"),
            let releasePending: @convention(c) (Pending) -> Void = function("pending_call_unref"),
            let beginReading: @convention(c) (Message, Iterator) -> UInt32 = function("message_iter_init"),
            let type: @convention(c) (Iterator) -> Int32 = function("message_iter_get_arg_type"),
            let read: @convention(c) (Iterator, UnsafeMutableRawPointer) -> Void = function("message_iter_get_basic"),
            let next: @convention(c) (Iterator) -> UInt32 = function("message_iter_next"),
            let enter: @convention(c) (Iterator, Iterator) -> Void = function("message_iter_recurse"), isWhole
        else { return nil }
        (self.initError, self.freeError, self.open) = (initError, freeError, open)
        (setExitOnDisconnect, self.close, self.releaseConnection) = (setExit, close, releaseConnection)
        (self.newCall, self.releaseMessage, self.kind) = (newCall, releaseMessage, kind)
        (self.beginAppending, self.append) = (beginAppending, append)
        (self.send, self.flush, self.block, self.steal) = (send, flush, block, steal)
        (self.releasePending, self.beginReading, self.type) = (releasePending, beginReading, type)
        (self.read, self.next, self.enter) = (read, next, enter)
    }
}
