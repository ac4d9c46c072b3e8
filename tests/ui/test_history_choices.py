"""What this computer keeps: chosen in the menu, and nothing is deleted that was not agreed to."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.models.export import ExportTarget, Format
from app.ui.theme.theme import Theme
from app.ui.widgets.question_dialog import CANCEL, QuestionDialog
from app.ui.window import history_choices
from app.ui.window.action_ids import ActionId
from app.ui.window.history_choices import ask_where, file_name, with_format
from app.ui.window.questions import CONFIRM
from tests.ui.window_world import FakeConnection, World, make_room


@pytest.fixture
def world(qtbot: QtBot, theme: Theme):  # type: ignore[no-untyped-def]  # a fixture that ends it
    connection = FakeConnection()
    made = World(theme, make_room(connection=connection), connection=connection)
    yield made
    made.end()


def _answer(world: World, choice: str) -> None:
    sheet = next(one for one in world.window.findChildren(QuestionDialog) if one.isVisible())
    sheet.button(choice).click()


def test_keeping_longer_is_chosen_at_once(world: World) -> None:
    chosen: list[str] = []
    world.window.history.keep_history_chosen.connect(chosen.append)
    world.window.history.show_kept("month")
    for action in (ActionId.KEEP_YEAR, ActionId.KEEP_EVER):
        world.window.actions_[action].trigger()
    assert chosen == ["year", "ever"]


@pytest.mark.parametrize(
    ("action", "kept"),
    [(ActionId.KEEP_YEAR, "year"), (ActionId.KEEP_MONTH, "month"), (ActionId.KEEP_NOTHING, "nothing")],
)
def test_keeping_less_is_asked_about_and_marked_only_when_agreed(
    world: World, action: ActionId, kept: str
) -> None:
    chosen: list[str] = []
    world.window.history.keep_history_chosen.connect(chosen.append)
    world.window.actions_[action].trigger()
    assert world.window.actions_[ActionId.KEEP_EVER].isChecked()
    _answer(world, CANCEL)
    assert chosen == []
    world.window.actions_[action].trigger()
    _answer(world, CONFIRM)
    assert chosen == [kept]


def test_the_same_again_asks_nothing(world: World) -> None:
    world.window.actions_[ActionId.KEEP_EVER].trigger()
    assert not [one for one in world.window.findChildren(QuestionDialog) if one.isVisible()]
    assert world.window.actions_[ActionId.KEEP_EVER].isChecked()


def test_a_rooms_history_is_deleted_only_when_agreed(world: World) -> None:
    rooms: list[object] = []
    world.window.history.forget_requested.connect(rooms.append)
    world.window.actions_[ActionId.FORGET].trigger()
    _answer(world, CANCEL)
    assert rooms == []
    world.window.actions_[ActionId.FORGET].trigger()
    _answer(world, CONFIRM)
    assert rooms == [world.window.current_room]


def test_a_room_is_written_where_the_person_says(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted: list[tuple[object, ...]] = []
    world.window.history.export_requested.connect(lambda *values: wanted.append(values))
    monkeypatch.setattr(history_choices, "ask_where", lambda parent, title: None)
    world.window.actions_[ActionId.EXPORT].trigger()
    assert wanted == []
    target = ExportTarget(Path("x.txt"), Format.TEXT)
    monkeypatch.setattr(history_choices, "ask_where", lambda parent, title: target)
    world.window.actions_[ActionId.EXPORT].trigger()
    assert wanted == [(world.window.current_room, target)]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Robotics club", "Robotics club"),
        ('a/b\\c:d*e?"f<g>h|', "a-b-c-d-e--f-g-h-"),
        (" .. ", "Hubbub"),
        ("CON", "_CON"),
        ("nul.backup", "_nul.backup"),
        ("com¹", "_com¹"),
        ("Console", "Console"),
        ("one\ntwo\r\n\tthree\0", "one two three"),
        ("\u202egpj.exe", "gpj.exe"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("half \ud83d", "half -"),
        ("x" * 400, "x" * 180),
        ("ä" * 400, "ä" * 90),
        (f"{'x' * 179} y", "x" * 179),
    ],
)
def test_a_files_name_is_one_that_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


@pytest.mark.parametrize(
    ("typed", "chosen", "path", "kind"),
    [
        ("club.html", Format.TEXT, "club.html", Format.HTML),
        ("club.JSON", Format.TEXT, "club.JSON", Format.JSON),
        ("club", Format.HTML, "club.html", Format.HTML),
        ("club v1.2", Format.TEXT, "club v1.2.txt", Format.TEXT),
    ],
)
def test_the_ending_says_how(typed: str, chosen: Format, path: str, kind: Format) -> None:
    assert with_format(Path(typed), chosen) == (Path(path), kind)


@pytest.mark.parametrize(
    ("there", "typed", "filter_", "answer"),
    [
        ([], "", "Text (*.txt)", None),
        ([], "club", "Web page (*.html)", ("club.html", Format.HTML)),
        ([], "club", "Web page with its files (*.html)", ("club.html", Format.HTML, True)),
        ([], "club.json", "Text with its files (*.txt)", ("club.json", Format.JSON, True)),
        ([], "club", "Data for programs, with the files (*.json)", ("club.json", Format.JSON, True)),
        ([], "club", "what only another system shows", ("club.txt", Format.TEXT)),
        # the dialog has asked whether this one is to be replaced, and not whether those are
        (["club.txt"], "club.txt", "Text (*.txt)", ("club.txt", Format.TEXT)),
        (["club.txt"], "club", "Text (*.txt)", ("club (2).txt", Format.TEXT)),
        (["club.txt", "club (2).txt"], "club", "Text (*.txt)", ("club (3).txt", Format.TEXT)),
    ],
)
def test_no_file_is_replaced_unasked(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    there: list[str],
    typed: str,
    filter_: str,
    answer: tuple[str, Format] | tuple[str, Format, bool] | None,
) -> None:
    for name in there:
        (tmp_path / name).touch()
    chosen = str(tmp_path / typed) if typed else ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (chosen, filter_))
    wanted = None if answer is None else ExportTarget(tmp_path / answer[0], *answer[1:])
    assert ask_where(None, "club") == wanted
