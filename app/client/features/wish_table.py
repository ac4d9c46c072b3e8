"""How wishes are carried out: a table from each kind to its function, and to whether a server can do it.

Commands are those of https://modern.ircdocs.horse, reactions and replies client tags of
https://ircv3.net/specs/client-tags, taking back https://ircv3.net/specs/extensions/message-redaction.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from app.client import wishes
from app.client.events import Abilities, Reacted
from app.client.features import (
    file_sharing,
    history,
    joining,
    markers,
    moderation_lines,
    monitor_list,
    own_messages,
    profiles,
    quoted_lines,
    typing_status,
)
from app.client.state.session_state import SessionState
from app.client.wishes import Wish
from app.irc import capabilities as caps
from app.irc import client_tags
from app.irc.callback_lines import SUBCOMMAND
from app.irc.isupport import FILES_TOKEN
from app.irc.mode_strings import ModeChange, format_modes
from app.irc.names import channel_from
from app.irc.room_lines import CREATE, DECLINE, TITLE, RoomRequest, clean_title
from app.irc.text import one_line
from app.values import frozen


def carry_out(state: SessionState, wish: Wish) -> None:
    """Do what is wished; what comes of it is told by events, now or later."""
    TABLE[type(wish)].carry(state, wish)


def abilities(state: SessionState) -> Abilities:
    """What this server takes: the kinds of wishes, and how large a message of several lines may be."""
    limits = state.multiline
    return Abilities(
        frozenset(kind for kind, row in TABLE.items() if row.can is None or row.can(state)),
        text_bytes=limits.size if limits is not None else 0,
        text_lines=limits.lines if limits is not None else 0,
        has_accounts=caps.SASL in state.offered and not state.is_hub,
        file_bytes=state.isupport.number(FILES_TOKEN, 0) if file_sharing.is_offered(state) else 0,
    )


@frozen
class WishRow:
    """How one kind is carried out. `can`: whether the server is able to, None where every one is."""

    carry: Callable[[SessionState, Any], None]
    can: Callable[[SessionState], bool] | None = None


# -- messages, and what servers relay of them


def _may_reply(state: SessionState) -> bool:
    answers = _may_tag(state, client_tags.REPLY) or _may_tag(state, client_tags.DRAFT_REPLY)
    return caps.MESSAGE_TAGS in state.caps and answers


def _may_react(state: SessionState) -> bool:
    return _may_reply(state) and _may_tag(state, client_tags.REACT)


def _may_edit(state: SessionState) -> bool:
    return state.is_hub and caps.MESSAGE_TAGS in state.caps


def _may_redact(state: SessionState) -> bool:
    return caps.REDACTION in state.caps


def _may_tag(state: SessionState, tag: str) -> bool:
    return not client_tags.is_denied(tag, state.isupport.get("CLIENTTAGDENY"))


def _say(state: SessionState, wish: wishes.Say) -> None:
    own_messages.say(state, wish.conversation, wish.text, wish.kind)


def _reply(state: SessionState, wish: wishes.Reply) -> None:
    own_messages.say(state, wish.conversation, wish.text, reply_to=wish.msgid)


def _say_file(state: SessionState, wish: wishes.SayFile) -> None:
    text = f"{wish.caption} {wish.link}".strip()
    own_messages.say(state, wish.conversation, text, file=wish.file, reply_to=wish.reply_to)


def _edit(state: SessionState, wish: wishes.Edit) -> None:
    own_messages.say(state, wish.conversation, wish.text, edit_of=wish.msgid)


def _react(state: SessionState, wish: wishes.React) -> None:
    # the server's echo tells that it was taken
    tag = client_tags.REACT if wish.given else client_tags.UNREACT
    tags = {client_tags.REPLY: wish.msgid, client_tags.DRAFT_REPLY: wish.msgid, tag: wish.reaction}
    state.request("TAGMSG", wish.conversation, tags=tags)
    if caps.ECHO_MESSAGE not in state.caps and state.is_registered:
        reacted = Reacted(
            wish.conversation, wish.msgid, state.nick, wish.reaction, wish.given, own=True, time=state.now
        )
        state.emit(reacted)


def _redact(state: SessionState, wish: wishes.Delete) -> None:
    reason = one_line(wish.reason)
    state.request("REDACT", wish.conversation, wish.msgid, *([reason] if reason else []))


def _resend(state: SessionState, wish: wishes.Resend) -> None:
    own_messages.resend(state, wish.message_id)


def _call_off(state: SessionState, wish: wishes.CallOff) -> None:
    own_messages.call_off(state, wish.conversation, wish.message_id)


def _mark_read(state: SessionState, wish: wishes.MarkRead) -> None:
    markers.mark_read(state, wish.conversation, wish.time)


def _ask_read_marker(state: SessionState, wish: wishes.AskReadMarker) -> None:
    markers.request_marker(state, wish.conversation)


def _tell_typing(state: SessionState, wish: wishes.TellTyping) -> None:
    typing_status.tell(state, wish.conversation, wish.typing)


def _ask_history(state: SessionState, wish: wishes.AskHistory) -> None:
    limit = history.PAGE if wish.limit is None else wish.limit
    history.ask_older(state, wish.conversation, wish.before, limit)


# -- channels


def _join(state: SessionState, wish: wishes.Join) -> None:
    joining.ask_to_join(state, wish.channel, wish.key)


def _part(state: SessionState, wish: wishes.Part) -> None:
    _ask(state, "PART", wish.channel, *_given(wish.reason))


def _show_held(state: SessionState, wish: wishes.ShowHeld) -> None:
    joining.show_held(state, wish.most)


def _leave_held(state: SessionState, _wish: wishes.LeaveHeld) -> None:
    joining.leave_held(state)


def _set_topic(state: SessionState, wish: wishes.SetTopic) -> None:
    _ask(state, "TOPIC", wish.channel, wish.topic)


def _set_modes(state: SessionState, wish: wishes.SetModes) -> None:
    _ask(state, "MODE", wish.channel, wish.modes, *wish.params)


def _set_rank(state: SessionState, wish: wishes.SetRank) -> None:
    change = ModeChange(wish.given, wish.rank, wish.nick)
    _ask(state, "MODE", wish.channel, *next(format_modes([change])))


def _kick(state: SessionState, wish: wishes.Kick) -> None:
    _ask(state, "KICK", wish.channel, wish.nick, *_given(wish.reason))


def _unban(state: SessionState, wish: wishes.Unban) -> None:
    _ask(state, "MODE", wish.channel, "-b", wish.mask)


def _ask_bans(state: SessionState, wish: wishes.AskBans) -> None:
    _ask(state, "MODE", wish.channel, "+b")


def _invite(state: SessionState, wish: wishes.Invite) -> None:
    _ask(state, "INVITE", wish.nick, wish.channel)


def _decline(state: SessionState, wish: wishes.Decline) -> None:
    if caps.ROOMS in state.caps and state.is_registered:  # no other server forgets one, nor repeats it
        state.request_automatically("HUBBUB", DECLINE, one_line(wish.channel))


def _make_room(state: SessionState, wish: wishes.MakeRoom) -> None:
    room = RoomRequest(clean_title(wish.title), wish.is_private, wish.history)
    _ask(state, "HUBBUB", CREATE, *room.words())


def _may_make_room(state: SessionState) -> bool:
    return caps.ROOMS in state.caps and caps.LABELED_RESPONSE in state.caps


def _rename_room(state: SessionState, wish: wishes.RenameRoom) -> None:
    title = clean_title(wish.title)
    if state.room and state.fold(wish.channel) == state.fold(state.room):
        _ask(state, "HUBBUB", TITLE, title)
    elif state.is_hub:
        _ask(state, "METADATA", wish.channel, "SET", profiles.TITLE, title)
    else:
        _ask(state, "RENAME", wish.channel, channel_from(title))


def _may_rename_room(state: SessionState) -> bool:
    """Hubs of ours keep names beside those of the wire, which links, archives and programs hold on to."""
    return profiles.is_offered(state) if state.is_hub else caps.CHANNEL_RENAME in state.caps


def _ask_channels(state: SessionState, _wish: wishes.AskChannels) -> None:
    joining.ask_for_channels(state)


# -- people


def _change_nick(state: SessionState, wish: wishes.ChangeNick) -> None:
    state.other_nicks = 0  # the old one is not wanted back
    _ask(state, "NICK", wish.nick)
    if wish.realname and caps.SETNAME in state.caps:
        _ask(state, "SETNAME", wish.realname)
        state.options = replace(state.options, realname=wish.realname)
        profiles.tell_name(state)


def _change_colour(state: SessionState, wish: wishes.ChangeColour) -> None:
    state.options = replace(state.options, colour=wish.colour)
    profiles.tell_colour(state)


def _change_avatar(state: SessionState, wish: wishes.ChangeAvatar) -> None:
    profiles.tell_avatar(state, wish.link)


def _set_away(state: SessionState, wish: wishes.SetAway) -> None:
    state.away_text = one_line(wish.text or "Away")
    _ask(state, "AWAY", *([] if wish.text is None else [state.away_text]))


def _whois(state: SessionState, wish: wishes.Whois) -> None:
    _ask(state, "WHOIS", wish.nick)


def _watch(state: SessionState, wish: wishes.Watch) -> None:
    monitor_list.watch(state, wish.nick)
    markers.request_marker(state, wish.nick)


def _unwatch(state: SessionState, wish: wishes.Unwatch) -> None:
    monitor_list.unwatch(state, wish.nick)


def _quote(state: SessionState, wish: wishes.Quote) -> None:
    quoted_lines.send(state, wish.line)


def _tell_callback(state: SessionState, wish: wishes.TellCallback) -> None:
    if _may_tell_callback(state) and state.is_registered:
        state.request_automatically("HUBBUB", SUBCOMMAND, *wish.result.words(), labelled=False)


def _may_tell_callback(state: SessionState) -> bool:
    return caps.CALLBACK in state.caps


# wish -> how it is carried out
TABLE: Mapping[type[Wish], WishRow] = MappingProxyType(
    {
        wishes.Say: WishRow(_say),
        wishes.Reply: WishRow(_reply, _may_reply),
        wishes.SayFile: WishRow(_say_file, file_sharing.is_offered),
        wishes.Edit: WishRow(_edit, _may_edit),
        wishes.React: WishRow(_react, _may_react),
        wishes.Delete: WishRow(_redact, _may_redact),
        wishes.Resend: WishRow(_resend),
        wishes.CallOff: WishRow(_call_off),
        wishes.MarkRead: WishRow(_mark_read),
        wishes.AskReadMarker: WishRow(_ask_read_marker),
        wishes.TellTyping: WishRow(_tell_typing, typing_status.is_possible),
        wishes.AskHistory: WishRow(_ask_history, history.is_offered),
        wishes.Join: WishRow(_join),
        wishes.Part: WishRow(_part),
        wishes.ShowHeld: WishRow(_show_held),
        wishes.LeaveHeld: WishRow(_leave_held),
        wishes.SetTopic: WishRow(_set_topic),
        wishes.SetModes: WishRow(_set_modes),
        wishes.SetRank: WishRow(_set_rank),
        wishes.Kick: WishRow(_kick),
        wishes.Ban: WishRow(moderation_lines.ban),
        wishes.Unban: WishRow(_unban),
        wishes.AskBans: WishRow(_ask_bans),
        wishes.Mute: WishRow(moderation_lines.mute, moderation_lines.can_mute),
        wishes.LiftHubBan: WishRow(moderation_lines.lift, moderation_lines.can_ban_from_hub),
        wishes.AskHubBans: WishRow(moderation_lines.ask_for_bans, moderation_lines.can_ban_from_hub),
        wishes.Invite: WishRow(_invite),
        wishes.Decline: WishRow(_decline),
        wishes.MakeRoom: WishRow(_make_room, _may_make_room),
        wishes.RenameRoom: WishRow(_rename_room, _may_rename_room),
        wishes.AskChannels: WishRow(_ask_channels),
        wishes.ChangeNick: WishRow(_change_nick),
        wishes.ChangeColour: WishRow(_change_colour, profiles.is_offered),
        wishes.ChangeAvatar: WishRow(_change_avatar, profiles.is_offered),
        wishes.SetAway: WishRow(_set_away),
        wishes.Whois: WishRow(_whois),
        wishes.Watch: WishRow(_watch),
        wishes.Unwatch: WishRow(_unwatch),
        wishes.Quote: WishRow(_quote),
        wishes.AskFileToken: WishRow(file_sharing.ask_for_token, file_sharing.is_offered),
        wishes.TellCallback: WishRow(_tell_callback, _may_tell_callback),
    }
)


def _ask(state: SessionState, command: str, *params: str) -> None:
    """Send a request; line breaks in its words become spaces."""
    state.request(command, *map(one_line, params))


def _given(reason: str) -> tuple[str, ...]:
    return (reason,) if reason else ()
