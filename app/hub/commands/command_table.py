"""The commands that the hub knows: each family's rows, and HELP, which tells of them."""

from __future__ import annotations

from app.hub.commands import (
    account_registration,
    authenticate,
    capability,
    channels,
    chathistory,
    hubbub,
    invitations,
    listing,
    messaging,
    metadata_targets,
    mode,
    monitor,
    operators,
    registration,
    rename,
    server_queries,
    token,
    user_queries,
    who,
)
from app.hub.commands.command_row import Row
from app.hub.data.hub_state import State
from app.hub.telling.replies import Request
from app.irc import numerics as n

# What HELP without a command says.
_OVERVIEW: tuple[str, ...] = (
    "Commands of this hub",
    "",
    "JOIN PART NAMES LIST TOPIC INVITE KICK MODE RENAME  channels",
    "PRIVMSG NOTICE TAGMSG                               talking",
    "NICK AWAY SETNAME METADATA REGISTER QUIT            yourself",
    "WHO WHOIS WHOWAS ISON USERHOST MONITOR              others",
    "MOTD LUSERS VERSION ISUPPORT TIME INFO ADMIN TOKEN  the server",
    "",
    "HELP <command> tells more.",
)


def on_help(hub: State, ask: Request) -> None:
    """Explain a command."""
    topic = ask.param(0)
    row = TABLE.get(topic.upper())
    if not topic:
        first, others = _OVERVIEW[0], _OVERVIEW[1:]
    elif row is not None:
        first, others = row.help[0], ("", *row.help[1:])
    else:
        ask.numeric(n.ERR_HELPNOTFOUND, topic, "No help on that")
        return
    ask.numeric(n.RPL_HELPSTART, topic, first)
    for line in others:
        ask.numeric(n.RPL_HELPTXT, topic, line)
    ask.numeric(n.RPL_ENDOFHELP, topic, "End of HELP")


TABLE: dict[str, Row] = {
    **registration.ROWS,
    **capability.ROWS,
    **hubbub.ROWS,
    **authenticate.ROWS,
    **account_registration.ROWS,
    **channels.ROWS,
    **chathistory.ROWS,
    **listing.ROWS,
    **invitations.ROWS,
    **mode.ROWS,
    **rename.ROWS,
    **monitor.ROWS,
    **metadata_targets.ROWS,
    **chathistory.ROWS,
    **messaging.ROWS,
    **messaging.ROWS,
    **messaging.ROWS,
    **user_queries.ROWS,
    **who.ROWS,
    **registration.ROWS,
    **server_queries.ROWS,
    **operators.ROWS,
    **token.ROWS,
    "HELP": Row(on_help, help=("HELP [<command>]", "Explains a command, or lists them.")),
    "HELPOP": Row(on_help, help=("HELPOP [<command>]", "The same as HELP.")),
}
