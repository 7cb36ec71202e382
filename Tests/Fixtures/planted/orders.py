"""What the order forms of all three toolkits have in common: prices, texts, places, and the planted changes.

The environment variable PLANTED names one change, as a later version of a program might have it. SLOW is the time in
seconds of the changes that make it slower. All fonts are set to DejaVu Sans, and all places are given, so that the
screens do not depend on a desktop's settings.
"""

import os
import sys
import time

CHANGES = [
    "wrong-total", "missing-validation", "missing-dialog", "extra-dialog", "renamed-button", "moved-button",
    "disabled-button", "crash-at-start", "crash-in-the-middle", "slower-start", "slower-reaction", "wrong-file",
    "other-colour", "wrong-order", "missing-row", "other-font", "other-theme", "other-language", "window-elsewhere",
    "other-size", "icon-button", "swapped-buttons", "twin-button", "renamed-window", "renamed-field", "dialog-elsewhere",
]

planted = os.environ.get("PLANTED", "")
slow = float(os.environ.get("SLOW", "15"))

FONT = "DejaVu Serif" if planted == "other-font" else "DejaVu Sans"
FONT_PIXELS = 15

PRICES = {"Bread": 2.50, "Cheese": 4.00, "Milk": 1.20, "Honey": 6.30}
products = ["Bread", "Cheese", "Milk", "Honey"]
if planted == "wrong-order":
    products = ["Honey", "Milk", "Cheese", "Bread"]
if planted == "missing-row":
    products.remove("Honey")

GERMAN = {
    "Orders": "Bestellungen", "Add item": "Hinzufügen", "Place order": "Bestellen", "Customer": "Kunde", "Amount": "Menge",
    "Enter an amount": "Menge eingeben", "Confirm order": "Bestätigen", "Send now": "Jetzt senden", "Order sent": "Gesendet",
    "Total": "Summe", "Bread": "Brot", "Cheese": "Käse", "Milk": "Milch", "Honey": "Honig",
}


def say(words):
    """A text of the program in its language."""
    return GERMAN.get(words, words) if planted == "other-language" else words


TITLE = "Sales" if planted == "renamed-window" else say("Orders")
ADD = "Put in basket" if planted == "renamed-button" else say("Add item")
PLACE = say("Place order")
CUSTOMER_WORDS = "Client" if planted == "renamed-field" else say("Customer")
HAS_ICON = planted == "icon-button"
HAS_TWIN = planted == "twin-button"
CAN_PLACE = planted != "disabled-button"
SENT_COLOUR = "#b02020" if planted == "other-colour" else "#106010"

IS_DARK = planted == "other-theme"
BACKGROUND, FIELDS, WORDS = ("#303030", "#202020", "#f0f0f0") if IS_DARK else ("#f0f0f0", "white", "black")

# left, top, width, height inside of the window
WINDOW = (
    *((290, 180) if planted == "window-elsewhere" else (200, 120)),
    *((760, 540) if planted == "other-size" else (640, 460)))
CUSTOMER_LABEL = (30, 24, 110, 30)
CUSTOMER = (150, 24, 220, 34)
AMOUNT_LABEL = (30, 72, 110, 30)
AMOUNT = (150, 72, 220, 34)
LIST = (30, 130, 240, 200)
ADD_BUTTON = (320, 140, 160, 44)
PLACE_BUTTON = (420 if planted == "moved-button" else 320, 220, 160, 44)
if planted == "swapped-buttons":
    ADD_BUTTON, PLACE_BUTTON = PLACE_BUTTON, ADD_BUTTON
TWIN_BUTTON = (30, 400, 160, 44)
MESSAGE = (320, 290, 280, 40)
TOTAL = (30, 350, 280, 40)
SENT = (320, 350, 180, 44)
DIALOG = (520, 430, 340, 150) if planted == "dialog-elsewhere" else (420, 360, 340, 150)


def start():
    """What happens before the window is there."""
    if planted == "crash-at-start":
        print("cannot open the price list", file=sys.stderr, flush=True)
        os._exit(3)
    if planted == "slower-start":
        time.sleep(slow)


class Order:
    """The items in the basket. `amount` and `customer` are texts as they were entered."""

    def __init__(self):
        self.items = []

    def complaint(self, amount):
        """What is wrong with an amount; nothing when it can be added."""
        if amount.isdigit():
            return ""
        return "" if planted == "missing-validation" else say("Enter an amount")

    def add(self, product, amount):
        if amount.isdigit():
            self.items.append((product, int(amount)))

    def total(self):
        return sum(PRICES[product] * amount for product, amount in self.items)

    def total_words(self):
        wrong = 0.1 if planted == "wrong-total" and self.items else 0
        return f"{say('Total')}: {self.total() + wrong:.2f}"

    def question(self):
        return f"Send {len(self.items)} item for {self.total():.2f}?"

    def save(self, customer):
        total = self.total() + (9 if planted == "wrong-file" else 0)
        lines = [f"{customer}: {amount} {product}" for product, amount in self.items]
        with open("order.txt", "w") as file:
            file.write("\n".join(lines + [f"{total:.2f}", ""]))


def reaction_milliseconds():
    """How long the total takes to be shown."""
    return int(slow * 1000) if planted == "slower-reaction" else 0


def crash_in_the_middle():
    if planted == "crash-in-the-middle":
        print("the price list is damaged", file=sys.stderr, flush=True)
        os.abort()
