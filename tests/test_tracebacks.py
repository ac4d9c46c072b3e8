"""A traceback for a report says where, and nothing of what was said there or whose computer it is."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from app.tracebacks import LONGEST, place_of, without_folders, without_values

SECRET = "the-password-is-swordfish"


def fail_with_a_secret() -> None:
    words = f"mara: {SECRET}"
    try:
        json.loads(words)
    except ValueError as error:
        error.add_note(SECRET)
        raise RuntimeError(SECRET) from error


def caught(fail: object) -> BaseException:
    try:
        fail()  # type: ignore[operator]  # any of those below
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def test_it_says_where_and_nothing_of_what() -> None:
    told = without_values(caught(fail_with_a_secret))
    assert SECRET not in told
    assert "swordfish" not in told
    lines = told.splitlines()
    assert lines[-1] == "RuntimeError"
    assert "JSONDecodeError" in lines
    assert "and then" in lines
    assert any(
        line.startswith("  tests/test_tracebacks.py:") and "fail_with_a_secret" in line for line in lines
    )
    assert any(line.startswith("  json/decoder.py:") for line in lines)


def test_the_number_of_an_error_of_the_system_is_told_and_its_file_is_not(tmp_path: Path) -> None:
    told = without_values(caught((tmp_path / f"{SECRET}.txt").read_text))
    assert told.endswith("FileNotFoundError 2")
    assert SECRET not in told


def test_nobodys_home_folder_is_in_it() -> None:
    told = without_values(caught(fail_with_a_secret))
    assert str(Path.home()) not in told
    assert str(Path(__file__).parent.parent) not in told


def test_groups_and_what_was_raised_meanwhile_are_told() -> None:
    def fail() -> None:
        try:
            raise KeyError(SECRET)
        except KeyError:
            raise ExceptionGroup(SECRET, [ValueError(SECRET), OSError(28, SECRET)])  # noqa: B904 - on purpose

    told = without_values(caught(fail))
    assert SECRET not in told
    assert [name for name in ("KeyError", "ExceptionGroup", "ValueError", "OSError 28") if name in told] != []
    assert "KeyError" in told.partition("and then")[0]


def test_a_circle_of_causes_ends() -> None:
    one, other = ValueError(SECRET), KeyError(SECRET)
    one.__cause__, other.__cause__ = other, one
    assert without_values(one).splitlines() == ["KeyError", "and then", "ValueError"]


def test_a_recursion_without_an_end_is_shown_by_its_ends() -> None:
    def fall() -> None:
        fall()

    lines = without_values(caught(fall)).splitlines()
    assert len(lines) <= LONGEST + 2
    assert lines[LONGEST // 2].startswith("  … ")
    assert lines[-1] == "RecursionError"


@pytest.mark.parametrize(
    ("file", "place"),
    [
        (str(Path(__file__)), "tests/test_tracebacks.py"),
        ("app/cli.py", "app/cli.py"),
        ("<frozen runpy>", "<frozen runpy>"),
        ("/home/mara/venv/lib/python3.11/site-packages/h11/_events.py", "h11/_events.py"),
        ("/usr/lib/python3.11/json/decoder.py", "json/decoder.py"),
        ("/home/mara/notes.py", "notes.py"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
def test_a_file_is_named_from_a_folder_on_that_everybody_has(file: str, place: str) -> None:
    assert place_of(file) == place


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
def test_what_faulthandler_writes_is_shortened_likewise() -> None:
    text = (
        'Fatal Python error: Aborted\n\n  File "/home/mara/x/site-packages/h11/_events.py", line 7 in read\n'
    )
    assert without_folders(text).endswith('  File "h11/_events.py", line 7 in read\n')
