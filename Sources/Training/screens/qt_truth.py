"""What a window of Qt 5 shows, from its widgets and their style: rows as `scenes.arrays` has them."""

import numpy as np
from PyQt5 import QtCore, QtGui, QtWidgets

import roles

_ROLES = [
    (QtWidgets.QRadioButton, "radioButton"), (QtWidgets.QCheckBox, "checkbox"), (QtWidgets.QAbstractButton, "button"), (QtWidgets.QLineEdit, "field"),
    (QtWidgets.QPlainTextEdit, "textArea"), (QtWidgets.QComboBox, "comboBox"), (QtWidgets.QSpinBox, "spinButton"), (QtWidgets.QSlider, "slider"),
    (QtWidgets.QProgressBar, "progressBar"), (QtWidgets.QScrollBar, "scrollBar"),
]
_LEFT, _MIDDLE = QtCore.Qt.AlignLeft, QtCore.Qt.AlignHCenter


class _Found:
    def __init__(self, window, bank):
        self.window, self.bank, self.rows = window, bank, []

    def place(self, widget, rect: QtCore.QRect) -> QtCore.QRect:
        """A rectangle of a widget on the window, without what its parents cut."""
        shown = rect.intersected(widget.rect())
        at, parent = widget, widget.parentWidget()
        while at is not self.window and parent is not None:
            shown = shown.translated(at.pos()).intersected(parent.rect())
            at, parent = parent, parent.parentWidget()
        return shown

    def add(self, group, role, widget, rect, states=0, icon=0) -> None:
        shown = self.place(widget, rect)
        if shown.width() < 4 or shown.height() < 3 or shown.width() * shown.height() < 0.5 * rect.width() * rect.height():
            return
        number = roles.ROLE_OF[role] if isinstance(role, str) else role
        self.rows.append([group, number, shown.x(), shown.y(), shown.x() + shown.width(), shown.y() + shown.height(), states, icon, 0])

    def text(self, text: str, widget, rect, align=_LEFT) -> None:
        """The ink of a line in a rectangle, in its middle from top to bottom; what is too long there is cut."""
        metrics = QtGui.QFontMetrics(widget.font())
        text = metrics.elidedText(text, QtCore.Qt.ElideRight, max(rect.width(), 20))
        ink, wide = metrics.tightBoundingRect(text), metrics.horizontalAdvance(text)
        if not text.strip() or ink.width() < 2:
            return
        x = rect.x() + (max(0, (rect.width() - wide) // 2) if align == _MIDDLE else 0)
        y = rect.y() + (rect.height() - metrics.height()) // 2 + metrics.ascent()
        ink = ink.translated(x, y).adjusted(-1, -1, 1, 1)
        cut = ink.intersected(rect.adjusted(-2, -2, 2, 2))
        self.add(roles.TEXT, 0, widget, cut)

    def icon(self, index, widget, rect) -> None:
        """The ink of an icon of the bank in the middle of a rectangle."""
        if index is None:
            return
        picture = np.asarray(self.bank.picture(index))
        inked, size = np.argwhere(picture[..., 3] > 40), len(picture)
        (top, left), (bottom, right) = inked.min(0), inked.max(0) + 1
        x, y = rect.x() + (rect.width() - size) // 2, rect.y() + (rect.height() - size) // 2
        box = QtCore.QRect(x + int(left), y + int(top), int(right - left), int(bottom - top))
        self.add(roles.ICON, 0, widget, box, icon=int(self.bank.classes[index]))


def truth(window, bank) -> np.ndarray:
    found = _Found(window, bank)
    for widget in window.findChildren(QtWidgets.QWidget):
        if widget.isVisible():
            _widget(found, widget)
    return np.array(found.rows, np.float32).reshape(-1, 9)


def _widget(found: _Found, widget) -> None:
    role = next((role for kind, role in _ROLES if isinstance(widget, kind)), None)
    is_part = isinstance(widget.parentWidget(), (QtWidgets.QComboBox, QtWidgets.QAbstractSpinBox))
    if isinstance(widget, QtWidgets.QTabBar):
        _tabs(found, widget)
    elif isinstance(widget, QtWidgets.QMenuBar):
        for action in widget.actions():
            rect = widget.actionGeometry(action)
            found.add(roles.ELEMENT, "menuItem", widget, rect)
            found.text(action.text(), widget, rect, _MIDDLE)
    elif isinstance(widget, QtWidgets.QTreeWidget):
        _tree(found, widget)
    elif isinstance(widget, QtWidgets.QToolBar):
        found.add(roles.CONTAINER, "toolbar", widget, widget.rect())
    elif isinstance(widget, QtWidgets.QGroupBox):
        found.add(roles.CONTAINER, "group", widget, widget.rect())
        option = QtWidgets.QStyleOptionGroupBox()
        widget.initStyleOption(option)
        label = widget.style().subControlRect(QtWidgets.QStyle.CC_GroupBox, option, QtWidgets.QStyle.SC_GroupBoxLabel, widget)
        found.text(widget.title(), widget, label)
    elif isinstance(widget, QtWidgets.QLabel):
        found.text(widget.text(), widget, widget.contentsRect())
    elif role and not is_part and widget.objectName() not in ("qt_toolbar_ext_button", "ScrollLeftButton", "ScrollRightButton"):
        _control(found, widget, role)


def _control(found: _Found, widget, role: str) -> None:
    style, rect = widget.style(), widget.rect()
    is_checked = isinstance(widget, QtWidgets.QAbstractButton) and widget.isChecked()
    states = int(is_checked) | (not widget.isEnabled()) << 1
    if role == "button" and widget.isCheckable():
        role = "toggleButton"
    found.add(roles.ELEMENT, role, widget, rect, states)
    if role in ("checkbox", "radioButton"):
        option = QtWidgets.QStyleOptionButton()
        widget.initStyleOption(option)
        part = QtWidgets.QStyle.SE_CheckBoxContents if role == "checkbox" else QtWidgets.QStyle.SE_RadioButtonContents
        found.text(widget.text(), widget, style.subElementRect(part, option, widget))
    elif isinstance(widget, QtWidgets.QToolButton):
        _tool(found, widget)
    elif isinstance(widget, QtWidgets.QPushButton):
        found.icon(widget.property("bank"), widget, rect)
        found.text(widget.text(), widget, rect, _MIDDLE)
    elif role == "field":
        option = QtWidgets.QStyleOptionFrame()
        widget.initStyleOption(option)
        inside = style.subElementRect(QtWidgets.QStyle.SE_LineEditContents, option, widget).adjusted(2, 0, 0, 0)
        found.text(widget.text() or widget.placeholderText(), widget, inside)
    elif role == "comboBox":
        option = QtWidgets.QStyleOptionComboBox()
        widget.initStyleOption(option)
        inside = style.subControlRect(QtWidgets.QStyle.CC_ComboBox, option, QtWidgets.QStyle.SC_ComboBoxEditField, widget)
        found.text(widget.currentText(), widget, inside.adjusted(2, 0, 0, 0))
    elif role == "spinButton":
        option = QtWidgets.QStyleOptionSpinBox()
        widget.initStyleOption(option)
        parts = QtWidgets.QStyle
        for part in (parts.SC_SpinBoxUp, parts.SC_SpinBoxDown):
            found.add(roles.ELEMENT, "button", widget, style.subControlRect(parts.CC_SpinBox, option, part, widget), states & 2)
        inside = style.subControlRect(parts.CC_SpinBox, option, parts.SC_SpinBoxEditField, widget)
        found.text(widget.text(), widget, inside.adjusted(2, 0, 0, 0))
    elif role == "textArea":
        _lines(found, widget)
    elif role == "progressBar" and widget.isTextVisible():
        option = QtWidgets.QStyleOptionProgressBar()
        widget.initStyleOption(option)
        label = style.subElementRect(QtWidgets.QStyle.SE_ProgressBarLabel, option, widget)
        found.text(widget.text(), widget, label, _MIDDLE)


def _tool(found: _Found, widget) -> None:
    action, rect = widget.defaultAction(), widget.rect()
    if action is None or action.data() is None:
        return
    size, kind = widget.iconSize().height(), widget.toolButtonStyle()
    if kind == QtCore.Qt.ToolButtonTextUnderIcon:
        high = QtGui.QFontMetrics(widget.font()).height()
        top = (rect.height() - size - high) // 2
        found.icon(action.data(), widget, QtCore.QRect(0, top, rect.width(), size))
        found.text(action.text(), widget, QtCore.QRect(0, rect.height() - high - 4, rect.width(), high), _MIDDLE)
    elif kind == QtCore.Qt.ToolButtonTextBesideIcon:
        found.icon(action.data(), widget, QtCore.QRect(2, 0, size + 6, rect.height()))
        found.text(action.text(), widget, rect.adjusted(size + 6, 0, -2, 0))
    else:
        found.icon(action.data(), widget, rect)


def _tabs(found: _Found, bar) -> None:
    for i in range(bar.count()):
        rect = bar.tabRect(i)
        found.add(roles.ELEMENT, "tab", bar, rect, 4 * (i == bar.currentIndex()))
        found.text(bar.tabText(i), bar, rect, _MIDDLE)


def _lines(found: _Found, view) -> None:
    block = view.document().firstBlock()
    while block.isValid():
        rect = view.blockBoundingGeometry(block).translated(view.contentOffset()).toRect()
        if rect.top() > view.viewport().height():
            break
        found.text(block.text(), view.viewport(), rect.adjusted(int(view.document().documentMargin()), 0, 0, 0))
        block = block.next()


def _tree(found: _Found, tree) -> None:
    view, header, count = tree.viewport(), tree.header(), tree.columnCount()
    found.add(roles.CONTAINER, "list", tree, tree.rect())
    if not tree.isHeaderHidden():
        for i in range(count):
            rect = QtCore.QRect(header.sectionViewportPosition(i), 0, header.sectionSize(i), header.height())
            found.add(roles.ELEMENT, "columnHeader", header, rect)
            found.text(tree.headerItem().text(i), header, rect.adjusted(6, 0, -4, 0))
    items = QtWidgets.QTreeWidgetItemIterator(tree)
    while items.value():
        item = items.value()
        for i in range(count):
            index = tree.indexFromItem(item, i)
            rect = tree.visualRect(index)
            states = 4 * tree.selectionModel().isSelected(index)
            role = "cell" if count > 1 else "treeItem" if tree.rootIsDecorated() else "listItem"
            found.add(roles.ELEMENT, role, view, rect, states)
            data = item.data(0, QtCore.Qt.UserRole) if i == 0 else None
            if data is not None:
                found.icon(data, view, QtCore.QRect(rect.x() + 3, rect.y(), 16, rect.height()))
            found.text(item.text(i), view, rect.adjusted(3 if data is None else 23, 0, -3, 0))
        items += 1


def covered(rows: np.ndarray, left: int, top: int, right: int, bottom: int) -> np.ndarray:
    """What still shows at least by half when something is drawn over a rectangle."""
    both = (np.minimum(rows[:, 4], right) - np.maximum(rows[:, 2], left)).clip(0) * (np.minimum(rows[:, 5], bottom) - np.maximum(rows[:, 3], top)).clip(0)
    return rows[both < 0.4 * (rows[:, 4] - rows[:, 2]) * (rows[:, 5] - rows[:, 3])]


def menu_truth(menu, bank, x: int, y: int, width: int, height: int) -> np.ndarray:
    """A menu drawn at a place of a picture of a size."""
    found = _Found(menu, bank)
    found.add(roles.CONTAINER, "menu", menu, menu.rect())
    has_icons = any(not a.icon().isNull() or a.isCheckable() for a in menu.actions())
    for action in menu.actions():
        rect = menu.actionGeometry(action)
        if action.isSeparator():
            continue
        is_checked = action.isCheckable() and action.isChecked()
        found.add(roles.ELEMENT, "menuItem", menu, rect, int(is_checked) | (not action.isEnabled()) << 1)
        if action.data() is not None:
            found.icon(action.data(), menu, QtCore.QRect(rect.x() + 3, rect.y(), 20, rect.height()))
        found.text(action.text(), menu, rect.adjusted(26 if has_icons else 8, 0, 0, 0))
    rows = np.array(found.rows, np.float32).reshape(-1, 9)
    rows[:, 2:6] += (x, y, x, y)
    rows[:, [2, 4]] = rows[:, [2, 4]].clip(0, width)
    rows[:, [3, 5]] = rows[:, [3, 5]].clip(0, height)
    return rows[(rows[:, 4] - rows[:, 2] > 3) & (rows[:, 5] - rows[:, 3] > 3)]
