package import Interaction

/// What setting up a task asks of a desktop beyond what an episode does.
package protocol TaskDesktop: Desktop {
    func windows() async throws -> [WindowInfo]
    func activate(_ window: WindowID) async throws
    func close(_ window: WindowID) async throws
}
