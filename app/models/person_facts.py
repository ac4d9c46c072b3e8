"""What a card tells of one person: what rooms know, and what a server answers to WHOIS."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum

from app.client.events import Member, WhoisArrived
from app.irc.text import strip_formatting
from app.models.members import Rank, rank_of, shown_name
from app.models.room import Room, RoomKind
from app.models.timeline_grouping import same_day
from app.models.timeline_words import clock, day_name
from app.values import frozen
from app.words import common_words, people_words

_SILENT_FROM = 5 * 60  # seconds; a shorter silence is none
_HOURS_FROM = 2 * 60 * 60


class FactKind(Enum):
    """What a fact is about."""

    NICKNAME = "nickname"
    STATUS = "status"
    AWAY = "away"
    ABSENT = "absent"
    ACCOUNT = "account"
    SINCE = "since"
    SILENT = "silent"
    ROOMS = "rooms"
    ADDRESS = "address"
    CONNECTION = "connection"


@frozen
class PersonFact:
    """One line of a card."""

    kind: FactKind
    text: str


def role_words(room: Room, member: Member) -> str:
    """The role of a member of `room`, "" for none."""
    rank = rank_of(member)
    if rank is Rank.HOST:
        return people_words.HOST()
    if rank is Rank.MODERATOR:
        return people_words.MODERATOR()
    return people_words.VOICE() if room.members.has_voice(member) else ""


def person_facts(room: Room, member: Member, told: WhoisArrived | None, now: float) -> list[PersonFact]:
    """What there is to tell of somebody in `room`, or of whom something was said there.

    `told` is what the server has answered, None as long as it has not; `now` in seconds since 1970.
    """
    return [PersonFact(kind, text) for kind, text in _facts(room, member, told, now) if text]


def _facts(
    room: Room, member: Member, told: WhoisArrived | None, now: float
) -> Iterator[tuple[FactKind, str]]:
    is_here = room.members.find(member.nick) is not None
    if shown_name(member) != member.nick:
        yield FactKind.NICKNAME, people_words.NICKNAME(nick=_on_one_line(member.nick))
    yield FactKind.STATUS, _on_one_line(member.status)
    yield FactKind.AWAY, _away(member, told)
    if not is_here and room.kind is not RoomKind.PRIVATE:
        yield FactKind.ABSENT, people_words.NOT_HERE()
    yield FactKind.ACCOUNT, _account(room, member, told)
    if is_here or told is not None:
        yield FactKind.SINCE, _since(member, told, now, is_here=is_here)
    yield FactKind.SILENT, _silence(told)
    yield FactKind.ROOMS, _other_rooms(room, member.nick)
    yield FactKind.ADDRESS, _address(room, member, told)
    if is_here and member.is_overheard:
        yield FactKind.CONNECTION, people_words.CONNECTED_IN_PLAIN_BROWSER()


def _on_one_line(text: str) -> str:
    """What somebody else wrote, plain; only that: the locale's own times have spaces that do not break."""
    return " ".join(strip_formatting(text).split())


def _away(member: Member, told: WhoisArrived | None) -> str:
    said = member.away if member.away is not None else (told.away or None if told is not None else None)
    if said is None:
        return ""
    message = _on_one_line(said)
    # who says no more than that they are away need not be quoted
    is_plain = message.casefold() in ("", common_words.AWAY().casefold())
    return common_words.AWAY() if is_plain else people_words.AWAY_WHY(message=message)


def _account(room: Room, member: Member, told: WhoisArrived | None) -> str:
    account = _on_one_line(member.account or (told.account if told is not None else ""))
    if account:
        return people_words.HAS_ACCOUNT(account=account)
    # who was there before us may have one that nobody has told yet
    return people_words.NO_ACCOUNT() if told is not None and room.connection.is_hub else ""


def _since(member: Member, told: WhoisArrived | None, now: float, *, is_here: bool) -> str:
    if member.joined is not None:
        return people_words.HERE_SINCE(time=_moment(member.joined, now))
    if told is not None and told.signed_on is not None:
        return people_words.CONNECTED_SINCE(time=_moment(told.signed_on, now))
    return people_words.HERE_BEFORE_YOU() if is_here else ""


def _moment(time: float, now: float) -> str:
    if same_day(time, now):
        return clock(time)
    return people_words.DAY_AND_CLOCK(day=day_name(time, now), clock=clock(time))


def _silence(told: WhoisArrived | None) -> str:
    if told is None or told.idle is None or told.idle < _SILENT_FROM:
        return ""
    if told.idle >= _HOURS_FROM:
        return people_words.SILENT_HOURS(told.idle // 3600)
    return people_words.SILENT_MINUTES(told.idle // 60)


def _other_rooms(room: Room, nick: str) -> str:
    """The other rooms in which this person meets them."""
    others = (other for other in room.connection.rooms if other is not room)
    titles = [_on_one_line(other.title) for other in others if other.members.find(nick) is not None]
    return people_words.ALSO_IN(rooms=", ".join(titles)) if titles else ""


def _address(room: Room, member: Member, told: WhoisArrived | None) -> str:
    """On our hubs an address is for those who look after the room; on other servers everybody knows it."""
    if room.connection.is_hub and not room.may_moderate:
        return ""
    host = _on_one_line(member.host or (told.host if told is not None else ""))
    return people_words.CONNECTS_FROM(host=host) if host else ""
