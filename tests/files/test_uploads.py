"""Uploads from their first byte to a file, with breaks, restarts and full disks; and what is left."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from io import FileIO
from pathlib import Path

import pytest

from app.files.file_limits import FileLimits
from app.files.picture_facts import PNG, PictureFacts
from app.files.transfer_quota import DAY, FileProblem, Payer, TransferQuota
from app.files.uploads import MOST_HALVES, Upload, UploadError, Uploads
from app.store.file_store import FileStore

LIMITS = FileLimits(largest=1000, total=5000, free=0, person_day=3000, per_person=2, at_once=3)
ALICE = Payer("alice")


def id_of(number: int) -> str:
    return f"{number:022d}"


class Desk:
    """Uploads of one folder, which can be begun anew as after a restart."""

    def __init__(self, folder: Path, limits: FileLimits | None = LIMITS) -> None:
        self.store = FileStore(folder)
        self.limits = limits
        self.last = 0
        self.uploads = Uploads(self.store, TransferQuota(limits))
        self.restart()

    def restart(self, kept: tuple[str, ...] = (), now: float = 0.0) -> None:
        """As after kill -9; what Python itself would warn of, open files, is closed."""
        for upload in self.uploads._uploads.values():
            upload.close()
        self.quota = TransferQuota(self.limits)
        self.uploads = Uploads(self.store, self.quota)
        self.uploads.load(kept, now)

    def begin(
        self, length: int | None = None, *, is_kept: bool = True, payer: Payer = ALICE, now: float = 0.0
    ) -> Upload:
        self.last += 1
        upload = Upload(
            id_of(self.last), "../plan.pdf", "Application/PDF; x", payer.name, payer, now, length, is_kept
        )
        self.uploads.begin(upload, now)
        return upload

    def may(self, size: int, payer: Payer = ALICE) -> FileProblem | None:
        return self.quota.judge(payer, size, 0.0, 10**9)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "files")
    yield made
    made.uploads.close()


def refused(problem: FileProblem) -> pytest.RaisesExc[UploadError]:
    return pytest.raises(UploadError, match=problem.value)


@pytest.mark.parametrize("length", [None, 11])
def test_an_upload_becomes_a_file(desk: Desk, length: int | None) -> None:
    upload = desk.begin(length)
    for piece in (b"hello", b"", b" world"):
        desk.uploads.write(upload, piece, 1.0)
    upload.is_settling = True
    desk.uploads.leave(upload)
    record = upload.record(PictureFacts())
    desk.uploads.done(upload)
    assert (record.name, record.type, record.size) == ("plan.pdf", "application/pdf", 11)
    assert record.sha256 == hashlib.sha256(b"hello world").hexdigest()
    assert (record.owner, record.created, record.message) == ("alice", 0.0, "")
    assert upload.id not in desk.uploads
    assert (desk.store.ids(), desk.store.notes()) == ([upload.id], {})
    with desk.store.open(upload.id) as file:
        assert file.read() == b"hello world"
    assert desk.quota._total == 11


def test_what_is_a_picture_is_seen_and_not_believed(desk: Desk) -> None:
    upload = desk.begin(0)
    assert upload.record(PictureFacts(PNG, 3, 4)).type == PNG
    upload.type = PNG
    assert upload.record(PictureFacts()).type == "application/octet-stream"
    assert upload.record(PictureFacts("image/gif")).type == "image/gif"


def test_a_break_is_continued_where_it_was(desk: Desk) -> None:
    upload = desk.begin(10)
    desk.uploads.write(upload, b"01234", 1.0)
    desk.uploads.leave(upload)
    found = desk.uploads.find(upload.id, "alice")
    assert found is upload
    assert desk.uploads.find(upload.id, "bob") is None
    desk.uploads.resume(upload)
    assert (upload.offset, upload.is_hashed) == (5, True)
    desk.uploads.write(upload, b"56789", 2.0)
    assert upload.record(PictureFacts()).sha256 == hashlib.sha256(b"0123456789").hexdigest()


def test_after_a_restart_what_is_there_is_hashed_again_in_pieces(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "files", replace(LIMITS, largest=10**6, total=10**7, person_day=10**7))
    data = bytes(range(256)) * 600
    desk.uploads.write(desk.begin(200_000), data, 1.0)  # and then kill -9
    desk.restart(now=5.0)
    upload = desk.uploads.find(id_of(1), "alice")
    assert upload is not None
    assert (upload.name, upload.offset, upload.length, upload.is_hashed) == (
        "plan.pdf",
        len(data),
        200_000,
        False,
    )
    assert desk.may(10**6) is None
    desk.uploads.resume(upload)
    hashed = []
    while not upload.is_hashed:
        hashed.append(upload.hash_on())
    assert (sum(hashed), max(hashed)) == (len(data), 64 * 1024)
    desk.uploads.write(upload, b"end", 6.0)
    desk.uploads.close()
    assert upload.record(PictureFacts()).sha256 == hashlib.sha256(data + b"end").hexdigest()


def test_what_was_uploaded_and_is_gone_is_an_error(desk: Desk) -> None:
    desk.uploads.write(desk.begin(10), b"12345", 1.0)
    desk.restart()
    upload = desk.uploads.find(id_of(1), "alice")
    assert upload is not None
    desk.uploads.resume(upload)
    (desk.store._path(upload.id)).write_bytes(b"")
    with pytest.raises(OSError, match="gone"):
        upload.hash_on()


def test_notes_of_files_and_notes_that_make_no_sense_go_at_the_start(desk: Desk) -> None:
    for _ in range(2):
        desk.uploads.leave(desk.begin(10))
    for number, text in enumerate(["", "[]", "{}", '{"name":1}', "nonsense", "[" * 100_000], 10):
        desk.store.create(id_of(number)).close()
        desk.store.write_note(id_of(number), text)
    desk.store.create("short").close()
    desk.store.write_note("short", desk.store.notes()[id_of(2)])
    desk.restart(kept=(id_of(1),))
    assert list(desk.store.notes()) == [id_of(2)]
    assert id_of(2) in desk.uploads
    assert id_of(1) not in desk.uploads


def test_a_note_without_a_content_is_nothing(desk: Desk) -> None:
    upload = desk.begin(10)
    desk.uploads.leave(upload)
    desk.store._path(upload.id).unlink()
    desk.restart()
    assert upload.id not in desk.uploads


def test_what_cannot_be_continued_is_given_up_with_its_connection(desk: Desk) -> None:
    upload = desk.begin(1000, is_kept=False)
    desk.uploads.write(upload, b"12345", 1.0)
    assert desk.uploads.find(upload.id, "alice") is None
    desk.uploads.leave(upload)
    desk.uploads.leave(upload)
    assert (desk.store.ids(), desk.quota._total) == ([], 0)
    # only what has come counts in the day
    assert desk.quota._used_today(ALICE, 1.0) == 5


def test_sizes_are_judged_before_the_first_byte_and_while_they_are_not_known(desk: Desk) -> None:
    with refused(FileProblem.TOO_LARGE):
        desk.begin(1001)
    upload = desk.begin(None, is_kept=False)
    desk.uploads.write(upload, bytes(1000), 1.0)
    with refused(FileProblem.TOO_LARGE):
        desk.uploads.write(upload, b"x", 1.0)
    desk.uploads.leave(upload)
    assert desk.store.ids() == []


def test_more_than_was_announced_is_not_taken(desk: Desk) -> None:
    upload = desk.begin(3)
    with refused(FileProblem.TOO_LARGE):
        desk.uploads.write(upload, b"1234", 1.0)
    assert upload.offset == 0


def test_a_length_may_be_told_late(desk: Desk) -> None:
    upload = desk.begin(None)
    desk.uploads.write(upload, b"12345", 1.0)
    with refused(FileProblem.TOO_LARGE):
        desk.uploads.set_length(upload, 1001, 1.0)
    desk.uploads.set_length(upload, 1000, 1.0)
    assert desk.quota._used_today(ALICE, 1.0) == 1000
    desk.uploads.leave(upload)
    desk.restart()
    found = desk.uploads.find(upload.id, "alice")
    assert found is not None
    assert found.length == 1000


def test_what_is_begun_is_reserved_and_given_back(desk: Desk) -> None:
    for _ in range(3):
        desk.uploads.leave(desk.begin(1000))
    with refused(FileProblem.DAY):
        desk.begin(1)
    for number in (1, 2, 3):
        upload = desk.uploads.find(id_of(number), "alice")
        assert upload is not None
        desk.uploads.give_up(upload)
    assert (desk.quota._total, desk.quota._used_today(ALICE, 0.0)) == (0, 0)
    assert desk.store.ids() == []


def test_what_is_given_up_a_day_later_buys_nobody_more_than_a_day(desk: Desk) -> None:
    for _ in range(3):
        desk.uploads.leave(desk.begin(1000))
    for number in (1, 2, 3):
        desk.uploads.give_up(desk.uploads._uploads[id_of(number)])
        desk.quota.charge(ALICE, 1000, DAY + 1.0)
    assert desk.quota.judge(ALICE, 1, DAY + 1.0, 10**9) is FileProblem.DAY


def test_too_many_at_once_are_refused_and_leave_nothing(desk: Desk) -> None:
    first, second = desk.begin(1), desk.begin(1)
    with refused(FileProblem.BUSY):
        desk.begin(1)
    desk.uploads.leave(first)
    third = desk.begin(1)
    with refused(FileProblem.BUSY):
        desk.uploads.resume(first)
    desk.uploads.leave(third)
    desk.uploads.resume(first)
    assert sorted(desk.store.ids()) == sorted([first.id, second.id, third.id])


def test_off_is_off(tmp_path: Path) -> None:
    with refused(FileProblem.OFF):
        Desk(tmp_path, None).begin(1)
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_continues_goes_after_its_time(desk: Desk) -> None:
    old, young = desk.begin(10, now=100.0), desk.begin(10, now=100.0)
    desk.uploads.write(young, b"1", 300.0)
    desk.uploads.leave(young)
    desk.uploads.sweep(200.0)
    assert old.id in desk.uploads  # somebody is bringing it
    desk.uploads.leave(old)
    desk.uploads.sweep(200.0)
    assert (desk.store.ids(), list(desk.store.notes())) == ([young.id], [young.id])


def test_nobody_leaves_any_number_lying(desk: Desk) -> None:
    for number in range(MOST_HALVES + 3):
        desk.uploads.leave(desk.begin(1, now=float(number)))
    assert sorted(desk.store.ids()) == [id_of(number) for number in range(4, MOST_HALVES + 4)]


class _Full(FileIO):
    """A file on a disk on which three more bytes have place."""

    def write(self, data: object, /) -> int:
        if self.tell() >= 3:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(bytes(data)[: 3 - self.tell()])  # type: ignore[call-overload]


class FullStore(FileStore):
    def create(self, file_id: str) -> FileIO:
        super().create(file_id).close()
        return _Full(self._path(file_id), "r+")


def test_on_a_full_disk_what_was_written_counts(desk: Desk, tmp_path: Path) -> None:
    desk.store = FullStore(tmp_path / "files")
    desk.restart()
    upload = desk.begin(10)
    with pytest.raises(OSError, match="space"):
        desk.uploads.write(upload, b"12345", 1.0)
    assert (upload.offset, upload.is_hashed) == (3, True)
    desk.uploads.leave(upload)
    desk.store = FileStore(tmp_path / "files")
    desk.uploads._storage = desk.store
    desk.uploads.resume(upload)
    desk.uploads.write(upload, b"45", 1.0)
    assert upload.record(PictureFacts()).sha256 == hashlib.sha256(b"12345").hexdigest()


class NoNotes(FileStore):
    def write_note(self, file_id: str, text: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_what_cannot_be_begun_leaves_nothing(desk: Desk, tmp_path: Path) -> None:
    desk.store = NoNotes(tmp_path / "files")
    desk.restart()
    with pytest.raises(OSError, match="space"):
        desk.begin(10)
    assert (desk.store.ids(), desk.quota._running.total(), desk.quota._total) == ([], 0, 0)


def test_a_disk_that_is_too_full_is_said_first(tmp_path: Path) -> None:
    with refused(FileProblem.DISK):
        Desk(tmp_path, replace(LIMITS, free=2**60)).begin(1)


def test_what_others_have_announced_is_not_free(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.store, "free", lambda: 1500)
    upload = desk.begin(900)
    with refused(FileProblem.DISK):
        desk.begin(700, payer=Payer("bob"))
    desk.uploads.write(upload, bytes(400), 0.0)
    desk.begin(700, payer=Payer("bob"))  # as nothing else has been written here


def test_what_stays_free_stays_free_whoever_fills_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, replace(LIMITS, free=1000))
    free = [5000]
    monkeypatch.setattr(desk.store, "free", lambda: free[0])
    upload = desk.begin(900)
    desk.uploads.write(upload, b"123", 0.0)
    free[0] = 999
    with refused(FileProblem.DISK):
        desk.uploads.write(upload, b"456", 0.0)
    free[0] = 5000
    desk.uploads.write(upload, b"456", 0.0)
    assert upload.offset == 6
    desk.uploads.close()


def test_what_is_begun_is_not_begun_again_from_its_note(desk: Desk) -> None:
    upload = desk.begin(10)
    desk.uploads.load((), 0.0)
    assert desk.uploads.find(upload.id, "alice") is upload


@pytest.mark.parametrize("payer", [ALICE, Payer("192.0.2.7", is_guest=True)])
def test_a_half_upload_counts_in_its_day_after_a_restart_too(desk: Desk, payer: Payer) -> None:
    desk.limits = replace(LIMITS, guest_day=LIMITS.person_day)
    desk.restart()
    for _ in range(3):
        desk.uploads.write(desk.begin(1000, payer=payer), b"x" * 100, 0.0)
        desk.uploads.leave(desk.uploads._uploads[id_of(desk.last)])
    desk.restart()
    assert desk.may(1, payer) is FileProblem.DAY
    for upload in list(desk.uploads._uploads.values()):
        desk.uploads.give_up(upload)
    assert desk.may(1000, payer) is None
    desk.quota.charge(payer, 1800, 0.0)
    assert desk.may(901, payer) is FileProblem.DAY, "nothing is given back twice"


def test_the_record_tells_in_whose_day_a_guests_file_counts(desk: Desk) -> None:
    desk.limits = replace(LIMITS, guest_day=100)
    desk.restart()
    guest = desk.begin(0, payer=Payer("192.0.2.7", is_guest=True))
    assert guest.record(PictureFacts()).guest_address == "192.0.2.7"
    assert desk.begin(0).record(PictureFacts()).guest_address == ""
