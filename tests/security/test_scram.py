"""SCRAM-SHA-256: what is kept of a password, and exchanges with a client that knows it or does not."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scramp import ScramClient

from app.security.password_work import run
from app.security.scram import Scram, ScramConversation, make_scram
from app.security.security_errors import PasswordError

FEWEST = 4096  # the cost is no matter of these tests


def kept(text: str) -> Scram:
    made = make_scram(text, FEWEST)
    assert made is not None
    return made


def client(text: str, name: str = "mara") -> ScramClient:
    return ScramClient(["SCRAM-SHA-256"], name, text)


def test_what_is_kept_is_what_the_specification_says() -> None:
    made = kept("pencil")
    salted = hashlib.pbkdf2_hmac("sha256", b"pencil", made.salt, made.iterations)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    assert made.iterations == FEWEST
    assert len(made.salt) >= 16
    assert made.stored_key == hashlib.sha256(client_key).digest()
    assert made.server_key == hmac.digest(salted, b"Server Key", "sha256")
    assert made.salt != kept("pencil").salt


@pytest.mark.parametrize("text", ["sesame", "x" * 592, "é" * 100, "p,=w", "I\u00adX"])
def test_a_client_that_knows_the_password_is_let_in_and_believes_the_hub(text: str) -> None:
    mara = client(text)
    conversation, answer = ScramConversation.begin(mara.get_client_first(), kept(text))
    mara.set_server_first(answer)
    mara.set_server_final(conversation.end(mara.get_client_final()))  # raises when the hub's proof is wrong


def test_a_client_that_does_not_know_it_is_not() -> None:
    eve = client("millet")
    conversation, answer = ScramConversation.begin(eve.get_client_first(), kept("sesame"))
    eve.set_server_first(answer)
    with pytest.raises(PasswordError, match="wrong"):
        conversation.end(eve.get_client_final())


def test_a_proof_is_good_for_one_exchange() -> None:
    mara, verifier = client("sesame"), kept("sesame")
    conversation, answer = ScramConversation.begin(mara.get_client_first(), verifier)
    mara.set_server_first(answer)
    proof = mara.get_client_final()
    conversation.end(proof)
    with pytest.raises(PasswordError):
        conversation.end(proof)
    other, _answer = ScramConversation.begin(client("sesame").get_client_first(), verifier)
    with pytest.raises(PasswordError):
        other.end(proof)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n,,",
        "n,,n=mara",
        "n,,n=,r=abc",
        "n,,n=ma=ra,r=abc",
        "n,,n=mara,r=a b",
        "n,,m=ext,n=mara,r=abc",
        "p=tls-unique,,n=mara,r=abc",
        "p=tls-exporter,,n=mara,r=abc",
        "n,,n=mara,r=abc,r=abc",
        "x,,n=mara,r=abc",
        "n,,n=\x00,r=abc",
    ],
)
def test_nonsense_begins_nothing(text: str) -> None:
    with pytest.raises(PasswordError, match="malformed"):
        ScramConversation.begin(text, kept("sesame"))


@given(st.text(), st.text())
def test_no_text_breaks_it(first: str, last: str) -> None:
    verifier = Scram(b"salt" * 4, FEWEST, b"s" * 32, b"k" * 32)
    for text in (first, f"n,,n={first},r={last}"):
        started = run("scram", (text, verifier))
        if started is not None:
            conversation, _answer = started
            assert run("proof", (conversation, last)) is False
    started = run("scram", ("n,,n=mara,r=abc", verifier))
    proof = b64encode(last.encode(errors="replace")).decode()
    assert run("proof", (started[0], f"c=biws,r={first},p={proof}")) is False


@pytest.mark.parametrize("text", ["\u200e", "a\u0007", "\U0001fae0", "\u0627a"])
def test_some_passwords_have_no_form_in_it(text: str) -> None:
    assert make_scram(text, FEWEST) is None


def test_what_is_kept_is_not_shown_by_accident() -> None:
    made = kept("sesame")
    assert repr(made.stored_key) not in repr(made)
    assert repr(made.server_key) not in repr(made)
