"""Registration: the welcome, 005, and the ways it can be refused.

https://modern.ircdocs.horse/#connection-registration
"""

from __future__ import annotations

from app.client.events import (
    Failure,
    HistoryAccess,
    HistoryPolicy,
    NetworkRenamed,
    OtherRoomOpen,
    Registered,
    ServerSaid,
)
from app.client.features import account_login, history, profiles, room_password, wish_table
from app.client.features.joining import request_join
from app.client.features.negotiation import on_cap, tell_abilities, tell_away
from app.client.features.own_messages import flush
from app.client.features.room_password import password_failure
from app.client.features.session_end import fail
from app.client.handlers.error_replies import on_error
from app.client.handlers.row import HandlerRow
from app.client.state.registration_state import Phase
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc import numerics as n
from app.irc.isupport import FILEHOST_TOKEN, FILES_TOKEN, HISTORY_TOKEN
from app.irc.message import EncodeError, Message
from app.irc.names import NICK_LENGTH
from app.irc.room_lines import BY_TAG

# A ghost of ours ends when its server misses a PONG; most are gone sooner, and nobody waits longer.
NICK_RETRY_SECONDS = 20.0
NICK_RETRY_EVERY = 2.0
# Names tried in place of a ghost's before giving up: name2, name3, name4.
OTHER_NICKS = 3
ACCESS = frozenset(access.value for access in HistoryAccess)


def begin(state: SessionState) -> None:
    """Put the first lines into the output; a name that no line can hold fails at once."""
    options = state.options
    if not options.nick or " " in options.nick:
        fail(state, Failure.BAD_NICK)
        return
    try:
        state.request_automatically("CAP", "LS", "302")
        if options.password and options.plain_password_ok:
            state.send("PASS", options.password)
        state.send("NICK", options.nick)
        state.send("USER", options.username, "0", "*", options.realname or options.nick)
    except EncodeError:
        fail(state, Failure.BAD_NICK)


def complete(state: SessionState) -> None:
    """The welcome is over: tell it, enter the rooms, send what waited. Only the first call counts."""
    if state.phase is not Phase.WELCOMED:
        return
    state.move(Phase.REGISTERED)
    state.has_registered = True
    state.forced_joins.welcomed = state.now
    room = state.room
    network = state.isupport.get("NETWORK")
    state.last_seen.ordered_by_id = state.is_hub
    state.emit(Registered(state.nick, network, room, state.is_hub, state.time))
    wanted = _wanted(state, room, network)
    state.emit(wish_table.abilities(state))
    _tell_policy(state)
    state.outbox.multiline = state.multiline
    if state.options.away is not None and caps.PRE_AWAY not in state.caps:
        tell_away(state)
    if caps.ROOMS in state.caps:
        state.request_automatically("INVITE")  # into which rooms we were asked meanwhile
    profiles.subscribe(state)  # before the rooms: what their people tell comes with them
    for channel, key in wanted.items():
        request_join(state, channel, key)
    history.begin(state)
    flush(state)


def _wanted(state: SessionState, room: str, network: str) -> dict[str, str]:
    """The channels to enter with their keys: none where the hub's room is another than the one we mean."""
    options = state.options
    wanted = dict(options.channels)
    if room and options.room and state.fold(room) != state.fold(options.room):
        state.is_other_room_open = True
        state.closed_channels = {state.fold(name) for name in (options.room, *wanted)}
        state.emit(OtherRoomOpen(options.room, room, network, state.time))
        return {}
    return {room: wanted.get(room, "")} | wanted if room and options.join_room else wanted


def _on_welcome(state: SessionState, message: Message) -> None:
    if state.phase is not Phase.REGISTERING:
        return
    if not room_password.may_be_welcomed(state) or not account_login.may_be_welcomed(state):
        return
    state.move(Phase.WELCOMED)
    state.nick, state.server = message.params[0], message.sender.nick
    state.caps_ended = True
    state.nick_retry_at = None
    _say(state, message)
    state.ping()  # its answer ends the welcome of a server that has no MOTD numerics


def _on_isupport(state: SessionState, message: Message) -> None:
    mapping, files = state.isupport.casemapping, _files_told(state)
    network = state.isupport.get("NETWORK")
    state.isupport.update(tokens_of(message))
    state.mode_spec = state.isupport.modes
    if state.isupport.casemapping != mapping:
        state.refold()
    if state.is_registered:
        _tell_policy(state)
        if _files_told(state) != files:  # the host lets in other files from now on
            tell_abilities(state)
        if (renamed := state.isupport.get("NETWORK")) != network:
            by = message.tags.get(BY_TAG, "") if state.is_hub else ""
            state.emit(NetworkRenamed(renamed, by, state.time))


def _files_told(state: SessionState) -> tuple[str, str]:
    return state.isupport.get(FILEHOST_TOKEN), state.isupport.get(FILES_TOKEN)


def tokens_of(message: Message) -> tuple[str, ...]:
    """005 <us> <token>... :<words>; within a batch the words may be missing."""
    tokens = message.params[1:]
    return tokens[:-1] if " " in tokens[-1] or not tokens[-1] else tokens


def _tell_policy(state: SessionState) -> None:
    """What a hub lets newcomers read, when it says so and when that changes."""
    value = state.isupport.get(HISTORY_TOKEN)
    if value == state.history_policy or value not in ACCESS or not state.is_hub:
        return
    state.history_policy = value
    state.emit(HistoryPolicy(HistoryAccess(value), state.time))


def _on_end_of_motd(state: SessionState, message: Message) -> None:
    complete(state)


def _on_nick_taken(state: SessionState, message: Message) -> None:
    """433, 436 and 437: the name, or on some servers a channel, cannot be had just now."""
    if state.phase is not Phase.REGISTERING:
        on_error(state, message)
    elif not state.options.own_nick_retry or state.other_nicks >= OTHER_NICKS:
        fail(state, Failure.NICK_IN_USE, message.params[-1])
    else:
        if state.nick_tried_since is None:
            state.nick_tried_since = state.now
        if state.now - state.nick_tried_since < NICK_RETRY_SECONDS:
            state.nick_retry_at = state.now + NICK_RETRY_EVERY
        else:
            state.other_nicks += 1
            state.send("NICK", f"{state.options.nick[: NICK_LENGTH - 1]}{state.other_nicks + 1}")


def _on_bad_nick(state: SessionState, message: Message) -> None:
    if state.phase is Phase.REGISTERING:
        fail(state, Failure.BAD_NICK, message.params[-1])
    else:
        on_error(state, message)


def _on_wrong_password(state: SessionState, message: Message) -> None:
    if state.phase is Phase.REGISTERING:
        fail(state, password_failure(state, message.params[-1]), message.params[-1])
    else:
        on_error(state, message)


def _on_banned(state: SessionState, message: Message) -> None:
    if state.is_registered and state.is_hub:
        return  # ERROR follows and tells by whom
    fail(state, Failure.BANNED, message.params[-1])


def _say(state: SessionState, message: Message) -> None:
    state.emit(ServerSaid(" ".join(message.params[1:]), message.command, state.time))


ROWS = {
    "CAP": HandlerRow(on_cap, least=2, early=True),
    n.RPL_WELCOME: HandlerRow(_on_welcome, least=1, early=True),
    n.RPL_ISUPPORT: HandlerRow(_on_isupport, least=2, early=True),
    n.RPL_ENDOFMOTD: HandlerRow(_on_end_of_motd),
    n.ERR_NOMOTD: HandlerRow(_on_end_of_motd),
    n.ERR_NICKNAMEINUSE: HandlerRow(_on_nick_taken, least=1, early=True),
    n.ERR_NICKCOLLISION: HandlerRow(_on_nick_taken, least=1, early=True),
    n.ERR_UNAVAILRESOURCE: HandlerRow(_on_nick_taken, least=1, early=True),
    n.ERR_NONICKNAMEGIVEN: HandlerRow(_on_bad_nick, least=1, early=True),
    n.ERR_ERRONEUSNICKNAME: HandlerRow(_on_bad_nick, least=1, early=True),
    n.ERR_PASSWDMISMATCH: HandlerRow(_on_wrong_password, least=1, early=True),
    n.ERR_YOUREBANNEDCREEP: HandlerRow(_on_banned, least=1, early=True),
}
