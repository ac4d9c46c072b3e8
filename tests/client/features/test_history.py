"""What was said before: the page on entering, gaps after a break, older pages, private talks that moved."""

from __future__ import annotations

import pytest

from app.client.events import (
    BanChanged,
    ChannelModesChanged,
    ConnectionFailed,
    HistoryFailed,
    HistoryMissing,
    HistoryPage,
    LeaveKind,
    MemberJoined,
    MemberLeft,
    MessageArrived,
    MessageFailed,
    MessageSent,
    NickChanged,
    PageKind,
    Point,
    RankChanged,
    Reach,
    RoomEntered,
    TopicChanged,
)
from app.client.features.history import GAP_PAGES, LIVE_LINES
from app.client.state.last_seen import LastSeen
from app.client.state.outbox import Outbox
from app.client.wishes import AskHistory, Join, Resend
from tests.client.play import ISUPPORT, MODERN, NOW, OURS, Play, only

HISTORY = f"{MODERN} draft/chathistory draft/event-playback"
UNLABELLED = "batch message-tags server-time draft/chathistory"
SMALL = f"{ISUPPORT} CHATHISTORY=2"  # pages of two lines
T = "2023-11-14T22:13:{:02}.000Z"  # NOW is second 20


def at(second: int, line: str, msgid: str = "") -> str:
    """A line of a page."""
    return f"time={T.format(second)}{f';msgid={msgid}' if msgid else ''} {line}"


def said(second: int, text: str, *, by: str = "alice", msgid: str = "", to: str = "#a") -> str:
    return at(second, f":{by}!u@h PRIVMSG {to} :{text}", msgid or text)


def play_in_room(
    caps: str = HISTORY, isupport: str = ISUPPORT, *, last_seen: LastSeen | None = None, **more: object
) -> Play:
    """Somebody whose private talks have not moved, just entering #a."""
    play = Play(last_seen=last_seen, **more).registers(caps=caps, isupport=isupport)  # type: ignore[arg-type]  # a test's
    if "labeled-response" in caps:
        play.answers(kind="draft/chathistory-targets", target="")
    else:
        play.hears(":s BATCH +t draft/chathistory-targets", ":s BATCH -t")
    play.wants(Join("#a"))
    play.hears(f"@time={T.format(20)} :me!u@h JOIN #a")
    return play


def texts(page: HistoryPage) -> list[str]:
    return [event.text for event in page.events if isinstance(event, MessageArrived)]


def test_the_end_of_the_history_is_asked_for_on_entering() -> None:
    play = play_in_room()
    assert f"@label={play.last_label} CHATHISTORY LATEST #a * 100\r\n" in play.output
    [page] = only(play.answers(said(2, "two"), said(1, "one"), said(3, "mine", by="me")), HistoryPage)
    assert (page.conversation, page.kind, page.at_start) == ("#a", PageKind.LATEST, False)
    assert texts(page) == ["one", "two", "mine"]
    first, _, own = page.events
    assert first == MessageArrived(
        "#a",
        "alice",
        "one",
        first.kind,
        False,
        "one",
        NOW - 19,
        replayed=True,  # type: ignore[attr-defined]
    )
    assert isinstance(own, MessageArrived)
    assert own.own


def test_entering_tells_whether_history_follows() -> None:
    play = Play().registers(caps=HISTORY)
    play.wants(Join("#a"))
    assert only(play.hears(":me!u@h JOIN #a"), RoomEntered) == [RoomEntered("#a", NOW, catches_up=True)]
    play = Play().registers(caps=MODERN)
    play.wants(Join("#a"))
    assert only(play.hears(":me!u@h JOIN #a"), RoomEntered) == [RoomEntered("#a", NOW)]
    assert "CHATHISTORY" not in play.output
    assert play.hears(":me!u@h JOIN #a") == []


@pytest.mark.parametrize("caps", ["message-tags draft/chathistory", "batch", "batch draft/event-playback"])
def test_nothing_is_asked_of_a_server_that_cannot_answer(caps: str) -> None:
    play = Play().registers(caps=caps, channel="#a")
    assert play.session.state.history_queries.current is None
    play.wants(AskHistory("#a"))
    assert play.told() == [HistoryFailed("#a")]


def test_an_empty_page_means_that_there_is_nothing_before() -> None:
    play = play_in_room()
    [page] = only(play.answers(), HistoryPage)
    assert page == HistoryPage("#a", (), PageKind.LATEST, at_start=True)
    play = play_in_room()
    [page] = only(play.hears(f"@label={play.last_label} :s ACK"), HistoryPage)
    assert page.at_start
    assert play.session.state.history_queries.current is None


def test_events_of_a_page_change_nothing_that_is_known() -> None:
    play = play_in_room()
    play.hears(":s 353 me = #a :me @alice", ":s 366 me #a :End")
    members = dict(play.session.state.channels["#a"].members)
    [page] = only(
        play.answers(
            at(1, ":bob!u@h JOIN #a bob :Bob Stone", "j"),
            at(1, ":me!u@h JOIN #a"),
            at(2, ":carl!u@h JOIN #a"),
            at(3, ":alice!u@h MODE #a +ob-b+b+m bob x!*@* *!*@y"),
            at(4, ":alice!u@h TOPIC #a :old"),
            at(5, ":bob!u@h NICK bobby"),
            at(6, ":bobby!u@h PART #a :bye"),
            at(7, ":alice!u@h KICK #a carl :carl"),
            at(8, ":dora!u@h QUIT :Ping timeout"),
            at(9, ":me!u@h QUIT :gone"),
            at(9, ":me!u@h PART #a"),
            at(9, ":alice!u@h KICK #a me"),
            at(9, ":alice!u@h FROBNICATE"),
            at(9, ":alice!u@h KICK #a"),
            at(9, ":alice!u@h PRIVMSG #a :\x01VERSION\x01"),
        ),
        HistoryPage,
    )
    assert [type(event) for event in page.events] == [
        MemberJoined,
        MemberJoined,
        RankChanged,
        BanChanged,
        BanChanged,
        ChannelModesChanged,
        TopicChanged,
        NickChanged,
        MemberLeft,
        MemberLeft,
        MemberLeft,
    ]
    joined, *_, parted, kicked, lost = page.events
    assert isinstance(joined, MemberJoined)
    assert (joined.member.account, joined.member.realname, joined.time) == ("bob", "Bob Stone", NOW - 19)
    assert parted == MemberLeft("#a", "bobby", LeaveKind.PARTED, "", "bye", NOW - 14)
    assert kicked == MemberLeft("#a", "carl", LeaveKind.KICKED, "alice", "", NOW - 13)
    assert lost == MemberLeft("#a", "dora", LeaveKind.LOST, "", "Ping timeout", NOW - 12)
    assert dict(play.session.state.channels["#a"].members) == members
    assert "VERSION" not in play.output


def test_somebody_of_whom_only_the_name_is_known_was_banned_by_it() -> None:
    play = play_in_room()
    [page] = only(
        play.answers(at(1, ":alice!u@h MODE #a +b zoe!*@*"), at(2, ":alice!u@h KICK #a zoe")), HistoryPage
    )
    assert [event.kind for event in only(list(page.events), MemberLeft)] == [LeaveKind.BANNED]


def test_a_rank_that_somebody_came_in_with_is_no_event_of_the_past() -> None:
    play = play_in_room()
    [page] = only(
        play.answers(
            at(1, ":dave!u@h JOIN #a dave :Dave"),
            at(1, ":irc.example MODE #a +v dave"),
            at(5, ":irc.example MODE #a +o dave"),
        ),
        HistoryPage,
    )
    assert [type(event) for event in page.events] == [MemberJoined, RankChanged]


def test_a_rank_that_we_came_in_with_is_no_event_where_an_earlier_coming_is_in_the_page() -> None:
    """A hub leaves out our latest JOIN, as we know it, and keeps what it gave us with it."""
    play = play_in_room()
    play.hears(f"@time={T.format(30)} :mara!u@h PART #a", f"@time={T.format(31)} :mara!u@h JOIN #a")
    [page] = only(
        play.answers(
            at(1, ":mara!u@h JOIN #a mara :Mara"),
            at(1, ":irc.example MODE #a +q mara"),
            at(5, ":mara!u@h PART #a"),
            at(31, ":irc.example MODE #a +q mara"),
        ),
        HistoryPage,
    )
    assert only(list(page.events), RankChanged) == []


def test_what_comes_live_meanwhile_is_not_told_again() -> None:
    play = play_in_room()
    play.hears(
        f"@time={T.format(21)};msgid=m1 :alice!u@h PRIVMSG #a :hi",
        f"@time={T.format(22)} :bob!u@h JOIN #a",
    )
    [page] = only(
        play.answers(
            said(1, "old"),
            said(21, "hi", msgid="m1"),
            at(22, ":bob!u@h JOIN #a"),
            at(22, ":carl!u@h JOIN #a"),
        ),
        HistoryPage,
    )
    assert texts(page) == ["old"]
    assert [event.member.nick for event in page.events if isinstance(event, MemberJoined)] == ["carl"]
    assert not play.session.state.history_queries.told_live


def test_what_is_overheard_is_bounded() -> None:
    play = play_in_room()
    play.hears(*(f"@msgid=x{number} :alice!u@h PRIVMSG #a :x" for number in range(LIVE_LINES + 5)))
    assert len(play.session.state.history_queries.told_live) == LIVE_LINES


def test_texts_of_several_lines_and_context_stand_in_a_page() -> None:
    play = play_in_room(isupport=SMALL)
    label = play.last_label
    [page] = only(
        play.hears(
            f"@label={label} :s BATCH +h chathistory #a",
            f"@batch=h;msgid=m;time={T.format(1)} :bob!u@h BATCH +m draft/multiline #a",
            "@batch=m :bob!u@h PRIVMSG #a :one",
            "@batch=m :bob!u@h PRIVMSG #a :two ",
            "@batch=m;draft/multiline-concat :bob!u@h PRIVMSG #a :three",
            ":s BATCH -m",
            f"@batch=h;time={T.format(1)} :bob!u@h BATCH +n draft/multiline #a",
            ":s BATCH -n",
            f"@batch=h;time={T.format(2)} :bob!u@h BATCH +o other",
            f"@batch=o;{said(2, 'inner')}",
            ":s BATCH -o",
            ":s BATCH -h",
        ),
        HistoryPage,
    )
    assert texts(page) == ["one\ntwo three", "inner"]
    assert page.events[0].msgid == "m"  # type: ignore[attr-defined]


# gaps


def seen_until(second: int, msgid: str = "") -> LastSeen:
    seen = LastSeen()
    seen.add("#a", Point(NOW - 20 + second, msgid))
    return seen


@pytest.mark.parametrize(
    ("isupport", "msgid", "reference"),
    [
        (ISUPPORT, "m5", "msgid=m5"),
        (ISUPPORT, "", f"timestamp={T.format(4)}"),
        (f"{ISUPPORT} MSGREFTYPES=timestamp", "m5", f"timestamp={T.format(4)}"),
        (f"{ISUPPORT} MSGREFTYPES=msgid,timestamp", "m5", "msgid=m5"),
    ],
)
def test_what_was_missed_is_asked_for(isupport: str, msgid: str, reference: str) -> None:
    play = play_in_room(isupport=isupport, last_seen=seen_until(5, msgid))
    assert f"CHATHISTORY LATEST #a {reference} 100\r\n" in play.output
    [page] = only(play.answers(said(6, "missed")), HistoryPage)
    assert (page.kind, page.at_start, texts(page)) == (PageKind.MISSED, False, ["missed"])
    assert play.output == ""
    assert play.session.state.last_seen.newest("#a") == Point(NOW - 14, "missed")


def test_a_large_gap_is_filled_from_both_ends() -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(1, "m1"))
    assert "CHATHISTORY LATEST #a msgid=m1 2\r\n" in play.output
    play.answers(said(8, "m8"), said(9, "m9"))
    assert "CHATHISTORY BETWEEN #a msgid=m1 msgid=m8 2\r\n" in play.output
    play.answers(said(2, "m2"), said(3, "m3"))
    assert "CHATHISTORY BETWEEN #a msgid=m3 msgid=m8 2\r\n" in play.output
    [page] = only(play.answers(said(4, "m4")), HistoryPage)
    assert (page.kind, texts(page)) == (PageKind.MISSED, ["m4"])
    assert play.output == ""
    assert play.session.state.history_queries.current is None


def test_a_gap_that_is_too_large_stays_one() -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(0, "m0"))
    play.answers(said(58, "m58"), said(59, "m59"))
    for number in range(1, GAP_PAGES):
        play.answers(said(number // 2, f"a{number}"), said(number // 2, f"b{number}"))
        assert "CHATHISTORY BETWEEN" in play.output
    events = play.answers(said(50, "a"), said(51, "b"))
    assert only(events, HistoryMissing) == [HistoryMissing("#a", NOW + 31, NOW + 38)]
    assert play.output == ""


def test_a_server_that_gives_the_same_page_for_ever_is_left_alone() -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(1, "m1"))
    play.answers(said(8, "m8"), said(9, "m9"))
    play.answers(said(2, "m2"), said(3, "m3"))
    play.answers(said(2, "m2"), said(3, "m3"))
    assert play.output == ""


def test_context_lines_do_not_count_towards_a_page() -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(1, "m1"))
    context = "draft/chathistory-context;" + said(3, "context")
    play.answers(said(2, "m2"), context, at(3, ":bob!u@h REDACT #a m2 :x"))
    assert play.output == ""


@pytest.mark.parametrize(
    ("caps", "refusal"),
    [
        (HISTORY, "@label={} FAIL CHATHISTORY INVALID_MSGREFTYPE LATEST #a :No such message"),
        (HISTORY, "@label={} :s 421 me CHATHISTORY :Unknown command"),
        (UNLABELLED, "FAIL CHATHISTORY MESSAGE_ERROR LATEST #a :No such message"),
        (UNLABELLED, ":s 421 me CHATHISTORY :Unknown command"),
    ],
)
def test_a_message_that_the_server_has_forgotten_is_asked_for_by_its_time(caps: str, refusal: str) -> None:
    play = play_in_room(caps, last_seen=seen_until(5, "m5"))
    assert play.hears(refusal.format(play.last_label)) == []
    assert f"CHATHISTORY LATEST #a timestamp={T.format(4)} 100\r\n" in play.output
    assert play.hears(refusal.format(play.last_label)) == [HistoryMissing("#a", NOW - 15, NOW)]
    assert play.output == ""


def test_a_page_that_cannot_be_had_leaves_a_gap_between_what_is_there() -> None:
    play = play_in_room(isupport=f"{SMALL} MSGREFTYPES=timestamp", last_seen=seen_until(1))
    play.answers(said(8, "m8"), said(9, "m9"))
    assert f"BETWEEN #a timestamp={T.format(0)} timestamp={T.format(8)[:-4]}001Z 2" in play.output
    events = play.hears(f"@label={play.last_label} FAIL CHATHISTORY MESSAGE_ERROR BETWEEN #a :Sorry")
    assert events == [HistoryMissing("#a", NOW - 19, NOW - 12)]


def test_a_server_that_does_not_answer_is_not_waited_for() -> None:
    play = play_in_room(last_seen=seen_until(5, "m5"))
    play.hears(":s PONG s :x")
    play.now += 29
    assert only(play.waits(1), HistoryMissing) == [HistoryMissing("#a", NOW - 15, NOW + 30)]
    [late] = only(play.answers(said(6, "missed")), HistoryPage)
    assert late.kind is PageKind.LATEST


def test_a_late_word_about_an_earlier_question_changes_nothing() -> None:
    play = play_in_room(last_seen=seen_until(5, "m5"))
    old = play.last_label
    play.wants(AskHistory("bob"))
    play.hears(":s PONG s :x")
    play.now += 29
    play.waits(1)
    assert "LATEST bob" in play.output
    assert play.hears(f"@label={old} FAIL CHATHISTORY MESSAGE_ERROR LATEST #a :Late") == []
    assert play.hears("FAIL CHATHISTORY MESSAGE_ERROR LATEST #a :Late") == []
    play.session.state.labelled_requests[old] = play.session.state.labelled_requests[play.last_label]
    assert play.hears(f"@label={old} ACK") == []
    assert play.session.state.history_queries.current is not None
    assert len(only(play.answers(target="bob"), HistoryPage)) == 1


def test_a_gap_stays_open_over_another_break() -> None:
    seen = seen_until(1, "m1")
    play = play_in_room(last_seen=seen)
    play.hears(f"@time={T.format(25)};msgid=m25 :alice!u@h PRIVMSG #a :live")
    play.session.connection_lost(play.now)
    assert play.session.state.last_seen is seen
    again = play_in_room(last_seen=seen)
    assert "CHATHISTORY LATEST #a msgid=m1 100\r\n" in again.output
    again.answers(said(2, "m2"), said(25, "live", msgid="m25"))
    again.session.connection_lost(again.now)
    third = play_in_room(last_seen=seen)
    assert "CHATHISTORY LATEST #a msgid=m25 100\r\n" in third.output


# older pages


def test_older_pages_come_when_asked_for() -> None:
    play = play_in_room()
    play.answers(said(9, "m9"))
    play.wants(AskHistory("#a", Point(NOW, "m9"), 500))
    assert "CHATHISTORY BEFORE #a msgid=m9 100\r\n" in play.asks()
    [page] = only(play.answers(said(8, "m8")), HistoryPage)
    assert (page.kind, page.at_start) == (PageKind.OLDER, False)
    play.wants(AskHistory("#a", Point(NOW, "m8"), 10))
    play.wants(AskHistory("#a", Point(NOW, "m8"), 10))
    play.wants(AskHistory("#a", Point(NOW, "m8"), 10))
    [page] = only(play.answers(), HistoryPage)
    assert page.at_start
    play.answers()
    assert play.output == ""


def test_an_older_page_that_is_refused_is_told() -> None:
    play = play_in_room()
    play.answers()
    play.wants(AskHistory("#a", Point(NOW)))
    refused = f"@label={play.last_label} FAIL CHATHISTORY INVALID_TARGET BEFORE #a :No"
    assert play.hears(refused) == [HistoryFailed("#a")]
    play.wants(AskHistory("#a b", Point(NOW)))
    assert play.told() == [HistoryFailed("#a b")]
    assert play.session.state.history_queries.current is None


def test_one_question_is_asked_at_a_time() -> None:
    play = play_in_room()
    play.wants(AskHistory("bob"))
    play.wants(AskHistory("carl", Point(NOW, "m")))
    assert play.asks().count("CHATHISTORY") == 0
    play.answers()
    assert play.output.count("CHATHISTORY LATEST bob *") == 1
    play.answers(said(1, "hi", by="bob", to="me"), target="bob")
    assert play.output.count("CHATHISTORY BEFORE carl msgid=m") == 1


# unlabelled, unasked, too much


def test_answers_without_labels_are_known_by_their_target() -> None:
    play = Play().registers(caps=UNLABELLED)
    play.hears(":s BATCH +t draft/chathistory-targets", ":s BATCH -t")
    play.wants(Join("#A"))
    play.hears(":me!u@h JOIN #A")
    assert "\r\nCHATHISTORY LATEST #A * 100\r\n" in f"\r\n{play.output}"
    [unasked] = only(play.hears(":s BATCH +x chathistory #b", ":s BATCH -x"), HistoryPage)
    assert (unasked.conversation, unasked.at_start) == ("#b", False)
    [page] = only(play.hears(":s BATCH +y chathistory #a", ":s BATCH -y"), HistoryPage)
    assert (page.conversation, page.at_start) == ("#A", True)


def test_pages_that_nobody_asked_for_are_told_too() -> None:
    play = Play().registers(caps="batch message-tags server-time", channel="#a")
    events = play.hears(":s BATCH +x chathistory #A", f"@batch=x;{said(1, 'old')}", ":s BATCH -x")
    [page] = events
    assert isinstance(page, HistoryPage)
    assert (page.conversation, page.kind, texts(page)) == ("#a", PageKind.LATEST, ["old"])
    assert play.hears(":s BATCH +x draft/chathistory-targets", ":s BATCH -x") == []
    busy = Play().registers(caps=UNLABELLED)
    [page] = only(busy.hears(":s BATCH +x chathistory #A", ":s BATCH -x"), HistoryPage)
    assert not page.at_start


def test_a_million_lines_of_history_do_not_fill_memory() -> None:
    play = Play().registers(caps="batch message-tags server-time", channel="#a")
    play.hears(":s BATCH +x chathistory #a")
    line = f"@batch=x;time={T.format(1)} :bob!u@h PRIVMSG #a :{'x' * 400}"
    for _ in range(30):
        assert play.hears(*[line] * 1_000) == []
    assert play.session.state.batches.size <= 8 << 20
    assert play.session.state.batches.lines <= 20_000
    [page] = only(play.hears(":s BATCH -x"), HistoryPage)
    assert len(page.events) <= 20_000
    assert play.session.state.batches.size == play.session.state.batches.lines == 0


def test_batches_in_batches_that_never_end_do_not_fill_memory() -> None:
    play = Play().registers(caps="batch message-tags", channel="#a")
    play.hears(":s BATCH +r0 chathistory #a")
    play.hears(*(f"@batch=r{number} :s BATCH +r{number + 1} chathistory #a" for number in range(100)))
    assert len(play.session.state.batches.open) <= 64
    play.hears(*(f":s BATCH +x{number} chathistory #a" for number in range(100)))
    assert len(play.session.state.batches.open) == 64
    assert play.hears(*(f"@batch=r{number} :bob!u@h PRIVMSG #a :x" for number in range(9))) != []


# private talks


def test_private_talks_that_moved_are_looked_for_after_a_break() -> None:
    seen = LastSeen()
    play = Play(last_seen=seen).registers(caps=HISTORY)
    assert f"TARGETS timestamp={T.format(30)} timestamp=2023-11-07T22:13:20.000Z 20\r\n" in play.output
    assert play.answers(kind="draft/chathistory-targets", target="") == []
    play.hears(f"@time={T.format(25)};msgid=m25 :bob!u@h PRIVMSG me :psst")
    play.session.connection_lost(play.now)

    again = Play(last_seen=seen, now=NOW + 60)
    again.registers(caps=HISTORY)
    assert f"TARGETS timestamp=2023-11-14T22:14:30.000Z timestamp={T.format(15)} 20\r\n" in again.output
    again.answers(
        ":s CHATHISTORY TARGETS #a x",
        ":s CHATHISTORY TARGETS me x",
        ":s CHATHISTORY TARGETS bob x",
        ":s CHATHISTORY TARGETS carl x",
        kind="draft/chathistory-targets",
        target="",
    )
    assert "CHATHISTORY LATEST bob msgid=m25 100" in again.output
    [page] = only(again.answers(said(40, "new", by="bob", to="me"), target="bob"), HistoryPage)
    assert (page.conversation, page.kind, texts(page)) == ("bob", PageKind.MISSED, ["new"])
    assert f"CHATHISTORY LATEST carl timestamp={T.format(14)} 100" in again.output
    [page] = only(again.answers(said(41, "out", by="me", to="carl"), target="carl"), HistoryPage)
    assert (page.conversation, page.kind, texts(page)) == ("carl", PageKind.MISSED, ["out"])


def test_on_the_first_visit_the_last_pages_of_private_talks_come() -> None:
    play = Play().registers(caps=HISTORY)
    play.answers(":s CHATHISTORY TARGETS bob x", kind="draft/chathistory-targets", target="")
    assert "CHATHISTORY LATEST bob * 100" in play.output


def test_private_words_wait_until_it_is_known_what_was_said() -> None:
    play = Play().registers(caps=HISTORY)
    play.says("bob", "hello")
    assert "PRIVMSG" not in play.output
    play.answers(":s CHATHISTORY TARGETS bob x", kind="draft/chathistory-targets", target="")
    assert "PRIVMSG" not in play.output
    play.answers(target="bob")
    assert "PRIVMSG bob :hello" in play.output


def test_private_words_do_not_wait_for_a_refused_question() -> None:
    play = Play().registers(caps=HISTORY)
    play.says("bob", "hello")
    play.hears(f"@label={play.last_label} FAIL CHATHISTORY INVALID_PARAMS TARGETS :No")
    assert "PRIVMSG bob :hello" in play.output
    play = Play().registers(caps=HISTORY)
    play.says("bob", "hello")
    play.hears(f"@label={play.last_label} ACK")
    assert "PRIVMSG bob :hello" in play.output


# own messages in doubt


def broken_play(caps: str, *texts: str, account: bool = True) -> tuple[Outbox, LastSeen, Play]:
    """Somebody whose connection breaks right after they said something."""
    outbox, seen = Outbox(iter([f"id-{number}" for number in range(9)]).__next__), LastSeen()
    play = play_in_room(caps, last_seen=seen, outbox=outbox)
    if account:
        play.hears(":s 900 me me!u@h me :Logged in")
    play.answers()
    for text in texts:
        play.says("#a", text)
    return outbox, seen, play


def test_a_hub_is_asked_again_with_the_same_id_after_the_gap() -> None:
    outbox, seen, play = broken_play(OURS, "first", "second")
    assert play.output == "@label=2;+hubbub.chat/id=id-1 PRIVMSG #a :second\r\n"
    [lost] = play.session.connection_lost(play.now)
    assert isinstance(lost, ConnectionFailed)
    again = Play(outbox=outbox, last_seen=seen, channels=(("#a", ""),)).registers(caps=OURS)
    again.hears(":s 900 me me!u@h me :Logged in")
    again.says("#a", "third")
    again.answers(kind="draft/chathistory-targets", target="")
    again.hears(f"@time={T.format(30)} :me!u@h JOIN #a")
    assert "PRIVMSG" not in again.output
    found = at(21, "{}", "m1").replace("{}", ":me!u@h PRIVMSG #a :first")
    events = again.answers(f"+hubbub.chat/id=id-0;{found}")
    assert only(events, MessageSent) == [MessageSent(1, "#a", "m1", NOW + 1, "first")]
    assert only(events, HistoryPage)[0].events == ()
    second, third = [line for line in again.output.split("\r\n") if "PRIVMSG" in line]
    assert "+hubbub.chat/id=id-1" in second
    assert second.endswith("PRIVMSG #a :second")
    assert third.endswith("PRIVMSG #a :third")
    events = again.hears(f"@label=2;msgid=m2;time={T.format(22)} :me!u@h PRIVMSG #a :second")
    assert events == [MessageSent(2, "#a", "m2", NOW + 2, "second")]


def test_an_echo_of_another_connection_of_ours_settles_a_doubt() -> None:
    outbox, seen, play = broken_play(OURS, "first")
    play.session.connection_lost(play.now)
    again = play_in_room(OURS, last_seen=seen, outbox=outbox)
    again.hears(":s 900 me me!u@h me :Logged in")
    [sent] = again.hears("@msgid=m1;+hubbub.chat/id=id-0 :me!u@h PRIVMSG #a :first")
    assert isinstance(sent, MessageSent)
    [other] = again.hears("@msgid=m2;+hubbub.chat/id=id-7 :me!u@h PRIVMSG #a :from my phone")
    assert isinstance(other, MessageArrived)
    assert other.own


def test_a_hub_that_does_not_know_us_leaves_a_doubt() -> None:
    outbox, seen, play = broken_play(OURS, "first")
    play.session.connection_lost(play.now)
    again = play_in_room(OURS, last_seen=seen, outbox=outbox, channels=(("#a", ""),))
    assert [failed.in_doubt for failed in only(again.answers(), MessageFailed)] == [True]


def test_what_waits_is_not_what_was_said_from_elsewhere() -> None:
    outbox, seen, play = broken_play(HISTORY, "first", account=False)
    play.session.connection_lost(play.now)
    again = play_in_room(HISTORY, last_seen=seen, outbox=outbox)
    again.says("#a", "waiting")
    [page] = only(again.answers(said(21, "waiting", by="me", msgid="m2")), HistoryPage)
    assert texts(page) == ["waiting"]


def test_elsewhere_a_message_in_doubt_is_looked_for_in_the_gap() -> None:
    outbox, seen, play = broken_play(HISTORY, "first", "second", account=False)
    assert "hubbub.chat" not in play.output
    lost = play.session.connection_lost(play.now)
    assert [failed.in_doubt for failed in only(lost, MessageFailed)] == [True, True]
    again = play_in_room(HISTORY, last_seen=seen, outbox=outbox)
    events = again.answers(said(21, "second", by="me", msgid="m2"), said(22, "other", by="me", msgid="m3"))
    assert only(events, MessageSent) == [MessageSent(2, "#a", "m2", NOW + 1, "second")]
    [page] = only(events, HistoryPage)
    assert texts(page) == ["other"]
    assert "PRIVMSG" not in again.output


def test_what_is_played_back_from_before_the_break_settles_a_doubt() -> None:
    outbox, _seen, play = broken_play("message-tags server-time echo-message", "yes", account=False)
    play.now += 5
    play.session.connection_lost(play.now)
    again = Play(outbox=outbox).registers(caps="message-tags server-time echo-message")
    again.now += 100
    [other] = again.hears(f"@time={T.format(50)} :me!u@h PRIVMSG #a :yes")  # said elsewhere, later
    assert isinstance(other, MessageArrived)
    [sent] = again.hears(f"@time={T.format(21)};msgid=m :me!u@h PRIVMSG #a :yes")
    assert sent == MessageSent(1, "#a", "m", NOW + 1, "yes")


def test_what_was_asked_again_and_is_found_before_the_answer_is_told_once() -> None:
    outbox, seen, play = broken_play(OURS, "first")
    play.session.connection_lost(play.now)
    again = Play(last_seen=seen, outbox=outbox, channels=(("#a", ""),)).registers(caps=OURS, isupport=SMALL)
    again.hears(":s 900 me me!u@h me :Logged in")
    again.answers(kind="draft/chathistory-targets", target="")
    again.hears(f"@time={T.format(30)} :me!u@h JOIN #a")
    own = f"+hubbub.chat/id=id-0;{said(21, 'first', by='me', msgid='m1')}"
    again.answers(said(23, "three"), said(24, "four"))  # the newest page does not hold it
    assert "PRIVMSG #a :first" in again.output
    assert len(only(again.answers(own, said(22, "two")), MessageSent)) == 1
    assert again.hears(f"@label=1;{own}") == []


def test_who_tries_again_before_it_is_known_says_nothing_twice() -> None:
    outbox, seen, play = broken_play(HISTORY, "first", account=False)
    play.session.connection_lost(play.now)
    again = Play(last_seen=seen, outbox=outbox, channels=(("#a", ""),)).registers(caps=HISTORY)
    again.answers(kind="draft/chathistory-targets", target="")
    again.wants(Resend(1))
    again.hears(f"@time={T.format(20)} :me!u@h JOIN #a")
    assert len(only(again.answers(said(21, "first", by="me", msgid="m1")), MessageSent)) == 1
    assert "PRIVMSG" not in again.output


def test_the_same_words_in_an_older_page_are_another_message() -> None:
    outbox, seen, play = broken_play(HISTORY, "yes", account=False)
    play.session.connection_lost(play.now)
    again = play_in_room(HISTORY, last_seen=seen, outbox=outbox)
    again.answers()
    again.wants(AskHistory("#a", Point(NOW, "m")))
    events = again.answers(said(1, "yes", by="me"))
    assert only(events, MessageSent) == []


def test_lines_of_one_moment_stay_as_the_server_has_them() -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(5))
    page = play.answers(said(9, "first", msgid="zz"), said(9, "second", msgid="aa"))
    assert texts(only(page, HistoryPage)[0]) == ["first", "second"]
    assert " msgid=zz 2\r\n" in play.output, "what is before the first one is asked for"


def test_a_page_of_what_was_missed_tells_how_far_it_reaches() -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(5))
    moment = {second: NOW - 20 + second for second in range(20)}
    [newest] = only(play.answers(said(11, "k"), said(12, "l")), HistoryPage)
    assert newest.reach == Reach("", (moment[11], moment[12]), (moment[5], moment[11]))
    [between] = only(play.answers(said(6, "f"), said(7, "g")), HistoryPage)
    assert between.reach == Reach("k", (moment[5], moment[7]))
    [last] = only(play.answers(said(8, "h")), HistoryPage)
    assert last.reach == Reach("k", (moment[7], moment[11]))


@pytest.mark.parametrize(("lines", "until"), [((), 5), ((said(9, "i"),), 9)])
def test_a_short_page_of_what_was_missed_is_all_of_it(lines: tuple[str, ...], until: int) -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(5))
    [page] = only(play.answers(*lines), HistoryPage)
    assert page.reach == Reach("", (NOW - 15, NOW - 20 + until))


def test_nothing_is_between_two_pages_where_the_server_says_so() -> None:
    play = play_in_room(isupport=SMALL, last_seen=seen_until(5))
    play.answers(said(11, "k"), said(12, "l"))
    [page] = only(play.hears(f"@label={play.last_label} :s ACK"), HistoryPage)
    assert page.reach == Reach("k", (NOW - 15, NOW - 9))


def test_an_older_page_tells_what_it_stands_before() -> None:
    play = play_in_room(isupport=SMALL)
    play.answers(said(11, "k"))
    play.wants(AskHistory("#a", Point(NOW - 9, "k")))
    [page] = only(play.answers(said(10, "j")), HistoryPage)
    assert page.reach == Reach("k")
