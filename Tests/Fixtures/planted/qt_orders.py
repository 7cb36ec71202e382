"""The order form in Qt."""

from PyQt5 import QtCore, QtGui, QtWidgets

import orders

orders.start()
order = orders.Order()
application = QtWidgets.QApplication([])
usual = QtGui.QFont(orders.FONT)
usual.setPixelSize(orders.FONT_PIXELS)
application.setFont(usual)
application.setCursorFlashTime(0)
if orders.IS_DARK:
    application.setStyleSheet(
        f"QWidget {{ background: {orders.BACKGROUND}; color: {orders.WORDS} }}"
        f"QLineEdit, QListWidget {{ background: {orders.FIELDS} }}")
window = QtWidgets.QWidget()
window.setWindowTitle(orders.TITLE)
left, top, width, height = orders.WINDOW
window.move(left, top)
window.setFixedSize(width, height)


def put(widget, place):
    widget.setGeometry(*place)
    return widget


put(QtWidgets.QLabel(orders.CUSTOMER_WORDS, window), orders.CUSTOMER_LABEL)
customer = put(QtWidgets.QLineEdit(window), orders.CUSTOMER)
put(QtWidgets.QLabel(orders.say("Amount"), window), orders.AMOUNT_LABEL)
amount = put(QtWidgets.QLineEdit(window), orders.AMOUNT)
rows = put(QtWidgets.QListWidget(window), orders.LIST)
rows.setStyleSheet("QListWidget::item { padding: 8px; }")
rows.addItems(map(orders.say, orders.products))
rows.setCurrentRow(0)
rows.setFocusPolicy(QtCore.Qt.NoFocus)
message = put(QtWidgets.QLabel("", window), orders.MESSAGE)
message.setStyleSheet("color: #b02020")
total = put(QtWidgets.QLabel(order.total_words(), window), orders.TOTAL)
sent = put(QtWidgets.QLabel("", window), orders.SENT)
sent.setAlignment(QtCore.Qt.AlignCenter)


def dialog(title, words, button, then):
    question = QtWidgets.QDialog(window)
    question.setWindowTitle(title)
    left, top, width, height = orders.DIALOG
    question.move(left, top)
    question.setFixedSize(width, height)
    label = put(QtWidgets.QLabel(words, question), (20, 20, width - 40, 40))
    label.setAlignment(QtCore.Qt.AlignCenter)
    answer = put(QtWidgets.QPushButton(button, question), (100, 85, 140, 44))

    def close():
        question.close()
        then()

    answer.clicked.connect(close)
    question.setModal(True)
    question.show()


def show_total():
    total.setText(order.total_words())
    if orders.planted == "extra-dialog":
        dialog("Tip of the day", "Order early", "Close tip", lambda: None)


def add():
    message.setText(order.complaint(amount.text()))
    if not amount.text().isdigit():
        customer.setFocus()
        return
    order.add(orders.products[rows.currentRow()], amount.text())
    QtCore.QTimer.singleShot(orders.reaction_milliseconds(), show_total)


def send():
    order.save(customer.text())
    sent.setText(orders.say("Order sent"))
    sent.setStyleSheet(f"color: white; background: {orders.SENT_COLOUR}")


def place():
    orders.crash_in_the_middle()
    if orders.planted == "missing-dialog":
        send()
    else:
        dialog(orders.say("Confirm order"), order.question(), orders.say("Send now"), send)


adding = put(QtWidgets.QPushButton("" if orders.HAS_ICON else orders.ADD, window), orders.ADD_BUTTON)
if orders.HAS_ICON:
    adding.setIcon(application.style().standardIcon(QtWidgets.QStyle.SP_DialogOkButton))
    adding.setAccessibleName(orders.ADD)
adding.clicked.connect(add)
if orders.HAS_TWIN:
    put(QtWidgets.QPushButton(orders.ADD, window), orders.TWIN_BUTTON)
placing = put(QtWidgets.QPushButton(orders.PLACE, window), orders.PLACE_BUTTON)
placing.clicked.connect(place)
placing.setEnabled(orders.CAN_PLACE)
customer.setFocus()
window.show()
application.exec_()
