"""Password hashing: what a hub keeps of a password, and which one is right."""

from __future__ import annotations

import hashlib
import string
from dataclasses import dataclass

import pytest

from app.security import password_hashing
from app.security.password_hashing import ScryptCost, Verifier, acceptable, check, derive, make_verifier
from app.security.password_work import run
from app.security.security_errors import PasswordError

SALT = bytes(range(16))
CHEAP = ScryptCost(n=2**4)  # the cost is no matter of these tests
FINGERPRINT = "ab" * 32


def cheap(text: str) -> Verifier:
    return Verifier(SALT, CHEAP, derive(text, SALT, CHEAP))


def test_a_new_verifier_knows_its_password_and_no_other() -> None:
    verifier = make_verifier("correct horse")
    assert check("correct horse", verifier)
    assert not check("correct horsf", verifier)
    assert acceptable(verifier.params, verifier.salt)
    assert (verifier.n, verifier.r, verifier.p) == (2**15, 8, 1)


def test_every_verifier_has_a_salt_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_hashing, "ScryptCost", lambda: CHEAP)
    one, two = make_verifier("x"), make_verifier("x")
    assert len(one.salt) == len(two.salt) == 16
    assert one.salt != two.salt
    assert one.key != two.key


def test_the_key_is_scrypt_of_the_password() -> None:
    expected = hashlib.scrypt(b"caf\xc3\xa9", salt=SALT, n=16, r=8, p=1, dklen=32)
    assert derive("caf\u00e9", SALT, CHEAP) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("caf\u00e9", "cafe\u0301"),  # composed or not
        ("a b", "a\u00a0b"),  # the keyboard's other space
        ("a b", "a\u3000b"),
    ],
)
def test_ways_of_typing_one_password_are_one(one: str, other: str) -> None:
    assert check(other, cheap(one))


@pytest.mark.parametrize(("one", "other"), [("Secret", "secret"), ("ab", "\uff41\uff42"), ("a", "a ")])
def test_case_width_and_spaces_at_the_end_count(one: str, other: str) -> None:
    assert not check(other, cheap(one))


def test_plain_passwords_are_what_the_profile_makes_of_them() -> None:
    from precis_i18n import get_profile

    everything = string.digits + string.ascii_letters + string.punctuation + " "
    expected = hashlib.scrypt(
        get_profile("OpaqueString").enforce(everything).encode(), salt=SALT, n=16, r=8, p=1, dklen=32
    )
    assert derive(everything, SALT, CHEAP) == expected


@pytest.mark.parametrize("text", ["", "a\nb", "a\x00b", "\u200b", "caf\u00e9\x07", "\ud800"])
def test_an_empty_or_unprintable_password_is_none(text: str) -> None:
    with pytest.raises(PasswordError, match="at least one character") as caught:
        make_verifier(text)
    assert caught.value.__cause__ is None  # the cause would quote the password
    assert not check(text, cheap("x"))


@pytest.mark.parametrize(
    ("params", "salt_bytes", "verdict"),
    [
        (ScryptCost(), 16, True),
        (ScryptCost(n=2**14), 64, True),
        (ScryptCost(n=2**17, p=4), 16, True),
        (ScryptCost(n=2**13), 16, False),  # cheap to guess with
        (ScryptCost(n=2**18), 16, False),  # 256 MiB
        (ScryptCost(n=2**30), 16, False),
        (ScryptCost(n=0), 16, False),
        (ScryptCost(n=-(2**15)), 16, False),
        (ScryptCost(n=2**15 + 1), 16, False),
        (ScryptCost(r=1), 16, False),
        (ScryptCost(r=16), 16, False),
        (ScryptCost(p=0), 16, False),
        (ScryptCost(p=5), 16, False),
        (ScryptCost(), 15, False),
        (ScryptCost(), 65, False),
        (ScryptCost(), 0, False),
    ],
)
def test_a_client_refuses_absurd_parameters(params: ScryptCost, salt_bytes: int, verdict: bool) -> None:
    salt = bytes(salt_bytes)
    assert acceptable(params, salt) is verdict
    if not verdict:
        data = ("secret", salt, params.n, params.r, params.p, FINGERPRINT)
        assert run("derive", data) is None


@pytest.mark.parametrize("params", [ScryptCost(n=3), ScryptCost(n=-1), ScryptCost(n=2**80), ScryptCost(r=0)])
def test_parameters_that_scrypt_refuses_prove_nothing(params: ScryptCost) -> None:
    with pytest.raises(PasswordError, match="parameters"):
        derive("secret", SALT, params)
    assert not check("secret", Verifier(SALT, params, bytes(32)))


def test_no_secret_is_in_a_repr() -> None:
    verifier = cheap("secret")
    assert "key" not in repr(verifier)
    assert repr(verifier.key) not in repr(verifier)


def test_what_the_hub_keeps_fits_by_shape() -> None:
    @dataclass(frozen=True)
    class Kept:
        salt: bytes
        n: int
        r: int
        p: int
        key: bytes

    verifier = cheap("secret")
    kept = Kept(verifier.salt, verifier.n, verifier.r, verifier.p, verifier.key)
    assert run("check", ("secret", kept)) is True
    assert run("check", ("guess", kept)) is False
