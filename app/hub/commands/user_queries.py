"""Asking about people: WHOIS, WHOWAS, ISON, USERHOST. https://modern.ircdocs.horse/#user-based-queries"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from app.hub.channels.metadata import DRAFTS, EVERYBODY, values_of_person
from app.hub.commands.command_row import Row
from app.hub.data.costs import LOOKED_AT
from app.hub.data.entities import Person
from app.hub.data.hub_state import State
from app.hub.data.limits import USERHOST_NICKS
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.capabilities import fill_lines
from app.irc.names import fold_nick
from app.irc.servertime import clamp_time


def on_whois(hub: State, ask: Request) -> None:
    """Show what is known of somebody who is here."""
    *servers, nick = ask.params[:2] or ("",)
    if not nick:
        ask.numeric(n.ERR_NONICKNAMEGIVEN, "No nickname given")
        return
    if servers and not (hub.is_called(servers[0]) or hub.person(servers[0])):
        ask.numeric(n.ERR_NOSUCHSERVER, servers[0], "No such server")
        return
    target = hub.person(nick)
    if target is None:
        ask.numeric(n.ERR_NOSUCHNICK, nick, "No such nickname")
    else:
        _tell_person(hub, ask, target)
    ask.numeric(n.RPL_ENDOFWHOIS, nick, "End of WHOIS")


def _tell_person(hub: State, ask: Request, target: Person) -> None:
    ask.numeric(n.RPL_WHOISUSER, target.nick, target.user, target.host, "*", target.realname)
    channels = [
        channel.prefixes(target, every=True) + channel.name
        for channel in target.channels.values()
        if channel.shows_people_to(ask.person) and _may_see(ask.person, target)
    ]
    if channels:
        for line in fill_lines(channels, ask.budget(n.RPL_WHOISCHANNELS, target.nick)):
            ask.numeric(n.RPL_WHOISCHANNELS, target.nick, line)
    ask.numeric(n.RPL_WHOISSERVER, target.nick, hub.server, hub.title)
    if target.away is not None:
        ask.numeric(n.RPL_AWAY, target.nick, target.away)
    if target.is_owner:
        ask.numeric(n.RPL_WHOISOPERATOR, target.nick, "is the host")
    elif target.is_oper:
        ask.numeric(n.RPL_WHOISOPERATOR, target.nick, "is an operator")
    if target.is_bot:
        ask.numeric(n.RPL_WHOISBOT, target.nick, "is a bot")
    if target.account:
        ask.numeric(n.RPL_WHOISACCOUNT, target.nick, target.account, "is logged in as")
    if target.is_secure:
        ask.numeric(n.RPL_WHOISSECURE, target.nick, "is using a secure connection")
    if not DRAFTS.isdisjoint(ask.session.caps):
        for key, value in values_of_person(hub, target).items():
            ask.numeric(n.RPL_WHOISKEYVALUE, target.nick, key, EVERYBODY, value)
    idle = str(max(0, int(hub.now - target.spoke)))
    ask.numeric(n.RPL_WHOISIDLE, target.nick, idle, str(int(target.connected)), "seconds idle, signon time")


def _may_see(asker: Person, target: Person) -> bool:
    """Who is invisible shows its channels to those who are in one of them."""
    return "i" not in target.modes or asker is target or not asker.channels.keys().isdisjoint(target.channels)


def on_whowas(hub: State, ask: Request) -> None:
    """Show who had a nickname before."""
    nick, count = ask.param(0), ask.param(1)
    if not nick:
        ask.numeric(n.ERR_NONICKNAMEGIVEN, "No nickname given")
        return
    key = fold_nick(nick)
    ask.charge(LOOKED_AT * len(hub.whowas))
    found = [former for former in hub.whowas if fold_nick(former.nick) == key]
    if count.isascii() and count.isdecimal() and len(count) < 6 and int(count) > 0:
        found = found[: int(count)]
    for former in found:
        ask.numeric(n.RPL_WHOWASUSER, former.nick, former.user, former.host, "*", former.realname)
        until = datetime.fromtimestamp(clamp_time(former.until), UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
        ask.numeric(n.RPL_WHOISSERVER, former.nick, hub.server, f"until {until}")
    if not found:
        ask.numeric(n.ERR_WASNOSUCHNICK, nick, "There was no such nickname")
    ask.numeric(n.RPL_ENDOFWHOWAS, nick, "End of WHOWAS")


def on_ison(hub: State, ask: Request) -> None:
    """Tell which of some nicknames are here."""
    here = (person.nick for person in _find(hub, ask.params))
    for line in fill_lines(here, ask.budget(n.RPL_ISON)):
        ask.send(n.RPL_ISON, ask.person.nick, line)


def on_userhost(hub: State, ask: Request) -> None:
    """Tell addresses of up to five people."""
    replies = []
    for person in list(_find(hub, ask.params))[:USERHOST_NICKS]:
        star = "*" if person.is_oper else ""
        sign = "+" if person.away is None else "-"
        replies.append(f"{person.nick}{star}={sign}{person.user}@{person.host}")
    for line in fill_lines(replies, ask.budget(n.RPL_USERHOST)):
        ask.send(n.RPL_USERHOST, ask.person.nick, line)


def _find(hub: State, params: Iterable[str]) -> Iterable[Person]:
    for param in params:
        for nick in param.split():
            person = hub.person(nick)
            if person is not None:
                yield person


ROWS = {
    "WHOIS": Row(on_whois, help=("WHOIS <nickname>", "Shows what is known of somebody.")),
    "WHOWAS": Row(on_whowas, help=("WHOWAS <nickname> [<count>]", "Shows who had a nickname before.")),
    "ISON": Row(on_ison, 1, help=("ISON <nickname>{ <nickname>}", "Tells which of them are here.")),
    "USERHOST": Row(
        on_userhost, 1, help=("USERHOST <nickname>{ <nickname>}", "Shows addresses of up to five people.")
    ),
}
