"""The members pane: filter, menu, keys, and that thousands cost no more than a screenful."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.client.events import Member
from app.client.wishes import Ban, Kick, Mute, SetRank, Unban, Wish
from app.models.members import Heading, MembersModel
from app.models.room import Room
from app.models.room_wishes import EditProfile, InviteToRoom, OpenTalk, ShowPerson
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberAction, MemberContext
from app.ui.members.members_list import MemberFilter
from app.ui.members.members_pane import FILTER_FROM, MembersPane
from app.ui.theme.theme import Theme
from app.ui.widgets.icon_button import IconButton
from tests.conftest import BugReports
from tests.ui.window_world import PEOPLE, make_room


@pytest.fixture
def room() -> Room:
    return make_room()


@pytest.fixture
def pane(qtbot: QtBot, theme: Theme, room: Room) -> Iterator[MembersPane]:
    made = MembersPane(theme, IconButton(theme, "close", "Hide people", on_ground=True))
    qtbot.addWidget(made)
    made.set_room(room)
    made.resize(172, 600)
    made.show()
    yield made
    made.set_room(None)


def listed(pane: MembersPane) -> list[str]:
    model = pane.list.model()
    rows = [model.index(row, 0).data(MembersModel.RowRole) for row in range(model.rowCount())]
    return [row.rank.name if isinstance(row, Heading) else row.nick for row in rows]


def select(pane: MembersPane, nick: str) -> None:
    model = pane.list.model()
    row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == nick)
    pane.list.setCurrentIndex(model.index(row, 0))


# -- the filter


def test_filtering_leaves_out_headings_without_people(pane: MembersPane) -> None:
    pane.list.set_filter("TOMA")
    assert listed(pane) == ["MEMBER", "Tomás"]
    pane.list.set_filter("")
    assert listed(pane) == ["HOST", "mara", "MODERATOR", "ines", "MEMBER", "bob", "Tomás", "yuki"]


def test_a_filter_follows_those_who_come_and_go() -> None:
    people = MembersModel()
    people.reset(PEOPLE)
    shown = MemberFilter()
    shown.setSourceModel(people)
    tester = QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.set_text("bo")
    assert shown.rowCount() == 2
    people.put(Member("bobby", ranks="o"))
    assert shown.rowCount() == 4
    people.remove("bob")
    assert shown.rowCount() == 2
    people.remove("bobby")
    assert shown.rowCount() == 0
    del tester


def test_the_field_is_there_only_among_many(pane: MembersPane, room: Room) -> None:
    assert not pane.filter.isVisible()
    room.members.reset([Member(f"n{number}") for number in range(FILTER_FROM)])
    assert pane.filter.isVisible()
    room.members.remove("n0")
    assert not pane.filter.isVisible()


def test_a_name_nobody_has_is_answered_in_words_and_escape_clears_it(
    qtbot: QtBot, pane: MembersPane, room: Room
) -> None:
    room.members.reset([Member(f"n{number}") for number in range(FILTER_FROM)])
    qtbot.keyClicks(pane.filter, "zz")
    assert pane._nobody.isVisible()
    qtbot.keyClick(pane.filter, Qt.Key.Key_Escape)
    assert pane.filter.text() == ""
    assert not pane._nobody.isVisible()


# -- what can be done with whom

_TALK = (MemberAction.PROFILE, MemberAction.MESSAGE, MemberAction.MENTION, MemberAction.COPY_NAME)
_OWN = (MemberAction.PROFILE, MemberAction.EDIT_PROFILE, MemberAction.COPY_NAME)
_OUT = (MemberAction.REMOVE, MemberAction.BAN)


@dataclass
class Chosen:
    """What was wished and who was to be addressed."""

    wishes: list[Wish] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)

    def at(
        self,
        member: Member,
        *,
        is_self: bool = False,
        may_moderate: bool = True,
        is_online: bool = True,
        **more: Any,
    ) -> MemberContext:
        """Everything is done with that member."""
        who = (member, "#here", is_self, may_moderate, is_online)
        return MemberContext(*who, self.wishes.append, self.mentions.append, **more)


@pytest.mark.parametrize(
    ("at", "actions"),
    [
        (Chosen().at(Member("bob"), may_moderate=False), _TALK),
        (Chosen().at(Member("mara"), is_self=True), _OWN),
        (Chosen().at(Member("bob")), (*_TALK, MemberAction.MAKE_MODERATOR, *_OUT)),
        (
            Chosen().at(Member("bob"), can_mute=True),
            (*_TALK, MemberAction.MAKE_MODERATOR, MemberAction.MUTE, *_OUT),
        ),
        (
            Chosen().at(Member("bob"), can_mute=True, mutes=("~m:bob!*@*",)),
            (*_TALK, MemberAction.MAKE_MODERATOR, MemberAction.UNMUTE, *_OUT),
        ),
        (Chosen().at(Member("bob"), can_mute=True, may_moderate=False), _TALK),
        (
            Chosen().at(Member("ines", ranks="o"), can_mute=True),
            (*_TALK, MemberAction.REMOVE_MODERATOR, *_OUT),
        ),
        (Chosen().at(Member("ines", ranks="o")), (*_TALK, MemberAction.REMOVE_MODERATOR, *_OUT)),
        (Chosen().at(Member("mara", ranks="q")), _TALK),
        (Chosen().at(Member("bob"), may_moderate=False, may_invite=True), (*_TALK, MemberAction.INVITE)),
        (Chosen().at(Member("mara"), is_self=True, may_invite=True), _OWN),
        (Chosen().at(Member("bob"), is_online=False), (MemberAction.PROFILE, *_TALK[2:])),
    ],
)
def test_a_menu_has_exactly_what_can_be_done(at: MemberContext, actions: tuple[MemberAction, ...]) -> None:
    assert tuple(row.id for row in MEMBER_ACTIONS if row.usable(at)) == actions


def test_each_action_does_what_it_says() -> None:
    chosen = Chosen()
    for row in MEMBER_ACTIONS:
        row.run(chosen.at(Member("bob")))
    assert chosen.wishes == [
        ShowPerson("bob"),
        EditProfile(),
        OpenTalk("bob"),
        InviteToRoom("bob"),
        SetRank("#here", "bob", "o"),
        SetRank("#here", "bob", "o", given=False),
        Mute("#here", "bob"),
        Kick("#here", "bob"),
        Ban("#here", "bob"),
    ]
    assert chosen.mentions == ["bob"]
    assert QGuiApplication.clipboard().text() == "bob"


def test_unmuting_lifts_every_mask_that_mutes(room: Room, pane: MembersPane) -> None:
    masks = ("~m:~a:bob", "~m:*!*@192.168.1.37", "~m:ines!*@*", "bob!*@*")
    room.set_bans(tuple((mask, "mara", 1.0) for mask in masks))
    told: list[Wish] = []
    pane.list.member_actions.wished.connect(lambda _room, wish: told.append(wish))
    pane.list.member_actions.run(MemberAction.UNMUTE, room, replace(PEOPLE[2], account="bob"))
    assert told == [Unban("#robotics", masks[0]), Unban("#robotics", masks[1])]


def test_a_menu_entry_says_what_is_wished_of_whom(qtbot: QtBot, pane: MembersPane, room: Room) -> None:
    menu = pane.list.member_actions.menu(room, PEOPLE[2])
    with qtbot.waitSignal(pane.list.member_actions.wished) as told:
        next(action for action in menu.actions() if action.data() is MemberAction.BAN).trigger()
    assert told.args == [room, Ban("#robotics", "bob", host="192.168.1.37")]


def test_enter_and_double_click_write_to_somebody_but_not_to_oneself(
    qtbot: QtBot, pane: MembersPane, room: Room
) -> None:
    told: list[tuple[object, ...]] = []
    pane.list.member_actions.wished.connect(lambda *args: told.append(args))
    select(pane, "mara")
    qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    assert told == []
    select(pane, "bob")
    qtbot.keyClick(pane.list, Qt.Key.Key_Return)
    pane.list.doubleClicked.emit(pane.list.currentIndex())
    assert told == [(room, OpenTalk("bob"))] * 2


def test_headings_cannot_be_selected(qtbot: QtBot, pane: MembersPane) -> None:
    model = pane.list.model()
    qtbot.mouseClick(
        pane.list.viewport(), Qt.MouseButton.LeftButton, pos=pane.list.visualRect(model.index(0, 0)).center()
    )
    assert pane.list.selectedIndexes() == []


# -- looks


def test_being_lost_dims_the_people(pane: MembersPane) -> None:
    bright = pane.list.viewport().grab().toImage()
    pane.list.set_dimmed(True)
    assert pane.list.viewport().grab().toImage() != bright


def test_painting_thousands_asks_for_a_screenful_only(qtbot: QtBot, pane: MembersPane, room: Room) -> None:
    asked = []
    delegate = pane.list._delegate
    paint = delegate.paint
    delegate.paint = lambda *args: (asked.append(args[2].row()), paint(*args))  # type: ignore[method-assign]
    room.members.reset([Member(f"n{number:05}") for number in range(5000)])
    pane.list.scrollToBottom()
    pane.list.viewport().grab()
    assert 0 < len(set(asked)) < 60
    assert max(asked) == 5000


def test_a_row_that_cannot_be_painted_costs_only_itself(pane: MembersPane, bug_reports: BugReports) -> None:
    painted: list[str] = []
    delegate = pane.list._delegate
    words = delegate._words

    def failing(member: Member, is_self: bool) -> str:
        painted.append(member.nick)
        if member.nick == "ines":
            raise ValueError(member.nick)
        return words(member, is_self)

    delegate._words = failing  # type: ignore[method-assign]
    pane.list.viewport().grab()
    assert {"mara", "ines", "bob", "Tomás", "yuki"} == set(painted)
    assert len(bug_reports.take()) == 1, "and the painter is as it was before"


def test_people_are_listed_and_found_by_what_they_are_called(pane: MembersPane, room: Room) -> None:
    room.members.reset([Member("Ines_Duarte", realname="Ines Duarte"), Member("b0b", realname="bob")])
    model = pane.list.model()
    assert [model.index(row, 0).data() for row in (1, 2)] == ["b0b", "Ines Duarte"]
    tips = [model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in (1, 2)]
    assert tips == ["b0b · bob", "Ines Duarte · Ines_Duarte"]
    assert not pane.grab().isNull()
    for typed in ("ines d", "ines_d"):
        pane.list.set_filter(typed)
        assert listed(pane) == ["MEMBER", "Ines_Duarte"]


def test_when_many_come_at_once_the_list_is_painted_now_and_then(
    qtbot: QtBot, pane: MembersPane, room: Room
) -> None:
    room.members.put(Member("first"))
    assert pane.list.viewport().updatesEnabled()
    room.members.put(Member("second"))
    assert not pane.list.viewport().updatesEnabled()
    assert "second" in listed(pane)
    qtbot.waitUntil(pane.list.viewport().updatesEnabled)
