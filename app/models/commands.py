"""What a person typed into the composer: plain words or a slash command, as the wish that it stands for.

Knows the words and their arguments only; whoever gets a wish carries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from app.client.events import TextKind
from app.client.wishes import (
    Ban,
    Invite,
    Join,
    Kick,
    Say,
    SetAway,
    SetRank,
    SetTopic,
    Unban,
    Whois,
    Wish,
)
from app.models.room import CHANNEL_MARKS
from app.models.room_wishes import ChangeName, LeaveRoom, Mistake, OpenTalk, ShowHelp

_ACTION = TextKind.ACTION
_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table: `words` arguments must be there; the last one takes the rest of the text.

    With `names_person` the first is somebody's name. `make` takes the conversation and the arguments.
    """

    name: str
    usage: str
    description: str
    words: int
    make: Callable[[str, str, str], Wish]
    names_person: bool = False


def is_command(text: str) -> bool:
    """Whether `text` begins with a command and not with words."""
    return text.startswith("/") and not text.startswith("//")


def parse_input(text: str, conversation: str = "", nicks: Mapping[str, str] = _NOBODY) -> Wish:
    """The wish behind `text` as typed in a conversation; Mistake for an unknown command or one without its
    arguments.

    `nicks` has the nicknames of people whose names have spaces: either may be typed, with an "@" or without.
    """
    if not is_command(text):
        return Say(conversation, text[1:] if text.startswith("//") else text)
    name, _, rest = text[1:].replace("\n", " \n", 1).partition(" ")
    command = COMMANDS.get(name.casefold())
    if command is None:
        words = _tr("There is no command /{name}. Begin with // to send a slash, /help lists all commands.")
        return Mistake(words.format(name=name))
    rest = rest.strip()
    first, _, after = (_with_nick(rest, nicks) if command.names_person else rest).partition(" ")
    given = (bool(first), bool(after.strip()))
    if not all(given[: command.words]):
        return Mistake(_tr("Usage: {usage}").format(usage=usage_of(command)))
    return command.make(conversation, first, after.strip())


def matching(prefix: str) -> list[Command]:
    """The commands that begin with `prefix` (without the slash), by name."""
    return [row for name, row in sorted(COMMANDS.items()) if name.startswith(prefix.casefold())]


def describe_command(command: Command) -> str:
    """One line on what a command does, translated."""
    return _tr(command.description)


def usage_of(command: Command) -> str:
    """How a command is typed: "/kick name [reason]"."""
    return f"/{command.name} {_tr(command.usage)}" if command.usage else f"/{command.name}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Commands", text)


def _with_nick(rest: str, nicks: Mapping[str, str]) -> str:
    """`rest`, beginning with a nickname instead of what the person is called on screen."""
    rest = rest.removeprefix("@")
    for name in sorted(nicks, key=len, reverse=True):
        head, tail = rest[: len(name)], rest[len(name) :]
        if head.casefold() == name.casefold() and tail[:1] in ("", " "):
            return nicks[name] + tail
    return rest


def _whole(first: str, after: str) -> str:
    return f"{first} {after}" if after else first


def _away(first: str, after: str) -> str:
    return _whole(first, after) or _tr("Away")


def _channel(name: str) -> str:
    return name if name[:1] in CHANNEL_MARKS else f"#{name}"


def _mask(who: str) -> str:
    """The mask of a ban, as it is listed, of a nickname or a mask."""
    return who if any(char in who for char in "!@*") else f"{who}!*@*"


_ROWS = (
    Command("me", "what you do", "Tell what you are doing", 1, lambda c, a, b: Say(c, _whole(a, b), _ACTION)),
    Command("nick", "name", "Change your name", 1, lambda c, a, b: ChangeName(_whole(a, b))),
    Command("join", "room [key]", "Enter another room", 1, lambda c, a, b: Join(_channel(a), b)),
    Command("part", "[reason]", "Leave this room", 0, lambda c, a, b: LeaveRoom(_whole(a, b))),
    Command("leave", "[reason]", "Leave this room", 0, lambda c, a, b: LeaveRoom(_whole(a, b))),
    Command("msg", "name text", "Say something to one person", 2, lambda c, a, b: Say(a, b), True),
    Command("query", "name [text]", "Open a private conversation", 1, lambda c, a, b: OpenTalk(a, b), True),
    Command("notice", "name text", "Send a notice", 2, lambda c, a, b: Say(a, b, TextKind.NOTICE), True),
    Command("topic", "text", "Change the topic of this room", 1, lambda c, a, b: SetTopic(c, _whole(a, b))),
    Command("kick", "name [reason]", "Remove somebody from this room", 1, Kick, True),
    Command("ban", "name [reason]", "Remove somebody and keep them out", 1, Ban, True),
    Command("unban", "name", "Let somebody in again", 1, lambda c, a, b: Unban(c, _mask(a)), True),
    Command("away", "[message]", "Show that you are away", 0, lambda c, a, b: SetAway(_away(a, b))),
    Command("back", "", "Show that you are here again", 0, lambda c, a, b: SetAway(None)),
    Command("invite", "name", "Ask somebody into this room", 1, lambda c, a, b: Invite(c, a), True),
    Command("whois", "name", "Show what is known of somebody", 1, lambda c, a, b: Whois(a), True),
    Command("op", "name", "Make somebody a moderator", 1, lambda c, a, b: SetRank(c, a, "o"), True),
    Command("deop", "name", "Take the role of moderator", 1, lambda c, a, b: SetRank(c, a, "o", False), True),
    Command("voice", "name", "Give somebody voice", 1, lambda c, a, b: SetRank(c, a, "v"), True),
    Command("devoice", "name", "Take somebody's voice", 1, lambda c, a, b: SetRank(c, a, "v", False), True),
    Command("help", "[command]", "Show the commands", 0, lambda c, a, b: ShowHelp(a.lstrip("/").casefold())),
)
COMMANDS = {row.name: row for row in _ROWS}
