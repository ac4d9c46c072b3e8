"""CAP, and what each capability changes for those who have it."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.hub.people.features import CAPABILITIES
from app.irc.capabilities import ROOM
from tests.hub.party import Party, command_of, tags_of, untagged


def test_negotiation_holds_the_welcome_until_cap_end() -> None:
    bob = Party().connect()
    *more, last = bob.says("CAP LS 302")
    assert more
    assert all(line.startswith(":hub CAP * LS * :") for line in more)
    assert last.startswith(":hub CAP * LS :")
    assert ROOM in " ".join([*more, last]).split()
    assert bob.says("NICK bob", "USER bob 0 * :Bob") == []
    assert bob.says("CAP REQ :multi-prefix echo-message") == [":hub CAP bob ACK :multi-prefix echo-message"]
    assert bob.codes("CAP END")[0] == "001"
    assert bob.codes("CAP END") == []


def test_a_request_without_ls_holds_the_welcome_too() -> None:
    bob = Party().connect()
    bob.says("CAP REQ multi-prefix")
    assert bob.says("NICK bob", "USER bob 0 * :Bob") == []
    assert bob.codes("CAP END")[0] == "001"


@pytest.mark.parametrize(
    "wanted", ["nosuch", "multi-prefix nosuch", "-nosuch", "multi-prefix -cap-notify", "batch=1"]
)
def test_a_request_is_taken_as_a_whole_or_not_at_all(wanted: str) -> None:
    bob = Party().connect()
    bob.says("CAP LS 302")
    colon = ":" if " " in wanted else ""
    assert bob.says(f"CAP REQ :{wanted}") == [f":hub CAP * NAK {colon}{wanted}"]
    assert bob.says("CAP LIST") == [":hub CAP * LIST cap-notify"]


def test_capabilities_may_be_taken_back() -> None:
    bob = Party().join("bob", caps="server-time echo-message")
    assert "time" in tags_of(bob.says("CAP LIST")[0])
    assert bob.says("CAP REQ :-server-time") == [":hub CAP bob ACK -server-time"]
    assert bob.says("CAP LIST") == [":hub CAP bob LIST :cap-notify echo-message"]


def test_old_negotiators_get_one_line_and_no_cap_notify() -> None:
    bob = Party(server_name=f"hub.{'x' * 200}.example").connect()
    (offer,) = bob.says("CAP LS")
    assert offer.split()[-1] in {*CAPABILITIES, "sasl"}, "a whole one"
    assert "batch" in offer.split()
    bob = Party().connect()
    assert bob.says("CAP LIST") == [":hub CAP * LIST :"]
    assert bob.says("CAP REQ :cap-notify", "CAP REQ :-cap-notify") == [
        ":hub CAP * ACK cap-notify",
        ":hub CAP * ACK -cap-notify",
    ]


@pytest.mark.parametrize("version", ["abc", "-1", "²", "9" * 20])
def test_a_senseless_version_is_the_oldest(version: str) -> None:
    bob = Party().connect()
    assert len(bob.says(f"CAP LS {version}")) == 1
    assert bob.says("CAP LIST") == [":hub CAP * LIST :"]


def test_a_long_list_is_told_in_several_lines() -> None:
    bob = Party(server_name="s" * 300).connect()
    first, *_, last = bob.says("CAP LS 302")
    assert " CAP * LS * :" in first
    assert " CAP * LS " in last
    assert " CAP * LS * " not in last


@pytest.mark.parametrize(("line", "code"), [("CAP", "461"), ("CAP FOO", "410"), ("CAP :", "410")])
def test_wrong_subcommands_are_refused(line: str, code: str) -> None:
    assert Party().connect().codes(line) == [code]


def test_ls_after_the_welcome_changes_nothing() -> None:
    bob = Party().join("bob")
    assert bob.codes("CAP LS 302", "PING x") == ["CAP", "CAP", "PONG"]


def test_server_time_and_message_ids_come_to_those_who_asked() -> None:
    party = Party()
    plain = party.join("plain", "#a")
    timed = party.join("timed", "#a", caps="server-time")
    tagged = party.join("tagged", "#a", caps="message-tags")
    both = party.join("both", "#a", caps="message-tags server-time")
    party.quiet()
    party.now += 1  # each line that is kept has a millisecond of its own
    plain.says("PRIVMSG #a :hi")
    line = ":plain!plain@10.0.0.1 PRIVMSG #a :hi"
    assert timed.hears() == [f"@time=2023-11-14T22:13:21.000Z {line}"]
    (seen,) = tagged.hears()
    assert seen == f"@msgid={tags_of(seen)['msgid']} {line}"
    (seen_by_both,) = both.hears()
    assert seen_by_both == f"@time=2023-11-14T22:13:21.000Z;msgid={tags_of(seen)['msgid']} {line}"


def test_message_ids_grow_also_when_the_clock_goes_back() -> None:
    party = Party()
    bob = party.join("bob", caps="message-tags echo-message")
    ids = []
    for step in (0.0, 0.0, 5.0, -100.0, 0.0):
        party.now += step
        ids.append(tags_of(bob.says("PRIVMSG bob :x")[0])["msgid"])
    assert all(before < after for before, after in pairwise(ids))
    assert {len(id_) for id_ in ids} == {26}


def test_extended_join_tells_account_and_realname() -> None:
    party = Party()
    plain, extended = party.join("plain", "#a"), party.join("ext", "#a", caps="extended-join")
    party.quiet()
    bob = party.join("bob", caps="extended-join")
    assert bob.says("JOIN #a")[0] == ":bob!bob@10.0.0.3 JOIN #a * :Bob Real"
    assert plain.hears() == [":bob!bob@10.0.0.3 JOIN #a"]
    assert extended.hears() == [":bob!bob@10.0.0.3 JOIN #a * :Bob Real"]


def test_away_notify_tells_companions_also_when_somebody_comes_away() -> None:
    party = Party()
    plain, aware = party.join("plain", "#a"), party.join("aware", "#a", caps="away-notify")
    bob = party.join("bob", "#a")
    party.quiet()
    assert bob.codes("AWAY :lunch") == ["306"]
    assert bob.codes("AWAY :lunch") == ["306"]
    assert aware.hears() == [":bob!bob@10.0.0.3 AWAY :lunch"]
    assert bob.codes("AWAY") == ["305"]
    assert aware.hears() == [":bob!bob@10.0.0.3 AWAY"]
    aware.hears()
    bob.says("PART #a", "AWAY :tea", "JOIN #a")
    assert [untagged(line) for line in aware.hears()] == [
        ":bob!bob@10.0.0.3 PART :#a",
        ":bob!bob@10.0.0.3 JOIN #a",
        ":bob!bob@10.0.0.3 AWAY :tea",
    ]
    assert [command_of(line) for line in plain.hears()] == ["PART", "JOIN"]


def test_setname_is_told_to_those_who_understand_it() -> None:
    party = Party()
    plain, aware = party.join("plain", "#a"), party.join("aware", "#a", caps="setname")
    bob = party.join("bob", "#a", caps="setname")
    party.quiet()
    assert bob.says("SETNAME :Robert R") == [":bob!bob@10.0.0.3 SETNAME :Robert R"]
    assert aware.hears() == [":bob!bob@10.0.0.3 SETNAME :Robert R"]
    assert plain.says("SETNAME :Plain P") == []
    assert plain.hears() == []
    assert plain.says("WHOIS bob")[0] == ":hub 311 plain bob bob 10.0.0.3 * :Robert R"


@pytest.mark.parametrize("name", ["", "  ", "x" * 129])
def test_an_impossible_realname_is_refused(name: str) -> None:
    (line,) = Party().join("bob").says(f"SETNAME :{name}")
    assert line.startswith(":hub FAIL SETNAME INVALID_REALNAME :")


def test_names_show_every_prefix_and_the_whole_source_on_request() -> None:
    party = Party()
    party.join("bob", "#a").says("MODE #a +v bob")
    party.join("ann", "#a")
    assert party.join("x").says("NAMES #a")[0] == ":hub 353 x = #a :@bob ann"
    full = party.join("y", caps="multi-prefix userhost-in-names").says("NAMES #a")[0]
    assert full == ":hub 353 y = #a :@+bob!bob@10.0.0.1 ann!ann@10.0.0.2"


@pytest.mark.parametrize("cap", ["no-implicit-names", "draft/no-implicit-names"])
def test_no_implicit_names_spares_the_list_on_joining(cap: str) -> None:
    bob = Party().join("bob", caps=cap)
    assert bob.codes("JOIN #a") == ["JOIN"]
    assert bob.codes("NAMES #a") == ["353", "366"]


def test_invite_notify_tells_the_members() -> None:
    party = Party()
    bob = party.join("bob", "#a")
    aware, plain = party.join("aware", "#a", caps="invite-notify"), party.join("plain", "#a")
    ann = party.join("ann")
    party.quiet()
    assert bob.says("INVITE ann #a") == [":hub 341 bob ann #a"]
    assert ann.hears() == [":bob!bob@10.0.0.1 INVITE ann #a"]
    assert aware.hears() == [":bob!bob@10.0.0.1 INVITE ann #a"]
    assert plain.hears() == []
