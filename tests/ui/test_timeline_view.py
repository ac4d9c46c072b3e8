"""The timeline as people use it."""

from __future__ import annotations

from typing import get_args

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.client.wishes import CallOff, Resend
from app.models.timeline import TimelineModel
from app.models.timeline_entries import EventEntry, Fact, Note, Reaction, SendState
from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.ui.theme.theme import SchemePreference, Theme
from app.ui.timeline.base_row import ClickKind
from app.ui.timeline.event_row import ICONS
from app.ui.timeline.timeline_options import TimelineOptions
from app.ui.timeline.view import TimelineView
from tests.ui.timeline_world import (
    ALL,
    NOON,
    fill,
    joined,
    left,
    menu_texts,
    places,
    point_of,
    said,
    seen,
    talk,
    text_point,
    told,
)

LEFT = Qt.MouseButton.LeftButton


def test_every_fact_has_an_icon() -> None:
    assert set(ICONS) == set(get_args(Fact))


def test_the_newest_message_is_seen(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(200))
    assert seen(view)[-1] == "message 199"
    fill(view, model, [said("and one more")])
    assert seen(view)[-1] == "and one more"
    assert view.scrolling.is_at_end


def test_a_batch_is_placed_once_per_frame(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    for number in range(100):
        model.append([said(f"m{number}")])
    qtbot.waitUntil(lambda: seen(view)[-1:] == ["m99"])


def test_what_nobody_can_read_so_fast_is_painted_now_and_then(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    fill(view, model, talk(50))
    assert not view.frames.is_passing
    model.prepend([said("older", time=NOON - 60)] * 100)  # a page that somebody waits for
    assert not view.frames.is_passing
    for text in ("first", "then", "last"):
        model.append([said(text)] * 40)
    assert view.frames.is_passing
    qtbot.waitUntil(lambda: not view.frames.is_passing)
    assert seen(view)[-1] == "last"


def test_reading_further_up_is_not_disturbed(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(300))
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() - 1500)
    before = places(view)
    fill(view, model, talk(50))
    assert places(view) == before
    assert view.read_state.new_below == 50
    model.prepend([said("older", time=NOON - 60)] * 40)
    view.refresh()
    kept = {text: y for text, y in places(view).items() if text in before}
    assert kept == {text: before[text] for text in kept}
    assert len(kept) >= len(before) - 1


def test_the_message_under_the_eye_stays_when_the_width_changes(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, [said(f"{number} " + "words " * 60, time=NOON + number) for number in range(100)])
    bar = view.verticalScrollBar()
    bar.setValue(bar.value() // 2)
    eye, y = next((text, y) for text, y in places(view).items() if y >= 0)
    view.resize(420, 400)
    view.refresh()
    assert places(view)[eye] == y


@pytest.mark.parametrize("changes", ["text size", "layout", "names", "comings and goings"])
def test_the_message_under_the_eye_stays_when_looks_change(
    view: TimelineView, model: TimelineModel, theme: Theme, changes: str
) -> None:
    fill(view, model, [*talk(100), joined("kim"), joined("eve"), *talk(100)])
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    eye, y = next((text, y) for text, y in places(view).items() if y >= 0)
    if changes == "text size":
        theme.set_text_scale(150)
    elif changes == "layout":
        view.set_options(TimelineOptions(compact=True))
    elif changes == "names":
        view.set_own_names("message")
    else:
        view.set_options(TimelineOptions(presence=PresenceRule(PresenceDisplay.NONE)))
    view.refresh()
    assert places(view)[eye] == y


def test_the_message_under_the_eye_stays_when_the_oldest_are_let_go(view: TimelineView, qtbot: QtBot) -> None:
    small = TimelineModel(limit=300)
    view.set_model(small)
    fill(view, small, talk(300))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)
    before = places(view)
    fill(view, small, [said(f"new {number}") for number in range(20)])
    assert len(small.entries) < 300
    assert places(view) == before


def test_parts_that_can_be_pressed_are_large_enough(view: TimelineView, model: TimelineModel) -> None:
    lost = said("lost", "mara", state=SendState.FAILED, pending_id=7, own=True)
    cheers = (Reaction("👍", ("bob",)),)
    fill(view, model, [told("a"), told("b", reply_to="a", reactions=cheers), joined("c"), joined("d"), lost])
    view.set_abilities(ALL)
    view.refresh()
    targets = [target for _, _, row in view.visible_rows() for target in row.targets]
    assert {target.kind for target in targets} == {
        ClickKind.SENDER,
        ClickKind.ORIGINAL,
        ClickKind.REACTION,
        ClickKind.ADD_REACTION,
        ClickKind.TOGGLE_RUN,
        ClickKind.RETRY,
        ClickKind.DISCARD,
    }
    assert min(target.rect.height() for target in targets) >= 24
    assert min(target.rect.width() for target in targets) >= 24


def test_the_round_button_leads_back(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    fill(view, model, talk(300))
    assert not view.jump_overlay.button.isVisible()
    view.verticalScrollBar().setValue(0)
    assert view.jump_overlay.button.isVisible()
    fill(view, model, [said("new"), joined("bob")])
    assert "1 new" in view.jump_overlay.button.accessibleName()
    with qtbot.waitSignal(view.read_state.end_reached):
        view.jump_overlay.button.click()
    assert view.scrolling.is_at_end
    assert view.read_state.new_below == 0
    assert not view.jump_overlay.button.isVisible()


def test_days_and_groups_are_seen(view: TimelineView, model: TimelineModel) -> None:
    day = 24 * 3600
    fill(view, model, [said("a", time=NOON - day), said("b"), said("c", time=NOON + 10), said("d", "bob")])
    rows = [row for _, _, row in view.visible_rows()]
    assert [bool(row.dividers.day) for row in rows] == [True, True, False, False]
    assert [getattr(row, "starts_group", None) for row in rows] == [True, True, False, True]


def test_neighbouring_comings_and_goings_share_a_line_that_opens(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, [said("hi"), joined("bob"), joined("eve"), joined("kim"), left("dave")])
    assert seen(view) == ["hi", "bob and 2 others joined · dave left — connection lost"]
    QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 1, ClickKind.TOGGLE_RUN))
    assert len(seen(view)) == 5
    assert "bob joined" in seen(view)[1]
    fill(view, model, [left("kim")])
    assert len(seen(view)) == 6
    QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 1, ClickKind.TOGGLE_RUN))
    assert seen(view)[1:] == ["bob and 2 others joined · dave and kim left — connection lost"]


def test_a_line_grows_with_its_neighbours(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [joined("bob")])
    fill(view, model, [joined("eve")])
    assert seen(view) == ["bob and eve joined"]


def test_thousands_who_come_at_once_are_one_line(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("hi"), *(joined(f"p{number}") for number in range(3000))])
    fill(view, model, [joined("last")])
    assert seen(view) == ["hi", "p0 and 3000 others joined"]
    assert len(view.row_layout.placement.visible) == 2
    view.row_layout.toggle_run(1)
    assert "p1 joined" in seen(view)[1] or "p1 joined" in seen(view)[2]
    view.row_layout.toggle_run(1)
    assert seen(view) == ["hi", "p0 and 3000 others joined"]


def test_older_comings_join_the_run_below(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [joined("c"), joined("d")])
    model.prepend([joined("a"), joined("b")])
    assert seen(view) == ["a and 3 others joined"]


def test_runs_join_when_what_lay_between_goes(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [joined("a"), joined("b"), said("unsent", pending_id=1), joined("c"), joined("d")])
    assert len(seen(view)) == 3
    model.remove(1)
    assert seen(view) == ["a and 3 others joined"]
    assert view.row_layout.placement.heights.total == view.visible_rows()[0][1].height()


def test_a_link_is_followed(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    fill(view, model, [said("see http://example.org/a, ok?")])
    point = point_of(view, 0, ClickKind.LINK)
    with qtbot.waitSignal(view.message_actions.link_activated) as caught:
        QTest.mouseClick(view.viewport(), LEFT, pos=point)
    assert caught.args[0].toString() == "http://example.org/a"
    assert view.mouse.tooltip_at(point) == "http://example.org/a"


def test_a_host_that_looks_like_another_shows_what_it_is(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("see https://\u0430pple.com/\u202egpj.exe")])
    (target,) = (each for each in view.visible_rows()[0][2].targets if each.kind is ClickKind.LINK)
    shown = "https://xn--pple-43d.com/gpj.exe"
    assert (target.value, target.tip, view.visible_rows()[0][2].text) == (shown, shown, f"see {shown}")


def test_an_unsent_message_offers_to_retry_and_to_delete(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    fill(view, model, [said("lost", state=SendState.FAILED, pending_id=7, reason="refused", own=True)])
    with qtbot.waitSignal(view.message_actions.wished) as caught:
        QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 0, ClickKind.RETRY))
    assert caught.args == [Resend(7)]
    with qtbot.waitSignal(view.message_actions.wished) as caught:
        QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 0, ClickKind.DISCARD))
    assert caught.args == [CallOff("#here", 7)]
    model.confirm(7, msgid="m", time=NOON, text="lost")
    view.refresh()
    assert {target.kind for target in view.visible_rows()[0][2].targets} == {ClickKind.SENDER}


def test_text_is_selected_across_messages_and_copied_with_names(
    view: TimelineView, model: TimelineModel
) -> None:
    fill(view, model, [said("first words"), said("in between", "bob"), said("last words", "eve")])
    QTest.mousePress(view.viewport(), LEFT, pos=text_point(view, 0, 6))
    QTest.mouseMove(view.viewport(), text_point(view, 2, 4))
    QTest.mouseRelease(view.viewport(), LEFT, pos=text_point(view, 2, 4))
    lines = [line.partition("] ")[2] for line in view.selection.text().split("\n")]
    assert lines == ["alice: words", "bob: in between", "eve: last"]
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == view.selection.text()


def test_a_part_of_one_message_is_copied_as_it_is(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("😅 one two")])
    QTest.mouseDClick(view.viewport(), LEFT, pos=text_point(view, 0, 4))
    assert view.selection.text() == "one"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selection.text() == ""


def test_a_selection_goes_with_the_rows_it_was_in(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("gone", state=SendState.PENDING, pending_id=3), said("stays here", "bob")])
    QTest.mouseDClick(view.viewport(), LEFT, pos=text_point(view, 1, 1))
    model.remove(3)
    assert view.selection.text() == "stays"
    QTest.mouseDClick(view.viewport(), LEFT, pos=text_point(view, 0, 1))
    model.clear()
    assert view.selection.text() == ""


def test_the_menu_offers_only_what_works(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    fill(view, model, [said("see http://a.b/"), said("mine", own=True), joined("bob")])
    assert menu_texts(view, 0) == ["Mention alice", "Profile of alice", "Copy text", "Copy link"]
    assert menu_texts(view, 1) == ["Profile of alice", "Copy text"]
    assert menu_texts(view, 2) == ["Copy text"]
    with qtbot.waitSignal(view.message_actions.mention_requested) as caught:
        view.message_actions.menu_for(0, None).actions()[0].trigger()
    assert caught.args == ["alice"]


def test_the_keyboard_steps_from_message_to_message(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [*talk(100), joined("a"), joined("b"), said("end")])
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.keyboard.row == 102
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.keyboard.row == 100  # one line for both
    for _ in range(30):
        QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.keyboard.row == 70
    assert "message 70" in seen(view)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().endswith("message 70")
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.scrolling.is_at_end
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert seen(view)[0] == "message 0"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.keyboard.row == -1


def test_letters_go_to_the_composer(view: TimelineView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.keyboard.typing_started) as caught:
        QTest.keyClick(view, Qt.Key.Key_H)
    assert caught.args == ["h"]


def test_pages_turn(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(100))
    view.scrolling.turn_page(True)
    assert "message 99" not in seen(view)
    view.scrolling.turn_page(False)
    assert view.scrolling.is_at_end


def test_another_room_begins_at_its_end(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, talk(300))
    view.verticalScrollBar().setValue(10)
    other = TimelineModel()
    other.append([said("elsewhere")])
    view.set_model(other)
    view.refresh()
    assert seen(view) == ["elsewhere"]
    model.append([said("unseen")])
    view.refresh()
    assert seen(view) == ["elsewhere"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x" * 20_000,
        "\u202eabc\u202c",
        "שלום hello",
        "H̸̡̪̯ͨ͊̽̅" * 30,
        "👩‍👩‍👧‍👦",
        "```\ncode\n```",
        "a\nb",
        "\ud83d",
        "`a` mara",
    ],
)
@pytest.mark.parametrize("scheme", [SchemePreference.LIGHT, SchemePreference.DARK])
def test_any_text_is_painted(
    view: TimelineView, model: TimelineModel, theme: Theme, text: str, scheme: SchemePreference
) -> None:
    theme.set_preference(scheme)
    fill(view, model, [said(text, mention=True), EventEntry(Note(text, True), NOON)])
    assert not view.grab().isNull()
    QTest.mouseMove(view.viewport(), QPoint(80, 390))
    QTest.mouseDClick(view.viewport(), LEFT, pos=QPoint(80, 370))
    theme.set_preference(SchemePreference.SYSTEM)


def test_a_name_is_marked_that_one_had_when_it_was_said(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("dara: hi", mention=True, own_names=("dara",))])
    as_mara = view.viewport().grab().toImage()
    view.set_own_names("dara")
    assert view.viewport().grab().toImage() == as_mara


def test_where_nobody_knows_the_names_of_then_those_of_now_are_marked(
    view: TimelineView, model: TimelineModel
) -> None:
    """As in an archive of an early version."""
    fill(view, model, [said("mara: hi", mention=True)])
    as_mara = view.viewport().grab().toImage()
    view.set_own_names("dara")
    assert view.viewport().grab().toImage() != as_mara


def test_larger_text_keeps_the_end_in_sight(view: TimelineView, model: TimelineModel, theme: Theme) -> None:
    fill(view, model, talk(60))
    theme.set_text_scale(200)
    view.refresh()
    assert seen(view)[-1] == "message 59"
    theme.set_text_scale(100)
