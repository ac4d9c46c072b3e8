"""Words of others are shown as they are: never as markup, a mnemonic or a placeholder, without codes.

Qt guesses whether a tooltip is HTML, and draws what it takes for it: sizes, colours, images of this computer.
This is the one place that sets and shows tooltips; tests/ui/test_plain_text.py holds that.
"""

from __future__ import annotations

import re
from html import escape

from PySide6.QtCore import QPoint
from PySide6.QtGui import Qt
from PySide6.QtWidgets import QToolTip, QWidget

from app.irc.text import strip_formatting

_OPENS_MARKUP = re.compile("[<&]")
_WORD_JOINER = "\u2060"  # is not seen and breaks no line


def set_tooltip(widget: QWidget, text: str) -> None:
    """Give a widget a tooltip, "" for none. Screen readers read the words, whatever Qt needs to show them."""
    widget.setToolTip(tooltip_text(text))
    widget.setAccessibleDescription(strip_formatting(text))


def show_tooltip(place: QPoint, text: str, widget: QWidget) -> None:
    """Show a tooltip at a place on the screen now; "" hides the one that is shown."""
    QToolTip.showText(place, tooltip_text(text), widget)


def tooltip_text(text: str) -> str:
    """What makes Qt show `text` in a tooltip: itself, or where Qt would take that for HTML, HTML of it."""
    text = strip_formatting(text)
    if not Qt.mightBeRichText(text):
        return text
    return f'<span style="white-space: pre-wrap">{escape(text)}</span>'


def button_text(words: str) -> str:
    """The words of a button or a menu entry as Qt is given them: an & is one, a tab parts no shortcut off."""
    return " ".join(strip_formatting(words).split()).replace("&", "&&")


def title_text(words: str) -> str:
    """The title of a window as Qt is given it: "[*]" marks nothing."""
    return strip_formatting(words).replace("[*]", "[*][*]")


def notification_text(words: str) -> str:
    """The text of a notification that some desktops read as markup and do not say so: nothing opens any."""
    return _OPENS_MARKUP.sub(rf"\g<0>{_WORD_JOINER}", strip_formatting(words))
