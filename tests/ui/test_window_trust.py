"""Who is at the other end: what the header says of it, what is asked, and what is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import Theme
from app.ui.widgets.labels import Label
from app.ui.widgets.question_dialog import CANCEL, QuestionDialog
from app.ui.widgets.word_grid import WordGrid
from app.ui.window.action_ids import ActionId
from app.ui.window.link_state_button import LinkStateButton
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.ui.window.main_window import MainWindow
from app.ui.window.questions import CONFIRM
from app.ui.window.trust_questions import DIFFER, host_changed_question
from tests.ui.window_world import FakeConnection, World, make_room

WORDS = ("maple", "otter", "seven", "lantern", "brick", "violet")
OTHERS = ("harbor", "pencil", "mango", "thunder", "quilt", "walnut")
ADDRESS = "192.168.1.24:6667"
UNCOMPARED = LinkView(
    LinkPhase.ONLINE, ADDRESS, security=Security.NOT_COMPARED, words=WORDS, protocol="TLS 1.3"
)


@pytest.fixture
def world(qapp: QApplication, theme: Theme) -> Iterator[World]:
    own = FakeConnection()
    own.is_hub = True
    made = World(theme, make_room(connection=own), connection=own)
    made.window.resize(1100, 700)
    made.window.set_link_view(own, UNCOMPARED)
    yield made
    made.end()


@pytest.fixture
def state(world: World) -> LinkStateButton:
    return world.window.page.sheet.header.state


def sheet_of(world: World) -> QuestionDialog:
    sheet = world.window.asker.dialog
    assert sheet is not None
    return sheet


def texts_of(sheet: QuestionDialog) -> list[str]:
    return [label.text() for label in sheet.findChildren(Label)]


def encrypted(verified: str) -> LinkView:
    return LinkView(
        LinkPhase.ONLINE, ADDRESS, security=Security.VERIFIED, verified=verified, protocol="TLS 1.3"
    )


# -- the header


@pytest.mark.parametrize(
    ("verified", "words"),
    [
        ("link", "invite link"),
        ("password", "password"),
        ("words", "six words"),
        ("authority", "authority"),
        ("", "that you know"),
    ],
)
def test_a_verified_host_is_connected_and_the_tooltip_says_how(
    world: World, state: LinkStateButton, verified: str, words: str
) -> None:
    world.window.set_link_view(world.connection, encrypted(verified))
    assert state.words() == "Connected"
    assert words in state.toolTip()
    assert "TLS 1.3" in state.toolTip()
    assert not state.isEnabled()


def test_the_own_room_is_connected_without_anything_to_compare(world: World, state: LinkStateButton) -> None:
    own = LinkView(LinkPhase.ONLINE, ADDRESS, security=Security.OWN, words=WORDS)
    world.window.set_link_view(world.connection, own)
    assert state.words() == "Connected"
    assert "this computer" in state.toolTip()
    assert not state.isEnabled()


def test_a_view_that_tells_nothing_of_encryption_claims_none(world: World, state: LinkStateButton) -> None:
    world.window.set_link_view(world.connection, LinkView(LinkPhase.ONLINE, "irc.example.org"))
    assert state.words() == "Not encrypted"
    assert "irc.example.org" in state.toolTip()
    assert "Not encrypted" in state.accessibleName()


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (LinkPhase.CONNECTING, "Connecting…"),
        (LinkPhase.LOST, "Offline"),
        (LinkPhase.DOUBTFUL, "No answer"),
        (LinkPhase.STOPPED, "Not connected"),
    ],
)
def test_nothing_is_said_of_the_other_end_while_there_is_no_connection(
    world: World, state: LinkStateButton, phase: LinkPhase, words: str
) -> None:
    view = LinkView(phase, ADDRESS, seconds=3600, security=Security.NOT_COMPARED, words=WORDS)
    world.window.set_link_view(world.connection, view)
    assert state.words() == words
    assert not state.isEnabled()


@pytest.mark.parametrize(("is_hub", "words"), [(True, "Check who is hosting"), (False, "Check the server")])
def test_words_that_are_not_known_yet_cannot_be_compared(
    world: World, state: LinkStateButton, is_hub: bool, words: str
) -> None:
    view = LinkView(LinkPhase.ONLINE, ADDRESS, security=Security.NOT_COMPARED, is_hub=is_hub)
    world.window.set_link_view(world.connection, view)
    assert state.words() == words
    assert not state.isEnabled()
    assert not world.window.actions_[ActionId.COMPARE_WORDS].isVisible()


@pytest.mark.parametrize(
    ("view", "shown"),
    [
        (encrypted("link"), False),
        (UNCOMPARED, True),
        (LinkView(LinkPhase.ONLINE, ADDRESS), True),
        (LinkView(LinkPhase.LOST, ADDRESS, seconds=3600), False),
    ],
    ids=["verified", "not-compared", "not-encrypted", "lost"],
)
def test_a_narrow_header_keeps_what_is_not_as_it_should_be(
    world: World, state: LinkStateButton, view: LinkView, shown: bool
) -> None:
    world.window.resize(480, 700)
    world.window.set_link_view(world.connection, view)
    assert state.isVisible() is shown
    world.window.resize(1100, 700)
    assert state.isVisible()


@pytest.mark.parametrize("percent", [100, 200])
def test_the_words_not_encrypted_are_never_cut(
    world: World, state: LinkStateButton, theme: Theme, percent: int
) -> None:
    theme.set_text_scale(percent)
    world.window.resize(480, 700)
    world.window.set_link_view(world.connection, LinkView(LinkPhase.ONLINE, ADDRESS))
    QApplication.processEvents()
    header = world.window.page.sheet.header
    assert state.width() >= state.sizeHint().width()
    assert header.rect().contains(state.geometry())
    assert header.rect().contains(header.more.geometry())
    theme.set_text_scale(100)


def test_the_state_is_painted_in_both_directions(world: World, state: LinkStateButton) -> None:
    for direction in (Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft):
        state.setLayoutDirection(direction)
        assert not state.grab().isNull()


# -- comparing


@pytest.mark.parametrize(
    ("choice", "told"),
    [(CONFIRM, ["matched"]), (DIFFER, ["differed"]), (CANCEL, [])],
)
def test_comparing_shows_the_words_and_reports_what_was_found(
    world: World, state: LinkStateButton, choice: str, told: list[str]
) -> None:
    heard: list[str] = []
    connections: list[object] = []
    for name, signal in (
        ("matched", world.window.trust.words_matched),
        ("differed", world.window.trust.words_differed),
    ):
        signal.connect(connections.append)
        signal.connect(lambda _connection, name=name: heard.append(name))
    state.click()
    sheet = sheet_of(world)
    tiles = sheet.findChild(WordGrid)
    assert tiles is not None
    assert tiles.words() == WORDS
    assert QApplication.focusWidget() is sheet.button(CANCEL)
    sheet.button(choice).click()
    assert heard == told
    assert connections == [world.connection] * len(told)


def test_the_words_can_be_compared_from_the_menu_until_they_were(world: World) -> None:
    action = world.window.actions_[ActionId.COMPARE_WORDS]
    assert action.isVisible()
    action.trigger()
    assert "maple" in texts_of(sheet_of(world))
    sheet_of(world).answer(CANCEL)
    world.window.set_link_view(world.connection, encrypted("words"))
    assert not action.isVisible()


# -- questions

Asking = Callable[[MainWindow, Callable[[bool], None]], None]


def ask_changed(window: MainWindow, answered: Callable[[bool], None]) -> None:
    window.trust.ask_host_changed(
        answered, name="Robotics club", address=ADDRESS, old_words=WORDS, new_words=OTHERS
    )


QUESTIONS: list[Asking] = [
    ask_changed,
    lambda window, answered: window.trust.ask_not_encrypted(ADDRESS, answered),
    lambda window, answered: window.trust.ask_password_not_safe(ADDRESS, answered),
]


@pytest.mark.parametrize("ask", QUESTIONS, ids=["changed", "not-encrypted", "password"])
def test_a_question_of_trust_starts_on_cancel_and_answers_once(
    world: World, qtbot: QtBot, ask: Asking
) -> None:
    answers: list[bool] = []
    ask(world.window, answers.append)
    cancel = sheet_of(world).button(CANCEL)
    assert QApplication.focusWidget() is cancel
    qtbot.keyClick(cancel, Qt.Key.Key_Escape)
    assert answers == [False]
    ask(world.window, answers.append)
    assert ADDRESS in " ".join(texts_of(sheet_of(world)))
    sheet_of(world).button(CONFIRM).click()
    assert answers == [False, True]
    assert world.window.asker.dialog is None


def test_a_host_that_is_not_the_links_can_only_be_left(world: World) -> None:
    answers: list[bool] = []
    world.window.trust.ask_link_mismatch(ADDRESS, answers.append)
    sheet = sheet_of(world)
    with pytest.raises(KeyError):
        sheet.button(CONFIRM)
    sheet.button(CANCEL).click()
    assert answers == [False]


@pytest.mark.usefixtures("english")
def test_of_an_invitation_is_spoken_only_where_there_was_one(world: World) -> None:
    trust = world.window.trust
    trust.ask_link_mismatch(ADDRESS, print)
    assert "who invited you" in " ".join(texts_of(sheet_of(world)))
    sheet_of(world).answer(CANCEL)
    trust.ask_link_mismatch(ADDRESS, print, known="Robotics club")
    told = " ".join(texts_of(sheet_of(world)))
    assert "invite" not in told
    assert "Robotics club" in told
    sheet_of(world).answer(CANCEL)


def test_a_question_that_another_replaces_counts_as_cancelled(world: World) -> None:
    answers: list[bool] = []
    ask_changed(world.window, answers.append)
    world.window.own.ask_for_name()
    assert answers == [False]
    sheet_of(world).answer(CANCEL)
    assert answers == [False]


def test_a_changed_host_shows_the_words_of_both_and_names_the_room(world: World) -> None:
    ask_changed(world.window, lambda _: None)
    shown = texts_of(sheet_of(world))
    assert shown[0] == "Another host than the Robotics club’s answers here"
    assert [word for word in shown if word in (*WORDS, *OTHERS)] == [*WORDS, *OTHERS]
    assert "maple, otter" in sheet_of(world)._card.accessibleDescription()


@pytest.mark.parametrize(
    ("room", "title"),
    [
        ("Mara’s room", "Another host than that of Mara’s room answers here"),
        ("", "Another host than before answers here"),
    ],
)
def test_the_title_can_be_read_with_any_room_name(room: str, title: str) -> None:
    question = host_changed_question(name=room, address=ADDRESS, old_words=WORDS, new_words=OTHERS)
    assert question.title == title


def test_in_a_small_window_the_question_scrolls_and_its_buttons_stay(world: World, qtbot: QtBot) -> None:
    world.window.resize(480, 360)
    ask_changed(world.window, lambda _: None)
    QApplication.processEvents()
    sheet = sheet_of(world)
    bar = sheet.findChild(QScrollArea).verticalScrollBar()
    for choice in (CANCEL, CONFIRM):
        button = sheet.button(choice)
        assert sheet.rect().contains(button.mapTo(sheet, button.rect().bottomRight()))
    assert bar.maximum() > 0
    qtbot.keyClick(sheet.button(CANCEL), Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_buttons_that_do_not_fit_beside_each_other_stand_below(world: World, theme: Theme) -> None:
    theme.set_text_scale(200)
    world.window.resize(480, 700)
    world.window.trust.ask_password_not_safe(ADDRESS, lambda _: None)
    QApplication.processEvents()
    sheet = sheet_of(world)
    confirm, cancel = sheet.button(CONFIRM), sheet.button(CANCEL)
    assert confirm.geometry().bottom() < cancel.geometry().top()
    assert confirm.width() >= confirm.minimumSizeHint().width()
    theme.set_text_scale(100)


# -- ordinary servers, which are no hubs of ours


FINGERPRINT = "ab12" * 16


@pytest.fixture
def server(world: World) -> World:
    """The same room on a server that somebody else runs."""
    world.connection.is_hub = False
    world.window.set_link_view(
        world.connection, replace(UNCOMPARED, is_hub=False, fingerprint=FINGERPRINT, has_accounts=True)
    )
    return world


def test_of_an_ordinary_server_the_fingerprint_is_compared(server: World, state: LinkStateButton) -> None:
    assert "authority" in state.toolTip()
    assert "host" not in state.toolTip()
    told: list[object] = []
    server.window.trust.words_matched.connect(told.append)
    state.click()
    sheet = sheet_of(server)
    text = " ".join(texts_of(sheet))
    assert " ".join(["AB:12:AB:12"] * 8) in text
    assert "ordinary IRC server" in text
    assert "panel" not in text
    assert "aloud" not in text
    sheet.answer(CONFIRM)
    assert told == [server.connection]


@pytest.mark.parametrize(("verified", "words"), [("words", "fingerprint"), ("", "server that you know")])
def test_what_has_proved_an_ordinary_server_is_told_without_a_host(
    server: World, state: LinkStateButton, verified: str, words: str
) -> None:
    view = replace(encrypted(verified), is_hub=False)
    server.window.set_link_view(server.connection, view)
    assert words in state.toolTip()
    assert "host" not in state.toolTip()


@pytest.mark.parametrize("is_hub", [True, False])
def test_the_menu_speaks_of_what_is_compared_and_offers_accounts_where_there_are_some(
    server: World, is_hub: bool
) -> None:
    view = replace(UNCOMPARED, is_hub=is_hub, has_accounts=not is_hub)
    server.window.set_link_view(server.connection, view)
    actions = server.window.actions_
    assert actions[ActionId.COMPARE_WORDS].text() == (
        "Check who is hosting…" if is_hub else "Check the server…"
    )
    assert actions[ActionId.LOG_IN].isEnabled() is not is_hub
    wanted: list[object] = []
    server.window.trust.login_wanted.connect(wanted.append)
    actions[ActionId.LOG_IN].trigger()
    assert wanted == ([] if is_hub else [server.connection])
