"""MODE: of channels by the kind of mode, and of oneself. https://modern.ircdocs.horse/#mode-message"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from app.hub.channels import standings
from app.hub.channels.persistence import note_rank, save
from app.hub.commands.command_row import Row
from app.hub.data.entities import LEVELS, OPERATOR, OWNER, SPEC, Channel
from app.hub.data.events import ModeSet
from app.hub.data.hub_state import State
from app.hub.data.limits import KEY_LENGTH, LIST_ENTRIES, MODES_PER_LINE
from app.hub.data.mask_lists import ListEntry, complete
from app.hub.data.outgoing import line_by
from app.hub.people.features import USER_MODES
from app.hub.people.passwords import account_called
from app.hub.telling.fanout import broadcast, tell_channel
from app.hub.telling.recording import record
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.linebuffer import BODY_LIMIT
from app.irc.mode_strings import ModeChange, format_modes, parse_modes
from app.irc.names import fold_nick, means_channel

# A mask is matched on every join, in time that grows with its length.
MASK_LENGTH = 200

# What a change does: gives back the change as it is told, None when nothing changed.
Apply = Callable[[State, Request, Channel, ModeChange], ModeChange | None]

_LIST_NUMERICS = {
    "b": (n.RPL_BANLIST, n.RPL_ENDOFBANLIST, "End of bans"),
    "e": (n.RPL_EXCEPTLIST, n.RPL_ENDOFEXCEPTLIST, "End of exceptions"),
    "I": (n.RPL_INVEXLIST, n.RPL_ENDOFINVEXLIST, "End of invitation masks"),
}


def on_mode(hub: State, ask: Request) -> None:
    """Show or change the modes of a channel or of the asker."""
    name = ask.param(0)
    if not means_channel(name):
        _on_user_mode(hub, ask)
    elif (channel := hub.known_channel(name, ask.person)) is None:
        ask.numeric(n.ERR_NOSUCHCHANNEL, name, "No such channel")
    elif len(ask.params) == 1:
        ask.send(n.RPL_CHANNELMODEIS, ask.person.nick, channel.name, *channel.modes_for(ask.person))
        ask.numeric(n.RPL_CREATIONTIME, channel.name, str(int(channel.created)))
    else:
        _on_channel_mode(hub, ask, channel)


def _on_channel_mode(hub: State, ask: Request, channel: Channel) -> None:
    changes = parse_modes(ask.param(1), ask.params[2:], SPEC)[:MODES_PER_LINE]
    for mode in dict.fromkeys(change.mode for change in changes if _is_query(change)):
        _tell_list(ask, channel, mode)
    changes = [change for change in changes if not _is_query(change)]
    if not changes:
        return
    if channel.level(ask.person) < LEVELS[OPERATOR]:
        if ask.person in channel.members:
            ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "You are not a moderator of that channel")
        else:
            ask.numeric(n.ERR_NOTONCHANNEL, channel.name, "You are not in that channel")
        return
    applied = [done for change in changes if (done := _apply(hub, ask, channel, change)) is not None]
    if applied:
        save(hub, channel)
        tell_changes(hub, ask, channel, applied)


def _is_query(change: ModeChange) -> bool:
    return change.mode in SPEC.lists and not change.param


def _tell_list(ask: Request, channel: Channel, mode: str) -> None:
    entry_code, end_code, text = _LIST_NUMERICS[mode]
    for entry in channel.lists[mode].values():
        ask.numeric(entry_code, channel.name, entry.mask, entry.by, str(int(entry.time)))
    ask.numeric(end_code, channel.name, text)


def _apply(hub: State, ask: Request, channel: Channel, change: ModeChange) -> ModeChange | None:
    apply = _APPLIES.get(change.mode)
    if apply is None:
        ask.numeric(n.ERR_UNKNOWNMODE, change.mode, "is not a mode of channels here")
        return None
    return apply(hub, ask, channel, change)


def tell_changes(hub: State, ask: Request, channel: Channel, applied: list[ModeChange]) -> None:
    """Tell everybody in a channel what the asker has changed of it, and keep it."""
    person = ask.person
    room = BODY_LIMIT - len(f":{person.source} MODE {channel.name} \r\n".encode())
    for params in format_modes(applied, budget=room):
        line = line_by(person, "MODE", channel.name, *params, **hub.stamp())
        ask.add(line)
        tell_channel(hub, channel, line, but=ask.session)
        record(hub, line, channel.key, person)
    shown = [replace(change, param="*") if change.mode == "k" else change for change in applied]
    for params in format_modes(shown):
        hub.events.append(ModeSet(hub.now, channel.name, " ".join(params), person.nick))


def _flag(hub: State, ask: Request, channel: Channel, change: ModeChange) -> ModeChange | None:
    if (change.mode in channel.flags) == change.adding:
        return None
    (channel.flags.add if change.adding else channel.flags.discard)(change.mode)
    return change


def _key(hub: State, ask: Request, channel: Channel, change: ModeChange) -> ModeChange | None:
    if not change.adding:
        old, channel.password = channel.password, None
        return replace(change, param=old) if old is not None else None
    key = change.param or ""
    is_fit = key and len(key.encode()) <= KEY_LENGTH and key.isprintable() and not set(key) & set(" ,:")
    if not is_fit:
        _refuse_param(ask, channel, change, "A key is one word without commas and colons")
        return None
    channel.password = key
    return change


def _limit(hub: State, ask: Request, channel: Channel, change: ModeChange) -> ModeChange | None:
    if not change.adding:
        old, channel.limit = channel.limit, None
        return change if old is not None else None
    text = change.param or ""
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text) > 0):
        _refuse_param(ask, channel, change, "A limit is a number above zero")
        return None
    channel.limit = int(text)
    return replace(change, param=str(channel.limit))


def _refuse_param(ask: Request, channel: Channel, change: ModeChange, text: str) -> None:
    shown = "*" if change.mode == "k" or not change.param else change.param
    ask.numeric(n.ERR_INVALIDMODEPARAM, channel.name, change.mode, shown, text)


def _mask(hub: State, ask: Request, channel: Channel, change: ModeChange) -> ModeChange | None:
    word = (change.param or "").partition(" ")[0].lstrip(":")
    mask = complete(word)
    folded = fold_nick(mask)
    masks = channel.lists[change.mode]
    if not change.adding:
        gone = masks.pop(folded, None)
        if gone is None:
            return None
        if change.mode == "b":
            standings.give_back(hub, standings.key_of(channel, gone))
        return replace(change, param=gone.mask)
    if folded in masks:
        return None
    entry = ListEntry(mask, folded, ask.person.nick, hub.now)
    is_vain = change.mode == "I" and entry.is_mute
    if not mask or is_vain or len(mask.encode()) > MASK_LENGTH:
        _refuse_param(ask, channel, change, "A mask is nick!user@host with * and ?")
        return None
    if len(masks) >= LIST_ENTRIES:
        ask.numeric(n.ERR_BANLISTFULL, channel.name, change.mode, "The list is full")
        return None
    masks[folded] = entry
    return replace(change, param=mask)


def _rank(hub: State, ask: Request, channel: Channel, change: ModeChange) -> ModeChange | None:
    nick = change.param or ""
    target = hub.person(nick)
    if not nick:
        _refuse_param(ask, channel, change, "Whose?")
    elif (target is None or target not in channel.members) and _take_from_absent(hub, channel, change):
        return change
    elif target is None:
        ask.numeric(n.ERR_NOSUCHNICK, nick, "No such nickname")
    elif target not in channel.members:
        ask.numeric(n.ERR_USERNOTINCHANNEL, target.nick, channel.name, "They are not in that channel")
    elif change.mode == OWNER:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "Only who opened this hub is its host")
    elif target.is_owner and not change.adding and target is not ask.person and not ask.person.is_oper:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "Nobody can take the host's rank")
    elif channel.set_rank(target, change.mode, given=change.adding):
        note_rank(hub, channel, target.account, change.mode, given=change.adding)
        return replace(change, param=target.nick)
    return None


def _take_from_absent(hub: State, channel: Channel, change: ModeChange) -> bool:
    """Take the rank of an account that is not in the channel, and would have it again when it comes."""
    account = account_called(hub, change.param or "")
    if change.adding or account is None or change.mode not in channel.ranks.get(account, ""):
        return False
    note_rank(hub, channel, account, change.mode, given=False)
    return True


_APPLIES: dict[str, Apply] = {
    **dict.fromkeys(SPEC.flags, _flag),
    **dict.fromkeys(SPEC.lists, _mask),
    **dict.fromkeys(SPEC.ranks, _rank),
    SPEC.always: _key,
    SPEC.when_set: _limit,
}


def _on_user_mode(hub: State, ask: Request) -> None:
    person = ask.person
    target = hub.person(ask.param(0))
    if target is None:
        ask.numeric(n.ERR_NOSUCHNICK, ask.param(0), "No such nickname")
    elif target is not person:
        ask.numeric(n.ERR_USERSDONTMATCH, "You can only see and change your own modes")
    elif len(ask.params) == 1:
        ask.numeric(n.RPL_UMODEIS, "+" + "".join(sorted(person.modes)))
    else:
        _change_own_modes(hub, ask)


def _change_own_modes(hub: State, ask: Request) -> None:
    person, applied = ask.person, []
    is_unknown = False
    for change in parse_modes(ask.param(1), (), SPEC):
        if change.mode not in USER_MODES:
            is_unknown = True
        elif change.adding == (change.mode in person.modes):
            continue
        elif change.mode == "o" and change.adding:
            continue  # only OPER gives it
        else:
            (person.modes.add if change.adding else person.modes.discard)(change.mode)
            applied.append(replace(change, param=None))
    person.is_oper = "o" in person.modes
    hub.count_modes(person)
    for params in format_modes(applied):
        line = line_by(person, "MODE", person.nick, *params, time=hub.now)
        ask.add(line)
        broadcast(hub, line, [session for session in person.sessions if session is not ask.session])
    if is_unknown:
        ask.numeric(n.ERR_UMODEUNKNOWNFLAG, "Unknown mode")


ROWS = {
    "MODE": Row(
        on_mode,
        1,
        help=(
            "MODE <channel or nickname> [<modes> [<parameters>]]",
            "Channels: b ban, e exception, I invitation list, k key, l limit,",
            "C no CTCP, M only who is logged in speaks, R only who is logged in enters,",
            "i invite only, m moderated, n members only, s secret, t topic lock,",
            "o moderator, v voice. Yourself: B bot, i invisible, w wallops,",
            "s server notices.",
        ),
    )
}
