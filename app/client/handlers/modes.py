"""Modes: ranks, keys and limits of channels, ban lists. https://modern.ircdocs.horse/#mode-message"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from itertools import count

from app.client.events import (
    BanChanged,
    BanListed,
    ChannelModesChanged,
    MemberChanged,
    RankChanged,
    ServerSaid,
)
from app.client.handlers.row import HandlerRow, ignore
from app.client.state.channel_state import BanEntry, ChannelState
from app.client.state.session_state import SessionState
from app.irc import numerics as n
from app.irc.message import Message, Source
from app.irc.mode_strings import ModeChange, format_modes, parse_modes
from app.irc.msgid import part_id
from app.irc.servertime import read_seconds

BAN = "b"
KEY = "k"
# What stands for a key that is not told, and not shown to who looks over a shoulder.
HIDDEN = "*"
# Of one channel; servers keep some hundred.
BANS = 5_000
# A rank that a server gives this soon after somebody came in belongs to that; the lines are of one turn.
RANK_SECONDS = 1.0
# Modes are letters and digits, on some servers a sign.
MODES = 100


def _on_mode(state: SessionState, message: Message) -> None:
    channel = state.channel(message.params[0])
    if channel is None:
        if state.is_me(message.params[0]):  # not of a channel: what the server notes of us
            state.emit(ServerSaid(f"MODE {' '.join(message.params)}", "", state.time))
        return
    by = message.sender.nick
    told = parse_mode_line(state, message)
    for change, msgid in told.ranks:
        _change_rank(state, channel, change, mode_setter(message), msgid)
    for change, msgid in told.bans:
        _change_ban(state, channel, change, mode_setter(message), msgid)
    for change in told.plain:
        _apply(channel, change)
    for text, msgid in told.texts:
        _tell_modes(state, channel, text, by, msgid)


@dataclass(slots=True)
class ParsedModes:
    """What a MODE line of a channel tells, each thing with its id; `texts` are those of all `plain` ones."""

    ranks: list[tuple[ModeChange, str]] = field(default_factory=list)
    bans: list[tuple[ModeChange, str]] = field(default_factory=list)
    plain: list[ModeChange] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)


def parse_mode_line(state: SessionState, message: Message) -> ParsedModes:
    """Read a MODE line; the same for one that comes now and for one of the history."""
    spec, told, parts = state.mode_spec, ParsedModes(), count()
    for change in parse_modes(message.param(1), message.params[2:], spec):
        if change.mode in spec.ranks:
            told.ranks.append((change, part_id(message.msgid, next(parts))))
        elif change.mode not in spec.lists:
            told.plain.append(change)
        elif change.mode == BAN and change.param:
            told.bans.append((change, part_id(message.msgid, next(parts))))
    shown = [replace(change, param=HIDDEN) if change.mode == KEY else change for change in told.plain]
    told.texts = [(" ".join(words), part_id(message.msgid, next(parts))) for words in format_modes(shown)]
    return told


def mode_setter(message: Message) -> str:
    """Who gave a rank, set a ban or took one, "" for a server: nobody knows what that is called."""
    sender = message.sender
    return sender.nick if sender.user or sender.host or "." not in sender.nick else ""


def is_rank_on_join(by: str, change: ModeChange, came: Collection[float], now: float) -> bool:
    """Whether a rank is what its member came in with, which the server says right behind the coming.

    `came` are the times at which that may have been. It was given earlier, as to an account, so
    nothing happened; the list of people shows it.
    """
    return change.adding and not by and any(0 <= now - time <= RANK_SECONDS for time in came)


def _change_rank(state: SessionState, channel: ChannelState, change: ModeChange, by: str, msgid: str) -> None:
    key = state.fold(change.param or "")
    member = channel.members.get(key)
    if member is None:
        return
    held = set(member.ranks) | {change.mode} if change.adding else set(member.ranks) - {change.mode}
    ranks = "".join(rank for rank in state.mode_spec.ranks if rank in held)
    channel.members[key] = replace(member, ranks=ranks)
    came = () if member.joined is None else (member.joined,)
    if not is_rank_on_join(by, change, came, state.time):
        state.emit(RankChanged(channel.name, member.nick, change.mode, change.adding, by, state.time, msgid))
    state.emit(MemberChanged(channel.name, channel.members[key]))


def _change_ban(state: SessionState, channel: ChannelState, change: ModeChange, by: str, msgid: str) -> None:
    mask = change.param or ""
    if change.adding:
        channel.last_ban = BanEntry(mask, by, state.time)
    state.emit(BanChanged(channel.name, mask, change.adding, by, state.time, msgid))


def _apply(channel: ChannelState, change: ModeChange) -> None:
    if not change.adding:
        channel.modes.pop(change.mode, None)
        if change.mode == KEY:
            channel.key = ""
        return
    if change.mode in channel.modes or len(channel.modes) < MODES:
        channel.modes[change.mode] = change.param
    if change.mode == KEY and change.param and change.param != HIDDEN:
        channel.key = change.param


def _tell_modes(state: SessionState, channel: ChannelState, text: str, by: str, msgid: str = "") -> None:
    event = ChannelModesChanged(channel.name, channel.modes_text, channel.key, text, by, state.time, msgid)
    state.emit(event)


def _on_modes_told(state: SessionState, message: Message) -> None:
    """324 <us> <channel> <modes> [<parameters>...]"""
    channel = state.channel(message.params[1])
    if channel is None:
        return
    channel.modes.clear()
    for change in parse_modes(message.params[2], message.params[3:], state.mode_spec):
        if change.adding:
            _apply(channel, change)
    _tell_modes(state, channel, " ".join(message.params[2:]), "")


def _on_ban_entry(state: SessionState, message: Message) -> None:
    """367 <us> <channel> <mask> [<who> <when>]"""
    channel = state.channel(message.params[1])
    if channel is None:
        return
    time = read_seconds(message.param(4)) or 0.0
    if channel.bans_so_far is None:
        channel.bans_so_far = []
    if len(channel.bans_so_far) < BANS:
        channel.bans_so_far.append(BanEntry(message.params[2], Source.parse(message.param(3)).nick, time))


def _on_end_of_bans(state: SessionState, message: Message) -> None:
    channel = state.channel(message.params[1])
    if channel is not None:
        bans = tuple((ban.mask, ban.by, ban.time) for ban in channel.bans_so_far or ())
        channel.bans_so_far = None
        state.emit(BanListed(channel.name, bans))


ROWS = {
    "MODE": HandlerRow(_on_mode, least=2),
    n.RPL_CHANNELMODEIS: HandlerRow(_on_modes_told, least=3),
    n.RPL_BANLIST: HandlerRow(_on_ban_entry, least=3),
    n.RPL_ENDOFBANLIST: HandlerRow(_on_end_of_bans, least=2),
    n.RPL_UMODEIS: HandlerRow(ignore),
}
