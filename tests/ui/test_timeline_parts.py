"""What belongs to a message besides its text: what it answers, reactions, marks, and the compact layout."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.client.events import Edited, Member, Reacted, Redacted, TextKind
from app.client.wishes import React
from app.models.timeline import TimelineModel
from app.models.timeline_entries import Entry, MessageEntry, Reaction, SendState
from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.ui.theme.fonts import TypeRole
from app.ui.theme.theme import Theme
from app.ui.timeline.base_row import ClickKind
from app.ui.timeline.geometry import geometry_for
from app.ui.timeline.message_registry import MessageAction as Do
from app.ui.timeline.quote_line import quoted_words
from app.ui.timeline.reaction_line import who_reacted
from app.ui.timeline.timeline_options import MessageAbilities, TimelineOptions
from app.ui.timeline.view import TimelineView
from tests.ui.timeline_world import ALL, MODERATOR, NOON, fill, joined, left, point_of, said, seen, talk, told

LEFT = Qt.MouseButton.LeftButton
FULL = "a line that is full"
COMPACT = TimelineOptions(compact=True)


def kinds(view: TimelineView, index: int) -> list[ClickKind]:
    """What can be pressed in a row that is seen, but for who wrote it."""
    row = next(row for at, _, row in view.visible_rows() if at == index)
    return [target.kind for target in row.targets if target.kind is not ClickKind.SENDER]


# -- what is answered


def test_an_answer_quotes_what_it_answers_and_leads_there(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [told("the question"), *talk(60), said("yes", reply_to="the question")])
    assert "the question" not in seen(view)
    QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 61, ClickKind.ORIGINAL))
    assert "the question" in seen(view)
    assert not view.grab().isNull()


def test_what_is_not_loaded_is_asked_for(view: TimelineView, model: TimelineModel, qtbot: QtBot) -> None:
    fill(view, model, [said("yes", reply_to="gone")])
    before = view.visible_rows()[0][2]
    with qtbot.waitSignal(view.highlight.message_missing):
        QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 0, ClickKind.ORIGINAL))
    model.prepend([told("gone", time=NOON - 60)])
    view.refresh()
    assert view.visible_rows()[1][2] is not before
    QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 1, ClickKind.ORIGINAL))
    assert view.highlight.lit_row == 0


def test_a_quote_follows_what_becomes_of_its_message(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [told("question"), said("yes", reply_to="question")])
    before = view.visible_rows()[1][2]
    model.amend(Redacted("#r", "question", "alice", "", NOON))
    view.refresh()
    assert view.visible_rows()[1][2] is not before
    assert not view.grab().isNull()


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (said("one\ntwo **three**"), "one two three"),
        (said("see\n```\ncode\n```"), "see code"),
        (said("", deleted="spam"), "Message deleted — spam"),
    ],
)
def test_a_quote_is_one_line_as_it_is_shown(entry: MessageEntry, words: str) -> None:
    assert quoted_words(entry) == words


# -- reactions

CHEERS = (Reaction("👍", ("bob", "mara"), own=True), Reaction("🎉", ("eve",)))


def test_reactions_are_chips_that_are_given_and_taken_back(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    view.set_abilities(ALL)
    fill(view, model, [told("done", reactions=CHEERS)])
    point = point_of(view, 0, ClickKind.REACTION, "🎉")
    assert view.mouse.tooltip_at(point) == "🎉  eve"
    with qtbot.waitSignal(view.message_actions.wished) as caught:
        QTest.mouseClick(view.viewport(), LEFT, pos=point)
    assert caught.args == [React("#here", "done", "🎉")]
    point = point_of(view, 0, ClickKind.REACTION, "👍")
    with qtbot.waitSignal(view.message_actions.wished) as caught:
        QTest.mouseClick(view.viewport(), LEFT, pos=point)
    assert caught.args == [React("#here", "done", "👍", given=False)]
    QTest.mouseMove(view.viewport(), point)
    assert not view.grab().isNull()


def test_where_nobody_can_react_chips_only_tell(
    view: TimelineView, model: TimelineModel, qtbot: QtBot
) -> None:
    fill(view, model, [told("done", reactions=CHEERS)])
    assert kinds(view, 0) == [ClickKind.REACTION] * 2
    with qtbot.assertNotEmitted(view.message_actions.wished):
        QTest.mouseClick(view.viewport(), LEFT, pos=point_of(view, 0, ClickKind.REACTION, "🎉"))
    view.set_abilities(ALL)
    view.refresh()
    assert kinds(view, 0) == [ClickKind.REACTION, ClickKind.REACTION, ClickKind.ADD_REACTION]


def test_many_reactions_take_more_lines(view: TimelineView, model: TimelineModel) -> None:
    many = tuple(Reaction(f"reaction number {number}", ("bob",)) for number in range(20))
    fill(view, model, [told("few", reactions=CHEERS), told("many", "bob", reactions=many)])
    heights = [area.height() for _, area, _ in view.visible_rows()]
    assert heights[1] > heights[0] + 3 * 26
    right = view.viewport().width()
    assert all(target.rect.right() <= right for target in view.visible_rows()[1][2].targets)


def test_a_crowd_that_reacted_is_counted_behind_the_first_names() -> None:
    names = tuple(f"p{number}" for number in range(30))
    words = who_reacted(Reaction("👍", names))
    assert words.endswith("p11, 18 others")
    assert who_reacted(Reaction("👍", names[:13])).endswith("p11, p12")


def test_what_is_done_to_a_message_shows(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [told("teh plan")])
    model.amend(Edited("#r", "teh plan", "the plan", "alice", NOON))
    model.amend(Reacted("#r", "teh plan", "bob", "👍", True, False, NOON))
    view.refresh()
    assert seen(view) == ["the plan"]
    assert kinds(view, 0) == [ClickKind.REACTION]
    model.amend(Redacted("#r", "teh plan", "alice", "wrong room", NOON))
    view.refresh()
    assert seen(view) == ["Message deleted — \u2068wrong room\u2069"]
    assert kinds(view, 0) == []


@pytest.mark.parametrize(
    ("text", "more_lines"), [("short", 0), ("שלום", 0), ("", 0), (FULL, 1), ("```\ncode\n```", 1)]
)
def test_the_mark_of_an_edited_message_stands_behind_it_or_below(
    view: TimelineView, model: TimelineModel, theme: Theme, text: str, more_lines: int
) -> None:
    if text == FULL:
        advance = QFontMetricsF(theme.font(TypeRole.MESSAGE)).horizontalAdvance("m")
        text = "m" * int(view.row_layout.rows.context.geometry.text_width / advance)
    entries = [said("first"), said(text, "bob"), said(text, "eve", edited=True)]
    fill(view, model, entries)
    plain, marked = (area.height() for _, area, _ in view.visible_rows()[1:])
    assert marked - plain == more_lines * theme.line_height(TypeRole.MESSAGE)
    assert not view.grab().isNull()


# -- the compact layout


def test_compact_messages_stand_on_one_line(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("one"), said("two", "bob"), joined("kim")])
    before = sum(area.height() for _, area, _ in view.visible_rows()[1:])
    view.set_options(COMPACT)
    view.refresh()
    rows = view.visible_rows()
    assert sum(area.height() for _, area, _ in rows[1:]) < before
    assert {row.pieces[0].at.x() for _, _, row in rows} == {view.row_layout.rows.context.geometry.text_x}
    assert not view.grab().isNull()


def test_a_few_emoji_alone_are_drawn_larger(view: TimelineView, model: TimelineModel) -> None:
    texts = ["below the line of the day", "👍🎉", "👍🎉 yes", "👍🎉👍🎉"]
    fill(view, model, [said(text, f"person{at}") for at, text in enumerate(texts)])
    _first, large, beside_words, many = [area.height() for _, area, _ in view.visible_rows()]
    assert large > beside_words == many


@pytest.mark.parametrize("compact", [False, True])
def test_lines_are_no_longer_than_one_reads_well(theme: Theme, compact: bool) -> None:
    assert theme.metrics.timeline.text_max <= 760
    widths = [geometry_for(theme, width, compact=compact).text_width for width in (600, 1400, 2800)]
    assert widths[0] < widths[1] == widths[2] == theme.metrics.timeline.text_max


def test_compact_names_never_take_more_than_a_fifth(theme: Theme) -> None:
    wide, narrow = geometry_for(theme, 1400, compact=True), geometry_for(theme, 400, compact=True)
    assert narrow.names_width == 80
    assert wide.names_width > narrow.names_width
    assert wide.gutter_right < wide.names_x < wide.text_x


@pytest.mark.usefixtures("english")
def test_compact_shows_what_is_special_and_the_whole_time(view: TimelineView, model: TimelineModel) -> None:
    view.set_options(COMPACT)
    notice = MessageEntry("server", "restart at noon", TextKind.NOTICE, NOON)
    fill(view, model, [notice, said("for you", to_ranks="@"), said("again", to_ranks="@", mention=True)])
    index, area, row = view.visible_rows()[0]
    time_point = area.topLeft() + row.pieces[0].at.toPoint()
    time_point.setX(view.row_layout.rows.context.geometry.pad_left + 2)
    assert ":00:00" in view.mouse.tooltip_at(time_point)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.keyboard.row == index + 2
    assert not view.grab().isNull()


# -- comings and goings


def choose(view: TimelineView, display: PresenceDisplay, *, cancel_out: bool = False) -> None:
    view.set_options(TimelineOptions(presence=PresenceRule(display, cancel_out)))
    view.refresh()


def test_what_is_told_of_comings_and_goings_is_a_choice(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [said("hi", "bob"), joined("kim"), joined("eve"), left("bob"), said("bye", "bob")])
    choose(view, PresenceDisplay.ALL)
    assert seen(view) == ["hi", "kim joined", "eve joined", "bob left — connection lost", "bye"]
    choose(view, PresenceDisplay.COLLAPSED)
    assert seen(view) == ["hi", "kim and eve joined · bob left — connection lost", "bye"]
    choose(view, PresenceDisplay.SPEAKERS)
    assert seen(view) == ["hi", "bob left — connection lost", "bye"]
    choose(view, PresenceDisplay.NONE)
    assert seen(view) == ["hi", "bye"]


def test_what_is_hidden_parts_no_group_and_no_day(view: TimelineView, model: TimelineModel) -> None:
    choose(view, PresenceDisplay.NONE)
    fill(view, model, [joined("kim", NOON - 60), said("one"), joined("eve"), said("two", time=NOON + 60)])
    rows = [row for _, _, row in view.visible_rows()]
    assert [row.copied() for row in rows] == ["one", "two"]
    assert [bool(row.dividers.day) for row in rows] == [True, False]
    assert [getattr(row, "starts_group", None) for row in rows] == [True, False]


def test_a_netsplit_is_one_line_even_where_each_has_one(view: TimelineView, model: TimelineModel) -> None:
    choose(view, PresenceDisplay.ALL)
    gone = [left(f"p{number}", reason="netsplit") for number in range(30)]
    fill(view, model, [joined("a"), *gone, joined("b")])
    assert seen(view) == ["a joined", "p0 and 29 others left — connection lost", "b joined"]


def test_a_short_visit_vanishes_when_it_ends(view: TimelineView, model: TimelineModel) -> None:
    choose(view, PresenceDisplay.COLLAPSED, cancel_out=True)
    fill(view, model, [joined("kim"), said("hello", time=NOON + 30)])
    assert seen(view) == ["kim joined", "hello"]
    fill(view, model, [left("kim", NOON + 60), joined("eve", NOON + 61)])
    assert seen(view) == ["hello", "eve joined"]


def test_a_run_that_opens_tells_only_what_is_shown(view: TimelineView, model: TimelineModel) -> None:
    choose(view, PresenceDisplay.SPEAKERS)
    fill(view, model, [said("hi", "bob"), said("ho", "eve"), joined("lurker"), left("bob"), left("eve")])
    assert seen(view)[2:] == ["bob and eve left — connection lost"]
    view.row_layout.toggle_run(2)
    lines = seen(view)[2:]
    assert len(lines) == 3
    assert "bob left" in lines[1]
    assert "eve left" in lines[2]
    assert view.row_layout.rows.plain_text(2) is None
    assert (view.row_layout.rows.plain_text(3) or "").endswith("bob left — connection lost")


# -- what is possible


@pytest.mark.parametrize(
    ("entry", "reply", "edit", "delete"),
    [
        (told("theirs"), True, False, False),
        (told("mine", own=True), True, True, True),
        (told("gone", own=True, deleted=""), False, False, False),
        (said("unknown to the server"), False, False, False),
        (told("failed", own=True, state=SendState.FAILED), False, False, False),
        (MessageEntry("mara", "waves", TextKind.ACTION, NOON, own=True, msgid="m"), True, False, True),
        (joined("kim"), False, False, False),
    ],
)
def test_only_what_others_know_can_be_answered_or_changed(
    view: TimelineView, model: TimelineModel, entry: Entry, reply: bool, edit: bool, delete: bool
) -> None:
    fill(view, model, [entry])
    assert usable(view, ALL) == {Do.REPLY: reply, Do.REACT: reply, Do.EDIT: edit, Do.DELETE: delete}
    assert not any(usable(view, MessageAbilities()).values())
    assert usable(view, MODERATOR)[Do.DELETE] is reply


def usable(view: TimelineView, abilities: MessageAbilities) -> dict[Do, bool]:
    """What can be done with the only row, with these abilities."""
    view.set_abilities(abilities)
    asked = (Do.REPLY, Do.REACT, Do.EDIT, Do.DELETE)
    found = view.message_actions.usable(asked, 0)
    return {action: action in found for action in asked}


def test_old_messages_take_the_colour_that_somebody_chooses(view: TimelineView, model: TimelineModel) -> None:
    fill(view, model, [told("one", "bob"), told("two", "alice", reply_to="one")])
    height = view.row_layout.placement.heights.height(0)
    before = view.viewport().grab().toImage()
    model.colours.note([Member("bob", color="#223496")])
    view.refresh()
    assert view.viewport().grab().toImage() != before
    assert view.row_layout.placement.heights.height(0) == height
    [first, *_] = model.entries
    assert isinstance(first, MessageEntry)
    assert model.colour_of(first) == "#223496"
