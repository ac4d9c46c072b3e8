"""What a person typed into the composer: plain words or a slash command, as one frozen intent each.

Knows the words and their arguments only; whoever gets an intent carries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

_NOBODY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the open conversation; may hold several lines."""

    text: str


@dataclass(frozen=True, slots=True)
class Act:
    """What one does, told in the third person."""

    text: str


@dataclass(frozen=True, slots=True)
class Tell:
    """Words for somebody, or for another room, in their own conversation."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class SendNotice:
    """A notice for somebody or a room."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """Open the private conversation with somebody; `text` is said there if it is not ""."""

    nick: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangeNick:
    """Be called something else; `name` may have spaces."""

    name: str


@dataclass(frozen=True, slots=True)
class JoinRoom:
    """Enter a room of this server."""

    channel: str
    key: str


@dataclass(frozen=True, slots=True)
class LeaveRoom:
    """Leave the open room."""

    reason: str


@dataclass(frozen=True, slots=True)
class SetTopic:
    """Give the open room another topic."""

    topic: str


@dataclass(frozen=True, slots=True)
class Kick:
    """Remove somebody from the open room."""

    nick: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ban:
    """Remove somebody and keep them out. `who` is a nickname or a mask."""

    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unban:
    """Let somebody in again. `who` is a nickname or a mask."""

    who: str


@dataclass(frozen=True, slots=True)
class SetAway:
    """Be away, with words for those who ask."""

    message: str


@dataclass(frozen=True, slots=True)
class ComeBack:
    """Be here again."""


@dataclass(frozen=True, slots=True)
class Invite:
    """Ask somebody into the open room."""

    nick: str


@dataclass(frozen=True, slots=True)
class Whois:
    """Ask the server about somebody."""

    nick: str


@dataclass(frozen=True, slots=True)
class SetRank:
    """Give or take the rank "o" (moderator) or "v" (voice) in the open room."""

    nick: str
    rank: str
    given: bool


@dataclass(frozen=True, slots=True)
class ShowHelp:
    """Show what can be typed; `command` is "" for all."""

    command: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was typed cannot be carried out; `sentence` says why and what to do instead."""

    sentence: str


Intent = (
    Say
    | Act
    | Tell
    | SendNotice
    | OpenTalk
    | ChangeNick
    | JoinRoom
    | LeaveRoom
    | SetTopic
    | Kick
    | Ban
    | Unban
    | SetAway
    | ComeBack
    | Invite
    | Whois
    | SetRank
    | ShowHelp
    | Mistake
)


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table: `words` arguments must be there; the last one takes the rest of the text.

    With `names_person` the first is somebody's name.
    """

    name: str
    usage: str
    description: str
    words: int
    make: Callable[[str, str], Intent]
    names_person: bool = False


def parse_input(text: str, nicks: Mapping[str, str] = _NOBODY) -> Intent:
    """The intent behind `text`; Mistake for an unknown command or one without its arguments.

    `nicks` has the nicknames of people whose names have spaces: either may be typed, with an "@" or without.
    """
    if not text.startswith("/"):
        return Say(text)
    if text.startswith("//"):
        return Say(text[1:])
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
    return command.make(first, after.strip())


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


_ROWS = (
    Command("me", "what you do", "Tell what you are doing", 1, lambda a, b: Act(_whole(a, b))),
    Command("nick", "name", "Change your name", 1, lambda a, b: ChangeNick(_whole(a, b))),
    Command("join", "room [key]", "Enter another room", 1, JoinRoom),
    Command("part", "[reason]", "Leave this room", 0, lambda a, b: LeaveRoom(_whole(a, b))),
    Command("leave", "[reason]", "Leave this room", 0, lambda a, b: LeaveRoom(_whole(a, b))),
    Command("msg", "name text", "Say something to one person", 2, Tell, True),
    Command("query", "name [text]", "Open a private conversation", 1, OpenTalk, True),
    Command("notice", "name text", "Send a notice", 2, SendNotice, True),
    Command("topic", "text", "Change the topic of this room", 1, lambda a, b: SetTopic(_whole(a, b))),
    Command("kick", "name [reason]", "Remove somebody from this room", 1, Kick, True),
    Command("ban", "name [reason]", "Remove somebody and keep them out", 1, Ban, True),
    Command("unban", "name", "Let somebody in again", 1, lambda a, b: Unban(a), True),
    Command("away", "[message]", "Show that you are away", 0, lambda a, b: SetAway(_whole(a, b))),
    Command("back", "", "Show that you are here again", 0, lambda a, b: ComeBack()),
    Command("invite", "name", "Ask somebody into this room", 1, lambda a, b: Invite(a), True),
    Command("whois", "name", "Show what is known of somebody", 1, lambda a, b: Whois(a), True),
    Command("op", "name", "Make somebody a moderator", 1, lambda a, b: SetRank(a, "o", True), True),
    Command("deop", "name", "Take the role of moderator", 1, lambda a, b: SetRank(a, "o", False), True),
    Command("voice", "name", "Give somebody voice", 1, lambda a, b: SetRank(a, "v", True), True),
    Command("devoice", "name", "Take somebody's voice", 1, lambda a, b: SetRank(a, "v", False), True),
    Command("help", "[command]", "Show the commands", 0, lambda a, b: ShowHelp(a.lstrip("/").casefold())),
)
COMMANDS = {row.name: row for row in _ROWS}
