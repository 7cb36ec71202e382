import Foundation
import X11Desktop

/// Openbox, with a configuration of ours: one desktop, no keyboard shortcuts that a program's own could meet.
struct WindowManager {
    let name: String
    let program: Program

    /// Starts it and waits until it has announced itself on the root window.
    init(
        at address: DisplayAddress, folder: SessionFolder, environment: [String: String], launcher: LaunchClient,
        look: Look, windows: [WindowPlace]
    ) throws {
        let file = folder.readable.appending(path: "openbox.xml")
        try folder.write(WindowManager.configuration(look, windows), to: file)
        program = try Program(
            ["openbox", "--sm-disable", "--config-file", file.path], by: launcher, environment: environment,
            folder: folder.home,
            logs: folder.logs)
        let seconds = 20
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if let name = try WindowManagerArrival.wait(at: address, for: .milliseconds(200)) {
                self.name = name
                return
            }
            try program.checkAlive()
            guard ContinuousClock.now < deadline else {
                throw SessionError.notReady(program: "openbox", seconds: seconds, lastWords: program.lastWords)
            }
        }
    }

    /// Buttons on the frame, moving by the title, and a click that raises and focuses; nothing on the keyboard.
    private static func configuration(_ look: Look, _ windows: [WindowPlace]) -> String {
        let font = "<name>\(look.fonts.sans.name.inXML)</name><size>\(look.fonts.size - 1)</size>"
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <openbox_config xmlns="http://openbox.org/3.4/rc">
              <focus><focusNew>yes</focusNew><followMouse>no</followMouse><focusLast>yes</focusLast></focus>
              <placement><policy>Smart</policy><center>yes</center></placement>
              <theme>
                <name>\(look.theme == .dark ? "Onyx" : "Clearlooks")</name><titleLayout>NLIMC</titleLayout><animateIconify>no</animateIconify>
                <font place="ActiveWindow">\(font)</font>
                <font place="InactiveWindow">\(font)</font>
              </theme>
              <desktops><number>1</number><popupTime>0</popupTime></desktops>
              <resize><drawContents>yes</drawContents><popupShow>Never</popupShow></resize>
              <keyboard></keyboard>
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
              <menu></menu>
              <applications>\(windows.reversed().map(\.rule).joined())</applications>
            </openbox_config>

            """
    }
}
