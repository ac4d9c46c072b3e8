"""Channels: who is there, who comes and goes and how, topics and invitations."""

from __future__ import annotations

import pytest

from app.client.events import (
    Invited,
    InviteSeen,
    JoinFailed,
    LeaveKind,
    Member,
    MemberChanged,
    MemberJoined,
    MemberLeft,
    MembersListed,
    NickChanged,
    PersonInvited,
    RoomEntered,
    RoomLeft,
    TopicChanged,
)
from app.client.wishes import ChangeNick, Join
from tests.client.play import ISUPPORT, MODERN, NOW, Play, only


def in_channel(caps: str = "") -> Play:
    return Play().registers(caps=caps, channel="#a")


def test_entering_a_channel_asks_for_modes_and_once_for_who() -> None:
    play = Play().registers()
    play.wants(Join("#a", "key"))
    assert play.asks() == "JOIN #a key\r\n"
    events = play.hears(":me!u@h JOIN #a", ":s 353 me = #a :me", ":s 366 me #a :End")
    assert play.output == "MODE #a\r\nWHO #a\r\n"
    assert only(events, RoomEntered) == [RoomEntered("#a", NOW)]
    assert play.session.state.channels["#a"].key == "key"
    play.hears(":s 353 me = #a :me", ":s 366 me #a :End")
    assert play.output == ""
    play.wants(Join("#A"))
    assert play.asks() == ""


@pytest.mark.parametrize("numeric", ["403", "405", "471", "473", "474", "475", "476", "477", "437", "470"])
def test_a_refused_join_is_told_with_its_reason(numeric: str) -> None:
    play = Play().registers()
    play.wants(Join("#x"))
    [failed] = only(play.hears(f":s {numeric} me #X :Words"), JoinFailed)
    assert failed == JoinFailed("#X", numeric, "Words", NOW)


def test_a_refused_join_may_come_as_a_standard_reply() -> None:
    play = Play().registers(caps=MODERN)
    play.wants(Join("#x"))
    [failed] = only(play.hears(":s FAIL JOIN NEEDS_SOMETHING #x :Words"), JoinFailed)
    assert (failed.numeric, failed.detail) == ("NEEDS_SOMETHING", "Words")


@pytest.mark.parametrize("channel", ["#a,#b", "#a b", "#a\r\nQUIT", ""])
def test_a_channel_that_no_line_can_name_fails_at_once(channel: str) -> None:
    play = Play().registers()
    assert len(only(play.wants(Join(channel)), JoinFailed)) == 1
    assert play.asks() == ""


def test_a_join_needs_a_connection() -> None:
    play = Play()
    [failed] = only(play.wants(Join("#a")), JoinFailed)
    assert failed.detail == "Not connected"


@pytest.mark.parametrize(
    ("caps", "isupport", "names", "members"),
    [
        ("", ISUPPORT, "me ~host @alice +bob", {"me": "", "host": "q", "alice": "o", "bob": "v"}),
        ("multi-prefix", ISUPPORT, "me ~@host @+alice", {"me": "", "host": "qo", "alice": "ov"}),
        ("", "PREFIX=(ov)@+", "me @alice +bob", {"me": "", "alice": "o", "bob": "v"}),
        ("", "PREFIX=", "me alice", {"me": "", "alice": ""}),
        ("", "PREFIX=(qaohv)~&@%+", "me &admin %half", {"me": "", "admin": "a", "half": "h"}),
    ],
)
def test_names_are_read_with_their_ranks(
    caps: str, isupport: str, names: str, members: dict[str, str]
) -> None:
    play = Play().registers(caps=caps, isupport=isupport)
    events = play.hears(":me!u@h JOIN #a", f":s 353 me @ #a :{names} ", ":s 366 me #a :End")
    [listed] = only(events, MembersListed)
    assert {member.nick: member.ranks for member in listed.members} == members


def test_names_with_hosts_and_without_a_channel_kind_are_read() -> None:
    play = Play().registers(caps="userhost-in-names")
    [listed] = only(
        play.hears(":me!u@h JOIN #a", ":s 353 me #a :@alice!al@host.example me!u@h", ":s 366 me #a :End"),
        MembersListed,
    )
    assert Member("alice", "al", "host.example", ranks="o") in listed.members


def test_a_later_list_replaces_what_was_known_but_keeps_details() -> None:
    play = in_channel(caps=MODERN)
    play.hears(":alice!al@h AWAY :lunch", ":s MODE #a +v alice")
    [listed] = only(play.hears(":s 353 me = #a :me @+alice", ":s 366 me #a :End"), MembersListed)
    assert {member.nick: (member.ranks, member.away) for member in listed.members} == {
        "me": ("", None),
        "alice": ("ov", "lunch"),
    }


def test_without_multi_prefix_lower_ranks_are_not_forgotten() -> None:
    play = in_channel()
    play.hears(":s MODE #a +v alice", ":s 353 me = #a :me @alice bob", ":s 366 me #a :End")
    assert play.session.state.channels["#a"].members["alice"].ranks == "ov"
    play.hears(":s 353 me = #a :me +alice bob", ":s 366 me #a :End")
    assert play.session.state.channels["#a"].members["alice"].ranks == "ov"
    play.hears(":s 353 me = #a :me alice bob", ":s 366 me #a :End")
    assert play.session.state.channels["#a"].members["alice"].ranks == ""


def test_people_who_come_while_the_list_comes_are_in_it() -> None:
    play = Play().registers()
    events = play.hears(
        ":me!u@h JOIN #a",
        ":s 353 me = #a :me alice",
        ":late!l@h JOIN #a",
        ":alice!a@h NICK alicia",
        ":s 353 me = #a :bob",
        ":s 366 me #a :End",
    )
    [listed] = only(events, MembersListed)
    assert {member.nick for member in listed.members} == {"me", "alicia", "late", "bob"}


def test_a_list_may_have_an_end_and_nothing_else() -> None:
    play = Play().registers()
    [listed] = only(play.hears(":me!u@h JOIN #a", ":s 366 me #a :End"), MembersListed)
    assert [member.nick for member in listed.members] == ["me"]


def test_a_large_channel_is_not_asked_who() -> None:
    play = Play().registers()
    names = " ".join(f"n{number}" for number in range(201))
    play.hears(":me!u@h JOIN #a", f":s 353 me = #a :{names}", ":s 366 me #a :End")
    assert "WHO" not in play.output


def test_somebody_joins_with_what_the_server_tells() -> None:
    play = in_channel(caps=MODERN)
    [joined] = only(play.hears("@account=acc :new!n@host JOIN #A acc :Real Name"), MemberJoined)
    assert joined == MemberJoined("#a", Member("new", "n", "host", "Real Name", "acc", joined=NOW), NOW)
    [joined] = only(play.hears(":anon!n@host JOIN #a * :Real"), MemberJoined)
    assert joined.member.account == ""
    [changed] = only(play.hears(":anon!n@host JOIN #a * :Again"), MemberChanged)
    assert changed.member.realname == "Again"
    assert only(play.hears(":x!y@z JOIN #elsewhere"), MemberJoined) == []


def test_a_plain_join_has_no_real_name() -> None:
    [joined] = only(in_channel().hears(":new!n@host JOIN :#a"), MemberJoined)
    assert (joined.member.realname, joined.member.account) == ("", "")


@pytest.mark.parametrize(
    ("line", "kind", "by", "reason"),
    [
        (":alice!a@h PART #a", LeaveKind.PARTED, "", ""),
        (":alice!a@h PART #x,#a :bye", LeaveKind.PARTED, "", "bye"),
        (":alice!a@h QUIT", LeaveKind.QUIT, "", ""),
        (":alice!a@h QUIT :Quit: home", LeaveKind.QUIT, "", "home"),
        (":alice!a@h QUIT :Ping timeout: 250 seconds", LeaveKind.LOST, "", "Ping timeout: 250 seconds"),
        (":alice!a@h QUIT :irc.a.net irc.b.net", LeaveKind.LOST, "", "netsplit"),
        (":alice!a@h QUIT :*.net *.split", LeaveKind.LOST, "", "netsplit"),
        (":bob!b@h KICK #a alice :spam", LeaveKind.KICKED, "bob", "spam"),
        (":bob!b@h KICK #a alice :alice", LeaveKind.KICKED, "bob", ""),
        (":bob!b@h KICK #a ALICE", LeaveKind.KICKED, "bob", ""),
        (":s KICK #a alice :x", LeaveKind.KICKED, "s", "x"),
    ],
)
def test_how_somebody_leaves_is_told(line: str, kind: LeaveKind, by: str, reason: str) -> None:
    play = in_channel()
    [left] = only(play.hears(line), MemberLeft)
    assert (left.channel, left.nick.lower(), left.kind, left.by, left.reason) == (
        "#a",
        "alice",
        kind,
        by,
        reason,
    )
    assert play.hears(line.replace("ALICE", "alice")) == []
    assert "alice" not in play.session.state.channels["#a"].members


def test_what_happens_where_we_are_not_is_nothing() -> None:
    play = in_channel()
    assert (
        play.hears(
            ":bob!b@h PART #x",
            ":bob!b@h KICK #x alice",
            ":x!y@z QUIT",
            ":s 353 me = #x :bob",
            ":s 366 me #x :End",
            ":s 332 me #x :T",
            ":s 331 me #x :No topic",
            ":s 333 me #x bob 1",
            ":s 329 me #x 1",
            ":s 324 me #x +n",
            ":s 367 me #x a!*@* b 1",
            ":s 368 me #x :End",
            ":s 352 me #x u h s bob H :0 B",
            ":s 352 me #a u h s stranger H :0 B",
            ":s 315 me #x :End",
            ":bob!b@h TOPIC #x :T",
            ":bob!b@h MODE #x +n",
        )
        == []
    )


def test_a_kick_right_after_its_ban_is_the_bans() -> None:
    play = in_channel(caps=MODERN)
    play.hears(":eve!e@h2 JOIN #a * :E", ":bob!b@h MODE #a +b *!*@h2")
    [left] = only(play.hears(":bob!b@h KICK #a eve :bye"), MemberLeft)
    assert left.kind is LeaveKind.BANNED


@pytest.mark.parametrize(
    ("ban", "kick"),
    [
        (":bob!b@h MODE #a +b *!*@elsewhere", ":bob!b@h KICK #a alice"),
        (":alice!b@h MODE #a +b alice!*@*", ":bob!b@h KICK #a alice"),
        ("@time=2001-01-01T00:00:00.000Z :bob!b@h MODE #a +b alice!*@*", ":bob!b@h KICK #a alice"),
    ],
)
def test_a_kick_without_its_ban_is_a_kick(ban: str, kick: str) -> None:
    play = in_channel(caps=MODERN)
    play.hears(ban)
    [left] = only(play.hears(kick), MemberLeft)
    assert left.kind is LeaveKind.KICKED


def test_a_kick_of_a_stranger_after_a_ban_is_nothing() -> None:
    play = in_channel()
    assert only(play.hears(":bob!b@h MODE #a +b x!*@*", ":bob!b@h KICK #a x"), MemberLeft) == []


@pytest.mark.parametrize(
    ("line", "kind", "by", "reason"),
    [
        (":me!u@h PART #a :bye", LeaveKind.PARTED, "", "bye"),
        (":alice!a@h KICK #a me :out", LeaveKind.KICKED, "alice", "out"),
    ],
)
def test_our_own_leaving_is_told(line: str, kind: LeaveKind, by: str, reason: str) -> None:
    play = in_channel()
    assert only(play.hears(line), RoomLeft) == [RoomLeft("#a", kind, by, reason, NOW)]
    assert not play.session.state.channels


def test_our_own_quit_line_is_nothing_by_itself() -> None:
    assert in_channel().hears(":me!u@h QUIT :Quit: x") == []


def test_a_split_in_a_batch_is_told_at_once_at_its_end() -> None:
    play = in_channel(caps=MODERN)
    events = play.hears(
        ":s BATCH +n netsplit a.net b.net",
        "@batch=n;time=2024-01-01T00:00:00.000Z :alice!a@h QUIT :a.net b.net",
        "@batch=n :bob!b@h QUIT :a.net b.net",
    )
    assert events == []
    left = only(play.hears(":s BATCH -n"), MemberLeft)
    assert [(event.nick, event.kind, event.reason) for event in left] == [
        ("alice", LeaveKind.LOST, "netsplit"),
        ("bob", LeaveKind.LOST, "netsplit"),
    ]
    assert left[0].time == 1704067200.0
    events = play.hears(":s BATCH +j netjoin a b", "@batch=j :alice!a@h JOIN #a * :A")
    assert events == []
    assert len(only(play.hears(":s BATCH -j"), MemberJoined)) == 1


def test_a_batch_that_never_ends_or_never_began_is_harmless() -> None:
    play = in_channel(caps=MODERN)
    play.hears(*[f":s BATCH +{number} netsplit" for number in range(100)])
    assert len(play.session.state.batches.open) <= 64
    assert play.hears(":s BATCH -never", ":s BATCH", ":s BATCH -0") == []
    lines = [f"@batch=99 :n{number}!x@y JOIN #a" for number in range(20_001)]
    assert len(only(play.hears(*lines), MemberJoined)) == 1


def test_a_session_that_ends_within_a_batch_tells_nothing_more() -> None:
    play = in_channel(caps=MODERN)
    events = play.hears(
        ":s BATCH +n netsplit", "@batch=n :s ERROR :gone", "@batch=n :bob!b@h QUIT :x y", ":s BATCH -n"
    )
    assert [type(event).__name__ for event in events] == ["ConnectionFailed"]


def test_more_names_than_are_remembered_are_folded_all_the_same() -> None:
    play = in_channel()
    for number in range(5000):
        play.session.state.fold(f"N{number}")
    assert play.session.state.fold("N1") == "n1"
    assert len(play.session.state.folded_names) <= 4096


def test_a_rename_keeps_what_is_known() -> None:
    play = in_channel()
    [changed] = only(play.hears(":alice!a@h NICK :Alicia"), NickChanged)
    assert changed == NickChanged("alice", "Alicia", False, ("#a",), NOW)
    assert play.session.state.channels["#a"].members["alicia"].ranks == "o"
    [own] = only(play.hears(":me!u@h NICK moi"), NickChanged)
    assert own.own
    assert play.session.state.own_nick == "moi"
    [case] = only(play.hears(":moi!u@h NICK MOI"), NickChanged)
    assert case.new == play.session.state.own_nick == "MOI"
    [stranger] = only(play.hears(":x!y@z NICK zz"), NickChanged)
    assert stranger.channels == ()


def test_a_labelled_change_of_our_nickname_is_ours_whatever_its_source() -> None:
    play = in_channel(caps=MODERN)
    play.wants(ChangeNick("moi"))
    [changed] = only(play.hears("@label=r1 :moi!u@h NICK :moi"), NickChanged)
    assert (changed.old, changed.new, changed.own, changed.channels) == ("me", "moi", True, ("#a",))
    assert set(play.session.state.channels["#a"].members) == {"moi", "alice", "bob"}
    assert play.session.state.own_nick == "moi"
    [changed] = only(play.hears("@label=r1 :x!u@h NICK :y"), NickChanged)
    assert not changed.own


def test_topics_are_told_changed_and_taken_away() -> None:
    play = in_channel()
    assert only(play.hears(":s 332 me #a :Hello there"), TopicChanged) == [
        TopicChanged("#a", "Hello there", "", NOW)
    ]
    play.hears(":s 333 me #a alice!a@h 1700000001")
    channel = play.session.state.channels["#a"]
    assert (channel.topic_by, channel.topic_time) == ("alice", 1700000001.0)
    play.hears(":s 333 me #a bob soon")
    assert (channel.topic_by, channel.topic_time) == ("bob", 1700000001.0)
    assert only(play.hears(":bob!b@h TOPIC #a :New"), TopicChanged) == [TopicChanged("#a", "New", "bob", NOW)]
    assert only(play.hears(":s 331 me #a :No topic is set"), TopicChanged) == [
        TopicChanged("#a", "", "", NOW)
    ]


def test_invitations_to_us_and_to_others() -> None:
    play = in_channel()
    assert only(play.hears(":alice!a@h INVITE me #b"), Invited) == [Invited("#b", "alice", NOW)]
    assert only(play.hears(":alice!a@h INVITE bob #a"), InviteSeen) == [InviteSeen("#a", "bob", "alice", NOW)]
    assert only(play.hears(":s 341 me bob #a"), PersonInvited) == [PersonInvited("#a", "bob", NOW)]


def test_a_channel_with_a_space_in_its_name_is_shown_too() -> None:
    play = Play().registers()
    assert len(only(play.hears(":me!u@h JOIN :#a b", ":s 366 me :#a b"), RoomEntered)) == 1
    assert play.output == "MODE :#a b\r\nWHO :#a b\r\n"


def test_a_batch_within_a_split_is_part_of_it() -> None:
    play = in_channel(caps=MODERN)
    events = play.hears(
        ":s BATCH +x netsplit",
        "@batch=x :s BATCH +y other",
        "@batch=y :alice!u@h QUIT :one.example two.example",
        ":s BATCH -y",
        ":s BATCH -x",
    )
    assert [event.nick for event in only(events, MemberLeft)] == ["alice"]
