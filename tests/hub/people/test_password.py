"""The room's password: proved by HUBBUB PASSWORD, checked for PASS, changed while people come in."""

from __future__ import annotations

import pytest

from app.hub.data.config import HubConfig
from app.hub.data.events import Refused
from app.irc.password_exchange import CLIENT, HUB, ScryptParams, confirmation, encode_value, transcript
from tests.hub.party import Friend, Party, command_of, verifier_of

CAP = "hubbub.chat/password"
SHARE = b"client share"
PARAMS = ScryptParams(b"salt" * 4, 2**15, 8, 1)
NAMES = ("NICK b", "USER b 0 * :B")


def begin(party: Party, **connection: object) -> Friend:
    """Somebody who has the hub's share."""
    friend = party.connect("b", **connection)  # type: ignore[arg-type]  # options of a test
    friend.says("CAP LS 302", f"CAP REQ {CAP}", *NAMES)
    friend.says("HUBBUB PASSWORD START")
    assert friend.says(f"HUBBUB PASSWORD SHARE {encode_value(SHARE)}") == [
        f":hub HUBBUB PASSWORD SHARE {encode_value(b'hub share')}"
    ]
    return friend


def confirms(role: str, password: str = "sesame", fingerprint: str = "") -> str:
    key = b"|".join((password.encode(), SHARE, fingerprint.encode()))
    return encode_value(confirmation(key, role, transcript(fingerprint, PARAMS, SHARE, b"hub share")))


def test_who_proves_the_password_is_let_in_and_sees_the_hub_prove_it_too() -> None:
    party = Party(password="sesame")
    bob = party.connect()
    assert CAP in " ".join(bob.says("CAP LS 302")).split()
    bob.says(f"CAP REQ {CAP}", *NAMES)
    (params,) = bob.says("HUBBUB PASSWORD START")
    assert params == f":hub HUBBUB PASSWORD PARAMS {encode_value(b'salt' * 4)} 32768 8 1"
    bob.says(f"HUBBUB PASSWORD SHARE {encode_value(SHARE)}")
    assert bob.says(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT)}") == [
        f":hub HUBBUB PASSWORD CONFIRM {confirms(HUB)}"
    ]
    assert bob.codes("CAP END")[0] == "001"
    assert party.work == []


def test_the_capability_is_there_only_while_there_is_a_password() -> None:
    party = Party()
    bob = party.connect()
    assert CAP not in " ".join(bob.says("CAP LS 302"))
    assert bob.says(f"CAP REQ {CAP}") == [f":hub CAP * NAK {CAP}"]
    assert bob.says("HUBBUB PASSWORD START") == [
        ":hub FAIL HUBBUB NOT_NOW PASSWORD :No password is asked for"
    ]


def test_who_listens_hears_of_the_capability_when_it_comes_and_goes() -> None:
    party = Party()
    new = party.join("new", caps="cap-notify")
    old = party.join("old")
    party.hub.set_password(verifier_of("a"), party.now)
    assert new.hears() == [f":hub CAP new NEW {CAP}"]
    new.says(f"CAP REQ {CAP}")
    party.hub.set_password(verifier_of("b"), party.now)
    assert new.hears() == []
    party.hub.set_password(None, party.now)
    assert new.hears() == [f":hub CAP new DEL {CAP}"]
    assert CAP not in new.says("CAP LIST")[0]
    assert old.hears() == []


def test_who_negotiates_it_and_proves_nothing_is_not_let_in() -> None:
    party = Party(password="sesame")
    bob = party.connect()
    bob.says("CAP LS 302", f"CAP REQ {CAP}", *NAMES)
    assert bob.codes("CAP END") == ["464", "ERROR"]
    assert bob.is_closed


def test_the_proof_holds_for_the_certificate_that_the_hub_shows() -> None:
    party = Party(password="sesame", fingerprint="ab" * 32)
    secure = begin(party, secure=True)
    assert secure.codes(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT, fingerprint='ab' * 32)}") == ["HUBBUB"]
    between = begin(party, secure=True)  # somebody with a certificate of their own passes lines on
    assert between.codes(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT, fingerprint='cd' * 32)}") == [
        "FAIL",
        "ERROR",
    ]
    plain = begin(party)
    assert plain.codes(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT)}") == ["HUBBUB"]


@pytest.mark.parametrize("said", [confirms(CLIENT, "guess"), confirms(HUB), "nonsense", "", "A" * 400])
def test_a_wrong_confirmation_ends_it_and_gets_nothing_of_the_hubs(said: str) -> None:
    party = Party(password="sesame")
    bob = begin(party)
    assert bob.says(f"HUBBUB PASSWORD CONFIRM {said}") == [
        ":hub FAIL HUBBUB WRONG_PASSWORD PASSWORD :Bad password",
        "ERROR :Closing link: 10.0.0.1 (Bad password)",
    ]
    assert party.happened(Refused) == [Refused(party.now, "10.0.0.1", "Bad password")]


@pytest.mark.parametrize(
    "steps",
    [
        ["SHARE YWJj"],
        ["CONFIRM YWJj"],
        ["START", "START"],
        ["START", "CONFIRM YWJj"],
        ["START", "SHARE YWJj", "SHARE YWJj"],
        ["DANCE"],
    ],
)
def test_steps_out_of_order_end_it(steps: list[str]) -> None:
    party = Party(password="sesame")
    bob = party.connect()
    bob.says("CAP LS 302", f"CAP REQ {CAP}")
    *_, fail, error = bob.says(*(f"HUBBUB PASSWORD {step}" for step in steps))
    assert fail.startswith(":hub FAIL HUBBUB OUT_OF_ORDER PASSWORD :")
    assert command_of(error) == "ERROR"


@pytest.mark.parametrize(
    ("share", "code"),
    [
        ("", "INVALID_SHARE"),
        ("%%%", "INVALID_SHARE"),
        (encode_value(b"malformed"), "TRY_AGAIN_LATER"),  # or the thread had too much to do
    ],
)
def test_a_share_that_is_none_ends_it(share: str, code: str) -> None:
    party = Party(password="sesame")
    bob = party.connect()
    bob.says("CAP LS 302", f"CAP REQ {CAP}", "HUBBUB PASSWORD START")
    fail, _ = bob.says(f"HUBBUB PASSWORD SHARE {share}")
    assert fail.startswith(f":hub FAIL HUBBUB {code} PASSWORD :")
    assert bob.is_closed


def test_who_is_in_has_nothing_to_prove() -> None:
    party = Party()
    bob = party.join("bob", caps="cap-notify")
    party.hub.set_password(verifier_of("sesame"), party.now)
    bob.says(f"CAP REQ {CAP}")
    assert bob.says("HUBBUB PASSWORD START")[-1].startswith(":hub FAIL HUBBUB NOT_NOW")
    assert not bob.is_closed


def test_guessing_is_slowed_also_for_guesses_made_at_once() -> None:
    party = Party(password="sesame")
    guessers = [begin(party, address="10.1.1.1") for _ in range(6)]
    answers = [each.says(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT, 'guess')}")[0] for each in guessers]
    assert [line.split()[3] for line in answers] == ["WRONG_PASSWORD"] * 3 + ["TRY_AGAIN_LATER"] * 3
    late = party.connect(address="10.1.1.1")
    late.says("CAP LS 302", f"CAP REQ {CAP}")
    assert "try again in 2 seconds" in late.says("HUBBUB PASSWORD START")[0]
    other = begin(party, address="10.2.2.2")
    assert other.codes(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT)}") == ["HUBBUB"]


def test_guessing_is_slowed_on_the_host_window_s_own_way_in_too() -> None:
    party = Party(password="sesame")
    local = {"address": "127.0.0.1", "private": True}
    answers = [
        begin(party, **local).says(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT, 'guess')}")[0]
        for _ in range(3)
    ]
    assert [line.split()[3] for line in answers] == ["WRONG_PASSWORD"] * 3
    late = party.connect(**local)  # type: ignore[arg-type]  # options of a test
    late.says("CAP LS 302", f"CAP REQ {CAP}")
    assert "try again in 2 seconds" in late.says("HUBBUB PASSWORD START")[0]


@pytest.mark.parametrize(
    ("now", "codes"), [("another", ["FAIL", "ERROR"]), ("sesame", ["HUBBUB"]), ("", ["HUBBUB"])]
)
def test_a_password_that_is_changed_meanwhile_is_no_longer_good(now: str, codes: list[str]) -> None:
    party = Party(password="sesame")
    bob = begin(party)
    party.hub.set_password(verifier_of(now) if now else None, party.now)
    bob.hears()
    assert bob.codes(f"HUBBUB PASSWORD CONFIRM {confirms(CLIENT)}") == codes


def test_a_configuration_does_not_show_its_password() -> None:
    shown = repr(HubConfig(verifier=verifier_of("sesame"), operators={"admin": "oper-sesame"}))
    assert "sesame" not in shown
    party = Party(password="sesame")
    party.works = False
    party.connect().says("PASS hunter2", *NAMES)
    assert "hunter2" not in repr(party.work)
    party.hub.grant_owner("owner-secret", party.now)
    impatient = party.connect()
    impatient.says("PASS sesame", *NAMES, "OPER admin hunter2")
    party.hub.receive(impatient.session, b"OPER admin hunter2", party.now)
    shown = repr(party.hub._state.sessions) + repr(party.hub._state)
    assert "hunter2" not in shown
    assert "owner-secret" not in shown


class TestPass:
    """PASS, for programs that are not ours."""

    def test_the_lines_of_who_waits_are_kept_and_nobody_else_waits(self) -> None:
        party = Party(password="sesame")
        ann = party.owner("ann")
        party.works = False
        bob = party.connect()
        assert bob.says("PASS sesame", *NAMES, "PING one", "JOIN #a") == []
        assert ann.codes("PING x") == ["PONG"]
        bob.says("PING two")
        party.do_work()
        codes = [command_of(line) for line in bob.hears()]
        assert codes[0] == "001"
        assert codes[codes.index("PONG") :] == ["PONG", "JOIN", "353", "366", "PONG"]
        party.do_work()
        assert bob.hears() == []

    def test_a_label_is_answered_when_the_work_is_done(self) -> None:
        party = Party(password="sesame")
        party.works = False
        bob = party.connect()
        bob.says("PASS sesame", "CAP LS 302", "CAP REQ :batch labeled-response", *NAMES)
        assert bob.says("@label=x CAP END") == []
        party.do_work()
        opening, *welcome = bob.hears()
        assert opening.startswith("@label=x :hub BATCH +")
        assert command_of(welcome[0]) == "001"

    def test_a_name_that_is_taken_meanwhile_costs_no_second_check(self) -> None:
        party = Party(password="sesame")
        party.works = False
        bob, rob = party.connect(), party.connect()
        for friend in (bob, rob):
            friend.says("PASS sesame", *NAMES)
        party.do_work()
        assert [command_of(friend.hears()[0]) for friend in (bob, rob)] == ["001", "433"]
        assert rob.codes("NICK c")[0] == "001"
        assert party.work == []

    def test_work_for_somebody_who_has_gone_changes_nothing(self) -> None:
        party = Party(password="sesame")
        party.works = False
        bob = party.connect()
        bob.says("PASS sesame", *NAMES)
        party.hub.disconnect(bob.session, "Connection reset", party.now)
        party.do_work()
        party.hub.complete(999, True, party.now)
        assert party.hub.member_count == 0
        ann = party.owner("ann")
        party.hub.complete(ann.session, True, party.now)
        assert ann.hears() == []

    def test_work_that_cannot_be_done_is_told(self) -> None:
        party = Party(password="sesame")
        party.works = False
        bob = party.connect()
        bob.says("PASS sesame", *NAMES)
        party.hub.complete(bob.session, None, party.now)
        assert bob.hears()[0] == ":hub 464 b :The password could not be checked, try again"

    def test_guesses_made_at_once_are_judged_one_after_the_other(self) -> None:
        party = Party(password="sesame")
        party.works = False
        guessers = [party.connect(address="10.1.1.1") for _ in range(5)]
        for number, each in enumerate(guessers):
            each.says("PASS sesame" if number == 4 else "PASS guess", *NAMES)
        party.do_work()
        assert [each.hears()[0].split(":")[-1].split(",")[0] for each in guessers] == [
            *["Bad password"] * 3,
            *["Too many wrong passwords"] * 2,
        ]

    @pytest.mark.parametrize(
        ("said", "now", "code"),
        [
            ("old", "new", "464"),
            ("new", "new", "464"),
            ("old", "old", "001"),
            ("guess", "", "001"),
        ],
    )
    def test_the_password_may_change_while_it_is_checked(self, said: str, now: str, code: str) -> None:
        party = Party(password="old")
        party.works = False
        bob = party.connect()
        bob.says(f"PASS {said}", *NAMES)
        party.hub.set_password(verifier_of(now) if now else None, party.now)
        party.do_work()
        assert command_of(bob.hears()[0]) == code


OVERHEARD = ":hub 464 b :A password is not taken from a page that is not encrypted"


@pytest.mark.parametrize(
    ("connection", "allowed", "is_taken"),
    [
        ({"web": True}, False, False),
        ({"web": True}, True, True),
        ({"web": True, "secure": True}, False, True),
        ({"web": True, "address": "127.0.0.1"}, False, True),
        ({}, False, True),
    ],
)
def test_a_page_that_others_read_along_may_not_send_the_password(
    connection: dict[str, object], allowed: bool, is_taken: bool
) -> None:
    party = Party(password="sesame", web_plain_password=allowed)
    told = party.connect("b", **connection).says("PASS sesame", *NAMES)  # type: ignore[arg-type]  # options
    assert (OVERHEARD in told) is not is_taken
    assert any(" 001 " in line for line in told) is is_taken


def test_the_host_may_allow_that_while_the_room_is_open() -> None:
    for allowed in (True, False):
        party = Party(password="sesame", web_plain_password=not allowed)
        party.hub.set_web_plain_password(allowed, party.now)
        told = party.connect("b", web=True).says("PASS sesame", *NAMES)
        assert (OVERHEARD in told) is not allowed
