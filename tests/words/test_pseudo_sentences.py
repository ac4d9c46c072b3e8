"""In a language that is made of the extraction, no event and no failure stays English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QDateTime,
)

from app.application.checks import check_address, check_name, check_room
from app.application.room_alerts import ending_of, notification_of
from app.client import events as ev
from app.client.address import AddressError, AddressProblem, parse_address
from app.models import commands
from app.models import timeline_entries as entries
from app.models.archive_port import Top
from app.models.event_entries import whois_words
from app.models.export import _marks
from app.models.timeline_text import spoken_text
from app.models.timeline_words import day_name, describe, sending_words, summarise
from app.net.listen_error import ListenProblem
from app.security.security_errors import SecurityProblem
from app.settings import Settings, SettingsProblem
from app.ui.hosting.host_member_delegate import member_words
from app.ui.notifications.notification import Notification, NotificationKind, merge
from app.ui.timeline.heads import Heads
from app.ui.timeline.message_head import audience_words
from app.ui.timeline.reaction_line import who_reacted
from app.ui.window.conversation import waiting_words
from app.ui.window.link_view import LinkPhase
from app.ui.window.typing_teller import typing_words
from app.words.failure_words import (
    address_words,
    connection_words,
    join_words,
    listen_words,
    refusal_words,
    security_words,
    settings_words,
    storage_words,
)
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import NOON, told
from tests.words.pseudo_language import OTHERS, assert_translated
from tests.words.test_failure_words import NO_ADDRESSES, listen_error, security_error, storage_failures

pytestmark = pytest.mark.usefixtures("language")


# -- what happened


def facts() -> Iterator[entries.Fact]:
    """Every kind of thing that happens, in all its forms."""
    member = ev.Member(OTHERS)
    yield ev.MemberJoined("#r", member, NOON)
    for kind, by, reason in product(ev.LeaveKind, ("", OTHERS), ("", OTHERS)):
        yield ev.MemberLeft("#r", OTHERS, kind, by, reason, NOON)
        yield ev.RoomLeft("#r", kind, by, reason, NOON)
    for own in (True, False):
        yield ev.NickChanged(OTHERS, OTHERS, own, ("#r",), NOON)
    for topic, by in product(("", OTHERS), ("", OTHERS)):
        yield ev.TopicChanged("#r", topic, by, NOON)
    for rank, given, by in product("qov", (True, False), ("", OTHERS)):
        yield ev.RankChanged("#r", OTHERS, rank, given, by, NOON)
    for text, by in product(("+i", "-i", "+m", "-m", "+s"), ("", OTHERS)):
        yield ev.ChannelModesChanged("#r", "+nt", "", text, by, NOON)
    for banned in (True, False):
        yield ev.BanChanged("#r", f"{OTHERS}!*@*", banned, OTHERS, NOON)
    yield from (ev.Invited("#r", OTHERS, NOON), ev.RoomEntered("#r", NOON))
    yield from (entries.ConnectionLost(OTHERS), entries.ConnectionLost(), entries.ConnectionRestored())
    yield from (entries.HistoryGap(NOON, NOON), entries.HistoryGap(NOON, NOON + 600))
    for by in ("", OTHERS):
        yield ev.RoomRenamed(f"#{OTHERS}", f"#{OTHERS}", by, OTHERS, NOON)
    yield from (ev.HistoryPolicy(access, NOON) for access in ev.HistoryAccess)
    yield entries.Note(OTHERS)


def test_every_event_is_said() -> None:
    lines = [describe(fact) for fact in facts()]
    assert {type(fact) for fact in facts()} == set(entries.Fact.__args__), "every kind of them"
    # how modes are written is the protocol's
    assert_translated([line.replace("\u2068+s\u2069", "") for line in lines])
    groups = [[fact] * count for fact in facts() for count in (1, 2)]
    people = [ev.MemberJoined("#r", ev.Member(f"{OTHERS}{number}"), NOON) for number in range(5)]
    lines = [summarise(group) for group in (*groups, people[:2], people)]
    assert_translated(lines)


def test_every_way_of_a_message_is_said(everything: Everything) -> None:
    message = told(OTHERS, OTHERS, edited=True, reactions=(entries.Reaction(OTHERS, (OTHERS,) * 9),))
    ways = [
        replace(message, state=state, reason=reason, deleted=deleted, kind=kind, to_ranks=ranks)
        for state, reason, deleted, kind, ranks in product(
            entries.SendState, ("", OTHERS), (None, "", OTHERS), ev.TextKind, ("", "@", "~", "+", "!")
        )
    ]
    found = {text for each in ways for text in (spoken_text(each), audience_words(each), *_marks(each))}
    found |= {sending_words(state, "") for state in entries.SendState}
    found |= {who_reacted(message.reactions[0]), day_name(NOON, NOON), day_name(NOON - 86_400, NOON)}
    found |= {text for top in Top for text in Heads(top, unread=True).spoken()}
    assert_translated(found)


def test_what_is_told_of_people_is_said() -> None:
    told_of = [typing_words([OTHERS] * count) for count in range(4)]
    told_of.append(whois_words(ev.WhoisArrived(*(OTHERS,) * 6, idle=300, signed_on=None, away=OTHERS)))
    now = QDateTime.fromSecsSinceEpoch(100_000)
    told_of += [member_words(ev.Member(OTHERS, away=away, joined=99_000.0), now) for away in (None, OTHERS)]
    assert_translated(told_of)


def test_what_waits_is_said() -> None:
    assert_translated([waiting_words(phase, count) for phase in LinkPhase for count in range(3)])


def test_every_notification_is_said(everything: Everything) -> None:
    def some(kind: NotificationKind, count: int, private: bool) -> list[Notification]:
        return [Notification("r", OTHERS, kind, f"{OTHERS}{at}", OTHERS, private) for at in range(count)]

    for kind, count, private in product(NotificationKind, range(1, 5), (True, False)):
        merged = merge(some(kind, count, private))
        assert_translated([merged.title, merged.body])
    room = everything.world.rooms.rooms[0]
    room.connection.is_hub = True  # type: ignore[misc]  # a stand-in
    settings = Settings(notify=True, notify_presence=True)
    for fact in facts():
        notice = notification_of(room, entries.EventEntry(fact, NOON), settings)
        assert_translated([notice.text] if notice else [])


# -- what went wrong


def test_every_failure_is_said() -> None:
    addresses = [parse_address(text) for text in ("10.0.0.1", "fe80::1", OTHERS)]
    assert_translated(
        [connection_words(each, address=at, detail=OTHERS) for each in ev.Failure for at in addresses]
    )
    assert_translated([security_words(security_error(each, OTHERS)) for each in SecurityProblem])
    assert_translated([listen_words(listen_error(each, OTHERS)) for each in ListenProblem])
    assert_translated([storage_words(each) for each in storage_failures(OTHERS)])
    assert_translated([refusal_words(each) for each in ev.Refusal])
    found = [sending_words(state, each) for state in entries.SendState for each in ev.Refusal]
    assert_translated(found)
    here, there = Path(OTHERS), Path(OTHERS)
    problems = [SettingsProblem(here), SettingsProblem(here, OTHERS), SettingsProblem(here, aside=there)]
    assert_translated([settings_words(each) for each in problems])
    numerics = ("471", "473", "474", "475", "405", "477", "400")
    assert_translated([join_words(OTHERS, numeric, OTHERS) for numeric in numerics])


@pytest.mark.parametrize("problem", list(AddressProblem))
def test_every_address_that_is_none_is_refused_in_the_language(problem: AddressProblem) -> None:
    said = address_words(AddressError(problem, OTHERS))
    assert said.startswith("⟦")
    assert_translated([said])
    assert check_address(NO_ADDRESSES[problem][0])


def test_every_mistake_is_said() -> None:
    found = [check_name(""), check_name("!!!"), check_name("a" * 99), check_room(""), check_room("a" * 99)]
    assert None not in found
    for text in ("/nothing", "/kick", "/msg"):
        mistake = commands.parse_input(text)
        assert isinstance(mistake, commands.Mistake)
        found.append(mistake.sentence)
    for row in commands.matching(""):
        found += [commands.describe_command(row), commands.usage_of(row)]
    assert_translated([each for each in found if each])


def test_every_way_out_of_a_room_is_said() -> None:
    for kind, by, reason in product(ev.LeaveKind, ("", OTHERS), ("", OTHERS)):
        ending = ending_of(ev.RoomLeft("#r", kind, by, reason, NOON), may_rejoin=True)
        assert_translated([ending.words] if ending else [])
