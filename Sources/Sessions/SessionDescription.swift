import Foundation
package import Images
import X11Desktop

/// What a session is made of, for the record: with it a run can be understood, and made again, later.
package struct SessionDescription: Hashable, Sendable {
    /// The name of the display, such as `:99`.
    package let display: String
    /// Whether the session started its own X server.
    package let isPrivate: Bool
    /// The X server and its version.
    package let server: String
    /// The size of the screen in pixels.
    package let size: Size<ScreenSpace>
    /// Bits a pixel.
    package let depth: Int
    /// The resolution that programs are told.
    package let dotsPerInch: Int
    /// The name that the window manager announces; `nil` without one.
    package let windowManager: String?
    /// The keyboard's layout, such as `us`; `nil` if it is not known.
    package let keyboardLayout: String?
    /// The fonts that programs can draw with: the files of a private session's look, on a live desktop how many faces.
    package let fonts: [String]
    /// On a live desktop, the user's.
    package let locale: String?
    /// What a private session shows.
    package let look: Look?
    /// Debian's version of each program that was asked about, where its package is known.
    package let versions: [String: String]
}

extension Session {
    /// Describes the session.
    ///
    /// - Parameter programs: those whose versions are wanted.
    package func described(programs: [String]) async throws -> SessionDescription {
        let address = address
        async let report = Blocking.run { try DisplayReport(of: address) }
        async let fonts = fontVersions
        let versions = await versions(of: programs)
        let (display, faces) = try await (report, fonts)
        return SessionDescription(
            display: address.name, isPrivate: settings != nil, server: display.server, size: display.size,
            depth: display.depth, dotsPerInch: display.dotsPerInch, windowManager: display.windowManager,
            keyboardLayout: display.layout, fonts: faces, locale: environment["LANG"], look: settings?.look,
            versions: versions)
    }

    private var fontVersions: [String] {
        get async {
            if let settings { return InstalledLook(settings.look).fontVersions }
            return await FontList.count(in: self).map { ["\($0) faces"] } ?? []
        }
    }

    /// One query to the package manager; empty without Debian's.
    private func versions(of programs: [String]) async -> [String: String] {
        let packages = programs.compactMap { program in PackageNames.package(for: program).map { (program, $0) } }
        guard !packages.isEmpty,
            let answer = try? await run(
                ["dpkg-query", "-W", "-f", "${Package} ${Version}\n"] + Set(packages.map(\.1)).sorted(), seconds: 20)
        else { return [:] }
        let pairs = answer.program.printed.split(separator: "\n").map { $0.split(separator: " ") }
        let known = Dictionary(
            pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) },
            uniquingKeysWith: { first, _ in first })
        return Dictionary(
            packages.compactMap { program, package in known[package].map { (program, $0) } },
            uniquingKeysWith: { first, _ in first })
    }
}
