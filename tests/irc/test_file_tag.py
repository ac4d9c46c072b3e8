"""The tag that says which file a message is about, and the link to it that stands in the text."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.client_tags import FILE
from app.irc.file_names import clean_file_name
from app.irc.file_tag import (
    LARGEST_SIZE,
    SaidFile,
    SharedFile,
    clean_type,
    decode_file,
    encode_file,
    file_link_path,
    file_of,
    is_file_id,
    linked_file,
    read_said_file,
    without_link,
)
from app.irc.message import Message, decode, parse

ID = "AbCdEfGhIjKlMnOpQrSt_-"
THUMBNAIL = "0123456789012345678901"
HASH = "0f" * 32
PLAN = SharedFile(ID, "plan.pdf", 1234, "application/pdf", HASH)
PICTURE = SharedFile(ID, "Grüße; 100 %.png", 5, "image/png", HASH, 640, 480, THUMBNAIL)


@pytest.mark.parametrize(
    ("file", "value"),
    [
        (PLAN, f"{ID};plan.pdf;1234;application/pdf;{HASH};0;0;"),
        (PICTURE, f"{ID};Grüße%3B 100 %25.png;5;image/png;{HASH};640;480;{THUMBNAIL}"),
    ],
)
def test_a_file_is_written_and_read(file: SharedFile, value: str) -> None:
    assert encode_file(file) == value
    assert decode_file(value) == file
    assert file_of({FILE: value}) == file
    assert decode_file(f"{value};what later versions may tell") == file
    line = Message("PRIVMSG", ("#room", "hello"), tags={FILE: value}).encode()
    assert file_of(parse(decode(line.rstrip(b"\r\n"))).tags) == file


@pytest.mark.parametrize(
    "value",
    [
        "",
        ID,
        f"{ID};plan.pdf;1234;application/pdf;{HASH};0;0",
        f"{ID[:-1]};plan.pdf;1234;application/pdf;{HASH};0;0;",
        f"{ID};plan.pdf;-1;application/pdf;{HASH};0;0;",
        f"{ID};plan.pdf;{LARGEST_SIZE + 1};application/pdf;{HASH};0;0;",
        f"{ID};plan.pdf;{'9' * 5000};application/pdf;{HASH};0;0;",
        f"{ID};plan.pdf;1;application/pdf;{HASH[:-1]};0;0;",
        f"{ID};plan.pdf;1;application/pdf;{HASH.upper()};0;0;",
        f"{ID};{'x' * 1500};1;application/pdf;{HASH};0;0;",
    ],
)
def test_what_makes_no_sense_is_no_file(value: str) -> None:
    assert decode_file(value) is None
    assert file_of({FILE: value}) is None


def test_a_message_without_the_tag_is_about_no_file() -> None:
    assert file_of({}) is None


@pytest.mark.parametrize(
    ("value", "file"),
    [
        (f"{ID};../../x%00;1;text/html;{HASH};0;0;", ("x", "text/html", 0, 0, "")),
        (f"{ID};;1;nonsense;{HASH};0;0;short", ("file", "application/octet-stream", 0, 0, "")),
        (f"{ID};a;1;IMAGE/PNG;{HASH};640;0;{THUMBNAIL}", ("a", "image/png", 0, 0, THUMBNAIL)),
        (f"{ID};a;1;image/png;{HASH};640;100001;", ("a", "image/png", 0, 0, "")),
        (f"{ID};a;1;image/png;{HASH};wide;480;", ("a", "image/png", 0, 0, "")),
    ],
)
def test_fields_are_bounded(value: str, file: tuple[str, str, int, int, str]) -> None:
    found = decode_file(value)
    assert found is not None
    assert (found.name, found.type, found.width, found.height, found.thumbnail) == file


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_value_is_read_or_refused(text: str, other: str) -> None:
    decode_file(text)
    read_said_file(text)
    file = SharedFile(ID, clean_file_name(text), 1, "a/b", HASH)
    assert decode_file(encode_file(file)) == file
    path = file_link_path(file)
    assert path.isascii()
    assert unquote(path) == f"/f/{ID}/{file.name}"
    assert without_link(f"http://h:1{path}", file) == ""
    assert without_link(other, file) == other


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (ID, SaidFile(ID)),
        (f"{ID};;;;;;;{THUMBNAIL}", SaidFile(ID, THUMBNAIL)),
        (f"{ID};;;;;;;{THUMBNAIL};more", SaidFile(ID, THUMBNAIL)),
        (f"{ID};a lie;1;;;;;no", SaidFile(ID)),
        (f"{ID};;;;;5;6", SaidFile(ID, "", 5, 6)),
        (f"{ID};;;;;5;0;", SaidFile(ID)),
        (f"{ID};;;;;wide;{'9' * 5000};", SaidFile(ID)),
        (encode_file(PICTURE), SaidFile(ID, THUMBNAIL, 640, 480)),
        ("", None),
        (f"{ID}x", None),
        (f";;;;;;;{THUMBNAIL}", None),
    ],
)
def test_of_a_clients_tag_only_ids_and_measures_count(value: str, said: SaidFile | None) -> None:
    assert read_said_file(value) == said


@pytest.mark.parametrize(
    ("text", "is_id"),
    [(ID, True), (ID[1:], False), (f"{ID}A", False), (f"{ID[1:]}+", False), (f"{ID}\n", False), ("", False)],
)
def test_an_id_has_128_bits(text: str, is_id: bool) -> None:
    assert is_file_id(text) is is_id


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("image/png", "image/png"),
        ("Text/HTML; charset=utf-8", "text/html"),
        ("application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
        ("", "application/octet-stream"),
        ("a/b/c", "application/octet-stream"),
        ("a/ä", "application/octet-stream"),
        (f"a/{'b' * 65}", "application/octet-stream"),
    ],
)
def test_a_type_is_read(text: str, name: str) -> None:
    assert clean_type(text) == name


def test_a_link_has_the_name_percent_encoded() -> None:
    assert file_link_path(replace(PLAN, name="a b?#ü.txt")) == f"/f/{ID}/a%20b%3F%23%C3%BC.txt"


@pytest.mark.parametrize(
    ("text", "caption"),
    [
        (f"http://10.0.0.1:7667/f/{ID}/plan.pdf", ""),
        (f"the plan http://10.0.0.1:7667/f/{ID}/plan.pdf", "the plan"),
        (f"two\nlines \n http://10.0.0.1:7667/f/{ID}/plan.pdf\n", "two\nlines"),
        (f"HTTPS://[::1]:7667/f/{ID}/plan.pdf", ""),
        (f"http://10.0.0.1:7667/f/{ID}/plan.pdf is the plan", None),
        (f"http://10.0.0.1:7667/f/{THUMBNAIL}/plan.pdf", None),
        (f"/f/{ID}/plan.pdf", None),
        ("no link", None),
        ("", None),
    ],
)
def test_a_caption_is_the_text_without_the_link(text: str, caption: str | None) -> None:
    assert without_link(text, PLAN) == (text if caption is None else caption)


@pytest.mark.parametrize(
    ("link", "leads"),
    [
        (f"http://192.0.2.1:7667/f/{'A' * 22}/me.png", True),
        (f"HTTPS://[fd00::1]:1/f/{'A' * 22}", True),
        (f"http://h/f/{'A' * 23}/me.png", False),
        (f"http://h/x/f/{'A' * 22}/me.png", False),
        (f"http://h/F/{'A' * 22}/me.png", False),
        (f"/f/{'A' * 22}/me.png", False),
        (f"see http://h/f/{'A' * 22}/me.png", False),
        ("http://h/f/", False),
        ("", False),
    ],
)
def test_a_link_leads_to_a_file_of_a_hub_or_not(link: str, leads: bool) -> None:
    assert linked_file(link) == ("A" * 22 if leads else "")
