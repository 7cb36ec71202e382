"""The unmodified `desktop_env` of OSWorld on a desktop of `deskhand osworld-guest`.

usage: harness.py controllers ADDRESS            its controllers, on a guest that runs
       harness.py tasks FOLDER [SOLUTION…]       DesktopEnv, with our vmrun on the path; FOLDER holds task files
Exits with 77 where `desktop_env` is missing. Packages that only some of its graders need may be missing.
"""
import importlib.abc
import importlib.machinery
import json
import os
import pathlib
import sys
import tempfile
import time
from unittest import mock

OPTIONAL = ("playwright", "pydrive", "cv2", "skimage", "borb", "librosa", "mutagen", "fitz", "pdfplumber", "fastdtw",
            "torch", "formulas", "scipy", "pandas", "imagehash", "odf", "pptx", "docx", "openpyxl", "tqdm",
            "xmltodict", "tldextract", "bs4", "rapidfuzz", "pypdf", "psutil", "yaml", "filelock", "lxml", "cssselect",
            "acoustid", "dotenv", "PyPDF2", "chromaprint", "easyocr", "pytz", "dateutil", "wrapt_timeout_decorator", "matplotlib", "numpy")


class Missing(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Stands for packages that are not installed; a grader that uses one fails."""

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in OPTIONAL:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        module = mock.MagicMock(name=spec.name)
        module.__path__, module.__spec__, module.__name__ = [], spec, spec.name
        return module

    def exec_module(self, module):
        pass


sys.meta_path.append(Missing())
try:
    from desktop_env.controllers.python import PythonController
    from desktop_env.controllers.setup import SetupController
except ImportError as error:
    print(error)
    sys.exit(77)


def controllers(address):
    cache = tempfile.mkdtemp()
    hands, setup = PythonController(address), SetupController(address, cache)
    file = pathlib.Path(cache, "letter.txt")
    file.write_text("Dear ")
    setup.setup([
        {"type": "upload_file", "parameters": {"files": [{"local_path": str(file), "path": "/home/user/Desktop/letter.txt"}]}},
        {"type": "launch", "parameters": {"command": ["mousepad", "/home/user/Desktop/letter.txt"]}},
        {"type": "execute", "parameters": {"command": ["python", "-c", "print(6 * 7)"], "stdout": "answer.txt"}},
        {"type": "execute", "parameters": {"command": "wmctrl -l; exit 0", "shell": True}},
    ])
    assert pathlib.Path(cache, "answer.txt").read_text() == "42\n"
    deadline = time.time() + 60
    while time.time() < deadline and "letter.txt" not in (hands.get_accessibility_tree() or ""):
        time.sleep(0.2)
    setup.setup([{"type": "activate_window", "parameters": {"window_name": "letter.txt"}}])
    assert hands.get_screenshot().startswith(b"\x89PNG")
    size = hands.get_vm_screen_size()
    assert size["width"] > 0 and hands.get_vm_platform() == "Linux", size
    window = hands.get_vm_window_size("Mousepad")
    assert 0 < window["width"] <= size["width"], window
    hands.execute_action({"action_type": "HOTKEY", "parameters": {"keys": ["ctrl", "end"]}})
    hands.execute_action({"action_type": "TYPING", "parameters": {"text": "<World>'s \\ own"}})
    hands.execute_action({"action_type": "PRESS", "parameters": {"key": "enter"}})
    said = hands.execute_python_command("pyautogui.hotkey('ctrl', 's'); print(pyautogui.size(), pyautogui.position())")
    assert said["returncode"] == 0 and "Size(width=%d" % size["width"] in said["output"], said
    hands.execute_action({"action_type": "MOVE_TO", "parameters": {"x": 30, "y": 40}})
    said = hands.execute_python_command("print(tuple(pyautogui.position()))")
    assert said["output"] == "(30, 40)\n", said
    deadline = time.time() + 20
    while time.time() < deadline and hands.get_file("/home/user/Desktop/letter.txt") == b"Dear ":
        time.sleep(0.2)
    assert hands.get_file("/home/user/Desktop/letter.txt") == b"Dear <World>'s \\ own\n"
    assert b"root" in hands.get_file("/etc/passwd")
    assert hands.get_vm_desktop_path() == "/home/user/Desktop"
    tree = hands.get_vm_directory_tree("/home/user/Desktop")
    assert tree["children"] == [{"type": "file", "name": "letter.txt"}], tree
    assert hands.get_terminal_output() is None
    setup.setup([{"type": "close_window", "parameters": {"window_name": "letter.txt"}}])
    print("controllers")


def tasks(folder, solutions):
    from desktop_env.desktop_env import DesktopEnv
    cache = tempfile.mkdtemp()
    started = time.time()
    env = DesktopEnv(provider_name="vmware", path_to_vm=os.path.join(cache, "one.vmx"), action_space="pyautogui",
                     cache_dir=cache, headless=True)
    print("started", round(time.time() - started, 1), flush=True)
    for file in sorted(pathlib.Path(folder).glob("*.json")):
        task = json.loads(file.read_text())
        started = time.time()
        try:
            observation = env.reset(task_config=task)
            assert observation["screenshot"].startswith(b"\x89PNG") and observation["accessibility_tree"]
            reset = time.time() - started
            for action in solutions.get(task["id"], []):
                env.step(action, pause=0)
            print(json.dumps({"id": task["id"], "score": float(env.evaluate()), "reset": round(reset, 1)}), flush=True)
        except Exception as error:
            print(json.dumps({"id": task["id"], "error": repr(error)[:300]}), flush=True)
    env.close()


if sys.argv[1] == "controllers":
    controllers(sys.argv[2])
else:
    tasks(sys.argv[2], json.loads(pathlib.Path(sys.argv[3]).read_text()) if len(sys.argv) > 3 else {})
