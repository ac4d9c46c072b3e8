"""Which objects have a connection in PySide's table of those that lead to no slot of a QObject."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL, QObject


def in_table(*roots: QObject) -> list[QObject]:
    """Those of the objects and of their children: PySide follows their end, to strike them out."""
    objects = [each for root in roots for each in (root, *root.findChildren(QObject))]
    return [one for one in objects if one.receivers(SIGNAL("destroyed(QObject*)"))]
