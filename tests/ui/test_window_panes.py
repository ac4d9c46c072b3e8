"""Panes: which stand beside the sheet at which width, and the overlays of narrow windows."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.window.panes import Panes, Side


@pytest.fixture
def panes(qtbot: QtBot, theme: Theme) -> Panes:
    made = Panes(theme, QWidget(), QWidget(), QWidget())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


@pytest.mark.parametrize(
    ("width", "docked"),
    [(1100, {Side.LEFT, Side.RIGHT}), (800, {Side.LEFT, Side.RIGHT}), (799, {Side.LEFT}), (599, set())],
)
def test_panes_fold_as_the_window_gets_narrow(panes: Panes, width: int, docked: set[Side]) -> None:
    panes.resize(width, 600)
    assert {side for side in Side if panes.is_docked(side)} == docked
    assert panes.is_narrow == (width < 600)


def test_sides_keep_their_widths_while_the_window_grows(panes: Panes) -> None:
    panes.set_widths(220, 190)
    panes.resize(1400, 900)
    left, right = (panes._sides[side].width() for side in Side)
    assert (left, right) == (220, 190)


def test_absurd_widths_are_bounded(panes: Panes) -> None:
    panes.set_widths(-5, 100_000)
    assert panes.widths() == (140, 360)


def test_a_folded_side_opens_as_an_overlay_and_goes_back(panes: Panes) -> None:
    panes.resize(480, 600)
    panes.toggle(Side.LEFT)
    assert panes.is_open(Side.LEFT)
    assert not panes.is_docked(Side.LEFT)
    assert panes.close_overlay()
    assert not panes.is_open(Side.LEFT)
    panes.resize(1100, 600)
    assert panes._splitter.indexOf(panes._sides[Side.LEFT]) == Side.LEFT.value
    assert panes._splitter.indexOf(panes._sides[Side.RIGHT]) == Side.RIGHT.value


def test_an_overlay_is_no_wider_than_a_narrow_window(panes: Panes) -> None:
    panes.set_right_fixed(480)
    panes.resize(480, 600)
    panes.toggle(Side.RIGHT)
    pane = panes._sides[Side.RIGHT]
    assert pane.mapTo(panes, QPoint(pane.width(), 0)).x() <= 480


def test_a_click_beside_an_overlay_closes_it(qtbot: QtBot, panes: Panes) -> None:
    panes.resize(480, 600)
    panes.toggle(Side.RIGHT)
    assert panes._overlay is not None
    qtbot.mouseClick(panes._overlay, Qt.MouseButton.LeftButton, pos=QPoint(20, 300))
    assert not panes.is_open(Side.RIGHT)


def test_an_overlay_becomes_a_pane_when_there_is_room_again(panes: Panes) -> None:
    panes.resize(700, 600)
    panes.toggle(Side.RIGHT)
    panes.resize(1000, 600)
    assert panes.is_docked(Side.RIGHT)
    assert panes._overlay is None


def test_an_unwanted_side_stays_away_when_the_window_grows(panes: Panes) -> None:
    panes.toggle(Side.RIGHT)
    panes.resize(1400, 600)
    assert not panes.is_open(Side.RIGHT)


def test_a_side_that_does_not_exist_cannot_be_opened(panes: Panes) -> None:
    panes.set_exists(Side.LEFT, False)
    panes.toggle(Side.LEFT)
    assert not panes.is_open(Side.LEFT)
    assert not panes.is_folded(Side.LEFT)


def test_a_wide_side_is_not_docked_where_the_centre_would_starve(panes: Panes) -> None:
    panes.set_right_fixed(368)
    panes.resize(880, 600)
    assert not panes.is_docked(Side.RIGHT)
    panes.resize(1000, 600)
    assert panes.is_docked(Side.RIGHT)


def test_sides_grow_with_the_text_and_fold_before_they_crowd_the_talk(panes: Panes, theme: Theme) -> None:
    before = panes.widths()
    panes.resize(1400, 700)
    sides = [panes._sides[side] for side in Side]
    narrow = [side.width() for side in sides]
    theme.set_text_scale(200)
    try:
        assert [side.width() for side in sides] == [2 * width for width in narrow]
        assert panes.widths() == before, "what is kept does not depend on the text"
        panes.resize(820, 700)
        assert {side for side in Side if panes.is_docked(side)} == {Side.LEFT}
        panes.resize(700, 700)
        assert not any(panes.is_docked(side) for side in Side)
    finally:
        theme.set_text_scale(100)


@pytest.mark.parametrize(
    ("width", "useful", "right"),
    [
        (1400, 240, 240),  # there is room beside the longest lines
        (1400, 100, 172),  # but nobody needs it
        (1400, 900, 280),  # or it would be more than a list looks well with
        (1100, 240, 172),  # the talk needs it
        (1260, 240, 192),  # some of it
    ],
)
def test_the_right_side_takes_room_that_nothing_else_needs(
    panes: Panes, width: int, useful: int, right: int
) -> None:
    panes.resize(width, 700)
    panes.set_right_useful(useful)
    assert panes._sides[Side.RIGHT].width() == right
    assert panes.widths() == (192, 172), "which is no choice of the person's"


def test_the_right_side_grows_with_who_comes_and_stays_as_it_is_for_who_goes(panes: Panes) -> None:
    panes.resize(1400, 700)
    panes.set_right_useful(200)
    for useful, right in ((240, 240), (180, 240), (250, 250)):
        panes.widen_right_useful(useful)
        assert panes._sides[Side.RIGHT].width() == right
    panes.set_right_useful(180)
    assert panes._sides[Side.RIGHT].width() == 180, "another room"


def test_who_has_dragged_the_right_side_keeps_it_as_it_is(panes: Panes) -> None:
    panes.resize(1400, 700)
    panes.set_right_useful(280)
    panes.set_widths(192, 200)
    assert panes._sides[Side.RIGHT].width() == 200
    panes._splitter.moveSplitter(1200, 2)
    assert panes.widths()[1] != 200
