"""What a server tells of one person, as one line for people."""

from __future__ import annotations

from app.client.events import WhoisArrived
from app.words import people_words


def whois_words(event: WhoisArrived) -> str:
    """One line: name, where from, how long idle, away."""
    parts = [event.nick if event.realname in ("", event.nick) else f"{event.nick} ({event.realname})"]
    if event.host:
        parts.append(people_words.FROM_HOST(host=event.host))
    if event.account:
        parts.append(people_words.ACCOUNT(account=event.account))
    if event.idle is not None and event.idle >= 60:
        parts.append(people_words.SILENT_FOR(minutes=event.idle // 60))
    if event.away:
        parts.append(people_words.AWAY_BECAUSE(message=event.away))
    return " · ".join(parts)
