"""Capability negotiation: asking for what we understand and the server offers.

https://ircv3.net/specs/extensions/capability-negotiation
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from app.client.features import account_login, room_password, wish_table
from app.client.state.registration_state import LoginStage, Phase
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc.message import Message

WANTED = (
    caps.MESSAGE_TAGS,
    caps.SERVER_TIME,
    caps.BATCH,
    caps.CAP_NOTIFY,
    caps.ECHO_MESSAGE,
    caps.LABELED_RESPONSE,
    caps.STANDARD_REPLIES,
    caps.MULTI_PREFIX,
    caps.USERHOST_IN_NAMES,
    caps.EXTENDED_JOIN,
    caps.AWAY_NOTIFY,
    caps.SETNAME,
    caps.INVITE_NOTIFY,
    caps.ACCOUNT_TAG,
    caps.ACCOUNT_NOTIFY,
    caps.CHGHOST,
    caps.CHATHISTORY,
    caps.EVENT_PLAYBACK,
    caps.MULTILINE,
    caps.REDACTION,
    caps.READ_MARKER,
    caps.EXTENDED_MONITOR,
    caps.PRE_AWAY,
    caps.CHANNEL_RENAME,
    caps.EXTENDED_ISUPPORT,
    caps.AUTHTOKEN,
    caps.METADATA_3,
    caps.METADATA_2,
    caps.ROOM,
    caps.CALLBACK,
    caps.ROOMS,
)
# What may not be used without batches.
NEED_BATCH = frozenset(
    {caps.LABELED_RESPONSE, caps.CHATHISTORY, caps.EVENT_PLAYBACK, caps.MULTILINE}
    | {caps.METADATA_2, caps.METADATA_3, caps.AUTHTOKEN}
)
# The names of one CAP REQ; far below a line, as some servers cut early.
REQUEST_BYTES = 400
# Capabilities of one server; the richest offer some forty.
OFFERED = 500


def on_cap(state: SessionState, message: Message) -> None:
    """CAP from the server, in any phase."""
    answer = _ANSWERS.get(message.param(1).upper())
    if answer is not None:
        answer(state, message)


def _on_ls(state: SessionState, message: Message) -> None:
    _learn(state, caps.parse_caps(message.params[-1]))
    more_follows = message.param(2) == "*" and len(message.params) > 3
    if more_follows or state.caps_ended:
        return
    _request(state, state.offered)
    advance(state)


def _learn(state: SessionState, offered: dict[str, str]) -> None:
    for name, value in offered.items():
        if name in state.offered or len(state.offered) < OFFERED:
            state.offered[name] = value


def _on_new(state: SessionState, message: Message) -> None:
    offered = caps.parse_caps(message.params[-1])
    _learn(state, offered)
    _request(state, offered)


def _on_del(state: SessionState, message: Message) -> None:
    gone = caps.parse_caps(message.params[-1])
    state.offered = {name: value for name, value in state.offered.items() if name not in gone}
    state.caps -= frozenset(gone)
    tell_abilities(state)


def _on_ack(state: SessionState, message: Message) -> None:
    names = [name.lstrip("~=") for name in message.params[-1].split()]  # modifiers of CAP 3.1
    if len(state.caps) + len(names) <= OFFERED:
        state.caps |= {name for name in names if not name.startswith("-")}
    state.caps -= {name[1:] for name in names if name.startswith("-")}
    state.caps_asked -= 1
    if caps.EXTENDED_ISUPPORT in names and state.phase is Phase.REGISTERING:
        state.send("ISUPPORT")  # what the server can is known before the password is asked for
    tell_abilities(state)
    advance(state)


def tell_abilities(state: SessionState) -> None:
    """Tell what the server takes from now on, which the welcome tells first."""
    if state.is_registered:
        state.emit(wish_table.abilities(state))


def _on_nak(state: SessionState, message: Message) -> None:
    """A refused list is asked for again one by one: one odd name must not cost the others."""
    state.caps_asked -= 1
    names = message.params[-1].split()
    if len(names) > 1:
        for name in names:
            _request(state, [name])
    advance(state)


def _request(state: SessionState, offered: Iterable[str]) -> None:
    names = set(offered)
    known = (*WANTED, *_for_registration(state)) if not state.caps_ended else WANTED
    wanted = [name for name in known if name in names and name not in state.caps]
    if caps.BATCH not in state.offered:
        wanted = [name for name in wanted if name not in NEED_BATCH]
    if caps.METADATA_3 in wanted or caps.METADATA_3 in state.caps:
        wanted = [name for name in wanted if name != caps.METADATA_2]  # one or the other
    if not wanted:
        return
    for line in caps.fill_lines(wanted, REQUEST_BYTES):
        state.send("CAP", "REQ", line)
        state.caps_asked += 1


def _for_registration(state: SessionState) -> list[str]:
    """What is wanted on the way in only."""
    wanted = [caps.PASSWORD] if state.options.password else []
    return [*wanted, caps.SASL] if account_login.mechanism(state) else wanted


def advance(state: SessionState) -> None:
    """Take the next step of registration when the last one is done: password, login, host, the end."""
    if state.caps_asked > 0 or state.caps_ended or state.phase is not Phase.REGISTERING:
        return
    if not room_password.is_settled(state) or not account_login.is_settled(state):
        return
    if state.is_hub and state.options.owner_secret:
        state.send("HUBBUB", "OWNER", state.options.owner_secret)
    if state.options.away is not None and caps.PRE_AWAY in state.caps:
        tell_away(state)
    state.caps_ended = True
    state.send("CAP", "END")


def tell_away(state: SessionState) -> None:
    """Send AWAY with the message that we had before a break."""
    state.away_text = state.options.away or "Away"
    state.request_automatically("AWAY", state.away_text, labelled=False)


def complete(state: SessionState, work_id: int, result: object) -> None:
    """Take the result of the slow step `work_id`, None where it could not be done; a late one is dropped."""
    if state.phase is not Phase.REGISTERING or work_id != state.last_work:
        return
    if state.login.stage is LoginStage.PROVING:
        account_login.complete(state, result)
    else:
        room_password.complete(state, result)


_ANSWERS: dict[str, Callable[[SessionState, Message], None]] = {
    "LS": _on_ls,
    "NEW": _on_new,
    "DEL": _on_del,
    "ACK": _on_ack,
    "NAK": _on_nak,
}
