"""What the host and moderators do about people: bans of the whole hub, mutes for a time, and ordinary bans.

HUBBUB BAN and MUTE are our own (app.irc.ban_lines): elsewhere a ban is +b and KICK.
"""

from __future__ import annotations

from app.client.events import HubBanAdded, HubBanLifted, HubBansListed, Member, Muted
from app.client.state.session_state import SessionState
from app.client.wishes import AskHubBans, Ban, LiftHubBan, Mute
from app.irc.ban_lines import NOTHING, SUBCOMMAND, read_notice
from app.irc.masks import ban_mask, complete_mask
from app.irc.message import Message
from app.irc.text import one_line, read_number

_MUTED = "MUTED"
# Of one list; a hub has some hundred.
_BANS = 2_000


def ban(state: SessionState, wish: Ban) -> None:
    """Ban somebody as far as we may: from the hub as its host, else from the channel."""
    member = _member(state, wish.channel, wish.who)
    is_mask = bool(set(wish.who) & set("!@*"))
    if can_ban_from_hub(state) and not is_mask:
        who = (wish.who, *_identity(wish.account, wish.host, member))
        state.request("HUBBUB", SUBCOMMAND, "ADD", *who, *map(one_line, _given(wish.reason)))
    elif member is None:
        state.request("MODE", wish.channel, "+b", one_line(complete_mask(wish.who)))
    else:
        own = _member(state, wish.channel, state.nick)
        account = member.account if state.is_hub else ""
        mask = ban_mask(member.nick, member.host, own.host if own is not None else "", account)
        state.request("MODE", wish.channel, "+b", mask)
        state.request("KICK", wish.channel, wish.who, *map(one_line, _given(wish.reason)))


def mute(state: SessionState, wish: Mute) -> None:
    """Let somebody not speak in a channel."""
    who = _identity(wish.account, wish.host, _member(state, wish.channel, wish.nick))
    state.request("HUBBUB", "MUTE", wish.channel, wish.nick, *who, str(wish.seconds))


def can_mute(state: SessionState) -> bool:
    """Whether the server knows how."""
    return state.is_hub


def can_ban_from_hub(state: SessionState) -> bool:
    """Whether we are the host of this server, who alone sees and lifts the bans of all of it."""
    return state.is_hub and state.is_owner


def lift(state: SessionState, wish: LiftHubBan) -> None:
    """Let somebody into the hub again."""
    state.request("HUBBUB", SUBCOMMAND, "LIFT", wish.id)


def ask_for_bans(state: SessionState, _wish: AskHubBans) -> None:
    """Ask who is banned from the hub."""
    if can_ban_from_hub(state) and state.is_registered:
        state.listed_bans = []
        state.request_automatically("HUBBUB", SUBCOMMAND, "LIST")


def on_hubbub(state: SessionState, message: Message) -> None:
    """Take what the hub tells of bans and mutes."""
    words = message.params
    if words[0].upper() == _MUTED and len(words) == 5:
        seconds = read_number(words[3])
        if seconds is not None and state.channel(words[1]) is not None:
            state.emit(Muted(words[1], words[2], seconds, words[4]))
    elif words[0].upper() == SUBCOMMAND and state.is_owner:
        _on_ban(state, message.param(1).upper(), words[2:])


def _on_ban(state: SessionState, step: str, words: tuple[str, ...]) -> None:
    if step == "END":
        state.emit(HubBansListed(tuple(state.listed_bans)))
        state.listed_bans = []
        return
    notice = read_notice(words)
    if notice is None:
        return
    if step == "ADDED":
        state.emit(HubBanAdded(notice))
    elif step == "LIFTED":
        state.emit(HubBanLifted(notice))
    elif step == "LISTED" and len(state.listed_bans) < _BANS:
        state.listed_bans.append(notice)


def _member(state: SessionState, channel: str, nick: str) -> Member | None:
    inside = state.channel(channel)
    return inside.members.get(state.fold(nick)) if inside is not None else None


def _identity(account: str, host: str, member: Member | None) -> tuple[str, str]:
    """Account and host of who is meant: as they were seen when it was wished, else as they are now."""
    if not account and not host and member is not None:
        account, host = member.account, member.host
    return account or NOTHING, host or NOTHING


def _given(reason: str) -> tuple[str, ...]:
    return (reason,) if reason else ()
