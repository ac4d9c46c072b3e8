"""Nobody becomes, nor comes to look like, somebody else. And the owner of a name gets it back at once."""

from __future__ import annotations

from base64 import b64encode

import pytest

from app.hub.data.events import Quit
from app.hub.data.memory import MemoryAccounts
from app.irc.confusables import nick_keys
from tests.hub.party import Friend, Party, command_of

# name of the first one, name of the second, what gives it away
LOOKALIKES = [
    ("Mara", "Mara", "the same"),
    ("Mara", "mara", "another case"),
    ("Mara", "MARA", "another case"),
    ("Mara", "Mаrа", "Cyrillic a"),
    ("Paco", "Расо", "Cyrillic altogether"),
    ("Kopa", "Κορα", "Greek altogether"),
    ("Mara", "Mára", "another accent"),
    ("Mära", "Mara", "an accent less"),
    ("Mara", "Mara̤", "a mark below"),
    ("Mara", "Ｍａｒａ", "fullwidth letters"),
    ("Mara", "Mara\u200d", "a character that is not seen"),
    ("Mara", "Mara\u202e", "a character that turns the line round"),
    ("Mara", "Mara\u00a0", "a space"),
    ("Mara", "𝐌ara", "a mathematical letter"),
    ("Mara_Lind", "mara_lınd", "an i without its dot"),
    ("Tim1", "Timl", "l for 1"),
    ("TimI", "Tim1", "1 for I"),
    ("Bob0", "BobO", "O for 0"),
    ("Amara", "Arnara", "rn for m"),
    ("Ivo", "lvo", "l for I"),
    ("Maria", "MarIa", "another case"),
    ("Maria", "MARIA", "all in capitals"),
    ("Maria", "MARlA", "l in capitals"),
    ("MARIA", "MARlA", "l for I in capitals"),
    ("MarIa", "Marla", "l for I"),
    ("MarIa", "Maria", "another case back"),
    ("Marla", "MarIa", "I for l"),
    ("Maria", "MarІa", "Cyrillic capital I"),
    ("Marla", "MarІa", "Cyrillic capital I for l"),
    ("Straße", "Strasse", "another spelling of a letter"),
]
IDS = [f"{first}-{why}" for first, _second, why in LOOKALIKES]
REFUSALS = (["433"], ["432"])


@pytest.mark.parametrize(("first", "second", "why"), LOOKALIKES, ids=IDS)
class TestLookalikes:
    def test_not_beside_who_is_here(self, first: str, second: str, why: str) -> None:
        party = Party()
        party.join(first)
        eve = party.connect("eve")
        assert eve.codes(f"NICK {second}") in REFUSALS
        assert "001" in eve.codes("NICK eve", "USER e 0 * :E")
        assert eve.codes(f"NICK {second}") in REFUSALS

    def test_not_in_the_absence_of_who_owns_it(self, first: str, second: str, why: str) -> None:
        party = Party()
        party.log_in(first).says("QUIT")
        party.quiet()
        for eve in (party.connect("eve"), party.log_in("eve")):
            assert eve.codes(f"NICK {second}") in REFUSALS

    def test_not_by_logging_in_under_it(self, first: str, second: str, why: str) -> None:
        party = Party()
        party.log_in(first).says("QUIT")
        eve = party.connect("eve", fingerprint="fp-eve")
        codes = eve.codes(
            "CAP LS 302",
            "CAP REQ sasl",
            f"NICK {second}",
            "USER e 0 * :E",
            "AUTHENTICATE EXTERNAL",
            "AUTHENTICATE +",
            "CAP END",
        )
        assert "001" not in codes
        assert "900" not in codes

    def test_not_by_the_name_that_windows_show(self, first: str, second: str, why: str) -> None:
        party = Party()
        party.join(first)
        party.log_in("host").says("QUIT")
        eve = party.connect("eve")
        eve.says("NICK eve", f"USER e 0 * :{second}")
        eve.says("CAP REQ setname")
        assert eve.says("WHOIS eve")[0].split(" * ")[-1] == "eve"
        assert eve.codes(f"SETNAME :{second}") == ["FAIL"]


def test_names_that_differ_to_the_eye_are_all_welcome() -> None:
    party = Party()
    for nick in (
        "Maria",
        "Marla",
        "Tim",
        "Tlm",
        "Mila",
        "Milla",
        "mara",
        "mark",
        "marlon",
        "mario",
        "tim2",
        "tim3",
        "Zoë",
        "李雷",
        "Олег",
        "user1",
        "user2",
    ):
        assert party.connect().codes(f"NICK {nick}", "USER a 0 * :A")[0] == "001", nick


def test_names_with_i_and_l_are_two_peoples_in_absence_too() -> None:
    party = Party()
    for nick in ("Maria", "Marla"):
        party.log_in(nick).says("QUIT")
    party.quiet()
    for eve in (party.connect("eve"), party.log_in("eve")):
        assert eve.codes("NICK MarIa") == ["433"]
    for nick in ("Maria", "Marla"):
        assert party.log_in(nick).says(f"WHOIS {nick}")[0].split()[3] == nick


def test_between_two_who_are_here_the_refusal_names_the_nearer() -> None:
    party = Party()
    party.join("Maria")
    party.join("Marla")
    assert party.connect().says("NICK MarIa")[0].endswith(":Nickname is already in use")


def test_a_name_that_is_one_of_two_is_owned_as_both() -> None:
    party = Party()
    party.log_in("Ian")
    again = party.join("guest", fingerprint="fp-later")
    assert again.codes("NICK Ivy") == ["NICK"]
    assert "900" in again.codes("CAP REQ sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    again.says("QUIT")
    eve = party.connect("eve")
    for nick in ("ian", "lan", "ivy", "lvy"):
        assert eve.codes(f"NICK {nick}") == ["433"]


def test_nobody_asks_to_log_in_under_a_name_that_looks_like_an_owned_one() -> None:
    party = Party()
    party.log_in("Marla").says("QUIT")
    eve = party.connect("eve", fingerprint="fp-eve")
    eve.says("CAP LS 302", "CAP REQ sasl")
    wanted = b64encode(b"MarIa").decode()
    assert eve.codes("AUTHENTICATE EXTERNAL", f"AUTHENTICATE {wanted}")[-1] == "904"
    wanted = b64encode(b"Maria").decode()
    assert eve.codes("AUTHENTICATE EXTERNAL", f"AUTHENTICATE {wanted}")[-1] == "903"


def test_the_refusal_says_why() -> None:
    party = Party()
    party.join("Mara")
    party.log_in("Zoe").says("QUIT")
    eve = party.connect()
    said = [eve.says(f"NICK {nick}")[0].rpartition(":")[2] for nick in ("mARA", "Mára", "Zoe")]
    assert said == [
        "Nickname is already in use",
        "Nickname looks like that of somebody who is here",
        "Nickname belongs to somebody else",
    ]


def test_ones_own_name_may_change_its_looks() -> None:
    party = Party()
    for ann in (party.join("ann"), party.log_in("bob")):
        for nick in (ann.name.title(), f"{ann.name[:-1]}é{ann.name[-1]}", ann.name):
            assert ann.codes(f"NICK {nick}") == ["NICK"]


def test_a_name_that_is_given_up_by_a_guest_is_free() -> None:
    party = Party()
    ann = party.join("ann")
    ann.says("NICK anna")
    assert party.join("ann").codes("PING x") == ["PONG"]
    ann.says("QUIT")
    assert party.join("anna").codes("PING x") == ["PONG"]


def test_a_name_of_an_account_outlives_the_hub() -> None:
    accounts = MemoryAccounts()
    Party(accounts=accounts).log_in("mara")
    later = Party(accounts=accounts)
    assert later.connect().codes("NICK Mara") == ["433"]
    assert later.log_in("mara").codes("PING x") == ["PONG"]


def _logs_in_late(party: Party, name: str, *channels: str) -> Friend:
    """Somebody with Mara's certificate who shows it only when already here."""
    late = party.join(name, *channels, caps="sasl", fingerprint="fp-mara")
    assert late.codes("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")[:3] == ["AUTHENTICATE", "900", "903"]
    return late


class TestTakingOver:
    def test_who_logs_in_late_takes_the_name_from_the_person_they_are_elsewhere(self) -> None:
        party = Party()
        before, bob = party.log_in("mara", "#a"), party.join("bob", "#a")
        mara = _logs_in_late(party, "anne")
        party.quiet()
        assert mara.codes("NICK Mára") == ["QUIT", "NICK"]
        assert before.is_closed
        assert "Replaced by a new connection" in before.hears()[-1]
        quitting, renaming = bob.hears()
        assert quitting == ":mara!mara@10.0.0.1 QUIT :Replaced by a new connection"
        assert renaming.endswith(" NICK Mára")
        assert len(party.happened(Quit)) == 1

    def test_a_name_that_looks_like_two_of_ones_own_ends_both(self) -> None:
        party = Party()
        maria = party.log_in("Maria", "#a", fingerprint="fp-mara")
        marla, third = _logs_in_late(party, "tablet", "#a"), _logs_in_late(party, "phone", "#a")
        marla.says("NICK Marla")
        bob = party.join("bob", "#a")
        party.quiet()
        third.says("NICK MarIa")
        assert maria.is_closed
        assert marla.is_closed
        assert [command_of(line) for line in bob.hears()] == ["QUIT", "QUIT", "NICK"]

    def test_ones_own_people_free_no_name_of_each_other(self) -> None:
        party = Party()
        maria, marla = party.log_in("Maria", fingerprint="fp-mara"), _logs_in_late(party, "tablet")
        # takes what looks like both, then lets go of it
        marla.says("NICK Marla", "NICK MarIa", "NICK Marla")
        assert maria.is_closed
        _logs_in_late(party, "phone").says("NICK Maria", "QUIT")
        assert marla.codes("PING x") == ["PONG"]
        marla.says("QUIT")
        party.quiet()
        assert party.log_in("eve").codes("NICK Marla", "NICK Maria") == ["433", "433"]

    def test_guests_let_go_of_all_that_their_name_looks_like(self) -> None:
        party = Party()
        ian = party.join("Ian")
        assert ian.codes("NICK ian") == ["NICK"]
        lan = party.join("lan")
        assert ian.codes("NICK Ian") == ["433"]
        lan.says("QUIT")
        assert ian.codes("NICK Ian") == ["NICK"]
        ian.says("QUIT")
        assert "001" in party.connect().codes("NICK Lan", "USER l 0 * :L")

    def test_nobody_else_does(self) -> None:
        party = Party()
        mara = party.log_in("mara")
        for eve in (party.log_in("eve"), party.join("guest"), party.join("anne", fingerprint="fp-mara")):
            assert eve.codes("NICK mara") == ["433"]
        assert not mara.is_closed

    def test_two_guests_without_accounts_are_two_people(self) -> None:
        party = Party()
        ann = party.join("ann", address="10.0.0.9")
        assert party.join("bob", address="10.0.0.9").codes("NICK ann") == ["433"]
        assert not ann.is_closed

    def test_a_guest_who_was_first_is_not_driven_out(self) -> None:
        party = Party()
        guest = party.join("mara")
        mara = party.connect(fingerprint="fp-mara")
        mara.says("CAP LS 302", "CAP REQ sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        assert mara.codes("NICK mara", "USER m 0 * :M", "CAP END") == ["433"]
        assert not guest.is_closed
        assert [command_of(line) for line in mara.says("NICK mara3")][:2] == ["900", "001"]


def test_a_space_in_a_name_that_windows_show_is_an_underscore_to_the_eye() -> None:
    party = Party()
    party.join("Mara_Lind")
    eve = party.join("eve", caps="setname")
    assert eve.codes("SETNAME :Mara Lind") == ["FAIL"]
    assert eve.codes("SETNAME :Eve Lind") == ["SETNAME"]


def test_a_real_name_of_ones_own_stays() -> None:
    party = Party()
    mara = party.connect(fingerprint="fp")
    mara.says("CAP LS 302", "CAP REQ :sasl setname", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    mara.says("NICK Mara_Lind", "USER m 0 * :Mara Lind", "CAP END")
    assert mara.says("WHOIS Mara_Lind")[0].endswith(" :Mara Lind")
    assert mara.codes("SETNAME :mara lind") == ["SETNAME"]
    tablet = party.log_in("tablet", fingerprint="fp", caps="setname")
    assert tablet.codes("SETNAME :Mara Lind") == ["SETNAME"]
    mara.says("QUIT")
    assert tablet.codes("SETNAME :Mara  Lind", "SETNAME :Mara Lind")[-1] == "SETNAME"


SERVICE_LOOKS = [
    *("NickServ", "chanserv", "OPERSERV", "MemoServ", "B0tServ", "HelpServ", "HostServ", "StatServ"),
    *("Global", "G1oba1", "Gl\u043ebal", "N\u00edckServ"),
]


@pytest.mark.parametrize("name", SERVICE_LOOKS)
class TestServices:
    """Programs tell their passwords to who is called like a service of other networks."""

    def test_nobody_comes_in_or_goes_on_as_one_and_another_name_is_proposed(self, name: str) -> None:
        eve = Party().connect("eve")
        refusal = f":hub 433 * {name} :That is a name of services, take another: {name}2"
        assert eve.says(f"NICK {name}", "USER e 0 * :E") == [refusal]
        assert "001" in eve.codes(f"NICK {name}2")
        assert eve.codes(f"NICK {name}") == ["433"]

    def test_nor_by_an_account_or_what_windows_show(self, name: str) -> None:
        party = Party()
        eve = party.join("eve", caps="draft/metadata-3")
        assert eve.says(f"REGISTER {name} * sesame1") == [
            f":hub FAIL REGISTER BAD_ACCOUNT_NAME {name} :That is a name of services, take another: {name}2"
        ]
        assert "INVALID_VALUE" in eve.says(f"METADATA * SET display-name :{name}")[0]
        assert "INVALID_REALNAME" in eve.says(f"SETNAME {name}")[0]

    def test_whose_account_has_it_keeps_it(self, name: str) -> None:
        accounts = MemoryAccounts()
        accounts.create(name, nick_keys(name), 0.0, fingerprint="fp-old")
        party = Party(accounts=accounts)
        old = party.log_in(name, fingerprint="fp-old")
        assert old.says("REGISTER * * sesame1")[0].startswith(f":hub REGISTER SUCCESS {name}")
        assert command_of(old.says("NICK other", f"NICK {name}")[1]) == "NICK"
        assert "001" not in party.connect("eve").codes(f"NICK {name}", "USER e 0 * :E")


@pytest.mark.parametrize("name", ["root", "admin", "server", "NickServant", "Globe", "services"])
def test_names_of_logins_and_of_people_are_free(name: str) -> None:
    assert "001" in Party().connect().codes(f"NICK {name}", "USER e 0 * :E")
