"""Walks through all windows, menus and questions: each gives the texts that somebody reads on its way."""

from __future__ import annotations

import time
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
from app.hosted_rooms import EndpointRecord, HostedRoom
from app.hub.data.config import HubConfig, PasswordVerifier
from app.models.nearby_rows import NearbyRows
from app.models.recents import RecentRoom, RecentRooms
from app.models.search import SearchState
from app.net.endpoint import Endpoint
from app.ui.action import fill_menu
from app.ui.members.member_actions import MEMBER_ACTIONS, MemberContext
from app.ui.start.start_requests import suggested_room_name
from app.ui.widgets.menu import Menu
from app.ui.widgets.question_dialog import Question, QuestionDialog
from app.ui.window import questions, trust_questions
from app.ui.window.action_ids import ActionId
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.ui.window.shortcuts_sheet import ShortcutsSheet
from app.ui.window.window_actions import ACTIONS
from tests.ui.test_plain_text import Everything
from tests.ui.timeline_world import NOON
from tests.words.pseudo_language import OF_BEFORE, OTHERS, Walk

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
    if isinstance(widget, QAbstractItemView) and widget.model() is not None:
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


def painted(widget: QWidget) -> set[str]:
    """What a window and all in it paint as text."""
    texts: set[str] = set()
    draw: Callable[..., None] = QPainter.drawText

    def note(painter: QPainter, *arguments: Any) -> None:
        texts.update(each for each in arguments if isinstance(each, str))
        draw(painter, *arguments)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QPainter, "drawText", note)
        widget.grab()
    return texts


def widgets(_everything: Everything) -> Iterator[str]:
    texts = all_shown()
    assert sum("⟦" in text for text in texts) > 150, "the windows are there, and speak"
    yield from texts


def pictures(everything: Everything) -> Iterator[str]:
    everything.popup.tone.show()  # also where the fonts here draw no other
    everything.window.page.emoji._is_drawn = lambda _text: True  # type: ignore[method-assign]
    for _tone in range(6):
        everything.popup.tone.click()
        yield everything.popup.tone.toolTip()
    texts = painted(everything.window) | painted(everything.start) | painted(everything.popup)
    assert any("⟦" in text for text in texts)
    yield from texts


def states_of_a_connection(everything: Everything) -> Iterator[str]:
    window, connection = everything.window, everything.world.connection
    ways = ("link", "password", "words", "authority", "")
    views = [LinkView(phase, OTHERS, seconds=7.0, reason=OTHERS) for phase in LinkPhase]
    views += [LinkView(LinkPhase.ONLINE, OTHERS, security=each, words=(OTHERS,) * 6) for each in Security]
    views += [LinkView(LinkPhase.ONLINE, OTHERS, security=Security.VERIFIED, verified=way) for way in ways]
    for view in views:
        window.set_link_view(connection, view)
        yield from all_shown() | painted(window)


def bars_over_a_room(everything: Everything) -> Iterator[str]:
    bar = everything.window.page.sheet.connection_bar
    for show in (
        lambda: bar.show_lost(QDeadlineTimer(5000)),
        lambda: bar.show_lost(QDeadlineTimer(1)),
        bar.show_reconnecting,
        bar.show_doubtful,
        bar.show_connected,
        lambda: bar.show_ended(OTHERS, may_retry=True),
        lambda: bar.show_ended(OTHERS, may_rejoin=True),
        lambda: bar.show_ended(OTHERS, wants_password=True),
        lambda: bar.show_offline(OTHERS, may_join=True),
    ):
        show()
        yield from all_shown()
    bar.clear()


def states_of_the_start_page(everything: Everything) -> Iterator[str]:
    page = everything.start
    page.host_card.advanced.click()
    for password in ("", "x"):
        page.host_card.password.set_text(password)
        yield from all_shown()
    yield suggested_room_name(OTHERS)
    page.host_card.port.set_text("0")
    page.request_host()
    page.show_connecting(OTHERS)
    yield from all_shown()
    page.set_busy(False)
    for shown, searching in product((True, False), (True, False)):
        page.host_card.set_nearby(shown)
        page.nearby.set_searching(searching)
        yield from all_shown()
    rooms_nearby = page.nearby.list.model()
    assert isinstance(rooms_nearby, NearbyRows)
    yield from painted(page)
    yield from painted(page.nearby.list)  # on the page they are out of sight
    menu = page.nearby.list.menu_for(rooms_nearby.index(0))
    yield from (action.text() for action in menu.actions())
    menu.close()
    page.nearby.set_short(True)
    page.nearby.more.click()
    yield from all_shown()
    page.nearby.more.click()
    page.nearby.set_short(False)
    rooms_nearby.show([])
    yield from all_shown()
    rooms = [
        RecentRoom(OTHERS, OTHERS, hosted, used, offline=offline, open=not offline, host=OTHERS)
        for hosted, offline, used in product(
            (True, False), (True, False), (NOON, 0.0, time.time(), time.time() - 86_400, NOON - 366 * 86_400)
        )
    ]
    yield from told_by(RecentRooms(rooms))


def states_of_the_search_of_all_rooms(everything: Everything) -> Iterator[str]:
    for state in SearchState:
        everything.everywhere.model._set_state(state)
        yield from all_shown()


def shortcuts(everything: Everything) -> Iterator[str]:
    everything.window.actions_[ActionId.SHORTCUTS].trigger()
    sheet = everything.window.findChild(ShortcutsSheet)
    assert sheet is not None
    yield from (label.text() for label in sheet.findChildren(QLabel))
    yield from (row.listed_words() for row in ACTIONS)
    sheet.close()


# -- menus and questions


def menus_at_a_member(everything: Everything) -> Iterator[str]:
    for ranks, is_self, may, is_online in product(("", "o"), *((True, False),) * 3):
        at = MemberContext(ev.Member(OTHERS, ranks=ranks), OTHERS, is_self, may, is_online, print, print)
        menu = Menu(everything.theme)
        fill_menu(menu, everything.theme, MEMBER_ACTIONS, at)
        yield from (action.text() for action in menu.actions())


def questions_asked() -> list[Question]:
    """Every question that is made of values."""
    words = (OTHERS,) * 6
    return [
        questions.remove_question(OTHERS, OTHERS),
        questions.password_question(OTHERS),
        questions.ban_question(OTHERS, OTHERS),
        questions.delete_question(""),
        questions.delete_question(OTHERS),
        questions.delete_question(OTHERS, has_file=True),
        questions.forget_question(OTHERS),
        questions.keep_less_question(0),
        questions.keep_less_question(30),
        questions.link_question(OTHERS),
        questions.room_link_question(OTHERS),
        questions.rename_question(OTHERS, "", ""),
        *(questions.browsers_question(people) for people in (1, 2)),
        *(questions.stop_question(OTHERS, others) for others in range(3)),
        questions.close_question(2, may_stay=True),
        *(questions.unfinished_question(files, may_stay=True) for files in (1, 2)),
        trust_questions.compare_question(words),
        trust_questions.certificate_question(OTHERS, OTHERS),
        *(
            trust_questions.host_changed_question(name=name, address=OTHERS, old_words=words, new_words=words)
            for name in ("", OTHERS, f"{OTHERS}’s {OTHERS}")
        ),
        trust_questions.link_mismatch_question(OTHERS),
        trust_questions.link_mismatch_question(OTHERS, OTHERS),
        questions.forget_question(OTHERS, is_private=True),
        trust_questions.not_encrypted_question(OTHERS),
        trust_questions.password_not_safe_question(OTHERS),
        *opening_asked(),
    ]


VERIFIER = PasswordVerifier(b"", 1, 1, 1, b"")


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
    doors = ((EndpointRecord("127.0.0.1"),), (EndpointRecord("10.0.0.1"),))
    ways = ((doors[0], set(), None), (doors[1], {"password"}, None), (doors[0], set(), VERIFIER))
    for door, unclear, password in ways:
        record = HostedRoom(
            channel="#x", doors=door, newcomers="none", unclear=frozenset(unclear), password=password
        )
        yield asked_by(opening_questions.doubt_about_weaker(record, open_to_all))
    hidden = HostedRoom(channel="#x", nearby=False)
    yield asked_by(opening_questions.doubt_about_weaker(hidden, open_to_all))


def asked_by(doubt: opening_questions.Doubt | None) -> Question:
    assert doubt is not None
    return doubt.question


def questions_of_all_kinds(everything: Everything) -> Iterator[str]:
    for question in questions_asked():
        sheet = QuestionDialog(everything.theme, question, everything.window)
        found = {text for widget in (sheet, *sheet.findChildren(QWidget)) for text in shown_by(widget)}
        assert any("⟦" in text for text in found)
        yield from found
        sheet.close()


def how_a_room_opens_again(_everything: Everything) -> Iterator[str]:
    records = [
        HostedRoom(channel="#x", locked=locked, doors=(EndpointRecord(host, port),), newcomers=newcomers)
        for locked, host, port, newcomers in product(
            (True, False), ("", "127.0.0.1"), (None, 6667), ("all", "1h", "none")
        )
    ]
    records += [HostedRoom(channel="#x", web=web) for web in ("page", "none")]
    records.append(HostedRoom(channel="#x", plain_password=True, password=VERIFIER))
    for record in (None, HostedRoom(channel="#x", nearby=False), *records):
        yield from opening_questions.described(record)


WALKS: tuple[Walk, ...] = (
    widgets,
    pictures,
    states_of_a_connection,
    bars_over_a_room,
    states_of_the_start_page,
    states_of_the_search_of_all_rooms,
    shortcuts,
    menus_at_a_member,
    questions_of_all_kinds,
    how_a_room_opens_again,
)
