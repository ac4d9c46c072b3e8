"""What the hub says it can: capabilities and the tokens of 005."""

from __future__ import annotations

from functools import lru_cache

from app.hub.channels import metadata
from app.hub.channels.entering import CHANNELS_PER_PERSON
from app.hub.data.entities import BOT, SPEC, Session
from app.hub.data.hub_state import State
from app.hub.data.limits import (
    AWAY_LENGTH,
    HISTORY_LINES,
    KEY_LENGTH,
    KICK_LENGTH,
    LIST_ENTRIES,
    LIST_TARGETS,
    MAX_BYTES,
    MAX_LINES,
    MODES_PER_LINE,
    REALNAME_LENGTH,
    TARGETS,
    TOPIC_LENGTH,
    USER_LENGTH,
    USERHOST_NICKS,
)
from app.hub.data.mask_lists import ACCOUNT, EXTBAN
from app.hub.people.admission import may_register
from app.hub.talk.history_view import REFERENCE_TYPES as TYPES
from app.hub.telling.presence import WATCHED
from app.irc import capabilities
from app.irc.file_tag import UPLOAD_PATH
from app.irc.isupport import (
    AUTHTOKEN_TOKEN,
    FILEHOST_TOKEN,
    FILES_TOKEN,
    HISTORY_TOKEN,
    ICON_TOKEN,
    ROOM_TOKEN,
    encode_tokens,
)
from app.irc.names import CHANNEL_LENGTH, CHANNEL_TYPES, NICK_LENGTH
from app.irc.sasl_responses import EXTERNAL, PLAIN, SCRAM_SHA_256, SCRAM_SHA_256_PLUS

# What everybody may have: name -> value
CAPABILITIES: dict[str, str] = dict.fromkeys(
    (
        capabilities.ACCOUNT_NOTIFY,
        capabilities.ACCOUNT_TAG,
        capabilities.AWAY_NOTIFY,
        capabilities.BATCH,
        capabilities.CAP_NOTIFY,
        capabilities.CHATHISTORY,
        capabilities.EVENT_PLAYBACK,
        capabilities.CHANNEL_RENAME,
        capabilities.CHGHOST,
        capabilities.ECHO_MESSAGE,
        capabilities.EXTENDED_ISUPPORT,
        capabilities.EXTENDED_JOIN,
        capabilities.EXTENDED_MONITOR,
        capabilities.INVITE_NOTIFY,
        capabilities.LABELED_RESPONSE,
        capabilities.MESSAGE_TAGS,
        capabilities.REDACTION,
        capabilities.MULTI_PREFIX,
        capabilities.NO_IMPLICIT_NAMES,
        capabilities.DRAFT_NO_IMPLICIT_NAMES,
        capabilities.PRE_AWAY,
        capabilities.READ_MARKER,
        capabilities.SERVER_TIME,
        capabilities.SETNAME,
        capabilities.STANDARD_REPLIES,
        capabilities.USERHOST_IN_NAMES,
        capabilities.ROOM,
        capabilities.CALLBACK,
        capabilities.ROOMS,
        capabilities.VERIFIER,
    ),
    "",
)


def offered_to(hub: State, session: Session) -> dict[str, str]:
    """The capabilities that a session may have, with their values."""
    offered = CAPABILITIES | {capabilities.MULTILINE: f"max-bytes={MAX_BYTES},max-lines={MAX_LINES}"}
    offered |= dict.fromkeys(sorted(metadata.DRAFTS), metadata.CAPABILITY_VALUE)
    if hub.verifier is not None:
        offered[capabilities.PASSWORD] = ""
    offered[capabilities.SASL] = ",".join(sasl_mechanisms(session))
    if hub.config.files is not None:
        offered[capabilities.AUTHTOKEN] = ""
    offered[capabilities.ACCOUNT_REGISTRATION] = _registration(hub, session)
    return offered


def _registration(hub: State, session: Session) -> str:
    """https://ircv3.net/specs/extensions/account-registration#capability"""
    keys = ["custom-account-name"]
    if hub.config.register_before_connect and may_register(hub, session):
        keys.append("before-connect")
    if hub.config.register_requires_email:
        keys.append("email-required")
    return ",".join(keys)


def sasl_mechanisms(session: Session) -> tuple[str, ...]:
    """How a session may log in, the best way first."""
    peer = session.peer
    of_tls = ((EXTERNAL, bool(peer.fingerprint)), (SCRAM_SHA_256_PLUS, bool(peer.channel_binding)))
    return (*(mechanism for mechanism, is_possible in of_tls if is_possible), SCRAM_SHA_256, PLAIN)


USER_MODES = f"{BOT}iosw"
_WITH_PARAM = SPEC.lists + SPEC.always + SPEC.when_set + SPEC.ranks
# Of people, of channels, and those of channels that take a parameter, as 004 tells them.
MODE_LETTERS = (USER_MODES, "".join(sorted(_WITH_PARAM + SPEC.flags)), "".join(sorted(_WITH_PARAM)))


def title_token(hub: State) -> dict[str, str | None]:
    """The token of 005 that tells what people call the room."""
    return {"NETWORK": hub.title}


def upload_url(hub: State, session: Session) -> str:
    """Where a session's person uploads files: at the address by which it came itself; "" for nowhere."""
    peer = session.peer
    if hub.config.files is None or not peer.local or not peer.local_port:
        return ""
    host = f"[{peer.local}]" if ":" in peer.local else peer.local
    return f"{'https' if peer.secure else 'http'}://{host}:{peer.local_port}{UPLOAD_PATH}"


def file_tokens(hub: State, session: Session) -> dict[str, str | None]:
    """The tokens of 005 about files, none where nobody can upload any."""
    limits, url = hub.config.files, upload_url(hub, session)
    if limits is None or not url:
        return {}
    largest = limits.largest if session.person.account else min(limits.largest, limits.guest_day)
    return {FILEHOST_TOKEN: url, AUTHTOKEN_TOKEN: None, FILES_TOKEN: str(largest)}


_LISTS = SPEC.lists
# The tokens of 005 that every session of every hub gets.
_TOKENS: dict[str, str | None] = {
    "CHATHISTORY": str(HISTORY_LINES),
    "MSGREFTYPES": ",".join(TYPES),
    "CASEMAPPING": "ascii",
    "UTF8ONLY": None,
    "CHANTYPES": CHANNEL_TYPES,
    "CHANMODES": ",".join((_LISTS, SPEC.always, SPEC.when_set, SPEC.flags)),
    "PREFIX": f"({SPEC.ranks}){SPEC.prefixes}",
    "STATUSMSG": SPEC.prefixes,
    "EXCEPTS": "e",
    "INVEX": "I",
    "EXTBAN": EXTBAN,
    "ACCOUNTEXTBAN": ACCOUNT,  # one of its names is enough to tell
    "MODES": str(MODES_PER_LINE),
    "MAXLIST": f"{_LISTS}:{LIST_ENTRIES}",
    "CHANLIMIT": f"{CHANNEL_TYPES}:{CHANNELS_PER_PERSON}",
    "TARGMAX": f"JOIN:,PART:,LIST:{LIST_TARGETS},MONITOR:,USERHOST:{USERHOST_NICKS},"
    "WHO:1,WHOIS:1,WHOWAS:1,"
    + ",".join(f"{command}:{TARGETS}" for command in ("NAMES", "KICK", "PRIVMSG", "NOTICE", "TAGMSG")),
    "ELIST": "CMNTU",
    "SAFELIST": None,
    "WHOX": None,
    "MONITOR": str(WATCHED),
    "BOT": BOT,
    "NICKLEN": str(NICK_LENGTH),
    "USERLEN": str(USER_LENGTH),
    "NAMELEN": str(REALNAME_LENGTH),
    "CHANNELLEN": str(CHANNEL_LENGTH),
    "TOPICLEN": str(TOPIC_LENGTH),
    "KICKLEN": str(KICK_LENGTH),
    "AWAYLEN": str(AWAY_LENGTH),
    "KEYLEN": str(KEY_LENGTH),
}


def isupport(hub: State, session: Session, budget: int) -> tuple[tuple[str, ...], ...]:
    """The tokens of 005 for a session, as groups that each fit one line of `budget` bytes.

    https://modern.ircdocs.horse/#rplisupport-005
    """
    config = hub.config
    icon = {ICON_TOKEN: config.icon} if config.icon else {}
    room = {ROOM_TOKEN: config.room, HISTORY_TOKEN: config.newcomers}
    return _encoded(
        budget, *title_token(hub).items(), *icon.items(), *room.items(), *file_tokens(hub, session).items()
    )


# The same for nearly everybody who comes, but for the length of names and, with files, our address.
@lru_cache(maxsize=64)
def _encoded(budget: int, *own: tuple[str, str | None]) -> tuple[tuple[str, ...], ...]:
    return tuple(encode_tokens({**dict(own), **_TOKENS}, budget))
