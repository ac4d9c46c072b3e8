"""The room's password between hub and guest with the real computation, and with somebody in between."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from app.client.events import ConnectionFailed, Failure, PasswordConfirmed, Registered
from app.client.session.client_session import ClientSession
from app.client.state.session_options import SessionOptions
from app.irc import password_exchange as wire
from app.security import password_work
from app.security.password_hashing import ScryptCost, acceptable, derive
from tests.pair.between import Between
from tests.pair.party import START, Friend, Party, verifier_of

PASSWORD = "correct horse"
HUBS, THIEFS = "ab" * 32, "cd" * 32  # fingerprints
CANDIDATES = ("sesame", "hunter2", PASSWORD)


def failures(friend: Friend) -> list[Failure]:
    return [event.failure for event in friend.saw(ConnectionFailed)]


@pytest.fixture(scope="module")
def party() -> Party:
    return Party(password=PASSWORD, fingerprint=HUBS, limits=False)


def test_who_knows_it_comes_in_and_knows_the_hub(party: Party) -> None:
    bob = party.join("bob", password=PASSWORD, secure=True)
    assert bob.client.state.is_registered
    assert bob.saw(PasswordConfirmed) == [PasswordConfirmed(HUBS, START)]


def test_on_a_link_without_encryption_it_verifies_nothing_but_lets_in(party: Party) -> None:
    ann = party.join("ann", password=PASSWORD)
    assert ann.saw(PasswordConfirmed) == [PasswordConfirmed("", START)]
    assert ann.client.state.is_registered


@pytest.mark.parametrize("password", ["wrong", None])
def test_who_does_not_know_it_stays_out(party: Party, password: str | None) -> None:
    assert failures(party.join("eve", password=password, secure=True)) == [Failure.WRONG_PASSWORD]


def test_foreign_programs_come_in_with_pass(party: Party) -> None:
    bob = party.join("old", password=PASSWORD, plain_password_ok=True)
    assert bob.client.state.is_registered
    assert f"PASS :{PASSWORD}".encode() in bob.between.seen


def test_a_guest_whose_certificate_is_verified_comes_back_when_the_password_is_gone() -> None:
    party = Party(fingerprint=HUBS)
    assert failures(party.join("bob", password="old", secure=True)) == [Failure.PASSWORD_NOT_SAFE]
    bob = party.join("bob", password="old", secure=True, hub_verified=True)
    assert bob.client.state.is_registered
    assert b"old" not in bob.between.seen


def test_a_change_while_somebody_is_at_the_door_counts() -> None:
    party = Party(password="old", fingerprint=HUBS)
    new = verifier_of("new")

    def change(data: bytes) -> bytes:
        if b"PASSWORD CONFIRM" in data:
            party.hub.set_password(new, party.now)
        return data

    late = party.join("late", password="old", secure=True, between=Between(up=change))
    assert failures(late) == [Failure.WRONG_PASSWORD]
    assert party.join("bob", password="new", secure=True).client.state.is_registered


class TestInBetween:
    """Somebody with a certificate of their own between guest and hub."""

    def test_passing_lines_on_is_noticed_by_both(self, party: Party) -> None:
        victim = party.join("victim", password=PASSWORD, secure=True, fingerprint=THIEFS)
        assert failures(victim) == [Failure.WRONG_PASSWORD]
        assert victim.saw(Registered) == []

    def test_claiming_that_it_went_well_is_noticed_by_the_guest(self, party: Party) -> None:
        def flatter(data: bytes) -> bytes:
            if b"WRONG_PASSWORD" not in data:
                return data
            return b":hub HUBBUB PASSWORD CONFIRM " + b64encode(b"x" * 32) + b"\r\n:hub 001 victim :Hi\r\n"

        victim = party.join(
            "victim", password=PASSWORD, secure=True, fingerprint=THIEFS, between=Between(down=flatter)
        )
        assert failures(victim) == [Failure.NOT_VERIFIED]

    @pytest.mark.parametrize(
        ("old", "new"), [(b" hubbub.chat/password", b""), (b"hubbub.chat/password", b"hubbub.chat/passwort")]
    )
    def test_hiding_the_capability_makes_the_guest_stop(self, party: Party, old: bytes, new: bytes) -> None:
        between = Between(down=lambda data: data.replace(old, new))
        victim = party.join("victim", password=PASSWORD, secure=True, fingerprint=THIEFS, between=between)
        assert failures(victim) == [Failure.PASSWORD_NOT_SAFE]
        assert PASSWORD.encode() not in between.seen
        assert b"PASS" not in between.seen_up

    def test_cheaper_parameters_are_refused(self, party: Party) -> None:
        between = Between(down=lambda data: data.replace(b" 32768 8 1", b" 2 1 1"))
        victim = party.join("victim", password=PASSWORD, secure=True, fingerprint=THIEFS, between=between)
        assert failures(victim) == [Failure.NOT_VERIFIED]
        assert b"SHARE" not in between.seen

    def test_another_salt_is_noticed(self, party: Party) -> None:
        salt = b64encode(b"chosen by a thief")
        real = b64encode(party.config.verifier.salt) if party.config.verifier else b""
        between = Between(down=lambda data: data.replace(real, salt))
        victim = party.join("victim", password=PASSWORD, secure=True, between=between)
        assert failures(victim) == [Failure.WRONG_PASSWORD]

    def test_what_it_sees_helps_nobody_to_guess(self, party: Party) -> None:
        between = Between()
        assert party.join("seen", password=PASSWORD, secure=True, between=between).client.state.is_registered
        verifier = party.config.verifier
        assert verifier is not None
        # it has: salt, parameters, both shares, both confirmations, and all the rest that was said
        seen = {word for line in between.seen.split(b"\r\n") for word in line.split(b" ")}
        said = [between.word(step, up=up) for step in ("SHARE", "CONFIRM") for up in (True, False)]
        assert {*(word.encode() for word in said), b64encode(verifier.salt)} <= seen
        # it lacks: the password, and what the hub holds of it
        for secret in (PASSWORD.encode(), verifier.key):
            for form in (secret, b64encode(secret), secret.hex().encode()):
                assert form not in between.seen
        # and with the right guess in hand, nothing of it tells that it is right: the key of the exchange
        # takes a number that neither side ever sent
        client_share, hub_share, client_says, _hub_says = (b64decode(word) for word in said)
        params = wire.ScryptParams(verifier.salt, verifier.n, verifier.r, verifier.p)
        transcript = wire.transcript(HUBS, params, client_share, hub_share)
        for candidate in CANDIDATES:
            key = derive(candidate, verifier.salt, ScryptCost())
            for known in (key, client_share, hub_share, key + client_share + hub_share):
                assert not wire.confirms(client_says, known, wire.CLIENT, transcript)
            own = password_work.run("share", (key, client_share, HUBS))
            assert isinstance(own, tuple)
            assert not wire.confirms(client_says, own[1], wire.CLIENT, transcript)

    @pytest.mark.parametrize("guess", CANDIDATES)
    def test_posing_as_the_hub_tries_one_guess_and_learns_of_no_other(self, guess: str) -> None:
        thief = Thief(guess)
        thief.hears_out(ClientSession(SessionOptions(nick="v", password=PASSWORD, fingerprint=THIEFS), START))
        # the one that it has put into its own share, while the guest was there
        assert thief.fits(thief.key) == (guess == PASSWORD)
        # any other, afterwards and without the guest: a new share is no part of what was confirmed
        for candidate in CANDIDATES:
            assert not thief.fits(thief.key_of(candidate)[1])


class Thief:
    """Poses as the hub with a guess of the password."""

    SALT = b"s" * 16

    def __init__(self, guess: str) -> None:
        self.guess = guess
        self.client_share = self.hub_share = self.key = self.says = b""

    def key_of(self, candidate: str) -> tuple[bytes, bytes]:
        """A share and the key that it leads to, for one guess."""
        key = derive(candidate, self.SALT, ScryptCost())
        result = password_work.run("share", (key, self.client_share, THIEFS))
        assert isinstance(result, tuple)
        return result

    def hears_out(self, guest: ClientSession) -> None:
        """Play the hub until the guest confirms."""
        params = wire.ScryptParams(self.SALT, 2**15, 8, 1)
        offer = b":h CAP * LS :hubbub.chat/password\r\n:h CAP * ACK :hubbub.chat/password\r\n"
        guest.receive(offer, START)
        guest.receive(f":h HUBBUB PASSWORD PARAMS {' '.join(params.words())}\r\n".encode(), START)
        self.client_share = self._heard(guest)
        self.hub_share, self.key = self.key_of(self.guess)
        guest.receive(f":h HUBBUB PASSWORD SHARE {wire.encode_value(self.hub_share)}\r\n".encode(), START)
        self.says = self._heard(guest)

    def _heard(self, guest: ClientSession) -> bytes:
        """Let the guest compute and say its next value."""
        for work in guest.take_work():
            guest.complete(work.id, password_work.run(work.kind, work.data), START)
        return b64decode(guest.take_output().split()[-1])

    def fits(self, key: bytes) -> bool:
        """Whether a key is the one that the guest has confirmed."""
        params = wire.ScryptParams(self.SALT, 2**15, 8, 1)
        said = wire.transcript(THIEFS, params, self.client_share, self.hub_share)
        return wire.confirms(self.says, key, wire.CLIENT, said)


def test_the_client_refuses_the_same_parameters_on_the_wire_and_in_its_thread() -> None:
    for salt in (15, 16, 64, 65):
        for n in (2**13, 2**14, 2**15 + 2, 2**17, 2**18):
            for r, p in ((8, 1), (8, 4), (8, 5), (4, 1), (8, 0)):
                params = wire.ScryptParams(b"s" * salt, n, r, p)
                is_read = wire.ScryptParams.read(params.words()) is not None
                assert is_read == acceptable(ScryptCost(n, r, p), params.salt), params
