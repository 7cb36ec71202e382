import Foundation
import Interaction
import Testing
import X11Desktop

/// Two layouts, four toolkits, three texts.
@Suite(.needsTypingBed, .serialized)
struct TypingMatrixTests {
    @Test(arguments: ["us", "de"])
    func `every text arrives exactly in every toolkit`(layout: String) async throws {
        let bed = try TypingBed(layout: ["-layout", layout])
        defer { bed.end() }
        for widget in TypingBed.Widget.typing {
            try await bed.open(widget)
            for kind in TypedText.allCases {
                let before = try bed.run("xmodmap", ["-pke"])
                let clock = ContinuousClock.now
                let report = try await bed.desktop.perform(.type(kind.text)).typing
                print(layout, widget.rawValue, kind.rawValue, ContinuousClock.now - clock, report?.mapChanges ?? -1)
                await bed.expectText(kind.text, "\(layout) \(widget.rawValue) \(kind.rawValue):")
                #expect(report?.typed == kind.text.unicodeScalars.count)
                #expect(try bed.run("xmodmap", ["-pke"]) == before)
                try await bed.clear()
            }
            bed.close()
        }
    }
}
