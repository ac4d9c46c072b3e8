"""Channels: who comes and goes, what they are called, topics and invitations.

https://modern.ircdocs.horse/#channel-operations
"""

from __future__ import annotations

from dataclasses import replace

from app.client.events import (
    Invited,
    InviteSeen,
    LeaveKind,
    Member,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    MembersListed,
    NickChanged,
    RoomLeft,
    RoomRenamed,
    TopicChanged,
)
from app.client.features import joining, profiles, typing_status
from app.client.features.quit_reasons import LeaveCause, read_quit
from app.client.handlers.people import WHOX_FIELDS
from app.client.handlers.row import HandlerRow, ignore
from app.client.state.channel_state import BanEntry, ChannelState
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc import masks
from app.irc import numerics as n
from app.irc.message import Message, Source
from app.irc.room_lines import read_title
from app.irc.servertime import read_seconds

# WHO of a larger channel is long enough to trip flood limits; away and host are then learnt as people act.
WHO_MEMBERS = 200
# A kick this soon after a ban that fits is that ban's.
BAN_KICK_SECONDS = 5.0


def _on_join(state: SessionState, message: Message) -> None:
    sender = message.sender
    for name in message.params[0].split(","):
        if state.is_me(sender.nick):
            if not joining.may_enter(state, name):
                continue
            joining.enter(state, name, message.msgid)
        channel = state.channel(name)
        if channel is not None:
            _add(state, channel, sender, message)


def _add(state: SessionState, channel: ChannelState, sender: Source, message: Message) -> None:
    is_extended = caps.EXTENDED_JOIN in state.caps and len(message.params) > 2
    account = message.tags.get("account", "")
    if is_extended:
        account = message.params[1].removeprefix("*") or account
    member = Member(
        nick=sender.nick,
        user=sender.user,
        host=sender.host,
        realname=message.params[2] if is_extended else "",
        account=account,
        joined=state.time,
    )
    member = profiles.with_known_profile(state, member)
    key = state.fold(sender.nick)
    is_known = key in channel.members
    if not is_known and not state.has_place_in(channel):
        return
    channel.members[key] = member
    if channel.names_so_far is not None:
        channel.names_so_far.add(key)
    if not state.is_me(sender.nick):
        joined = MemberJoined(channel.name, member, state.time, message.msgid)
        state.emit(MemberChanged(channel.name, member) if is_known else joined)


def _on_part(state: SessionState, message: Message) -> None:
    for name in message.params[0].split(","):
        _remove(state, message, name, message.sender.nick, LeaveCause(LeaveKind.PARTED, "", message.param(1)))


def _on_kick(state: SessionState, message: Message) -> None:
    name, nick = message.params[0], message.params[1]
    channel = state.channel(name)
    if channel is not None:
        who = channel.members.get(state.fold(nick), Member(nick))
        source = Source(nick, who.user, who.host)
        removal = read_kick(state, message, channel.last_ban, source, account=who.account)
        _remove(state, message, name, nick, removal)
    elif state.is_me(nick):
        joining.forget_held(state, name)


def read_kick(
    state: SessionState,
    message: Message,
    ban: BanEntry | None,
    who: Source | None,
    *,
    account: str | None = None,
) -> LeaveCause:
    """A removal, which is a ban's where that came just before and fits.

    `who`: the removed, None where nothing is known but the nickname; `account`: theirs, None where it is not
    known. The same for a line that comes now and for one of the history, so both are told in the same words.
    """
    by, nick, reason = message.sender.nick, message.params[1], message.param(2)
    is_ban = (
        ban is not None
        and state.fold(ban.by) == state.fold(by)
        and 0 <= state.time - ban.time <= BAN_KICK_SECONDS
        and _fits(state, ban.mask, who, nick, account)
    )
    kind = LeaveKind.BANNED if is_ban else LeaveKind.KICKED
    return LeaveCause(kind, by, "" if reason in (by, nick) else reason)


def _fits(state: SessionState, mask: str, who: Source | None, nick: str, account: str | None) -> bool:
    if masks.is_mute(mask):
        return False
    if mask.startswith(masks.OF_ACCOUNT):
        return account is None or masks.fits(state.fold(mask), state.fold(account), "")
    mask = state.fold(masks.complete_mask(mask))
    if who is None:
        return masks.matches(mask.partition("!")[0], state.fold(nick))
    return masks.fits(mask, "", state.fold(str(Source(nick, who.user or "*", who.host or "*"))))


def _remove(state: SessionState, message: Message, name: str, nick: str, how: LeaveCause) -> None:
    channel = state.channel(name)
    if channel is None:
        if state.is_me(nick):
            joining.forget_held(state, name)
        return
    if state.is_me(nick):
        del state.channels[state.fold(name)]
        typing_status.forget_all(state, channel.name)
        state.emit(RoomLeft(channel.name, how.kind, how.by, how.reason, state.time, message.msgid))
        return
    typing_status.forget(state, channel.name, nick)
    if channel.members.pop(state.fold(nick), None) is not None:
        profiles.lose_sight(state, nick)
        left = MemberLeft(channel.name, nick, how.kind, how.by, how.reason, state.time, message.msgid)
        state.emit(left)


def _on_quit(state: SessionState, message: Message) -> None:
    nick = message.sender.nick
    if state.is_me(nick):
        return  # ERROR or the end of the connection follows and tells more
    cause = read_quit(message.param(0))
    state.profiles.pop(state.fold(nick), None)
    typing_status.forget(state, nick, nick)  # in a private talk
    for channel, _ in list(state.shared_with(nick)):
        _remove(state, message, channel.name, nick, cause)
    _regain(state, nick)


def _on_nick(state: SessionState, message: Message) -> None:
    old, new = message.sender.nick, message.params[0]
    request = state.labelled_requests.get(state.label)
    if request is not None and request.command == "NICK":
        old = state.nick  # InspIRCd 3 names the new nickname as the source of a labelled change
    own = state.is_me(old)
    shared = list(state.shared_with(old))
    profiles.rename(state, old, new)
    typing_status.forget(state, old, old)
    for channel, member in shared:
        typing_status.forget(state, channel.name, old)
        del channel.members[state.fold(old)]
        channel.members[state.fold(new)] = replace(member, nick=new)
        if channel.names_so_far is not None:
            channel.names_so_far.add(state.fold(new))
    if own:
        state.nick = new
    names = tuple(channel.name for channel, _ in shared)
    state.emit(NickChanged(old, new, own, names, state.time, message.msgid))
    if not own:
        _regain(state, old)


def _regain(state: SessionState, freed: str) -> None:
    """Our own name, held by a ghost at the welcome, is free again."""
    if state.other_nicks and state.fold(freed) == state.fold(state.options.nick):
        state.other_nicks = 0
        state.request_automatically("NICK", state.options.nick, labelled=False)


def _on_rename(state: SessionState, message: Message) -> None:
    """RENAME <old> <new> :<reason>; members, modes and topic stay."""
    old, new, reason = message.params[0], message.params[1], message.param(2)
    channel = state.channels.pop(state.fold(old), None)
    if channel is None:
        return
    typing_status.forget_all(state, channel.name)
    old, channel.name = channel.name, new
    state.channels[state.fold(new)] = channel
    state.last_seen.rename(old, new)
    state.outbox.rename(old, new)
    if state.fold(old) in state.history_queries.catching_up:
        state.history_queries.catching_up.add(state.fold(new))
    state.emit(RoomRenamed(old, new, message.sender.nick, reason, state.time, message.msgid))


def _on_names(state: SessionState, message: Message) -> None:
    """353 <us> [<kind>] <channel> :[prefixes]nick[!user@host] ..."""
    channel = state.channel(message.params[-2])
    if channel is None:
        return
    if channel.names_so_far is None:
        channel.names_so_far = set()
    spec = state.mode_spec
    for entry in message.params[-1].split():
        prefixes, rest = spec.split_prefixes(entry)
        source = Source.parse(rest)
        key = state.fold(source.nick)
        if key not in channel.members and not state.has_place_in(channel):
            break
        known = channel.members.get(key) or profiles.with_known_profile(state, Member(source.nick))
        ranks = "".join(spec.rank_of(prefix) for prefix in prefixes)
        if caps.MULTI_PREFIX not in state.caps and ranks and ranks in known.ranks:
            ranks = known.ranks  # only the highest is told, so the others stay
        channel.members[key] = replace(
            known, ranks=ranks, user=source.user or known.user, host=source.host or known.host
        )
        channel.names_so_far.add(key)


def _on_end_of_names(state: SessionState, message: Message) -> None:
    channel = state.channel(message.params[1])
    if channel is None:
        return
    if channel.names_so_far is not None:
        channel.members = {
            key: member for key, member in channel.members.items() if key in channel.names_so_far
        }
        channel.names_so_far = None
    state.emit(MembersListed(channel.name, tuple(channel.members.values())))
    if not channel.is_listed and len(channel.members) <= WHO_MEMBERS:
        channel.awaits_who = True
        fields = (WHOX_FIELDS,) if "WHOX" in state.isupport else ()
        state.request_automatically("WHO", channel.name, *fields, labelled=False)
    channel.is_listed = True


def _on_topic(state: SessionState, message: Message) -> None:
    _set_topic(state, message, message.params[0], message.param(1), by=message.sender.nick)


def _on_topic_told(state: SessionState, message: Message) -> None:
    _set_topic(state, message, message.params[1], message.param(2))


def _on_no_topic(state: SessionState, message: Message) -> None:
    _set_topic(state, message, message.params[1], "")


def _set_topic(state: SessionState, message: Message, name: str, topic: str, *, by: str = "") -> None:
    channel = state.channel(name)
    if channel is not None:
        channel.topic, channel.topic_by, channel.topic_time = topic, by, state.time
        state.emit(TopicChanged(channel.name, topic, by, state.time, message.msgid))


def _on_topic_author(state: SessionState, message: Message) -> None:
    channel = state.channel(message.params[1])
    if channel is not None:
        channel.topic_by = Source.parse(message.params[2]).nick
        since = read_seconds(message.param(3))
        channel.topic_time = channel.topic_time if since is None else since


def _on_invite(state: SessionState, message: Message) -> None:
    nick, name = message.params[0], message.params[1]
    by = message.sender.nick
    if state.is_me(nick):
        state.emit(Invited(name, by, state.time, read_title(message)))
    else:
        state.emit(InviteSeen(name, nick, by, state.time))


ROWS = {
    "JOIN": HandlerRow(_on_join, least=1),
    "PART": HandlerRow(_on_part, least=1),
    "KICK": HandlerRow(_on_kick, least=2),
    "QUIT": HandlerRow(_on_quit),
    "NICK": HandlerRow(_on_nick, least=1),
    "TOPIC": HandlerRow(_on_topic, least=1),
    "RENAME": HandlerRow(_on_rename, least=2),
    "INVITE": HandlerRow(_on_invite, least=2),
    n.RPL_NAMREPLY: HandlerRow(_on_names, least=3),
    n.RPL_ENDOFNAMES: HandlerRow(_on_end_of_names, least=2),
    n.RPL_TOPIC: HandlerRow(_on_topic_told, least=3),
    n.RPL_NOTOPIC: HandlerRow(_on_no_topic, least=2),
    n.RPL_TOPICWHOTIME: HandlerRow(_on_topic_author, least=3),
    n.RPL_CREATIONTIME: HandlerRow(ignore),
}
