"""Choosing one's own colour, by mouse and by keys, with the avatar as others will see it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.colour_choice import ColourChoice
from app.ui.widgets.labels import AvatarLabel
from app.ui.widgets.question_dialog import CANCEL
from app.ui.window.action_ids import ActionId
from app.ui.window.questions import CONFIRM
from tests.ui.window_world import FakeConnection, World, make_room


@pytest.fixture
def world(theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    made = World(theme, make_room(connection=own), connection=own)
    yield made
    made.end()


def swatches(choice: ColourChoice) -> list[QAbstractButton]:
    return choice.findChildren(QAbstractButton)


def test_there_are_the_ten_and_that_of_the_name(qtbot: QtBot, theme: Theme) -> None:
    choice = ColourChoice(theme, "mara", "")
    qtbot.addWidget(choice)
    names = [swatch.accessibleName() for swatch in swatches(choice)]
    assert names[:3] == ["Made from your name", "Raspberry", "Oxblood"]
    assert len(set(names)) == 11
    assert [swatch.isChecked() for swatch in swatches(choice)] == [True, *[False] * 10]


def test_what_was_chosen_before_is_marked_whatever_program_chose_it(qtbot: QtBot, theme: Theme) -> None:
    choice = ColourChoice(theme, "mara", "#0000ff")
    qtbot.addWidget(choice)
    assert [swatch.accessibleName() for swatch in swatches(choice) if swatch.isChecked()] == ["Ink blue"]
    assert choice.value == "#0000ff", "and it stays as it is until another one is chosen"


def test_arrow_keys_choose_and_the_avatar_shows_it(qtbot: QtBot, theme: Theme) -> None:
    choice = ColourChoice(theme, "mara", "")
    qtbot.addWidget(choice)
    choice.show()
    choice.activateWindow()
    qtbot.waitUntil(choice.isActiveWindow)
    choice.focus_stop().setFocus()
    told: list[str] = []
    choice.chosen.connect(told.append)
    qtbot.keyClick(choice.focus_stop(), Qt.Key.Key_Right)
    [avatar] = choice.findChildren(AvatarLabel)
    assert told == [choice.value] == [theme.colour_choices()[0][0]]
    assert avatar.look().fill == theme.colours.names[0].disc
    choice.set_name("ines")
    assert avatar.look().letters == "I"


def test_name_and_colour_are_asked_for_together(world: World) -> None:
    told: list[str] = []
    world.window.own.rename_requested.connect(told.append)
    world.window.own.colour_requested.connect(told.append)
    world.window.own.set_profile("mara", away=False, colour="#223496", colour_of="#223496")
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice = dialog.colour_choice()
    assert choice is not None
    assert choice.value == "#223496"
    dialog.button(CONFIRM).click()
    assert told == [], "nothing was changed"
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice = dialog.colour_choice()
    assert choice is not None
    swatches(choice)[0].click()
    dialog.answer(CANCEL)
    assert told == []
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice = dialog.colour_choice()
    assert choice is not None
    swatches(choice)[1].click()
    dialog.button(CONFIRM).click()
    assert told == [theme_colour(world, 0)]


def test_enter_at_a_colour_means_what_it_means_in_the_field(world: World, qtbot: QtBot) -> None:
    told: list[str] = []
    world.window.own.colour_requested.connect(told.append)
    world.window.own.set_profile("mara", away=False, colour="#223496", colour_of="#223496")
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice = dialog.colour_choice()
    assert choice is not None
    swatches(choice)[1].click()
    swatches(choice)[1].setFocus()
    qtbot.keyClick(swatches(choice)[1], Qt.Key.Key_Return)
    assert told == [theme_colour(world, 0)]


def test_the_ring_around_a_colour_of_the_last_line_is_whole(world: World) -> None:
    world.window.own.set_profile("mara", away=False, colour="#223496", colour_of="#223496")
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice = dialog.colour_choice()
    assert choice is not None
    last = swatches(choice)[-1]
    stroke = world.theme.metrics.stroke
    below = last.mapTo(choice, last.rect().bottomLeft()).y() + stroke.focus + stroke.focus_offset
    assert below <= choice.rect().bottom()


def theme_colour(world: World, at: int) -> str:
    return world.theme.colour_choices()[at][0]


def test_tab_leads_from_the_name_to_the_colour_and_on(qtbot: QtBot, world: World) -> None:
    world.window.actions_[ActionId.CHANGE_NAME].trigger()
    dialog = world.window.asker.dialog
    assert dialog is not None
    choice, field = dialog.colour_choice(), dialog.field()
    assert choice is not None
    assert field is not None
    assert field.edit.hasFocus()
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)
    assert choice.focus_stop().hasFocus()
    qtbot.keyClick(choice.focus_stop(), Qt.Key.Key_Tab)
    assert dialog.button(CANCEL).hasFocus()
    dialog.answer(CANCEL)
