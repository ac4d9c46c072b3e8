"""What people and channels say of themselves: keys with values, kept for accounts and for channels.

Changes are told to who has subscribed to the key and shares a channel with, or watches, whom they are of. Two
drafts are in use, which differ in how they tell and in the codes of mistakes.
https://ircv3.net/specs/extensions/metadata and https://github.com/ircv3/ircv3-specifications/pull/613
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice

from app.hub.data.costs import LOOKED_AT
from app.hub.data.entities import Channel, Person, Session
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.data.storage import ANONYMOUS, read_texts, write_texts
from app.hub.data.storage_errors import KeepingError
from app.hub.talk.shared_files import AVATAR, follow_avatar, pass_avatar
from app.hub.telling.fanout import broadcast, sessions_sharing_channels
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.message import encode_tags
from app.irc.names import CHANNEL_TYPES, fold_nick, means_channel
from app.irc.room_lines import BY_TAG, CONNECTION_KEY, PLAIN_BROWSER, TITLE_TAG

KIND = "metadata"  # of records: an account's name or a channel's key -> an object of texts
KEYS = 25  # of one holder: all that the registry names, and some of a client's own
SUBSCRIPTIONS = 50  # of one connection: the same again
VALUE_BYTES = 256  # a long URL; with the longest names it still fits a line
CAPABILITY_VALUE = f"before-connect,max-subs={SUBSCRIPTIONS},max-keys={KEYS},max-value-bytes={VALUE_BYTES}"
# More lines than this are not sent on joining: a client asks for them, once in LATER seconds.
AT_ONCE = 200
LATER = 5.0
DRAFTS = frozenset({capabilities.METADATA_2, capabilities.METADATA_3})
DISPLAY_NAME = "display-name"
EVERYBODY = "*"  # may see all values

Found = tuple[str, Mapping[str, str]]  # a target as it is told, its values


def load(hub: State) -> None:
    """Read what is kept; that of channels which are no more is dropped. Raises KeepingError."""
    for holder, text in hub.records.all(KIND):
        values = _read(text)
        if values and (holder[:1] not in CHANNEL_TYPES or holder in hub.channels):
            hub.metadata[holder] = values
        else:
            hub.records.put(KIND, holder, None)


def read_back(hub: State) -> None:
    """Let what is kept count in place of what was changed since. Raises nothing: unread it stays as it is."""
    with suppress(KeepingError):
        kept = {holder: _read(text) for holder, text in hub.records.all(KIND)}
        anonymous = {holder: each for holder, each in hub.metadata.items() if holder.startswith(ANONYMOUS)}
        hub.metadata = anonymous | {holder: each for holder, each in kept.items() if each}


def _read(text: str) -> dict[str, str]:
    """What is kept of a holder, without what somebody may have said in the hub's place earlier."""
    values = read_texts(text)
    values.pop(CONNECTION_KEY, None)
    return values


def values_of(hub: State, holder: str) -> Mapping[str, str]:
    """The values of a person's identity or a channel's key."""
    return hub.metadata.get(holder, {})


def values_of_person(hub: State, person: Person) -> Mapping[str, str]:
    """What somebody says of themselves, and what the hub says of how they are connected."""
    values = values_of(hub, person.identity)
    return {**values, CONNECTION_KEY: PLAIN_BROWSER} if person.is_overheard else values


def follow_connection(hub: State, person: Person, *, was_overheard: bool, but: Session | None = None) -> None:
    """Tell others than `but` where connections of somebody came or went, and are overheard now or no more."""
    if person.is_overheard != was_overheard:
        value = PLAIN_BROWSER if person.is_overheard else None
        listeners = listeners_of(hub, person) - {but}
        tell(hub, listeners, hub.server, person.nick, CONNECTION_KEY, value)


def title_of(hub: State, channel: Channel) -> str:
    """What people call a channel, "" where it has no name but its own on the wire."""
    return hub.title if channel is hub.room else values_of(hub, channel.key).get(DISPLAY_NAME, "")


def title_tag(hub: State, channel: Channel) -> str:
    """The tag that tells it, as a line has it, "" for none."""
    title = title_of(hub, channel)
    return encode_tags({TITLE_TAG: title})[1:-1] if title else ""


def by_tag(nick: str) -> str:
    """The tag that tells who has just changed a value of a channel, as a line has it."""
    return encode_tags({BY_TAG: nick})[1:-1]


def put(hub: State, holder: str, key: str, value: str | None) -> None:
    """Set a value or, with None, take it out; `key` and `value` are checked."""
    values = hub.metadata.setdefault(holder, {})
    if key == AVATAR:
        follow_avatar(hub, holder, values.get(key, ""), value or "")
    if value is None:
        values.pop(key, None)
    else:
        values[key] = value
    _keep(hub, holder)


def forget(hub: State, holder: str) -> None:
    """Somebody without an account, or a channel, is gone."""
    if (values := hub.metadata.pop(holder, None)) is not None:
        follow_avatar(hub, holder, values.get(AVATAR, ""), "")
        _keep(hub, holder)


def move(hub: State, old: str, new: str) -> None:
    """A channel has another key now."""
    if (values := hub.metadata.get(old)) is not None:
        forget(hub, old)
        hub.metadata[new] = values
        _keep(hub, new)


def adopt(hub: State, anonymous_id: str, person: Person) -> None:
    """Somebody has logged in: what they said as `anonymous_id` fills what their account has not said."""
    account = person.identity
    for key, value in values_of(hub, anonymous_id).items():
        if key not in values_of(hub, account) and len(values_of(hub, account)) < KEYS:
            if key == AVATAR:
                pass_avatar(hub, value, anonymous_id, account)
            put(hub, account, key, value)
    forget(hub, anonymous_id)
    share(hub, person, listeners_of(hub, person))


def _keep(hub: State, holder: str) -> None:
    values = hub.metadata.get(holder)
    if not values:
        hub.metadata.pop(holder, None)
    if not holder.startswith(ANONYMOUS):
        hub.records.put(KIND, holder, write_texts(values) if values else None)


def listeners_of(hub: State, person: Person) -> set[Session]:
    """All connections that hear of somebody: in their channels, watching them, their own."""
    return sessions_sharing_channels(hub, person, None) | hub.watchers.get(fold_nick(person.nick), set())


def share(hub: State, person: Person, sessions: Iterable[Session]) -> None:
    """Tell connections all that somebody says of themselves, as far as they have subscribed to it."""
    values = values_of_person(hub, person)
    if values:
        listeners = [session for session in sessions if session.subscriptions]
        for key, value in values.items():
            tell(hub, listeners, person.source, person.nick, key, value)


def tell(
    hub: State, sessions: Iterable[Session], source: str, target: str, key: str, value: str | None
) -> None:
    """Tell a value, None: it is gone, to those of some connections that have subscribed to its key."""
    listeners = [session for session in sessions if key in session.subscriptions]
    for is_third in (True, False):
        named = capabilities.METADATA_3 if is_third else capabilities.METADATA_2
        listening = [each for each in listeners if named in each.caps and uses_metadata_3(each) == is_third]
        if listening:
            broadcast(hub, _line(hub, source, "*" if is_third else None, target, key, value), listening)


def uses_metadata_3(session: Session) -> bool:
    """Whether a session follows the third draft, as who knows neither does."""
    return capabilities.METADATA_3 in session.caps or capabilities.METADATA_2 not in session.caps


def _line(hub: State, source: str, asker: str | None, target: str, key: str, value: str | None) -> Line:
    """`source`: who has changed it, or the server, which only tells it.

    `asker`: how the third draft's numeric addresses the receiver, None for the second draft.
    """
    if asker is None:
        told = () if value is None else (value,)
        return Line("METADATA", (target, key, EVERYBODY, *told), source, time=hub.now)
    tags = by_tag(source.partition("!")[0]) if source != hub.server and means_channel(target) else ""
    if value is None:
        words = (asker, target, key, "Key is not set")
        return Line(n.RPL_KEYNOTSET, words, hub.server, time=hub.now, tags=tags)
    return Line(n.RPL_KEYVALUE, (asker, target, key, EVERYBODY, value), hub.server, time=hub.now, tags=tags)


def lines_for(
    hub: State, session: Session, found: Iterable[Found], *, keys: Iterable[str] | None = None
) -> list[Line]:
    """The values of some targets for one session: of `keys`, else of those that it has subscribed to."""
    wanted = session.subscriptions if keys is None else set(keys)
    asker = session.name if uses_metadata_3(session) else None
    return [_line(hub, hub.server, asker, *each) for each in _chosen(found, wanted)]


def _chosen(found: Iterable[Found], keys: Collection[str]) -> Iterator[tuple[str, str, str]]:
    return ((target, key, value) for target, values in found for key, value in values.items() if key in keys)


def _is_much(session: Session, found: Iterable[Found]) -> bool:
    """Whether a session would be sent more than AT_ONCE lines: told without making them."""
    return len(list(islice(_chosen(found, session.subscriptions), AT_ONCE + 1))) > AT_ONCE


def values_within(hub: State, channel: Channel) -> list[Found]:
    """What a channel and its members say of themselves."""
    hub.spent += LOOKED_AT * len(channel.members)
    people = [(member.nick, values_of_person(hub, member)) for member in channel.members]
    return [(channel.name, values_of(hub, channel.key)), *people]


def values_seen_by(hub: State, session: Session) -> list[Found]:
    """What all say of themselves whom a session hears of: itself, its channels, whom it watches."""
    channels = session.person.channels.values()
    hub.spent += LOOKED_AT * sum(len(channel.members) for channel in channels)
    people = dict.fromkeys([session.person, *(member for channel in channels for member in channel.members)])
    people.update((person, None) for key in session.watched if (person := hub.nicks.get(key)) is not None)
    return [
        *((channel.name, values_of(hub, channel.key)) for channel in channels),
        *((person.nick, values_of_person(hub, person)) for person in people),
    ]


def answer_join(hub: State, ask: Request, channel: Channel) -> None:
    """Answer a newcomer with what a channel says, or with when to ask for it."""
    if ask.session.subscriptions:
        found = values_within(hub, channel)
        if _is_much(ask.session, found):
            ask.numeric(n.RPL_METADATASYNCLATER, channel.name, f"{LATER:.0f}")
        elif lines := lines_for(hub, ask.session, found):
            ask.bundle(KIND, channel.name, lines)


def sync(hub: State, ask: Request, name: str, found: Sequence[Found]) -> None:
    """Answer with all that has been subscribed to; much of it only every few seconds."""
    session = ask.session
    if _is_much(session, found):
        wait = session.synced + LATER - hub.now
        if 0 < wait <= LATER:  # more was left by a clock that is put back
            ask.numeric(n.RPL_METADATASYNCLATER, name, f"{max(1, wait):.0f}")
            return
        session.synced = hub.now
    ask.bundle(KIND, name, lines_for(hub, session, found))
