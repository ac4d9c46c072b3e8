"""Whom this person does not want to hear of on one network: by account, or by name where they have none."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QObject, Signal

from app.models.timeline_entries import Entry, MessageEntry, Reaction
from app.values import frozen

# Of one network; who wants more of it is on the wrong one.
MOST_IGNORED = 500
_ALIASES = 2_000
_STILL = math.inf


@dataclass(slots=True)
class _Alias:
    """From when to when one of them had another name, in seconds since 1970."""

    since: float
    until: float = _STILL


@frozen
class IgnoredPerson:
    """Somebody; `account` is "" where they have none, `name` is what they were called on screen."""

    nick: str
    account: str = ""
    name: str = ""


@frozen
class Ignored:
    """Who is hidden, as casefolded accounts and names; it decides everything that is hidden of them.

    `nicks` are of those without an account, `of_accounts` nicknames of the others, for lines that tell no
    account; `names` what all of them are called on screen; `aliases` are names of those without an account
    that they took later, with the times from when and until when each had it.
    """

    accounts: frozenset[str] = frozenset()
    nicks: frozenset[str] = frozenset()
    of_accounts: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    aliases: Mapping[str, tuple[tuple[float, float], ...]] = field(default_factory=dict)

    @property
    def is_nobody(self) -> bool:
        """Whether nothing is hidden."""
        return not (self.accounts or self.nicks)

    def is_ignored(self, nick: str, account: str = "", time: float = _STILL) -> bool:
        """Whether somebody is one of them, or was at a time; `account` "" where it is not told."""
        if self.is_nobody:
            return False
        key = nick.casefold()
        if key in self.nicks:
            return True
        if account:
            return account.casefold() in self.accounts
        return key in self.of_accounts or self.has_name(nick, time)

    def has_name(self, nick: str, time: float) -> bool:
        """Whether one of them without an account is called so, or was at a time."""
        key = nick.casefold()
        return key in self.nicks or any(since <= time <= until for since, until in self.aliases.get(key, ()))

    def hides(self, entry: Entry) -> bool:
        """Whether an entry of a timeline is what one of them said."""
        return (
            isinstance(entry, MessageEntry)
            and not entry.own
            and self.is_ignored(entry.sender, entry.account, entry.time)
        )

    def shown(self, entry: Entry) -> Entry:
        """An entry without their reactions, itself where there are none."""
        if self.is_nobody or not isinstance(entry, MessageEntry) or not entry.reactions:
            return entry
        seen = tuple(self._seen(reaction) for reaction in entry.reactions)
        if seen == entry.reactions:
            return entry
        return replace(entry, reactions=tuple(reaction for reaction in seen if reaction.senders))

    def _seen(self, reaction: Reaction) -> Reaction:
        """A reaction without theirs; it tells who gave it by what they are called on screen."""
        senders = tuple(
            name
            for name in reaction.senders
            if name.casefold() not in self.names and not self.is_ignored(name)
        )
        return replace(reaction, senders=senders)


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
        self._aliases: dict[str, list[_Alias]] = {}
        self._alias_count = 0
        self.who = Ignored()

    @property
    def people(self) -> tuple[IgnoredPerson, ...]:
        """All of them, the latest last."""
        return tuple(self._people)

    def is_ignored(self, nick: str, account: str = "", time: float = _STILL) -> bool:
        """Whether somebody is one of them, or was at a time; `account` "" where it is not told."""
        return self.who.is_ignored(nick, account, time)

    def hides(self, entry: Entry) -> bool:
        """Whether an entry of a timeline is what one of them said."""
        return bool(self._people) and self.who.hides(entry)

    def shown(self, entry: Entry) -> Entry:
        """An entry without their reactions, itself where there are none."""
        return self.who.shown(entry)

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
        self.changed.emit()

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
        is_theirs = self.who.has_name(old, _STILL)
        self.end_name(old, time)
        if is_theirs and self._alias_count < _ALIASES:
            self._alias_count += 1
            self._aliases.setdefault(new.casefold(), []).append(_Alias(time))
            self._recount()

    def end_name(self, nick: str, time: float) -> None:
        """Nobody is called so any more: who comes under that name is somebody else."""
        if aliases := self._aliases.get(nick.casefold()):
            for alias in aliases:
                alias.until = min(alias.until, time)
            self._recount()

    def forget_names(self) -> None:
        """The connection is gone: who comes under a name that one of them had is somebody else."""
        self._aliases.clear()
        self._alias_count = 0
        self._recount()

    def _recount(self) -> None:
        of_accounts = [one for one in self._people if one.account]
        nicks = {one.nick.casefold() for one in self._people if not one.account}
        self.who = Ignored(
            frozenset(one.account.casefold() for one in of_accounts),
            frozenset(nicks),
            frozenset(one.nick.casefold() for one in of_accounts),
            frozenset(one.name.casefold() for one in self._people if one.name),
            {name: tuple((one.since, one.until) for one in had) for name, had in self._aliases.items()},
        )
