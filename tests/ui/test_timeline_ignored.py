"""What somebody says who is ignored: not on the screen, not read out, not counted, and there again later."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.models.ignored_people import IgnoredPerson
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Reaction
from app.ui.timeline.accessible import spoken_row
from app.ui.timeline.base_row import ClickKind
from app.ui.timeline.view import TimelineView
from tests.ui.timeline_world import NOON, fill, joined, seen, talk, told

BOB = IgnoredPerson("bob")


def test_their_rows_are_gone_and_come_back(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [told("one"), told("two", "bob"), told("three", time=NOON + 60), joined("kim")])
    assert any("two" in row for row in seen(view))
    model.ignored.add(BOB)
    view.refresh()
    assert not any("two" in row for row in seen(view))
    assert len(seen(view)) == 3
    fill(view, model, [told("four", "bob", NOON + 120), told("five", time=NOON + 180)])
    assert not any("four" in row for row in seen(view))
    assert any("five" in row for row in seen(view))
    model.ignored.remove(BOB)
    view.refresh()
    assert [any(word in row for row in seen(view)) for word in ("two", "four")] == [True, True]


def test_what_follows_them_stands_with_what_was_before(view: TimelineView, model: TimelineModel) -> None:
    model.ignored.add(BOB)
    fill(view, model, [told("one"), told("two", "bob", NOON + 1), told("three", time=NOON + 2)])
    rows = [view.row_layout.rows.row(index) for index in range(3)]
    assert rows[1] is None
    assert [row.copied() for _, _, row in view.visible_rows()] == seen(view)
    assert view.row_layout.rows.plain_text(1) is None
    assert view.row_layout.rows.runs.shown_before(2) == 0


def test_a_room_of_theirs_alone_is_empty_and_breaks_nothing(view: TimelineView, model: TimelineModel) -> None:
    model.ignored.add(IgnoredPerson("person0"))
    model.ignored.add(IgnoredPerson("person1"))
    model.ignored.add(IgnoredPerson("person2"))
    fill(view, model, talk(300))
    assert seen(view) == []
    model.ignored.remove(IgnoredPerson("person1"))
    view.refresh()
    shown = {index % 3 for index, _, _ in view.visible_rows()}
    assert shown == {1}


def test_nor_are_their_words_quoted_and_their_reactions_shown(
    view: TimelineView, model: TimelineModel
) -> None:
    cheers = (Reaction("👍", ("bob",)), Reaction("🎉", ("bob", "zoe")))
    fill(view, model, [told("two", "bob"), told("yes", reply_to="two", reactions=cheers)])

    def pressed() -> list[str]:
        row = view.row_layout.rows.row(1)
        assert row is not None
        kinds = (ClickKind.ORIGINAL, ClickKind.REACTION)
        return [target.value for target in row.targets if target.kind in kinds]

    assert pressed() == ["two", "👍", "🎉"]
    model.ignored.add(BOB)
    view.refresh()
    assert pressed() == ["🎉"]
    assert not view.grab().isNull()
    assert "👍" not in spoken_row(view.visible_rows()[0][2])
    model.ignored.remove(BOB)
    assert pressed() == ["two", "👍", "🎉"]


@pytest.mark.parametrize("is_ignored", [True, False])
def test_they_are_nothing_new(
    view: TimelineView, model: TimelineModel, qtbot: QtBot, is_ignored: bool
) -> None:
    fill(view, model, talk(200))
    if is_ignored:
        model.ignored.add(BOB)
    view.verticalScrollBar().setValue(0)
    view.refresh()
    fill(view, model, [told("late", "bob", NOON + 86_000)])
    assert view.read_state.new_below == (0 if is_ignored else 1)
