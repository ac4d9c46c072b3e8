"""What people tell of themselves beside their nickname: display name, avatar, colour, status; rooms' titles.

Of its people our hub tells in the same way who is in with a browser that is not encrypted.

https://ircv3.net/specs/extensions/metadata
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from app.client.events import Member, OwnAvatarTold, RoomTitled
from app.client.features import file_sharing
from app.client.features.monitor_list import change_person
from app.client.state.session_state import SessionState
from app.irc import capabilities as caps
from app.irc.message import Message
from app.irc.room_lines import BY_TAG, CONNECTION_KEY, PLAIN_BROWSER, clean_title
from app.irc.text import strip_formatting

# key on the wire -> field of Member
AVATAR = "avatar"
FIELDS = {"display-name": "display_name", AVATAR: "avatar", "color": "color", "status": "status"}
OVERHEARD = "is_overheard"  # of Member, by CONNECTION_KEY
TITLE = "display-name"  # of a channel
# Of one value as it is kept; addresses of pictures are the longest, nothing else is shown in full.
LONGEST = 500
# People of whom something is known; the largest rooms have a thousand.
PROFILES = 5_000


def is_offered(state: SessionState) -> bool:
    """Whether the server keeps what people tell."""
    return not state.caps.isdisjoint((caps.METADATA_2, caps.METADATA_3))


def subscribe(state: SessionState) -> None:
    """The welcome is over: ask to be told of others, and tell what this person is called."""
    if is_offered(state):
        of_hub = (CONNECTION_KEY,) if state.is_hub else ()
        state.request_automatically("METADATA", "*", "SUB", *FIELDS, *of_hub)
        tell_name(state)
        if state.options.colour:  # without one, what another computer of this person has told stays
            tell_colour(state)
        if file_sharing.is_offered(state):  # whether it is what this person shows is seen by the file
            state.request_automatically("METADATA", "*", "GET", AVATAR)


def tell_name(state: SessionState) -> None:
    """Tell the name that the person typed, where the nickname is not the same."""
    name = state.options.realname
    if not is_offered(state) or not state.is_registered:
        return
    if name and name != state.nick:
        state.request_automatically("METADATA", "*", "SET", "display-name", name)
    elif state.profiles.get(state.fold(state.nick), {}).get("display_name"):
        state.request_automatically("METADATA", "*", "SET", "display-name")


def tell_colour(state: SessionState) -> None:
    """Tell the colour that the person chose, or take it back."""
    if not is_offered(state) or not state.is_registered:
        return
    colour = state.options.colour
    if colour:
        state.request_automatically("METADATA", "*", "SET", "color", colour)
    elif state.profiles.get(state.fold(state.nick), {}).get("color"):
        state.request_automatically("METADATA", "*", "SET", "color")


def tell_avatar(state: SessionState, link: str) -> None:
    """Tell where the picture is that this person shows, "" to take it back."""
    if is_offered(state) and state.is_registered:
        state.request_automatically("METADATA", "*", "SET", AVATAR, *([link] if link else []))


def on_metadata(state: SessionState, message: Message) -> None:
    """METADATA <target> <key> <visibility> [<value>], as a notice and as 761 or 766 behind our nickname."""
    target, key, value = message.params[0], message.params[1], message.param(3)
    if state.isupport.is_channel(target):
        if key == TITLE and (channel := state.channel(target)) is not None:
            title = clean_title(value)[:LONGEST]
            state.emit(RoomTitled(channel.name, title, state.time, _changed_by(state, message)))
        return
    field = OVERHEARD if key == CONNECTION_KEY and state.is_hub else FIELDS.get(key)
    if field is not None:
        _put(state, state.nick if target == "*" else target, field, _clean(value))


def _changed_by(state: SessionState, message: Message) -> str:
    """Who has changed a channel's value: the source of a notice, of a hub's numeric its tag."""
    if message.command == "METADATA":
        return message.sender.nick if message.sender.user else ""
    return message.tags.get(BY_TAG, "") if state.is_hub else ""


def on_value(state: SessionState, message: Message) -> None:
    """761 <us> <target> <key> <visibility> :<value>"""
    on_metadata(state, replace(message, params=message.params[1:]))
    _note_own_avatar(state, message, message.param(4))


def on_no_value(state: SessionState, message: Message) -> None:
    """766 <us> <target> <key> :<words>"""
    on_metadata(state, replace(message, params=message.params[1:3]))
    _note_own_avatar(state, message, "")


def _note_own_avatar(state: SessionState, message: Message, link: str) -> None:
    """An answer that tells it, of which there is one after each welcome.

    Not what another computer of this person changes, of which a hub tells by the same numeric to "*": two
    with a picture each would change it in turns for ever.
    """
    us, target, key = message.params[:3]
    if key == AVATAR and state.is_me(us) and (target == "*" or state.is_me(target)):
        state.emit(OwnAvatarTold(_clean(link)))


def _clean(value: str) -> str:
    return " ".join(strip_formatting(value).split())[:LONGEST]


def _put(state: SessionState, nick: str, field: str, value: str) -> None:
    profiles, key = state.profiles, state.fold(nick)
    if key not in profiles and len(profiles) >= PROFILES:
        del profiles[next(iter(profiles))]
    profile = profiles.setdefault(key, {})
    profile[field] = value
    change_person(state, nick, lambda member: with_profile(member, profile))


def with_profile(member: Member, profile: Mapping[str, str] | None) -> Member:
    """`member` with what they tell of themselves."""
    if not profile:
        return member
    return replace(
        member,
        display_name=profile.get("display_name", ""),
        avatar=profile.get("avatar", ""),
        color=profile.get("color", ""),
        status=profile.get("status", ""),
        is_overheard=profile.get(OVERHEARD) == PLAIN_BROWSER,
    )


def with_known_profile(state: SessionState, member: Member) -> Member:
    """Somebody who is met now, with what was told of them before."""
    return with_profile(member, state.profiles.get(state.fold(member.nick)))


def rename(state: SessionState, old: str, new: str) -> None:
    """Somebody has another nickname: what they tell of themselves goes along."""
    if (profile := state.profiles.pop(state.fold(old), None)) is not None:
        state.profiles[state.fold(new)] = profile


def lose_sight(state: SessionState, nick: str) -> None:
    """Somebody is in none of our rooms any more: how they are connected is not told from now on."""
    if (profile := state.profiles.get(state.fold(nick))) is not None and not any(state.shared_with(nick)):
        profile.pop(OVERHEARD, None)


def sync_later(state: SessionState, message: Message) -> None:
    """774 <us> <target> [<seconds>]: the server asks to be asked later for what people of a room tell."""
    seconds = message.param(2)
    wait = min(float(seconds), LONGEST_WAIT) if seconds.isascii() and seconds.isdecimal() else 1.0
    if len(state.metadata_syncs) < SYNCS:
        state.metadata_syncs[message.params[1]] = state.now + wait


LONGEST_WAIT = 3_600.0
SYNCS = 100


def tick(state: SessionState) -> None:
    """Send METADATA SYNC where it is due."""
    for target, time in list(state.metadata_syncs.items()):
        if state.now >= time:
            del state.metadata_syncs[target]
            state.request_automatically("METADATA", target, "SYNC")
