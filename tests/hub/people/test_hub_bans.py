"""The host's ban of somebody from the whole hub: by account, certificates and address, and what undoes it."""

from __future__ import annotations

import json
import re

import pytest

from app.hub.channels import standings
from app.hub.data.ban_record import HubBan
from app.hub.data.events import Banned, Unbanned
from app.hub.people import hub_bans
from tests.hub.logins import known, plain
from tests.hub.party import Friend, Party, command_of
from tests.hub.restarts import Kept, names

ROOM = "#hubbub"


def host_of(party: Party) -> Friend:
    return party.owner("host", ROOM, caps="hubbub.chat/room message-tags")


def ban(host: Friend, nick: str, reason: str = "", who: str = "* *") -> str:
    """Ban somebody; the ban's id."""
    heard = host.says(f"HUBBUB BAN ADD {nick} {who} :{reason}")
    [number] = [found[1] for line in heard if (found := re.search(r"HUBBUB BAN ADDED (\w+) ", line))]
    return number


def is_refused(friend: Friend, nick: str = "other") -> bool:
    """Whether somebody who has not said anything yet is not let in."""
    codes = friend.codes(f"NICK {nick}", "USER u 0 * :U", "CAP END")
    assert ("001" in codes) != ("465" in codes)
    return "465" in codes


def logs_in(party: Party, certificate: str, **connection: str) -> Friend:
    friend = party.connect("x", fingerprint=certificate, **connection)
    friend.says("CAP LS 302", "CAP REQ :sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    return friend


class TestBan:
    def test_who_is_banned_is_gone_from_the_whole_hub(self) -> None:
        party = Party()
        host, bob, zoe = host_of(party), party.log_in("bob", ROOM, "#b"), party.join("zoe", ROOM, "#b")
        assert ":hub 465 bob :no more of this" in host_bans(host, bob, "no more of this")
        assert bob.is_closed
        gone = ":bob!bob@10.0.0.2 QUIT :Banned by host: no more of this"
        assert zoe.hears() == [gone]
        assert command_of(zoe.says("PRIVMSG bob :hello")[0]) == "401"

    def test_browsers_are_banned_by_their_address_as_everybody_is(self) -> None:
        party = Party()
        host = host_of(party)
        guest = party.join("guest", ROOM, address="10.0.0.7", web=True)
        ban(host, "guest")
        assert guest.is_closed
        assert is_refused(party.connect(address="10.0.0.7", web=True))
        assert not is_refused(party.connect(address="10.0.0.8", web=True))

    @pytest.mark.parametrize("is_reasoned", [True, False])
    def test_they_are_told_why_at_the_door(self, is_reasoned: bool) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        ban(host, "bob", "spam" if is_reasoned else "")
        again = logs_in(party, "fp-bob")
        heard = again.says("NICK bob", "USER b 0 * :B", "CAP END")
        text = "spam" if is_reasoned else "You are banned from this hub"
        assert [line for line in heard if line.startswith(":hub 465 bob ") and line.endswith(text)]
        assert "(You are banned from this hub)" in heard[-1]
        assert again.is_closed

    def test_not_under_another_name(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        ban(host, "bob")
        assert is_refused(logs_in(party, "fp-bob", address="10.9.9.9"))

    def test_not_with_another_certificate_alone(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM, address="10.0.0.7")
        ban(host, "bob")
        assert is_refused(logs_in(party, "fp-fresh", address="10.0.0.7"))
        assert is_refused(party.connect("x", address="10.0.0.7"))

    def test_not_from_another_address_alone(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        ban(host, "bob")
        assert is_refused(logs_in(party, "fp-bob", address="10.9.9.9"))

    def test_not_without_showing_the_login_of_a_certificate(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        ban(host, "bob")
        silent = party.connect("x", address="10.9.9.9", fingerprint="fp-bob")
        assert is_refused(silent)

    def test_not_by_password_either(self) -> None:
        party = Party(accounts=known("bob"))
        host = host_of(party)
        bob = party.connect("bob")
        bob.says("CAP LS 302", "CAP REQ sasl", *plain("bob", "sesame"))
        bob.says("NICK bob", "USER b 0 * :B", "CAP END")
        ban(host, "bob")
        again = party.connect("x", address="10.9.9.9")
        again.says("CAP LS 302", "CAP REQ sasl", *plain("bob", "sesame"))
        assert is_refused(again)

    def test_nobody_who_is_in_logs_in_to_the_account(self) -> None:
        party = Party(accounts=known("bob"))
        host = host_of(party)
        ban(host, "bob")
        stranger = party.join("stranger", ROOM, caps="sasl")
        assert "904" in stranger.codes(*plain("bob", "sesame"))

    def test_all_of_their_connections_end(self) -> None:
        party = Party()
        host = host_of(party)
        bobs = [party.log_in("bob", ROOM), party.log_in("bob", ROOM, address="10.0.0.9")]
        late = logs_in(party, "fp-bob")  # who has not come in yet
        ban(host, "bob")
        assert all(friend.is_closed for friend in (*bobs, late))
        assert is_refused(party.connect("x", address="10.0.0.9"))

    def test_who_has_no_account_is_known_by_address(self) -> None:
        party = Party()
        host = host_of(party)
        party.join("bob", ROOM, address="10.0.0.7")
        ban(host, "bob")
        assert is_refused(party.connect("x", address="10.0.0.7"), "anybody")
        assert not is_refused(party.connect("x", address="10.0.0.8"), "bob")

    def test_or_by_their_name_where_there_is_nothing_else(self) -> None:
        party = Party()
        host = host_of(party)
        party.join("bob", ROOM, address="127.0.0.1")
        [line] = [one for one in host.says("HUBBUB BAN ADD bob") if "ADDED" in one]
        assert line.split(" ")[-2] == "n"
        assert is_refused(party.connect("x", address="127.0.0.1"), "Bob")
        assert not is_refused(party.connect("x", address="127.0.0.1"), "zoe")

    def test_their_ranks_and_memberships_are_gone(self) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM, "#b")
        host.says(f"MODE {ROOM} +o bob")
        number = ban(host, "bob")
        party.wait(standings.UNDO_SECONDS + 1.0)
        host.says(f"HUBBUB BAN LIFT {number}")
        bob = party.log_in("bob")
        assert bob.says(f"NAMES {ROOM}")[0].endswith(" ~host")
        bob.says(f"JOIN {ROOM}")
        assert names(bob, ROOM) == "~host bob"

    def test_the_console_hears_of_it(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        host.says(f"HUBBUB BAN LIFT {ban(host, 'bob', 'spam')}")
        [banned], [lifted] = party.happened(Banned), party.happened(Unbanned)
        assert (banned.nick, banned.by, banned.reason) == ("bob", "host", "spam")  # type: ignore[attr-defined]
        assert (lifted.nick, lifted.by) == ("bob", "host")  # type: ignore[attr-defined]


def host_bans(host: Friend, friend: Friend, reason: str) -> list[str]:
    """What somebody hears who is banned."""
    ban(host, friend.name, reason)
    return friend.hears()


class TestAddress:
    """An address that others have too is in no ban."""

    @pytest.mark.parametrize(
        "connection",
        [
            {"address": "127.0.0.1"},
            {"address": "192.168.1.5", "local": "192.168.1.5"},
        ],
    )
    def test_not_the_hosts_own(self, connection: dict[str, str]) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM, **connection)
        ban(host, "bob")
        assert is_refused(logs_in(party, "fp-bob", **connection))
        assert not is_refused(logs_in(party, "fp-zoe", **connection), "zoe")

    def test_not_that_of_a_host_who_comes_in_from_outside(self) -> None:
        party = Party()
        outside = party.connect("host", address="203.0.113.5", fingerprint="fp-host")
        party.hub.grant_owner("sesame", party.now)
        outside.says("HUBBUB OWNER sesame", "NICK host", "USER h 0 * :H", f"JOIN {ROOM}")
        party.log_in("bob", ROOM, address="203.0.113.5")
        ban(outside, "bob")
        assert not is_refused(logs_in(party, "fp-zoe", address="203.0.113.5"), "zoe")

    def test_not_one_that_others_who_are_here_have(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM, address="203.0.113.5")
        zoe = party.log_in("zoe", ROOM, address="203.0.113.5")
        ban(host, "bob")
        assert not zoe.is_closed
        zoe.says("QUIT")
        assert not is_refused(logs_in(party, "fp-zoe", address="203.0.113.5"), "zoe")

    def test_but_the_last_who_has_it_takes_it_along(self) -> None:
        """Two names of one computer, the second of which was there so that the first could come again."""
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM, address="10.0.0.7")
        party.log_in("bob2", ROOM, address="10.0.0.7")
        ban(host, "bob")
        ban(host, "bob2")
        assert is_refused(logs_in(party, "fp-bob3", address="10.0.0.7"), "bob3")

    def test_a_moderator_is_not_kept_out_by_it(self) -> None:
        party = Party()
        host = host_of(party)
        zoe = party.log_in("zoe", ROOM, address="203.0.113.5")
        host.says(f"MODE {ROOM} +o zoe")
        zoe.says("QUIT")
        party.log_in("bob", ROOM, address="203.0.113.5")
        ban(host, "bob")
        assert not is_refused(logs_in(party, "fp-zoe", address="203.0.113.5"), "zoe")
        assert is_refused(logs_in(party, "fp-eve", address="203.0.113.5"), "eve")

    def test_trying_in_vain_bans_nobody_else(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        ban(host, "bob")
        assert is_refused(logs_in(party, "fp-bob", address="203.0.113.5"))
        assert not is_refused(logs_in(party, "fp-zoe", address="203.0.113.5"), "zoe")

    def test_the_host_comes_in_from_anywhere(self) -> None:
        party = Party(owner_fingerprint="fp-host")
        host = logs_in(party, "fp-host", address="10.0.0.2")
        host.says("NICK host", "USER h 0 * :H", "CAP END", f"JOIN {ROOM}")
        party.log_in("bob", ROOM, address="10.0.0.7")
        ban(host, "bob")
        assert not is_refused(logs_in(party, "fp-host", address="10.0.0.7"), "host")


class TestWhoIsMeant:
    """Somebody may have another name by the time, or be gone, and their name be another's."""

    def test_who_has_another_name_now(self) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM)
        bob.says("NICK robert")
        ban(host, "bob", who="bob *")
        assert bob.is_closed

    def test_without_an_account_too(self) -> None:
        party = Party()
        host, bob = host_of(party), party.join("bob", ROOM, address="10.0.0.7")
        bob.says("NICK robert")
        bystander = party.join("bob", ROOM, address="10.0.0.8")
        ban(host, "bob", who="* 10.0.0.7")
        assert bob.is_closed
        assert not bystander.is_closed

    def test_not_who_has_taken_the_name_since(self) -> None:
        party = Party()
        host, bob = host_of(party), party.join("bob", ROOM, address="10.0.0.7")
        bob.says("QUIT")
        bystander = party.log_in("bob", ROOM, address="10.0.0.8")
        ban(host, "bob", who="* 10.0.0.7")
        assert not bystander.is_closed
        assert is_refused(party.connect("x", address="10.0.0.7"))

    def test_nor_who_has_it_from_the_same_address_as_an_account(self) -> None:
        party = Party()
        host = host_of(party)
        eve = party.join("eve", ROOM, address="10.0.0.9")
        eve.says("NICK other")
        other = party.log_in("eve", ROOM, address="10.0.0.9")
        ban(host, "eve", who="* 10.0.0.9")
        assert eve.is_closed
        assert not other.is_closed

    def test_who_has_just_gone(self) -> None:
        party = Party()
        host, bob = host_of(party), party.log_in("bob", ROOM, address="10.0.0.7")
        bob.says("QUIT")
        ban(host, "bob")
        assert is_refused(logs_in(party, "fp-bob", address="10.9.9.9"))
        assert is_refused(logs_in(party, "fp-fresh", address="10.0.0.7"))

    def test_an_account_that_was_not_here_for_long(self) -> None:
        party = Party(accounts=known("bob"))
        host = host_of(party)
        ban(host, "bob")
        again = party.connect("x")
        again.says("CAP LS 302", "CAP REQ sasl", *plain("bob", "sesame"))
        assert is_refused(again)

    @pytest.mark.parametrize("who", ["* *", "bob *", "* 10.9.9.9", "eve *"])
    def test_nobody(self, who: str) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("zoe", ROOM)
        [line] = host.says(f"HUBBUB BAN ADD bob {who}")
        assert line.startswith(":hub FAIL HUBBUB NO_SUCH_PERSON BAN bob ")

    def test_another_account_of_that_name_is_not(self) -> None:
        party = Party()
        host = host_of(party)
        bob = party.log_in("bob", ROOM)
        [line] = host.says("HUBBUB BAN ADD bob eve *")
        assert "NO_SUCH_PERSON" in line
        assert not bob.is_closed


class TestRights:
    @pytest.mark.parametrize("line", ["HUBBUB BAN ADD bob", "HUBBUB BAN LIST", "HUBBUB BAN LIFT abcd"])
    def test_nobody_but_the_host_and_operators(self, line: str) -> None:
        party = Party(operators={"root": "pw"})
        host, zoe = host_of(party), party.log_in("zoe", ROOM)
        party.log_in("bob", ROOM)
        host.says(f"MODE {ROOM} +o zoe")
        assert (
            zoe.says(line)[-1] == ":hub FAIL HUBBUB NOT_ALLOWED BAN :Only the host bans people from the hub"
        )
        zoe.says("OPER root pw")
        assert not [one for one in zoe.says(line) if "NOT_ALLOWED" in one]

    def test_nobody_who_is_not_in_yet(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now)
        friend = party.connect("x", private=True, address="127.0.0.1")
        friend.says("HUBBUB OWNER sesame")
        assert "NOT_ALLOWED" in friend.says("HUBBUB BAN LIST")[-1]

    def test_the_host_is_not_banned(self) -> None:
        party = Party(operators={"root": "pw"})
        host, zoe = host_of(party), party.log_in("zoe", ROOM)
        zoe.says("OPER root pw")
        assert "NOT_ALLOWED" in zoe.says("HUBBUB BAN ADD host")[-1]
        assert "NOT_ALLOWED" in host.says("HUBBUB BAN ADD host")[-1]
        assert not host.is_closed

    @pytest.mark.parametrize("line", ["HUBBUB BAN", "HUBBUB BAN ADD", "HUBBUB BAN LIFT", "HUBBUB BAN X y"])
    def test_what_makes_no_sense(self, line: str) -> None:
        host = host_of(Party())
        assert host.says(line)[-1].split(" ")[:3] in ([":hub", "461", "host"], [":hub", "FAIL", "HUBBUB"])


class TestList:
    def test_it_has_names_and_reasons_and_no_address(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("Bob_Berg", ROOM, address="10.0.0.7")
        party.log_in("zoe", ROOM)
        first, second = ban(host, "Bob_Berg", "spam"), ban(host, "zoe")
        heard = host.says("HUBBUB BAN LIST")
        time = int(party.now)
        assert heard == [
            f":hub HUBBUB BAN LISTED {first} Bob_Berg Bob_Berg\u00a0Real host {time} ach spam",
            f":hub HUBBUB BAN LISTED {second} zoe Zoe\u00a0Real host {time} ach :",
            ":hub HUBBUB BAN END",
        ]
        assert not [line for line in heard if "10.0.0" in line or "fp-" in line]

    def test_every_window_of_the_host_is_told(self) -> None:
        party = Party()
        host = host_of(party)
        other = party.connect("host", private=True, address="127.0.0.1")
        party.hub.grant_owner("again", party.now)
        other.says("HUBBUB OWNER again", "CAP LS 302", "CAP REQ hubbub.chat/room")
        other.says("NICK host2", "USER h 0 * :H", "CAP END")
        zoe = party.log_in("zoe", ROOM)
        party.log_in("bob", ROOM)
        party.quiet()
        number = ban(host, "bob")
        assert f"BAN ADDED {number} bob" in other.hears()[0]
        host.says(f"HUBBUB BAN LIFT {number}")
        assert f"BAN LIFTED {number} bob" in other.hears()[0]
        assert not [line for line in zoe.hears() if "HUBBUB" in line]

    def test_who_is_banned_twice_stands_there_once(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM, address="10.0.0.7")
        first = ban(host, "bob", "spam")
        assert ban(host, "bob") == first
        assert [line.split(" ")[-1] for line in host.says("HUBBUB BAN LIST")] == ["spam", "END"]
        assert is_refused(
            logs_in(party, "fp-fresh", address="10.0.0.7")
        )  # of what was known before nothing goes

    def test_two_accounts_by_one_certificate_stand_there_both(self) -> None:
        one = HubBan("aaaa", "bob", "Bob", "host", 1.0, account="bob", certificates=("shared",))
        assert not one.is_of("robert", ("shared",))
        assert one.is_of("bob", ())
        assert one.is_of("", ("shared",))

    def test_it_has_an_end(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hub_bans, "MOST_BANS", 2)
        party = Party()
        host = host_of(party)
        for nick in ("a", "b", "c"):
            party.log_in(nick, ROOM)
        ban(host, "a")
        second = ban(host, "b")
        [line] = host.says("HUBBUB BAN ADD c")
        assert line.startswith(":hub FAIL HUBBUB LIST_FULL BAN c ")
        host.says(f"HUBBUB BAN LIFT {second}")
        ban(host, "c")

    def test_no_ban_that_is_not_there_is_lifted(self) -> None:
        host = host_of(Party())
        assert host.says("HUBBUB BAN LIFT abcd") == [":hub FAIL HUBBUB NO_SUCH_BAN BAN :There is no such ban"]

    def test_the_longest_fits_a_line(self) -> None:
        party = Party()
        host = party.owner("h" * 30, ROOM, caps="hubbub.chat/room")
        bob = party.connect("b" * 30)
        bob.says(f"NICK {'b' * 30}", f"USER u 0 * :{'ж ' * 42}")
        party.quiet()
        [line] = [one for one in host.says(f"HUBBUB BAN ADD {'b' * 30} * * :{'ж' * 150}") if "ADDED" in one]
        assert len(line.encode()) < 511
        assert line.endswith("ж" * 80)


class TestLifting:
    def test_they_may_come_again(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        number = ban(host, "bob", "spam")
        assert f"HUBBUB BAN LIFTED {number} bob" in host.says(f"HUBBUB BAN LIFT {number}")[0]
        assert not is_refused(logs_in(party, "fp-bob"), "bob")

    def test_who_is_let_in_again_at_once_is_what_they_were(self) -> None:
        party = Party()
        host, zoe = host_of(party), party.log_in("zoe", "#b", "#c")
        party.log_in("bob", ROOM, "#b")
        host.says(f"MODE {ROOM} +o bob")
        zoe.says("MODE #b +o bob", "MODE #c +i", "INVITE bob #c")
        since = party.hub._state.channels[ROOM].memberships["bob"]
        number = ban(host, "bob")
        party.wait(standings.UNDO_SECONDS - 10.0)
        zoe.says("MODE #b -o zoe", "PART #b")  # nobody's any more, and gone
        zoe.says("JOIN #b")
        host.says(f"HUBBUB BAN LIFT {number}")
        bob = party.log_in("bob", ROOM, "#b", "#c")
        assert names(bob, ROOM) == "~host @bob"
        assert names(bob, "#b") == "@zoe bob"
        assert names(bob, "#c") == "@zoe bob"
        assert party.hub._state.channels[ROOM].memberships["bob"] == since

    def test_a_second_ban_gives_back_nothing_of_the_first(self) -> None:
        party = Party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        host.says(f"MODE {ROOM} +o bob")
        ban(host, "bob")
        party.wait(standings.UNDO_SECONDS + 1.0)
        host.says(f"HUBBUB BAN LIFT {ban(host, 'bob', who='bob *')}")
        assert names(party.log_in("bob", ROOM), ROOM) == "~host bob"


class TestRestart:
    def test_it_outlives_the_hub(self) -> None:
        kept = Kept()
        party = kept.party()
        host = host_of(party)
        party.log_in("bob", ROOM, address="10.0.0.7")
        number = ban(host, "bob", "spam")
        later = kept.party(after=86400.0)
        assert is_refused(logs_in(later, "fp-bob", address="10.9.9.9"))
        assert is_refused(logs_in(later, "fp-fresh", address="10.0.0.7"))
        again = host_of(later)
        assert f"LISTED {number} bob" in again.says("HUBBUB BAN LIST")[0]
        again.says(f"HUBBUB BAN LIFT {number}")
        assert not is_refused(logs_in(kept.party(), "fp-bob"), "bob")

    @pytest.mark.parametrize("text", ["", "[]", "{}", '{"id": 7}', "null", "[" * 100_000])
    def test_one_that_cannot_be_read_is_none(self, text: str) -> None:
        kept = Kept()
        kept.records.put(hub_bans.KIND, "abcd", text)
        party = kept.party()
        host = host_of(party)
        assert host.says("HUBBUB BAN LIST") == [":hub HUBBUB BAN END"]
        assert kept.records.get(hub_bans.KIND, "abcd") == text

    @pytest.mark.parametrize(
        ("name", "value"), [("time", "x"), ("account", 1), ("addresses", "10"), ("names", [1])]
    )
    def test_nor_is_a_damaged_one(self, name: str, value: object) -> None:
        kept = Kept()
        party = kept.party()
        host = host_of(party)
        party.log_in("bob", ROOM)
        number = ban(host, "bob")
        text = kept.records.get(hub_bans.KIND, number) or ""
        damaged = {**json.loads(text), name: value}
        kept.records.put(hub_bans.KIND, number, json.dumps(damaged))
        assert host_of(kept.party()).says("HUBBUB BAN LIST") == [":hub HUBBUB BAN END"]
