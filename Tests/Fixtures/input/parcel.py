"""A parcel to be dragged into a box; parcel.py gtk|qt LOG BEGIN MOVE writes a line for what was dropped.

The source is busy for BEGIN seconds when the drag begins, and the target for MOVE seconds at each motion."""
import sys
import time

kind, path, begin, move = sys.argv[1:]
log = open(path, "a", buffering=1)


def gtk():
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gdk, Gtk

    entry = [Gtk.TargetEntry.new("text/plain", 0, 0)]
    source = Gtk.Button(label="Parcel")
    source.drag_source_set(Gdk.ModifierType.BUTTON1_MASK, entry, Gdk.DragAction.COPY)
    source.connect("drag-data-get", lambda _, __, data, *___: data.set_text("parcel", -1))
    source.connect("drag-begin", lambda *_: time.sleep(float(begin)))
    target = Gtk.Frame(label="Box")
    target.set_size_request(250, 200)
    target.drag_dest_set(Gtk.DestDefaults.ALL, entry, Gdk.DragAction.COPY)
    target.connect("drag-motion", lambda *_: time.sleep(float(move)))
    target.connect("drag-data-received", lambda _, __, ___, ____, data, *_____: log.write(f"dropped {data.get_text()}\n"))
    row = Gtk.Box(spacing=60, margin=30)
    row.add(source)
    row.add(target)
    window = Gtk.Window(title="Drag")
    window.add(row)
    window.show_all()
    Gtk.main()


def qt():
    from PyQt5.QtCore import QMimeData, Qt
    from PyQt5.QtGui import QDrag
    from PyQt5.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget

    class Source(QLabel):
        def mousePressEvent(self, event):
            self.start = event.pos()

        def mouseMoveEvent(self, event):
            if (event.pos() - self.start).manhattanLength() < QApplication.startDragDistance():
                return
            time.sleep(float(begin))
            drag = QDrag(self)
            data = QMimeData()
            data.setText("parcel")
            drag.setMimeData(data)
            drag.exec_(Qt.CopyAction)

    class Target(QLabel):
        def dragEnterEvent(self, event):
            event.acceptProposedAction()

        def dragMoveEvent(self, event):
            time.sleep(float(move))
            event.acceptProposedAction()

        def dropEvent(self, event):
            log.write(f"dropped {event.mimeData().text()}\n")
            event.acceptProposedAction()

    application = QApplication(sys.argv)
    window = QWidget()
    window.setWindowTitle("Drag")
    row = QHBoxLayout(window)
    row.addWidget(Source("Parcel"))
    target = Target("Box")
    target.setAcceptDrops(True)
    target.setMinimumSize(250, 200)
    row.addWidget(target)
    window.resize(550, 220)
    window.show()
    application.exec_()


{"gtk": gtk, "qt": qt}[kind]()
