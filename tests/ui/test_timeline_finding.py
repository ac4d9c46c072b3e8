"""Going to one message, marked words, pages of a long conversation, and the beginning of a room."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry
from app.ui.theme.theme import Theme
from app.ui.timeline.view import TimelineView
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
    view: TimelineView, model: TimelineModel, theme: Theme
) -> None:
    fill(view, model, talk(200))
    assert view.show_message("id20")
    assert "message 20" in seen(view)
    assert pixels(view, theme.colours.accent_tint) > 100
    view._dim.timeout.emit()
    assert pixels(view, theme.colours.accent_tint) == 0
    assert not view.show_message("nobody said this")


def test_what_is_seen_already_does_not_move(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(200))
    before = places(view)
    assert view.show_message("id198", light=False)
    assert places(view) == before


def test_a_lit_message_keeps_its_light_when_rows_come(
    view: TimelineView, model: TimelineModel, theme: Theme
) -> None:
    fill(view, model, talk(20))
    view.show_message("id19")
    lit = pixels(view, theme.colours.accent_tint)
    model.append([joined("kim")])
    model.prepend(talk(3, NOON - 10_000))
    view.refresh()
    assert view._lit == 22
    assert pixels(view, theme.colours.accent_tint) > lit / 2
    model.clear()
    assert view._lit == -1


# -- marked words


def test_words_that_were_searched_for_are_marked(
    view: TimelineView, model: TimelineModel, theme: Theme
) -> None:
    fill(view, model, [told("a Café here"), told("and a cafe there", "bob"), said("nothing", "eve")])
    hit, current = theme.colours.search_hit, theme.colours.search_hit_current
    assert pixels(view, hit) == 0
    view.set_highlight(["cafe"], "and a cafe there")
    assert pixels(view, hit) > 20
    assert pixels(view, current) > 20
    view.set_highlight([])
    assert pixels(view, hit) == pixels(view, current) == 0


# -- pages


class Paged(TimelineModel):
    """A timeline that holds only a part of a conversation."""

    def __init__(self, before: list[Entry], after: list[Entry]) -> None:
        super().__init__()
        self.before, self.after = before, after
        self.asked: list[str] = []

    @property
    def can_load_older(self) -> bool:
        return bool(self.before)

    @property
    def can_load_newer(self) -> bool:
        return bool(self.after)

    @property
    def at_beginning(self) -> bool:
        return not self.before

    def load_older(self) -> None:
        self.asked.append("older")

    def load_newer(self) -> None:
        self.asked.append("newer")

    def come(self) -> None:
        """What was asked for last is here."""
        if self.asked[-1] == "older":
            page, self.before = self.before[-50:], self.before[:-50]
            self.prepend(page)
        else:
            page, self.after = self.after[:50], self.after[50:]
            self.append(page)


def test_older_messages_are_asked_for_once_near_the_top_and_come_without_a_jump(
    view: TimelineView,
) -> None:
    paged = Paged(talk(100), [])
    paged.append(talk(100, NOON + 100_000))
    view.set_model(paged)
    view.refresh()
    assert paged.asked == []
    bar = view.verticalScrollBar()
    bar.setValue(380)
    assert paged.asked == ["older"]
    bar.setValue(200)
    assert paged.asked == ["older"]
    before = places(view)
    paged.come()
    view.refresh()
    kept = {text: y for text, y in places(view).items() if text in before}
    assert kept == {text: before[text] for text in kept}
    assert len(kept) >= len(before) - 1
    assert paged.asked == ["older"]
    bar.setValue(0)
    assert paged.asked == ["older"] * 2


def test_a_room_that_does_not_fill_the_screen_asks_at_once(view: TimelineView) -> None:
    paged = Paged(talk(10), [])
    paged.append([said("last", time=NOON + 100_000)])
    view.set_model(paged)
    view.refresh()
    assert paged.asked == ["older"]
    paged.come()
    view.refresh()
    assert seen(view)[-1] == "last"
    assert paged.asked == ["older"]


def test_newer_messages_are_asked_for_near_the_end(view: TimelineView) -> None:
    paged = Paged([], talk(100, NOON + 100_000))
    paged.append(talk(100))
    view.set_model(paged)
    view.refresh()
    assert paged.asked == ["newer"]
    bar = view.verticalScrollBar()
    bar.setValue(0)
    bar.setValue(bar.maximum() - 100)
    assert paged.asked == ["newer"] * 2


def test_the_beginning_of_a_room_is_told_once_it_is_known(view: TimelineView) -> None:
    paged = Paged(talk(5), [])
    paged.append([said("last", time=NOON + 100_000)])
    view.set_model(paged)
    view.refresh()
    assert not view.visible_rows()[0][2].heads.beginning
    paged.come()
    view.refresh()
    rows = [row for _, _, row in view.visible_rows()]
    assert [row.heads.beginning for row in rows] == [True, *[False] * 5]
    assert rows[0].heads.spoken() == ["Beginning of the room", "Monday 2 March"]
    assert not view.grab().isNull()


# -- selecting


def test_a_third_click_takes_the_message(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("one two three"), said("four", "bob")])
    point = text_point(view, 0, 5)
    QTest.mouseDClick(view.viewport(), LEFT, pos=point)
    assert view.selected_text() == "two"
    QTest.mousePress(view.viewport(), LEFT, pos=point)
    QTest.mouseRelease(view.viewport(), LEFT, pos=point)
    assert view.selected_text() == "one two three"


def test_a_selection_outlives_scrolling_new_lines_and_what_goes_at_the_top(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, talk(60))
    QTest.mousePress(view.viewport(), LEFT, pos=text_point(view, 57, 8))
    QTest.mouseMove(view.viewport(), text_point(view, 59, 7))
    QTest.mouseRelease(view.viewport(), LEFT, pos=text_point(view, 59, 7))
    before = view.selected_text()
    assert [line.partition("] ")[2] for line in before.split("\n")] == [
        "person0: 57",
        "person1: message 58",
        "person2: message",
    ]
    view.verticalScrollBar().setValue(0)
    fill(view, model, [said("new")])
    model._remove_rows(0, 50)
    assert view.selected_text() == before
    model._remove_rows(0, 8)
    assert [line.partition("] ")[2] for line in view.selected_text().split("\n")] == [
        "person1: message 58",
        "person2: message",
    ]
    model._remove_rows(0, 3)
    assert view.selected_text() == ""


def test_all_of_a_long_talk_is_copied_without_laying_it_out(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [*talk(3000), joined("kim"), joined("eve"), said("end")])
    view.select_all()
    lines = view.selected_text().split("\n")
    assert len(lines) == 3002
    assert lines[3000].endswith("kim and eve joined")
    assert len(view._rows._rows) <= 240


def test_a_drag_beyond_the_edge_scrolls(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    fill(view, model, talk(100))
    start = view.verticalScrollBar().value()
    QTest.mousePress(view.viewport(), LEFT, pos=text_point(view, 99, 3))
    above = view.viewport().rect().topLeft()
    above.setY(-60)
    QTest.mouseMove(view.viewport(), above)
    assert view._drag_scroll.isActive()
    view.cursor().setPos(view.viewport().mapToGlobal(above))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() < start)
    QTest.mouseRelease(view.viewport(), LEFT, pos=above)
    assert not view._drag_scroll.isActive()
    assert "message 98" in view.selected_text()
    assert QGuiApplication.clipboard() is not None
