"""What people are called on screen: the name they typed, where nobody could mistake it for another's."""

from __future__ import annotations

from app.irc.confusables import nick_key


def display_name(nick: str, realname: str) -> str:
    """The real name where it reads as the nickname ("Mara Lind" for Mara_Lind), else the nickname.

    A nickname is owned on the hub, a real name is not: one that differs would let anyone look like anyone.
    """
    name = " ".join(realname.split())
    if not name or name == nick:
        return nick
    return name if nick_key(name) == nick_key(nick) else nick
