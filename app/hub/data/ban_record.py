"""A ban of the whole hub as a value, and as a JSON text for the records."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from math import isfinite
from typing import Any

from app.irc.ban_lines import BY_ACCOUNT, BY_ADDRESS, BY_CERTIFICATE, BY_NAME, BanNotice
from app.values import frozen

# Of one ban: a person's devices, and from where they were used.
MOST_OF_EACH = 16


@frozen
class HubBan:
    """Who may not come in, by whatever of it somebody shows; what they were called is for people to read.

    `addresses` are as `origin_of` counts them, `names` keys of a nickname for who had nothing else.
    """

    id: str
    nick: str
    realname: str
    by: str
    time: float  # seconds since 1970
    reason: str = ""
    account: str = ""
    certificates: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def covers(self) -> str:
        """By what it holds, as letters of `irc.ban_lines`."""
        held = (
            (BY_ACCOUNT, self.account),
            (BY_CERTIFICATE, self.certificates),
            (BY_ADDRESS, self.addresses),
            (BY_NAME, self.names),
        )
        return "".join(letter for letter, what in held if what) or "-"

    def notice(self) -> BanNotice:
        """What the host is told of it."""
        return BanNotice(self.id, self.nick, self.realname, self.by, self.time, self.covers, self.reason)

    def is_of(self, account: str, certificates: tuple[str, ...]) -> bool:
        """Whether it is about the same person: by account, or by a certificate.

        Two accounts are two bans: each keeps out by one.
        """
        if account and self.account and account != self.account:
            return False
        has_shown = not set(certificates).isdisjoint(self.certificates)
        return has_shown or bool(account and account == self.account)


def write_ban(ban: HubBan) -> str:
    """The text that `read_ban` takes."""
    return json.dumps(asdict(ban), ensure_ascii=False)


def read_ban(key: str, text: str) -> HubBan | None:
    """The ban of a key; None for one that cannot be read."""
    try:
        kept = json.loads(text)
        values = {each.name: _value(each.name, kept[each.name]) for each in fields(HubBan)}
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    return HubBan(**values) if values["id"] == key else None


def _value(name: str, value: Any) -> Any:
    """What a field holds, if it is what it should be. Raises TypeError and ValueError."""
    if name == "time":
        time = float(value)
        if not isfinite(time):
            raise ValueError(time)
        return time
    if name in ("certificates", "addresses", "names"):
        if not isinstance(value, list):
            raise TypeError(name)
        return tuple(_text(each) for each in value[:MOST_OF_EACH])
    return _text(value)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value
