"""What hosts tell, as it may be believed: names that can be read, numbers within bounds."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery.announcement import (
    LONGEST_BY,
    LONGEST_ROOM,
    MOST_PEOPLE,
    Announcement,
    Lock,
    clean_name,
    is_fingerprint,
    read_fields,
    read_lock,
    read_whole,
    write_fields,
)
from tests.discovery.rooms import announced, fingerprint

FP = fingerprint(1)


def test_an_announcement_is_read_as_it_was_written() -> None:
    room = announced(1, room="Robotics club", by="Mara Lind", people=12, lock=Lock.PASSWORD, web_port=7667)
    assert read_fields(write_fields(room)) == room


def test_what_is_missing_is_its_default() -> None:
    bare = read_fields({"fp": FP, "port": 6667})
    assert bare == Announcement(fingerprint=FP, room="", by="", port=6667)
    assert bare.lock is Lock.NONE


@pytest.mark.parametrize("value", ["", FP[:-1], FP.upper(), "g" * 64, f"{FP}\n", None, 1, [FP]])
def test_without_a_fingerprint_there_is_no_room(value: object) -> None:
    assert read_fields({"fp": value, "port": 6667}) is None
    assert not isinstance(value, str) or not is_fingerprint(value)


@pytest.mark.parametrize("port", [0, -1, 65536, 10**400, 6667.0, "6667", True, None])
def test_without_a_port_there_is_no_room(port: object) -> None:
    assert read_fields({"fp": FP, "port": port}) is None


@pytest.mark.parametrize(
    ("told", "people"),
    [(3, 3), (-3, 0), (10**400, MOST_PEOPLE), (2.5, 0), (float("inf"), 0), ("3", 0), (True, 0), (None, 0)],
)
def test_how_many_people_there_are_is_a_number_that_a_row_can_show(told: object, people: int) -> None:
    found = read_fields({"fp": FP, "port": 1, "n": told})
    assert found is not None
    assert found.people == people


@pytest.mark.parametrize(
    ("told", "lock"),
    [
        *((None, Lock.NONE), (False, Lock.NONE), (0, Lock.NONE), (1, Lock.PASSWORD), (2, Lock.CLOSED)),
        *((True, Lock.PASSWORD), (3, Lock.PASSWORD), (-1, Lock.PASSWORD), ("no", Lock.PASSWORD)),
    ],
)
def test_what_is_not_understood_is_not_taken_for_an_open_room(told: object, lock: Lock) -> None:
    assert read_lock(told) is lock


def test_a_web_port_that_is_none_is_no_port() -> None:
    for told in (0, 70_000, "7667", None):
        found = read_fields({"fp": FP, "port": 1, "web": told})
        assert found is not None
        assert found.web_port == 0
    assert read_whole(7667, 65535) == 7667


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("Robotics club", "Robotics club"),
        ("  two \n lines\t here ", "two lines here"),
        ("\x02bold\x0304red\x1b[2J\x00", "boldred"),
        ("right\u202eleft\u2066 to", "rightleft to"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("\ud800x\udfff", "?x?"),
        ("Zalgo" + "\u0336\u0337\u0338\u0315" * 9, "Zalgo\u0336\u0337"),
        ("e\u0301", "é"),
        ("می\u200cخواهم", "می\u200cخواهم"),  # the joiner that Persian is written with
        ("👩\u200d🏫", "👩\u200d🏫"),
        ("a\u200db", "ab"),
        ("\u200d\u200dش\u200d\u200dش\u200d", "ش\u200dش"),
        ("\u3164\u115f", ""),
        ("\u2800", ""),
        ("\U000e0041\U000e0042", ""),
        ("___", "___"),
        *(("", ""), (None, ""), (3, ""), (["a"], "")),
    ],
)
def test_a_name_is_cleaned_of_what_cannot_be_read(told: object, name: str) -> None:
    assert clean_name(told, LONGEST_ROOM) == name


def test_a_long_name_ends_behind_a_whole_character() -> None:
    assert clean_name("ab" * 100, LONGEST_BY) == "ab" * 24
    assert clean_name("語" * 100, LONGEST_BY) == "語" * 16
    assert clean_name("word " * 100, 12) == "word word"
    assert clean_name("👩\u200d🏫" * 9, 24) == "👩\u200d🏫" * 2


@given(st.one_of(st.text(), st.text(st.characters(), min_size=50), st.integers(), st.none()))
def test_any_name_is_one_plain_line(told: object) -> None:
    name = clean_name(told, LONGEST_ROOM)
    assert len(name.encode()) <= LONGEST_ROOM
    assert clean_name(name, LONGEST_ROOM) == name
    assert name == " ".join(name.split())
    assert not {unicodedata.category(char) for char in name if char not in "\u200c\u200d"} & {
        *("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")
    }


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries({}, optional=dict.fromkeys(("fp", "room", "by", "n", "lock", "port", "web"), JSON))
)
def test_any_fields_are_an_announcement_or_none(fields: dict[str, object]) -> None:
    for wish in (fields, {**fields, "fp": FP, "port": 6667}):
        found = read_fields(wish)
        if found is not None:
            assert is_fingerprint(found.fingerprint)
            assert 0 < found.port <= 65535
            assert 0 <= found.web_port <= 65535
            assert 0 <= found.people <= MOST_PEOPLE
            assert read_fields(write_fields(found)) == found
