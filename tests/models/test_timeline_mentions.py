"""Whom a text means: names as words, not as parts of other names, addresses, files and paths."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.timeline_mentions import mention_spans


def meant(text: str, *names: str) -> list[str]:
    return [text[start:end] for start, end in mention_spans(text, names)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mara: hi", "mara"),
        ("Mara, MARA!", "Mara MARA"),
        ("ask mara.", "mara"),
        ("hm... mara?", "mara"),
        ("...mara?", "mara"),
        ("mara...", "mara"),
        ("(mara) [mara] {mara} \"mara\" “mara” 'mara' <mara>", "mara " * 7),
        ("mara's and mara’s", "mara mara"),
        ("thanks mara^^ mara:) mara<3 mara-", "mara " * 4),
        ("ping mara|", "mara"),
        ("mara: 10:30, mara:ok", "mara mara"),
        ("mara!now", "mara"),
        ("@mara, @Mara", "@mara @Mara"),
        ("~mara +mara %mara", "mara mara mara"),
        ("-mara", "mara"),
        ("bob—mara", "mara"),
        ("see mara.\nmara", "mara mara"),
        # scripts without spaces
        ("@mara好", "@mara"),
        ("看@mara好", "@mara"),
        ("mara好", "mara"),
        ("请mara看", "mara"),
        ("maraさん、maraー", "mara mara"),
        ("mara님 mara는", "mara mara"),
        ("@maraครับ", "@mara"),
        ("mara，mara。", "mara mara"),
        ("mara.好", "mara"),
        # however it is typed
        ("ｍａｒａ: hi", "ｍａｒａ"),
        ("\u200bmara\u200b hi", "mara\u200b"),
    ],
)
def test_who_is_named_is_meant(text: str, said: str) -> None:
    assert meant(text, "mara") == said.split()


@pytest.mark.parametrize(
    "text",
    [
        # other people
        "mara-lind: hi",
        "mara[m]",
        "mara|away",
        "mara`",
        "mara`away",
        "mara^2",
        "mara{x}",
        "mara_",
        "_mara",
        "mara2",
        "x-mara",
        "x|mara",
        "[x]mara",
        "@mara-lind",
        "@mara2",
        "mara-_-x",
        "mara--lind",
        # other words
        "amara",
        "marathon",
        "máramará",
        "mara\u0301",
        "maraх",  # Cyrillic
        # addresses
        "mara@example.org",
        "@mara@example.social",
        "lind.mara@example.org",
        "a@mara",
        "mara.example.org",
        "www.mara",
        "mara!~m@host",
        "mara:6697",
        "mara:/srv",
        # files, paths, channels, code
        "see mara.txt",
        "/home/mara",
        "/mara",
        "mara/x",
        "mara/",
        "C:\\mara",
        "HUB\\mara",
        "mara\\x",
        ".mara",
        "#mara",
        "##mara",
        "$mara",
        "mara::say",
    ],
)
def test_who_only_stands_in_something_else_is_not(text: str) -> None:
    assert meant(text, "mara") == []


def test_the_longest_name_is_taken_and_a_shorter_one_where_it_ends() -> None:
    assert meant("Mara Lind and Mara Lindner", "mara", "Mara Lind") == ["Mara Lind", "Mara"]
    assert meant("mara, @mara", "@Mara") == ["@mara"]


def test_names_of_any_letters_are_found() -> None:
    assert meant("ping c++", "c++") == ["c++"]
    assert meant(unicodedata.normalize("NFD", "zoë!"), "Zoë") == [unicodedata.normalize("NFD", "zoë")]
    assert meant("zoe", "Zoë") == []
    assert meant("STRASSE", "straße") == ["STRASSE"]
    assert meant("@小明你好", "小明") == ["@小明"]
    assert meant("小明你好，小明", "小明") == ["小明"]
    assert meant("hello", "", "bob") == []
    assert meant("hello") == []


@given(
    st.text(alphabet="abBkKſİıé @/-好", max_size=12),
    st.lists(st.text(alphabet="abBkKſİıé@-", max_size=3), max_size=3),
)
def test_any_text_has_sound_spans(text: str, names: list[str]) -> None:
    at = 0
    for start, end in mention_spans(text, names):
        assert at <= start < end <= len(text)
        at = end
