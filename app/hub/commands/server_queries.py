"""Asking the server about itself: MOTD, LUSERS, VERSION, TIME, INFO, ADMIN, LINKS.

https://modern.ircdocs.horse/#server-queries-and-commands
"""

from __future__ import annotations

from datetime import UTC, datetime

from app.hub.commands.command_row import Row
from app.hub.data.hub_state import State
from app.hub.people.welcoming import motd, tell_isupport, users
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n

INFO = (
    "Hubbub: group chat for people on one network.",
    "One clicks Host, the others click Join. Any IRC client may come in.",
)


def _is_here(hub: State, ask: Request, server: str) -> bool:
    """Whether the asker means this server: by name, mask or the nickname of somebody on it."""
    if not server or hub.is_called(server) or hub.person(server) is not None:
        return True
    ask.numeric(n.ERR_NOSUCHSERVER, server, "No such server")
    return False


def on_motd(hub: State, ask: Request) -> None:
    """Show the message of the day."""
    if _is_here(hub, ask, ask.param(0)):
        motd(hub, ask)


def on_lusers(hub: State, ask: Request) -> None:
    """Show how many are here."""
    users(hub, ask)


def on_version(hub: State, ask: Request) -> None:
    """Show the version and the tokens of 005."""
    if _is_here(hub, ask, ask.param(0)):
        ask.numeric(n.RPL_VERSION, hub.config.version, hub.server, "https://modern.ircdocs.horse")
        tell_isupport(hub, ask)


def on_time(hub: State, ask: Request) -> None:
    """Show the hub's time."""
    if _is_here(hub, ask, ask.param(0)):
        # in digits alone: strftime has the names of days in the language of the hub's computer
        ask.numeric(n.RPL_TIME, hub.server, f"{datetime.fromtimestamp(hub.now, UTC):%Y-%m-%d %H:%M:%S} UTC")


def on_info(hub: State, ask: Request) -> None:
    """Show what this program is."""
    if not _is_here(hub, ask, ask.param(0)):
        return
    for line in INFO:
        ask.numeric(n.RPL_INFO, line)
    ask.numeric(
        n.RPL_INFO,
        f"This is {hub.config.version}, up since {datetime.fromtimestamp(hub.created, UTC):%F %T} UTC",
    )
    ask.numeric(n.RPL_ENDOFINFO, "End of INFO")


def on_admin(hub: State, ask: Request) -> None:
    """Show who runs the hub."""
    if not _is_here(hub, ask, ask.param(0)):
        return
    ask.numeric(n.RPL_ADMINME, hub.server, "Who runs this hub")
    lines = (*hub.config.admin, "The person who opened the room", "Ask whoever has the sign ~", "-")
    codes = (n.RPL_ADMINLOC1, n.RPL_ADMINLOC2, n.RPL_ADMINEMAIL)
    for code, line in zip(codes, lines, strict=False):
        ask.numeric(code, line)


def on_links(hub: State, ask: Request) -> None:
    """Nothing is linked: a hub is one server."""
    ask.numeric(n.RPL_ENDOFLINKS, ask.params[-1] if ask.params else "*", "End of LINKS")


def on_isupport(hub: State, ask: Request) -> None:
    """Show the tokens of 005. https://ircv3.net/specs/extensions/extended-isupport"""
    tell_isupport(hub, ask)


ROWS = {
    "MOTD": Row(on_motd, help=("MOTD", "Shows the message of the day.")),
    "LUSERS": Row(on_lusers, help=("LUSERS", "Shows how many people and channels are here.")),
    "ISUPPORT": Row(
        on_isupport,
        early_with=frozenset({capabilities.EXTENDED_ISUPPORT}),
        help=("ISUPPORT", "Shows what the hub supports, as when you connected."),
    ),
    "VERSION": Row(on_version, help=("VERSION", "Shows the hub's version and what it supports.")),
    "TIME": Row(on_time, help=("TIME", "Shows the hub's time.")),
    "INFO": Row(on_info, help=("INFO", "Shows what this program is.")),
    "ADMIN": Row(on_admin, help=("ADMIN", "Shows who runs the hub.")),
    "LINKS": Row(on_links, help=("LINKS", "Shows the servers that this one is linked to: there are none.")),
}
