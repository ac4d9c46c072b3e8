"""Files from window to window over the hub that one of them hosts: cut, cancelled, too large, deleted."""

from __future__ import annotations

import hashlib
import random
import socket
import ssl
from collections.abc import Callable, Iterator
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage

from app.application.sharing import server_files, transfer_run
from app.client.events import FileTokenTold
from app.client.wishes import AskFileToken, Delete, SayFile
from app.files.file_limits import FileLimits
from app.irc.file_tag import SharedFile
from app.models.export import ExportTarget, Format
from app.models.file_progress import FileProgress, TransferState
from app.models.room_wishes import (
    CancelTransfer,
    FetchFile,
    OfferFile,
    RetryTransfer,
    WantPicture,
    WantPreview,
)
from app.ui.timeline.message_registry import MessageAction
from app.ui.window.action_ids import ActionId
from app.ui.window.files_sheet import FilesSheet
from app.ui.window.picture_viewer import PictureViewer
from app.words import transfer_words
from tests.journeys.people import Person
from tests.net.relay import Relay

MakePerson = Callable[[str], Person]
SIZE = 16 * 1024 * 1024
DATA = random.Random(14).randbytes(SIZE)


@pytest.fixture
def downloads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where all windows save what comes."""
    folder = tmp_path / "Downloads"
    monkeypatch.setattr(server_files, "downloads_folder", lambda: folder)
    monkeypatch.setattr(transfer_run, "FIRST_PAUSE_MS", 50)
    return folder


def wish(person: Person, wished: object) -> None:
    person.program.wishes.carry_out(person.room, wished)  # type: ignore[arg-type]  # a wish


def shared(person: Person, caption: str = "") -> SharedFile:
    """The file of the newest message that has one, once the hub has taken it."""

    def found() -> SharedFile | None:
        entries = [entry for entry in person.messages() if entry.file is not None and entry.msgid]
        entries = [entry for entry in entries if entry.text == caption]
        return entries[-1].file if entries else None

    file = person.until(found)
    assert isinstance(file, SharedFile)
    return file


def painted(kind: str, width: int, height: int) -> bytes:
    """A picture of noise as a file of some kind."""
    image = QImage(DATA[: width * height * 4], width, height, QImage.Format.Format_RGB32)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(content.data())


def uploads(person: Person) -> tuple[FileProgress, ...]:
    return person.room.connection.files.uploads(person.room.target)


def progress(person: Person, file: SharedFile) -> FileProgress:
    known = person.room.connection.files.download(file.id)
    return FileProgress(file.id, file.name, file.size) if known is None else known


def asked(
    host: Person, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> HTTPResponse:
    """What the hub answers a program that is none of ours, which trusts whoever answers."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    connection = HTTPSConnection("127.0.0.1", host.port, context=context, timeout=60)
    connection.request(method, path, body or None, headers or {})
    answer = connection.getresponse()
    assert answer.status in (200, 201), answer.read()
    return answer


def download(person: Person, file: SharedFile) -> FileProgress:
    """One that has ended."""
    over = (TransferState.DONE, TransferState.FAILED)

    def ended() -> FileProgress | None:
        known = person.room.connection.files.download(file.id)
        return known if known is not None and known.state in over else None

    known = person.until(ended)
    assert isinstance(known, FileProgress)
    return known


@pytest.fixture
def two(person: MakePerson, downloads: Path) -> tuple[Person, Person]:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    return mara, bob


def test_a_file_goes_from_window_to_window(
    two: tuple[Person, Person], downloads: Path, tmp_path: Path
) -> None:
    mara, bob = two
    (tmp_path / "plän; 1%.bin").write_bytes(DATA)
    wish(bob, OfferFile("plän; 1%.bin", str(tmp_path / "plän; 1%.bin"), caption="as promised"))
    file = shared(mara, "as promised")
    assert shared(bob, "as promised") == file
    assert (file.name, file.size, file.sha256) == ("plän; 1%.bin", SIZE, hashlib.sha256(DATA).hexdigest())
    wish(mara, FetchFile(file))
    done = download(mara, file)
    assert done.state is TransferState.DONE, done.reason
    assert Path(done.path) == downloads / "plän; 1%.bin"
    assert Path(done.path).read_bytes() == DATA
    assert uploads(bob) == ()


def test_the_host_shares_a_picture_that_is_seen_small_and_whole(two: tuple[Person, Person]) -> None:
    mara, bob = two
    small = painted("JPG", 4, 6)
    picture = painted("PNG", 200, 300)
    wish(mara, OfferFile("photo.png", data=picture, type="image/png", thumbnail=small, width=200, height=300))
    file = shared(bob)
    assert (file.type, file.width, file.height) == ("image/png", 200, 300)
    wish(bob, WantPreview(file))
    wish(bob, WantPicture(file))
    files = bob.room.connection.files
    bob.until(lambda: files.preview(file.thumbnail) and files.preview(file.id))
    assert (files.preview(file.thumbnail), files.preview(file.id)) == (small, picture)


def test_a_picture_is_there_by_itself_looked_at_whole_and_listed(
    two: tuple[Person, Person], downloads: Path
) -> None:
    mara, bob = two
    small, picture = painted("JPG", 4, 6), painted("PNG", 200, 300)
    wish(mara, OfferFile("photo.png", data=picture, type="image/png", thumbnail=small, width=200, height=300))
    photo = shared(bob)
    timeline = bob.conversation().timeline

    def row_of(file: SharedFile) -> int:
        entries = bob.room.timeline.entries
        return next(at for at, entry in enumerate(entries) if getattr(entry, "file", None) == file)

    shown = timeline.row_layout.rows.row(row_of(photo)).picture
    bob.until(lambda: timeline.pictures.image(shown))
    timeline.message_actions.run(MessageAction.SHOW_PICTURE, row_of(photo))
    (viewer,) = bob.window.findChildren(PictureViewer)
    bob.until(lambda: viewer.image is not None and viewer.image.width() == 200)
    viewer.dismiss()
    wish(mara, OfferFile("plan.pdf", data=b"a plan", type="application/pdf", caption="the plan"))
    plan = shared(bob, "the plan")
    timeline.message_actions.run(MessageAction.DOWNLOAD, row_of(plan))
    bob.until(lambda: (downloads / "plan.pdf").exists())
    bob.window.actions_[ActionId.ROOM_FILES].trigger()
    (sheet,) = bob.window.findChildren(FilesSheet)
    bob.until(lambda: [sheet.model.index(row, 0).data() for row in (0, 1)] == ["plan.pdf", "photo.png"])
    assert all(sheet.model.hit(row).place for row in (0, 1)), "the archive has them"
    sheet.dismiss()


@pytest.fixture
def cable() -> Iterator[Callable[[Person], Relay]]:
    made: list[Relay] = []

    def lay(host: Person) -> Relay:
        made.append(Relay(host.port))
        return made[-1]

    yield lay
    for one in made:
        one.end()


def test_what_breaks_in_the_middle_goes_on_by_itself(
    person: MakePerson, cable: Callable[[Person], Relay], downloads: Path
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    relay = cable(mara)
    bob.enters(relay.address)
    wish(bob, OfferFile("a.bin", data=DATA))
    for part in (1, 4):
        bob.until(lambda part=part: uploads(bob)[0].done > part * 1_000_000)
        relay.hold()
        assert uploads(bob)[0].done < SIZE
        relay.reset()
        relay.go_on()
    file = shared(mara)
    assert file.sha256 == hashlib.sha256(DATA).hexdigest()
    wish(bob, FetchFile(shared(bob)))
    for part in (1, 4):
        bob.until(lambda part=part: progress(bob, file).done > part * 1_000_000)
        relay.hold()
        relay.reset()
        relay.go_on()
    assert Path(download(bob, file).path).read_bytes() == DATA
    assert [path.name for path in downloads.iterdir()] == ["a.bin"]


def test_an_upload_outlives_its_host(person: MakePerson, downloads: Path) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    port = mara.port
    bob.enters(f"127.0.0.1:{port}")
    wish(bob, OfferFile("a.bin", data=DATA))
    bob.until(lambda: uploads(bob)[0].done > 1_000_000)
    mara.leaves()
    bob.until(lambda: not bob.room.is_connected)
    (waiting,) = uploads(bob)
    assert waiting.state is not TransferState.FAILED
    again = person("Mara", again=mara)
    again.hosts("Robotics club", port=port)
    bob.room.connection.link.retry_now()
    file = shared(again)
    wish(again, FetchFile(file))
    assert Path(download(again, file).path).read_bytes() == DATA


def test_other_programs_give_and_take_by_http(two: tuple[Person, Person], downloads: Path) -> None:
    mara, bob = two
    wish(mara, OfferFile("plan.pdf", data=DATA))
    file = shared(bob)
    with asked(mara, "GET", f"/f/{file.id}/any-name") as answer:
        assert answer.read() == DATA
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''plan.pdf"
    tokens: list[str] = []
    bob.room.connection.link.events_arrived.connect(  # type: ignore[attr-defined]  # a real one
        lambda events: tokens.extend(one.token for one in events if isinstance(one, FileTokenTold))
    )
    bob.room.connection.link.ask(AskFileToken())
    bob.until(lambda: tokens)
    headers = {"Authorization": f"Bearer {tokens[0]}", "Content-Disposition": 'attachment; filename="b.txt"'}
    with asked(mara, "POST", "/files", b"from a script", headers) as answer:
        link = answer.headers["Location"]
    file_id = link.split("/")[-2]
    made = SharedFile(file_id, "another name", 1, "text/plain", "0" * 64)  # of which the id counts alone
    bob.room.connection.link.ask(SayFile(bob.room.target, "see", link, made))
    file = shared(mara, "see")
    assert (file.name, file.size) == ("b.txt", 13)
    wish(mara, FetchFile(file))
    assert Path(download(mara, file).path).read_bytes() == b"from a script"


@pytest.fixture
def elsewhere() -> Iterator[socket.socket]:
    """Somebody's server, to which nobody should come."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        yield listener


def test_a_window_follows_no_link_and_believes_no_tag(
    two: tuple[Person, Person], downloads: Path, elsewhere: socket.socket
) -> None:
    mara, bob = two
    wish(mara, OfferFile("plan.pdf", data=DATA[:1000]))
    hers = shared(bob)
    base = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
    bob.says(f"look {base}/cat.png <img src='{base}/dog.png'> ![x]({base}/f/{hers.id}/plan.pdf)")
    # hers, said again by another, with a link that leads elsewhere
    bob.room.connection.link.ask(SayFile(bob.room.target, "stolen", f"{base}/f/{hers.id}/plan.pdf", hers))
    for person in two:
        # its sender sees it as it was meant until the hub has passed it on
        person.until(
            lambda person=person: "stolen" in person.messages()[-1].text and person.messages()[-1].msgid
        )
        assert person.messages()[-1].file is None
        assert "dog.png" in person.shown()
    # his own: the link leads elsewhere, and the file comes from the hub
    tokens: list[str] = []
    bob.room.connection.link.events_arrived.connect(  # type: ignore[attr-defined]  # a real one
        lambda events: tokens.extend(one.token for one in events if isinstance(one, FileTokenTold))
    )
    bob.room.connection.link.ask(AskFileToken())
    bob.until(lambda: tokens)
    headers = {
        "Authorization": f"Bearer {tokens[0]}",
        "Content-Disposition": "attachment; filename=../../b.txt",
    }
    with asked(mara, "POST", "/files", b"from a script", headers) as answer:
        file_id = answer.headers["Location"].split("/")[-2]
    made = SharedFile(file_id, "b.exe", 1, "text/plain", "0" * 64)
    bob.room.connection.link.ask(SayFile(bob.room.target, "see", f"{base}/f/{file_id}/b.exe", made))
    file = shared(mara, "see")
    assert (file.name, file.size) == ("b.txt", 13)
    wish(mara, FetchFile(file))
    assert Path(download(mara, file).path).read_bytes() == b"from a script"
    with pytest.raises(BlockingIOError):
        elsewhere.accept()


def test_a_file_that_is_too_large_is_not_begun(two: tuple[Person, Person], tmp_path: Path) -> None:
    _, bob = two
    large = tmp_path / "large.iso"
    with large.open("wb") as file:
        file.truncate(FileLimits().largest + 1)
    wish(bob, OfferFile("large.iso", str(large)))
    (failed,) = uploads(bob)
    assert failed.state is TransferState.FAILED
    assert failed.reason == transfer_words.upload_words("too-large", 413, FileLimits().largest)


def test_what_is_cancelled_refused_or_deleted_is_said_so(two: tuple[Person, Person], downloads: Path) -> None:
    mara, bob = two
    wish(bob, OfferFile("a.bin", data=DATA))
    bob.until(lambda: uploads(bob)[0].done > 0)
    wish(bob, CancelTransfer(uploads(bob)[0].key))
    assert uploads(bob) == ()
    wish(bob, OfferFile("b.bin", data=DATA[:1000]))
    file = shared(mara)
    assert shared(bob).name == "b.bin"
    wish(bob, Delete(bob.room.target, bob.messages()[-1].msgid))
    mara.until(lambda: mara.messages()[-1].deleted is not None)
    wish(mara, FetchFile(file))
    assert download(mara, file).reason == transfer_words.DELETED()
    assert not downloads.exists()
    wish(mara, RetryTransfer(file.id))
    assert download(mara, file).state is TransferState.FAILED


def test_a_room_is_exported_with_its_files(two: tuple[Person, Person], downloads: Path) -> None:
    mara, bob = two
    picture = painted("PNG", 40, 30)
    wish(mara, OfferFile(data=picture, name="cat.png", type="image/png", width=40, height=30))
    shared(bob)
    wish(mara, OfferFile(data=DATA, name="cat.png", caption="the whole"))
    whole = shared(bob, "the whole")
    wish(bob, FetchFile(whole))
    assert download(bob, whole).state is TransferState.DONE
    target = ExportTarget(downloads / "club.html", Format.HTML, with_files=True)
    bob.window.history.export_requested.emit(bob.room, target)
    bob.until(target.path.exists)
    page = target.path.read_text(encoding="utf-8")
    assert '<a href="club%20files/cat.png"><img src="club%20files/cat.png" alt="cat.png"' in page
    assert '<a href="club%20files/cat%20%282%29.png">' in page
    folder = downloads / "club files"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "cat.png": picture,
        "cat (2).png": DATA,
    }


def test_a_file_that_was_saved_is_known_after_a_restart(
    person: Callable[..., Person], downloads: Path
) -> None:
    mara, bob = person("Mara"), person("bob")
    mara.hosts("Robotics club")
    bob.enters(f"127.0.0.1:{mara.port}")
    wish(mara, OfferFile(data=b"plan", name="plan.pdf"))
    file = shared(bob)
    wish(bob, FetchFile(file))
    path = download(bob, file).path
    bob.until(bob.program.local_history.archive.is_idle)
    bob.leaves()

    again = person("bob", bob)
    again.enters(f"127.0.0.1:{mara.port}")
    assert download(again, file) == FileProgress(
        file.id, "plan.pdf", 4, 4, state=TransferState.DONE, path=path
    )
    assert path == str(downloads / "plan.pdf")
