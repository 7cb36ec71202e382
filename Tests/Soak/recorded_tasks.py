"""The tasks that the soaks record: of eleven programs and five toolkits."""

TASKS = [
    "dialog-booking", "dialog-registration", "dialog-room", "stock-order", "calculator-product", "editor-save",
    "editor-replace", "editor-line-numbers", "terminal-note", "terminal-script", "files-rename", "files-move",
    "image-mirror", "pdf-serial", "calc-total", "writer-heading", "spreadsheet-sum", "web-hours", "web-order", "sum-note",
]

# Those that are replayed by pixels: a calculator that opens in one of two heights, as chance has it, is left out for another task.
STEADY = [task for task in TASKS if task != "sum-note"] + ["web-download"]

# Parts of screens that these programs draw otherwise from start to start, as their recordings would be masked by anyone: the
# window's icon, the free space of the disk, LibreOffice's ruler before a window has the focus, and its marks of a changed document.
MASKS = {
    "image-mirror": ["102,60,20x20"],
    "web-hours": ["746,40,24x24", "12,970,300x22"],
    "files-move": ["640,628,300x18"],
    "files-rename": ["640,628,300x18"],
    "writer-heading": ["20,124,1190x20", "8,780,20x16", "1120,780,30x20"],
    "calc-total": ["448,50,38x26", "812,780,20x18"],
}
