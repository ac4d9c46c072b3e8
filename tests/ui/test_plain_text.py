"""Words of others are shown as they are: no widget takes them for markup, a mnemonic or a placeholder."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextDocument
from PySide6.QtGui import Qt as Gui
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QMenu,
    QTextEdit,
    QToolTip,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.client.events import Member, TopicChanged
from app.discovery.announcement import Lock
from app.discovery.nearby_rooms import Naming, NearbyRoom
from app.models.file_progress import FileProgress, TransferState
from app.models.nearby_rows import NearbyRows
from app.models.picks import Pick, PickMark, PicksModel
from app.models.recents import RecentRoom, RecentRooms
from app.models.room import Room, RoomKind
from app.models.search import Hit
from app.models.timeline_entries import EventEntry, Reaction
from app.ui.composer.draft import ReplyDraft
from app.ui.composer.offered_files import CheckedOffer, OfferedFile
from app.ui.composer.send_files_sheet import SendFilesSheet
from app.ui.emoji.emoji_picker import EmojiPicker
from app.ui.hosting.hosting_info import HostAddress, Reachability, RoomStanding
from app.ui.hosting.invitation_screen import InvitationScreen
from app.ui.rooms.new_room import NewRoomSheet
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.search.global_search import GlobalSearch
from app.ui.start.start_page import StartChecks, StartPage
from app.ui.theme.theme import Theme
from app.ui.timeline.view import TimelineView
from app.ui.widgets.labels import Label
from app.ui.widgets.plain_text import button_text, notification_text, set_tooltip, title_text, tooltip_text
from app.ui.widgets.question_dialog import Question, QuestionDialog
from app.ui.window import questions, trust_questions
from app.ui.window.link_view import LinkPhase, LinkView, Security
from app.ui.window.room_switcher import RoomSwitcher
from app.words import room_list_words
from tests.discovery.rooms import nearby
from tests.sources import APP, app_files, source_of
from tests.ui.conftest import RESOURCES
from tests.ui.test_search import AnySearch
from tests.ui.timeline_world import ALL, NOON, told
from tests.ui.window_world import FACTS, FakeConnection, World, make_room

MARKS = ["<img src=x>", "<b>bold</b>", "&lt;i&gt; R&D", "<h1>HOST SAYS</h1>"]


def read(shown: str) -> str:
    """What a person reads of a text that Qt draws as markup if it takes it for that."""
    if not Gui.mightBeRichText(shown):
        return shown
    page = QTextDocument()
    page.setHtml(shown)
    inside = shown.removeprefix('<span style="white-space: pre-wrap">').removesuffix("</span>")
    assert "<" not in inside, f"markup of somebody else: {shown}"
    return page.toPlainText()


# -- the means


@pytest.mark.parametrize("mark", [*MARKS, "plain", "a\n<b>c</b>", "two  spaces <u>", "", "a < b", "<?xml"])
def test_a_tooltip_reads_as_it_was_said(mark: str) -> None:
    assert read(tooltip_text(mark)) == mark


def test_a_screen_reader_reads_a_tooltip_without_what_qt_needs_to_show_it(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    set_tooltip(widget, "<b>x</b>")
    assert widget.accessibleDescription() == "<b>x</b>"
    set_tooltip(widget, "")
    assert (widget.toolTip(), widget.accessibleDescription()) == ("", "")


def test_an_ampersand_on_a_button_is_one(theme: Theme, qtbot: QtBot) -> None:
    assert button_text("R&D\tDel\nx") == "R&&D Del x"


def test_a_title_marks_nothing() -> None:
    assert title_text("a[*]b") == "a[*][*]b"


@pytest.mark.parametrize("mark", MARKS)
def test_a_notification_opens_no_markup(mark: str) -> None:
    text = notification_text(mark)
    assert text.replace("\u2060", "") == mark
    assert re.search(r"[<&]\w", text) is None


def test_a_label_never_lays_out_what_looks_like_markup(theme: Theme, qtbot: QtBot) -> None:
    label = Label("<img src=x>")
    qtbot.addWidget(label)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.findChildren(QTextDocument) == []


CODES = "\x02bold\x02 \x0304red\x03 \x1b[31mx\x1b[m\x85"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@pytest.mark.parametrize("made", [tooltip_text, button_text, title_text, notification_text])
def test_codes_for_colours_and_styles_are_not_shown(made: Callable[[str], str]) -> None:
    assert made(CODES) == "bold red x"


def test_nothing_shows_the_codes_of_a_topic_or_a_title(theme: Theme, qtbot: QtBot) -> None:
    full = Everything(theme, CODES)
    raw = []
    for widget in QApplication.allWidgets():
        shown = [widget.toolTip(), widget.windowTitle()]
        shown += [widget.text()] if isinstance(widget, QLabel | QAbstractButton) else []
        if isinstance(widget, QMenu):
            shown += [action.text() for action in widget.actions()]
        raw += [(type(widget).__name__, text) for text in shown if CONTROL.search(text)]
    assert raw == []
    header = full.window.page.sheet.header
    assert (
        header.topic.words()
        == full.window.page.sheet.topic_panel.findChildren(Label)[0].text()
        == "bold red x"
    )
    assert (header.title.full_text(), header.topic.accessibleName()) == ("bold red x", "Topic: bold red x")
    full.end()


def rooms_called(mark: str) -> list[NearbyRoom]:
    """Rooms nearby in all their forms, whose hosts chose `mark` as every name."""
    forms = product(Naming, Lock, (0, 1, 23), ("", mark), (True, False))
    return [
        nearby(
            number, name=name, by=name, people=people, lock=lock, naming=naming, is_unreached=odd, is_here=odd
        )
        for number, (naming, lock, people, name, odd) in enumerate(forms)
    ]


# -- the windows


class Everything:
    """Windows in which `mark` stands wherever others, files and servers can put a text."""

    def __init__(self, theme: Theme, mark: str) -> None:
        self.mark, self.theme = mark, theme
        self._own = FakeConnection()
        self._own.address = mark
        rooms = (
            self._make_room("#robotics", RoomKind.HOSTED),
            self._make_room(f"#{mark}"),
            make_room(mark, RoomKind.PRIVATE, self._own, ()),
        )
        rooms[2].set_person(Member(mark, realname=mark, status=mark, away=mark))
        self._own.rooms = rooms
        self.world = World(theme, *rooms, connection=self._own)
        self.window = self.world.window
        self.window.resize(1300, 900)
        self.window.own.set_profile(mark, away=False)
        self._show_link(theme)
        self._show_conversation(rooms[0])
        self._add_layers(theme)
        self.start = self._make_start(theme)
        QApplication.processEvents()

    def _make_room(self, name: str, kind: RoomKind = RoomKind.CHANNEL) -> Room:
        mark = self.mark
        people = (
            Member("mara", ranks="q"),
            Member("bob", host=mark, realname=mark, away=mark, status=mark, joined=NOON),
            Member(mark, realname=mark, account=mark, display_name=mark, ranks="o"),
        )
        room = make_room(name, kind, self._own, people)
        room.set_title(mark)
        room.set_topic(mark)
        room.set_bans(((mark, mark, NOON), (f"*!*@{mark}", "", NOON)))
        room.set_typing(mark, True)
        return room

    def _show_link(self, theme: Theme) -> None:
        view = LinkView(
            LinkPhase.ONLINE,
            self.mark,
            security=Security.VERIFIED,
            words=(self.mark,) * 6,
            protocol=self.mark,
            abilities=ALL,
        )
        self.window.set_link_view(self._own, view)
        mark = self.mark
        address = HostAddress(mark, Reachability.NETWORK)
        standing = RoomStanding(sentence=mark, rumour=mark, help=mark, outcome=mark, findings=(mark,))
        info = replace(FACTS, addresses=(address, address), password=self.mark, invite_link=self.mark)
        info = replace(info, page=self.mark, page_link=self.mark, web_port=7667, standing=standing)
        self.window.set_hosting_info(info)
        InvitationScreen(theme, self.window).set_invitation(info, self.mark)

    def _show_conversation(self, room: Room) -> None:
        mark = self.mark
        room.timeline.append(
            [
                EventEntry(TopicChanged("#r", mark, mark, NOON), NOON),
                told(mark, mark, name=mark, reactions=(Reaction(mark, (mark, "bob")),)),
                told(f"https://example.org/{mark}", "bob", reply_to=mark, mention=True),
            ]
        )
        conversation = self.window.page.conversation
        assert conversation is not None
        self.timeline: TimelineView = conversation.timeline
        self.timeline.refresh()
        composer = conversation.composer
        composer.show_error(mark)
        composer.show_typing(mark)
        composer.begin_reply(ReplyDraft("x", mark, mark, mark))
        composer.edit.insertPlainText("@")
        self.window.page.toggle_panel()
        panel = self.window.page.host_panel
        panel.bans.button.setChecked(True)
        self.window.page.sheet.toast.say(mark, mark)
        bar = self.window.page.sheet.connection_bar
        bar.show_ended(mark)
        self.window.show_notice(mark)

    def _add_layers(self, theme: Theme) -> None:
        mark, over = self.mark, self.window
        self.sheets = [QuestionDialog(theme, question, over) for question in _questions(mark)]
        self.switcher = RoomSwitcher(theme, self.world.rooms, over)
        self.picks = PicksModel(over)
        self.picks.set_picks([Pick(mark, mark, mark, 1, mark), Pick("p", mark, mark, mark=PickMark.PERSON)])
        PickOverlay(theme, over, self.picks, title=mark, hint=mark, other=room_list_words.JOIN_NAMED)
        NewRoomSheet(theme, over, network=mark, newcomers="all").show_error(mark)
        offer = CheckedOffer((OfferedFile(mark, 1), OfferedFile(mark, 2)), (mark,))
        SendFilesSheet(theme, over, offer, room=mark, largest=0, caption=mark)
        failed = FileProgress("1", mark, 8, 0, 0.0, TransferState.FAILED, mark)
        self._own.files.set_upload("#robotics", failed)
        port = AnySearch()
        self.everywhere = GlobalSearch(theme, port, over)
        self.everywhere.model.look_for(mark)
        port.answers([Hit(9, mark, mark, mark, NOON, title=mark)])
        self.popup = EmojiPicker(theme, self.window.page.emoji, mark, over)
        self.popup.field.setText(mark)
        self.menus = [self.timeline.message_actions.menu_for(row, None) for row in range(3)]
        found = self.timeline.mouse.target_at(QPoint(0, 0))
        self.menus += [self.timeline.message_actions.menu_for(2, found[1])] if found else []

    def _make_start(self, theme: Theme) -> StartPage:
        mark = self.mark
        recents = RecentRooms([RecentRoom(mark, mark, hosted, NOON) for hosted in (True, False)])
        ask = StartChecks(name=lambda _: mark, address=lambda _: mark, room=lambda _: mark)
        around = NearbyRows()
        around.show(rooms_called(mark))
        page = StartPage(theme, recents, around, ask, is_readable=lambda room: True, name=mark)
        page.set_interfaces([(mark, mark)])
        page.resize(1300, 900)
        page.show()
        page.show_join_error(mark)
        page.show_host_error(mark)
        page.ask_password(mark)
        page.offer_name(mark, mark)
        return page

    def end(self) -> None:
        for widget in (self.start, self.popup, *self.menus):
            widget.hide()
            widget.deleteLater()
        self.world.end()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def _questions(mark: str) -> list[Question]:
    """Everything that is asked about texts of others."""
    words = (mark,) * 6
    return [
        questions.remove_question(mark, mark),
        questions.ban_question(mark, mark),
        questions.delete_question(mark),
        questions.forget_question(mark),
        questions.forget_question(mark, is_private=True),
        questions.link_question(mark),
        questions.room_link_question(mark),
        questions.rename_question(mark, "", "", mark),
        questions.stop_question(mark, 0),
        questions.close_question(1, may_stay=True),
        trust_questions.compare_question(words),
        trust_questions.host_changed_question(name=mark, address=mark, old_words=words, new_words=words),
        trust_questions.link_mismatch_question(mark),
        trust_questions.link_mismatch_question(mark, mark),
        trust_questions.not_encrypted_question(mark),
        trust_questions.password_not_safe_question(mark),
    ]


@pytest.fixture(scope="module", params=MARKS)
def everything(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Everything]:
    theme = Theme(RESOURCES)
    theme.apply(qapp)
    made = Everything(theme, request.param)
    yield made
    made.end()


def faults(widget: QWidget) -> list[str]:
    """What a widget would not show as it was said, or not say."""
    found = []
    if isinstance(widget, QLabel) and widget.textFormat() is not Qt.TextFormat.PlainText and widget.text():
        found.append(f"label of {widget.textFormat()}: {widget.text()}")
    if isinstance(widget, QTextEdit):
        found.append("an editor of rich text")
    read(widget.toolTip())
    texts = [action.text() for action in widget.actions()] if isinstance(widget, QMenu) else []
    texts += [widget.text()] if isinstance(widget, QAbstractButton) else []
    found += [f"mnemonic: {text}" for text in texts if "&" in text.replace("&&", "")]
    found += [f"spoken: {name}" for name in spoken(widget) if "<span" in name]
    found += [help_ for help_ in (widget.whatsThis(), widget.statusTip()) if help_]
    return found


def spoken(widget: QWidget) -> tuple[str, str]:
    return widget.accessibleName(), widget.accessibleDescription()


def test_no_widget_takes_words_of_others_for_markup(everything: Everything) -> None:
    widgets = QApplication.allWidgets()
    assert [fault for widget in widgets for fault in faults(widget)] == []


def test_the_words_are_there(everything: Everything) -> None:
    """So that the test above has something to find."""
    mark, widgets = everything.mark, QApplication.allWidgets()
    labels = {
        type(one.parent()).__name__ for one in widgets if isinstance(one, QLabel) and mark in one.text()
    }
    assert len(labels) >= 6, labels
    tips = [type(widget).__name__ for widget in widgets if mark in read(widget.toolTip())]
    assert {"TopicLine", "ElidedLabel", "LinkStateButton"} <= set(tips)
    assert sum(mark in " ".join(spoken(widget)) for widget in widgets) >= 10
    menus = [action.text() for menu in everything.menus for action in menu.actions()]
    assert any(button_text(mark) in text for text in menus)
    buttons = [one.text() for one in widgets if isinstance(one, QAbstractButton)]
    assert any(button_text(mark) in text for text in buttons)


# what the offscreen platform says of every tooltip
hovers = pytest.mark.qt_log_ignore(r"does not support raise\(\)")


def hover(widget: QWidget, place: QPoint) -> str:
    """Rest the mouse somewhere; the tooltip as it is read."""
    QToolTip.hideText()
    event = QHelpEvent(QEvent.Type.ToolTip, place, widget.mapToGlobal(place))
    QApplication.sendEvent(widget, event)
    return read(QToolTip.text())


def rows_of(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    for row in range(model.rowCount() if model is not None else 0):
        yield model.index(row, 0)


@hovers
def test_the_tooltips_of_rows_read_as_they_were_said(everything: Everything) -> None:
    tips: dict[str, list[str]] = {}
    for view in (one for one in QApplication.allWidgets() if isinstance(one, QAbstractItemView)):
        kind = type(view).__name__
        for index in rows_of(view):
            tips.setdefault(kind, []).append(hover(view.viewport(), view.visualRect(index).center()))
    assert any(everything.mark in tip for tip in tips["MembersList"]), tips
    assert any(everything.mark in tip for tip in tips["RoomsList"]), tips


@hovers
def test_the_tooltips_of_messages_read_as_they_were_said(everything: Everything) -> None:
    timeline, tips = everything.timeline, []
    for _, area, row in timeline.visible_rows():
        for target in row.targets:
            tips.append(hover(timeline.viewport(), area.topLeft() + target.rect.center().toPoint()))
    assert any(everything.mark in tip for tip in tips), tips
    assert any("example.org" in tip for tip in tips), tips


def test_a_title_says_what_the_room_is_called(everything: Everything) -> None:
    assert everything.mark in everything.window.windowTitle()


# -- other ways are closed

# what takes words for markup, or asks Qt to guess; where it may stand, by the file
FORBIDDEN: dict[str, set[str]] = {
    "setToolTip": {"ui/widgets/plain_text.py", "ui/notifications/tray_icon.py"},
    "QToolTip": {"ui/widgets/plain_text.py"},
    "QStyledItemDelegate": {"ui/widgets/list_view.py"},
    "ToolTipRole": {
        *("models/members.py", "models/picks.py", "models/rooms_model.py", "ui/widgets/list_view.py"),
    },
    "QLabel": {"ui/widgets/labels.py"},
    "QPushButton": {"ui/widgets/buttons.py"},
    "QMenu": {"ui/widgets/menu.py"},
    "setWindowTitle": {"ui/window/main_window.py", "ui/hosting/invitation_screen.py"},
}
FORBIDDEN |= {
    name: set()
    for name in (
        *("setWhatsThis", "setStatusTip", "WhatsThisRole", "StatusTipRole", "QWhatsThis"),
        *("setHtml", "insertHtml", "appendHtml", "setMarkdown", "setDefaultStyleSheet"),
        *("RichText", "AutoText", "MarkdownText", "QStaticText", "QTextDocument", "QTextEdit"),
        *("QTextBrowser", "QMessageBox", "QErrorMessage", "QInputDialog", "QProgressDialog"),
        *("QSplashScreen", "QToolButton", "QCheckBox", "QRadioButton", "QGroupBox", "QDockWidget"),
        *("QItemDelegate", "QGraphicsTextItem", "QWizard", "QTabWidget", "QHeaderView"),
    )
}
# where there is no window yet; tests/test_standard_streams.py sees that its text is plain
FORBIDDEN["QMessageBox"] = {"standard_streams.py"}


def test_a_file_shows_texts_only_by_what_shows_them_plainly() -> None:
    """How else it is done: `app/ui/widgets/plain_text.py`."""
    used = {
        path.relative_to(APP).as_posix(): source_of(path).names & FORBIDDEN.keys() for path in app_files()
    }
    assert [
        (file, name) for file, names in used.items() for name in names if file not in FORBIDDEN[name]
    ] == []


def test_the_rule_knows_the_files_that_it_names() -> None:
    for name, files in FORBIDDEN.items():
        for file in files:
            assert name in source_of(APP / file).names, f"{file} uses {name} no longer"
