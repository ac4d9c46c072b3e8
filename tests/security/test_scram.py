"""SCRAM-SHA-256: what is kept of a password, and exchanges with a client that knows it or does not.

The client is of a library that knows no "tls-exporter", so the one for PLUS is written out here.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from base64 import b64decode, b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scramp import ScramClient

from app.security.password_work import run
from app.security.scram import Scram, ScramConversation, make_scram, prove
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
        started = run("scram", (text, verifier, b"", False))
        if started is not None:
            conversation, _answer = started
            assert run("proof", (conversation, last)) is False
    started = run("scram", ("n,,n=mara,r=abc", verifier, b"", False))
    proof = b64encode(last.encode(errors="replace")).decode()
    assert run("proof", (started[0], f"c=biws,r={first},p={proof}")) is False


@pytest.mark.parametrize("text", ["\u200e", "a\u0007", "\U0001fae0", "\u0627a"])
def test_some_passwords_have_no_form_in_it(text: str) -> None:
    assert make_scram(text, FEWEST) is None


def test_what_is_kept_is_not_shown_by_accident() -> None:
    made = kept("sesame")
    assert repr(made.stored_key) not in repr(made)
    assert repr(made.server_key) not in repr(made)


BINDING, OTHERS = b"of this connection" * 2, b"of another" * 4


class BoundClient:
    """A client that says with which flag and bytes its proof is bound (RFC 5802 section 5.1)."""

    def __init__(self, flag: str, text: str, binding: bytes = b"") -> None:
        self._header = f"{flag},,"
        self._text = text
        self._bound = self._header.encode() + binding
        self._bare = "n=mara,r=abc"
        self.first = f"{self._header}{self._bare}"
        self.wanted = ""

    def final(self, answer: str, extra: str = "") -> str:
        nonce, salt, iterations = (part[2:] for part in answer.split(","))
        salted = hashlib.pbkdf2_hmac("sha256", self._text.encode(), b64decode(salt), int(iterations))
        key = hmac.digest(salted, b"Client Key", "sha256")
        said = f"c={b64encode(self._bound).decode()},r={nonce}{extra}"
        signed = f"{self._bare},{answer},{said}".encode()
        signature = hmac.digest(hashlib.sha256(key).digest(), signed, "sha256")
        proof = bytes(a ^ b for a, b in zip(key, signature, strict=True))
        own = hmac.digest(hmac.digest(salted, b"Server Key", "sha256"), signed, "sha256")
        self.wanted = f"v={b64encode(own).decode()}"
        return f"{said},p={b64encode(proof).decode()}"


class TestChannelBinding:
    def say(self, mara: BoundClient, binding: bytes, *, is_plus: bool) -> str:
        conversation, answer = ScramConversation.begin(mara.first, kept("sesame"), binding, is_plus=is_plus)
        return conversation.end(mara.final(answer))

    @pytest.mark.parametrize(
        ("flag", "bound", "binding", "is_plus"),
        [
            ("n", b"", b"", False),
            ("n", b"", BINDING, False),  # a program that knows nothing of it
            ("y", b"", b"", False),  # one that does, where there is none
            ("p=tls-exporter", BINDING, BINDING, True),
        ],
    )
    def test_who_is_bound_as_the_hub_is_gets_in(
        self, flag: str, bound: bytes, binding: bytes, is_plus: bool
    ) -> None:
        mara = BoundClient(flag, "sesame", bound)
        assert self.say(mara, binding, is_plus=is_plus) == mara.wanted
        with pytest.raises(PasswordError, match="wrong"):
            self.say(BoundClient(flag, "millet", bound), binding, is_plus=is_plus)

    def test_a_proof_for_another_connection_is_none(self) -> None:
        """Whoever stands in the middle has two connections, and each its own binding."""
        for bound in (OTHERS, b"", BINDING[:-1]):
            with pytest.raises(PasswordError, match="another connection"):
                self.say(BoundClient("p=tls-exporter", "sesame", bound), BINDING, is_plus=True)

    def test_who_was_kept_from_binding_is_told_no(self) -> None:
        """Somebody in the middle took PLUS off the list, and the client says that it saw none."""
        with pytest.raises(PasswordError, match="not told"):
            self.say(BoundClient("y", "sesame"), BINDING, is_plus=False)

    def test_the_flag_cannot_be_put_right_on_the_way(self) -> None:
        mara = BoundClient("y", "sesame")
        conversation, answer = ScramConversation.begin(f"n,,{mara.first[3:]}", kept("sesame"), BINDING)
        with pytest.raises(PasswordError, match="another connection"):
            conversation.end(mara.final(answer))

    @pytest.mark.parametrize(
        ("flag", "binding", "is_plus"),
        [
            ("p=tls-exporter", BINDING, False),
            ("p=tls-exporter", b"", True),
            ("p=tls-unique", BINDING, True),
            ("p=tls-server-end-point", BINDING, True),
            ("n", BINDING, True),
            ("y", b"", True),
        ],
    )
    def test_what_does_not_fit_the_mechanism_begins_nothing(
        self, flag: str, binding: bytes, is_plus: bool
    ) -> None:
        with pytest.raises(PasswordError, match="malformed"):
            ScramConversation.begin(
                BoundClient(flag, "sesame").first, kept("sesame"), binding, is_plus=is_plus
            )

    def test_the_vectors_of_the_specification(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """https://www.rfc-editor.org/rfc/rfc7677#section-3"""
        salt = b64decode("W22ZaJ0SNY7soEsUEjb6gQ==")
        salted = hashlib.pbkdf2_hmac("sha256", b"pencil", salt, 4096)
        stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
        known = Scram(salt, 4096, stored, hmac.digest(salted, b"Server Key", "sha256"))
        monkeypatch.setattr("secrets.token_urlsafe", lambda _length: "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0")
        conversation, answer = ScramConversation.begin("n,,n=user,r=rOprNGfwEbeRWgbNEkqO", known)
        assert answer == (
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        )
        assert (
            conversation.end(
                "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
            )
            == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        )

    def test_what_later_versions_may_add_is_passed_over_unless_it_may_not_be(self) -> None:
        mara = BoundClient("n", "sesame")
        conversation, answer = ScramConversation.begin(f"{mara.first},y=later", kept("sesame"))
        with pytest.raises(PasswordError, match="wrong"):  # as it was signed without that
            conversation.end(mara.final(answer))
        for extra, refused in ((",x=later", ""), (",m=must", "malformed"), (",r=again", "malformed")):
            conversation, answer = ScramConversation.begin(mara.first, kept("sesame"))
            with pytest.raises(PasswordError, match=refused) if refused else contextlib.nullcontext():
                assert conversation.end(mara.final(answer, extra)) == mara.wanted


class TestOurOwnClient:
    @pytest.mark.parametrize("text", ["sesame", "é" * 100, "p,=w", "I\u00adX"])
    def test_both_sides_of_ours_agree(self, text: str) -> None:
        first = "p=tls-exporter,,n=mara,r=abc"
        conversation, answer = ScramConversation.begin(first, kept(text), BINDING, is_plus=True)
        final, wanted = prove(text, first, answer, BINDING)
        assert conversation.end(final) == wanted

    @pytest.mark.parametrize(("text", "bound"), [("millet", BINDING), ("sesame", OTHERS)])
    def test_neither_a_wrong_password_nor_another_connection_will_do(self, text: str, bound: bytes) -> None:
        first = "p=tls-exporter,,n=mara,r=abc"
        conversation, answer = ScramConversation.begin(first, kept("sesame"), BINDING, is_plus=True)
        final, _wanted = prove(text, first, answer, bound)
        with pytest.raises(PasswordError):
            conversation.end(final)

    @pytest.mark.parametrize("flag", ["n", "y"])
    def test_what_is_not_to_be_bound_is_not(self, flag: str) -> None:
        first = f"{flag},,n=mara,r=abc"
        conversation, answer = ScramConversation.begin(first, kept("sesame"))
        final, wanted = prove("sesame", first, answer, BINDING)
        assert conversation.end(final) == wanted

    def test_the_vectors_of_the_specification(self) -> None:
        """https://www.rfc-editor.org/rfc/rfc7677#section-3"""
        nonce = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
        assert prove(
            "pencil", "n,,n=user,r=rOprNGfwEbeRWgbNEkqO", f"r={nonce},s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        ) == (
            f"c=biws,r={nonce},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=",
        )

    @pytest.mark.parametrize(
        "answer",
        [
            "",
            "e=other-error",
            "r=abcd,s=c2FsdA==",
            "r=abcd,s=c2FsdA==,i=4095",
            "r=abcd,s=c2FsdA==,i=5000001",
            "r=abcd,s=c2FsdA==,i=99999999999",
            "r=abc,s=c2FsdA==,i=4096",
            "r=xyz,s=c2FsdA==,i=4096",
            "m=must,r=abcd,s=c2FsdA==,i=4096",
        ],
    )
    def test_what_a_server_may_not_ask_is_refused(self, answer: str) -> None:
        assert run("prove", ("sesame", "n,,n=mara,r=abc", answer, b"")) is None

    def test_a_password_without_a_form_proves_nothing(self) -> None:
        assert run("prove", ("\u200e", "n,,n=mara,r=abc", "r=abcd,s=c2FsdA==,i=4096", b"")) is None
