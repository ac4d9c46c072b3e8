"""By what each person of a connection is coloured, the same after a new nickname and in old messages.

Whoever has chosen a colour has that one. Everybody else has the one of their account or, without an account,
of the first nickname that they were seen by. Which colour a name has is the theme's affair. Whoever shows a
picture has it as long as they are here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal, Slot

from app.client.events import Member
from app.irc.file_tag import linked_file
from app.models.ignored_people import IgnoredPeople

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
    """What is known of the people of one connection as far as it decides about their colour and picture.

    Signals:
        changed(): somebody who was seen is coloured by something else, or has another picture, now.
    """

    changed = Signal()

    def __init__(
        self, parent: QObject | None = None, ignored: IgnoredPeople | None = None, server: str = ""
    ) -> None:
        """`ignored`: of whom no picture is shown, None for nobody. `server`: its address."""
        super().__init__(parent)
        self._server = server
        self._ignored = IgnoredPeople(self) if ignored is None else ignored
        self._ignored.changed.connect(self._on_ignored_changed)
        self._pictures: dict[str, str] = {}  # by account or first nickname
        self._shown: Counter[str] = Counter()  # by how many people each of them is shown
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

    def picture_of(self, nick: str, account: str = "") -> str:
        """The id of the picture that somebody who is here shows, "" for none and for who is ignored.

        Of the server and its file: another server may have anything under the same id of a file.
        """
        if not self._pictures or self._ignored.is_ignored(nick, account):
            return ""
        return self._pictures.get(self._name_of(nick, account).casefold(), "")

    def is_shown(self, picture: str) -> bool:
        """Whether somebody who is here shows a picture, by its id."""
        return self._shown[picture] > 0

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

    def forget(self, nick: str) -> None:
        """Somebody is not here any more: their colour stays with what they said, their picture goes."""
        if self._pictures and self._put_picture(self._name_of(nick, "").casefold(), ""):
            self.changed.emit()

    def _note(self, member: Member) -> bool:
        before = self.colour_of(member.nick)
        if member.account:
            _put(self._accounts, member.nick.casefold(), member.account)
        name = self._name_of(member.nick, member.account).casefold()
        chosen = chosen_colour(member.color)
        _put(self._chosen, name, chosen)
        self._has_choices = self._has_choices or chosen != ""
        is_other = self._put_picture(name, self._picture(member.avatar))
        return is_other or self.colour_of(member.nick) != before

    def _picture(self, link: str) -> str:
        file_id = linked_file(link)
        return f"{self._server}/{file_id}" if file_id and self._server else file_id

    def _put_picture(self, name: str, picture: str) -> bool:
        """Whether it is another one."""
        before = self._pictures.pop(name, "")
        self._shown[before] -= 1
        if not self._shown[before] > 0:
            del self._shown[before]
        if picture:
            if len(self._pictures) >= PEOPLE:
                self._put_picture(next(iter(self._pictures)), "")
            self._pictures[name] = picture
            self._shown[picture] += 1
        return picture != before

    @Slot()
    def _on_ignored_changed(self) -> None:
        if self._pictures:
            self.changed.emit()

    def _name_of(self, nick: str, account: str) -> str:
        key = nick.casefold()
        return account or self._accounts.get(key, "") or self._first.get(key, nick)


def picture_file(picture: str) -> str:
    """The id of the file that a picture is, by the picture's."""
    return picture.rpartition("/")[2]


def _put(table: dict[str, str], key: str, value: str) -> None:
    """Keep one more; those of long ago go first."""
    if key not in table and len(table) >= PEOPLE:
        del table[next(iter(table))]
    table[key] = value
