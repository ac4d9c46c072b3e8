"""Sentences for who started the program: on the standard streams, in a message box where nobody reads those.

A program with a window has no streams on Windows; of one from a menu or a link nobody sees them elsewhere.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import os
import sys
from collections.abc import Callable, Iterator, Mapping

from app import display

_MB_ICONERROR, _MB_ICONINFORMATION, _MB_SETFOREGROUND = 0x10, 0x40, 0x10000


def set_encodings(platform: str = sys.platform) -> None:
    """Write UTF-8 into files and pipes on Windows, whose own encoding lacks most characters.

    Elsewhere people may have set such an encoding: what it lacks is written as escapes, not refused.
    """
    for stream in (sys.stdout, sys.stderr):
        if not isinstance(stream, io.TextIOWrapper):
            continue
        if platform == "win32" and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            stream.reconfigure(errors="backslashreplace")


def complain(sentence: str) -> None:
    """Say why something was not done."""
    if sys.stderr is not None:
        sys.stderr.write(f"hubbub: {sentence}\n")
    if not are_read():
        show_box(sentence, is_error=True)


def mention(sentence: str) -> None:
    """Say what a window says as well, for who has started it at a terminal."""
    if sys.stderr is not None:
        with contextlib.suppress(OSError):  # nobody reads it any more
            sys.stderr.write(f"hubbub: {sentence}\n")
            sys.stderr.flush()


def say(text: str) -> None:
    """Say what was asked for, without a line break at its end."""
    if sys.stdout is not None:
        sys.stdout.write(f"{text}\n")
    if not are_read():
        show_box(text, is_error=False)


def say_now(text: str) -> bool:
    """Say what whoever reads a pipe waits for; False when nobody reads it any more."""
    try:
        say(text)
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # until the end: Python empties its buffer then
        return False
    return True


@contextlib.contextmanager
def collected() -> Iterator[None]:
    """What is printed inside is said at the end where there is no standard output, as of --version."""
    if sys.stdout is not None:
        yield
        return
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            yield
    finally:
        if text := printed.getvalue().strip():
            say(text)


def are_read(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> bool:
    """Whether somebody may read the standard streams: not of a program from a menu, a dock or a desktop."""
    if sys.stderr is None:
        return False
    if sys.stderr.isatty():
        return True
    if platform == "darwin":
        return os.getppid() != 1  # launchd: from Finder, the dock or a link
    # https://docs.gtk.org/gio/method.AppInfo.launch.html: set for this very process by who opens menu entries
    ours = {str(os.getpid())}
    if getattr(sys, "frozen", False):
        ours.add(str(os.getppid()))  # of the form in one file, which unpacks itself first
    return environ.get("GIO_LAUNCHED_DESKTOP_FILE_PID") not in ours


def show_box(text: str, *, is_error: bool) -> None:
    """Show a text in a window of its own and wait until it is closed; nothing where there can be none."""
    _box(sys.platform)(text, is_error)


def _box(platform: str) -> Callable[[str, bool], None]:
    return _windows_box if platform == "win32" else _qt_box


def _windows_box(text: str, is_error: bool) -> None:
    """By Windows itself: what is wrong may be Qt."""
    icon = _MB_ICONERROR if is_error else _MB_ICONINFORMATION
    ctypes.windll.user32.MessageBoxW(None, text, "Hubbub", icon | _MB_SETFOREGROUND)  # type: ignore[attr-defined,unused-ignore]


def _qt_box(text: str, is_error: bool) -> None:
    if display.problem(os.environ):
        return
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication, QMessageBox

    app = QApplication.instance() or QApplication(sys.argv[:1])
    icon = QMessageBox.Icon.Critical if is_error else QMessageBox.Icon.Information
    box = QMessageBox(icon, "Hubbub", "")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.exec()
    del app
