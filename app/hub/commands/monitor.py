"""MONITOR: hearing when people come and go. https://ircv3.net/specs/extensions/monitor"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.hub.channels.metadata import KIND, lines_for, values_of_person
from app.hub.commands.command_row import Row
from app.hub.data.hub_state import State
from app.hub.telling.presence import WATCHED, unwatch, unwatch_all, watch
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.capabilities import fill_lines
from app.irc.names import fold_nick, is_nick

_FULL = "Monitor list is full"


def on_monitor(hub: State, ask: Request) -> None:
    """Hand over by the modifier."""
    modifier = ask.param(0).upper()
    if modifier in ("+", "-") and not ask.param(1):
        ask.numeric(n.ERR_NEEDMOREPARAMS, "MONITOR", "Not enough parameters")
    elif (handler := _MODIFIERS.get(modifier)) is None:
        ask.numeric(n.ERR_UNKNOWNERROR, "MONITOR", "There are only + - C L S")
    else:
        handler(hub, ask)


def _on_add(hub: State, ask: Request) -> None:
    watched = ask.session.watched
    added, refused, found = [], [], []
    for target in ask.targets(1):
        if fold_nick(target) not in watched and len(watched) >= WATCHED:
            refused.append(target)
            continue
        added.append(target)
        if is_nick(target):  # nobody else can ever be here
            watch(hub, ask.session, target)
            if (person := hub.person(target)) is not None:
                found.append((person.nick, values_of_person(hub, person)))
    _tell_status(hub, ask, added)
    if lines := lines_for(hub, ask.session, found):
        ask.bundle(KIND, "*", lines)
    if refused:
        _list(ask, n.ERR_MONLISTFULL, refused, str(WATCHED), closing=(_FULL,))


def _on_remove(hub: State, ask: Request) -> None:
    for target in ask.targets(1):
        unwatch(hub, ask.session, target)


def _on_clear(hub: State, ask: Request) -> None:
    unwatch_all(hub, ask.session)


def _on_list(hub: State, ask: Request) -> None:
    _list(ask, n.RPL_MONLIST, ask.session.watched.values())
    ask.numeric(n.RPL_ENDOFMONLIST, "End of MONITOR list")


def _on_status(hub: State, ask: Request) -> None:
    _tell_status(hub, ask, ask.session.watched.values())


def _tell_status(hub: State, ask: Request, nicks: Iterable[str]) -> None:
    people = [(nick, hub.person(nick)) for nick in nicks]
    _list(ask, n.RPL_MONONLINE, [person.source for _, person in people if person is not None])
    _list(ask, n.RPL_MONOFFLINE, [nick for nick, person in people if person is None])


def _list(ask: Request, code: str, names: Iterable[str], *words: str, closing: tuple[str, ...] = ()) -> None:
    """Answer with as many numerics as the names need."""
    for line in fill_lines(names, ask.budget(code, *words, *closing), ","):
        if line:
            ask.numeric(code, *words, line, *closing)


_MODIFIERS: dict[str, Callable[[State, Request], None]] = {
    "+": _on_add,
    "-": _on_remove,
    "C": _on_clear,
    "L": _on_list,
    "S": _on_status,
}

ROWS = {
    "MONITOR": Row(
        on_monitor,
        1,
        help=(
            "MONITOR +|- <nickname>{,<nickname>} or MONITOR C|L|S",
            "Tells when people come and go: add or remove them, clear, list, show who is here.",
        ),
    )
}
