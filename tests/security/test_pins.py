"""The hubs that a person has met."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.security.pins import MAX_ADDRESSES, Pin, Pins
from app.security.security_errors import SecurityError

ONE, TWO = "1" * 64, "2" * 64


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "pins.json"


def entry(**changes: Any) -> dict[str, Any]:
    good = {
        "fingerprint": ONE,
        "name": "Robotics",
        "addresses": ["a:1"],
        "first_seen": 1.0,
        "verified": "link",
    }
    return {**good, **changes}


def test_a_pin_is_there_after_a_restart(path: Path) -> None:
    pins = Pins(path)
    pin = pins.remember(ONE, name="Robotics club", address="hub:6667", now=5.0)
    pins.mark_verified(ONE, "words")
    assert pin == Pin(ONE, "Robotics club", ("hub:6667",), 5.0)
    found = Pins(path).by_fingerprint(ONE)
    assert found == replace(pin, verified="words")
    assert Pins(path).by_address("hub:6667") == found


def test_nothing_is_written_before_there_is_a_pin(path: Path) -> None:
    pins = Pins(path)
    pins.forget(ONE)
    assert pins.mark_verified(ONE, "words") is None
    assert not path.parent.exists()


def test_a_hub_that_moves_keeps_its_old_addresses(path: Path) -> None:
    pins = Pins(path)
    pins.remember(ONE, name="Robotics", address="10.0.0.5:6667", now=1.0)
    moved = pins.remember(ONE, name="", address="10.0.0.9:6668", now=2.0)
    assert moved == Pin(ONE, "Robotics", ("10.0.0.9:6668", "10.0.0.5:6667"), 1.0)
    assert pins.by_address("10.0.0.5:6667") == pins.by_address("10.0.0.9:6668") == moved
    back = pins.remember(ONE, name="Robots", address="10.0.0.5:6667", now=3.0)
    assert back == Pin(ONE, "Robots", ("10.0.0.5:6667", "10.0.0.9:6668"), 1.0)


def test_an_address_belongs_to_who_was_seen_there_last(path: Path) -> None:
    pins = Pins(path)
    pins.remember(ONE, name="one", address="hub:6667", now=1.0)
    pins.remember(TWO, name="two", address="hub:6667", now=2.0)
    there, first = pins.by_address("hub:6667"), pins.by_fingerprint(ONE)
    assert there is not None
    assert first is not None
    assert there.fingerprint == TWO
    assert first.addresses == ()


def test_case_of_addresses_and_fingerprints_does_not_matter(path: Path) -> None:
    pins = Pins(path)
    pin = pins.remember("AB" * 32, name="x", address="Hub.Local:6667", now=1.0)
    assert pin.fingerprint == "ab" * 32
    assert pins.by_address("HUB.local:6667") == pins.by_fingerprint("Ab" * 32) == pin
    pins.forget("aB" * 32)
    assert Pins(path).by_fingerprint("ab" * 32) is None


def test_a_hub_that_moves_for_years_does_not_collect_addresses(path: Path) -> None:
    pins = Pins(path)
    for number in range(MAX_ADDRESSES + 5):
        pin = pins.remember(ONE, name="x", address=f"10.0.0.{number}:6667", now=1.0)
    assert len(pin.addresses) == MAX_ADDRESSES
    assert pin.addresses[0] == f"10.0.0.{MAX_ADDRESSES + 4}:6667"
    assert pins.by_address("10.0.0.0:6667") is None


def test_a_way_to_verify_that_is_none_is_refused(path: Path) -> None:
    pins = Pins(path)
    pins.remember(ONE, name="x", address="a:1", now=1.0)
    with pytest.raises(ValueError, match="guess"):
        pins.mark_verified(ONE, "guess")


def test_seeing_a_hub_again_writes_nothing(path: Path) -> None:
    pins = Pins(path)
    pins.remember(ONE, name="x", address="a:1", now=1.0)
    path.unlink()
    pins.remember(ONE, name="x", address="a:1", now=2.0)
    assert not path.exists()


def test_names_that_no_file_can_hold_are_kept_as_well_as_possible(path: Path) -> None:
    Pins(path).remember(ONE, name="Zo\u00eb \ud800", address="a:1", now=1.0)
    found = Pins(path).by_fingerprint(ONE)
    assert found is not None
    assert found.name == "Zo\u00eb ?"


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
def test_nobody_else_may_read_who_was_met(path: Path) -> None:
    Pins(path).remember(ONE, name="x", address="a:1", now=1.0)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="behind a file there is nothing, elsewhere")
def test_what_cannot_be_read_is_no_empty_list(path: Path) -> None:
    path.parent.write_bytes(b"a file where the folder should be")
    with pytest.raises(SecurityError):
        Pins(path)


def test_what_cannot_be_written_is_not_believed(path: Path) -> None:
    pins = Pins(path)
    path.mkdir(parents=True)
    with pytest.raises(SecurityError, match="cannot be written"):
        pins.remember(ONE, name="x", address="a:1", now=1.0)
    assert pins.by_fingerprint(ONE) is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff",
        b"[]",
        b"null",
        b"{}",
        b'{"version": "1", "hubs": []}',
        b'{"version": 1}',
        b'{"version": 1, "hubs": 5}',
        b'{"version": 1, "hubs": [5]}',
        b"[" * 100_000,
        *(
            json.dumps({"version": 1, "hubs": [entry(**change)]}).encode()
            for change in (
                {"fingerprint": "12"},
                {"fingerprint": "AB" * 32},
                {"fingerprint": "xy" * 32},
                {"fingerprint": 5},
                {"fingerprint": "1 " * 32},
                {"name": None},
                {"addresses": "a:1"},
                {"addresses": [5]},
                {"first_seen": "now"},
                {"verified": 1},
                {"verified": "guess"},
            )
        ),
    ],
    ids=lambda content: content[:90].decode("latin-1"),
)
def test_a_damaged_list_is_set_aside_and_the_next_try_begins_with_none(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(SecurityError, match=r"set aside: .*, pins\.json\.damaged$"):
        Pins(path)
    assert path.with_name("pins.json.damaged").read_bytes() == content
    assert Pins(path).by_fingerprint(ONE) is None


def test_a_good_list_is_read(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"version": 1, "hubs": [entry(), entry(fingerprint=TWO, addresses=[])]}))
    assert Pins(path).by_fingerprint(ONE) == Pin(ONE, "Robotics", ("a:1",), 1.0, "link")
    assert Pins(path).by_fingerprint(TWO) is not None


def test_a_list_of_a_newer_version_is_left_alone(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"version": 2, "people": []}')
    with pytest.raises(SecurityError, match="newer version"):
        Pins(path)
    assert path.exists()
