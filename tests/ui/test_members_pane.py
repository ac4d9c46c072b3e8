"""The members pane: filter, menu, keys, and that thousands cost no more than a screenful."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPainter
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.client.events import Member
from app.client.wishes import Ban, Kick, Mute, SetRank, Unban, Wish
from app.models.ignored_people import IgnoredPerson
from app.models.members import Heading, MembersModel
from app.models.room import Room
from app.models.room_wishes import EditProfile, Ignore, InviteToRoom, OpenTalk, ShowPerson
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberAction, MemberContext
from app.ui.members.members_list import MemberFilter
from app.ui.members.members_pane import FILTER_FROM, MembersPane
from app.ui.theme.avatars import AvatarStyle
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

_TALK = (
    MemberAction.PROFILE,
    MemberAction.MESSAGE,
    MemberAction.MENTION,
    MemberAction.COPY_NAME,
    MemberAction.IGNORE,
)
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
        (
            Chosen().at(Member("bob"), may_moderate=False, may_invite=True),
            (*_TALK[:-1], MemberAction.INVITE, MemberAction.IGNORE),
        ),
        (Chosen().at(Member("mara"), is_self=True, may_invite=True), _OWN),
        (Chosen().at(Member("bob"), is_online=False), (MemberAction.PROFILE, *_TALK[2:])),
        (
            Chosen().at(Member("bob"), may_moderate=False, ignored=IgnoredPerson("bob")),
            (*_TALK[:-1], MemberAction.STOP_IGNORING),
        ),
    ],
)
def test_a_menu_has_exactly_what_can_be_done(at: MemberContext, actions: tuple[MemberAction, ...]) -> None:
    assert tuple(row.id for row in MEMBER_ACTIONS if row.usable(at)) == actions


def test_each_action_does_what_it_says() -> None:
    chosen = Chosen()
    for row in MEMBER_ACTIONS:
        row.run(chosen.at(Member("bob"), ignored=IgnoredPerson("bobby")))
    assert chosen.wishes == [
        ShowPerson("bob"),
        EditProfile(),
        OpenTalk("bob"),
        InviteToRoom("bob"),
        Ignore(IgnoredPerson("bob", "", "bob")),
        Ignore(IgnoredPerson("bobby"), ignored=False),
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


def painted(pane: MembersPane) -> list[str]:
    """What the rows paint as text."""
    texts: list[str] = []
    draw: Callable[..., None] = QPainter.drawText

    def note(painter: QPainter, *arguments: Any) -> None:
        texts.extend(each for each in arguments if isinstance(each, str))
        draw(painter, *arguments)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QPainter, "drawText", note)
        pane.list.viewport().grab()
    return texts


def test_ones_own_row_says_so_however_long_the_name(pane: MembersPane, room: Room) -> None:
    name = "A_name_that_is_far_longer_than_the_pane_is_wide"
    room.members.reset([Member(name), Member("bob")])
    room.members.set_own_nick(name)
    assert "you" in painted(pane)
    room.members.put(Member(name, away="lunch"))
    assert "you, away" in painted(pane)


def test_who_may_speak_where_not_everybody_may_is_marked(pane: MembersPane, room: Room) -> None:
    room.members.reset([Member("bob", ranks="v"), Member("ines", ranks="ov"), Member("yuki")])
    model = room.members

    def voiced() -> list[str]:
        rows = (model.index(row, 0) for row in range(model.rowCount()))
        return [str(index.data()) for index in rows if index.data(MembersModel.VoiceRole)]

    assert voiced() == [], "where everybody may it is no news"
    before = pane.list.viewport().grab().toImage()
    room.set_modes("+mnt", "")
    assert voiced() == ["bob"]
    assert pane.list.viewport().grab().toImage() != before
    index = model.index(model.row_of("bob"), 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "bob, may speak"
    room.set_modes("+nt", "")
    assert voiced() == []


def test_whom_others_could_overhear_is_marked(pane: MembersPane, room: Room) -> None:
    room.members.reset([Member("bob"), Member("ines")])
    before = pane.list.viewport().grab().toImage()
    room.members.put(Member("bob", is_overheard=True))
    assert pane.list.viewport().grab().toImage() != before
    room.members.put(Member("bob"))
    assert pane.list.viewport().grab().toImage() == before


def test_an_avatar_has_the_colour_that_its_person_has_everywhere(pane: MembersPane, room: Room) -> None:
    room.connection.colours.note([Member("bob", color="#223496")])
    index = room.members.index(room.members.row_of("bob"), 0)
    assert index.data(MembersModel.ColourRole) == "#223496"
    drawn: list[AvatarStyle] = []
    theme = pane._theme
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(theme.avatars, "paint", lambda _painter, _box, look, **_how: drawn.append(look))
        pane.list.viewport().grab()
    assert theme.name_colour("#223496").disc in [look.fill for look in drawn if look.letters == "B"]


def test_looking_for_somebody_among_ten_thousand_finds_all_that_show_the_words(room: Room) -> None:
    names = (Member(f"n{number}", realname=f"N {number} Someone") for number in range(10_000))
    room.members.reset(
        [*names, Member("Ines_Duarte", realname="Ines Duarte"), Member("x", display_name="Some O")]
    )
    shown = MemberFilter()
    shown.setSourceModel(room.members)

    def found(text: str) -> list[str]:
        shown.set_text(text)
        rows = (shown.index(row, 0).data(MembersModel.RowRole) for row in range(shown.rowCount()))
        return [row.nick for row in rows if isinstance(row, Member)]

    assert found("ines d") == ["Ines_Duarte"]
    assert found("some") == ["x"], "what nobody is called on screen is not found"
    assert found("o (x") == ["x"]
    assert len(found("n99")) == 111
