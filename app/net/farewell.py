"""Letting go of objects of Qt's in the window's thread.

While Qt destroys an object that a signal leads to, it holds a lock and asks the sender's Python wrapper; a
hub's thread that holds Python and wants the lock, to take a connection, would wait for ever.
"""

from __future__ import annotations

from PySide6.QtCore import QObject


def let_go(thing: QObject) -> None:
    """Delete an object soon; nothing that belongs to it leads to it any more."""
    for part in thing.findChildren(QObject):
        part.disconnect(thing)
    thing.deleteLater()
