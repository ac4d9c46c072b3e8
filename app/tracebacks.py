"""Where an exception came from, without what anybody said: no messages, no values, no folders of people."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_LIBRARIES = re.compile(r".*[\\/](?:site-packages|lib[\\/]python[\d.]+|_internal)[\\/]")
LONGEST = 40  # frames of one exception; a recursion without end has a thousand


def without_values(error: BaseException) -> str:
    """The classes of an exception and those behind it, with the files, lines and functions they came through.

    Messages are left out, as they quote what was being read; of the system's errors the number tells as much.
    """
    return "\n".join(_told(error, set()))


def place_of(file: str) -> str:
    """A source file by its name from the program's folder or a library's on: who uses it is not in that."""
    path = Path(file)
    if not path.is_absolute():  # in the executable, and what has no file
        return path.as_posix()
    if path.is_relative_to(_ROOT):
        return path.relative_to(_ROOT).as_posix()
    shorter = _LIBRARIES.sub("", file)
    return (shorter if shorter != file else path.name).replace("\\", "/")


def without_folders(text: str) -> str:
    """A text of Python's own that names source files, such as faulthandler's, with their names made short."""
    return re.sub(r'(?<=File ")[^"]*(?=")', lambda found: place_of(found[0]), text)


def _told(error: BaseException, seen: set[int]) -> list[str]:
    """The lines for an exception, those for what it came from before it; each of them once."""
    seen.add(id(error))
    lines: list[str] = []
    behind = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if behind is not None and id(behind) not in seen:
        lines += [*_told(behind, seen), "and then"]
    frames = [
        f"  {place_of(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if len(frames) > LONGEST:
        half = LONGEST // 2
        frames[half:-half] = [f"  … {len(frames) - LONGEST} more"]
    lines += [*frames, _class_of(error)]
    if isinstance(error, BaseExceptionGroup):
        lines += [line for each in error.exceptions if id(each) not in seen for line in _told(each, seen)]
    return lines


def _class_of(error: BaseException) -> str:
    kind = type(error).__name__
    number = error.errno if isinstance(error, OSError) else None
    return f"{kind} {number}" if number is not None else kind
