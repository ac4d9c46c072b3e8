"""What DNS-SD tells of rooms, there and back, and whatever else has that service's type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.discovery.announcement import Announcement, Lock
from app.discovery.service import SERVICE_TYPE, read_txt, room_service, service_name, write_txt
from tests.discovery.rooms import announced, fingerprint


def encoded(txt: dict[str, str]) -> dict[bytes, bytes | None]:
    return {key.encode(): value.encode() for key, value in txt.items()}


@pytest.mark.parametrize(
    "room",
    [
        announced(1),
        announced(2, lock=Lock.CLOSED, web_port=7667, room="語" * 40, by="Zoë"),
        announced(3, room="", by=""),
    ],
)
def test_a_room_comes_back(room: Announcement) -> None:
    txt = write_txt(room)
    assert "port" not in txt
    assert all(len(f"{key}={value}".encode()) <= 255 for key, value in txt.items())
    assert read_txt(encoded(txt), room.port) == room


def test_the_name_of_a_service_is_the_rooms_and_unique() -> None:
    assert service_name(announced(1, room="Robotics v1.2")) == "Robotics v1 2 001eeeeeeeeeeeee"
    assert service_name(announced(1, room="")) == "001eeeeeeeeeeeee"
    assert service_name(announced(1, room="...")) == "001eeeeeeeeeeeee"
    assert len(service_name(announced(1, room="語" * 99)).encode()) <= 63


def test_a_service_names_neither_computer_nor_people() -> None:
    service = room_service(announced(1))
    assert (service.kind, service.port, service.host) == (SERVICE_TYPE, 6667, "hubbub-001eeeeeeeeeeeee")
    assert service.name == service_name(announced(1))
    assert service.txt == write_txt(announced(1))


@pytest.mark.parametrize(
    "change",
    [
        {"v": None},
        {"v": b"2"},
        {"v": b"one"},
        {"fp": b"\xff"},
        {"fp": None},
        {"fp": b"00"},
        {"fp": b"e" * 99_999},
    ],
)
def test_what_is_no_room_is_none(change: dict[str, bytes | None]) -> None:
    txt = encoded(write_txt(announced(1))) | {key.encode(): value for key, value in change.items()}
    assert read_txt(txt, 6667) is None
    assert read_txt(encoded(write_txt(announced(1))), 0) is None


def test_nonsense_is_not_taken_for_what_is_missing() -> None:
    txt = encoded(write_txt(announced(1))) | {
        b"lock": b"maybe",
        b"n": b"9" * 400,
        b"web": b"-1",
        b"BY": b"\xffMara\n",
    }
    del txt[b"by"]
    room = read_txt(txt, 6667)
    assert room is not None
    assert (room.lock, room.people, room.web_port, room.by) == (Lock.PASSWORD, 0, 0, "\ufffdMara")


@given(
    st.dictionaries(
        st.sampled_from([b"v", b"fp", b"room", b"by", b"n", b"lock", b"web", b"V", b"x"]),
        st.none() | st.binary(max_size=40) | st.sampled_from([b"1", fingerprint(1).encode()]),
    ),
    st.integers(0, 70_000),
)
def test_any_record_is_a_room_or_none(txt: dict[bytes, bytes | None], port: int) -> None:
    room = read_txt(txt, port)
    if room is not None:
        assert read_txt(encoded(write_txt(room)), port) == room
