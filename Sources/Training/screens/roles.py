"""What the detector tells apart. The order is that of its outputs."""

#: What is found is in one of these groups; two elements of different groups may have one centre.
GROUPS = ("element", "text", "icon", "container")
ELEMENT, TEXT, ICON, CONTAINER = range(4)

#: The roles of group "element", by the names that Deskhand's `ElementRole` has.
ROLES = (
    "button", "toggleButton", "checkbox", "radioButton", "switch", "link", "field", "textArea", "comboBox", "spinButton", "slider",
    "menuItem", "tab", "listItem", "treeItem", "cell", "columnHeader", "image", "progressBar", "scrollBar", "titleBar",
)
#: The roles of group "container".
CONTAINERS = ("window", "menu", "toolbar", "list", "group", "tooltip")
#: States of group "element", as bits.
STATES = ("checked", "disabled", "selected")

ROLE_OF = {name: i for i, name in enumerate(ROLES)} | {name: i for i, name in enumerate(CONTAINERS)}
