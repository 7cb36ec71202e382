"""OSWorld's own metrics, as the package desktop-env has them. Models and sound are not needed here, so what only they
import is replaced by empty modules."""

import contextlib
import importlib
import io
import sys
import types

MODULES = ["general", "table", "docs", "vscode", "gimp", "chrome", "basic_os", "vlc", "thunderbird", "pdf", "slides"]
UNUSED = {
    "easyocr": [], "acoustid": [], "librosa": [], "borb": [], "borb.pdf": ["Document", "PDF"], "fastdtw": ["fastdtw"],
}


def load():
    """The published functions by name."""
    for name, members in UNUSED.items():
        module = types.ModuleType(name)
        for member in members:
            setattr(module, member, None)
        sys.modules[name] = module
    functions = {}
    for name in MODULES:
        module = importlib.import_module(f"desktop_env.evaluators.metrics.{name}")
        functions.update({key: value for key, value in vars(module).items() if callable(value)})
    return functions


def answer(function, arguments, options):
    """The score, or the name of the exception that the function lets out."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return float(function(*arguments, **options))
    except Exception as error:  # Whatever it is, it is the answer.
        return f"raises {type(error).__name__}"
