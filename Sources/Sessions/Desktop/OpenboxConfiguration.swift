/// What Openbox is configured with: buttons on the frame, moving by the title, and a click that raises and focuses; no
/// keyboard shortcuts.
struct OpenboxConfiguration {
    private let look: Look
    private let windows: [WindowPlace]

    init(_ look: Look, _ windows: [WindowPlace]) { (self.look, self.windows) = (look, windows) }

    /// The configuration file.
    var text: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <openbox_config xmlns="http://openbox.org/3.4/rc">
          <focus><focusNew>yes</focusNew><followMouse>no</followMouse><focusLast>yes</focusLast></focus>
          <placement><policy>Smart</policy><center>yes</center></placement>
          <theme>
            <name>\(frames)</name><titleLayout>NLIMC</titleLayout><animateIconify>no</animateIconify>
            <font place="ActiveWindow">\(font)</font>
            <font place="InactiveWindow">\(font)</font>
          </theme>
          <desktops><number>1</number><popupTime>0</popupTime></desktops>
          <resize><drawContents>yes</drawContents><popupShow>Never</popupShow></resize>
          <keyboard></keyboard>
        \(Self.mouse)
          <menu></menu>
          <applications>\(windows.reversed().map(\.rule).joined())</applications>
        </openbox_config>

        """
    }

    /// The theme of the frames, one of Openbox's own.
    private var frames: String {
        switch look.theme {
        case .light: "Clearlooks"
        case .dark: "Onyx"
        case .contrast: "Bear2"
        case .darkContrast: "Nightmare"
        }
    }

    private var font: String { "<name>\(look.fonts.sans.name.inXML)</name><size>\(look.fonts.size - 1)</size>" }

    private static let mouse = """
          <mouse>
            <dragThreshold>3</dragThreshold><doubleClickTime>400</doubleClickTime>
            <context name="Titlebar">
              <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
              <mousebind button="Left" action="Drag"><action name="Move"/></mousebind>
              <mousebind button="Left" action="DoubleClick"><action name="ToggleMaximize"/></mousebind>
            </context>
            <context name="Close"><mousebind button="Left" action="Click"><action name="Close"/></mousebind></context>
            <context name="Maximize"><mousebind button="Left" action="Click"><action name="ToggleMaximize"/></mousebind></context>
            <context name="Iconify"><mousebind button="Left" action="Click"><action name="Iconify"/></mousebind></context>
            <context name="Top"><mousebind button="Left" action="Drag"><action name="Resize"/></mousebind></context>
            <context name="Bottom"><mousebind button="Left" action="Drag"><action name="Resize"/></mousebind></context>
            <context name="Left"><mousebind button="Left" action="Drag"><action name="Resize"/></mousebind></context>
            <context name="Right"><mousebind button="Left" action="Drag"><action name="Resize"/></mousebind></context>
            <context name="TLCorner TRCorner BLCorner BRCorner">
              <mousebind button="Left" action="Drag"><action name="Resize"/></mousebind>
            </context>
            <context name="Client">
              <mousebind button="Left" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
              <mousebind button="Middle" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
              <mousebind button="Right" action="Press"><action name="Focus"/><action name="Raise"/></mousebind>
            </context>
          </mouse>
        """
}
