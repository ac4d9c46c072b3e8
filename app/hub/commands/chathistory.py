"""CHATHISTORY: reading what was said before. https://ircv3.net/specs/extensions/chathistory"""

from __future__ import annotations

from collections.abc import Callable

from app.hub.commands.row import Row
from app.hub.history import HistoryEvent, KeepingError, Span
from app.hub.lines import Line
from app.hub.membership import readable_from
from app.hub.offers import HISTORY_LINES
from app.hub.price import QUESTION
from app.hub.private_talk import talks_of
from app.hub.references import BadReferenceError, Reference, parse_moment, parse_reference
from app.hub.replay import KIND
from app.hub.replies import Request
from app.hub.shelf import Shelf, open_shelf
from app.hub.state import State
from app.irc.servertime import format_time

_TARGETS = "TARGETS"
_TARGETS_KIND = "draft/chathistory-targets"
_UNREADABLE = "Messages could not be retrieved"

# subcommand -> how many references it takes, and what reads it
_SUBCOMMANDS: dict[str, tuple[int, Callable[..., list[HistoryEvent]]]] = {
    "LATEST": (1, Shelf.latest),
    "BEFORE": (1, Shelf.before),
    "AFTER": (1, Shelf.after),
    "AROUND": (1, Shelf.around),
    "BETWEEN": (2, Shelf.between),
}


def on_chathistory(hub: State, ask: Request) -> None:
    """Answer with a page, or with the conversations that there are."""
    given, subcommand = ask.param(0, "*"), ask.param(0).upper()
    references = 1 if subcommand == _TARGETS else _SUBCOMMANDS.get(subcommand, (0,))[0]
    expected = references + 3
    if len(ask.params) < (expected if references else 1):
        ask.fail("INVALID_PARAMS", given, "Insufficient parameters")
    elif not references:
        ask.fail("INVALID_PARAMS", given, "Unknown command")
    elif len(ask.params) > expected:
        ask.fail("INVALID_PARAMS", given, "Too many parameters")
    elif not (limit := _limit(ask.params[-1])):
        ask.fail("INVALID_PARAMS", given, ask.params[-1], "Invalid limit")
    else:
        _answer(hub, ask, subcommand, limit)


def _limit(text: str) -> int:
    """The limit that is asked for, or ours where that is less; 0 for what is no limit."""
    return min(int(text[:9]), HISTORY_LINES) if text.isascii() and text.isdecimal() else 0


def _answer(hub: State, ask: Request, subcommand: str, limit: int) -> None:
    try:
        if subcommand == _TARGETS:
            _tell_targets(hub, ask, limit)
        else:
            _tell_page(hub, ask, subcommand, limit)
    except BadReferenceError as error:
        target = () if error.code == "INVALID_PARAMS" else (ask.param(1),)
        ask.fail(error.code, ask.param(0), *target, error.text, str(error))
    except KeepingError:
        ask.fail("MESSAGE_ERROR", ask.param(0), ask.param(1), _UNREADABLE)


def _tell_page(hub: State, ask: Request, subcommand: str, limit: int) -> None:
    texts = ask.params[2:-1]
    if subcommand == "LATEST" and texts == ("*",):
        references: list[Reference | None] = [None]
    else:
        references = [parse_reference(text) for text in texts]
    shelf = open_shelf(hub, ask.session, ask.param(1))
    if shelf is None:
        ask.fail("INVALID_TARGET", ask.param(0), ask.param(1), _UNREADABLE)
        return
    found = _SUBCOMMANDS[subcommand][1](shelf, limit, *references)
    ask.bundle(KIND, shelf.name, shelf.lines(found))


def _tell_targets(hub: State, ask: Request, limit: int) -> None:
    first, second = (parse_moment(text) for text in ask.params[1:3])
    low, high = (first.high, second.low) if first.low <= second.low else (second.high, first.low)
    found = sorted(
        (last.msgid, name, last.time) for name, last in _visible(hub, ask) if low < last.msgid < high
    )
    chosen = found[:limit] if first.low <= second.low else found[-limit:]
    words = [("TARGETS", name, format_time(time)) for _, name, time in chosen]
    ask.bundle(_TARGETS_KIND, "", [Line("CHATHISTORY", each, hub.server, time=hub.now) for each in words])


def _visible(hub: State, ask: Request) -> list[tuple[str, HistoryEvent]]:
    """Everything the asker may read, by name, with the last message of each."""
    person = ask.person
    ask.charge(QUESTION * len(person.channels))
    found = []
    for channel in person.channels.values():
        span = Span(after=readable_from(hub, channel, person))
        for last in hub.history.read(channel.key, span, 1, newest=True, events=False):
            found.append((channel.name, last))
    return found + [(talk.name, talk.last) for talk in talks_of(hub, ask.session) if talk.last is not None]


ROWS = {
    "CHATHISTORY": Row(
        on_chathistory,
        help=(
            "CHATHISTORY LATEST|BEFORE|AFTER|AROUND <target> <msgid=, timestamp= or *> <limit>",
            "CHATHISTORY BETWEEN <target> <from> <to> <limit>, TARGETS <from> <to> <limit>",
            "Shows what was said before.",
        ),
    )
}
