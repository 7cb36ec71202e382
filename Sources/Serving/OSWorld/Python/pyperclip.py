"""Deskhand's stand-in for pyperclip, by xclip."""
import subprocess


class PyperclipException(RuntimeError):
    """The clipboard cannot be reached."""


def copy(text):
    subprocess.run(["xclip", "-selection", "clipboard", "-in"], input=str(text).encode(), check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def paste():
    found = subprocess.run(["xclip", "-selection", "clipboard", "-out"], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL)
    return found.stdout.decode(errors="replace")
