"""CAP: which extensions a client wants. https://ircv3.net/specs/extensions/capability-negotiation"""

from __future__ import annotations

from app.hub.commands.authenticate import give_up_login
from app.hub.commands.command_row import Row
from app.hub.data.hub_state import State
from app.hub.people.features import offered_to
from app.hub.people.welcoming import try_welcome
from app.hub.telling.fanout import change_caps
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.capabilities import encode_caps, fill_lines

MULTILINE_VERSION = 302


def on_cap(hub: State, ask: Request) -> None:
    """Hand over to the subcommand."""
    subcommand = ask.param(0).upper()
    handler = _SUBCOMMANDS.get(subcommand)
    if handler is None:
        ask.numeric(n.ERR_INVALIDCAPCMD, ask.param(0), "Invalid CAP command")
    else:
        handler(hub, ask)


def _on_ls(hub: State, ask: Request) -> None:
    session = ask.session
    version = ask.param(1)
    number = int(version) if version.isascii() and version.isdecimal() and len(version) < 6 else 0
    session.cap_version = max(session.cap_version, number)
    if not session.welcomed:
        session.negotiating = True
    if session.cap_version >= MULTILINE_VERSION:
        change_caps(hub, session, session.caps | {capabilities.CAP_NOTIFY})
    _tell(
        ask, "LS", encode_caps(offered_to(hub, session), with_values=session.cap_version >= MULTILINE_VERSION)
    )


def _on_list(hub: State, ask: Request) -> None:
    _tell(ask, "LIST", sorted(ask.session.caps))


def _tell(ask: Request, subcommand: str, items: list[str]) -> None:
    if ask.session.cap_version < MULTILINE_VERSION:
        # Such clients read one line. Where not all fits, they do without what is new.
        new = ("draft/", capabilities.CALLBACK, capabilities.ROOMS)
        known = sorted(items, key=lambda item: item.startswith(new))
        ask.send("CAP", ask.session.name, subcommand, next(fill_lines(known, ask.budget("CAP", subcommand))))
        return
    *more, last = fill_lines(items, ask.budget("CAP", subcommand, "*"))
    for line in more:
        ask.send("CAP", ask.session.name, subcommand, "*", line)
    ask.send("CAP", ask.session.name, subcommand, last)


def _on_req(hub: State, ask: Request) -> None:
    session = ask.session
    if not session.welcomed:
        session.negotiating = True
    text = " ".join(ask.params[1:])
    wanted, offered = set(session.caps), offered_to(hub, session)
    for item in text.split():
        name = item.removeprefix("-")
        is_fixed = name == capabilities.CAP_NOTIFY and session.cap_version >= MULTILINE_VERSION
        if (name not in offered and name not in wanted) or (item != name and is_fixed):
            ask.send("CAP", session.name, "NAK", text)
            return
        if item == name:
            wanted.add(name)
        else:
            wanted.discard(name)
    change_caps(hub, session, wanted)
    ask.send("CAP", session.name, "ACK", text)


def _on_end(hub: State, ask: Request) -> None:
    if not ask.session.welcomed:
        give_up_login(ask)
        ask.session.negotiating = False
        try_welcome(hub, ask)


_SUBCOMMANDS = {"LS": _on_ls, "LIST": _on_list, "REQ": _on_req, "END": _on_end}

ROWS = {
    "CAP": Row(
        on_cap,
        1,
        before_welcome=True,
        help=(
            "CAP LS [302] | LIST | REQ :<capabilities> | END",
            "Negotiates the extensions of IRC that your program wants.",
        ),
    )
}
