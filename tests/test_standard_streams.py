"""Sentences reach who started the program, also where there are no standard streams."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli, standard_streams

ROOT = Path(__file__).parent.parent


class DoubleClick:
    """Starts the program without streams, as Windows does. `boxes`: their texts, and which are of errors."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self.boxes: list[tuple[str, bool]] = []

    def __call__(self, *argv: str) -> int:
        with self._monkeypatch.context() as patch:
            for name in ("stdout", "stderr"):
                patch.setattr(sys, name, None)
            patch.setattr(standard_streams, "show_box", self._show)
            try:
                return cli.main(argv)
            except SystemExit as ended:
                return int(ended.code or 0)

    def _show(self, text: str, *, is_error: bool) -> None:
        self.boxes.append((text, is_error))


@pytest.fixture
def double_click(monkeypatch: pytest.MonkeyPatch) -> DoubleClick:
    return DoubleClick(monkeypatch)


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["host", "--bogus"], "--bogus"),
        (["open", "--", "hubbub://300.1.1.1/club"], "300.1.1.1"),
        (["host", "--headless"], "hubbub-cli"),
        (["adduser", "--name", "mara", "--password", ""], "password"),
    ],
)
def test_a_mistake_is_shown_in_a_message_box(double_click: DoubleClick, argv: list[str], words: str) -> None:
    assert double_click(*argv) == 2
    ((sentence, is_error),) = double_click.boxes
    assert words in sentence
    assert is_error


@pytest.mark.parametrize(("argv", "words"), [(["--version"], "Hubbub "), (["host", "--help"], "--headless")])
def test_what_was_asked_for_is_shown_in_a_message_box(
    double_click: DoubleClick, argv: list[str], words: str
) -> None:
    assert double_click(*argv) == 0
    ((text, is_error),) = double_click.boxes
    assert words in text
    assert not is_error


def test_an_account_that_was_made_is_told_too(double_click: DoubleClick, tmp_path: Path) -> None:
    made = ["adduser", "--data-dir", str(tmp_path), "--name", "mara", "--password", "sesame"]
    assert double_click(*made) == 0
    assert double_click.boxes == [("mara can log in with this password now.", False)]


def test_with_streams_there_is_no_box(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(standard_streams, "show_box", lambda *_args, **_named: pytest.fail("a box"))
    standard_streams.complain("No.")
    standard_streams.say("Yes.")
    assert capsys.readouterr() == ("Yes.\n", "hubbub: No.\n")


def test_from_a_menu_nobody_reads_the_streams() -> None:
    assert standard_streams.are_read({}, "linux")
    assert not standard_streams.are_read({"GIO_LAUNCHED_DESKTOP_FILE_PID": str(os.getpid())}, "linux")
    in_a_terminal_from_a_menu = {"GIO_LAUNCHED_DESKTOP_FILE_PID": str(os.getppid())}
    assert standard_streams.are_read(in_a_terminal_from_a_menu, "linux")


def test_a_box_is_shown_by_qt_where_windows_does_not_show_it(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QMessageBox\n"
        "QMessageBox.exec = lambda box: print(box.text(), box.textFormat().name)\n"
        "from app import standard_streams\n"
        "standard_streams.show_box('<b>no</b>', is_error=True)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert (ran.stdout, ran.returncode) == ("<b>no</b> PlainText\n", 0), ran.stderr


def test_output_into_a_file_is_utf8_on_windows() -> None:
    code = (
        "import sys\n"
        "from app import standard_streams\n"
        "standard_streams.set_encodings('win32')\n"
        "sys.stdout.write('héllo ☃ 你好\\n')\n"
        "sys.stderr.write('\\udc80\\n')\n"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, env=environment
    )
    assert ran.stdout.decode("utf-8").strip() == "héllo ☃ 你好"
    assert ran.stderr.strip() == b"\\udc80"


def test_what_an_old_encoding_lacks_is_written_as_escapes() -> None:
    code = (
        "import sys\n"
        "from app import standard_streams\n"
        "from app.console import Console\n"
        "standard_streams.set_encodings('linux')\n"
        "console = Console(sys.stdout)\n"
        "console.write(['h\xe9llo \u2603'])\n"
        "console.write(['and on'])\n"
        "console.close()\n"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, env=environment
    )
    assert ran.stdout.decode("latin-1").splitlines() == ["h\xe9llo \\u2603", "and on"]
