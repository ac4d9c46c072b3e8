"""TOKEN: what lets somebody upload a file over a connection of its own, also without an account.

https://github.com/ircv3/ircv3-specifications/pull/602 (draft/authtoken)
"""

from __future__ import annotations

from app.hub.commands.command_row import Row
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.people.features import upload_url
from app.hub.people.upload_logins import give_token
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc.isupport import FILEHOST_SERVICE
from app.irc.names import means_channel

_DESCRIPTION = "Files that people share in the rooms of this hub"


def on_token(hub: State, ask: Request) -> None:
    """Give a token, or list for which services there are some."""
    subcommand = ask.param(0).upper()
    if capabilities.BATCH not in ask.session.caps:
        ask.fail("NEED_CAPABILITY", capabilities.BATCH, "This connection has not asked for batches")
    elif subcommand == "GENERATE":
        _generate(hub, ask)
    elif subcommand == "SERVICELIST":
        _list_services(hub, ask)
    else:
        ask.fail("UNKNOWN_COMMAND", ask.param(0), "There are TOKEN GENERATE and TOKEN SERVICELIST")


def _generate(hub: State, ask: Request) -> None:
    service, scope = ask.param(1), ask.param(2)
    if not service:
        ask.fail("INVALID_PARAMS", "GENERATE", "For which service?")
    elif service.upper() != FILEHOST_SERVICE or not upload_url(hub, ask.session):
        ask.fail("UNKNOWN_SERVICE", service, "There is no such service here")
    elif means_channel(scope) and not _is_in(hub, ask, scope):
        ask.fail("NO_PERMISSIONS", FILEHOST_SERVICE, scope, "You are not in this channel")
    else:
        line = Line("TOKEN", ("GENERATE", "*", give_token(hub, ask.session)), hub.server, time=hub.now)
        ask.bundle(capabilities.AUTHTOKEN, FILEHOST_SERVICE, [line])


def _is_in(hub: State, ask: Request, name: str) -> bool:
    channel = hub.channel(name)
    return channel is not None and ask.person in channel.members


def _list_services(hub: State, ask: Request) -> None:
    if url := upload_url(hub, ask.session):
        words = ("SERVICE", FILEHOST_SERVICE, url, _DESCRIPTION)
        ask.bundle(capabilities.AUTHTOKEN, "*", [Line("TOKEN", words, hub.server, time=hub.now)])
    else:
        ask.send("NOTE", "TOKEN", "NO_SERVICES", "There are no services here")


ROWS = {
    "TOKEN": Row(
        on_token,
        1,
        help=(
            "TOKEN GENERATE FILEHOST [<scope>] or TOKEN SERVICELIST",
            "Gives a token to upload a file by, or lists for what there are tokens.",
        ),
    ),
}
