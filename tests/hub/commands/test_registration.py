"""Becoming somebody: NICK, USER, PASS, the welcome; and going again."""

from __future__ import annotations

import pytest

from app.hub.data.events import Connected, Quit, Refused, Registered, Renamed
from tests.hub.party import Party, command_of, verifier_of


def test_nick_and_user_are_welcomed() -> None:
    party = Party(room_name="Robotics club", motd=("Be kind", ""), version="v1")
    bob = party.connect("bob")
    heard = bob.says("NICK bob", "USER bob 0 * :Bob Real")
    assert heard[0] == ":hub 001 bob :Welcome to Robotics club, bob!bob@10.0.0.1"
    assert heard[1] == ":hub 002 bob :Your host is hub, running version v1"
    assert heard[2] == ":hub 003 bob :This server was started 2023-11-14 22:13:20 UTC"
    assert heard[3].startswith(":hub 004 bob hub v1 Biosw ")
    assert [command_of(line) for line in heard[4:]] == (
        ["005"] * 3 + ["251", "252", "253", "254", "255", "265", "266"] + ["375", "372", "372", "376"]
    )
    assert heard[-4:] == [
        ":hub 375 bob :- hub Message of the day -",
        ":hub 372 bob :- Be kind",
        ":hub 372 bob :- ",
        ":hub 376 bob :End of message of the day",
    ]
    assert [type(event) for event in party.events] == [Connected, Registered]
    assert party.events[1] == Registered(party.now, 1, "bob", "10.0.0.1", "bob", "Bob Real")


def test_the_welcome_names_the_room_and_the_network() -> None:
    party = Party(room_name="Robotics club")
    tokens = " ".join(party.connect().says("NICK a", "USER a 0 * :A"))
    assert " NETWORK=Robotics\\x20club " in tokens
    assert " hubbub.chat/ROOM=#robotics-club " in tokens
    expected = (
        "UTF8ONLY",
        "CASEMAPPING=ascii",
        "PREFIX=(qov)~@+",
        "STATUSMSG=~@+",
        "CHANMODES=beI,k,l,CMRimnst",
    )
    assert all(f" {token} " in tokens for token in expected)


def test_no_line_of_the_welcome_is_cut_for_the_longest_names() -> None:
    party = Party(room_name="R" * 60, server_name="s" * 63)
    heard = party.connect().says(f"NICK {'ñ' * 32}", "USER a 0 * :A")
    closing = [line for line in heard if command_of(line) == "005"]
    assert closing
    assert all(line.endswith(" :are supported by this server") for line in closing)


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (["NICK"], ["431"]),
        (["NICK :"], ["431"]),
        (["NICK 1abc"], ["432"]),
        (["NICK *"], ["432"]),
        (["NICK :a b"], ["432"]),
        (["NICK :::"], ["432"]),
        (["USER a 0 *"], ["461"]),
        (["USER a 0 * :"], ["461"]),
        (["USER : 0 * :A"], ["461"]),
        (["USER @ 0 * :A"], ["468"]),
        (["USER a 0 * :A", "USER a 0 * :A"], ["462"]),
        (["PASS"], ["461"]),
        (["JOIN #a"], ["451"]),
        (["PING"], ["409"]),
        (["PING abc"], ["PONG"]),
        (["PONG abc"], []),
        (["ERROR :what"], []),
        (["NOSUCH"], ["421"]),
        (["   "], []),
        ([":only.source"], []),
    ],
)
def test_before_registration_is_answered(lines: list[str], codes: list[str]) -> None:
    assert Party().connect().codes(*lines) == codes


def test_a_refused_nickname_is_repeated_as_one_word() -> None:
    assert Party().connect().says("NICK :a b") == [":hub 432 * a :Erroneous nickname"]


def test_a_username_keeps_only_what_a_source_may_hold() -> None:
    party = Party()
    bob = party.connect()
    bob.says("NICK bob", f"USER :b!o@b{'x' * 40} 0 * :Bob")
    bob.says("USER b!o@b* 0 * :Bob")
    assert bob.says("USERHOST bob")[-1] == ":hub 302 bob bob=+bob@10.0.0.1"


@pytest.mark.parametrize(
    ("typed", "user"),
    [
        ("Ümläut", "Umlaut"),
        ("Ümläut日本", "Umlaut"),
        ("日本", "user"),
        ("\uff42\uff4f\uff42", "bob"),  # wide letters
        ("a\ufe6bb", "ab"),  # a small "@"
        ("~x", "~x"),
    ],
)
def test_a_username_is_of_ascii_as_some_programs_know_no_other(typed: str, user: str) -> None:
    bob = Party().connect()
    bob.says("NICK bob", f"USER {typed} 0 * :Bob")
    assert bob.says("USERHOST bob")[-1] == f":hub 302 bob bob=+{user}@10.0.0.1"


def test_registered_people_may_not_register_again() -> None:
    bob = Party().join("bob")
    assert bob.codes("USER a 0 * :A", "PASS x") == ["462", "462"]


def test_a_name_in_use_is_refused_whatever_its_case() -> None:
    party = Party()
    party.join("Bob")
    other = party.connect()
    assert other.says("NICK bOB") == [":hub 433 * bOB :Nickname is already in use"]
    assert "001" in other.codes("NICK ann", "USER a 0 * :A")
    assert other.codes("NICK BOB") == ["433"]


def test_who_is_first_to_finish_gets_the_name() -> None:
    party = Party()
    one, two = party.connect(), party.connect()
    one.says("NICK bob")
    assert two.codes("NICK bob", "USER t 0 * :T")[0] == "001"
    assert one.codes("USER o 0 * :O") == ["433"]
    assert one.codes("NICK bobby")[0] == "001"


def test_a_new_nickname_is_told_to_all_who_share_a_channel_once() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a", "#b"), party.join("ann", "#a", "#b")
    zoe = party.join("zoe", "#z")
    assert bob.says("NICK robert") == [":bob!bob@10.0.0.1 NICK robert"]
    assert ann.hears() == [":bob!bob@10.0.0.1 NICK robert"]
    assert zoe.hears() == []
    assert party.happened(Renamed) == [Renamed(party.now, "bob", "robert")]
    assert zoe.codes("WHOIS bob") == ["401", "318"]
    assert zoe.codes("WHOWAS bob")[0] == "314"


def test_the_same_nickname_again_says_nothing_and_its_case_may_change() -> None:
    bob = Party().join("bob")
    assert bob.says("NICK bob") == []
    assert bob.says("NICK Bob") == [":bob!bob@10.0.0.1 NICK Bob"]


@pytest.mark.parametrize(("line", "reason"), [("QUIT", "Quit"), ("QUIT :gone home", "Quit: gone home")])
def test_quit_is_told_with_its_reason(line: str, reason: str) -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    assert bob.says(line) == [f"ERROR :Closing link: 10.0.0.1 ({reason})"]
    assert bob.is_closed
    assert ann.hears() == [f":bob!bob@10.0.0.1 QUIT :{reason}"]
    assert party.happened(Quit) == [Quit(party.now, "bob", "10.0.0.1", reason)]
    assert bob.says("PING x") == []


def test_what_stands_behind_quit_in_the_same_bytes_is_not_run() -> None:
    party = Party()
    bob, ann = party.join("bob", "#a"), party.join("ann", "#a")
    bob.says(b"QUIT\r\nPRIVMSG #a :from beyond")
    assert [command_of(line) for line in ann.hears()] == ["QUIT"]


def test_quit_before_registration_closes() -> None:
    party = Party()
    bob = party.connect()
    assert bob.codes("QUIT") == ["ERROR"]
    assert bob.is_closed
    assert party.happened(Refused) == [Refused(party.now, "10.0.0.1", "Quit")]


class TestPassword:
    def test_the_right_one_lets_in(self) -> None:
        bob = Party(password="sésame").connect()
        assert bob.codes("PASS sésame", "NICK b", "USER b 0 * :B")[0] == "001"

    @pytest.mark.parametrize(("before", "why"), [(["PASS nope"], "Bad password"), ([], "Password required")])
    def test_a_wrong_or_missing_one_closes(self, before: list[str], why: str) -> None:
        party = Party(password="sesame")
        bob = party.connect()
        assert bob.says(*before, "NICK b", "USER b 0 * :B") == [
            f":hub 464 b :{why}",
            f"ERROR :Closing link: 10.0.0.1 ({why})",
        ]
        assert bob.is_closed
        assert party.happened(Refused) == [Refused(party.now, "10.0.0.1", why)]

    def test_guessing_is_slowed_for_the_address_and_nobody_else(self) -> None:
        party = Party(password="sesame")

        def tries(password: str, address: str, nick: str = "b") -> list[str]:
            return party.connect(address=address).says(f"PASS {password}", f"NICK {nick}", "USER b 0 * :B")

        for guess in range(3):
            assert "Bad password" in tries(str(guess), "10.1.1.1")[0]
        assert (
            tries("sesame", "10.1.1.1")[0] == ":hub 464 b :Too many wrong passwords, try again in 2 seconds"
        )
        assert command_of(tries("sesame", "10.2.2.2", "c")[0]) == "001"
        party.wait(3)
        assert "Bad password" in tries("3", "10.1.1.1")[0]
        assert "try again in 4 seconds" in tries("4", "10.1.1.1")[0]
        party.wait(5)
        assert command_of(tries("sesame", "10.1.1.1")[0]) == "001"

    def test_it_may_be_changed_and_removed(self) -> None:
        party = Party(password="old")
        bob = party.join("bob")
        assert bob.is_closed
        party.hub.set_password(verifier_of("new"), party.now)
        assert party.connect().codes("PASS new", "NICK b", "USER b 0 * :B")[0] == "001"
        party.hub.set_password(None, party.now)
        assert party.connect().codes("NICK c", "USER b 0 * :B")[0] == "001"


def test_a_locked_room_lets_nobody_new_in_but_the_host() -> None:
    party = Party()
    bob = party.join("bob")
    party.hub.set_locked(True, party.now)
    ann = party.connect()
    assert ann.says("NICK a", "USER a 0 * :A") == ["ERROR :Closing link: 10.0.0.2 (The room is locked)"]
    party.hub.grant_owner("s", party.now)
    assert "001" in party.connect().codes("HUBBUB OWNER s", "NICK h", "USER h 0 * :H")
    party.hub.set_locked(False, party.now)
    assert party.connect().codes("NICK a", "USER a 0 * :A")[0] == "001"
    assert not bob.is_closed
