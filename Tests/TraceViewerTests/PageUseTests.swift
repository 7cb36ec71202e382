import Foundation
import Images
import Interaction
import TestInputs
import Testing
import TraceViewer
import Traces

/// What a person does with the page, by clicks and keys in a browser.
@Suite(.serialized, .timeLimit(.minutes(3)), .enabled(if: Chromium.isExpected, "chromium is not installed"))
struct PageUseTests {
    @Test func `keys and clicks lead through steps and views, and the address follows`() async throws {
        let bed = try PageBed()
        let browser = bed.browser
        try bed.show(try TracePage(try await bed.clicks(["One", "Two", "Three"], in: "keys")), at: "2/before")
        #expect(try browser.text("document.querySelector('#details h2').textContent") == "Step 2")
        #expect(try browser.value("document.querySelectorAll('#pictures .hand').length") as? Int == 1)
        for (key, shown) in [
            ("j", "3/before"), ("k", "2/before"), ("b", "2/after"), ("b", "2/slider"), ("b", "2/difference"),
            ("b", "2/before"), ("End", "3/before"), ("Home", "1/before"), ("ArrowDown", "2/before"),
        ] {
            try browser.press(key)
            try bed.awaitShown(shown)
            #expect(try browser.text("location.hash") == "#\(shown)")
        }
        try browser.press("m")
        try browser.wait(for: "!document.querySelector('#pictures .hand')")
        try browser.click("#sides [value=difference]")
        try bed.awaitShown("2/difference")
        // The button that was coloured, and nothing else.
        #expect(try browser.text("document.querySelector('.under').textContent").hasPrefix("2,400 of 96,000 pixels"))
        try browser.click("#sides [value=slider]")
        try bed.awaitShown("2/slider")
        try browser.call("Runtime.evaluate", ["expression": "document.querySelector('.slide').focus()"])
        try browser.press("Home")
        try browser.wait(for: "document.querySelector('.over').style.clipPath.includes('0%')")
        try browser.click("#steps li:nth-child(3) button")
        try bed.awaitShown("3/slider")
        try browser.click("#film .cell:nth-child(1)")
        try bed.awaitShown("1/slider")
        try browser.wait(for: "document.querySelector('#film .cell:nth-child(3)').dataset.isDrawn")
        try browser.press("?")
        try browser.wait(for: "document.getElementById('help').open")
    }

    @Test func `search finds words and elements, and the pointer shows what an element is`() async throws {
        let bed = try PageBed()
        let browser = bed.browser
        let answers = try Trace(folder: PageBed.repository.appending(path: "Tests/Fixtures/traces/answers").path)
        try bed.show(try TracePage(answers))
        try browser.press("/")
        try browser.type("grüße")
        try browser.wait(for: "document.getElementById('count').textContent === '1 of 8 steps'")
        try bed.show(try TracePage(try await bed.clicks(["One", "Two", "Three"], in: "search")))
        try browser.press("/")
        try browser.type("button three")
        try browser.wait(for: "document.getElementById('count').textContent === '3 of 3 steps'")
        try browser.wait(for: "document.querySelectorAll('#pictures .found').length === 1")
        try browser.call("Runtime.evaluate", ["expression": "document.getElementById('search').value = ''"])
        try browser.type("left_click “two”")
        try browser.wait(for: "document.getElementById('count').textContent === '1 of 3 steps'")
        #expect(try browser.value("document.querySelectorAll('#steps li:not([hidden])').length") as? Int == 1)
        try browser.press("Enter")
        try bed.awaitShown("2/before")
        try browser.press("Escape", "k")
        try bed.awaitShown("2/before")
        // Over the middle of the second button, 150, 55 of 400 × 240 pixels.
        let scale = try #require(
            browser.value("document.querySelector('.picture canvas').getBoundingClientRect().width / 400") as? Double)
        _ = try browser.point(at: ".picture canvas", right: (150 - 200) * scale, down: (55 - 120) * scale)
        try browser.wait(for: "document.querySelector('text.hovered')?.textContent === 'button “Two”'")
    }

    @Test func `two traces stand beside each other, and what differs is marked and can be gone to`() async throws {
        let bed = try PageBed()
        let browser = bed.browser
        let one = try await bed.clicks(["One", "Two", "Three"], in: "one")
        let other = try await bed.clicks(["One", "Other", "Three"], in: "other", shift: 12)
        try bed.show(TracePage())
        try browser.drop(try bed.packed(one, as: "one.zip"), try bed.packed(other, as: "other.zip"))
        try browser.wait(for: "document.querySelectorAll('#pictures section').length === 2")
        let marks = "JSON.stringify([...document.querySelectorAll('#steps button')].map(button => button.className))"
        #expect(try browser.text(marks) == #"["healed","diverged","healed"]"#)
        try browser.press("n")
        try bed.awaitShown("2/before")
        #expect(try browser.text("document.querySelector('#details .note').textContent").contains("diverged"))
        #expect(try browser.text("document.querySelector('.between summary').textContent").contains("pixels differ"))
        try browser.click("#swap")
        try browser.wait(for: "document.getElementById('instruction').textContent === 'click other'")
        try browser.click("#alone")
        try browser.wait(for: "document.querySelectorAll('#pictures section').length === 1")
        #expect(try browser.text(marks) == #"["","",""]"#)
        try bed.show(try TracePage(one, beside: other))
        try browser.wait(for: "document.querySelectorAll('#pictures section').length === 2")
    }

    @Test func `a replay's report marks what was healed and what diverged, with the reason`() async throws {
        let bed = try PageBed()
        let trace = try await bed.clicks(["One", "Two", "Three"], in: "replayed")
        let frame = try #require(trace.steps.first?.before?.frame)
        let report = """
            [{"trace":"replayed","looks":[
              {"step":1,"replayed_step":1,"recorded_frame":"\(frame)","differences":[]},
              {"step":2,"replayed_step":2,"differences":[],"healed":{"step":2,"target":"the button 'Two'",
                "from":[150,55],"to":[250,75],"evidence":"element","reason":"only one has <b>this</b> name"}},
              {"step":3,"replayed_step":3,"differences":["'Three' is disabled"]}]}]
            """
        let file = bed.folder.appending(path: "report.json")
        try report.write(to: file, atomically: true, encoding: .utf8)
        for page in [try TracePage(trace), try TracePage(trace, report: report)] {
            try bed.show(page, at: "2/before")
            try bed.browser.drop(file.path)
            try bed.browser.wait(for: "document.querySelector('#steps .diverged')")
            try bed.browser.wait(for: "document.querySelector('.healing')")
            let note = try bed.browser.text("document.querySelector('#details .note').textContent")
            #expect(
                note == "↻ healed: the button 'Two' was at (150, 55) and is at (250, 75): only one has <b>this</b> name"
            )
        }
    }

    @Test func `a screen reader is told names, roles and what is shown; light and dark differ`() async throws {
        let bed = try PageBed()
        let browser = bed.browser
        try bed.show(try TracePage(try await bed.clicks(["One", "Two"], in: "spoken")))
        try browser.press("j")
        try bed.awaitShown("2/before")
        try browser.call("Accessibility.enable")
        let nodes = try browser.call("Accessibility.getFullAXTree")["nodes"] as? [[String: Any]] ?? []
        let spoken = nodes.filter { $0["ignored"] as? Bool != true }.map { node in
            let role = (node["role"] as? [String: Any])?["value"] as? String ?? ""
            return (role: role, name: (node["name"] as? [String: Any])?["value"] as? String ?? "")
        }
        for (role, name) in [
            ("image", "the screen before step 2"), ("navigation", "Steps"), ("main", "Screen"),
            ("complementary", "Step"), ("searchbox", "Search text and elements"), ("button", "Before"),
            ("heading", "click spoken"), ("heading", "Phases"), ("toolbar", "View"),
        ] {
            #expect(spoken.contains { $0.role == role && $0.name.contains(name) }, "\(role) '\(name)'")
        }
        let nameless = spoken.filter { ["button", "link", "searchbox", "slider", "img", "image"].contains($0.role) }
            .filter { $0.name.isEmpty }
        #expect(nameless.isEmpty, "\(nameless)")
        #expect(try browser.text("document.getElementById('said').textContent") == "step 2 of 2: left_click “Two”")
        #expect(try browser.value("document.querySelectorAll('#steps [tabindex=\"0\"]').length") as? Int == 1)
        let grounds = try ["light", "dark"].map { scheme in
            try browser.call(
                "Emulation.setEmulatedMedia", ["features": [["name": "prefers-color-scheme", "value": scheme]]])
            return try browser.text(
                "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color")
        }
        #expect(grounds[0] != grounds[1])
    }
}
