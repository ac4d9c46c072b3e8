"""The end of registration: last checks, the welcome with what the server says of itself (005, numbers of
users, message of the day), and the room for clients that are put into it.

https://modern.ircdocs.horse/#connection-registration
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime

from app.files.file_limits import FileLimits
from app.hub.channels import metadata
from app.hub.channels.entering import give_rank, show_again
from app.hub.data.costs import LOOKED_AT
from app.hub.data.entities import OWNER, Person, Session, Stage
from app.hub.data.events import Registered
from app.hub.data.hub_state import State
from app.hub.people.admission import check_pass, needs_password
from app.hub.people.authentication import claim, make_account
from app.hub.people.capacity import capacity_refusal, turn_away
from app.hub.people.features import MODE_LETTERS, file_tokens, isupport, title_token
from app.hub.people.hub_bans import ban_of, keep_out
from app.hub.people.lifecycle import end, ping_stale_sessions
from app.hub.people.nicknames import imitates, obstacle, take
from app.hub.people.rejoining import join_room, rejoin_channels
from app.hub.telling.fanout import change_caps, send
from app.hub.telling.presence import follow, tell_online
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.isupport import encode_tokens
from app.irc.message import Message
from app.irc.names import fold_nick

_CLOSING = "are supported by this server"


def try_welcome(hub: State, ask: Request) -> None:
    """Welcome the asker if nothing is missing any more."""
    session, person = ask.session, ask.person
    if session.welcomed or session.negotiating or not person.nick or not person.user:
        return
    if (ban := ban_of(hub, session)) is not None:
        keep_out(hub, session, ban)
    elif hub.locked and not person.is_owner:
        end(hub, session, "The room is locked")
    elif needs_password(hub, session):
        check_pass(hub, ask, try_welcome)
    elif reason := capacity_refusal(hub, session):
        turn_away(hub, session, reason)
    elif person.account and (there := hub.logged_in(person.account)) is not None:
        _welcome(hub, ask, there)
    elif reason := obstacle(hub, session, person.nick):
        # taken while the asker was still busy
        session.refused_nick = person.nick
        ask.numeric(n.ERR_NICKNAMEINUSE, person.nick, reason)
        person.nick = ""
    else:
        if session.is_certified and not person.account:
            make_account(hub, ask)
        _welcome(hub, ask, hub.logged_in(person.account) if person.account else None)


def _welcome(hub: State, ask: Request, there: Person | None) -> None:
    """`there`: who is here already as the asker's account, and gets one more connection."""
    session = ask.session
    if there is None:
        _introduce(hub, ask.person)
    else:
        _attach(hub, session, there)
    person = session.person
    session.stage = Stage.WELCOMED
    hub.welcomed += 1
    follow(hub, person, session)
    _apply_early_metadata(hub, session)
    session.password = ""
    session.exchange = None
    peer, is_known = session.peer, session.is_known
    local = "" if peer.loopback or peer.address == peer.local else peer.local
    told = Registered(hub.now, session.id, person.nick, peer.address, person.user, person.realname)
    hub.events.append(replace(told, is_known=is_known, local=local))
    if person.is_owner and not session.knows_owner and capabilities.ROOM in session.caps:
        ask.send("HUBBUB", "OWNER")  # the certificate says it, no secret is needed
    _burst(hub, ask)
    for channel in list(person.channels.values()):
        show_again(hub, ask, channel)
    if person.is_owner:
        give_rank(hub, ask, OWNER)  # whom a certificate of the host's joins
    if person.account and there is None:
        rejoin_channels(hub, ask)
    if hub.config.autojoin and capabilities.ROOM not in session.caps:
        join_room(hub, ask)


def _introduce(hub: State, person: Person) -> None:
    """Let somebody new be seen. Raises KeepingError, and nobody is seen then."""
    claim(hub, person, person.nick)  # what may fail comes first
    if imitates(hub, person, person.realname):
        person.realname = person.nick
    take(hub, person, person.nick)
    person.spoke = hub.now
    hub.most = max(hub.most, len(hub.nicks))
    tell_online(hub, person)
    metadata.share(hub, person, hub.watchers.get(fold_nick(person.nick), ()))


def _attach(hub: State, session: Session, there: Person) -> None:
    """Let a session be one more connection of somebody who is here; what it wanted to be called is moot."""
    ping_stale_sessions(hub, there, session)
    before, was_overheard = session.person, there.is_overheard
    before.remove(session)
    there.add(session)
    metadata.follow_connection(hub, there, was_overheard=was_overheard, but=session)
    there.is_owner = there.is_owner or before.is_owner


def _apply_early_metadata(hub: State, session: Session) -> None:
    """Let what a session has said of its person before the welcome count."""
    person = session.person
    early, session.early_metadata = session.early_metadata, {}
    told = metadata.listeners_of(hub, person) - {session}
    for key, value in early.items():
        held = metadata.values_of(hub, person.identity)
        if held.get(key) != value and (key in held or len(held) < metadata.KEYS):
            metadata.put(hub, person.identity, key, value)
            metadata.tell(hub, told, person.source, person.nick, key, value)
    name = metadata.values_of(hub, person.identity).get(metadata.DISPLAY_NAME, "")
    if name and imitates(hub, person, name):  # somebody is called so meanwhile
        metadata.put(hub, person.identity, metadata.DISPLAY_NAME, None)
        metadata.tell(hub, told, person.source, person.nick, metadata.DISPLAY_NAME, None)


def _burst(hub: State, ask: Request) -> None:
    config = hub.config
    ask.numeric(n.RPL_WELCOME, f"Welcome to {hub.title}, {ask.person.source}")
    ask.numeric(n.RPL_YOURHOST, f"Your host is {hub.server}, running version {config.version}")
    ask.numeric(
        n.RPL_CREATED, f"This server was started {datetime.fromtimestamp(hub.created, UTC):%F %T} UTC"
    )
    ask.numeric(n.RPL_MYINFO, hub.server, config.version, *MODE_LETTERS)
    tell_isupport(hub, ask)
    users(hub, ask)
    if not metadata.DRAFTS.isdisjoint(ask.session.caps):
        _tell_own_metadata(hub, ask)
    motd(hub, ask)


def _tell_own_metadata(hub: State, ask: Request) -> None:
    person = ask.person
    own = metadata.values_of_person(hub, person)
    ask.bundle(
        metadata.KIND, person.nick, metadata.lines_for(hub, ask.session, [(person.nick, own)], keys=own)
    )


def tell_isupport(hub: State, ask: Request) -> None:
    """Answer with the lines of 005."""
    budget = ask.budget(n.RPL_ISUPPORT, _CLOSING)
    _tell_groups(ask, isupport(hub, ask.session, budget))


def tell_title(hub: State, ask: Request) -> None:
    """Tell everybody what people call the room from now on, and that the asker has said so."""
    for session in list(hub.sessions.values()):
        if session.welcomed:
            told = ask if session is ask.session else Request(hub, session, Message(""))
            _tell_tokens(told, title_token(hub), tags=metadata.by_tag(ask.person.nick))
            if told is not ask:
                told.finish()


def _tell_tokens(ask: Request, tokens: dict[str, str | None], *, tags: str = "") -> None:
    _tell_groups(ask, encode_tokens(tokens, ask.budget(n.RPL_ISUPPORT, _CLOSING)), tags=tags)


def _tell_groups(ask: Request, groups: Iterable[tuple[str, ...]], *, tags: str = "") -> None:
    lines = [ask.numeric_line(n.RPL_ISUPPORT, *group, _CLOSING, tags=tags) for group in groups]
    if capabilities.EXTENDED_ISUPPORT in ask.session.caps:
        ask.bundle("draft/isupport", "", lines)
    else:
        for line in lines:
            ask.add(line)


def change_limits(hub: State, limits: FileLimits | None) -> None:
    """Let people upload more, less or nothing, and tell those who listen.

    https://ircv3.net/specs/extensions/capability-negotiation#cap-notify
    """
    had = hub.config.files is not None
    before = {session: file_tokens(hub, session) for session in hub.sessions.values()}
    hub.config = replace(hub.config, files=limits)
    word = "" if had == (limits is not None) else "DEL" if had else "NEW"
    for session, tokens in before.items():
        if word and capabilities.CAP_NOTIFY in session.caps:
            send(hub, session, "CAP", session.name, word, capabilities.AUTHTOKEN)
        if word == "DEL":
            change_caps(hub, session, session.caps - {capabilities.AUTHTOKEN})
        if session.welcomed and capabilities.ROOM in session.caps:
            now = file_tokens(hub, session)
            gone: dict[str, str | None] = {f"-{key}": None for key in tokens if key not in now}
            new = {key: value for key, value in now.items() if (key, value) not in tokens.items()}
            if changed := gone | new:
                told = Request(hub, session, Message(""))
                _tell_tokens(told, changed)
                told.finish()


def motd(hub: State, ask: Request) -> None:
    """Answer with the message of the day."""
    if not hub.config.motd:
        ask.numeric(n.ERR_NOMOTD, "There is no message of the day")
        return
    ask.numeric(n.RPL_MOTDSTART, f"- {hub.server} Message of the day -")
    for line in hub.config.motd:
        ask.numeric(n.RPL_MOTD, f"- {line}")
    ask.numeric(n.RPL_ENDOFMOTD, "End of message of the day")


def users(hub: State, ask: Request) -> None:
    """Answer with how many are here. https://modern.ircdocs.horse/#lusers-message"""
    ask.charge(LOOKED_AT * len(hub.channels))
    total, most, hidden = len(hub.nicks), hub.most, len(hub.invisible)
    waiting = len(hub.sessions) - hub.welcomed
    channels = sum(bool(channel.members) for channel in hub.channels.values())
    ask.numeric(n.RPL_LUSERCLIENT, f"There are {total - hidden} users and {hidden} invisible on 1 servers")
    ask.numeric(n.RPL_LUSEROP, str(len(hub.operators)), "operator(s) online")
    ask.numeric(n.RPL_LUSERUNKNOWN, str(waiting), "unknown connection(s)")
    ask.numeric(n.RPL_LUSERCHANNELS, str(channels), "channels formed")
    ask.numeric(n.RPL_LUSERME, f"I have {total} clients and 0 servers")
    ask.numeric(n.RPL_LOCALUSERS, str(total), str(most), f"Current local users {total}, max {most}")
    ask.numeric(n.RPL_GLOBALUSERS, str(total), str(most), f"Current global users {total}, max {most}")
