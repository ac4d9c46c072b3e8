"""The order in which Tab goes through a part of the window: that in which its layouts show it.

Qt's own chain is the order in which widgets were made, which rows and conversations that are made later come
to the end of. Knows no particular widget.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QSplitter, QStackedWidget, QWidget


def focus_next(root: QWidget, *, forward: bool) -> bool:
    """For a `focusNextPrevChild`: give the focus to what follows inside `root`, going round.

    Returns whether anything in it takes the focus.
    """
    stops = list(tab_stops(root))
    if not stops:
        return False
    focused = root.window().focusWidget()
    at = stops.index(focused) if focused in stops else (-1 if forward else 0)
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def tab_stops(root: QWidget) -> Iterator[QWidget]:
    """What takes the focus by Tab in `root`, itself included, in reading order."""
    if root.isHidden():
        return
    by_tab = root.focusPolicy() & Qt.FocusPolicy.TabFocus
    if by_tab and root.isEnabled() and root.isVisible() and root.focusProxy() is None:
        yield root
    for child in _children(root):
        yield from tab_stops(child)


def _children(widget: QWidget) -> Iterator[QWidget]:
    """The children as they are read; those that no layout places come last."""
    placed: list[QWidget | None] = []
    if isinstance(widget, QStackedWidget):
        current = widget.currentWidget()
        yield from (current,) if current is not None else ()
        return
    if isinstance(widget, QSplitter):
        placed = [widget.widget(at) for at in range(widget.count())]
    elif isinstance(widget, QScrollArea):
        placed = [widget.widget()]
    elif (layout := widget.layout()) is not None:
        placed = list(_in_layout(layout))
    ordered = [child for child in placed if child is not None]
    yield from ordered
    if not isinstance(widget, QScrollArea):
        for child in widget.children():
            if isinstance(child, QWidget) and child not in ordered and not child.isWindow():
                yield child


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _in_layout(inner)
