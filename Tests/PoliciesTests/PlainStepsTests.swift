import Agents
import Images
import Interaction
import Policies
import Testing

@Suite struct PlainStepsTests {
    @Test func `the first minute's instruction is understood`() throws {
        let steps = try PlainSteps(
            parsing:
                "open mousepad, type hello, click File, click 'Save As', type report.txt, press Return, wait for 'report.txt'"
        )
        #expect(steps.commands == [["mousepad"]])
        #expect(
            steps.script.steps == [
                .act(.type("hello")), .actOn(Target("File"), .click(.left)), .actOn(Target("Save As"), .click(.left)),
                .act(.type("report.txt")), .act(.key([Key("Return")])),
                .waitFor(Target("report.txt"), present: true, timeout: Script.patience),
            ])
    }

    @Test(arguments: [
        ("open zenity --entry --text='a b, c' --title=\"x\"", ["zenity", "--entry", "--text=a b, c", "--title=x"]),
        ("open xterm -e 'echo a; b'", ["xterm", "-e", "echo a; b"]),
        ("and start a\"b c\"'d'e “f g”h", ["a" + "b cde", "f gh"]),
        ("launch x 'it'\"'\"'s' '' \"\\n $HOME *\"", ["x", "it's", "", "\\n $HOME *"]),
        ("open 'my program' 'then' 'x.'.", ["my program", "then", "x."]),
    ])
    func `a command's quotes are a shell's, and nothing else is`(instruction: String, command: [String]) throws {
        #expect(try PlainSteps(parsing: instruction).commands == [command])
    }

    @Test func `an apostrophe or an equals sign in typed text is only itself`() throws {
        let steps = try PlainSteps(parsing: "open xterm, type it's fine, type a='b'")
        #expect(steps.script.steps == [.act(.type("it's fine")), .act(.type("a='b'"))])
    }

    private static let meanings: [(String, [ScriptStep])] = [
        ("Click File", [.actOn(Target("File"), .click(.left))]),
        ("click on the File.", [.actOn(Target("File"), .click(.left))]),
        ("click Save As...", [.actOn(Target("Save As..."), .click(.left))]),
        ("click", [.act(.click(.left, at: nil))]),
        ("click 'File' menu", [.actOn(Target("File", role: .menu), .click(.left))]),
        ("click the Save button", [.actOn(Target("Save button"), .click(.left))]),
        (
            "click close button of 'Untitled 1'",
            [.actOn(Target("close", inWindow: "Untitled 1", role: .button), .click(.left))]
        ),
        ("click checkbox below 'Options'", [.actOn(Target("checkbox", below: "Options"), .click(.left))]),
        ("type Ann into field 'Name'", [.actOn(Target("Name", role: .field), .click(.left)), .act(.type("Ann"))]),
        ("check 'Bold' is pressed", [.assert(Target("Bold", state: StateDemand(present: .pressed)), present: true)]),
        (
            "check that the Bold button is not pressed",
            [.assert(Target("Bold", role: .button, state: StateDemand(absent: .pressed)), present: true)]
        ),
        ("check field 'Name' is 'Ann'", [.assert(Target("Name", role: .field, value: "Ann"), present: true)]),
        ("check field 'Name' is not 'Ann'", [.assert(Target("Name", role: .field, value: "Ann"), present: false)]),
        (
            "check list 'Files' contains 'a.txt'",
            [.assert(Target("Files", role: .list, contains: "a.txt"), present: true)]
        ),
        (
            "wait until 'Save' is enabled within 5 seconds",
            [.waitFor(Target("Save", state: StateDemand(present: .enabled)), present: true, timeout: .seconds(5))]
        ),
        ("check file is selected", [.assert(Target("file is selected"), present: true)]),
        ("back-click at 5,6", [.act(.click(.back, at: Point(x: 5, y: 6)))]),
        ("hover 'File'", [.actOn(Target("File"), .move)]),
        ("hover over 10,20", [.act(.mouseMove(Point(x: 10, y: 20)))]),
        ("scroll down 3 in 'List'", [.actOn(Target("List"), .scroll(.vertical, pixels: -360))]),
        ("right-drag 1,2 to B", [.act(.mouseMove(Point(x: 1, y: 2))), .actOn(Target("B"), .dragTo(.right))]),
        ("press and hold shift for 2 seconds", [.act(.holdKey([Key("shift")], .seconds(2)))]),
        (
            "hold ctrl+x for 500 ms and click",
            [.act(.holdKey([Key("ctrl"), Key("x")], .milliseconds(500))), .act(.click(.left, at: nil))]
        ),
        (
            "hold shift, click A, release shift",
            [
                .act(.keyDown([Key("shift")])), .actOn(Target("A"), .click(.left)), .act(.keyUp([Key("shift")])),
            ]
        ),
        (
            "press and hold 'Record' for 1 second",
            [
                .actOn(Target("Record"), .mouseDown(.left)), .act(.wait(.seconds(1))), .act(.mouseUp(.left, at: nil)),
            ]
        ),
        (
            "press and hold at 5,6, release the mouse",
            [
                .act(.mouseDown(.left, at: Point(x: 5, y: 6))), .act(.mouseUp(.left, at: nil)),
            ]
        ),
        ("release the right mouse button", [.act(.mouseUp(.right, at: nil))]),
        ("double-click at 100,200", [.act(.click(.left, count: 2, at: Point(x: 100, y: 200)))]),
        (
            "right-click 7,8 then middle-click X",
            [
                .act(.click(.right, at: Point(x: 7, y: 8))), .actOn(Target("X"), .click(.middle)),
            ]
        ),
        ("triple-click “a, b; then c”", [.actOn(Target("a, b; then c"), .click(.left, count: 3))]),
        (
            "click 'Sign in' in window 'Log in' below Name right of the Size number 2",
            [
                .actOn(Target("Sign in", inWindow: "Log in", below: "Name", rightOf: "Size", nth: 2), .click(.left))
            ]
        ),
        ("move to OK; move the pointer to 1,2", [.actOn(Target("OK"), .move), .act(.mouseMove(Point(x: 1, y: 2)))]),
        ("ctrl+click 'Name'", [.actOn(Target("Name"), .click(.left, modifiers: [Key("ctrl")]))]),
        (
            "hold shift and click Name, hold ctrl + alt and double-click 5,6",
            [
                .actOn(Target("Name"), .click(.left, modifiers: [Key("shift")])),
                .act(.click(.left, count: 2, at: Point(x: 5, y: 6), modifiers: [Key("ctrl"), Key("alt")])),
            ]
        ),
        (
            "Shift+drag a.txt to Bin then ctrl+scroll up 1",
            [
                .actOn(Target("a.txt"), .move), .actOn(Target("Bin"), .dragTo(modifiers: [Key("shift")])),
                .act(.scroll(.vertical, pixels: 120, at: nil, modifiers: [Key("ctrl")])),
            ]
        ),
        ("drag a.txt to Bin", [.actOn(Target("a.txt"), .move), .actOn(Target("Bin"), .dragTo())]),
        (
            "drag 1,2 to at 3,4",
            [
                .act(.mouseMove(Point(x: 1, y: 2))), .act(.leftClickDrag(to: Point(x: 3, y: 4), path: [])),
            ]
        ),
        ("type it's 1,200  euros, and press Tab", [.act(.type("it's 1,200  euros")), .act(.key([Key("Tab")]))]),
        ("type \"x, y\nz\" into Name", [.actOn(Target("Name"), .click(.left)), .act(.type("x, y\nz"))]),
        ("type '{{env:PIN}}'", [.act(.type("{{env:PIN}}"))]),
        ("press ctrl+shift+t", [.act(.key([Key("ctrl"), Key("shift"), Key("t")]))]),
        ("press Page Down twice", [.act(.key([Key("Page_Down")])), .act(.key([Key("Page_Down")]))]),
        ("press Return 3 times", Array(repeating: .act(.key([Key("Return")])), count: 3)),
        ("scroll down", [.act(.scroll(.vertical, pixels: -360, at: nil))]),
        ("scroll left 2 notches at 'List'", [.actOn(Target("List"), .scroll(.horizontal, pixels: 240))]),
        ("scroll up 1 at 5,6", [.act(.scroll(.vertical, pixels: 120, at: Point(x: 5, y: 6)))]),
        ("wait 1.5 seconds", [.act(.wait(.seconds(1.5)))]),
        ("wait for Done within 30 seconds", [.waitFor(Target("Done"), present: true, timeout: .seconds(30))]),
        (
            "wait until Loading disappears\nwait until 'x' is gone",
            [
                .waitFor(Target("Loading"), present: false, timeout: Script.patience),
                .waitFor(Target("x"), present: false, timeout: Script.patience),
            ]
        ),
        (
            "check report.txt, expect no Error, see OK in Files",
            [
                .assert(Target("report.txt"), present: true), .assert(Target("Error"), present: false),
                .assert(Target("OK", inWindow: "Files"), present: true),
            ]
        ),
    ]

    @Test(arguments: meanings)
    func `a step means one thing`(instruction: String, steps: [ScriptStep]) throws {
        #expect(try PlainSteps(parsing: instruction).script.steps == steps)
    }

    @Test func `programs take arguments, as words and never through a shell`() throws {
        let steps = try PlainSteps(parsing: "open xterm -e 'echo a; b', launch galculator, type 2")
        #expect(steps.commands == [["xterm", "-e", "echo a; b"], ["galculator"]])
    }

    private static let joined: [(String, [[String]], [ScriptStep])] = [
        ("open geany and type hello", [["geany"]], [.act(.type("hello"))]),
        ("open geany then type hello", [["geany"]], [.act(.type("hello"))]),
        ("Open geany. Then type hello.", [["geany"]], [.act(.type("hello"))]),
        ("open xterm and open geany, and then press Return", [["xterm"], ["geany"]], [.act(.key([Key("Return")]))]),
        (
            "type hello and press Return and then click File", [],
            [.act(.type("hello")), .act(.key([Key("Return")])), .actOn(Target("File"), .click(.left))]
        ),
        (
            "hold ctrl and click Name and press a", [],
            [.actOn(Target("Name"), .click(.left, modifiers: [Key("ctrl")])), .act(.key([Key("a")]))]
        ),
        (
            "type 'salt and pepper' and click 'Find and Replace'", [],
            [
                .act(.type("salt and pepper")), .actOn(Target("Find and Replace"), .click(.left)),
            ]
        ),
        ("open xterm -e 'a and b' and wait 2 minutes", [["xterm", "-e", "a and b"]], [.act(.wait(.seconds(120)))]),
        ("open ls . and type a. b", [["ls", "."]], [.act(.type("a. b"))]),
    ]

    @Test(arguments: joined)
    func `and and then join steps and are never a part of one`(
        instruction: String, commands: [[String]], steps: [ScriptStep]
    ) throws {
        let plain = try PlainSteps(parsing: instruction)
        #expect(plain.commands == commands)
        #expect(plain.script.steps == steps)
    }

    @Test(arguments: [
        ("open geany and hello", "read as 'open geany' and the step 'hello'"),
        ("type salt and pepper", "read as 'type salt' and the step 'pepper'"),
        ("type hello and pres Return", "'pres' is not a verb"),
        ("click Find and Replace", "put a text or label that holds the word in quotes"),
        ("click Copy and Move to Trash", "it may be meant so, or as one step"),
        ("type Hello. Press Return", "the dot may belong to the text"),
        ("open mousepad, wait 1", "'wait 2 seconds'"),
    ])
    func `words around and that are no two steps beyond doubt are refused with the reading`(
        instruction: String, words: String
    ) {
        let error = #expect(throws: PlainStepsError.self) { try PlainSteps(parsing: instruction) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        ("check there is no 'Error'", Target("Error"), false), ("check that 'Error' is gone", Target("Error"), false),
        ("see 'Saved' is shown", Target("Saved"), true), ("expect 'Saved' is not there", Target("Saved"), false),
        ("check roughly 'Saved' in Files", Target("Saved", inWindow: "Files", isRough: true), true),
        ("check roughly", Target("roughly"), true),
        ("check that there is roughly no Error", Target("Error", isRough: true), false),
        ("check 'roughly' below Name", Target("roughly", below: "Name"), true),
    ])
    func `a check says in plain words what is or is not there`(instruction: String, target: Target, present: Bool)
        throws
    {
        #expect(try PlainSteps(parsing: instruction).script.steps == [.assert(target, present: present)])
    }

    @Test func `a soft check is told from one that ends the steps`() throws {
        let steps = try PlainSteps(parsing: "softly check 'A', Softly expect no 'B' and check 'softly'").script.steps
        #expect(
            steps == [
                .assert(Target("A"), present: true, softly: true), .assert(Target("B"), present: false, softly: true),
                .assert(Target("softly"), present: true),
            ])
    }

    @Test(arguments: [
        ("softly click 'A'", "'softly' is for checks"), ("click 'A', softly", "'softly' is for checks"),
        ("", "does not contain a step"), (" , ; ", "does not contain a step"),
        ("click File, save the file, click OK", "the step 'save the file'"),
        ("frobnicate", "use open, click"),
        ("type hello, open mousepad", "before the first other step"),
        ("click 'File", "the part ''File' is never closed"),
        ("open x, launch zenity --text='a b, press Return", "the part '--text='a b, press Return' is never closed"),
        ("open mousepad it's, press Return", "the part 'it's, press Return'"), ("'File'", "begins with open"),
        ("ctrl+type x", "keys can be held while"), ("hold a and click X", "'hold' needs keys"),
        ("hold Name", "'hold' needs keys"), ("click Sign in", "nothing follows 'in'"),
        ("click 'File' thing", "half in quotes"),
        ("drag a", "two places"), ("drag a to b to c", "two places"), ("move File", "followed by 'to'"),
        ("press Save now", "one chord"), ("press ctrl+ ", "one chord"), ("press a 1000 times", "100 times"),
        ("press the OK button", "one chord"),
        ("scroll sideways", "up, down"), ("scroll up 5000", "1 to 100"), ("wait", "number of seconds"),
        ("wait a bit", "number of seconds"), ("wait until Done", "disappears"), ("wait 999999 seconds", "0 to 3600"),
        ("wait for X within soon", "'within' needs"), ("type", "needs a text"),
        ("type a into b into c", "needs a text"),
        ("open", "needs a program"), ("click 100, 200", "the step '200'"), ("check", "missing"),
        ("click a in b in c", "said twice"), ("click 9999999,5", "no screen"),
    ])
    func `what is not understood is refused with the part and the reason`(instruction: String, words: String) {
        let error = #expect(throws: PlainStepsError.self) { try PlainSteps(parsing: instruction) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
}
