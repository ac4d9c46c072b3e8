"""Files up into a room and down from it, over real sockets to a hub's side that breaks as it is told."""

from __future__ import annotations

import errno
import hashlib
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from app.application import joined_server
from app.application.joined_server import Destination, JoinedServer
from app.application.sharing import preview_fetcher, server_files, transfer_run
from app.application.sharing.received_files import ReceivedFile
from app.application.sharing.server_files import ServerFiles
from app.application.sharing.transfer_jobs import UploadJob
from app.application.sharing.upload_plan import BytesContent, PathContent
from app.client.address import parse_address
from app.client.events import Abilities, FileTokenRefused, FileTokenTold, LinkState
from app.client.state.session_options import SessionOptions
from app.client.wishes import AskFileToken, SayFile
from app.irc.file_tag import SharedFile, linked_file
from app.models.file_progress import FileProgress, TransferState
from app.models.room import Room
from app.models.room_wishes import OfferFile
from app.models.rooms_model import RoomsModel
from app.ui.pictures.thumbnail_maker import bare_picture_file
from app.words import transfer_words
from tests.application.fakes import FakeLink, FakeTrust
from tests.file_hub import FileHub, new_id
from tests.ui.test_pictures import chunk, png

MANY = random.Random(14).randbytes(3_000_000)
PICTURE = b"\xff\xd8small"
TOLD = b"Lat 52.5200"  # what a photo tells


class Place:
    """A window's side of one server."""

    def __init__(self, root: QObject, hub: FileHub, folder: Path, qtbot: QtBot) -> None:
        self.hub, self.folder, self.qtbot = hub, folder, qtbot
        destination = Destination(parse_address(f"irc://127.0.0.1:{hub.port}"), SessionOptions(nick="mara"))
        trust = FakeTrust()
        self.server = JoinedServer(destination, trust, RoomsModel(root), lambda: "", root)  # type: ignore[arg-type]  # fits by shape
        self.link = FakeLink.made[-1]
        self.link.let_in("#club", fingerprint="")
        self.link.tell(Abilities(frozenset({SayFile})))
        self.connection = self.server.connection
        room = self.connection.find("#club")
        assert room is not None
        self.room: Room = room
        self.files = ServerFiles(self.server, root)
        self.answered = 0
        self.has_left = False

    def leave(self) -> None:
        """The server is left, once."""
        if not self.has_left:
            self.has_left = True
            self.files.close()

    def answer_tokens(self, token: str = "good") -> None:
        asked = [wish for wish in self.link.wishes if isinstance(wish, AskFileToken)]
        for _ in asked[self.answered :]:
            self.answered += 1
            self.link.tell(FileTokenTold(token))

    @property
    def said(self) -> list[SayFile]:
        return [wish for wish in self.link.wishes if isinstance(wish, SayFile)]

    @property
    def uploads(self) -> tuple[FileProgress, ...]:
        return self.connection.files.uploads("#club")

    def until(self, condition: Callable[[], object]) -> None:
        def look() -> bool:
            self.answer_tokens()
            return bool(condition())

        # under Wine who only sends learns of a cut by silence alone, after 30 s each time
        self.qtbot.waitUntil(look, timeout=100_000)

    def ended(self, file_id: str) -> FileProgress:
        """A download, once it is here or has failed."""

        def known() -> FileProgress | None:
            found = self.connection.files.download(file_id)
            over = (TransferState.DONE, TransferState.FAILED)
            return found if found is not None and found.state in over else None

        self.until(known)
        found = known()
        assert found is not None
        return found

    def shared(self, data: bytes, name: str = "plan.pdf") -> SharedFile:
        """A file that lies on the hub."""
        return described(self.hub.put(data, name), data, name)

    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []


def described(file_id: str, data: bytes, name: str = "plan.pdf") -> SharedFile:
    return SharedFile(file_id, name, len(data), "application/pdf", hashlib.sha256(data).hexdigest())


@pytest.fixture
def hub() -> Iterator[FileHub]:
    made = FileHub()
    yield made
    made.close()


@pytest.fixture
def place(qtbot: QtBot, hub: FileHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Place]:
    monkeypatch.setattr(joined_server, "Link", FakeLink)
    monkeypatch.setattr(server_files, "downloads_folder", lambda: tmp_path / "Downloads")
    monkeypatch.setattr(transfer_run, "FIRST_PAUSE_MS", 1)
    monkeypatch.setattr(transfer_run, "LONGEST_PAUSE_MS", 20)
    FakeLink.made.clear()
    root = QObject()
    made = Place(root, hub, tmp_path / "Downloads", qtbot)
    yield made
    made.leave()
    root.deleteLater()
    QCoreApplication.sendPostedEvents(root, QEvent.Type.DeferredDelete)


# -- up


@pytest.mark.parametrize("size", [0, 1, 65_536, 65_537, len(MANY)])
def test_a_file_comes_whole_and_is_said_with_its_link(place: Place, tmp_path: Path, size: int) -> None:
    path = tmp_path / "plan; 1%.pdf"
    path.write_bytes(MANY[:size])
    place.files.offer(place.room, OfferFile(path.name, str(path), caption="as promised"))
    assert [one.name for one in place.uploads] == ["plan; 1%.pdf"]
    place.until(lambda: place.said)
    (said,) = place.said
    kept = place.hub.files[said.file.id]
    assert (kept.data, kept.name, kept.is_whole) == (MANY[:size], "plan; 1%.pdf", True)
    assert said == SayFile(
        "#club",
        "as promised",
        f"http://192.0.2.7:7697/f/{said.file.id}/{quote(kept.name)}",
        SharedFile(said.file.id, kept.name, size, "application/pdf", hashlib.sha256(kept.data).hexdigest()),
    )
    assert place.uploads == ()


def test_a_small_picture_goes_before_and_is_here_already(place: Place) -> None:
    offer = OfferFile("photo.jpg", data=MANY, type="image/jpeg", thumbnail=PICTURE, width=640, height=480)
    place.files.offer(place.room, offer)
    place.until(lambda: place.said)
    file = place.said[0].file
    assert (file.width, file.height, file.type) == (640, 480, "image/jpeg")
    assert place.hub.files[file.thumbnail].data == PICTURE
    assert place.connection.files.preview(file.thumbnail) == PICTURE


def photos(folder: Path, count: int) -> list[OfferFile]:
    """Pictures that tell a place, each as a sheet wishes it."""
    made = []
    for number in range(count):
        path = folder / f"{number}.png"
        path.write_bytes(png(40, 20, chunk(b"tEXt", TOLD), chunk(b"sPLT", bytes([number]) * 50_000)))
        made.append(OfferFile(path.name, str(path), is_stripped=True, follows=number > 0))
    return made


def test_what_a_photo_tells_is_left_out_as_it_is_sent(place: Place, tmp_path: Path) -> None:
    """In its turn: of many that wait, or that are there and wait to be said, nothing is in memory."""
    wishes = photos(tmp_path, 6)
    place.hub.faults.refuse = [(507, "full")]
    for wish in wishes:
        place.files.offer(place.room, wish)
    held: list[int] = []

    def look() -> bool:
        jobs = [job for job in place.files._jobs.values() if isinstance(job, UploadJob)]
        held.append(sum(isinstance(job._content, BytesContent) for job in jobs))
        return len(place.said) == 5

    place.until(look)
    assert max(held) <= server_files.AT_ONCE
    (failed,) = place.uploads
    assert (failed.state, held[-1]) == (TransferState.FAILED, 0)
    place.files.retry(failed.key)
    place.until(lambda: len(place.said) == 6)
    for said in place.said:
        kept = place.hub.files[said.file.id].data
        path = tmp_path / said.file.name
        assert TOLD not in kept
        assert kept == bare_picture_file(str(path))
        assert said.file.size == len(kept) < path.stat().st_size


def test_a_photo_that_is_another_file_by_now_is_not_sent_unstripped(place: Place, tmp_path: Path) -> None:
    plain, changed, gone = photos(tmp_path, 3)
    Path(plain.path).write_bytes(png(40, 20))
    Path(changed.path).write_bytes(b"%PDF-1.7 " + TOLD)
    Path(gone.path).unlink()
    for wish in (plain, changed, gone):
        place.files.offer(place.room, replace(wish, follows=False))
    place.until(lambda: place.said and len(place.uploads) == 2)
    place.until(lambda: all(one.state is TransferState.FAILED for one in place.uploads))
    assert place.hub.files[place.said[0].file.id].data == png(40, 20)
    assert len(place.hub.files) == 1


def test_a_photo_that_is_given_up_while_it_is_made_ready_leaves_nothing(place: Place, tmp_path: Path) -> None:
    (photo,) = photos(tmp_path, 1)
    place.files.offer(place.room, photo)
    place.files.cancel(place.uploads[0].key)
    other = OfferFile("b.bin", data=b"x")
    place.files.offer(place.room, other)
    place.until(lambda: place.said)
    assert [said.file.name for said in place.said] == ["b.bin"]


def test_an_upload_that_breaks_goes_on_where_the_hub_has_it(place: Place) -> None:
    place.hub.faults.cut_after = [1_000_000, 0, 500_000]
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.until(lambda: place.said)
    assert place.hub.files[place.said[0].file.id].data == MANY
    assert place.said[0].file.sha256 == hashlib.sha256(MANY).hexdigest()
    kinds = [request.split()[0] for request in place.hub.requests]
    assert kinds == ["POST", "PATCH", "HEAD", "PATCH", "HEAD", "PATCH", "HEAD", "PATCH"]


def test_a_hub_that_forgot_it_gets_all_of_it_again(place: Place) -> None:
    place.hub.faults.cut_after = [1_000_000]
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.until(lambda: any(len(file.data) == 1_000_000 for file in place.hub.files.values()))
    place.hub.files.clear()
    place.until(lambda: place.said)
    assert place.hub.files[place.said[0].file.id].data == MANY


def test_a_token_that_is_too_old_is_asked_for_again(place: Place) -> None:
    place.answer_tokens()
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.answer_tokens("stale")
    place.until(lambda: place.said)
    assert place.hub.requests[0] == place.hub.requests[1] == "POST /files"
    place.hub.tokens.clear()
    place.files.offer(place.room, OfferFile("b.bin", data=MANY))
    place.until(lambda: place.uploads and place.uploads[0].state is TransferState.FAILED)


def test_what_a_hub_refuses_is_said_in_words_and_can_be_tried_again(place: Place) -> None:
    place.hub.faults.refuse = [(507, "full")]
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.until(lambda: place.uploads[0].state is TransferState.FAILED)
    assert place.uploads[0].reason == transfer_words.upload_words("full", 507)
    place.files.retry(place.uploads[0].key)
    place.until(lambda: place.said)


def test_a_busy_hub_is_asked_again_by_itself(place: Place) -> None:
    place.hub.faults.refuse = [(429, "busy")] * (transfer_run.MOST_TRIES + 2) + [(503, "")]
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.until(lambda: place.uploads[0].reason == transfer_words.BUSY())
    place.until(lambda: place.said)
    place.hub.faults.refuse = [(429, "")] * (transfer_run.MOST_TRIES + 2)
    file = place.shared(MANY)
    place.files.fetch(file)
    assert place.ended(file.id).state is TransferState.DONE


def test_a_hub_that_never_answers_is_given_up_and_can_be_asked_again(place: Place) -> None:
    place.hub.faults.cut_after = [0] * (transfer_run.MOST_TRIES + 1)
    file = place.shared(MANY)
    place.files.fetch(file)
    assert place.ended(file.id).reason == transfer_words.NO_ANSWER()
    place.files.retry(file.id)
    assert place.ended(file.id).state is TransferState.DONE


def test_a_file_that_is_too_large_is_not_even_begun(place: Place) -> None:
    place.link.tell(Abilities(frozenset({SayFile}), file_bytes=1_000))
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    (failed,) = place.uploads
    assert (failed.state, place.hub.requests) == (TransferState.FAILED, [])
    assert failed.reason == transfer_words.upload_words("too-large", 0, 1_000)


def test_a_token_that_is_refused_is_said_in_the_words_of_the_hub(place: Place) -> None:
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.link.tell(FileTokenRefused("Not today"))
    assert place.uploads[0].reason == transfer_words.token_words("Not today")


def test_a_file_that_is_not_there_or_changes_fails_in_words(place: Place, tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    place.files.offer(place.room, OfferFile("a.bin", str(path)))
    (failed,) = place.uploads
    assert failed.state is TransferState.FAILED
    path.write_bytes(MANY)
    place.files.retry(failed.key)
    path.write_bytes(MANY[:-1])
    place.until(lambda: place.uploads[0].reason == transfer_words.CHANGED())
    assert not place.said
    place.files.retry(failed.key)  # as it is now
    assert place.uploads[0].size == len(MANY) - 1
    place.until(lambda: place.said)
    assert place.hub.files[place.said[0].file.id].data == MANY[:-1]


@pytest.mark.parametrize(
    "is_other",
    [
        pytest.param(
            True,
            marks=pytest.mark.skipif(sys.platform == "win32", reason="what is open is not replaced there"),
        ),
        False,
    ],
    ids=["replaced", "written over"],
)
def test_a_file_that_changes_while_it_is_sent_is_not_said(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_other: bool
) -> None:
    path, other = tmp_path / "a.bin", tmp_path / "other"
    path.write_bytes(MANY)
    other.write_bytes(bytes(len(MANY)))
    changed: list[int] = []
    read = PathContent.read

    def read_and_change(self: PathContent, offset: int, most: int) -> bytes:
        if offset and not changed:
            changed.append(offset)
            if is_other:
                other.replace(path)
            else:
                with path.open("r+b") as file:
                    file.write(bytes(100))
                os.utime(path, (0, 0))  # a disk may have one time for both
        return read(self, offset, most)

    monkeypatch.setattr(PathContent, "read", read_and_change)
    place.files.offer(place.room, OfferFile("a.bin", str(path)))
    place.until(lambda: place.said or place.uploads[0].state is TransferState.FAILED)
    assert changed
    assert not place.said
    assert place.uploads[0].reason == transfer_words.CHANGED()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
def test_what_is_no_file_is_not_opened(place: Place, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path):
        place.files.offer(place.room, OfferFile("a", str(path)))
    assert [one.state for one in place.uploads] == [TransferState.FAILED] * 2


def test_a_room_that_takes_no_files_any_more_says_so(place: Place) -> None:
    place.link.tell(Abilities(frozenset()))
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    assert place.uploads[0].reason == transfer_words.upload_words("off", 0)


def test_two_are_on_their_way_at_once_and_the_others_wait(place: Place) -> None:
    for name in "abc":
        place.files.offer(place.room, OfferFile(name, data=MANY))
    assert [one.reason for one in place.uploads] == ["", "", transfer_words.WAITS_FOR_OTHERS()]
    place.until(lambda: len(place.said) == 3)


def test_what_was_chosen_together_is_said_in_its_order(place: Place) -> None:
    place.files.offer(place.room, OfferFile("large", data=MANY, thumbnail=PICTURE, caption="Our day"))
    for name in ("small", "smaller"):
        place.files.offer(place.room, OfferFile(name, data=PICTURE, follows=True))
    place.until(lambda: len(place.said) == 3)
    assert [(one.file.name, one.caption) for one in place.said] == [
        ("large", "Our day"),
        ("small", ""),
        ("smaller", ""),
    ]
    assert place.uploads == ()


def test_what_was_chosen_later_or_after_one_that_fails_or_is_given_up_waits_for_nothing(place: Place) -> None:
    place.hub.faults.pace = 0.05
    place.files.offer(place.room, OfferFile("large", data=MANY))
    place.files.offer(place.room, OfferFile("beside", data=PICTURE, follows=True))
    place.files.offer(place.room, OfferFile("later", data=PICTURE))
    place.until(lambda: place.said)
    assert [one.file.name for one in place.said] == ["later"]
    large, beside = place.uploads
    assert (beside.done, beside.reason) == (len(PICTURE), transfer_words.WAITS_FOR_OTHERS())
    place.files.cancel(large.key)
    assert [one.file.name for one in place.said] == ["later", "beside"]
    place.hub.faults.pace = 0
    place.files.offer(place.room, OfferFile("gone", "/nowhere"))
    place.files.offer(place.room, OfferFile("here", data=PICTURE, follows=True))
    place.until(lambda: len(place.said) == 3)
    assert [one.name for one in place.uploads] == ["gone"]


def test_without_a_connection_an_upload_waits_and_goes_on_by_itself(place: Place) -> None:
    place.link.go(LinkState.WAITING)
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    assert place.uploads[0].reason == transfer_words.WAITS_FOR_CONNECTION()
    place.link.go(LinkState.ONLINE)
    place.until(lambda: place.said)


def test_a_question_for_a_token_that_got_lost_is_asked_again(place: Place) -> None:
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.answered += 1  # the connection breaks before the answer
    place.link.go(LinkState.WAITING)
    place.link.go(LinkState.ONLINE)
    place.until(lambda: place.said)


def test_an_upload_that_is_cancelled_is_forgotten_by_the_hub(place: Place) -> None:
    place.hub.faults.pace = 0.01
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.until(lambda: place.uploads[0].done > 100_000)
    place.files.cancel(place.uploads[0].key)
    assert place.uploads == ()
    place.until(lambda: not place.hub.files)
    assert not place.said


def test_leaving_a_room_gives_up_what_was_meant_for_it(place: Place) -> None:
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.connection.forget(place.room)
    assert place.uploads == ()


def test_how_far_it_is_is_told(place: Place) -> None:
    place.hub.faults.pace = 0.03
    told: list[FileProgress] = []
    place.connection.files.uploads_changed.connect(lambda _where: told.extend(place.uploads))
    place.files.offer(place.room, OfferFile("a.bin", data=MANY))
    place.until(lambda: place.said)
    done = [one.done for one in told]
    assert done == sorted(done)
    assert done[-1] == len(MANY)


# -- down


@pytest.mark.parametrize("size", [0, 1, 65_536, len(MANY)])
def test_a_file_is_saved_whole(place: Place, size: int) -> None:
    file = place.shared(MANY[:size])
    place.files.fetch(file)
    done = place.ended(file.id)
    assert (done.state, done.path) == (TransferState.DONE, str(place.folder / "plan.pdf"))
    assert Path(done.path).read_bytes() == MANY[:size]
    assert place.names() == ["plan.pdf"]
    place.files.fetch(file)  # it is here
    assert place.names() == ["plan.pdf"]


def test_a_file_can_be_saved_elsewhere(place: Place, tmp_path: Path) -> None:
    file = place.shared(MANY)
    place.files.fetch(file, str(tmp_path / "mine.pdf"))
    assert place.ended(file.id).path == str(tmp_path / "mine.pdf")
    assert (tmp_path / "mine.pdf").read_bytes() == MANY


def test_a_download_that_breaks_goes_on_from_there(place: Place) -> None:
    place.hub.faults.cut_after = [1_000_000, 0, 500_000]
    file = place.shared(MANY)
    place.files.fetch(file)
    assert Path(place.ended(file.id).path).read_bytes() == MANY
    ranges = [request for request in place.hub.requests if request.startswith("GET")]
    assert ranges[0] == "GET"
    assert ranges[1].startswith("GET bytes=")
    assert len(ranges) == 4


def test_what_is_not_what_was_shared_is_not_kept(place: Place) -> None:
    file = described(place.hub.put(MANY[:-1] + b"?"), MANY)
    place.files.fetch(file)
    assert place.ended(file.id).reason == transfer_words.NOT_THE_SAME()
    longer = described(place.hub.put(MANY + b"?"), MANY)
    place.files.fetch(longer)
    assert place.ended(longer.id).reason == transfer_words.NOT_THE_SAME()
    assert place.names() == []


def test_what_was_deleted_or_refused_is_said_so(place: Place) -> None:
    gone = described(new_id(), MANY)
    place.files.fetch(gone)
    assert place.ended(gone.id).reason == transfer_words.DELETED()
    place.hub.faults.refuse = [(403, "")]
    file = place.shared(MANY)
    place.files.fetch(file)
    assert place.ended(file.id).reason == transfer_words.download_words(403)
    place.files.retry(file.id)
    assert place.ended(file.id).state is TransferState.DONE


def test_a_download_that_is_cancelled_leaves_nothing(place: Place) -> None:
    place.hub.faults.pace = 0.01
    file = place.shared(MANY)
    place.files.fetch(file)

    def is_coming() -> bool:
        found = place.connection.files.download(file.id)
        return found is not None and found.done > 100_000

    place.until(is_coming)
    assert place.names() == ["plan.pdf.part"]
    place.files.cancel(file.id)
    assert place.connection.files.download(file.id) is None
    assert place.names() == []


def test_a_full_disk_is_said_in_words_and_nothing_is_left(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_full(_file: ReceivedFile, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(ReceivedFile, "write", is_full)
        file = place.shared(MANY)
        place.files.fetch(file)
        assert place.ended(file.id).reason == transfer_words.saving_words(OSError(errno.ENOSPC, ""))
        assert place.names() == []
        place.files.cancel(file.id)
    place.files.fetch(file)
    assert place.ended(file.id).state is TransferState.DONE


def test_a_folder_that_takes_nothing_is_said_in_words(place: Place) -> None:
    place.folder.write_bytes(b"in the way")
    file = place.shared(MANY)
    place.files.fetch(file)
    failed = place.ended(file.id)
    assert failed.state is TransferState.FAILED
    assert failed.reason


def test_pictures_come_into_memory_the_small_ones_unasked(place: Place) -> None:
    small, large = place.hub.put(PICTURE), place.shared(MANY)
    photo = SharedFile(large.id, "photo.jpg", large.size, "image/jpeg", large.sha256, 640, 480, small)
    place.files.previews.want_preview(photo)
    place.files.previews.want_preview(photo)
    place.until(lambda: place.connection.files.preview(small) is not None)
    assert place.connection.files.preview(small) == PICTURE
    assert place.connection.files.preview(photo.id) is None
    place.files.previews.want_picture(photo)
    place.until(lambda: place.connection.files.preview(photo.id) is not None)
    assert place.connection.files.preview(photo.id) == MANY
    without, gone = place.shared(PICTURE), described(new_id(), PICTURE)
    place.files.previews.want_preview(large)  # too large to be fetched unasked
    place.files.previews.want_preview(gone)
    place.files.previews.want_preview(without)
    place.until(lambda: place.connection.files.preview(gone.id) is not None)
    place.until(lambda: place.connection.files.preview(without.id) is not None)
    assert (place.connection.files.preview(gone.id), place.connection.files.preview(without.id)) == (
        b"",
        PICTURE,
    )
    assert len([request for request in place.hub.requests if request.startswith("GET")]) == 4


def test_a_small_picture_that_is_large_is_not_taken(place: Place) -> None:
    lie, photo = place.hub.put(bytes(300_000)), place.shared(PICTURE)
    for small in (lie, place.hub.put(PICTURE)):
        place.files.previews.want_preview(replace(photo, thumbnail=small))
        place.until(lambda small=small: place.connection.files.preview(small) is not None)
    assert place.connection.files.preview(lie) == b""
    huge = described(new_id(), MANY)
    place.files.previews.want_picture(replace(huge, size=preview_fetcher.PICTURE_BYTES + 1))
    place.files.previews.want_preview(replace(huge, size=2**50))
    place.files.previews.want_preview(photo)
    place.until(lambda: place.connection.files.preview(photo.id) is not None)
    assert not [request for request in place.hub.requests if huge.id in request]
    assert len([request for request in place.hub.requests if request.startswith("GET")]) == 3


def test_leaving_the_server_gives_everything_up(place: Place) -> None:
    place.hub.faults.pace = 0.01
    file = place.shared(MANY)
    place.files.fetch(file)
    place.until(lambda: place.names())
    place.leave()
    assert place.names() == []


def test_what_somebody_shows_is_fetched_by_its_id_up_to_64_kib(place: Place) -> None:
    fits, large = place.hub.put(bytes(64 * 1024)), place.hub.put(bytes(64 * 1024 + 1))
    for picture in (fits, large, new_id()):
        place.files.previews.want_avatar(picture)
        place.until(lambda picture=picture: place.connection.files.preview(picture) is not None)
    assert place.connection.files.preview(fits) == bytes(64 * 1024)
    assert place.connection.files.preview(large) == b""
    place.connection.files.forget_preview(fits)
    assert place.connection.files.preview(fits) is None


def test_what_this_person_shows_is_brought_with_a_token_and_told_once(place: Place) -> None:
    told: list[tuple[str, str]] = []
    place.files.bring_avatar(PICTURE, "picture.jpeg", "image/jpeg", lambda *how: told.append(how))
    place.files.bring_avatar(MANY[:60_000], "picture.png", "image/png", lambda *how: told.append(how))
    place.until(lambda: bool(told))
    [(link, reason)] = told
    assert reason == ""
    assert link.endswith("/picture.png")
    assert place.hub.files[linked_file(link)].data == MANY[:60_000]
    assert place.said == []
    place.hub.faults.refuse = [(507, "full")]
    place.files.bring_avatar(PICTURE, "picture.jpeg", "image/jpeg", lambda *how: told.append(how))
    place.until(lambda: len(told) == 2)
    assert told[1][0] == ""
    assert told[1][1]
