"""Marks texts of tables for the translation tools, which look for the name of this function."""

from __future__ import annotations


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """`text` as it is, to be given to QCoreApplication.translate with `context`; PySide's own is untyped."""
    return text
