"""What the server says of itself: message of the day, numbers of users, help."""

from __future__ import annotations

from app.hub.config import Newcomers
from app.hub.price import LOOKED_AT
from app.hub.replies import Request
from app.hub.state import State
from app.irc import numerics as n
from app.irc.masks import matches
from app.irc.names import fold_nick

# What clients that do not know our token are told in the room.
KEPT = {
    Newcomers.ALL: "What is said here is kept. Whoever joins can read all of it.",
    Newcomers.HOUR: "What is said here is kept. Whoever joins can read the last hour.",
    Newcomers.NOTHING: "What is said here is kept. Whoever joins can read nothing from before.",
}


def motd(hub: State, ask: Request) -> None:
    """Answer with the message of the day."""
    if not hub.config.motd:
        ask.numeric(n.ERR_NOMOTD, "There is no message of the day")
        return
    ask.numeric(n.RPL_MOTDSTART, f"- {hub.server} Message of the day -")
    for line in hub.config.motd:
        ask.numeric(n.RPL_MOTD, f"- {line}")
    ask.numeric(n.RPL_ENDOFMOTD, "End of message of the day")


def users(hub: State, ask: Request) -> None:
    """Answer with how many are here. https://modern.ircdocs.horse/#lusers-message"""
    people = hub.nicks.values()
    ask.charge(LOOKED_AT * (len(people) + len(hub.sessions) + len(hub.channels)))
    total, most = len(people), hub.most
    hidden = sum("i" in person.modes for person in people)
    waiting = sum(not session.welcomed for session in hub.sessions.values())
    channels = sum(bool(channel.members) for channel in hub.channels.values())
    ask.numeric(n.RPL_LUSERCLIENT, f"There are {total - hidden} users and {hidden} invisible on 1 servers")
    ask.numeric(n.RPL_LUSEROP, str(sum(person.is_oper for person in people)), "operator(s) online")
    ask.numeric(n.RPL_LUSERUNKNOWN, str(waiting), "unknown connection(s)")
    ask.numeric(n.RPL_LUSERCHANNELS, str(channels), "channels formed")
    ask.numeric(n.RPL_LUSERME, f"I have {total} clients and 0 servers")
    ask.numeric(n.RPL_LOCALUSERS, str(total), str(most), f"Current local users {total}, max {most}")
    ask.numeric(n.RPL_GLOBALUSERS, str(total), str(most), f"Current global users {total}, max {most}")


# topic -> lines; "" is what HELP without a topic says
HELP: dict[str, tuple[str, ...]] = {
    "": (
        "Commands of this hub",
        "",
        "JOIN PART NAMES LIST TOPIC INVITE KICK MODE RENAME  channels",
        "PRIVMSG NOTICE TAGMSG                               talking",
        "NICK AWAY SETNAME METADATA REGISTER QUIT            yourself",
        "WHO WHOIS WHOWAS ISON USERHOST MONITOR              others",
        "MOTD LUSERS VERSION ISUPPORT TIME INFO ADMIN        the server",
        "",
        "HELP <command> tells more.",
    ),
    "JOIN": ("JOIN <channel>{,<channel>} [<key>{,<key>}]", "", "Enters channels. JOIN 0 leaves all."),
    "PART": ("PART <channel>{,<channel>} [<reason>]", "", "Leaves channels."),
    "NAMES": ("NAMES [<channel>{,<channel>}]", "", "Shows who is in a channel."),
    "LIST": (
        "LIST [<condition>{,<condition>}]",
        "",
        "Shows channels: by name, !name, >users, <users, C>minutes or T<minutes.",
    ),
    "TOPIC": ("TOPIC <channel> [<text>]", "", "Shows or changes a channel's topic."),
    "RENAME": ("RENAME <channel> <new name> [<reason>]", "", "Gives a channel another name."),
    "INVITE": ("INVITE [<nickname> <channel>]", "", "Invites somebody, or lists your invitations."),
    "KICK": ("KICK <channel> <nickname>{,<nickname>} [<reason>]", "", "Removes people from a channel."),
    "MODE": (
        "MODE <channel or nickname> [<modes> [<parameters>]]",
        "",
        "Channels: b ban, e exception, I invitation list, k key, l limit,",
        "C no CTCP, M only who is logged in speaks, R only who is logged in enters,",
        "i invite only, m moderated, n members only, s secret, t topic lock,",
        "o moderator, v voice. Yourself: B bot, i invisible, w wallops,",
        "s server notices.",
    ),
    "PRIVMSG": ("PRIVMSG <target>{,<target>} <text>", "", "Says something to a channel or a person."),
    "NOTICE": ("NOTICE <target>{,<target>} <text>", "", "Like PRIVMSG, never answered automatically."),
    "TAGMSG": ("TAGMSG <target>{,<target>}", "", "Sends message tags without text."),
    "NICK": ("NICK <nickname>", "", "Changes your nickname."),
    "AWAY": ("AWAY [<text>]", "", "Marks you as away, without text as back."),
    "SETNAME": ("SETNAME <realname>", "", "Changes your real name."),
    "REGISTER": (
        "REGISTER <account or *> <e-mail or *> <password>",
        "",
        "Makes you an account, * by your nickname, which nobody else may have then.",
        "With an account that has no password: gives it one.",
    ),
    "QUIT": ("QUIT [<reason>]", "", "Leaves the hub."),
    "WHO": ("WHO <mask> [o] [%<fields>]", "", "Shows who fits a mask or is in a channel."),
    "WHOIS": ("WHOIS <nickname>", "", "Shows what is known of somebody."),
    "WHOWAS": ("WHOWAS <nickname> [<count>]", "", "Shows who had a nickname before."),
    "MARKREAD": (
        "MARKREAD <channel or nickname> [timestamp=<time>]",
        "",
        "Shows or moves how far you have read, on all your connections.",
    ),
    "METADATA": (
        "METADATA <target or *> GET|LIST|SET|CLEAR|SYNC|SUB|UNSUB|SUBS [<key>{ <key>}] [<value>]",
        "",
        "What you, others and channels say of themselves: display-name, avatar, status and the like.",
    ),
    "MONITOR": (
        "MONITOR +|- <nickname>{,<nickname>} or MONITOR C|L|S",
        "",
        "Tells when people come and go: add or remove them, clear, list, show who is here.",
    ),
    "ISON": ("ISON <nickname>{ <nickname>}", "", "Tells which of them are here."),
    "USERHOST": ("USERHOST <nickname>{ <nickname>}", "", "Shows addresses of up to five people."),
    "OPER": ("OPER <name> <password>", "", "Makes you an operator of this hub."),
    "KILL": ("KILL <nickname> <reason>", "", "Removes somebody from the hub. For operators."),
    "WALLOPS": ("WALLOPS <text>", "", "Speaks to all who have mode w. For operators."),
}

INFO = (
    "Hubbub: group chat for people on one network.",
    "One clicks Host, the others click Join. Any IRC client may come in.",
)


def is_this_server(hub: State, mask: str) -> bool:
    """Whether a server's name or mask means this one."""
    return matches(fold_nick(mask), fold_nick(hub.server))
