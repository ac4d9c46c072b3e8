"""What requests for files say, as a table; strange ones among them, and those of other programs."""

from __future__ import annotations

import base64
from contextlib import suppress

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.file_requests import (
    ByteRange,
    FilePlace,
    FileTarget,
    RequestError,
    ShownPassword,
    ShownToken,
    UploadHead,
    has_already,
    read_credentials,
    read_range,
    read_target,
    read_upload_head,
    shows_credentials,
)

ID = "AbCdEfGhIjKlMnOpQrSt-_"
TAG = '"0123"'


def asked(*headers: tuple[str, str], method: str = "POST") -> h11.Request:
    named = [("Host", "127.0.0.1"), *headers]
    return h11.Request(
        method=method, target="/files", headers=[(name, value.encode()) for name, value in named]
    )


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/files", FileTarget(FilePlace.UPLOADS)),
        (f"/files/{ID}", FileTarget(FilePlace.UPLOAD, ID)),
        (f"/f/{ID}/plan.pdf", FileTarget(FilePlace.FILE, ID)),
        (f"/f/{ID}", FileTarget(FilePlace.FILE, ID)),
        (f"/f/{ID}/a/b/../c", FileTarget(FilePlace.FILE, ID)),
        ("/files/", None),
        (f"/files/{ID}/", None),
        (f"/files/{ID}x", None),
        ("/files/../../x", None),
        ("/f/", None),
        ("/f//", None),
        (f"/f/{ID[:-1]}", None),
        (f"/f/{ID[:-1]}./x", None),
        (f"/F/{ID}", None),
        ("/", None),
    ],
)
def test_a_path_names_something_or_nothing(path: str, target: FileTarget | None) -> None:
    assert read_target(path) == target


def basic(text: bytes) -> str:
    return f"Basic {base64.b64encode(text).decode()}"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Bearer abc", ShownToken("abc")),
        ("bearer  abc", ShownToken("abc")),
        (basic(b"alice:se:cret"), ShownPassword("alice", "se:cret")),
        (basic("älice:pass wörd".encode()), ShownPassword("älice", "pass wörd")),
        (basic(b"alice:"), ShownPassword("alice", "")),
        (basic(b"alice"), None),
        (basic(b"\xff:x"), None),
        ("Basic ???", None),
        ("Basic", None),
        ("Digest x", None),
        (f"Bearer {'x' * 5000}", None),
    ],
)
def test_who_asks_shows_something_or_nothing(value: str, shown: object) -> None:
    request = asked(("Authorization", value))
    assert read_credentials(request) == shown
    assert shows_credentials(request)


def test_who_shows_nothing_is_not_who_shows_nonsense() -> None:
    assert read_credentials(asked()) is None
    assert not shows_credentials(asked())


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ('attachment; filename="plan.pdf"', "plan.pdf"),
        ("inline; filename=plan.pdf", "plan.pdf"),
        ("attachment;filename=plan.pdf;size=3", "plan.pdf"),
        ("attachment; filename*=UTF-8''%E2%82%AC%20rates.txt", "€ rates.txt"),
        ("attachment; filename=\"a.txt\"; filename*=utf-8'en'b%20c.txt", "b c.txt"),
        ("attachment; filename*=utf-8''b.txt; filename=\"a.txt\"", "b.txt"),
        ("attachment; filename*=iso-8859-1''a%E4; filename=\"a.txt\"", "a.txt"),
        ('attachment; filename="ü 😀; x.pdf"', "ü 😀; x.pdf"),
        (r'attachment; filename="a\"b\\c.txt"', r'a"b\c.txt'),
        ('form-data; name="filename"; FileName="x.txt"', "x.txt"),
        ('attachment; filename=""', ""),
        ("attachment; filename", ""),
        ('attachment; filename="open', '"open'[1:-1]),
        ("attachment", ""),
        ("", ""),
    ],
)
def test_the_name_is_read(value: str, name: str) -> None:
    assert read_upload_head(asked(("Content-Disposition", value))).name == name


def test_a_name_that_is_not_utf_8_is_read_somehow() -> None:
    request = h11.Request(
        method="POST",
        target="/files",
        headers=[(b"Host", b"x"), (b"Content-Disposition", b'attachment; filename="\xfcber.txt"')],
    )
    assert read_upload_head(request).name == "über.txt"


@pytest.mark.parametrize(
    ("method", "headers", "head"),
    [
        ("POST", [], UploadHead("", "", None, None, None, None)),
        ("POST", [("Content-Length", "5")], UploadHead("", "", 5, 5, None, None)),
        (
            "POST",
            [("Content-Length", "5"), ("Upload-Complete", "?1")],
            UploadHead("", "", 5, 5, True, None),
        ),
        (
            "POST",
            [("Content-Length", "0"), ("Upload-Complete", "?0"), ("Upload-Length", "9")],
            UploadHead("", "", 0, 9, False, None),
        ),
        (
            "POST",
            [("Content-Length", "0"), ("Upload-Complete", "?0")],
            UploadHead("", "", 0, None, False, None),
        ),
        (
            "PATCH",
            [("Content-Length", "5"), ("Upload-Complete", "?1"), ("Upload-Offset", "4")],
            UploadHead("", "", 5, None, True, 4),
        ),
    ],
)
def test_an_upload_says_what_comes(method: str, headers: list[tuple[str, str]], head: UploadHead) -> None:
    assert read_upload_head(asked(*headers, method=method)) == head


@pytest.mark.parametrize(
    "headers",
    [
        [("Upload-Length", "-1")],
        [("Upload-Length", "x")],
        [("Upload-Length", "1.5")],
        [("Upload-Length", "9" * 18)],
        [("Upload-Length", "9" * 5000)],
        [("Upload-Offset", "٣")],
        [("Upload-Complete", "1")],
        [("Upload-Complete", "true")],
        [("Content-Length", "5"), ("Upload-Complete", "?1"), ("Upload-Length", "6")],
        [("Content-Length", "5"), ("Transfer-Encoding", "chunked")],
    ],
)
def test_nonsense_is_refused(headers: list[tuple[str, str]]) -> None:
    with pytest.raises(RequestError) as refused:
        read_upload_head(asked(*headers))
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("value", "part"),
    [
        ("bytes=0-", ByteRange(0, 100)),
        ("bytes=5-9", ByteRange(5, 10)),
        ("bytes=99-", ByteRange(99, 100)),
        ("bytes=-1", ByteRange(99, 100)),
        ("bytes=-1000", ByteRange(0, 100)),
        ("bytes=0-1000", ByteRange(0, 100)),
        ("bytes=0-0", ByteRange(0, 1)),
        ("bytes=5-4", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=0-1,3-4", None),
        ("pages=1-2", None),
        ("", None),
    ],
)
def test_a_range_is_one_part(value: str, part: ByteRange | None) -> None:
    assert read_range(asked(("Range", value)), 100, TAG) == part


@pytest.mark.parametrize(("value", "size"), [("bytes=100-", 100), ("bytes=-0", 100), ("bytes=0-", 0)])
def test_a_part_that_is_not_there(value: str, size: int) -> None:
    with pytest.raises(RequestError) as refused:
        read_range(asked(("Range", value)), size, TAG)
    assert refused.value.status == 416


@pytest.mark.parametrize(("value", "part"), [(TAG, ByteRange(5, 100)), ('"x"', None), (f"W/{TAG}", None)])
def test_a_part_of_what_has_changed_is_all_of_it(value: str, part: ByteRange | None) -> None:
    assert read_range(asked(("Range", "bytes=5-"), ("If-Range", value)), 100, TAG) == part


@pytest.mark.parametrize(
    ("value", "has"), [(TAG, True), (f'"x", W/{TAG}', True), ("*", True), ('"x"', False), ("", False)]
)
def test_what_somebody_has_is_not_sent(value: str, has: bool) -> None:
    assert has_already(asked(("If-None-Match", value)), TAG) is has


@given(st.text(st.characters(codec="utf-8", min_codepoint=0x20, exclude_characters="\x7f"), max_size=80))
def test_no_header_is_too_strange(value: str) -> None:
    try:
        request = asked(
            ("Content-Disposition", value),
            ("Authorization", value),
            ("Range", value),
            ("Content-Type", value),
        )
    except h11.LocalProtocolError:
        return
    read_upload_head(request)
    read_credentials(request)
    with suppress(RequestError):
        read_range(request, 1, TAG)
