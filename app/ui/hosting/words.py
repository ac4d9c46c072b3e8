"""Words for addresses and people in the host panel. Values in, texts out."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from app.client.events import Member
from app.ui.hosting.facts import Reach
from app.ui.translation import QT_TRANSLATE_NOOP

_REACH = {
    Reach.NETWORK: QT_TRANSLATE_NOOP("hosting", "This network"),
    Reach.VPN: QT_TRANSLATE_NOOP("hosting", "VPN"),
    Reach.COMPUTER: QT_TRANSLATE_NOOP("hosting", "This computer only"),
}


def reach_words(reach: Reach) -> str:
    """Who an address is good for."""
    return QCoreApplication.translate("hosting", _REACH[reach])


_NEWCOMERS = {
    "all": QT_TRANSLATE_NOOP("hosting", "everything"),
    "1h": QT_TRANSLATE_NOOP("hosting", "the last hour"),
    "none": QT_TRANSLATE_NOOP("hosting", "nothing from before"),
}


def newcomers_words(value: str) -> str:
    """What newcomers can read, one of settings.NEWCOMERS."""
    return QCoreApplication.translate("hosting", _NEWCOMERS[value])


def member_words(member: Member, now: QDateTime) -> str:
    """Where somebody is connected from and since when, or that they are away."""
    if member.away is not None:
        when = QCoreApplication.translate("hosting", "away")
    elif member.joined is not None:
        when = QCoreApplication.translate("hosting", "since {time}").format(time=_clock(member.joined, now))
    else:
        when = ""
    return " · ".join(part for part in (member.host, when) if part)


def _clock(moment: float, now: QDateTime) -> str:
    then = QDateTime.fromSecsSinceEpoch(int(moment))
    short = QLocale.FormatType.ShortFormat
    if then.date() == now.date():
        return QLocale().toString(then.time(), short)
    return QLocale().toString(then, short)
