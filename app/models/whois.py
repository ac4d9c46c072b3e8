"""What a server tells of one person, as one line for people."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.client.events import WhoisArrived


def whois_words(event: WhoisArrived) -> str:
    """One line: name, where from, how long idle, away."""
    parts = [event.nick if event.realname in ("", event.nick) else f"{event.nick} ({event.realname})"]
    if event.host:
        parts.append(_tr("from {host}").format(host=event.host))
    if event.account:
        parts.append(_tr("account {account}").format(account=event.account))
    if event.idle is not None and event.idle >= 60:
        parts.append(_tr("silent for {minutes} min").format(minutes=event.idle // 60))
    if event.away:
        parts.append(_tr("away: {message}").format(message=event.away))
    return " · ".join(parts)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Whois", text)
