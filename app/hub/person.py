"""Somebody as others see them: a name, what they may, where they are. One or more connections of one account.

Data and small questions only.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.hub.history import GUEST

if TYPE_CHECKING:
    from app.hub.channel import Channel
    from app.hub.limits import Allowance
    from app.hub.session import Session

# The user mode of programs, and their sign in WHO. https://ircv3.net/specs/extensions/bot-mode
BOT = "B"


@dataclass(slots=True, eq=False)
class Person:
    """One person. Compared by identity: people are kept in sets and as keys.

    Who has not been welcomed yet is a person of their own too, whom nobody sees.
    """

    host: str
    connected: float  # when the first of their connections was made
    nick: str = ""
    user: str = ""
    realname: str = ""
    source: str = ""  # nick!user@host, kept ready for every line
    account: str = ""
    is_owner: bool = False
    is_oper: bool = False
    modes: set[str] = field(default_factory=set)
    away: str | None = None
    spoke: float = 0.0
    changes: Allowance | None = None  # of what they say of themselves, made with the first
    channels: dict[str, Channel] = field(default_factory=dict)
    invited: set[Channel] = field(default_factory=set)
    sessions: list[Session] = field(default_factory=list)  # the oldest first
    guest: str = field(default_factory=lambda: GUEST + secrets.token_hex(8))  # never given twice

    @property
    def identity(self) -> str:
        """Under what is kept what they say: the account, else something that ends with them.

        So nobody who takes the nickname later reads their private talk.
        """
        return self.account or self.guest

    @property
    def is_bot(self) -> bool:
        """Whether they say of themselves that they are a program."""
        return BOT in self.modes

    @property
    def is_secure(self) -> bool:
        """Whether all of their connections are encrypted."""
        return all(session.peer.secure for session in self.sessions)

    def set_nick(self, nick: str) -> None:
        """Take a nickname (and user and host as they are now) as the source of lines."""
        self.nick = nick
        self.source = f"{nick}!{self.user}@{self.host}"

    def add(self, session: Session) -> None:
        """Take one more connection, wherever this person is."""
        session.person = self
        self.sessions.append(session)
        self._recount()

    def remove(self, session: Session) -> None:
        """One of the connections is gone."""
        self.sessions.remove(session)
        self._recount()

    def _recount(self) -> None:
        for channel in self.channels.values():
            channel.recount()
