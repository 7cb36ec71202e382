import Interaction
import JSON
import Testing

struct TargetWordsTests {
    @Test(arguments: [
        ("the Save button", Target("Save", role: .button)),
        ("search field", Target("search", role: .field)),
        ("checkbox below 'Options'", Target("", below: "Options", role: .checkbox)),
        ("second row", Target("", nth: 2, role: .row)),
        ("close button of 'Untitled 1'", Target("close", inWindow: "Untitled 1", role: .button)),
        ("the menu item named 'Save As'", Target("Save As", role: .menuItem)),
        ("field \"Name\"", Target("Name", role: .field)),
        ("'Name' field", Target("Name", role: .field)),
        ("the third checked check box", Target("", nth: 3, role: .checkbox, state: StateDemand(present: .checked))),
        ("combo box right of 'Size'", Target("", rightOf: "Size", role: .comboBox)),
        ("the disabled Print tool button", Target("Print", role: .button, state: StateDemand(absent: .enabled))),
    ])
    func `words name a role`(words: String, target: Target) {
        #expect(TargetWords.read(Target(words))?.target == target)
    }

    @Test(arguments: ["Save", "buttons", "the Save", "Button up", "a 'quote that is open button"])
    func `other words name none`(words: String) {
        #expect(TargetWords.read(Target(words)) == nil)
    }

    @Test func `what a label may well read is not taken for plain words`() {
        #expect(TargetWords.read(Target("New Window"))?.isPlain == false)
        #expect(TargetWords.read(Target("Insert Image"))?.isPlain == false)
        #expect(TargetWords.read(Target("the New window"))?.isPlain == true)
        #expect(TargetWords.read(Target("second row"))?.isPlain == true)
        #expect(TargetWords.read(Target("checkbox", below: "Options"))?.isPlain == true)
    }

    @Test(arguments: [
        #"{"role":"button","name":"Save","in_window":"Editor","nth":2,"state":{"enabled":true,"checked":false}}"#,
        #"{"role":"field","name":"Name","value":"Ann"}"#,
        #"{"role":"list","name":"Files","contains":"a.txt"}"#,
        #"{"text":"Bold","state":{"pressed":true}}"#,
        #"{"role":"row","nth":2}"#,
        #"{"text":"File","in_window":"Mousepad","below":"Name","right_of":"Size","nth":2}"#,
        #""File""#,
    ])
    func `a target's JSON is written as it was read`(json: String) throws {
        let target = try Target(json: JSON(parsing: json))
        #expect(try Target(json: JSON(parsing: target.json.text)) == target)
        #expect(target.json.text == json)
    }

    @Test(arguments: [
        (#"{"role":"knob","name":"Volume"}"#, "unknown role 'knob'"),
        (#"{"role":"button","name":"Save","text":"Save"}"#, "give either 'name' or 'text'"),
        (#"{"role":"button","state":{"big":true}}"#, "unknown field"),
        (#"{"role":"button","state":{}}"#, "the state is empty"),
        (#"{"image":"a.png","role":"button"}"#, "a picture has no role"),
        (#"{"in_window":"Editor"}"#, "text"),
    ])
    func `a target that cannot be is refused with the reason`(json: String, reason: String) throws {
        let parsed = try JSON(parsing: json)
        let error = #expect(throws: JSONError.self) { try Target(json: parsed) }
        #expect("\(try #require(error))".contains(reason))
    }

    @Test(arguments: [
        ("_Save", "Save"), ("Save", "_Save"), ("&Save", "Save"), ("Save _As…", "Save As"), ("Save As...", "Save As…"),
        ("Save Ctrl+S", "Save"), ("Save (Ctrl+Shift+S)", "Save"), ("Refresh F5", "Refresh"), ("Name:", "Name"),
        ("Save && Quit", "Save & Quit"), ("my_file", "my_file"), ("Q&A", "Q&A"),
    ])
    func `names match across mnemonics, ellipses and keyboard hints`(name: String, wanted: String) {
        #expect(ElementName(name).grade(of: ElementName(wanted)) == .sameCase)
    }

    @Test func `the same case is better than another, and the whole name than a part`() {
        #expect(ElementName("save").grade(of: ElementName("Save")) == .anyCase)
        #expect(ElementName("Save As").grade(of: ElementName("save")) == .part)
        #expect(ElementName("Unsaved").grade(of: ElementName("save")) == nil)
        #expect(ElementName("").grade(of: ElementName("Save")) == nil)
        #expect(ElementName("Save").grade(of: ElementName("")) == nil)
    }

    @Test func `every role's name and synonyms name it, and other roles keep their own name`() {
        for words in ["push button", "tick box", "dropdown", "text field", "hyperlink", "spinner"] {
            #expect(ElementRole(words: words) != nil, "\(words)")
        }
        #expect(ElementRole(name: "ruler") == .other("ruler"))
        #expect(ElementRole(name: ElementRole.toggleButton.name) == .toggleButton)
        #expect(ElementRole.toggleButton.fits(.button) && !ElementRole.button.fits(.toggleButton))
    }
}
