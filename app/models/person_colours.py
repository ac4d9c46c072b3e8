"""By what each person of a connection is coloured, the same after a new nickname and in old messages.

Whoever has chosen a colour has that one. Everybody else has the one of their account or, without an account,
of the first nickname that they were seen by. Which colour a name has is the theme's affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from app.client.events import Member

# Of whom something is known here; the largest rooms of public networks have some ten thousand.
PEOPLE = 20_000
_VALUE = re.compile(r"#[0-9a-f]{6}")


def chosen_colour(value: str) -> str:
    """A colour as people tell it ("#rrggbb"), "" for anything else: it is others' data.

    https://ircv3.net/specs/extensions/metadata, the key `color`
    """
    lowered = value.strip().lower()
    return lowered if _VALUE.fullmatch(lowered) else ""


class PersonColours(QObject):
    """What is known of the people of one connection as far as it decides about their colour.

    Signals:
        changed(): somebody who was seen is coloured by something else now.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts: dict[str, str] = {}  # by nickname
        self._first: dict[str, str] = {}  # the first nickname of who has had several, by each later one
        self._chosen: dict[str, str] = {}  # by account or first nickname; "" for who has chosen none
        self._has_choices = False  # somebody has, or had: elsewhere hardly anybody can

    def colour_of(self, nick: str, account: str = "", then: str = "") -> str:
        """What the theme colours somebody by: "#rrggbb" or a name.

        `account`: theirs, "" if it is not told. `then`: the colour they had chosen when they said something,
        for whoever is not here now.
        """
        name = self._name_of(nick, account)
        return self._chosen.get(name.casefold(), then) or name

    def chosen_by(self, nick: str, account: str = "") -> str:
        """The colour that somebody who is here has chosen, "" for none."""
        return self._chosen.get(self._name_of(nick, account).casefold(), "") if self._has_choices else ""

    def note(self, people: Iterable[Member]) -> None:
        """These are here, or something else is known of them."""
        changed = [self._note(member) for member in people]  # of all, not up to the first
        if any(changed):
            self.changed.emit()

    def rename(self, old: str, new: str) -> None:
        """Somebody has another nickname and keeps their colour."""
        first, account = self._first.get(old.casefold(), old), self._accounts.get(old.casefold(), "")
        _put(self._first, new.casefold(), first)
        if account:
            _put(self._accounts, new.casefold(), account)

    def _note(self, member: Member) -> bool:
        before = self.colour_of(member.nick)
        if member.account:
            _put(self._accounts, member.nick.casefold(), member.account)
        name = self._name_of(member.nick, member.account).casefold()
        chosen = chosen_colour(member.color)
        _put(self._chosen, name, chosen)
        self._has_choices = self._has_choices or chosen != ""
        return self.colour_of(member.nick) != before

    def _name_of(self, nick: str, account: str) -> str:
        key = nick.casefold()
        return account or self._accounts.get(key, "") or self._first.get(key, nick)


def _put(table: dict[str, str], key: str, value: str) -> None:
    """Keep one more; those of long ago go first."""
    if key not in table and len(table) >= PEOPLE:
        del table[next(iter(table))]
    table[key] = value
