"""Walks through what is said of events, messages, people and failures, each in all its forms."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

from PySide6.QtCore import QDateTime
from PySide6.QtGui import QIcon

from app.application.checks import check_address, check_name, check_room
from app.application.room_alerts import notification_of
from app.application.room_endings import ending_of
from app.application.room_standing import standing_of
from app.client import events as ev
from app.client.address import AddressError, AddressProblem, parse_address
from app.client.handed_links import LinkError, LinkProblem
from app.diagnosis.help_call import Rumour, Seen
from app.diagnosis.room_check import FirewallState, RoomDiagnosis
from app.diagnosis.search_check import SearchDiagnosis, SearchVerdict
from app.diagnosis.verdicts import Certainty, Cure
from app.firewall.room_ports import ChangeProblem, FirewallKind, FirewallReport, RoomPorts
from app.models import commands
from app.models import timeline_entries as entries
from app.models.archive_port import Top
from app.models.event_entries import whois_words
from app.models.export import _marks
from app.models.timeline_text import spoken_text
from app.models.timeline_words import RunSummary, day_name, describe, sending_words
from app.net.listen_error import ListenProblem, WebPortProblem
from app.security.security_errors import SecurityProblem
from app.settings import Settings, SettingsProblem
from app.ui.hosting.host_member_delegate import member_words
from app.ui.notifications.backends import TaskbarBackend, TrayBackend
from app.ui.notifications.dbus_backend import DBusBackend
from app.ui.notifications.notification import Notification, NotificationKind, merge
from app.ui.notifications.tray_icon import TrayIcon
from app.ui.timeline.dividers import Dividers
from app.ui.timeline.message_header import audience_words
from app.ui.timeline.reaction_line import who_reacted
from app.ui.window.composer_wishes import typing_words
from app.ui.window.conversation import waiting_words
from app.ui.window.link_view import LinkPhase
from app.words import transfer_words
from app.words.address_words import address_words, link_words
from app.words.diagnosis_words import (
    cure_words,
    room_words,
    rumour_words,
    search_words,
    verdict_words,
    words_for_host,
)
from app.words.failure_words import (
    SETTINGS_NOT_SAVED,
    connection_words,
    join_words,
    refusal_words,
    settings_words,
)
from app.words.firewall_words import firewall_words, help_words, opened_words, problem_words
from app.words.hosting_words import OTHER_PORT
from app.words.system_words import (
    ENDED_BY_A_FAULT,
    listen_words,
    security_words,
    storage_words,
    web_port_words,
)
from tests.application.test_room_standing import findings
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import NOON, told
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.test_diagnosis_words import ROOM_SAID, SAID, diagnosed
from tests.words.test_failure_words import NO_ADDRESSES, listen_error, security_error, storage_failures

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
    for text, by in product(("+i", "-i", "+m", "-m", "+k *", "-k *", "+s"), ("", OTHERS)):
        yield ev.ChannelModesChanged("#r", "+nt", "", text, by, NOON)
    for banned in (True, False):
        for mask, by in product((f"{OTHERS}!*@*", "*!*@10.0.0.1", f"~m:{OTHERS}!*@*"), (OTHERS, "")):
            yield ev.BanChanged("#r", mask, banned, by, NOON)
    yield from (ev.Invited("#r", OTHERS, NOON), ev.RoomEntered("#r", NOON))
    yield from (entries.ConnectionLost(), entries.ConnectionRestored())
    yield from (entries.HistoryGap(NOON, NOON), entries.HistoryGap(NOON, NOON + 600))
    for by in ("", OTHERS):
        yield ev.RoomRenamed(f"#{OTHERS}", f"#{OTHERS}", by, OTHERS, NOON)
    yield from (ev.HistoryPolicy(access, NOON) for access in ev.HistoryAccess)
    yield entries.Note(OTHERS)


def events(_everything: Everything) -> Iterator[str]:
    lines = [describe(fact) for fact in facts()]
    assert {type(fact) for fact in facts()} == set(entries.Fact.__args__), "every kind of them"
    # how modes are written is the protocol's
    yield from (line.replace("\u2068+s\u2069", "") for line in lines)
    groups = [[fact] * count for fact in facts() for count in (1, 2)]
    comers = [ev.MemberJoined("#r", ev.Member(f"{OTHERS}{number}"), NOON) for number in range(5)]
    yield from (RunSummary(group).words() for group in (*groups, comers[:2], comers))


def ways_of_a_message(_everything: Everything) -> Iterator[str]:
    message = told(OTHERS, OTHERS, edited=True, reactions=(entries.Reaction(OTHERS, (OTHERS,) * 9),))
    ways = [
        replace(message, state=state, reason=reason, deleted=deleted, kind=kind, to_ranks=ranks)
        for state, reason, deleted, kind, ranks in product(
            entries.SendState, ("", OTHERS), (None, "", OTHERS), ev.TextKind, ("", "@", "~", "+", "!")
        )
    ]
    for each in ways:
        yield from (spoken_text(each), audience_words(each), *_marks(each))
    yield from (sending_words(state, "") for state in entries.SendState)
    yield from (who_reacted(message.reactions[0]), day_name(NOON, NOON), day_name(NOON - 86_400, NOON))
    yield from (day_name(NOON - days * 86_400, NOON) for days in (40, 400))
    yield from (text for top in Top for text in Dividers(top, unread=True).spoken())
    yield from Dividers(Top.BEGINNING, partner=OTHERS).spoken()


def people(_everything: Everything) -> Iterator[str]:
    yield from (typing_words([OTHERS] * count) for count in range(4))
    yield whois_words(ev.WhoisArrived(*(OTHERS,) * 6, idle=300, signed_on=None, away=OTHERS))
    now = QDateTime.fromSecsSinceEpoch(100_000)
    yield from (member_words(ev.Member(OTHERS, away=away, joined=99_000.0), now) for away in (None, OTHERS))


def what_waits(_everything: Everything) -> Iterator[str]:
    yield from (waiting_words(phase, count) for phase in LinkPhase for count in range(3))


def notifications(everything: Everything) -> Iterator[str]:
    def some(kind: NotificationKind, count: int, private: bool) -> list[Notification]:
        return [Notification("r", OTHERS, kind, f"{OTHERS}{at}", OTHERS, private) for at in range(count)]

    for kind, count, private in product(NotificationKind, range(1, 5), (True, False)):
        merged = merge(some(kind, count, private))
        yield from (merged.title, merged.body)
    yield merge([replace(some(NotificationKind.MESSAGE, 1, False)[0], text="")]).body
    room = everything.world.rooms.rooms[0]
    room.connection.is_hub = True  # type: ignore[misc]  # a stand-in
    settings = Settings(notify=True, notify_presence=True)
    for fact in facts():
        notice = notification_of(room, entries.EventEntry(fact, NOON), settings)
        yield notice.text if notice else ""
    tray = TrayIcon(everything.theme, QIcon(), everything.window)
    for backend in (TaskbarBackend(everything.window), TrayBackend(tray, everything.window)):
        yield backend.words()
    yield DBusBackend.words(backend)  # type: ignore[arg-type]  # a bus is for others to try


# -- what went wrong


def failures(_everything: Everything) -> Iterator[str]:
    addresses = [parse_address(text) for text in ("10.0.0.1", "fd00::1", OTHERS)]
    for at, each in product(addresses, ev.Failure):
        yield connection_words(each, address=at, said=OTHERS)
    yield from (security_words(security_error(each, OTHERS)) for each in SecurityProblem)
    yield from (listen_words(listen_error(each, OTHERS)) for each in ListenProblem)
    yield from (web_port_words(each, 6667) for each in WebPortProblem)
    yield from (storage_words(each) for each in storage_failures(OTHERS))
    yield from (refusal_words(each) for each in ev.Refusal)
    yield from (sending_words(state, each) for state in entries.SendState for each in ev.Refusal)
    here, there = Path(OTHERS), Path(OTHERS)
    problems = [SettingsProblem(here), SettingsProblem(here, OTHERS), SettingsProblem(here, aside=there)]
    yield from (settings_words(each) for each in problems)
    yield SETTINGS_NOT_SAVED(why=OTHERS)
    yield from (link_words(LinkError(problem, 22)) for problem in LinkProblem)
    yield OTHER_PORT(usual=6667, port=6668, address=OTHERS)
    yield ENDED_BY_A_FAULT(path=OTHERS)
    numerics = ("471", "473", "474", "475", "405", "477", "400")
    yield from (join_words(OTHERS, numeric, OTHERS) for numeric in numerics)


def diagnoses(_everything: Everything) -> Iterator[str]:
    for verdict, certainty in SAID:
        yield verdict_words(diagnosed(verdict, certainty), host=OTHERS)
        yield words_for_host(diagnosed(verdict, certainty), host=OTHERS)
        yield from (cure_words(each, diagnosed(verdict, certainty)) for each in Cure)
    yield from (search_words(SearchDiagnosis(each, Certainty.LIKELY)) for each in SearchVerdict)
    yield from (room_words(RoomDiagnosis(*each), port=6667) for each in ROOM_SAID)
    yield from (rumour_words(Rumour(at, each, 6667)) for at in ("", OTHERS) for each in Seen)


def firewalls(_everything: Everything) -> Iterator[str]:
    for kind, state, is_public in product(FirewallKind, FirewallState, (False, True)):
        report = FirewallReport(kind, state, is_public=is_public)
        yield firewall_words(report)
        yield help_words(report, ports=OTHERS)
    yield from (problem_words(each) for each in ChangeProblem)
    for udp, count in product(((), (6667,)), (1, 2, 3)):
        yield opened_words(RoomPorts((6667,), udp, (OTHERS,) * count), ports=OTHERS)
    for found in findings():
        standing = standing_of(found, port=6667, ports=OTHERS)
        yield from (standing.sentence, standing.rumour, standing.help, standing.outcome, *standing.findings)


def what_is_no_address(_everything: Everything) -> Iterator[str]:
    for problem in AddressProblem:
        said = address_words(AddressError(problem, OTHERS))
        assert said.startswith("⟦")
        yield said
        assert check_address(NO_ADDRESSES[problem][0])


def mistakes(_everything: Everything) -> Iterator[str]:
    found = [check_name(""), check_name("!!!"), check_name("a" * 99), check_room(""), check_room("a" * 99)]
    assert None not in found
    for text in ("/nothing", "/kick", "/msg"):
        mistake = commands.parse_input(text)
        assert isinstance(mistake, commands.Mistake)
        found.append(mistake.sentence)
    for row in commands.matching(""):
        found += [commands.describe_command(row), commands.usage_of(row)]
    yield from (each for each in found if each)


def ways_out_of_a_room(_everything: Everything) -> Iterator[str]:
    for kind, by, reason in product(ev.LeaveKind, ("", OTHERS), ("", OTHERS)):
        ending = ending_of(ev.RoomLeft("#r", kind, by, reason, NOON), may_rejoin=True)
        yield ending.words if ending else ""


def files_on_their_way(_everything: Everything) -> Iterator[str]:
    yield from (
        transfer_words.WAITS_FOR_CONNECTION(),
        transfer_words.WAITS_FOR_OTHERS(),
        transfer_words.BROKEN(),
        transfer_words.NO_ANSWER(),
        transfer_words.OTHER_HOST(),
        transfer_words.DELETED(),
        transfer_words.NOT_THE_SAME(),
        transfer_words.CHANGED(),
        transfer_words.token_words(OTHERS),
        transfer_words.download_words(403),
        transfer_words.reading_words(OSError(errno.EACCES, OTHERS)),
        transfer_words.saving_words(OSError(errno.EACCES, OTHERS)),
        transfer_words.saving_words(OSError(errno.ENOSPC, OTHERS)),
        transfer_words.upload_words("too-large", 413, 1_000_000),
    )
    for problem in ("too-large", "day", "full", "disk", "busy", "off", "login", ""):
        yield transfer_words.upload_words(problem, 500)


WALKS: tuple[Walk, ...] = (
    files_on_their_way,
    events,
    ways_of_a_message,
    people,
    what_waits,
    notifications,
    failures,
    diagnoses,
    firewalls,
    what_is_no_address,
    mistakes,
    ways_out_of_a_room,
)
