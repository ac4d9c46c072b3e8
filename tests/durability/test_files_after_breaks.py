"""Files of a hub that is killed while they come, and of one whose disk is full: what is there, what is left.

After each break the folder is compared with what people were told: nothing is missing, nothing is over.
"""

from __future__ import annotations

import base64
import hashlib
import http.client
import os
import random
import socket
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.security.certificate import load_or_make
from app.store.file_store import FileStore
from tests.headless_hub import PATIENCE, HeadlessHub, free_port
from tests.net.file_client import LIMITS, Files, described, path_of

SHOWN = f"Basic {base64.b64encode(b'mara:sesame').decode()}"
SIZE = 3 * 1024 * 1024


def ask(port: int, method: str, path: str, body: bytes = b"", **headers: str) -> http.client.HTTPResponse:
    """One request of mara's; the body is read with it."""
    named = {name.replace("_", "-").title(): value for name, value in headers.items()}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, body, {**named, "Authorization": SHOWN})
    answer = connection.getresponse()
    answer.text = answer.read()  # type: ignore[attr-defined]
    connection.close()
    return answer


def send_part(port: int, upload: str, data: bytes, start: int, stop: int) -> socket.socket:
    """A part of what is announced; the connection stays as it is."""
    carrier = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    head = (
        f"PATCH {upload} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: {SHOWN}\r\n"
        f"Upload-Offset: {start}\r\nUpload-Complete: ?1\r\nContent-Length: {len(data) - start}\r\n\r\n"
    )
    carrier.sendall(head.encode() + data[start:stop])
    return carrier


def wait_for_bytes(path: Path, count: int) -> None:
    """Until so much of an upload has come; the hub is another process."""
    while path.stat().st_size < count:
        os.sched_yield()


@pytest.mark.skipif(not hasattr(os, "sched_yield"), reason="Windows has no kill -9")
def test_an_upload_goes_on_after_kill_9_at_any_place(tmp_path: Path) -> None:
    data = os.urandom(SIZE)
    port = free_port()
    store = FileStore(tmp_path / "files")
    listen = f"127.0.0.1:{port}"
    made = subprocess.run(
        [*HeadlessHub.program(), "adduser", "--data-dir", tmp_path, "--name", "mara", "--password", "sesame"],
        capture_output=True,
        check=False,
    )
    assert made.returncode == 0, made
    with HeadlessHub("--no-limits", listen=listen, data=tmp_path) as hub:
        begun = ask(port, "POST", "/files", upload_complete="?0", upload_length=str(SIZE))
        assert begun.status == 201
        upload = begun.headers["Location"]
        content = store._path(upload.rpartition("/")[2])
        start = 0
        for stop in sorted(random.Random(7).sample(range(SIZE), 3)):
            carrier = send_part(port, upload, data, start, stop)
            wait_for_bytes(content, stop)
            hub.kill()
            carrier.close()
            hub = HeadlessHub("--no-limits", listen=listen, data=tmp_path)
            told = ask(port, "HEAD", upload)
            start = int(told.headers["Upload-Offset"])
            assert (told.status, start, told.headers["Upload-Complete"]) == (204, stop, "?0")
        with hub:
            done = ask(port, "PATCH", upload, data[start:], upload_offset=str(start), upload_complete="?1")
            assert done.status == 201
            assert (store.notes(), len(store.ids())) == ({}, 1)
            path = "/" + done.headers["Location"].partition("://")[2].partition("/")[2]
            hub.kill()
    # what was told is there, and what is nobody's is not
    store.create("A" * 22).close()
    with HeadlessHub("--no-limits", listen=listen, data=tmp_path):
        read = ask(port, "GET", path)
        assert read.text == data  # type: ignore[attr-defined]
        assert read.headers["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"'
        while len(store.ids()) > 1:
            os.sched_yield()
        assert store.ids() == [upload.rpartition("/")[2]]


def test_a_disk_that_fills_up_is_said_and_an_upload_goes_on_when_there_is_room(
    qtbot: QtBot, tmp_path: Path, small_disk: Path, caplog: pytest.LogCaptureFixture
) -> None:
    files = Files(
        qtbot, load_or_make(tmp_path, "hub", "hub", now=0.0), small_disk / "files", False, replace(LIMITS)
    )
    try:
        check_a_full_disk(files, small_disk, caplog)
    finally:
        files.end()


def check_a_full_disk(files: Files, small_disk: Path, caplog: pytest.LogCaptureFixture) -> None:
    token = described(who=files.token())
    pieces = [bytes(100_000)] * 40
    refused = files.ask("POST", "/files", iter(pieces), **token)
    assert (refused.status, refused.headers["hubbub-problem"]) == (507, "disk")
    files.wait(lambda: files.contents() == [])
    token = described(who=files.token("carol"))
    data = os.urandom(2_000_000)
    begun = files.ask("POST", "/files", b"", upload_complete="?0", upload_length=str(len(data)), **token)
    upload = begun.headers["location"]
    (small_disk / "other").write_bytes(bytes(2_000_000))  # what others write was not reckoned with
    sent = {"upload_offset": "0", "upload_complete": "?1", **token}
    refused = files.ask("PATCH", upload, iter([data]), **sent)
    assert (refused.status, refused.headers["hubbub-problem"]) == (507, "disk")
    (small_disk / "other").unlink()
    where = int(files.ask("HEAD", upload, **token).headers["upload-offset"])
    assert 0 < where < len(data)
    sent |= {"upload_offset": str(where)}
    up = files.ask("PATCH", upload, data[where:], **sent)
    assert up.status == 201
    assert files.ask("GET", path_of(up)).body == data
    files.wait(lambda: (len(files.contents()), files.store.notes()) == (1, {}))
    assert "No space left on device" in caplog.text
    caplog.clear()
