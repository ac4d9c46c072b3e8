"""Whom the person is asked about: never about a known hub that stops encrypting."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.application import trust_store as module
from app.application.trust_store import TrustStore
from app.client.address import parse_address
from app.client.events import Failure
from app.paths import Places
from app.security.certificate import Identity
from app.security.security_errors import SecurityError, SecurityProblem
from app.security.trust import Verdict
from tests.application.fakes import HUB

TYPED = parse_address("192.168.1.24")
LINK = parse_address(f"hubbub://192.168.1.24/club?fp={HUB}")
SECURE = parse_address("ircs://irc.example.org/python")
OTHER = "cd34" * 16


@pytest.fixture
def store(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TrustStore]:
    monkeypatch.setattr(module, "load_or_make", lambda *_what, **_how: Identity(b"", b""))
    return TrustStore(Places(tmp_path, tmp_path))


def test_only_a_hub_that_is_not_known_may_be_joined_without_encryption(store: TrustStore) -> None:
    assert store.asks_about(TYPED, Failure.NOT_ENCRYPTED)
    assert not store.asks_about(LINK, Failure.NOT_ENCRYPTED)
    assert not store.asks_about(SECURE, Failure.NOT_ENCRYPTED)
    store.remember(HUB, name="Robotics club", address=TYPED)
    assert not store.asks_about(TYPED, Failure.NOT_ENCRYPTED)
    assert store.asks_about(parse_address("192.168.1.25"), Failure.NOT_ENCRYPTED)
    store.forget(HUB)
    assert store.asks_about(TYPED, Failure.NOT_ENCRYPTED)


def test_a_link_means_the_hub_of_its_fingerprint_wherever_it_is(store: TrustStore) -> None:
    assert store.pin_for(TYPED) is None
    store.remember(OTHER, name="Den", address=TYPED)
    store.remember(HUB, name="Robotics club", address=parse_address("192.168.1.25"))
    assert [pin and pin.name for pin in map(store.pin_for, (TYPED, LINK))] == ["Den", "Robotics club"]


@pytest.mark.parametrize(
    ("failure", "typed", "link"),
    [
        (Failure.PASSWORD_NOT_SAFE, True, False),
        (Failure.HOST_CHANGED, True, True),
        (Failure.LINK_MISMATCH, True, True),
        (Failure.REFUSED, False, False),
        (Failure.WRONG_PASSWORD, False, False),
    ],
)
def test_only_what_somebody_can_decide_is_asked(
    store: TrustStore, failure: Failure, typed: bool, link: bool
) -> None:
    assert (store.asks_about(TYPED, failure), store.asks_about(LINK, failure)) == (typed, link)


def test_another_certificate_at_a_known_address_is_another_host_until_it_is_accepted(
    store: TrustStore,
) -> None:
    assert store.assessor_for(TYPED)(HUB, False).verdict is Verdict.FIRST_CONTACT
    store.remember(HUB, name="Robotics club", address=TYPED)
    assert store.assessor_for(TYPED)(HUB, False).verdict is Verdict.KNOWN
    assert store.assessor_for(TYPED)(OTHER, False).verdict is Verdict.CHANGED
    assert store.assessor_for(TYPED, OTHER)(OTHER, False).verdict is not Verdict.CHANGED


def test_how_a_host_proved_itself_is_kept(store: TrustStore) -> None:
    store.remember(HUB, name="Robotics club", address=TYPED, verified="password")
    store.remember(HUB, name="Robotics club", address=TYPED, verified="link")
    pin = store.pin_of(HUB)
    assert pin is not None
    assert pin.verified == "password"
    assert store.pin_at(TYPED) == pin


def test_damaged_files_are_told_and_begun_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "load_or_make", lambda *_what, **_how: Identity(b"", b""))
    (tmp_path / module.PINS_FILE).write_text("junk")
    store = TrustStore(Places(tmp_path, tmp_path))
    assert "damaged" in store.problem
    assert store.pin_of(HUB) is None
    monkeypatch.setattr(module, "load_or_make", _cannot)
    with pytest.raises(SecurityError):
        TrustStore(Places(tmp_path, tmp_path))


def _cannot(*_what: object, **_how: object) -> Identity:
    raise SecurityError(SecurityProblem.FOLDER_NOT_MADE, path="x", reason="The disk is full")
