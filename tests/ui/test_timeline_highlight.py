"""Going to one message, marked words, pages of a long conversation, and the beginning of a room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.irc.search_terms import search_terms
from app.models.archive_port import Top
from app.models.timeline import TimelineModel
from app.models.timeline_words import without_isolates
from app.ui.theme.theme import Theme
from app.ui.timeline.view import TimelineView
from tests.models.test_timeline_window import FakeArchive, Server
from tests.ui.timeline_world import NOON, fill, joined, places, said, seen, talk, text_point, told

LEFT = Qt.MouseButton.LeftButton


def pixels(view: TimelineView, colour: QColor) -> int:
    """How much of the view is painted in a colour."""
    image = view.viewport().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = colour.rgb() & 0xFFFFFF
    return sum(
        image.pixel(x, y) & 0xFFFFFF == wanted
        for y in range(0, image.height(), 2)
        for x in range(0, image.width(), 2)
    )


# -- going to a message


def test_a_message_is_brought_into_sight_and_lit(
    view: TimelineView, model: TimelineModel, theme: Theme, qtbot: QtBot
) -> None:
    fill(view, model, talk(200))
    view.row_layout.model.window.show_message("id20")
    assert "message 20" in seen(view)
    assert pixels(view, theme.colours.accent_tint) > 100
    view.highlight.dim_timer.timeout.emit()
    assert pixels(view, theme.colours.accent_tint) == 0
    with qtbot.waitSignal(view.highlight.message_missing):
        view.row_layout.model.window.show_message("nobody said this")


def test_what_is_seen_already_does_not_move(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(200))
    before = places(view)
    view.row_layout.model.window.show_message("id198")
    assert places(view) == before


def test_a_lit_message_keeps_its_light_when_rows_come(
    view: TimelineView, model: TimelineModel, theme: Theme
) -> None:
    fill(view, model, talk(20))
    view.row_layout.model.window.show_message("id19")
    lit = pixels(view, theme.colours.accent_tint)
    model.append([joined("kim")])
    model.prepend(talk(3, NOON - 10_000))
    view.refresh()
    assert view.highlight.lit_row == 22
    assert pixels(view, theme.colours.accent_tint) > lit / 2
    model.clear()
    assert view.highlight.lit_row == -1


# -- marked words


def test_words_that_were_searched_for_are_marked(
    view: TimelineView, model: TimelineModel, theme: Theme
) -> None:
    fill(view, model, [told("a Café here"), told("and a cafe there", "bob"), said("nothing", "eve")])
    hit, current = theme.colours.search_hit, theme.colours.search_hit_current
    assert pixels(view, hit) == 0
    view.highlight.set_terms(search_terms("cafe"), "and a cafe there")
    assert pixels(view, hit) > 20
    assert pixels(view, current) > 20
    view.highlight.set_terms(())
    assert pixels(view, hit) == pixels(view, current) == 0


# -- pages: a view on a long conversation of which the archive has most


def archived(count: int, *, at_start: bool = True, limit: int = 2_000) -> tuple[TimelineModel, FakeArchive]:
    """A timeline of `count` messages, of which the newest page is loaded."""
    archive = FakeArchive(talk(count), at_start=at_start)
    model = TimelineModel()
    model.window.open_archive(archive, limit=limit)
    archive.answer()
    return model, archive


def test_older_messages_are_asked_for_once_near_the_top_and_come_without_a_jump(view: TimelineView) -> None:
    model, archive = archived(600)
    view.set_model(model)
    view.refresh()
    assert archive.questions == []
    bar = view.verticalScrollBar()
    bar.setValue(380)
    assert len(archive.questions) == 1
    bar.setValue(200)
    assert len(archive.questions) == 1
    before = places(view)
    archive.answer()
    view.refresh()
    kept = {text: y for text, y in places(view).items() if text in before}
    assert kept == {text: before[text] for text in kept}
    assert len(kept) >= len(before) - 1
    assert archive.questions == []
    bar.setValue(0)
    assert len(archive.questions) == 1


def test_a_room_that_does_not_fill_the_screen_asks_at_once(view: TimelineView) -> None:
    server = Server()
    server.can_request_older = True
    model = TimelineModel(server=server)
    model.append([said("last", time=NOON + 100_000)])
    view.set_model(model)
    view.refresh()
    assert server.asked == ["older"]


def test_newer_messages_are_asked_for_near_the_end_and_do_not_move_what_is_read(view: TimelineView) -> None:
    model, archive = archived(2_000)
    view.set_model(model)
    model.window.show_message("id500")
    archive.answer()
    view.refresh()
    assert not model.window.is_live
    assert "message 500" in seen(view)
    assert view.jump_overlay.button.isVisible()
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert not view.scrolling.is_at_end
    assert len(archive.questions) == 1
    before = places(view)
    archive.answer()
    view.refresh()
    assert before.items() <= places(view).items()


def test_the_way_to_the_end_loads_it(view: TimelineView) -> None:
    model, archive = archived(2_000)
    view.set_model(model)
    model.window.show_message("id500")
    archive.answer()
    view.refresh()
    model.append([said("new", time=NOON + 1_000_000, msgid="new")])
    assert "1 new" in view.jump_overlay.button.accessibleName()
    view.jump_overlay.button.click()
    archive.answer()
    view.refresh()
    assert view.scrolling.is_at_end
    assert seen(view)[-1] == "new"
    assert view.read_state.new_below == 0


def test_the_line_above_what_is_new_is_found_again_where_it_was(view: TimelineView) -> None:
    model, archive = archived(2_000)
    view.set_model(model)
    view.read_state.set_watched(False)
    model.append([said(f"new {number}", time=NOON + 1_000_000, msgid=f"new{number}") for number in range(40)])
    view.refresh()
    model.window.show_message("id500")
    archive.answer()
    view.read_state.set_watched(True)
    view.refresh()
    view.read_state.jump()
    archive.answer()
    view.refresh()
    lines = [row.copied() for _, _, row in view.visible_rows() if row.dividers.unread]
    assert lines == ["new 0"]


@pytest.mark.usefixtures("english")
def test_the_beginning_of_a_room_is_told_once_it_is_known(view: TimelineView) -> None:
    model, archive = archived(105)
    view.set_model(model)
    view.refresh()
    bar = view.verticalScrollBar()
    bar.setValue(0)
    assert view.visible_rows()[0][2].dividers.top is not Top.BEGINNING
    archive.answer()
    view.refresh()
    bar.setValue(0)
    rows = [row for _, _, row in view.visible_rows()]
    assert [row.dividers.top is Top.BEGINNING for row in rows] == [True, *[False] * (len(rows) - 1)]
    assert rows[0].dividers.spoken() == ["Beginning of the room", "Monday 2 March"]
    view.row_layout.set_partner("Mara Lind")
    view.refresh()
    said_now = without_isolates(view.visible_rows()[0][2].dividers.spoken()[0])
    assert said_now == "Beginning of your talk with Mara Lind"
    assert not view.grab().isNull()


# -- selecting


def test_a_third_click_takes_the_message(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("one two three"), said("four", "bob")])
    point = text_point(view, 0, 5)
    QTest.mouseDClick(view.viewport(), LEFT, pos=point)
    assert view.selection.text() == "two"
    QTest.mousePress(view.viewport(), LEFT, pos=point)
    QTest.mouseRelease(view.viewport(), LEFT, pos=point)
    assert view.selection.text() == "one two three"


def test_a_selection_outlives_scrolling_new_lines_and_what_goes_at_the_top(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, talk(60))
    QTest.mousePress(view.viewport(), LEFT, pos=text_point(view, 57, 8))
    QTest.mouseMove(view.viewport(), text_point(view, 59, 7))
    QTest.mouseRelease(view.viewport(), LEFT, pos=text_point(view, 59, 7))
    before = view.selection.text()
    assert [line.partition("] ")[2] for line in before.split("\n")] == [
        "person0: 57",
        "person1: message 58",
        "person2: message",
    ]
    view.verticalScrollBar().setValue(0)
    fill(view, model, [said("new")])
    model.rows.remove(0, 50)
    assert view.selection.text() == before
    model.rows.remove(0, 8)
    assert [line.partition("] ")[2] for line in view.selection.text().split("\n")] == [
        "person1: message 58",
        "person2: message",
    ]
    model.rows.remove(0, 3)
    assert view.selection.text() == ""


def test_all_of_a_long_talk_is_copied_without_laying_it_out(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [*talk(3000), joined("kim"), joined("eve"), said("end")])
    view.selection.select_all()
    lines = view.selection.text().split("\n")
    assert len(lines) == 3002
    assert lines[3000].endswith("kim and eve joined")
    assert len(view.row_layout.rows._rows) <= 240


def test_a_drag_beyond_the_edge_scrolls(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    fill(view, model, talk(100))
    start = view.verticalScrollBar().value()
    QTest.mousePress(view.viewport(), LEFT, pos=text_point(view, 99, 3))
    above = view.viewport().rect().topLeft()
    above.setY(-60)
    QTest.mouseMove(view.viewport(), above)
    assert view.mouse.drag_timer.isActive()
    view.cursor().setPos(view.viewport().mapToGlobal(above))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() < start)
    QTest.mouseRelease(view.viewport(), LEFT, pos=above)
    assert not view.mouse.drag_timer.isActive()
    assert "message 98" in view.selection.text()
    assert QGuiApplication.clipboard() is not None
