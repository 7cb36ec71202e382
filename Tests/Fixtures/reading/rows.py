"""A list, table or text view with its default borders and one row selected: `rows.py WIDGET FONT SIZE ROW...`.

WIDGET: `tk-list`, `tk-tree`, `tk-text`, `gtk-list`, `gtk-grid`, `gtk-text`, `qt-list`, `qt-table` or `qt-text`.
"""

import sys

widget, font, size, *rows = sys.argv[1:]
toolkit, kind = widget.split("-")
if toolkit == "gtk":
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    settings = Gtk.Settings.get_default()
    settings.set_property("gtk-font-name", f"{font} {size}")
    settings.set_property("gtk-cursor-blink", False)
    if kind == "text":
        view = Gtk.TextView()
        view.get_buffer().set_text("\n".join(rows))
        view.get_buffer().place_cursor(view.get_buffer().get_start_iter())
    else:
        model = Gtk.ListStore(str, str)
        for number, row in enumerate(rows):
            model.append([row, str(100 + number)])
        view = Gtk.TreeView(model=model)
        for column, title in enumerate(("Word", "Number")):
            view.append_column(Gtk.TreeViewColumn(title, Gtk.CellRendererText(), text=column))
        if kind == "grid":
            view.set_grid_lines(Gtk.TreeViewGridLines.BOTH)
    window = Gtk.Window(title="Rows", default_width=400, default_height=380)
    window.add(view)
    window.show_all()
    Gtk.main()
elif toolkit == "qt":
    from PyQt5.QtGui import QFont
    from PyQt5.QtWidgets import QApplication, QListWidget, QPlainTextEdit, QTableWidget, QTableWidgetItem

    application = QApplication([])
    application.setFont(QFont(font, int(size)))
    application.setCursorFlashTime(0)
    if kind == "list":
        view = QListWidget()
        view.addItems(rows)
        view.setCurrentRow(1)
    elif kind == "text":
        view = QPlainTextEdit("\n".join(rows))
    else:
        view = QTableWidget(len(rows), 2)
        for number, row in enumerate(rows):
            view.setItem(number, 0, QTableWidgetItem(row))
            view.setItem(number, 1, QTableWidgetItem(str(100 + number)))
        view.resizeColumnsToContents()
        view.resizeRowsToContents()
    view.setWindowTitle("Rows")
    view.resize(400, 380)
    view.show()
    application.exec_()
else:
    import tkinter
    from tkinter import ttk

    root = tkinter.Tk()
    root.title("Rows")
    root.geometry("400x380")
    if kind == "list":
        view = tkinter.Listbox(root, font=(font, int(size)))
        view.insert("end", *rows)
        view.selection_set(1)
        view.activate(2)
    elif kind == "text":
        view = tkinter.Text(root, font=(font, int(size)), insertofftime=0)
        view.insert("1.0", "\n".join(rows))
        view.mark_set("insert", "1.0")
    else:
        ttk.Style().configure("Treeview", font=(font, int(size)), rowheight=int(size) * 2)
        view = ttk.Treeview(root, columns=("number",))
        for number, row in enumerate(rows):
            view.insert("", "end", text=row, values=(100 + number,))
    view.pack(fill="both", expand=True)
    view.focus_force()
    root.mainloop()
