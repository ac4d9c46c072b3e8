"""HUBBUB: what our own clients say to our own hubs. Vendored; other clients never meet it."""

from __future__ import annotations

from app.hub.commands.owner import on_owner
from app.hub.commands.password import on_password
from app.hub.commands.row import Row
from app.hub.replies import Request
from app.hub.state import State

_SUBCOMMANDS = {"OWNER": on_owner, "PASSWORD": on_password}


def on_hubbub(hub: State, ask: Request) -> None:
    """Hand over to the subcommand."""
    handler = _SUBCOMMANDS.get(ask.param(0).upper())
    if handler is None:
        ask.fail("UNKNOWN_SUBCOMMAND", ask.param(0), "There are only HUBBUB OWNER and HUBBUB PASSWORD")
    else:
        handler(hub, ask)


ROWS = {
    "HUBBUB": Row(
        on_hubbub,
        2,
        before_welcome=True,
        help=(
            "HUBBUB OWNER <secret> | PASSWORD <step> [<value>]",
            "What Hubbub's own windows say: they prove that they are the host's, or that "
            "they know the room's password.",
        ),
    )
}
