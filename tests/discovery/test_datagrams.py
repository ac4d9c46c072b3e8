"""Datagrams there and back, and everything else that arrives at the beacon's port."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery.announcement import LONGEST_BY, LONGEST_ROOM, MOST_PEOPLE, Lock
from app.discovery.datagrams import (
    LONGEST_DATAGRAM,
    LONGEST_DOCUMENT,
    Bye,
    Here,
    Who,
    bye,
    document,
    here,
    read_datagram,
    read_document,
    who,
)
from tests.discovery.rooms import announced, fingerprint

KEY = "Zm9vYmFy"


def test_a_question_comes_back_with_its_key_and_length() -> None:
    assert read_datagram(who(KEY)) == Who(KEY, len(who(KEY)))
    assert len(who("x" * 16)) <= 64


def test_a_room_comes_back_with_and_without_a_question() -> None:
    room = announced(1, lock=Lock.CLOSED, web_port=7667)
    assert read_datagram(here(room)) == Here(room)
    assert read_datagram(here(room, KEY)) == Here(room, KEY)
    assert read_datagram(bye(room.fingerprint)) == Bye(room.fingerprint)


@pytest.mark.parametrize(
    "name", ["x" * 900, '"' * 900, "\\" * 900, "語" * 900, "👩‍🏫" * 900, "é\u0300" * 900]
)
def test_the_longest_names_fit_a_datagram(name: str) -> None:
    room = announced(1, room=name, by=name, people=10**9, lock=Lock.CLOSED, port=65535, web_port=65535)
    made = here(room, "x" * 16)
    assert len(made) <= LONGEST_DATAGRAM
    read = read_datagram(made)
    assert isinstance(read, Here)
    assert read.announcement.people == MOST_PEOPLE
    assert LONGEST_ROOM - 14 < len(read.announcement.room.encode()) <= LONGEST_ROOM
    assert LONGEST_BY - 14 < len(read.announcement.by.encode()) <= LONGEST_BY


FP = f'"fp":"{fingerprint(1)}"'
NOTHING = [
    *(b"", b"{}", b"[]", b"null", b"3", b'"who"', b"\xff\xfe{", b"[" * 512, b'{"v":' * 100),
    *(
        b'{"t":"who","k":"Zm9vYmFy"}',
        b'{"v":2,"t":"who","k":"Zm9vYmFy"}',
        b'{"v":true,"t":"who","k":"Zm9vYmFy"}',
    ),
    b'{"v":"1","t":"who","k":"Zm9vYmFy"}',
    *(b'{"v":1,"t":"who"}', b'{"v":1,"t":"who","k":3}', b'{"v":1,"t":"who","k":"short"}'),
    *(b'{"v":1,"t":"who","k":"Zm9v Zm9v"}', b'{"v":1,"t":"who","k":"Zm9vYmFy\\n"}'),
    *(b'{"v":1,"t":"here"}', b'{"v":1,"t":["here"]}', b'{"v":1,"t":"where","k":"Zm9vYmFy"}'),
    *(b'{"v":1,"t":"bye"}', b'{"v":1,"t":"bye","fp":3}', b'{"v":1,"t":"bye","fp":"00"}'),
    f'{{"v":1,"t":"here",{FP},"port":0}}'.encode(),
    f'{{"v":1,"t":"here",{FP},"port":1e400}}'.encode(),
    f'{{"v":1,"t":"here",{FP},"port":NaN}}'.encode(),
    f'{{"v":1,"t":"here",{FP},"port":{"9" * 380}}}'.encode(),
    f'{{"v":1,"t":"who","k":"{KEY}","p":"{"x" * LONGEST_DATAGRAM}"}}'.encode(),
]


@pytest.mark.parametrize("data", NOTHING)
def test_what_is_no_datagram_says_nothing(data: bytes) -> None:
    assert read_datagram(data) is None


def test_a_key_that_is_none_makes_it_no_answer() -> None:
    for key in ("", "3", '"short"', '"spaces are"', '{"a":1}'):
        told = f',"k":{key}' if key else ""
        read = read_datagram(f'{{"v":1,"t":"here",{FP},"port":6667{told}}}'.encode())
        assert isinstance(read, Here)
        assert read.key == ""


def test_names_of_escapes_and_lone_surrogates_are_cleaned() -> None:
    data = f'{{"v":1,"t":"here",{FP},"port":1,"room":"\\ud83d\\u0000\\u202ex","by":"\\u0003"}}'.encode()
    read = read_datagram(data)
    assert isinstance(read, Here)
    assert (read.announcement.room, read.announcement.by) == ("?x", "")


def test_what_is_told_beside_is_passed_over() -> None:
    data = f'{{"v":1,"t":"here",{FP},"port":1,"later":[{{}}],"port":6667}}'.encode()
    assert isinstance(read_datagram(data), Here)


@given(st.binary(max_size=600) | st.text(max_size=300).map(lambda text: text.encode(errors="replace")))
def test_any_bytes_are_a_datagram_or_none(data: bytes) -> None:
    read_datagram(data)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from([1, "who", "here", "bye", KEY]),
) | st.just(fingerprint(1))


@given(
    st.dictionaries(st.sampled_from(["v", "t", "k", "fp", "room", "by", "n", "lock", "port", "web"]), VALUES)
)
def test_any_object_is_a_datagram_or_none(fields: dict[str, object]) -> None:
    for wish in (
        fields,
        {**fields, "v": 1},
        {**fields, "v": 1, "t": "here", "fp": fingerprint(1), "port": 1},
    ):
        read = read_datagram(json.dumps(wish).encode())
        if isinstance(read, Here):
            assert read_datagram(here(read.announcement, read.key)) == read


def test_the_document_of_a_room_says_what_its_announcement_says() -> None:
    room = announced(1, lock=Lock.PASSWORD, web_port=7667)
    assert read_document(document(room), room.fingerprint) == room


def test_a_document_is_of_the_hub_that_was_proved_whatever_it_says() -> None:
    read = read_document(document(announced(1)), fingerprint(2))
    assert read is not None
    assert read.fingerprint == fingerprint(2)


def test_a_hub_that_does_not_announce_says_no_more_than_that_it_is_one() -> None:
    assert document(None) == b'{"v":1}'
    assert read_document(document(None), fingerprint(1)) is None


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[" * 2000, b"x" * (LONGEST_DOCUMENT + 1), b'{"v":2,"port":6667}']
)
def test_what_is_no_document_tells_of_no_room(data: bytes) -> None:
    assert read_document(data, fingerprint(1)) is None
