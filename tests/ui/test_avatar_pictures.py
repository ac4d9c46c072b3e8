"""Pictures in place of initials: in the avatar's shape once they are here, asked for by being painted."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from app.client.events import Member
from app.models.picks import Pick, PickMark, PicksModel
from app.models.room import RoomKind
from app.models.timeline import TimelineModel
from app.ui.members.members_pane import MembersPane
from app.ui.rooms.pick_delegate import PickDelegate
from app.ui.theme import avatar_pictures
from app.ui.theme.avatars import AvatarState
from app.ui.theme.theme import Theme
from app.ui.timeline.view import TimelineView
from app.ui.widgets.icon_button import IconButton
from app.ui.widgets.labels import AvatarLabel
from tests.ui.timeline_world import NOON, fill, told
from tests.ui.window_world import make_room

BOB = "B" * 22
LINK = f"http://192.168.1.24:7667/f/{BOB}/me.jpg"
GREEN = QColor(20, 160, 40)


def face(width: int = 64, height: int = 64) -> QImage:
    """Green all over."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(GREEN)
    return image


def colour_at(theme: Theme, x: int, y: int, state: AvatarState = AvatarState.PRESENT) -> QColor:
    look = theme.person_avatar("Bob", 32, state, picture=BOB)
    return theme.avatars.pixmap(look, 32).toImage().pixelColor(x, y)


def test_a_picture_takes_the_place_of_the_initials_in_the_same_shape(theme: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.pictures.wanted) as wanted:
        assert colour_at(theme, 16, 3) == theme.name_colour("Bob").disc
    assert wanted.args == [(BOB,)]
    with qtbot.waitSignal(theme.pictures.changed):
        theme.pictures.put(BOB, face())
    assert (colour_at(theme, 16, 3), colour_at(theme, 16, 16)) == (GREEN, GREEN)
    assert colour_at(theme, 1, 1).alpha() == colour_at(theme, 31, 31).alpha() == 0
    theme.pictures.forget([BOB, "C" * 22])
    assert colour_at(theme, 16, 3) == theme.name_colour("Bob").disc


@pytest.mark.parametrize("size", [(64, 64), (200, 50), (50, 200), (7, 7), (1, 1)])
def test_any_shape_fills_the_avatar(theme: Theme, size: tuple[int, int]) -> None:
    theme.pictures.put(BOB, face(*size))
    for x, y in ((16, 2), (2, 16), (29, 16), (16, 29), (3, 27)):
        assert colour_at(theme, x, y) == GREEN
    look = theme.person_avatar("Bob", 32, picture=BOB)
    sharp = theme.avatars.pixmap(look, 32, 2.0).toImage()
    assert (sharp.width(), sharp.pixelColor(32, 4), sharp.pixelColor(32, 60)) == (64, GREEN, GREEN)


def test_away_is_a_ring_around_a_paler_picture(theme: Theme) -> None:
    theme.pictures.put(BOB, face())
    ring = colour_at(theme, 16, 0, AvatarState.AWAY)
    assert ring.alpha() > 0
    assert ring != GREEN
    assert 0 < colour_at(theme, 16, 16, AvatarState.AWAY).alpha() < 255
    assert 0 < colour_at(theme, 16, 16, AvatarState.OFFLINE).alpha() < 255


def test_what_was_not_painted_for_longest_makes_place(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(avatar_pictures, "_KEPT", 2)
    for picture in ("a", "b"):
        theme.pictures.put(picture, face())
    assert theme.pictures.image("a") is not None
    theme.pictures.put("c", face())
    assert theme.pictures.ids == ("a", "c")
    with qtbot.waitSignal(theme.pictures.wanted) as wanted:
        for picture in ("b", "x", "b"):
            assert theme.pictures.image(picture) is None
    assert wanted.args == [("b", "x")]


def test_a_label_shows_a_picture_when_it_comes(theme: Theme, qtbot: QtBot) -> None:
    label = AvatarLabel(theme, size=32)
    qtbot.addWidget(label)
    label.set_name("Bob", picture=BOB)
    label.show()
    assert label.look().picture == BOB
    before = label.grab().toImage()
    theme.pictures.put(BOB, face())
    assert label.grab().toImage() != before


def test_a_row_shows_a_picture_and_stays_as_high(view: TimelineView, model: TimelineModel) -> None:
    theme = view.row_layout.rows.context.theme
    fill(view, model, [told("one", "bob"), told("two", "mara", NOON + 60, reply_to="one")])
    heights = [row.height for _, _, row in view.visible_rows()]
    plain = view.viewport().grab().toImage()
    model.colours.note([Member("bob", avatar=LINK)])
    view.refresh()
    assert view.viewport().grab().toImage() == plain, "it is not here yet"
    theme.pictures.put(BOB, face())
    assert view.viewport().grab().toImage() != plain
    assert [row.height for _, _, row in view.visible_rows()] == heights
    model.colours.forget("bob")
    view.refresh()
    assert view.viewport().grab().toImage() == plain


def test_of_a_thousand_members_those_are_asked_for_that_are_seen(theme: Theme, qtbot: QtBot) -> None:
    room = make_room("Club", RoomKind.CHANNEL)
    people = [Member(f"n{n:04}", avatar=LINK.replace(BOB, f"{n:022}")) for n in range(1000)]
    room.connection.colours.note(people)
    room.members.reset(people)
    pane = MembersPane(theme, IconButton(theme, "close", "Hide people", on_ground=True))
    qtbot.addWidget(pane)
    pane.resize(220, 600)
    pane.set_room(room)
    with qtbot.waitSignal(theme.pictures.wanted) as wanted:
        pane.show()
    (asked,) = wanted.args
    assert 5 < len(asked) < 40
    assert asked[0] == f"{0:022}"
    pane.set_room(None)


def test_a_list_of_people_to_pick_from_shows_one_when_it_comes(theme: Theme, qtbot: QtBot) -> None:
    picks = PicksModel()
    picks.set_picks([Pick("bob", "bob", mark=PickMark.PERSON, colour_of="bob", picture=BOB)])
    shown = QListView()
    qtbot.addWidget(shown)
    shown.setItemDelegate(PickDelegate(theme, shown))
    shown.setModel(picks)
    before = shown.grab().toImage()
    theme.pictures.put(BOB, face())
    assert shown.grab().toImage() != before
