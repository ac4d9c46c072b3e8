"""Walks through what is done in a conversation and beside it: messages, writing, people, hosting."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from PySide6.QtCore import QMimeData, QTimer, QUrl
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QImage,
    QPainter,
)
from PySide6.QtWidgets import QFileDialog, QStyleOptionViewItem, QWidget

from app.client import events as ev
from app.client.wishes import Ban
from app.irc.masks import ban_mask
from app.models.emoji import Emoji, EmojiGroup
from app.models.ignored_people import IgnoredPerson
from app.models.members import rank_of
from app.models.room_wishes import CopyMessageLink
from app.models.search import Count, RoomSearch
from app.models.timeline_entries import EventEntry, Reaction, SendState
from app.ui.composer.composer import Composer
from app.ui.composer.draft import MAX_BYTES, MUCH_BYTES
from app.ui.emoji.emoji_grid import EmojiRows, told_of
from app.ui.emoji.emoji_library import EmojiLibrary
from app.ui.emoji.emoji_picker import EmojiPicker
from app.ui.hosting.hosting_info import AddressSeen, HostAddress, Reachability, RoomStanding
from app.ui.hosting.invitation_screen import InvitationScreen
from app.ui.members.member_delegate import MemberDelegate
from app.ui.search.search_bar import SearchBar
from app.ui.timeline import row_cache
from app.ui.timeline.accessible import AccessibleTimeline
from app.ui.timeline.announcer import Announcer
from app.ui.timeline.message_registry import MessageAction
from app.ui.timeline.view import TimelineView
from app.ui.widgets import list_view
from app.ui.widgets.labels import Label
from app.ui.widgets.list_view import ListDelegate
from app.ui.window.conversation import Conversation
from app.ui.window.history_choices import ask_where
from app.ui.window.link_view import LinkPhase, LinkView, RoomEnding
from app.ui.window.questions import CONFIRM
from app.words.file_words import readable_size
from tests.models.test_search import hits
from tests.ui.test_plain_text import Everything
from tests.ui.test_search import AnySearch
from tests.ui.timeline_world import ALL, NOON, joined, menu_texts, said, told
from tests.ui.window_world import FACTS, FakeConnection, make_room
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_windows import all_shown, painted, told_by

OMEGA = Emoji("ω", OTHERS, EmojiGroup.SYMBOLS, 0.0, (OTHERS,), ())


def conversation_of(everything: Everything) -> Conversation:
    """The one that is open."""
    found = everything.window.page.conversation
    assert found is not None
    return found


# -- messages


def messages(everything: Everything) -> Iterator[str]:
    """What messages say of themselves, offer, and show where one rests the mouse."""
    view = TimelineView(everything.theme)
    room = make_room("#messages")
    room.timeline.ignored.add(IgnoredPerson("eve"))
    view.set_own_names("mara")
    view.set_abilities(replace(ALL, kinds=ALL.kinds | {CopyMessageLink}))
    view.set_model(room.timeline)
    view.resize(900, 3000)
    view.show()
    room.timeline.append(
        [
            *(joined(f"{OTHERS}{at}") for at in range(3)),
            told(f"`{OTHERS}`\n```\n{OTHERS}\n```", "mara", own=True, edited=True),
            told(OTHERS, "bob", reply_to="nothing that is kept"),
            told(f"{OTHERS}?", "eve"),
            told(OTHERS, "bob", reply_to=f"{OTHERS}?"),
            told(f"{OTHERS}!", "bob", reactions=(Reaction(OTHERS, (OTHERS,)),)),
            *(said(OTHERS, "mara", own=True, state=state, pending_id=7) for state in SendState),
        ]
    )
    view.refresh()
    reader = AccessibleTimeline(view)
    for _ in range(2):
        for index, _area, row in list(view.visible_rows()):
            yield from (target.tip for target in row.targets)
            yield from menu_texts(view, index)
        for place in range(reader.childCount()):
            item = reader.child(place)
            assert item is not None
            yield item.text(QAccessible.Text.Name)
            does = item.actionInterface()
            assert does is not None
            names = (does.pressAction(), QAccessibleActionInterface.setFocusAction())
            yield from (does.localizedActionName(name) for name in names)
        yield from painted(view)
        view.row_layout.toggle_run(0)
        view.refresh()
    view.message_actions.run(MessageAction.REACT, 3)
    (picker,) = view.findChildren(EmojiPicker)
    yield picker.accessibleName()
    picker.close()
    view.selection.select_all()
    yield from menu_texts(view, 3)
    view.jump_overlay.button.set_count(3)
    yield view.jump_overlay.button.accessibleName()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(row_cache, "report", lambda *_bug: None)
        view.row_layout.rows.put_placeholder(0, ValueError())
    placeholder = view.row_layout.rows.row(0)
    assert placeholder is not None
    yield placeholder.copied()
    view.hide()
    view.deleteLater()


def announcements(everything: Everything) -> Iterator[str]:
    """What a screen reader is told to read out."""
    read: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            read.append(event.message())

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QAccessible, "updateAccessibility", hear)
        announcer = Announcer(everything.window)
        announcer.arrived([said(OTHERS) for _ in range(9)])
        announcer._say_rest()
    yield from read


def reactions(everything: Everything) -> Iterator[str]:
    """The picker; what emoji are called is told by their table."""
    library = EmojiLibrary(everything.theme)
    library.find = lambda text: OMEGA  # type: ignore[method-assign]
    picker = EmojiPicker(everything.theme, library, OTHERS, everything.window)
    for query in ("", "heart", "ωωω"):
        picker.field.setText(query)
        model = picker.grid.model()
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        yield from (row.data() for row in rows if row.data(EmojiRows.EmojiRole) is None)
    yield told_of(OMEGA)
    yield from (button.accessibleName() for button in picker.groups)
    yield picker.field.placeholderText()
    yield picker.grid.accessibleName()
    yield from (label.text() for label in picker.findChildren(Label) if label.isVisibleTo(picker))
    conversation_of(everything).composer.emoji_button.click()
    (open_one,) = conversation_of(everything).composer.findChildren(EmojiPicker)
    yield open_one.accessibleName()
    open_one.close()
    picker.deleteLater()


def empty_rooms(everything: Everything) -> Iterator[str]:
    """What stands where nothing was said yet, and that an address was copied from there."""
    for room in everything.world.rooms.rooms:
        everything.window.show_room(room)
        yield from all_shown()
    conversation = conversation_of(everything)
    conversation.empty.set_address(OTHERS, OTHERS, OTHERS)
    conversation.empty._copy_address()
    yield from all_shown()
    everything.window.show_room(everything.world.rooms.rooms[0])


# -- writing


def writing(everything: Everything) -> Iterator[str]:
    composer: Composer = conversation_of(everything).composer
    composer.begin_edit("x", OTHERS)
    yield from all_shown()
    composer.cancel_reference()
    composer.set_limit(400, 4)
    for text in (OTHERS * 36, f"{OTHERS}\n" * 3, f"{OTHERS}\n" * 30, f"{OTHERS}\n" * 3000):
        composer.set_text(text)
        yield from all_shown()
        composer._try_to_send()
        yield from all_shown()
    composer.set_text("")
    composer.insert("@")
    yield from painted(composer._popup)
    yield from pasting(composer)
    yield from (readable_size(size) for size in (1, 900, 9_000, 9_000_000, 9_000_000_000))


def pasting(composer: Composer) -> Iterator[str]:
    """What is said of what was pasted, and asked of much of it."""
    pasted, picture, file = QMimeData(), QMimeData(), QMimeData()
    pasted.setText("Ω" * MAX_BYTES)
    picture.setImageData(QImage(4, 4, QImage.Format.Format_RGB32))
    file.setUrls([QUrl("file:///x")])
    for given in (pasted, picture, file):
        composer.edit.insertFromMimeData(given)
        yield from all_shown()
    composer.set_limit(MAX_BYTES, 100)
    for text in ("Ω" * MUCH_BYTES, f"{OTHERS}\n" * 9):
        composer.set_text("")
        pasted.setText(text)
        composer.edit.insertFromMimeData(pasted)
        composer._try_to_send()
        yield from all_shown()
    composer.set_limit(40)
    composer.begin_edit("x", OTHERS)
    composer.set_text(f"{OTHERS}\n" * 9)
    composer._try_to_send()
    yield from all_shown()
    composer.cancel_reference()
    composer.set_text("")


# -- the window


def reasons_not_to_write(everything: Everything) -> Iterator[str]:
    window, connection = everything.window, everything.world.connection
    room = everything.world.rooms.rooms[0]
    window.set_room_ending(room, RoomEnding(OTHERS))
    yield from all_shown()
    window.set_room_ending(room, None)
    window.set_link_view(connection, LinkView(LinkPhase.STOPPED, OTHERS))
    yield from all_shown()
    window.set_link_view(connection, LinkView(LinkPhase.ONLINE, OTHERS, abilities=ALL))


def counts(everything: Everything) -> Iterator[str]:
    """How many wait, are here and speak of us."""
    page = everything.window.page
    for waiting, people in ((0, 1), (1, 0), (0, 3), (3, 0), (2, 2)):
        page.set_held(waiting, people)
        yield from all_shown()
    page.set_held(0, 0)
    header = page.sheet.header
    for unread, mentions in ((0, 0), (3, 0), (3, 1), (3, 3)):
        header.rooms_button.set_counts(unread, mentions)
        yield header.rooms_button.accessibleName()
    for count in (1, 5):
        header.count.set_count(count)
        yield header.count.accessibleName()
    for room in everything.world.rooms.rooms[1:]:
        room.add_entries([said(OTHERS, OTHERS, mention=True)])
    room.set_online(False)
    yield from told_by(everything.world.rooms)


def topics(everything: Everything) -> Iterator[str]:
    line = everything.window.page.sheet.header.topic
    line.set_topic("", may_edit=True)
    yield line.words()


def searching(everything: Everything) -> Iterator[str]:
    """Hits of a room, counted and not, and what is said while one waits."""
    port, bar = AnySearch(), SearchBar(everything.theme, older_key="F3", newer_key="F4")
    search = RoomSearch(port, everything.world.rooms.rooms[0], bar)
    for found, count in ((hits(9, 3), Count(3)), (hits(9, 3), Count(1000, more=True)), ([], Count(0))):
        search.look_for(f"{OTHERS}{count}")
        bar.show_search(search)
        for timer in bar.findChildren(QTimer):  # the answer takes long
            timer.timeout.emit()
        yield bar.words.text()
        port.answers(found)
        if found:
            port.counted[-1](count)
        bar.show_search(search)
        yield from all_shown()
    search.look_for("?!")
    bar.show_search(search)
    yield bar.words.text()
    bar.deleteLater()


def members(everything: Everything) -> Iterator[str]:
    delegate = everything.window.page.members_pane.findChild(MemberDelegate)
    assert delegate is not None
    for rank in ("q", "o", ""):
        yield delegate.role_words(rank_of(ev.Member(OTHERS, ranks=rank)))
    connection = FakeConnection()
    members = make_room("#members", connection=connection).members
    members.set_own_nick("mara")
    yield from told_by(members)


def ban_and_undo(everything: Everything) -> Iterator[str]:
    """A ban that the server has set is told, and may be undone."""
    room, window = everything.world.rooms.rooms[0], everything.window
    window.people.take(room, Ban(room.target, "bob", ""))
    sheet = window.asker.dialog
    assert sheet is not None
    sheet.answer(CONFIRM)
    mask = ban_mask("bob", OTHERS, "")
    room.noticed.emit(room, [EventEntry(ev.BanChanged("#r", mask, True, OTHERS, NOON), NOON)])
    yield from all_shown()
    conversation_of(everything).timeline.highlight.message_missing.emit()
    yield from all_shown()


def exporting(everything: Everything) -> Iterator[str]:
    """What the dialog is asked to show, which is the system's own."""
    asked: list[str] = []

    def show(_parent: QWidget, title: str, _start: str, kinds: str) -> tuple[str, str]:
        asked.extend((title, *kinds.split(";;")))
        return "", ""

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QFileDialog, "getSaveFileName", show)
        assert ask_where(everything.window, OTHERS) is None
    yield from asked


# -- hosting


def hosting(everything: Everything) -> Iterator[str]:
    """The panel of the host with each kind of network, the password seen, and a change without one."""
    window, panel = everything.window, everything.window.page.host_panel
    own = HostAddress(OTHERS, Reachability.COMPUTER)
    vpn = HostAddress(OTHERS, Reachability.VPN)
    for addresses, loopback_only in (((own,), False), ((own,), True), ((vpn, own), False)):
        info = replace(
            FACTS, addresses=addresses, password=OTHERS, invite_link=OTHERS, loopback_only=loopback_only
        )
        window.set_hosting_info(info)
        yield from all_shown()
    for seen, reach, is_checking in product(AddressSeen, Reachability, (False, True)):
        standing = RoomStanding(
            sentence=OTHERS, is_checking=is_checking, can_open=True, can_close=True, findings=(OTHERS,)
        )
        reached = HostAddress(OTHERS, reach, seen)
        window.set_hosting_info(replace(info, addresses=(reached,), standing=standing))
        yield from all_shown()
    room = window.current_room
    assert room is not None
    room.members.put(ev.Member(OTHERS, is_overheard=True))
    yield from all_shown()
    pages = (
        {"browsers": "chat"},
        {"browsers": "page"},
        {"browsers": "none"},
        {"browsers": "none", "page": ""},
    )
    screen = window.findChild(InvitationScreen)
    assert screen is not None
    for page, port in product(pages, (None, 7667)):
        window.set_hosting_info(replace(info, **{"web_port": port, "page": OTHERS, **page}))
        screen.set_invitation(replace(info, **{"page_link": OTHERS, "page": OTHERS, **page}), OTHERS)
        yield from all_shown()
    panel.access.eye.click()
    yield from all_shown()
    panel.access.change.click()
    panel.access.editor.field.set_text("")
    panel.access.editor.save.click()
    yield from all_shown()
    for public in (OTHERS, ""):
        window.set_hosting_info(replace(info, public=public))
        panel.public.change.click()
        yield from all_shown()
        panel.public.close_editor()
    everything.start.host_card.set_ports_open(True)
    everything.start.host_card.password.set_text("x")
    everything.start.host_card.password.reveal.click()
    yield from all_shown()
    window.page.sheet.banner._copy.copy()
    yield from all_shown()


def recent_rooms(everything: Everything) -> Iterator[str]:
    """The menus of recent rooms."""
    recents = everything.start.recent_list
    for row in range(2):
        yield from (action.text() for action in recents.menu_for(row).actions())


def broken_rows(everything: Everything) -> Iterator[str]:
    """What is painted in place of a row that cannot be."""

    class Broken(ListDelegate):
        def paint_content(self, painter: QPainter, option: QStyleOptionViewItem, index: object) -> None:
            raise ValueError

    view = everything.window.page.rooms_pane.list
    image = QImage(200, 20, QImage.Format.Format_RGB32)
    texts: list[str] = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(QPainter, "drawText", lambda _painter, *what: texts.append(what[-1]))
        patched.setattr(list_view, "report", lambda *_bug: None)
        painter = QPainter(image)
        Broken(view).paint(painter, QStyleOptionViewItem(), view.model().index(0, 0))
        painter.end()
    yield from texts


WALKS: tuple[Walk, ...] = (
    messages,
    announcements,
    reactions,
    empty_rooms,
    writing,
    reasons_not_to_write,
    counts,
    topics,
    searching,
    members,
    ban_and_undo,
    exporting,
    hosting,
    recent_rooms,
    broken_rows,
)
