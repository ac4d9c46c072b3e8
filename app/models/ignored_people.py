"""Whom this person does not want to hear of on one network: by account, or by name where they have none."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.models.timeline_entries import Entry, MessageEntry

# Of one network; who wants more of it is on the wrong one.
MOST_IGNORED = 500
_ALIASES = 2_000
_STILL = math.inf


@dataclass(slots=True)
class _Alias:
    """From when to when one of them had another name, in seconds since 1970."""

    since: float
    until: float = _STILL


@dataclass(frozen=True, slots=True)
class IgnoredPerson:
    """Somebody; `account` is "" where they have none, `name` is what they were called on screen."""

    nick: str
    account: str = ""
    name: str = ""


class IgnoredPeople(QObject):
    """Of one connection. Who has no account is followed to other names, as long as the connection stands.

    Only while they have them, and by nothing that an account said: whose names they take in passing is heard.

    Signals:
        changed(): it is others now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._people: list[IgnoredPerson] = []
        self._accounts: set[str] = set()
        self._nicks: set[str] = set()  # of those without an account
        self._of_accounts: set[str] = set()  # nicknames of the others, for lines that tell no account
        self._aliases: dict[str, list[_Alias]] = {}
        self._alias_count = 0

    @property
    def people(self) -> tuple[IgnoredPerson, ...]:
        """All of them, the latest last."""
        return tuple(self._people)

    def is_ignored(self, nick: str, account: str = "", time: float = _STILL) -> bool:
        """Whether somebody is one of them, or was at a time; `account` "" where it is not told."""
        if not self._people:
            return False
        key = nick.casefold()
        if key in self._nicks:
            return True
        if account:
            return account.casefold() in self._accounts
        had = self._aliases.get(key, ())
        return key in self._of_accounts or any(one.since <= time <= one.until for one in had)

    def hides(self, entry: Entry) -> bool:
        """Whether an entry of a timeline is what one of them said."""
        if not self._people or not isinstance(entry, MessageEntry) or entry.own:
            return False
        return self.is_ignored(entry.sender, entry.account, entry.time)

    def find(self, nick: str, account: str = "") -> IgnoredPerson | None:
        """The one of them that somebody is."""
        key, of = nick.casefold(), account.casefold()
        same_account = (one for one in self._people if of and one.account.casefold() == of)
        same_nick = (one for one in self._people if one.nick.casefold() == key)
        return next(same_account, None) or next(same_nick, None)

    def set_people(self, people: Iterable[IgnoredPerson]) -> None:
        """These, and nobody else."""
        self._people = list(people)[-MOST_IGNORED:]
        self._recount()

    def add(self, person: IgnoredPerson) -> None:
        """One more; somebody who is there already is there once."""
        before = self.find(person.nick, person.account)
        kept = [one for one in self._people if one is not before]
        self.set_people([*kept, person])

    def remove(self, person: IgnoredPerson) -> None:
        """One less."""
        self.forget_names()
        self.set_people([one for one in self._people if one != person])

    def rename(self, old: str, new: str, time: float) -> None:
        """Somebody has another nickname."""
        is_theirs = old.casefold() in self._nicks or any(
            one.until == _STILL for one in self._aliases.get(old.casefold(), ())
        )
        self.end_name(old, time)
        if is_theirs and self._alias_count < _ALIASES:
            self._alias_count += 1
            self._aliases.setdefault(new.casefold(), []).append(_Alias(time))

    def end_name(self, nick: str, time: float) -> None:
        """Nobody is called so any more: who comes under that name is somebody else."""
        for alias in self._aliases.get(nick.casefold(), ()):
            alias.until = min(alias.until, time)

    def forget_names(self) -> None:
        """The connection is gone: who comes under a name that one of them had is somebody else."""
        self._aliases.clear()
        self._alias_count = 0

    def _recount(self) -> None:
        self._accounts = {one.account.casefold() for one in self._people if one.account}
        self._nicks = {one.nick.casefold() for one in self._people if not one.account}
        self._of_accounts = {one.nick.casefold() for one in self._people if one.account}
        self.changed.emit()
