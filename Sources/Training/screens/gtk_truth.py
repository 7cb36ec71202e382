"""What a window of GTK 3 shows, from its widgets: rows as `scenes.arrays` has them."""

import gi
import numpy as np

import meanings
import roles

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk, Pango  # noqa: E402

#: The first class that a widget is decides.
_ROLES = [
    (Gtk.ModelButton, "button"), (Gtk.RadioButton, "radioButton"), (Gtk.CheckButton, "checkbox"), (Gtk.LinkButton, "link"), (Gtk.MenuButton, "toggleButton"),
    (Gtk.ToggleButton, "toggleButton"), (Gtk.Button, "button"), (Gtk.Switch, "switch"), (Gtk.SpinButton, "spinButton"), (Gtk.Entry, "field"),
    (Gtk.TextView, "textArea"), (Gtk.ComboBox, "comboBox"), (Gtk.Scale, "slider"), (Gtk.ProgressBar, "progressBar"), (Gtk.Scrollbar, "scrollBar"),
    (Gtk.MenuItem, "menuItem"),
]


class _Found:
    def __init__(self, window, width: int, height: int):
        self.window, self.size, self.rows = window, (width, height), []

    def add(self, group: int, role: str | int, box, clip, states: int = 0, icon: int = 0) -> None:
        left, top = max(box[0], clip[0]), max(box[1], clip[1])
        right, bottom = min(box[2], clip[2]), min(box[3], clip[3])
        whole = (box[2] - box[0]) * (box[3] - box[1])
        if right - left < 4 or bottom - top < 3 or (right - left) * (bottom - top) < 0.5 * whole and whole < 40000:
            return
        number = roles.ROLE_OF[role] if isinstance(role, str) else role
        self.rows.append([group, number, left, top, right, bottom, states, icon, 0])

    def origin(self, widget) -> tuple[int, int]:
        return widget.translate_coordinates(self.window, 0, 0) or (0, 0)


def truth(window, width: int, height: int) -> np.ndarray:
    found = _Found(window, width, height)
    _walk(found, window, (0, 0, width, height), False)
    return np.array(found.rows, np.float32).reshape(-1, 9)


def _walk(found: _Found, widget, clip, is_disabled: bool) -> None:
    if not widget.get_mapped():
        return
    x, y = found.origin(widget)
    w, h = widget.get_allocated_width(), widget.get_allocated_height()
    box = (x, y, x + w, y + h)
    is_disabled = is_disabled or not widget.get_sensitive()
    if isinstance(widget, (Gtk.ScrolledWindow, Gtk.Viewport)):
        clip = (max(clip[0], x), max(clip[1], y), min(clip[2], box[2]), min(clip[3], box[3]))
    _element(found, widget, box, clip, is_disabled)
    if isinstance(widget, Gtk.Label):
        layout_x, layout_y = widget.get_layout_offsets()
        # Offsets are in the coordinates of the window that the label is drawn on, that is of its allocation.
        allocation = widget.get_allocation()
        _text(found, widget.get_layout(), x + layout_x - allocation.x, y + layout_y - allocation.y, clip)
    elif isinstance(widget, Gtk.Entry):
        layout_x, layout_y = widget.get_layout_offsets()
        if widget.get_visibility():
            _text(found, widget.get_layout(), x + layout_x, y + layout_y, (max(clip[0], x), clip[1], min(clip[2], box[2] - 4), clip[3]))
        for place in (Gtk.EntryIconPosition.PRIMARY, Gtk.EntryIconPosition.SECONDARY):
            name, area = widget.get_icon_name(place), widget.get_icon_area(place)
            if name and not isinstance(widget, Gtk.SpinButton):
                _icon(found, name, 16, (x + area.x, y + area.y, x + area.x + area.width, y + area.y + area.height), clip)
    elif isinstance(widget, Gtk.Image):
        name, _ = widget.get_icon_name()
        _, wide, _ = Gtk.IconSize.lookup(widget.get_property("icon-size"))
        if name:
            _icon(found, name, wide, box, clip)
    elif isinstance(widget, Gtk.TextView):
        _lines(found, widget, (x, y), (max(clip[0], x), max(clip[1], y), min(clip[2], box[2]), min(clip[3], box[3])))
    elif isinstance(widget, Gtk.TreeView):
        _cells(found, widget, (x, y), (max(clip[0], x), max(clip[1], y), min(clip[2], box[2]), min(clip[3], box[3])))
    elif isinstance(widget, Gtk.Notebook):
        for i in range(widget.get_n_pages()):
            label = widget.get_tab_label(widget.get_nth_page(i))
            if label and label.get_mapped():
                left, top = found.origin(label)
                tab = (left - 11, top - 6, left + label.get_allocated_width() + 11, top + label.get_allocated_height() + 6)
                found.add(roles.ELEMENT, "tab", tab, clip, states=4 * (i == widget.get_current_page()))
    if isinstance(widget, Gtk.Container):
        widget.forall(lambda child: _walk(found, child, clip, is_disabled))


def _element(found: _Found, widget, box, clip, is_disabled: bool) -> None:
    role = next((role for kind, role in _ROLES if isinstance(widget, kind)), None)
    if isinstance(widget.get_parent(), Gtk.ComboBox) or isinstance(widget, Gtk.SeparatorMenuItem):
        return
    if isinstance(widget.get_parent(), Gtk.TreeView) and role == "button":
        role = "columnHeader"
    if isinstance(widget, Gtk.Toolbar):
        found.add(roles.CONTAINER, "toolbar", box, clip)
    if role is None:
        return
    is_checked = isinstance(widget, (Gtk.ToggleButton, Gtk.Switch)) and widget.get_active()
    if role == "columnHeader":
        is_disabled = False
    found.add(roles.ELEMENT, role, box, clip, states=is_checked | is_disabled << 1)
    if role == "spinButton":
        # Its two buttons stand side by side at the end.
        side = box[3] - box[1]
        for i in range(2):
            found.add(roles.ELEMENT, "button", (box[2] - side * (i + 1), box[1], box[2] - side * i, box[3]), clip, states=is_disabled << 1)


def _text(found: _Found, layout, x: float, y: float, clip) -> None:
    """Each line of a layout at a place."""
    lines = layout.get_iter()
    while True:
        ink, _ = lines.get_line_extents()
        left, top, w, h = (v / Pango.SCALE for v in (ink.x, ink.y, ink.width, ink.height))
        if w >= 1:
            found.add(roles.TEXT, 0, (x + left - 1, y + top - 1, x + left + w + 1, y + top + h + 1), clip)
        if not lines.next_line():
            break


def _icon(found: _Found, name: str, size: int, box, clip) -> None:
    is_known = Gtk.IconTheme.get_default().has_icon(name)
    cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    found.add(roles.ICON, 0, (cx - size / 2 + 1, cy - size / 2 + 1, cx + size / 2 - 1, cy + size / 2 - 1), clip, icon=meanings.meaning(name) if is_known else 0)


def _lines(found: _Found, view, origin, clip) -> None:
    buffer = view.get_buffer()
    at = buffer.get_start_iter()
    for _ in range(200):
        end = at.copy()
        if not end.ends_line():
            end.forward_to_line_end()
        text = buffer.get_text(at, end, False)
        place = view.get_iter_location(at)
        x, y = view.buffer_to_window_coords(Gtk.TextWindowType.WIDGET, place.x, place.y)
        if text.strip():
            _text(found, view.create_pango_layout(text), origin[0] + x, origin[1] + y, clip)
        if not at.forward_line():
            break


def _cells(found: _Found, view, origin, clip) -> None:
    model, count = view.get_model(), view.get_model().get_n_columns() - 2
    found.add(roles.CONTAINER, "list", clip, clip)
    is_tree, chosen = isinstance(model, Gtk.TreeStore), view.get_selection()
    columns = view.get_columns()

    def place(path, column):
        area = view.get_background_area(path, column)
        x, y = view.convert_bin_window_to_widget_coords(area.x, area.y)
        return (origin[0] + x, origin[1] + y, origin[0] + x + area.width, origin[1] + y + area.height)

    def row(model, path, at, _):
        states = 4 * chosen.path_is_selected(path)
        for i, column in enumerate(columns):
            box = place(path, column)
            if box[1] >= clip[3]:
                return
            if box[3] - box[1] < 5 or box[1] < clip[1] + (view.get_headers_visible() and 20):
                continue
            if count > 1:
                found.add(roles.ELEMENT, "cell", box, clip, states=states)
            elif i == 0:
                found.add(roles.ELEMENT, "treeItem" if is_tree else "listItem", box, clip, states=states)
            _cell(found, view, column, path, model.get_value(at, i), model.get_value(at, count), origin, clip, box)

    model.foreach(row, None)


def _cell(found: _Found, view, column, path, text, icon, origin, clip, box) -> None:
    area = view.get_cell_area(path, column)
    left, top = view.convert_bin_window_to_widget_coords(area.x, area.y)
    for renderer in column.get_cells():
        offset, width = column.cell_get_position(renderer)
        x, y = origin[0] + left + offset, origin[1] + top
        inside = (max(clip[0], x), clip[1], min(clip[2], box[2]), clip[3])
        if isinstance(renderer, Gtk.CellRendererText):
            layout = view.create_pango_layout(text)
            high = layout.get_pixel_size()[1]
            _text(found, layout, x + renderer.get_padding()[0], y + (area.height - high) / 2, inside)
        elif isinstance(renderer, Gtk.CellRendererPixbuf):
            _icon(found, icon, 16, (x, y, x + width, y + area.height), inside)
