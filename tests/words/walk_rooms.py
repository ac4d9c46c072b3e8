"""Walks to the rooms of a server: finding one, making one, asking people in and being asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTimer

from app.client.events import (
    Abilities,
    ChannelModesChanged,
    ChannelsListed,
    Invited,
    ListedChannel,
    Member,
    MembersListed,
    PersonInvited,
    RequestFailed,
    RoomEntered,
)
from app.client.wishes import AskChannels, Invite, MakeRoom, RenameRoom
from app.irc.room_lines import TITLE_BYTES
from app.models.room_wishes import InvitePeople, InviteToRoom, ShowRooms
from app.models.timeline_entries import EventEntry
from app.models.timeline_words import describe
from app.ui.rooms.new_room import NewRoomSheet
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.window.action_ids import ActionId
from tests.application.fakes import NOON, FakeLink
from tests.ui.test_plain_text import Everything
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_application import CLUB, Program, let_in, program, room_of
from tests.words.walk_windows import all_shown, painted

SECOND = f"#{OTHERS}2"
PEOPLE = (Member("mara", ranks="o"), Member(OTHERS))


def rooms_of_a_hub(_everything: Everything) -> Iterator[str]:
    """One evening with several rooms."""
    with pytest.MonkeyPatch.context() as patched, program(patched) as (made, _instance):
        link = let_in(made)
        link.tell(
            Abilities(frozenset({AskChannels, Invite, MakeRoom})),
            MembersListed(CLUB, (*PEOPLE, Member("bob"))),
        )
        yield from a_new_room(made, link)
        yield from the_list(made, link)
        yield from asking_in(made, link)
        yield from changing(made, link)
        yield from of_a_talk(made, link)
        yield from being_asked(made, link)


def a_new_room(made: Program, link: FakeLink) -> Iterator[str]:
    made.window.actions_[ActionId.NEW_ROOM_HERE].trigger()
    sheet = made.window.findChild(NewRoomSheet)
    assert sheet is not None
    yield from all_shown()
    sheet.private.setChecked(True)
    for name in ("", "x" * (TITLE_BYTES + 1)):
        sheet.name.set_text(name)
        sheet.make.click()
        yield from all_shown()
    for code in ("TITLE_IN_USE", "TOO_MANY_ROOMS", "TRY_AGAIN_LATER", "OTHER"):
        link.tell(RequestFailed("HUBBUB", "CREATE", code, OTHERS, NOON))
        yield from all_shown()
    sheet.dismiss()


def the_list(made: Program, link: FakeLink) -> Iterator[str]:
    made.window.wished.emit(room_of(made), ShowRooms())
    overlay = made.window.findChild(PickOverlay)
    assert overlay is not None
    yield from all_shown()
    for timer in overlay.findChildren(QTimer):  # no answer comes
        timer.timeout.emit()
    yield from all_shown()
    link.tell(ChannelsListed((), is_last=True))
    yield from all_shown()
    made.window.rooms_here.show_rooms(room_of(made))
    listed = (ListedChannel(CLUB, 1, OTHERS), ListedChannel(SECOND, 12, OTHERS))
    for channels, is_last in ((listed[:1], True), (listed[1:], True)):
        link.tell(ChannelsListed(channels, is_last=is_last))
        yield from all_shown()
    picks = room_of(made).connection.directory.picks
    yield from (pick.spoken for row in range(2) if (pick := picks.pick(row)) is not None)
    for each in made.window.findChildren(PickOverlay):
        yield from painted(each)
        each.field.setText(OTHERS * 2)
        yield from all_shown()
        each.dismiss()
    room_of(made).connection.is_hub = False
    made.window.wished.emit(room_of(made), ShowRooms(OTHERS))
    yield from all_shown()
    for each in made.window.findChildren(PickOverlay):
        each.dismiss()
    room_of(made).connection.is_hub = True


def asking_in(made: Program, link: FakeLink) -> Iterator[str]:
    made.window.wished.emit(room_of(made), InviteToRoom(OTHERS))  # there is no other room yet
    yield from all_shown()
    link.tell(
        RoomEntered(SECOND, NOON),
        MembersListed(SECOND, PEOPLE[:1]),
        ChannelModesChanged(SECOND, "+nist", "", "", "", NOON),
    )
    QCoreApplication.processEvents()  # the list of rooms takes its place
    menu = made.window.page.members_pane.list.member_actions.menu(room_of(made), Member("bob"))
    yield from (action.text() for action in menu.actions())
    second = room_of(made).connection.find(SECOND)
    assert second is not None
    made.window.show_room(second)
    yield from all_shown()
    made.window.wished.emit(second, InvitePeople())
    for each in made.window.findChildren(PickOverlay):
        each.field.setText(OTHERS)
        yield from painted(each)
        each.field.setText(OTHERS * 2)
        yield from all_shown()
        link.tell(PersonInvited(SECOND, OTHERS, NOON))
        each.field.setText(OTHERS)
        yield from painted(each)
        each.dismiss()
    yield from all_shown()
    made.window.wished.emit(second, InviteToRoom("bob"))
    yield from all_shown()
    for each in made.window.findChildren(PickOverlay):
        each.dismiss()
    link.tell(MembersListed(SECOND, (*PEOPLE, Member("bob"))))
    made.window.wished.emit(second, InvitePeople())
    yield from all_shown()
    for each in made.window.findChildren(PickOverlay):
        each.dismiss()


def changing(made: Program, link: FakeLink) -> Iterator[str]:
    second = room_of(made).connection.find(SECOND)
    assert second is not None
    link.tell(Abilities(frozenset({RenameRoom})))
    yield from (action.text() for action in made.window.page.rooms_pane.list.menu_for(second).actions())
    made.window.rooms_here.rename_room(second)
    yield from all_shown()
    made.window.asker.withdraw()
    link.tell(RequestFailed("METADATA", SECOND, "RATE_LIMITED", OTHERS, NOON))
    yield from all_shown()
    for text in ("+is", "-is"):
        link.tell(ChannelModesChanged(SECOND, "+nt", "", text, OTHERS, NOON))
    yield from (describe(entry.fact) for entry in second.timeline.entries if isinstance(entry, EventEntry))


def of_a_talk(made: Program, link: FakeLink) -> Iterator[str]:
    link.tell(Abilities(frozenset({Invite, MakeRoom})))
    talk = room_of(made).connection.open_private(OTHERS)
    yield from (action.text() for action in made.window.page.rooms_pane.list.menu_for(talk).actions())
    made.window.show_room(talk)
    yield from all_shown()
    made.window.rooms_here.make_room(talk, OTHERS)
    yield from all_shown()
    for sheet in made.window.findChildren(NewRoomSheet):
        sheet.dismiss()
    made.window.show_room(room_of(made))


def being_asked(made: Program, link: FakeLink) -> Iterator[str]:
    for count, by in ((1, OTHERS), (1, ""), (3, OTHERS)):
        for at in range(count):
            link.tell(Invited(f"#{OTHERS}{by}x{at}", by, NOON, OTHERS))
        made.invitation_alerts.tell()
        yield from all_shown()
        made.window.page.rooms_pane.invitations.click()
        yield from all_shown()
        made.window.asker.withdraw()


WALKS: tuple[Walk, ...] = (rooms_of_a_hub,)
