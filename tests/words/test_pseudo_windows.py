"""In a language that is made of the extraction, no window, menu or question stays English."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from PySide6.QtCore import (
    QAbstractItemModel,
    QDeadlineTimer,
    QModelIndex,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QWidget,
)

from app.application import opening_questions
from app.client import events as ev
from app.hosted_rooms import Door, HostedRoom
from app.hub.data.config import HubConfig
from app.models.recents import RecentRoom, RecentRooms
from app.models.search import SearchState
from app.net.endpoint import Endpoint
from app.ui.action import fill_menu
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberContext
from app.ui.widgets.menu import Menu
from app.ui.widgets.question_dialog import Question, QuestionDialog
from app.ui.window import questions, trust_questions
from app.ui.window.action_ids import ActionId
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.ui.window.shortcuts_sheet import ShortcutsSheet
from app.ui.window.window_actions import ACTIONS
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import NOON
from tests.words.pseudo_language import OF_BEFORE, OTHERS, assert_translated, english_in

pytestmark = pytest.mark.usefixtures("language")


# -- windows


def shown_by(widget: QWidget) -> Iterator[str]:
    """What a widget shows and what a screen reader says of it, but for what it paints."""
    yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if widget.isWindow():
        yield widget.windowTitle()
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(at) for at in range(widget.count()))
    if isinstance(widget, QMenu):
        yield widget.title()
    yield from (action.text() for action in widget.actions())
    if isinstance(widget, QAbstractItemView):
        yield from told_by(widget.model())


def told_by(model: QAbstractItemModel) -> Iterator[str]:
    """What the rows of a list show and say."""
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    for row, role in product(range(model.rowCount(QModelIndex())), roles):
        data = model.index(row, 0).data(role)
        if isinstance(data, str):
            yield data


def all_shown() -> set[str]:
    """What all widgets show that were made since the language came."""
    widgets = [widget for widget in QApplication.allWidgets() if not widget.property(OF_BEFORE)]
    return {text for widget in widgets for text in shown_by(widget) if text}


def painted(widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """What a window and all in it paint as text."""
    texts: set[str] = set()
    draw: Callable[..., None] = QPainter.drawText

    def note(painter: QPainter, *arguments: Any) -> None:
        texts.update(each for each in arguments if isinstance(each, str))
        draw(painter, *arguments)

    with monkeypatch.context() as patched:
        patched.setattr(QPainter, "drawText", note)
        widget.grab()
    return texts


def test_the_test_sees_english() -> None:
    assert english_in("⟦ƀóƀ ĵóíñéď⟧ and left")
    assert english_in("⟦{who} ĵóíñéď⟧"), "not filled in"
    assert not english_in("⟦bob ĵóíñéď⟧ (Ctrl+F)")


def test_no_widget_shows_english(everything: Everything) -> None:
    texts = all_shown()
    assert sum("⟦" in text for text in texts) > 150, "the windows are there, and speak"
    assert_translated(texts)


def test_nothing_painted_is_english(everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = painted(everything.window, monkeypatch) | painted(everything.start, monkeypatch)
    texts |= painted(everything.popup, monkeypatch)
    assert any("⟦" in text for text in texts)
    assert_translated(texts)


def test_every_state_of_a_connection_is_said(everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    window, connection = everything.window, everything.world.connection
    ways = ("link", "password", "words", "authority", "")
    views = [LinkView(phase, OTHERS, seconds=7.0, reason=OTHERS) for phase in LinkPhase]
    views += [LinkView(LinkPhase.ONLINE, OTHERS, security=each, words=(OTHERS,) * 6) for each in Security]
    views += [LinkView(LinkPhase.ONLINE, OTHERS, security=Security.VERIFIED, verified=way) for way in ways]
    for view in views:
        window.set_link_view(connection, view)
        assert_translated(all_shown() | painted(window, monkeypatch))


def test_every_bar_over_a_room_is_said(everything: Everything) -> None:
    bar = everything.window.page.sheet.connection_bar
    for show in (
        lambda: bar.show_lost(QDeadlineTimer(5000)),
        lambda: bar.show_lost(QDeadlineTimer(1)),
        bar.show_reconnecting,
        bar.show_doubtful,
        bar.show_connected,
        lambda: bar.show_ended(OTHERS, may_retry=True),
        lambda: bar.show_ended(OTHERS, may_rejoin=True),
        lambda: bar.show_offline(OTHERS, may_join=True),
    ):
        show()
        assert_translated(all_shown())
    bar.clear()


def test_the_start_page_is_said_in_every_state(everything: Everything) -> None:
    page = everything.start
    page.host_card.advanced.click()
    for password in ("", "x"):
        page.host_card.password.set_text(password)
        assert_translated(all_shown())
    page.host_card.port.set_text("0")
    page.request_host()
    page.show_connecting(OTHERS)
    assert_translated(all_shown())
    page.set_busy(False)
    rooms = [
        RecentRoom(OTHERS, OTHERS, hosted, used, offline=offline)
        for hosted, offline, used in product((True, False), (True, False), (NOON, 0.0))
    ]
    assert_translated(list(told_by(RecentRooms(rooms))))


def test_the_search_of_all_rooms_is_said_in_every_state(everything: Everything) -> None:
    for state in SearchState:
        everything.everywhere.model._set_state(state)
        assert_translated(all_shown())


def test_the_shortcuts_are_said(everything: Everything) -> None:
    everything.window.actions_[ActionId.SHORTCUTS].trigger()
    sheet = everything.window.findChild(ShortcutsSheet)
    assert sheet is not None
    assert_translated({label.text() for label in sheet.findChildren(QLabel)})
    assert_translated([row.listed_words() for row in ACTIONS])
    sheet.close()


# -- menus and questions


def test_every_menu_at_a_member_is_said(everything: Everything) -> None:
    for ranks, is_self, may, is_online in product(("", "o"), *((True, False),) * 3):
        at = MemberContext(ev.Member(OTHERS, ranks=ranks), OTHERS, is_self, may, is_online, print, print)
        menu = Menu()
        fill_menu(menu, everything.theme, MEMBER_ACTIONS, at)
        assert_translated([action.text() for action in menu.actions()])


def questions_asked() -> list[Question]:
    """Every question that is made of values."""
    words = (OTHERS,) * 6
    return [
        questions.remove_question(OTHERS, OTHERS),
        questions.ban_question(OTHERS, OTHERS),
        questions.delete_question(""),
        questions.delete_question(OTHERS),
        questions.forget_question(OTHERS),
        questions.keep_less_question(0),
        questions.keep_less_question(30),
        questions.link_question(OTHERS),
        questions.room_link_question(OTHERS),
        questions.rename_question(OTHERS),
        *(questions.stop_question(OTHERS, others) for others in range(3)),
        trust_questions.compare_question(words),
        *(
            trust_questions.host_changed_question(name=name, address=OTHERS, old_words=words, new_words=words)
            for name in ("", OTHERS, f"{OTHERS}’s {OTHERS}")
        ),
        trust_questions.link_mismatch_question(OTHERS),
        trust_questions.not_encrypted_question(OTHERS),
        trust_questions.password_not_safe_question(OTHERS),
        *opening_asked(),
    ]


def opening_asked() -> Iterator[Question]:
    """What is asked before a room opens."""
    plan = opening_questions.Plan(HubConfig(room_name=OTHERS), (Endpoint("10.0.0.1", 6667),))
    open_to_all = replace(plan, endpoints=(Endpoint("10.0.0.1", 6667), Endpoint("", 6667)))
    fields = ("password", "newcomers", "doors")
    for unclear in ({"password"}, {"newcomers"}, {"doors"}, set(fields)):
        record = HostedRoom(channel="#x", unclear=frozenset(unclear))
        yield asked_by(opening_questions.doubt_about_record(record, plan))
    yield asked_by(opening_questions.doubt_about_network((), plan))
    yield asked_by(opening_questions.doubt_about_network((), open_to_all))
    yield asked_by(opening_questions.doubt_about_port(lambda endpoint: True, plan))
    for doors, unclear in (((Door("127.0.0.1"),), set()), ((Door("10.0.0.1"),), {"password"})):
        record = HostedRoom(channel="#x", doors=doors, newcomers="none", unclear=frozenset(unclear))
        yield asked_by(opening_questions.doubt_about_weaker(record, open_to_all))


def asked_by(doubt: opening_questions.Doubt | None) -> Question:
    assert doubt is not None
    return doubt.question


def test_every_question_is_asked_in_the_language(everything: Everything) -> None:
    for question in questions_asked():
        sheet = QuestionDialog(everything.theme, question, everything.window)
        found = {text for widget in (sheet, *sheet.findChildren(QWidget)) for text in shown_by(widget)}
        assert any("⟦" in text for text in found)
        assert_translated(found)
        sheet.close()


def test_how_a_room_opens_again_is_said() -> None:
    records = [
        HostedRoom(channel="#x", locked=locked, doors=(Door(host, port),), newcomers=newcomers)
        for locked, host, port, newcomers in product(
            (True, False), ("", "127.0.0.1"), (None, 6667), ("all", "1h", "none")
        )
    ]
    for record in (None, *records):
        assert_translated(opening_questions.described(record))
