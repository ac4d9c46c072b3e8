"""What Qt calls never raises: an exception in an override becomes a report, and Qt gets a plain answer.

An exception that leaves an override keeps its frames, and what they hold, alive inside of Qt: a painter
that is still active then ends the process. Knows no window; `report` is the one place such bugs come to.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Mapping
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QRect, QSize, Qt

from app.tracebacks import without_values

Answers = Mapping[str, Callable[[], object]]
C = TypeVar("C", bound=type)

log = logging.getLogger(__name__)


def _nothing() -> None:
    return None


# What Qt gets instead, by the name of the override. A row that a filter cannot judge is shown.
ANSWERS: Answers = {
    "actionNames": list,
    "canFetchMore": bool,
    "canInsertFromMimeData": bool,
    "changeEvent": _nothing,
    "child": _nothing,
    "childAt": _nothing,
    "childCount": int,
    "closeEvent": _nothing,
    "contextMenuEvent": _nothing,
    "currentChanged": _nothing,
    "data": _nothing,
    "doAction": _nothing,
    "dragEnterEvent": _nothing,
    "dragLeaveEvent": _nothing,
    "dragMoveEvent": _nothing,
    "dropEvent": _nothing,
    "enterEvent": _nothing,
    "event": bool,
    "eventFilter": bool,
    "fetchMore": _nothing,
    "filterAcceptsRow": lambda: True,
    "flags": lambda: Qt.ItemFlag.NoItemFlags,
    "focusChild": _nothing,
    "focusInEvent": _nothing,
    "focusNextPrevChild": bool,
    "focusOutEvent": _nothing,
    "hasHeightForWidth": bool,
    "heightForWidth": lambda: -1,
    "helpEvent": bool,
    "hideEvent": _nothing,
    "indexOfChild": lambda: -1,
    "inputMethodEvent": _nothing,
    "insertFromMimeData": _nothing,
    "isValid": bool,
    "keyBindingsForAction": list,
    "keyPressEvent": _nothing,
    "leaveEvent": _nothing,
    "localizedActionDescription": str,
    "localizedActionName": str,
    "minimumSizeHint": QSize,
    "mouseDoubleClickEvent": _nothing,
    "mouseMoveEvent": _nothing,
    "mousePressEvent": _nothing,
    "mouseReleaseEvent": _nothing,
    "paint": _nothing,
    "paintEvent": _nothing,
    "rect": QRect,
    "resizeEvent": _nothing,
    "roleNames": dict,
    "rowCount": int,
    "scrollContentsBy": _nothing,
    "setText": _nothing,
    "showEvent": _nothing,
    "sizeHint": QSize,
    "text": str,
    "viewportEvent": bool,
    "wheelEvent": _nothing,
}

# What was reported, by object: a row that cannot be painted is asked for again with every frame.
_reported: WeakKeyDictionary[object, set[tuple[str, type, int]]] = WeakKeyDictionary()


def guarded(**answers: Callable[[], object]) -> Callable[[C], C]:
    """A class decorator: what the class overrides of Qt's reports its exceptions and does not raise them.

    `answers` gives what Qt gets then, by the override's name, where that is not in ANSWERS.
    """
    table = {**ANSWERS, **answers}

    def guard(kind: C) -> C:
        for name in overrides_of(kind):
            if name in table:
                setattr(kind, name, _guarded(vars(kind)[name], table[name]))
        return kind

    return guard


def overrides_of(kind: type) -> list[str]:
    """The names of the methods by which a class of ours stands in for one of a class of Qt."""
    qt = [vars(base) for base in kind.__mro__[1:] if base.__module__.startswith("PySide6.")]
    return [
        name
        for name, value in vars(kind).items()
        if isinstance(value, FunctionType) and name[0] != "_" and any(name in base for base in qt)
    ]


def report(where: object, doing: str, error: Exception) -> None:
    """Log a bug with its traceback, once for each object, place in the code and kind of error.

    Lets go of everything that the frames of the error hold.
    """
    told = _reported.setdefault(where, set())
    last = traceback.extract_tb(error.__traceback__)[-1]
    case = (f"{doing} {last.filename}", type(error), last.lineno or 0)
    if case not in told:
        told.add(case)
        # as text: a record with the exception would keep its frames
        text = "".join(traceback.format_exception(error))
        wordless = f"a bug in {doing}:\n{without_values(error)}"
        log.error("a bug in %s:\n%s", doing, text, extra={"wordless": wordless})
    traceback.clear_frames(error.__traceback__)


def _guarded(function: Callable[..., Any], answer: Callable[[], object]) -> Callable[..., Any]:
    @wraps(function)
    def call(self: object, *given: Any) -> Any:
        try:
            return function(self, *given)
        except Exception as error:
            report(self, function.__qualname__, error)
            return answer()

    return call
