"""Walks through what the program itself asks and tells: a whole one, but for its links, and its archive."""

from __future__ import annotations

import dataclasses
import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest
from PySide6 import QtDBus
from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QObject, QThread
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from app.application import joined_server, unsent_file
from app.application.archive import archive_worker, pages
from app.application.archive.archive_worker import ArchiveWorker, Job
from app.application.hosted_hub import HostedHub
from app.application.program import Program
from app.client import wishes
from app.client.events import (
    Failure,
    LinkState,
    MessageArrived,
    OtherRoomOpen,
    TextKind,
    TooLateToCallOff,
)
from app.hosted_rooms import HostedRooms
from app.hub.data.events import HistoryLost, NotKept
from app.hub.data.storage_errors import Content, FileReason, unusable
from app.launch_options import parse
from app.models.export import ExportTarget, Format
from app.models.recents import RecentRoom
from app.models.room import Room, RoomKind
from app.models.room_wishes import CopyMessageLink, LeaveRoom, ShowHelp
from app.models.timeline_entries import EventEntry
from app.models.timeline_words import describe
from app.net.single_instance import Instance
from app.paths import Places
from app.security.security_errors import SecurityError, SecurityProblem
from app.store.archive import Archive
from app.store.archive_records import KnownRoom, RoomFacts, RoomKey
from app.store.database import MEMORY, StoreError
from app.ui.hosting.keep_awake import LoginInhibitor
from app.ui.notifications.backends import NotificationBackend
from app.ui.notifications.notification import NotificationText
from app.ui.notifications.notifier import Notifier
from app.ui.widgets.question_dialog import CANCEL, QuestionDialog
from app.ui.window.questions import CONFIRM
from app.words import history_words
from tests.application.fakes import NOON, FakeLink
from tests.conftest import PATIENCE
from tests.ui.test_plain_text import Everything
from tests.whole_program import make_program
from tests.words.pseudo_language import OTHERS, Walk
from tests.words.walk_windows import all_shown

CLUB = f"#{OTHERS}"
FULL = unusable(Content.MESSAGES, Path(OTHERS), FileReason.FULL)


def wait_for(condition: Callable[[], object]) -> None:
    """Let what others do come in until that is true."""
    deadline = QDeadlineTimer(PATIENCE)
    while not condition():
        assert not deadline.hasExpired()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 50)


@contextmanager
def program(patched: pytest.MonkeyPatch) -> Iterator[tuple[Program, Instance]]:
    """A whole program with a folder of its own, whose links do what they are told."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    with TemporaryDirectory() as folder:
        patched.setattr(joined_server, "Link", FakeLink)
        root = QObject()
        options = dataclasses.replace(parse([]), places=Places(Path(folder), Path(folder)), name="mara")
        instance = Instance(f"hubbub-test-{Path(folder).name}", root)
        made = make_program(app, options, instance, root)
        made.start()
        wait_for(lambda: made.local_history.archive.is_ready)
        try:
            yield made, instance
        finally:
            made.local_history.close()
            made.hosted_hub.shut_down()
            made.window.hide()
            for each in (made.window, made, root):
                each.deleteLater()
                QCoreApplication.sendPostedEvents(each, QEvent.Type.DeferredDelete)


def whole_program(_everything: Everything) -> Iterator[str]:
    """One evening with it."""
    with pytest.MonkeyPatch.context() as patched, program(patched) as (made, instance):
        yield from failures_to_get_in(made)
        yield from local_history(made, patched)
        yield from told_of_hosting(made, patched)
        yield from answers_to_wishes(made)
        yield from held_back(made)
        instance.raised.emit("")
        yield from all_shown()
        yield from other_rooms(made)
        yield from links_of_other_programs(made)


def links_of_other_programs(made: Program) -> Iterator[str]:
    """Of hosts that are not known, with a room and without."""
    for link in (f"hubbub://10.9.9.9/{OTHERS}", "hubbub://10.9.9.9"):
        made.links.open(link)
        yield from all_shown()
        for sheet in made.window.findChildren(QuestionDialog):
            sheet.answer(CANCEL)


def let_in(made: Program) -> FakeLink:
    """Join a hub, up to its room."""
    made.servers.join("mara", "192.168.1.24")
    link = FakeLink.made[-1]
    link.let_in(CLUB, room=CLUB, network=OTHERS)
    return link


def room_of(made: Program) -> Room:
    """The room that is shown."""
    room = made.window.current_room
    assert room is not None
    return room


def notes_in(room: Room) -> Iterator[str]:
    """What a room has told of events."""
    yield from (describe(entry.fact) for entry in room.timeline.entries if isinstance(entry, EventEntry))


def failures_to_get_in(made: Program) -> Iterator[str]:
    made.servers.join("mara", "192.168.1.24")
    FakeLink.made[-1].fail(Failure.WRONG_PASSWORD)
    yield from all_shown()
    for failure in (Failure.PASSWORD_WANTED, Failure.PASSWORD_NOT_SAFE):
        made.servers.join("mara", "192.168.1.24")
        FakeLink.made[-1].fail(failure)
        yield from all_shown()
    for sheet in made.window.findChildren(QuestionDialog):
        sheet.answer(CONFIRM)
    FakeLink.made[-1].fail(Failure.WRONG_PASSWORD)
    yield from all_shown()
    made.servers.join("mara", "192.168.1.25")
    FakeLink.made[-1].welcome()
    FakeLink.made[-1].tell(OtherRoomOpen(CLUB, f"#{OTHERS}", OTHERS, NOON))
    yield from all_shown()
    let_in(made).fail(Failure.WRONG_PASSWORD)
    yield from all_shown()
    made.servers.leave(room_of(made))


def local_history(made: Program, patched: pytest.MonkeyPatch) -> Iterator[str]:
    """A room that is kept: exported, forgotten, read without a connection; and what waits in it."""
    history = made.local_history
    link = let_in(made)
    room = room_of(made)
    link.tell(MessageArrived(CLUB, OTHERS, OTHERS, TextKind.MESSAGE, False, "m1", NOON))
    with TemporaryDirectory() as folder:
        made.window.history.export_requested.emit(room, ExportTarget(Path(folder, OTHERS), Format.TEXT))
        wait_for(history.archive.is_idle)
        yield from (text.replace(folder, "") for text in all_shown())
        with pytest.MonkeyPatch.context() as bare:
            bare.setattr(QDesktopServices, "openUrl", lambda _url: False)
            made.window.page.sheet.toast.button.click()
        yield from (text.replace(folder, "") for text in all_shown())
    made.window.history.forget_requested.emit(room)
    wait_for(history.archive.is_idle)
    yield from all_shown()
    known = KnownRoom(RoomKey(OTHERS, CLUB), RoomFacts(CLUB, OTHERS, "channel", "192.168.1.25"), 0, 0, "", 0)
    patched.setattr(history.archive, "all_known", lambda: [known])
    for sentence in ("", OTHERS):
        recent = RecentRoom(OTHERS, "192.168.1.25", hosted=False, last_used=NOON)
        made.servers.unreachable.emit(recent, sentence)
        if not sentence:
            made.recents.add(recent)
            made.page.recent_list.read_requested.emit(0)
        offline = room_of(made)
        yield from all_shown()
        made.window.wished.emit(offline, wishes.Kick(CLUB, "bob", ""))
        yield from all_shown()
        made.servers.leave(offline)
        history.offline.close(known.key)
    for count in (1, 3):
        patched.setattr(type(history.unsent), "count", count)
        yield history.unsent_words()


def told_of_hosting(made: Program, patched: pytest.MonkeyPatch) -> Iterator[str]:
    """What is kept of a hosted room, and is not; and that one is open already."""
    for event in (NotKept(NOON, FULL), NotKept(NOON, None), HistoryLost(NOON, FULL)):
        made.hosted_hub.happened.emit([event])
        yield from all_shown()
    with pytest.MonkeyPatch.context() as without:
        without.setattr(HostedHub, "is_open", True)
        assert not made.servers.may_host()
    yield from all_shown()
    patched.setattr(HostedRooms, "keep", unwritable)
    made.hosted_hub._record.keep(locked=True)
    yield from all_shown()


def unwritable(*_record: object) -> None:
    raise SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path=OTHERS, reason=OTHERS)


def answers_to_wishes(made: Program) -> Iterator[str]:
    """What the window says to a wish that it does not carry out, or not now."""
    link = let_in(made)
    room = room_of(made)
    made.window.wished.emit(room, ShowHelp(OTHERS))
    link.tell(TooLateToCallOff(1, CLUB))
    yield from all_shown()
    made.window.wished.emit(room, CopyMessageLink("m1"))
    yield from all_shown()
    link.go(LinkState.WAITING)
    made.window.wished.emit(room, wishes.Edit(CLUB, "m1", OTHERS))
    yield from all_shown()
    room.set_kind(RoomKind.HOSTED)
    made.window.wished.emit(room, LeaveRoom(""))
    yield from notes_in(room)
    made.servers.leave(room)


def held_back(made: Program) -> Iterator[str]:
    """Rooms and people that wait."""
    let_in(made)
    connection = room_of(made).connection
    for channels, people in ((1, 0), (0, 1), (99, 3)):
        connection.held.drop()
        connection.held.set_channels(channels)
        for at in range(people):
            name = f"{OTHERS}{at}"
            connection.held.hold(MessageArrived(name, name, OTHERS, TextKind.MESSAGE, False, "", NOON))
        made.window.page.rooms_pane.held.click()
        yield from all_shown()
        made.window.asker.withdraw()


def other_rooms(made: Program) -> Iterator[str]:
    """A server with many channels, a host with another room, and one that is not who it seems."""
    connection = room_of(made).connection
    made.servers.attempt.other_room_found.emit(None, OTHERS)
    yield from all_shown()
    made.servers.attempt.channel_wanted.emit(made.servers.server_of(connection))
    yield from all_shown()
    made.servers.other_room_open.emit(connection, OTHERS)
    yield from all_shown()
    made.window.trust.words_differed.emit(connection)
    yield from all_shown()


# -- what is asked of the system


def notifications_for_a_trial(_everything: Everything) -> Iterator[str]:
    """What is shown, and what is said where nothing can be."""
    shown: list[str] = []

    class Backend(NotificationBackend):
        def show(self, room_key: str, text: NotificationText) -> None:
            shown.extend((text.title, text.body))

    for backends in ((Backend(),), ()):
        notifier = Notifier(backends)
        notifier.test_finished.connect(shown.append)
        notifier.show_test()
    yield from shown


def reasons_to_stay_awake(_everything: Everything) -> Iterator[str]:
    """What the login service is told, which shows it to who asks."""
    call = MagicMock()
    with pytest.MonkeyPatch.context() as patched:
        for name in ("QDBusConnection", "QDBusMessage", "QDBusPendingCallWatcher"):
            patched.setattr(QtDBus, name, call)
        LoginInhibitor().start()
    yield call.createMethodCall.return_value.setArguments.call_args.args[0][2]


# -- the archive


def troubles_of_the_archive(_everything: Everything) -> Iterator[str]:
    """A worker in this thread: asked too early, with a damaged file, interrupted, and without any file."""
    told: list[str] = []

    def steps(_archive: Archive) -> Iterator[int]:
        yield from (1, 2)

    class NoFiles(Archive):
        def __init__(self, path: Path) -> None:
            if path != MEMORY:
                raise StoreError(FULL)
            super().__init__(path)

    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(archive_worker, "QThread", SimpleNamespace(currentThread=QThread))
        path = Path(folder, OTHERS)
        path.write_bytes(b"no archive at all" * 99)
        worker = ArchiveWorker(path)
        worker.troubled.connect(told.append)
        worker.answered.connect(lambda _id, answer: told.append(getattr(answer, "reason", "")))
        worker.run(Job(1, None, Archive.rooms))
        worker.open()
        worker.run(Job(2, None, steps))
        worker.use(MEMORY)
        worker.run(Job(3, None, steps))
        worker.finish()
        patched.setattr(archive_worker, "Archive", NoFiles)
        worker.use(path)
        yield from (text.replace(folder, "") for text in told)


def without_system(text: str) -> str:
    """`text` without what the system says, in the language that it has."""
    return text.replace(os.strerror(errno.ENOENT), "").replace(os.strerror(errno.ENOTDIR), "")


def unsent_messages(_everything: Everything) -> Iterator[str]:
    """A file of what waits to be sent that is damaged, or cannot be written."""
    with TemporaryDirectory() as folder:
        path = Path(folder, OTHERS)
        path.write_text(OTHERS)
        yield unsent_file.load(path)[1].replace(folder, "")
        path.write_text(OTHERS)
        yield without_system(unsent_file.save(path / OTHERS / OTHERS, b"x").replace(folder, ""))


def exports(_everything: Everything) -> Iterator[str]:
    archive = Archive(MEMORY)
    target = ExportTarget(Path(OTHERS, OTHERS), Format.TEXT)
    with pytest.raises(pages.ExportError) as failed:
        list(pages.export(RoomKey(OTHERS, OTHERS), OTHERS, target, {}, archive))
    archive.close()
    yield without_system(str(failed.value))
    yield history_words.EXPORTING(room=OTHERS, done=1, count=2, size="1", all="2")
    yield history_words.EXPORTED_WITHOUT(room=OTHERS, path=OTHERS, missing=1, count=2)
    yield history_words.FILES_FOLDER(name=OTHERS)
    yield history_words.FILE_GONE()
    yield history_words.NOT_CONNECTED_FOR_FILE()


WALKS: tuple[Walk, ...] = (
    whole_program,
    notifications_for_a_trial,
    reasons_to_stay_awake,
    troubles_of_the_archive,
    unsent_messages,
    exports,
)
