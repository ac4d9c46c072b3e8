"""Who uploads with what: programs of others by their requests, tokens, passwords, certificates, the window.

The requests have the shape of those of Halloy (reqwest), Goguma (Dart's HttpClient) and gamja (fetch).
"""

from __future__ import annotations

import base64
import re
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data.storage import Credentials
from app.irc.confusables import nick_keys
from app.net.workers import run_secret_work
from tests.net.conftest import IdentityOf
from tests.net.file_client import LIMITS, Files, client_context, path_of

OpenFiles = Callable[..., Files]
PASSWORD = "correct horse"


@pytest.fixture(scope="module")
def credentials() -> Credentials:
    made = run_secret_work("credentials", (PASSWORD, 4096))
    assert isinstance(made, Credentials)
    return made


@pytest.fixture
def open_files(
    qtbot: QtBot, identity_of: IdentityOf, tmp_path: Path, credentials: Credentials
) -> Iterator[OpenFiles]:
    """Open hubs to which people come over TLS, and on which alice has an account."""
    made: list[Files] = []

    def start(*, tls: bool = True, **options: Any) -> Files:
        files = Files(qtbot, identity_of("hub"), tmp_path / "files", tls, LIMITS, options)
        made.append(files)
        files.accounts.create(
            "alice",
            nick_keys("alice"),
            time.time(),
            fingerprint=identity_of("alice").fingerprint,
            credentials=credentials,
        )
        return files

    yield start
    for one in made:
        one.end()


@pytest.fixture
def files(open_files: OpenFiles) -> Files:
    return open_files()


def basic(name: str = "alice", password: str = PASSWORD) -> str:
    return f"Basic {base64.b64encode(f'{name}:{password}'.encode()).decode()}"


def said(files: Files, request: bytes, context: ssl.SSLContext | None = None) -> bytes:
    """All that is answered to bytes; `context` shows a certificate."""

    def ask() -> bytes:
        carrier = files.connect() if context is None else files.connect_with(context)
        with carrier:
            carrier.sendall(request)
            return b"".join(iter(lambda: carrier.recv(65536), b""))

    return files.in_thread(ask)


def location(answer: bytes) -> str:
    assert answer.startswith(b"HTTP/1.1 201 Created\r\n"), answer
    found = re.search(rb"\r\nLocation: http://[^/]+(\S+)\r\n", answer)
    assert found is not None
    return found[1].decode()


HALLOY = (
    "POST /files HTTP/1.1\r\n"
    "content-type: image/png\r\n"
    "content-disposition: attachment; filename=\"uber.png\"; filename*=UTF-8''%C3%BCber%2Epng\r\n"
    "content-length: 5\r\n"
    "{auth}"
    "accept: */*\r\n"
    "host: 127.0.0.1:{port}\r\n"
    "\r\n"
    "hello"
)


def halloys(files: Files, auth: str = "") -> bytes:
    return HALLOY.format(auth=auth and f"authorization: {auth}\r\n", port=files.hub.port).encode()


def test_halloy_uploads_by_its_password(files: Files) -> None:
    path = location(said(files, halloys(files, basic())))
    assert path.endswith("/%C3%BCber.png")
    assert files.ask("GET", path).body == b"hello"
    [record] = files.records()
    assert (record.name, record.owner) == ("über.png", "alice")


def test_halloy_uploads_by_its_certificate(files: Files, identity_of: IdentityOf, tmp_path: Path) -> None:
    pem = tmp_path / "alice.pem"
    pem.write_bytes(identity_of("alice").key_pem + identity_of("alice").certificate_pem)
    context = client_context()
    context.load_cert_chain(pem)
    location(said(files, halloys(files), context))
    assert files.records()[0].owner == "alice"
    # who says a name is who they say, or nobody
    wrong = said(files, halloys(files, basic(password="wrong")), context)
    assert wrong.startswith(b"HTTP/1.1 401 ")


def test_a_certificate_of_nobody_is_nothing(files: Files, identity_of: IdentityOf, tmp_path: Path) -> None:
    pem = tmp_path / "stranger.pem"
    pem.write_bytes(identity_of("stranger").key_pem + identity_of("stranger").certificate_pem)
    context = client_context()
    context.load_cert_chain(pem)
    assert said(files, halloys(files), context).startswith(b"HTTP/1.1 401 ")


def test_goguma_uploads_in_chunks(files: Files) -> None:
    answer = said(
        files,
        (
            "POST /files HTTP/1.1\r\n"
            "user-agent: Dart/3.5 (dart:io)\r\n"
            "content-type: image/jpeg\r\n"
            f"authorization: {basic()}\r\n"
            "accept-encoding: gzip\r\n"
            'content-disposition: attachment; filename="photo.jpg"\r\n'
            "transfer-encoding: chunked\r\n"
            f"host: 127.0.0.1:{files.hub.port}\r\n"
            "\r\n"
            "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
        ).encode(),
    )
    assert files.ask("GET", location(answer)).body == b"hello"


def test_gamja_uploads_from_a_page_that_the_host_has_named(open_files: OpenFiles) -> None:
    files = open_files(web_origins=("https://chat.example.org",))
    origin = "https://chat.example.org"
    asked = files.ask(
        "OPTIONS",
        "/files",
        origin=origin,
        access_control_request_method="POST",
        access_control_request_headers="authorization,content-disposition,content-type",
    )
    assert asked.status == 204
    assert asked.headers["access-control-allow-credentials"] == "true"
    allowed = asked.headers["access-control-allow-headers"].lower().split(", ")
    assert {"authorization", "content-disposition", "content-type"} <= set(allowed)
    up = files.ask(
        "POST",
        "/files",
        b"hello",
        origin=origin,
        authorization=basic(),
        content_type="text/plain",
        content_disposition="attachment; filename*=UTF-8''notes%20of%20today.txt",
    )
    assert up.status == 201
    assert up.headers["access-control-allow-origin"] == origin
    assert up.headers["access-control-allow-credentials"] == "true"
    assert "Location" in up.headers["access-control-expose-headers"]
    assert files.records()[0].name == "notes of today.txt"
    other = files.ask("POST", "/files", b"hello", origin="https://evil.example", authorization=basic())
    assert other.status == 403


@pytest.mark.parametrize("auth", [basic(password="wrong"), basic("nobody")])
def test_a_wrong_password_is_refused_and_the_right_one_taken(files: Files, auth: str) -> None:
    assert files.ask("POST", "/files", b"x", authorization=auth).status == 401
    assert files.ask("POST", "/files", b"x", authorization=basic()).status == 201


def test_who_guesses_passwords_waits_as_at_any_login(files: Files) -> None:
    for guess in range(4):
        assert files.ask("POST", "/files", b"x", authorization=basic(password=str(guess))).status == 401
    assert files.ask("POST", "/files", b"x", authorization=basic()).status == 401
    files.wait(lambda: files.contents() == [])


# tokens


@pytest.mark.parametrize("tls", [True, False])
def test_a_guest_uploads_by_a_token_once(open_files: OpenFiles, tls: bool) -> None:
    files = open_files(tls=tls)
    shown = f"Bearer {files.token()}"
    up = files.ask("POST", "/files", b"hello", authorization=shown)
    assert files.ask("GET", path_of(up)).body == b"hello"
    assert files.records()[0].owner.startswith("~")
    again = files.ask("POST", "/files", b"hello", authorization=shown)
    assert (again.status, again.headers["hubbub-problem"]) == (401, "login")
    files.wait(lambda: len(files.contents()) == 1)


def test_a_token_goes_on_with_what_it_has_begun(files: Files) -> None:
    shown = f"Bearer {files.token()}"
    begun = files.ask("POST", "/files", b"hel", authorization=shown, upload_complete="?0")
    upload = begun.headers["location"]
    assert files.ask("HEAD", upload, authorization=shown).headers["upload-offset"] == "3"
    other = f"Bearer {files.token('carol')}"
    assert files.ask("HEAD", upload, authorization=other).status == 404
    up = files.ask("PATCH", upload, b"lo", authorization=shown, upload_offset="3", upload_complete="?1")
    assert files.ask("GET", path_of(up)).body == b"hello"


def test_a_token_that_was_refused_something_is_still_good(files: Files) -> None:
    shown = f"Bearer {files.token()}"
    large = str(LIMITS.guest_day + 1)
    refused = files.ask("POST", "/files", b"", authorization=shown, upload_complete="?0", upload_length=large)
    assert (refused.status, refused.headers["hubbub-problem"]) == (429, "day")
    assert files.ask("POST", "/files", b"x", authorization=shown).status == 201


def test_who_has_left_uploads_nothing_more(files: Files) -> None:
    shown = f"Bearer {files.token()}"
    files.hub.cut("bob")
    files.hub.member("carol")
    assert files.ask("POST", "/files", b"x", authorization=shown).status == 401


def test_the_hosting_window_uploads_and_reads_by_its_own_way(
    files: Files, identity_of: IdentityOf, tmp_path: Path
) -> None:
    pem = tmp_path / "alice.pem"
    pem.write_bytes(identity_of("alice").key_pem + identity_of("alice").certificate_pem)
    context = client_context()
    context.load_cert_chain(pem)
    own = files.hub.listening[1].port

    def upload() -> bytes:
        with files.connect_with(context, own) as carrier:
            carrier.sendall(halloys(files))
            return b"".join(iter(lambda: carrier.recv(65536), b""))

    path = location(files.in_thread(upload))

    def read() -> bytes:
        with files.connect_with(context, own) as carrier:
            carrier.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            return b"".join(iter(lambda: carrier.recv(65536), b""))

    assert files.in_thread(read).endswith(b"\r\n\r\nhello")
