"""What becomes known of people: away, accounts, hosts, WHO and WHOIS; and modes of channels."""

from __future__ import annotations

import pytest

from app.client.events import (
    BanChanged,
    BanListed,
    ChannelModesChanged,
    Member,
    MemberChanged,
    MembersListed,
    OwnAwayChanged,
    RankChanged,
    RequestFailed,
    WhoisArrived,
)
from app.client.wishes import (
    AskBans,
    Ban,
    ChangeNick,
    Invite,
    Kick,
    Part,
    SetAway,
    SetModes,
    SetRank,
    SetTopic,
    Unban,
    Whois,
    Wish,
)
from tests.client.play import MODERN, NOW, Play, only


@pytest.fixture
def play() -> Play:
    return Play().registers(caps=MODERN, channel="#a")


@pytest.mark.parametrize(
    ("line", "member"),
    [
        (":alice!a@h AWAY :lunch", Member("alice", ranks="o", away="lunch")),
        (":alice!a@h ACCOUNT acc", Member("alice", ranks="o", account="acc")),
        (":alice!a@h CHGHOST u2 h2", Member("alice", "u2", "h2", ranks="o")),
        (":alice!a@h SETNAME :New Name", Member("alice", realname="New Name", ranks="o")),
        (":s 301 me alice :asleep", Member("alice", ranks="o", away="asleep")),
    ],
)
def test_what_changes_of_a_member_is_told_once(play: Play, line: str, member: Member) -> None:
    assert play.hears(line) == [MemberChanged("#a", member)]
    assert play.hears(line) == []


def test_people_come_back_and_log_out(play: Play) -> None:
    play.hears(":alice!a@h AWAY :lunch", ":alice!a@h ACCOUNT acc")
    events = play.hears(":alice!a@h AWAY", ":alice!a@h ACCOUNT *")
    assert only(events, MemberChanged)[-1].member == Member("alice", ranks="o")
    play.hears(":alice!a@h AWAY :lunch")
    assert len(play.hears(":alice!a@h AWAY :")) == 1


def test_our_own_away(play: Play) -> None:
    play.wants(SetAway(""))
    assert "AWAY :Away\r\n" in play.asks()
    events = play.hears(":s 306 me :You are away")
    assert only(events, OwnAwayChanged) == [OwnAwayChanged(True)]
    assert play.session.state.is_away
    play.wants(SetAway(None))
    assert play.asks().endswith("AWAY\r\n")
    assert only(play.hears(":s 305 me :Back"), OwnAwayChanged) == [OwnAwayChanged(False)]


def test_who_completes_the_members_in_one_event(play: Play) -> None:
    events = play.hears(
        ":s 352 me #a au ah srv alice G@ :0 Alice A",
        ":s 352 me #a bu bh srv bob H :0 Bob B",
        ":s 315 me #a :End",
    )
    [listed] = only(events, MembersListed)
    assert Member("alice", "au", "ah", "Alice A", ranks="o", away="") in listed.members
    assert Member("bob", "bu", "bh", "Bob B") in listed.members
    play.hears(":alice!a@h AWAY :lunch", ":s 352 me #a au ah srv alice G@ :0 Alice A")
    assert play.session.state.channels["#a"].members["alice"].away == "lunch"
    assert play.hears(":s 315 me #a :End") == []


def test_accounts_are_asked_of_a_server_that_tells_them_with_who(play: Play) -> None:
    play.hears(":s 005 me WHOX :are supported")
    play.hears(":me!m@h JOIN #x * :Me", ":s 353 me = #x :me alice bob", ":s 366 me #x :End")
    assert "WHO #x %tcuhnfar,152\r\n" in play.output
    events = play.hears(
        ":s 354 me 152 #x au ah alice G acc :Alice A",
        ":s 354 me 152 #x bu bh bob H 0 :Bob B",
        ":s 354 me 7 #x other oh bob G other :of another question",
        ":s 354 me 152 #x nobody :too few",
        ":s 315 me #x :End",
    )
    [listed] = only(events, MembersListed)
    assert Member("alice", "au", "ah", "Alice A", account="acc", away="") in listed.members
    assert Member("bob", "bu", "bh", "Bob B") in listed.members


def test_whois_is_collected_until_its_end(play: Play) -> None:
    play.wants(Whois("alice"))
    assert "WHOIS alice\r\n" in play.asks()
    events = play.hears(
        ":s 311 me alice au ah * :Alice A",
        ":s 312 me alice srv :Server",
        ":s 319 me alice :@#a",
        ":s 319 me alice :#b",
        ":s 330 me alice acc :is logged in as",
        ":s 317 me alice 42 1700000000 :seconds idle",
        ":s 301 me alice :asleep",
        ":s 671 me alice :secure",
        ":s 318 me ALICE :End",
    )
    assert only(events, WhoisArrived) == [
        WhoisArrived("alice", "au", "ah", "Alice A", "acc", "@#a #b", 42, 1700000000.0, "asleep")
    ]


def test_odd_whois_answers_are_harmless(play: Play) -> None:
    assert play.hears(":s 319 me nobody :#b", ":s 318 me nobody :End") == []
    [arrived] = only(
        play.hears(":s 311 me a u h * :A", ":s 317 me a soon x", ":s 318 me a :End"), WhoisArrived
    )
    assert (arrived.idle, arrived.signed_on) == (None, None)
    play.hears(*[f":s 311 me n{number} u h * :A" for number in range(100)])
    assert len(play.session.state.whois) <= 32


def test_a_rank_is_given_and_taken(play: Play) -> None:
    events = play.hears(":alice!a@h MODE #a +qo-v bob bob bob")
    assert only(events, RankChanged) == [
        RankChanged("#a", "bob", "q", True, "alice", NOW),
        RankChanged("#a", "bob", "o", True, "alice", NOW),
        RankChanged("#a", "bob", "v", False, "alice", NOW),
    ]
    assert only(events, MemberChanged)[-1].member.ranks == "qo"
    assert play.hears(":s MODE #a +o nobody", ":s MODE #a +o", ":s 221 me +i") == []


def test_bans_are_told_and_listed(play: Play) -> None:
    events = play.hears(":alice!a@h MODE #a +bb-b x!*@* y!*@* z!*@*", ":s MODE #a +b", ":s MODE #a +e q!*@*")
    assert [(event.mask, event.banned) for event in only(events, BanChanged)] == [
        ("x!*@*", True),
        ("y!*@*", True),
        ("z!*@*", False),
    ]
    play.wants(AskBans("#a"))
    assert "MODE #a +b\r\n" in play.asks()
    [listed] = only(
        play.hears(":s 367 me #a x!*@* alice!a@h 1700000000", ":s 367 me #a y!*@*", ":s 368 me #a :End"),
        BanListed,
    )
    assert listed.bans == (("x!*@*", "alice", 1700000000.0), ("y!*@*", "", 0.0))
    assert only(play.hears(":s 368 me #a :End"), BanListed) == [BanListed("#a", ())]


def test_channel_modes_are_kept_and_told(play: Play) -> None:
    [told] = only(play.hears(":s 324 me #a +ntk-i *"), ChannelModesChanged)
    assert (told.modes, told.key, told.by, told.text) == ("+ntk", "", "", "+ntk-i *")
    [changed] = only(play.hears(":alice!a@h MODE #a +kl-n sesame 5"), ChannelModesChanged)
    assert (changed.modes, changed.key, changed.text, changed.by) == (
        "+tkl",
        "sesame",
        "+kl-n * 5",
        "alice",
    )
    [changed] = only(play.hears(":alice!a@h MODE #a -k *"), ChannelModesChanged)
    assert (changed.modes, changed.key) == ("+tl", "")
    [changed] = only(play.hears(":alice!a@h MODE #a -tl"), ChannelModesChanged)
    assert changed.modes == ""


@pytest.mark.parametrize(
    ("wish", "line"),
    [
        (Part("#a"), "PART :#a"),
        (Part("#a", "bye\nnow"), "PART #a :bye now"),
        (SetTopic("#a", ""), "TOPIC #a :"),
        (Kick("#a", "bob"), "KICK #a :bob"),
        (Kick("#a", "bob", "spam"), "KICK #a bob :spam"),
        (Ban("#a", "carl"), "MODE #a +b carl!*@*"),
        (Unban("#a", "*!*@h"), "MODE #a -b *!*@h"),
        (SetRank("#a", "bob", "v"), "MODE #a +v bob"),
        (SetRank("#a", "bob", "v", given=False), "MODE #a -v bob"),
        (SetModes("#a", "+kl", ("x", "5")), "MODE #a +kl x 5"),
        (ChangeNick("you"), "NICK you"),
        (Invite("#a", "bob"), "INVITE bob #a"),
    ],
)
def test_requests_are_written_and_their_refusal_is_told(play: Play, wish: Wish, line: str) -> None:
    play.wants(wish)
    [written] = [each for each in play.asks().splitlines() if "PING" not in each]
    label, _, rest = written.partition(" ")
    assert label.startswith("@label=r")
    assert rest == line
    [failed] = only(play.hears(f"{label} :s 482 me #a :No"), RequestFailed)
    assert (failed.command, failed.numeric, failed.detail) == (line.split()[0], "482", "No")
    plain = Play().registers(channel="#a")
    plain.asks()
    plain.wants(wish)
    assert plain.asks() == f"{line}\r\n"
    named = line.split()[1].removeprefix(":")
    [failed] = only(plain.hears(f":s 482 me {named} :No"), RequestFailed)
    assert failed.command == line.split()[0]


def test_who_is_banned_is_kept_out_by_the_mask_that_fits_and_removed(play: Play) -> None:
    play.hears(":dora!d@198.51.100.7 JOIN #a")
    play.asks()
    play.wants(Ban("#a", "Dora", "spam"))
    lines = [line.partition(" ")[2] for line in play.asks().splitlines()]
    assert lines == ["MODE #a +b *!*@198.51.100.7", "KICK #a Dora :spam"]


def test_a_name_with_spaces_goes_with_the_nickname_where_the_server_can_change_it(play: Play) -> None:
    play.wants(ChangeNick("Mara_Lind", "Mara Lind"))
    lines = [line.partition(" ")[2] for line in play.asks().splitlines() if "PING" not in line]
    assert lines == ["NICK Mara_Lind", "SETNAME :Mara Lind"]
    assert play.session.state.options.realname == "Mara Lind"
    plain = Play(realname="Me").registers(channel="#a")
    plain.asks()
    plain.wants(ChangeNick("Mara_Lind", "Mara Lind"))
    assert (plain.asks(), plain.session.state.options.realname) == ("NICK Mara_Lind\r\n", "Me")


def test_a_request_without_a_connection_or_with_an_impossible_name_fails(play: Play) -> None:
    early = Play()
    early.wants(SetTopic("#a", "x"))
    [failed] = only(early.told(), RequestFailed)
    assert failed.detail == "Not connected"
    play.wants(Kick("#a", "two words", "x"))
    [failed] = only(play.told(), RequestFailed)
    assert (failed.command, failed.target) == ("KICK", "#a")


def test_a_rank_that_a_server_gives_is_given_by_nobody() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    [changed] = only(play.hears(":irc.example MODE #a +v bob"), RankChanged)
    assert changed == RankChanged("#a", "bob", "v", True, "", NOW)


def test_a_rank_that_somebody_comes_in_with_is_no_event() -> None:
    """As a hub of ours gives it back to an account at every return."""
    play = Play().registers(caps=MODERN, channel="#a")
    events = play.hears(":dave!d@h JOIN #a dave :Dave", ":irc.example MODE #a +v dave")
    assert only(events, RankChanged) == []
    assert only(events, MemberChanged)[-1].member.ranks == "v"
    assert len(only(play.hears(":mara!m@h MODE #a +o dave"), RankChanged)) == 1
    assert len(only(play.hears(":irc.example MODE #a -v dave"), RankChanged)) == 1
    play.waits(2)
    assert len(only(play.hears(":irc.example MODE #a +v dave"), RankChanged)) == 1
