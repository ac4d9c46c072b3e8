"""What a person typed into the composer: plain words or a slash command, as the wish that it stands for.

Knows the words and their arguments only; whoever gets a wish carries it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from app.client.events import TextKind
from app.client.wishes import (
    Ban,
    Invite,
    Join,
    Kick,
    Quote,
    Say,
    SetAway,
    SetRank,
    SetTopic,
    Unban,
    Whois,
    Wish,
)
from app.irc.service_passwords import command_holds_password, line_holds_password, masked
from app.models.room_wishes import (
    ChangeName,
    LeaveRoom,
    Mistake,
    OpenTalk,
    ShowHelp,
    ShowRooms,
    ShowServerLog,
)
from app.models.shown_names import CHANNEL_MARKS
from app.values import frozen
from app.words import command_words, common_words
from app.words.sentence import Sentence

_ACTION = TextKind.ACTION
_NOBODY: Mapping[str, str] = MappingProxyType({})


@frozen
class Command:
    """One row of the table: `words` arguments must be there; the last one takes the rest of the text.

    With `names_person` the first is somebody's name. `make` takes the conversation and the arguments.
    """

    name: str
    usage: Sentence | None
    description: Sentence
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
        return Mistake(command_words.UNKNOWN(name=name))
    rest = rest.strip()
    first, _, after = (_with_nick(rest, nicks) if command.names_person else rest).partition(" ")
    given = (bool(first), bool(after.strip()))
    if not all(given[: command.words]):
        return Mistake(command_words.USAGE(usage=usage_of(command)))
    return command.make(conversation, first, after.strip())


def holds_password(text: str, conversation: str = "") -> bool:
    """Whether what is typed in a conversation tells a service or a server a password: it is kept nowhere."""
    wish = parse_input(text, conversation)
    if isinstance(wish, Mistake):
        return command_holds_password(text[1:])
    if isinstance(wish, Quote):
        return line_holds_password(wish.line)
    if isinstance(wish, OpenTalk):
        return masked(wish.nick, wish.text) is not None
    return isinstance(wish, Say) and masked(wish.conversation, wish.text) is not None


def matching(prefix: str) -> list[Command]:
    """The commands that begin with `prefix` (without the slash), by name."""
    return [row for name, row in sorted(COMMANDS.items()) if name.startswith(prefix.casefold())]


def describe_command(command: Command) -> str:
    """One line on what a command does, translated."""
    return command.description()


def usage_of(command: Command) -> str:
    """How a command is typed: "/kick name [reason]"."""
    return f"/{command.name} {command.usage()}" if command.usage else f"/{command.name}"


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
    return _whole(first, after) or common_words.AWAY()


def _channel(name: str) -> str:
    return name if name[:1] in CHANNEL_MARKS else f"#{name}"


def _mode(conversation: str, first: str, after: str) -> Wish:
    """MODE of what is named, else of the room; without changes it asks which modes are set."""
    names_target = first and first[0] not in "+-"
    target = "" if names_target else f"{conversation} "
    return Quote(f"MODE {target}{_whole(first, after)}".rstrip())


def _mask(who: str) -> str:
    """The mask of a ban, as it is listed, of a nickname or a mask."""
    return who if any(char in who for char in "!@*") else f"{who}!*@*"


_ROWS = (
    Command(
        "me", command_words.WHAT_YOU_DO, command_words.ME, 1, lambda c, a, b: Say(c, _whole(a, b), _ACTION)
    ),
    Command("nick", command_words.NAME, command_words.NICK, 1, lambda c, a, b: ChangeName(_whole(a, b))),
    Command("join", command_words.ROOM_AND_KEY, command_words.JOIN, 1, lambda c, a, b: Join(_channel(a), b)),
    Command("part", command_words.REASON, command_words.PART, 0, lambda c, a, b: LeaveRoom(_whole(a, b))),
    Command("leave", command_words.REASON, command_words.PART, 0, lambda c, a, b: LeaveRoom(_whole(a, b))),
    Command("msg", command_words.NAME_AND_TEXT, command_words.MSG, 2, lambda c, a, b: Say(a, b), True),
    Command(
        "query",
        command_words.NAME_AND_MAYBE_TEXT,
        command_words.QUERY,
        1,
        lambda c, a, b: OpenTalk(a, b),
        True,
    ),
    Command(
        "notice",
        command_words.NAME_AND_TEXT,
        command_words.NOTICE,
        2,
        lambda c, a, b: Say(a, b, TextKind.NOTICE),
        True,
    ),
    Command("topic", command_words.TEXT, command_words.TOPIC, 1, lambda c, a, b: SetTopic(c, _whole(a, b))),
    Command("kick", command_words.NAME_AND_REASON, command_words.KICK, 1, Kick, True),
    Command("ban", command_words.NAME_AND_REASON, command_words.BAN, 1, Ban, True),
    Command("unban", command_words.NAME, command_words.UNBAN, 1, lambda c, a, b: Unban(c, _mask(a)), True),
    Command("away", command_words.MESSAGE, command_words.AWAY, 0, lambda c, a, b: SetAway(_away(a, b))),
    Command("back", None, command_words.BACK, 0, lambda c, a, b: SetAway(None)),
    Command("invite", command_words.NAME, command_words.INVITE, 1, lambda c, a, b: Invite(c, a), True),
    Command("list", command_words.SEARCH, command_words.LIST, 0, lambda c, a, b: ShowRooms(_whole(a, b))),
    Command("whois", command_words.NAME, command_words.WHOIS, 1, lambda c, a, b: Whois(a), True),
    Command("op", command_words.NAME, command_words.OP, 1, lambda c, a, b: SetRank(c, a, "o"), True),
    Command(
        "deop", command_words.NAME, command_words.DEOP, 1, lambda c, a, b: SetRank(c, a, "o", False), True
    ),
    Command("voice", command_words.NAME, command_words.VOICE, 1, lambda c, a, b: SetRank(c, a, "v"), True),
    Command(
        "devoice",
        command_words.NAME,
        command_words.DEVOICE,
        1,
        lambda c, a, b: SetRank(c, a, "v", False),
        True,
    ),
    Command("mode", command_words.MODES, command_words.MODE, 0, _mode),
    Command("quote", command_words.LINE, command_words.QUOTE, 1, lambda c, a, b: Quote(_whole(a, b))),
    Command("log", None, command_words.LOG, 0, lambda c, a, b: ShowServerLog()),
    Command(
        "ns", command_words.TEXT, command_words.TO_NICKSERV, 1, lambda c, a, b: Say("NickServ", _whole(a, b))
    ),
    Command(
        "cs", command_words.TEXT, command_words.TO_CHANSERV, 1, lambda c, a, b: Say("ChanServ", _whole(a, b))
    ),
    Command(
        "help",
        command_words.COMMAND,
        command_words.HELP,
        0,
        lambda c, a, b: ShowHelp(a.lstrip("/").casefold()),
    ),
)
COMMANDS = {row.name: row for row in _ROWS}
