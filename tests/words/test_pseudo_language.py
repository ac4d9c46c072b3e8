"""In a language that is made of the extraction, nothing that a person reads stays English."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QDateTime,
    QDeadlineTimer,
    QLocale,
    QModelIndex,
    Qt,
    QTranslator,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from app.application import opening_questions
from app.application.checks import check_address, check_name, check_room
from app.application.notices import notice_of
from app.application.room_watch import ending_of
from app.client import events as ev
from app.client.address import AddressError, AddressProblem, parse_address
from app.hosted_rooms import Door, HostedRoom
from app.hub.data.config import HubConfig
from app.models import commands
from app.models import timeline_entries as entries
from app.models.archive_port import Top
from app.models.export import _marks
from app.models.recents import RecentRoom, RecentRooms
from app.models.search import SearchState
from app.models.timeline_text import spoken_text
from app.models.timeline_words import day_name, describe, sending_words, summarise
from app.models.whois import whois_words
from app.net.endpoint import Endpoint
from app.net.listen_error import ListenProblem
from app.security.errors import SecurityProblem
from app.settings import Settings, SettingsProblem
from app.ui.actions import SPECS, ActionId
from app.ui.hosting.people_delegate import member_words
from app.ui.members.member_menu import Asked, fill_menu
from app.ui.notices.merge import Notice, NoticeKind, merge
from app.ui.theme.theme import Theme
from app.ui.timeline.heads import Heads
from app.ui.timeline.message_head import audience_words
from app.ui.timeline.reaction_line import who_reacted
from app.ui.widgets.menu import Menu
from app.ui.widgets.question import Question, QuestionSheet
from app.ui.window import questions, trust_questions
from app.ui.window.conversation import waiting_words
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.ui.window.shortcuts_sheet import ShortcutsSheet
from app.ui.window.typing_teller import typing_words
from app.words.failure_words import (
    address_words,
    connection_words,
    join_words,
    listen_words,
    refusal_words,
    security_words,
    settings_words,
)
from tests.ui.conftest import RESOURCES
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import NOON, told
from tests.words.extraction import WORDS, extract, release
from tests.words.test_failure_words import NO_ADDRESSES, listen_error, security_error

OTHERS = "Ωμέγα"  # stands for every text of other people, files and servers

# what is written the same in every language, as it stands in these windows
PROPER = re.compile(
    r"""
    Hubbub | https?://\S+ | hubbub://\S+ | example\.org | xn--\w+ | fe80::1
    | [#]? \b(?:mara|bob|ines|Tomás|yuki|robotics|alice)\b     # people and rooms
    | \b(?:lunch|pineapple|hello)\b                            # what people typed
    | \b(?:Ctrl|Shift|Alt|Return|Enter|Esc|Del|End|Home|Up|Down|Tab|PgUp|PgDown|F\d+)\b  # keys
    | \b(?:[A-Z]|AM|PM|TLS|TCP|IRC|IP)\b | [+]nt | \b\d+[a-z]?\b
    | /[a-z]+                                                  # commands, as they are typed
    """,
    re.VERBOSE,
)
ENGLISH = re.compile(r"[A-Za-z]{2,}|\{")


def english_in(text: str) -> str:
    """What of a text is still English, or was not filled in; "" for nothing."""
    return text if ENGLISH.search(PROPER.sub("", text)) else ""


@pytest.fixture(scope="module", autouse=True)
def language(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The program speaks the language of the extraction."""
    before, made = QLocale(), QTranslator()
    assert made.load(str(release(extract(tmp_path_factory.mktemp("language"), WORDS))))
    qapp.installTranslator(made)
    QLocale.setDefault(QLocale("el_GR"))  # days and months in other letters
    yield
    QLocale.setDefault(before)
    qapp.removeTranslator(made)


@pytest.fixture(scope="module")
def everything(language: None, qapp: QApplication) -> Iterator[Everything]:
    """All windows, with a text of others wherever there can be one."""
    theme = Theme(RESOURCES)
    theme.apply(qapp)
    made = Everything(theme, OTHERS)
    yield made
    made.end()


# -- windows


def shown_by(widget: QWidget) -> Iterator[str]:
    """What a widget shows and what a screen reader says of it, but for what it paints."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    yield from (action.text() for action in widget.actions())
    if isinstance(widget, QAbstractItemView):
        yield from told_by(widget.model())


def told_by(model: QAbstractItemModel) -> Iterator[str]:
    """What the rows of a list show and say."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row, role in product(range(model.rowCount(QModelIndex())), roles):
        data = model.index(row, 0).data(role)
        if isinstance(data, str):
            yield data


def all_shown() -> set[str]:
    """What all widgets show."""
    return {text for widget in QApplication.allWidgets() for text in shown_by(widget) if text}


def painted(widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What a window and all in it paint as text."""
    texts: set[str] = set()
    draw: Callable[..., None] = QPainter.drawText

    def note(painter: QPainter, *arguments: Any) -> None:
        texts.update(each for each in arguments if isinstance(each, str))
        draw(painter, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(QPainter, "drawText", note)
        widget.grab()
    return texts


def assert_translated(texts: set[str] | list[str]) -> None:
    assert {text for text in map(english_in, texts) if text} == set()


def test_the_test_sees_english() -> None:
    assert english_in("⟦ƀóƀ ĵóíñéď⟧ and left")
    assert english_in("⟦{who} ĵóíñéď⟧"), "not filled in"
    assert not english_in("⟦bob ĵóíñéď⟧ (Ctrl+F)")


def test_no_widget_shows_english(everything: Everything) -> None:
    texts = all_shown()
    assert sum("⟦" in text for text in texts) > 150, "the windows are there, and speak"
    assert_translated(texts)


def test_nothing_painted_is_english(everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = painted(everything.window, monkeypatch) | painted(everything.start, monkeypatch)
    texts |= painted(everything.popup, monkeypatch)
    assert any("⟦" in text for text in texts)
    assert_translated(texts)


def test_every_state_of_a_connection_is_said(everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    window, connection = everything.window, everything.world.connection
    ways = ("link", "password", "words", "authority", "")
    views = [LinkView(phase, OTHERS, seconds=7.0, reason=OTHERS) for phase in LinkPhase]
    views += [LinkView(LinkPhase.ONLINE, OTHERS, security=each, words=(OTHERS,) * 6) for each in Security]
    views += [LinkView(LinkPhase.ONLINE, OTHERS, security=Security.VERIFIED, verified=way) for way in ways]
    for view in views:
        window.set_link_view(connection, view)
        assert_translated(all_shown() | painted(window, monkeypatch))


def test_every_bar_over_a_room_is_said(everything: Everything) -> None:
    bar = everything.window.page.sheet.connection_bar
    for show in (
        lambda: bar.show_lost(QDeadlineTimer(5000)),
        lambda: bar.show_lost(QDeadlineTimer(1)),
        bar.show_reconnecting,
        bar.show_doubtful,
        bar.show_connected,
        lambda: bar.show_ended(OTHERS, may_retry=True),
        lambda: bar.show_ended(OTHERS, may_rejoin=True),
        lambda: bar.show_offline(OTHERS, may_join=True),
    ):
        show()
        assert_translated(all_shown())
    bar.clear()


def test_the_start_page_is_said_in_every_state(everything: Everything) -> None:
    page = everything.start
    page.host_card.advanced.click()
    for password in ("", "x"):
        page.host_card.password.set_text(password)
        assert_translated(all_shown())
    page.host_card.port.set_text("0")
    page.request_host()
    page.show_connecting(OTHERS)
    assert_translated(all_shown())
    page.set_busy(False)
    rooms = [
        RecentRoom(OTHERS, OTHERS, hosted, used, offline=offline)
        for hosted, offline, used in product((True, False), (True, False), (NOON, 0.0))
    ]
    assert_translated(list(told_by(RecentRooms(rooms))))


def test_the_search_of_all_rooms_is_said_in_every_state(everything: Everything) -> None:
    for state in SearchState:
        everything.everywhere.model._set_state(state)
        assert_translated(all_shown())


def test_the_shortcuts_are_said(everything: Everything) -> None:
    everything.window.actions_[ActionId.SHORTCUTS].trigger()
    sheet = everything.window.findChild(ShortcutsSheet)
    assert sheet is not None
    assert_translated({label.text() for label in sheet.findChildren(QLabel)})
    assert_translated([spec.text() for spec in SPECS])
    sheet.close()


# -- menus and questions


def test_every_menu_at_a_member_is_said(everything: Everything) -> None:
    asked = [
        Asked(ev.Member(OTHERS, ranks=ranks), is_self, may, is_online)
        for ranks, is_self, may, is_online in product(("", "o"), *((True, False),) * 3)
    ]
    for each in asked:
        menu = Menu()
        fill_menu(menu, everything.theme, each)
        assert_translated([action.text() for action in menu.actions()])


def questions_asked() -> list[Question]:
    """Every question that is made of values."""
    words = (OTHERS,) * 6
    return [
        questions.remove_question(OTHERS, OTHERS),
        questions.ban_question(OTHERS, OTHERS),
        questions.delete_question(""),
        questions.delete_question(OTHERS),
        questions.forget_question(OTHERS),
        questions.keep_less_question(0),
        questions.keep_less_question(30),
        questions.link_question(OTHERS),
        questions.room_link_question(OTHERS),
        questions.rename_question(OTHERS),
        *(questions.stop_question(OTHERS, others) for others in range(3)),
        trust_questions.compare_question(words),
        *(
            trust_questions.host_changed_question(name=name, address=OTHERS, old_words=words, new_words=words)
            for name in ("", OTHERS, f"{OTHERS}’s {OTHERS}")
        ),
        trust_questions.link_mismatch_question(OTHERS),
        trust_questions.not_encrypted_question(OTHERS),
        trust_questions.password_not_safe_question(OTHERS),
        *opening_asked(),
    ]


def opening_asked() -> Iterator[Question]:
    """What is asked before a room opens."""
    plan = opening_questions.Plan(HubConfig(room_name=OTHERS), (Endpoint("10.0.0.1", 6667),))
    open_to_all = replace(plan, endpoints=(Endpoint("10.0.0.1", 6667), Endpoint("", 6667)))
    fields = ("password", "newcomers", "doors")
    for unclear in ({"password"}, {"newcomers"}, {"doors"}, set(fields)):
        record = HostedRoom(channel="#x", unclear=frozenset(unclear))
        yield asked_by(opening_questions.doubt_about_record(record, plan))
    yield asked_by(opening_questions.doubt_about_network((), plan))
    yield asked_by(opening_questions.doubt_about_network((), open_to_all))
    yield asked_by(opening_questions.doubt_about_port(lambda endpoint: True, plan))
    for doors, unclear in (((Door("127.0.0.1"),), set()), ((Door("10.0.0.1"),), {"password"})):
        record = HostedRoom(channel="#x", doors=doors, newcomers="none", unclear=frozenset(unclear))
        yield asked_by(opening_questions.doubt_about_weaker(record, open_to_all))


def asked_by(doubt: opening_questions.Doubt | None) -> Question:
    assert doubt is not None
    return doubt.question


def test_every_question_is_asked_in_the_language(everything: Everything) -> None:
    for question in questions_asked():
        sheet = QuestionSheet(everything.theme, question, everything.window)
        found = {text for widget in (sheet, *sheet.findChildren(QWidget)) for text in shown_by(widget)}
        assert any("⟦" in text for text in found)
        assert_translated(found)
        sheet.close()


def test_how_a_room_opens_again_is_said() -> None:
    records = [
        HostedRoom(channel="#x", locked=locked, doors=(Door(host, port),), newcomers=newcomers)
        for locked, host, port, newcomers in product(
            (True, False), ("", "127.0.0.1"), (None, 6667), ("all", "1h", "none")
        )
    ]
    for record in (None, *records):
        assert_translated(opening_questions.described(record))


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
    def some(kind: NoticeKind, count: int, private: bool) -> list[Notice]:
        return [Notice("r", OTHERS, kind, f"{OTHERS}{at}", OTHERS, private) for at in range(count)]

    for kind, count, private in product(NoticeKind, range(1, 5), (True, False)):
        merged = merge(some(kind, count, private))
        assert_translated([merged.title, merged.body])
    room = everything.world.rooms.rooms[0]
    room.connection.is_hub = True  # type: ignore[misc]  # a stand-in
    settings = Settings(notify=True, notify_presence=True)
    for fact in facts():
        notice = notice_of(room, entries.EventEntry(fact, NOON), settings)
        assert_translated([notice.text] if notice else [])


# -- what went wrong


def test_every_failure_is_said() -> None:
    addresses = [parse_address(text) for text in ("10.0.0.1", "fe80::1", OTHERS)]
    assert_translated(
        [connection_words(each, address=at, detail=OTHERS) for each in ev.Failure for at in addresses]
    )
    assert_translated([security_words(security_error(each, OTHERS)) for each in SecurityProblem])
    assert_translated([listen_words(listen_error(each, OTHERS)) for each in ListenProblem])
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
