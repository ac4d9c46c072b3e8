"""People: what is known of them and told by them; away; the answers of WHO, WHOIS and MONITOR; read markers.

https://modern.ircdocs.horse/#user-based-queries and away-notify, account-notify, chghost, setname, metadata,
monitor and read-marker at https://ircv3.net/irc/
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from app.client.events import Member, MembersListed, OwnAwayChanged, WhoisArrived
from app.client.features import markers, monitor_list, profiles
from app.client.features.monitor_list import change_person
from app.client.handlers.row import HandlerRow, ignore
from app.client.state.session_state import SessionState
from app.irc import numerics as n
from app.irc.message import Message
from app.irc.servertime import read_seconds
from app.irc.text import read_number

# A server that never ends its WHOIS answers must not fill memory.
OPEN_WHOIS = 32
WHOIS_CHANNELS = 4_000  # characters; ten times what anybody reads
# What is asked of servers that have WHOX (https://ircv3.net/specs/extensions/whox): accounts, beside what 352
# tells. The token tells our own question from another's.
WHOX_TOKEN = "152"
WHOX_FIELDS = f"%tcuhnfar,{WHOX_TOKEN}"


def away_text(text: str) -> str:
    """An away message; `*` says that somebody is not there and not why (draft/pre-away)."""
    return "" if text == "*" else text


def _on_away(state: SessionState, message: Message) -> None:
    """away-notify: without a text, or with an empty one, they are back."""
    away = away_text(message.param(0)) if message.param(0) else None
    change_person(state, message.sender.nick, lambda member: replace(member, away=away))


def _on_account(state: SessionState, message: Message) -> None:
    account = message.params[0].removeprefix("*")
    change_person(state, message.sender.nick, lambda member: replace(member, account=account))


def _on_chghost(state: SessionState, message: Message) -> None:
    user, host = message.params[0], message.params[1]
    change_person(state, message.sender.nick, lambda member: replace(member, user=user, host=host))


def _on_setname(state: SessionState, message: Message) -> None:
    realname = message.params[0]
    change_person(state, message.sender.nick, lambda member: replace(member, realname=realname))


def _on_away_told(state: SessionState, message: Message) -> None:
    """301 <us> <nick> :<text>, on a message to somebody who is away or within WHOIS."""
    nick, away = message.params[1], away_text(message.params[2])
    asked = state.whois.get(state.fold(nick))
    if asked is not None:
        state.whois[state.fold(nick)] = replace(asked, away=away)
    change_person(state, nick, lambda member: replace(member, away=away))


def _on_own_away(state: SessionState, message: Message) -> None:
    away = message.command == n.RPL_NOWAWAY
    state.is_away = away
    state.emit(OwnAwayChanged(away))
    words = message.params[-1] if away else None
    change_person(state, state.nick, lambda member: replace(member, away=words))


def _on_who(state: SessionState, message: Message) -> None:
    """352 <us> <channel> <user> <host> <server> <nick> <flags> :<hops> <real name>"""
    channel, user, host, _server, nick, flags = message.params[1:7]
    realname = message.params[-1].partition(" ")[2]
    _complete(state, channel, Member(nick, user, host, realname), flags)


def _on_whox(state: SessionState, message: Message) -> None:
    """354 <us> <token> <channel> <user> <host> <nick> <flags> <account> :<real name>"""
    token, channel, user, host, nick, flags, account, realname = message.params[1:9]
    if token == WHOX_TOKEN:
        _complete(
            state, channel, Member(nick, user, host, realname, "" if account == "0" else account), flags
        )


def _complete(state: SessionState, channel_name: str, told: Member, flags: str) -> None:
    """Add what WHO tells of a member; MembersListed follows at its end."""
    channel, key = state.channel(channel_name), state.fold(told.nick)
    if channel is None or key not in channel.members:
        return
    member, away = channel.members[key], None
    if flags.startswith("G"):
        away = member.away if member.away is not None else ""
    channel.members[key] = replace(
        member,
        user=told.user,
        host=told.host,
        realname=told.realname,
        account=told.account or member.account,
        away=away,
    )


def _on_end_of_who(state: SessionState, message: Message) -> None:
    channel = state.channel(message.params[1])
    if channel is not None and channel.awaits_who:
        channel.awaits_who = False
        state.emit(MembersListed(channel.name, tuple(channel.members.values())))


def _on_whois_user(state: SessionState, message: Message) -> None:
    """311 <us> <nick> <user> <host> * :<real name>"""
    _, nick, user, host = message.params[:4]
    while len(state.whois) >= OPEN_WHOIS:
        del state.whois[next(iter(state.whois))]
    state.whois[state.fold(nick)] = WhoisArrived(
        nick=nick,
        user=user,
        host=host,
        realname=message.params[-1],
        account="",
        channels="",
        idle=None,
        signed_on=None,
        away="",
    )


def _on_whois_more(state: SessionState, message: Message) -> None:
    key = state.fold(message.params[1])
    asked = state.whois.get(key)
    if asked is None:
        return
    value = message.param(2)
    if message.command == n.RPL_WHOISCHANNELS:
        state.whois[key] = replace(asked, channels=f"{asked.channels} {value}".strip()[:WHOIS_CHANNELS])
    elif message.command == n.RPL_WHOISACCOUNT:
        state.whois[key] = replace(asked, account=value)
    else:
        state.whois[key] = replace(
            asked,
            idle=read_number(value),
            signed_on=read_seconds(message.param(3)),
        )


def _on_end_of_whois(state: SessionState, message: Message) -> None:
    asked = state.whois.pop(state.fold(message.params[1]), None)
    if asked is not None:
        state.emit(asked)


ROWS = {
    "AWAY": HandlerRow(_on_away),
    "ACCOUNT": HandlerRow(_on_account, least=1),
    "CHGHOST": HandlerRow(_on_chghost, least=2),
    "SETNAME": HandlerRow(_on_setname, least=1),
    n.RPL_AWAY: HandlerRow(_on_away_told, least=3),
    n.RPL_UNAWAY: HandlerRow(_on_own_away, early=True),
    n.RPL_NOWAWAY: HandlerRow(_on_own_away, least=1, early=True),
    n.RPL_WHOREPLY: HandlerRow(_on_who, least=8),
    n.RPL_WHOSPCRPL: HandlerRow(_on_whox, least=9),
    n.RPL_ENDOFWHO: HandlerRow(_on_end_of_who, least=2),
    n.RPL_WHOISUSER: HandlerRow(_on_whois_user, least=4),
    n.RPL_WHOISCHANNELS: HandlerRow(_on_whois_more, least=3),
    n.RPL_WHOISACCOUNT: HandlerRow(_on_whois_more, least=3),
    n.RPL_WHOISIDLE: HandlerRow(_on_whois_more, least=3),
    n.RPL_ENDOFWHOIS: HandlerRow(_on_end_of_whois, least=2),
    "MARKREAD": HandlerRow(markers.on_marker, least=2),
    "METADATA": HandlerRow(profiles.on_metadata, least=3, early=True),
    n.RPL_KEYVALUE: HandlerRow(profiles.on_value, least=4, early=True),
    n.RPL_KEYNOTSET: HandlerRow(profiles.on_no_value, least=3, early=True),
    n.RPL_METADATASUBOK: HandlerRow(ignore),
    n.RPL_METADATASYNCLATER: HandlerRow(profiles.sync_later, least=2),
    n.RPL_MONONLINE: HandlerRow(partial(monitor_list.on_presence, online=True), least=2),
    n.RPL_MONOFFLINE: HandlerRow(partial(monitor_list.on_presence, online=False), least=2),
    n.RPL_MONLIST: HandlerRow(ignore),
    n.RPL_ENDOFMONLIST: HandlerRow(ignore),
    n.ERR_MONLISTFULL: HandlerRow(ignore),
    n.RPL_WHOISSERVER: HandlerRow(ignore),
    n.RPL_WHOISOPERATOR: HandlerRow(ignore),
    n.RPL_WHOISACTUALLY: HandlerRow(ignore),
    n.RPL_WHOISHOST: HandlerRow(ignore),
    n.RPL_WHOISMODES: HandlerRow(ignore),
    n.RPL_WHOISSECURE: HandlerRow(ignore),
}
