import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

extension TransportFault {
    /// What an error of the HTTP client means; `nil` for errors that are not the client's.
    init?(_ error: any Error, _ timeouts: ServerTimeouts, usesProxy: Bool) {
        switch error {
        case let fault as TransportFault: self = fault
        case let error as HTTPClientError: self.init(client: error, timeouts)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError: self = .tls(Self.words(tls: "\(error)"))
        case let error as NIOConnectionError: self = .unreachable(Self.words(connection: error))
        case let error as IOError:
            // A connection that was made is lost by these; all others keep one from being made.
            let isLost = [ECONNRESET, EPIPE, ENOTCONN, ECONNABORTED].contains(error.errnoCode)
            let reason = unsafe String(cString: strerror(error.errnoCode)).lowercased()
            self = isLost ? .lost(reason) : .unreachable(reason)
        case is HTTPParserError: self = .lost("it answers something else than HTTP: \(error)")
        case is ChannelError: self = .lost("\(error)")
        default: return nil
        }
    }

    private init(client error: HTTPClientError, _ timeouts: ServerTimeouts) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout, .httpProxyHandshakeTimeout, .socksHandshakeTimeout:
            self = .timeout(.connect, timeouts.connect)
        case .tlsHandshakeTimeout: self = .tls("no TLS handshake: the server may speak plain HTTP (http://)")
        case .deadlineExceeded: self = .timeout(.total, timeouts.total)
        case .readTimeout: self = .timeout(.silence, timeouts.silence)
        case .remoteConnectionClosed, .uncleanShutdown: self = .lost("the server closed the connection")
        case .proxyAuthenticationRequired:
            self = .proxy("it requires a user name and password (http://USER:PASSWORD@HOST)")
        case .invalidProxyResponse: self = .proxy("it refused the connection")
        default: self = .lost(error.shortDescription)
        }
    }

    private static func words(connection error: NIOConnectionError) -> String {
        if error.dnsAError != nil || error.dnsAAAAError != nil, error.connectionErrors.isEmpty {
            return "the host \(error.host) has no address"
        }
        guard let first = error.connectionErrors.first?.error else { return "\(error)" }
        if let io = first as? IOError { return unsafe String(cString: strerror(io.errnoCode)).lowercased() }
        return "\(first)"
    }

    private static func words(tls text: String) -> String {
        if text.contains("WRONG_VERSION_NUMBER") || text.contains("HTTP_REQUEST") {
            return "the server speaks plain HTTP there: write http:// instead of https://"
        }
        if text.contains("CERTIFICATE_VERIFY_FAILED") || text.lowercased().contains("unable to verify") {
            return "the server's certificate is signed by an authority that is not trusted here: name the authority's "
                + "PEM file as \"ca\" in models.json"
        }
        if text.contains("ailedToValidateHostname") {
            return "the server's certificate is for another host name"
        }
        return text
    }
}
