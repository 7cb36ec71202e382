"""Cases of accessibility trees."""

SPACES = " ".join(
    f'xmlns:{prefix}="https://accessibility.ubuntu.example.org/ns/{name}"'
    for prefix, name in [("st", "state"), ("attr", "attributes"), ("cp", "component"), ("txt", "text"),
                         ("val", "value"), ("act", "action")])

MAIL = f"""<desktop-frame {SPACES}><application name="Thunderbird"><frame name="Inbox" st:active="true">
<tool-bar name="" attr:id="MsgHeadersToolbar"><label name="To">To</label><panel attr:class="address-pill other" name="">
<label attr:class="pill-label" name="fox@example.org">fox@example.org</label></panel>
<panel attr:class="address-pill" name=""><label attr:class="pill-label" name="iron &amp; co">iron &amp; co</label></panel>
</tool-bar><page-tab-list attr:id="tabmail-tabs" name=""><page-tab name="Inbox" st:selected="true"/>
<page-tab name="About Profiles">About <b name="x"/> Profiles</page-tab></page-tab-list>
<text name="Subject" st:editable="true">Reminder</text><text name="Empty"/></frame></application>
<application name="soffice"><frame name="Impress"><root-pane name=""><panel name="">
<split-pane cp:parentcoord="(0, 0)" st:visible="true" name=""/><document-frame name="Slides View"/></panel></root-pane></frame>
</application></desktop-frame>"""

SELECTORS = [
    'application[name=Thunderbird] page-tab-list[attr|id="tabmail-tabs"]>page-tab[name="About Profiles"]',
    'application[name=Thunderbird] page-tab-list[attr|id="tabmail-tabs"]>page-tab[name="About"]',
    'tool-bar[attr|id=MsgHeadersToolbar] label[name=To]~[attr|class="address-pill"]>label[attr|class="pill-label"][name*="iron"]',
    'tool-bar[attr|id=MsgHeadersToolbar] label[name=To]~[attr|class="address-pill"]>label[name*="fox@example.org"]',
    'tool-bar label[name=To] ~ [attr|class~="address-pill"] > label[name^="fox"]',
    'label[name=To]+panel>label', 'label[name=To]+label', "page-tab[st|selected=true]", 'page-tab[st|selected="false"]',
    "[name$=Profiles]", "*[st|active]", "frame>page-tab", "frame page-tab", "frame > * > page-tab", "desktop-frame>application",
    "desktop-frame", "frame frame", "application application", "text", "text + text", "text~text", "page-tab ~ page-tab",
    "page-tab + page-tab + page-tab", "[name='']", '[name^=""]', '[name*=""]', "Frame", "panel label, split-pane",
    "nothing, page-tab", "  frame   page-tab  ", "frame>text", "b", "page-tab>b", "attr|id", "panel>", "[name", "page-tab[",
    "", "label[name=To]~panel~panel", 'label[name="iron & co"]',
]


def add(cases):
    for selector in SELECTORS:
        cases.add("check_accessibility_tree", {"output": MAIL}, {"value": [{"selectors": [selector]}]})
    for text, exact in [("Reminder", True), ("Remainder", True), ("Remainder", False), ("", True), ("", False)]:
        for selector in ["text", "text[name=Empty]", "page-tab", "label"]:
            rule = {"selectors": [selector], "text": text, "exact": exact}
            cases.add("check_accessibility_tree", {"output": MAIL}, {"value": [rule]})
            cases.add("check_accessibility_tree", {"output": MAIL}, {"value": [rule, {"selectors": ["frame", "b"]}]})
    cases.add("check_accessibility_tree", {"output": MAIL}, {"value": [{"selectors": ["page-tab"], "text": "About ", "exact": True}]})
    for broken in ["", "<desktop-frame>", "nothing"]:
        cases.add("check_accessibility_tree", {"output": broken}, {"value": [{"selectors": ["frame"]}]})
        cases.add("check_left_panel", {"output": broken})
    cases.add("check_left_panel", {"output": MAIL})
    cases.add("check_left_panel", {"output": MAIL.replace("Slides View", "Notes")})
    cases.add("check_left_panel", {"output": MAIL.replace("document-frame", "panel")})
    cases.add("check_accessibility_tree", {"output": MAIL}, {"value": [{"selectors": ["frame"]}]}, options={"osname": "ubuntu"})
