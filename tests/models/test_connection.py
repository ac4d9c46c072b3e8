"""A connection's events become rooms: people, timeline, unread counts, presence."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from app.client import events as ev
from app.client.events import Event, LeaveKind, LinkState, Member, TextKind
from app.client.wishes import Unwatch, Watch
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.members import MembersModel
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.models.timeline_entries import (
    ConnectionLost,
    ConnectionRestored,
    EventEntry,
    HistoryGap,
    MessageEntry,
    Note,
    Reaction,
    SendState,
)
from tests.models.links import AskedLink

NOW = 1_790_000_000.0
ROOM = "#robotics-club"


@pytest.fixture
def rooms(qtbot: QtBot) -> RoomsModel:
    model = RoomsModel()
    model.setProperty("tester", QAbstractItemModelTester(model, model))
    return model


@pytest.fixture
def connection(rooms: RoomsModel) -> Connection:
    return Connection(AskedLink(), rooms, EVENTS, address="192.168.1.24", nick="mara")


def pending(number: int, text: str = "hello") -> ev.MessagePending:
    return ev.MessagePending(number, ROOM, "mara", text, TextKind.MESSAGE, NOW)


def test_a_message_that_is_tried_again_stays_one_row(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([pending(1), ev.MessageFailed(1, ROOM, "No", in_doubt=False)])
    assert room.timeline.waiting == 0
    connection.apply([pending(1)])
    assert room.timeline.waiting == 1
    connection.apply([ev.MessageSent(1, ROOM, "m1", NOW + 1, "hello")])
    [message] = [entry for entry in room.timeline.entries if isinstance(entry, MessageEntry)]
    assert (message.state, message.msgid) == (SendState.SENT, "m1")
    assert room.timeline.waiting == 0


def enter(connection: Connection, *members: Member, hub: bool = True) -> Room:
    """Register, enter the room and list its members."""
    people = members or (Member("mara", ranks="q"), Member("bob", host="192.168.1.31"))
    connection.set_state(LinkState.ONLINE)
    connection.apply(
        [
            ev.Registered("mara", "Robotics club", ROOM if hub else "", hub, NOW),
            ev.RoomEntered(ROOM, NOW),
            ev.MembersListed(ROOM, people),
        ]
    )
    room = connection.find(ROOM)
    assert room is not None
    return room


def said(text: str, sender: str = "bob", to: str = ROOM, **more: Any) -> Event:
    values = {"kind": TextKind.MESSAGE, "own": False, "msgid": "", "time": NOW, **more}
    return ev.MessageArrived(conversation=to, sender=sender, text=text, **values)


def facts(room: Room) -> list[object]:
    return [entry.fact for entry in room.timeline.entries if isinstance(entry, EventEntry)]


def texts(room: Room) -> list[str]:
    return [entry.text for entry in room.timeline.entries if isinstance(entry, MessageEntry)]


def test_entering_the_hubs_room_gives_it_the_rooms_own_name(connection: Connection) -> None:
    room = enter(connection)
    assert room.title == "Robotics club"
    assert room.kind is RoomKind.CHANNEL
    assert room.present
    assert [member.nick for member in room.members.people()] == ["mara", "bob"]


def test_a_channel_elsewhere_is_called_by_its_name_without_the_mark(connection: Connection) -> None:
    assert enter(connection, hub=False).title == "robotics-club"


def test_our_own_hosted_room_has_the_hosts_kind(rooms: RoomsModel) -> None:
    connection = Connection(AskedLink(), rooms, EVENTS, address="", nick="mara", hosting=True)
    room = enter(connection)
    assert room.kind is RoomKind.HOSTED
    assert room.may_moderate


def test_messages_count_as_unread_until_somebody_looks(connection: Connection, rooms: RoomsModel) -> None:
    room = enter(connection)
    connection.apply([said("hello"), said("Mara: are you there?"), said("I am", sender="mara", own=True)])
    assert (room.unread, room.mentions, rooms.unread) == (2, 1, 2)
    room.set_watched(True)
    assert (room.unread, room.mentions) == (0, 0)
    connection.apply([said("more")])
    assert room.unread == 0


def test_a_private_message_opens_a_talk_and_is_meant_for_us(
    connection: Connection, rooms: RoomsModel
) -> None:
    enter(connection)
    connection.apply([said("psst", to="bob")])
    talk = connection.find("BOB")
    assert talk is not None
    assert talk.kind is RoomKind.PRIVATE
    assert talk.mentions == 1
    assert rooms.rooms[-1] is talk


def test_somebody_who_leaves_is_out_of_the_list_and_in_the_conversation(connection: Connection) -> None:
    room = enter(connection)
    left = ev.MemberLeft(ROOM, "bob", LeaveKind.LOST, "", "Ping timeout", NOW)
    connection.apply([left])
    assert room.members.find("bob") is None
    assert facts(room)[-1] is left


def test_somebody_who_joins_is_in_both(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([ev.MemberJoined(ROOM, Member("eve"), NOW)])
    assert room.members.count == 3
    assert isinstance(facts(room)[-1], ev.MemberJoined)


def test_a_new_name_reaches_members_private_talk_and_ourselves(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([said("psst", to="bob")])
    connection.apply([ev.NickChanged("bob", "rob", False, (ROOM,), NOW)])
    talk = connection.find("rob")
    assert talk is not None
    assert talk.target == "rob"
    assert connection.find("bob") is None
    assert room.members.find("rob") == Member("rob", host="192.168.1.31")
    connection.apply([ev.NickChanged("mara", "Mara2", True, (ROOM,), NOW)])
    assert connection.nick == "Mara2"
    assert room.own_ranks == "q"


def test_an_own_message_goes_from_pending_to_sent(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([ev.MessagePending(7, ROOM, "mara", "hi", TextKind.MESSAGE, NOW)])
    entry = room.timeline.entries[-1]
    assert isinstance(entry, MessageEntry)
    assert entry.state is SendState.PENDING
    connection.apply([ev.MessageSent(7, ROOM, "id1", NOW + 1, "hi")])
    entry = room.timeline.entries[-1]
    assert isinstance(entry, MessageEntry)
    assert (entry.state, entry.msgid) == (SendState.SENT, "id1")


def test_pending_and_sent_in_one_batch_is_one_sent_message(connection: Connection) -> None:
    room = enter(connection)
    connection.apply(
        [
            ev.MessagePending(7, ROOM, "mara", "hi", TextKind.MESSAGE, NOW),
            ev.MessageSent(7, ROOM, "id1", NOW, "hi"),
            ev.MessagePending(8, ROOM, "mara", "again", TextKind.MESSAGE, NOW),
            ev.MessageFailed(8, ROOM, "too many messages at once", False),
        ]
    )
    states = [entry.state for entry in room.timeline.entries if isinstance(entry, MessageEntry)]
    assert states == [SendState.SENT, SendState.FAILED]


def test_a_lost_connection_is_told_once_and_the_gap_when_it_is_back(connection: Connection) -> None:
    room = enter(connection)
    connection.mark_lost(NOW + 5)
    connection.mark_lost(NOW + 6)
    connection.set_state(LinkState.WAITING)
    assert not room.present
    assert room.members.count == 2, "the people stay, dimmed"
    enter(connection)
    kinds = [type(fact) for fact in facts(room)]
    assert kinds == [ConnectionLost, ConnectionRestored, HistoryGap]
    assert room.present
    gap = facts(room)[-1]
    assert isinstance(gap, HistoryGap)
    assert (gap.since, gap.until) == (NOW + 5, NOW)


def test_coming_in_again_after_a_removal_is_no_new_connection(connection: Connection) -> None:
    """Also where another room of the server was not entered again since the connection was lost."""
    room = enter(connection)
    connection.apply([ev.RoomEntered("#lunch", NOW)])
    connection.mark_lost(NOW + 5)
    connection.set_state(LinkState.WAITING)
    enter(connection)
    before = len(facts(room))
    connection.apply([ev.RoomLeft(ROOM, LeaveKind.KICKED, "bob", "spam", NOW + 9)])
    connection.apply([ev.RoomEntered(ROOM, NOW + 10)])
    assert [type(fact) for fact in facts(room)[before:]] == [ev.RoomLeft, ev.RoomEntered]


def test_a_second_loss_is_told_where_one_was_back(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([ev.RoomEntered("#lunch", NOW)])
    talk = connection.open("bob", RoomKind.PRIVATE)
    lunch = connection.find("#lunch")
    assert lunch is not None
    for time in (NOW + 5, NOW + 15):
        connection.mark_lost(time)
        connection.set_state(LinkState.WAITING)
        enter(connection)
    assert [
        len([fact for fact in facts(each) if isinstance(fact, ConnectionLost)])
        for each in (room, talk, lunch)
    ] == [
        2,
        2,
        1,
    ]


def test_being_removed_leaves_the_room_open_but_not_present(connection: Connection, qtbot: QtBot) -> None:
    room = enter(connection)
    event = ev.RoomLeft(ROOM, LeaveKind.KICKED, "bob", "spam", NOW)
    with qtbot.waitSignal(room.left) as caught:
        connection.apply([event])
    assert caught.args == [room, event]
    assert not room.present
    assert connection.find(ROOM) is room


def test_topic_modes_and_bans_are_kept(connection: Connection) -> None:
    room = enter(connection)
    assert not room.has_ban_list
    connection.apply(
        [
            ev.TopicChanged(ROOM, "Saturday", "", NOW),
            ev.ChannelModesChanged(ROOM, "+nti", "", "+i", "mara", NOW),
            ev.BanListed(ROOM, (("eve!*@*", "mara", NOW),)),
            ev.BanChanged(ROOM, "*!*@10.0.0.9", True, "mara", NOW),
            ev.BanChanged(ROOM, "eve!*@*", False, "mara", NOW),
        ]
    )
    assert room.topic == "Saturday"
    assert room.modes == "+nti"
    assert [ban[0] for ban in room.bans] == ["*!*@10.0.0.9"]
    assert room.has_ban_list
    assert not any(isinstance(fact, ev.TopicChanged) for fact in facts(room)), "told on joining, not changed"


def test_only_moderators_may_set_a_protected_topic(connection: Connection) -> None:
    room = enter(connection, Member("mara"), Member("bob"))
    connection.apply([ev.ChannelModesChanged(ROOM, "+nt", "", "+nt", "", NOW)])
    assert not room.may_set_topic
    connection.apply([ev.MemberChanged(ROOM, Member("mara", ranks="o"))])
    assert room.may_set_topic


def test_failures_and_refusals_are_passed_on(connection: Connection, qtbot: QtBot) -> None:
    room = enter(connection)
    with qtbot.waitSignals([connection.join_failed, connection.refused, connection.invited]):
        connection.apply(
            [
                ev.JoinFailed("#other", "474", "Cannot join", NOW),
                ev.RequestFailed("TOPIC", ROOM, "482", "You're not a moderator", NOW),
                ev.Invited("#other", "bob", NOW),
            ]
        )
    connection.note(room, "Only you see this", NOW)
    assert facts(room)[-1] == Note("Only you see this")


def test_a_forgotten_room_is_out_of_the_list(connection: Connection, rooms: RoomsModel) -> None:
    room = enter(connection)
    connection.forget(room)
    assert rooms.rooms == ()
    assert connection.find(ROOM) is None
    connection.apply([ev.MemberJoined(ROOM, Member("eve"), NOW)])


def test_away_is_known(connection: Connection, qtbot: QtBot) -> None:
    with qtbot.waitSignal(connection.away_changed):
        connection.apply([ev.OwnAwayChanged(True)])
    assert connection.away


# -- what people are called

MARA, INES = Member("Mara_Lind", realname="Mara Lind"), Member("Ines_Duarte", realname="Ines Duarte")


@pytest.fixture
def named(rooms: RoomsModel) -> Connection:
    """A connection of Mara Lind, in a room with Ines Duarte."""
    made = Connection(AskedLink(), rooms, EVENTS, address="192.168.1.24", nick="Mara_Lind")
    made.set_state(LinkState.ONLINE)
    made.apply([ev.Registered("Mara_Lind", "Robotics club", ROOM, True, NOW), ev.RoomEntered(ROOM, NOW)])
    made.apply([ev.MembersListed(ROOM, (MARA, INES))])
    return made


def room_of(connection: Connection) -> Room:
    room = connection.find(ROOM)
    assert room is not None
    return room


def test_messages_carry_what_their_sender_is_called(named: Connection) -> None:
    named.apply([said("hello", sender="Ines_Duarte"), said("hi", sender="stranger")])
    named.apply([ev.MessagePending(7, ROOM, "Mara_Lind", "there", TextKind.MESSAGE, NOW)])
    named.apply([ev.MessageSent(7, ROOM, "m1", NOW, "there")])
    talk = [entry for entry in room_of(named).timeline.entries if isinstance(entry, MessageEntry)]
    assert [(entry.sender, entry.shown_name) for entry in talk] == [
        ("Ines_Duarte", "Ines Duarte"),
        ("stranger", "stranger"),
        ("Mara_Lind", "Mara Lind"),
    ]


def test_events_tell_of_people_as_they_are_called(named: Connection) -> None:
    tom = Member("Tomás_Vega", realname="Tomás Vega")
    named.apply([ev.MemberJoined(ROOM, tom, NOW), ev.TopicChanged(ROOM, "Chargers", "Ines_Duarte", NOW)])
    named.apply([ev.MemberLeft(ROOM, "Tomás_Vega", LeaveKind.KICKED, "Ines_Duarte", "", NOW)])
    joined, topic, left = facts(room_of(named))[-3:]
    assert isinstance(joined, ev.MemberJoined)
    assert joined.member.nick == "Tomás Vega"
    assert isinstance(topic, ev.TopicChanged)
    assert topic.by == "Ines Duarte"
    assert isinstance(left, ev.MemberLeft)
    assert (left.nick, left.by) == ("Tomás Vega", "Ines Duarte")
    assert room_of(named).members.find("Tomás_Vega") is None


@pytest.mark.parametrize("text", ["@Mara come", "Mara Lind, come", "mara_lind: come", "@mara"])
def test_one_is_mentioned_by_any_of_ones_names(named: Connection, text: str) -> None:
    named.apply([said(text, sender="Ines_Duarte")])
    assert room_of(named).mentions == 1


def test_a_mention_keeps_the_names_that_one_had_when_it_came(named: Connection) -> None:
    named.apply([said("@Mara come", sender="Ines_Duarte"), said("anybody?", sender="Ines_Duarte")])
    named.apply([ev.NickChanged("Mara_Lind", "zoe", True, (ROOM,), NOW)])
    named.apply([said("zoe: there?", sender="Ines_Duarte"), said("Mara_Lind: hm", sender="Ines_Duarte")])
    talk = [entry for entry in room_of(named).timeline.entries if isinstance(entry, MessageEntry)]
    assert [(entry.mention, entry.own_names) for entry in talk] == [
        (True, ("Mara_Lind", "Mara Lind", "@Mara")),
        (False, ()),
        (True, ("zoe",)),
        (False, ()),
    ]


@pytest.mark.parametrize("text", ["Mara come", "@Marathon", "mail@Mara", "Lind"])
def test_a_part_of_a_name_alone_is_no_mention(named: Connection, text: str) -> None:
    named.apply([said(text, sender="Ines_Duarte")])
    assert room_of(named).mentions == 0


def test_a_private_talk_is_titled_as_the_other_is_called_and_follows_changes(named: Connection) -> None:
    talk = named.open_private("Ines_Duarte")
    assert talk.title == "Ines Duarte"
    named.apply([said("@Mara psst", sender="Ines_Duarte", to="Ines_Duarte")])
    entry = talk.timeline.entries[-1]
    assert isinstance(entry, MessageEntry)
    assert (entry.shown_name, entry.mention) == ("Ines Duarte", True)
    named.apply([ev.MemberChanged(ROOM, Member("Ines_Duarte", realname="somebody else"))])
    assert talk.title == "Ines_Duarte"
    named.apply([ev.NickChanged("Ines_Duarte", "ines", False, (ROOM,), NOW)])
    assert talk.title == "ines"


def test_a_new_name_is_told_as_people_are_called_before_and_after(named: Connection) -> None:
    room = room_of(named)
    named.apply(
        [
            ev.NickChanged("Ines_Duarte", "Ines_D", False, (ROOM,), NOW),
            ev.MemberChanged(ROOM, Member("Ines_D", realname="Ines D")),
        ]
    )
    told = facts(room)[-1]
    assert isinstance(told, ev.NickChanged)
    assert (told.old, told.new) == ("Ines Duarte", "Ines D")


def test_what_this_person_is_called_follows_their_names(named: Connection) -> None:
    seen: list[str] = []
    named.nick_changed.connect(lambda _nick: seen.append(named.own_name))
    assert named.own_name == "Mara Lind"
    named.apply(
        [
            ev.NickChanged("Mara_Lind", "Mara_L", True, (ROOM,), NOW),
            ev.MemberChanged(ROOM, Member("Mara_L", realname="Mara L")),
        ]
    )
    assert seen == ["Mara_L", "Mara L"]


def test_a_ban_names_the_person_as_they_are_called(named: Connection) -> None:
    room = room_of(named)
    masks = ("Ines_Duarte!*@*", "*!*@10.0.0.9")
    named.apply([ev.BanChanged(ROOM, mask, True, "Mara_Lind", NOW) for mask in masks])
    told = [fact for fact in facts(room) if isinstance(fact, ev.BanChanged)]
    assert [(fact.mask, fact.by) for fact in told] == [("Ines Duarte", "Mara Lind"), (masks[1], "Mara Lind")]
    assert [mask for mask, _, _ in room.bans] == list(masks)


def test_a_ban_by_account_or_address_names_its_only_holder(named: Connection) -> None:
    room = room_of(named)
    people = [
        Member("gus_berg", "g", "10.0.0.9", "Gus Berg", "gus"),
        Member("eve", "e", "10.0.0.7", "Eve", ""),
        Member("zoe", "z", "10.0.0.7", "Zoe", "zoe"),
    ]
    for member in people:
        named.apply([ev.MemberJoined(ROOM, member, NOW)])
    masks = ("~a:gus", "*!*@10.0.0.9", "~m:~a:gus", "*!*@10.0.0.7", "*!*@10.9.9.9")
    named.apply([ev.BanChanged(ROOM, mask, True, "Mara_Lind", NOW) for mask in masks])
    told = [fact.mask for fact in facts(room) if isinstance(fact, ev.BanChanged)]
    assert told == ["Gus Berg", "Gus Berg", "~m:Gus Berg", "*!*@10.0.0.7", "*!*@10.9.9.9"]
    named.apply([ev.MemberLeft(ROOM, "gus_berg", ev.LeaveKind.QUIT, "", "", NOW)])
    assert room.ban_names == dict.fromkeys(masks[:3], "Gus Berg"), "also when he is gone"
    named.apply([ev.BanChanged(ROOM, mask, False, "Mara_Lind", NOW) for mask in masks])
    assert room.ban_names == {}


def test_a_lifted_ban_of_an_address_names_nobody_who_is_here_by_chance(named: Connection) -> None:
    room = room_of(named)
    mask = "*!*@10.0.0.9"
    named.apply([ev.MemberJoined(ROOM, Member("gus_berg", "g", "10.0.0.9", "Gus Berg"), NOW)])
    for _ in range(2):
        named.apply([ev.BanChanged(ROOM, mask, False, "Mara_Lind", NOW)])
        named.apply([ev.BanChanged(ROOM, mask, True, "Mara_Lind", NOW)])
    told = [(fact.banned, fact.mask) for fact in facts(room) if isinstance(fact, ev.BanChanged)]
    assert told == [(False, mask), (True, "Gus Berg"), (False, "Gus Berg"), (True, "Gus Berg")]


def test_a_message_is_corrected_reacted_to_and_taken_back(connection: Connection) -> None:
    room = enter(connection, Member("mara"), Member("bob", realname="Bob Stone"))
    connection.apply(
        [
            said("helo", msgid="M1", reply_to="M0", account="bob"),
            ev.Edited(ROOM, "M1", "hello", "bob", NOW, account="bob"),
            ev.Reacted(ROOM, "M1", "mara", "👍", given=True, own=True, time=NOW),
            ev.Reacted("#elsewhere", "M1", "mara", "👍", given=True, own=True, time=NOW),
            ev.Redacted("#elsewhere", "M1", "mara", "", NOW),
        ]
    )
    entry = room.timeline.entries[-1]
    assert isinstance(entry, MessageEntry)
    assert (entry.text, entry.edited, entry.reply_to, entry.account) == ("hello", True, "M0", "bob")
    assert entry.reactions == (Reaction("👍", ("mara",), own=True),)
    connection.apply([ev.Redacted(ROOM, "M1", "bob", "a slip", NOW)])
    entry = room.timeline.entries[-1]
    assert isinstance(entry, MessageEntry)
    assert (entry.text, entry.deleted) == ("", "a slip")


def test_what_this_person_is_called_is_told_with_the_list_of_people(
    connection: Connection, qtbot: QtBot
) -> None:
    enter(connection)
    members = ev.MembersListed(ROOM, (Member("mara", realname="Mara"), Member("bob")))
    with qtbot.waitSignal(connection.nick_changed):
        connection.apply([members])
    assert connection.own_name == "Mara"
    with qtbot.assertNotEmitted(connection.nick_changed):
        connection.apply([members])


def test_a_renamed_room_keeps_its_people_and_its_timeline(connection: Connection) -> None:
    room = enter(connection)
    renamed = ev.RoomRenamed(ROOM, "#makers", "bob", "Typo", NOW)
    connection.apply([said("before"), renamed, said("after", to="#makers")])
    assert connection.find("#makers") is room
    assert connection.find(ROOM) is None
    assert (room.target, room.title, connection.room) == ("#makers", "Robotics club", "#makers")
    assert texts(room) == ["before", "after"]
    assert facts(room) == [ev.RoomRenamed(ROOM, "#makers", "bob", "Typo", NOW)]
    connection.apply([ev.RoomRenamed("#nowhere", "#x", "bob", "", NOW)])
    other = connection.find_or_open("#other")
    connection.apply([ev.RoomRenamed("#other", "#makers", "bob", "", NOW)])
    assert other.target == "#other"


def test_people_of_private_talks_are_watched_while_online(connection: Connection) -> None:
    link = connection.link
    assert isinstance(link, AskedLink)
    enter(connection)
    private = connection.open_private("dora")
    assert link.asked_for(Watch) == [Watch("dora")]
    changes: list[bool | None] = []
    private.changed.connect(lambda: changes.append(private.is_online))
    connection.apply([ev.PresenceChanged("dora", True, NOW), ev.PresenceChanged("dora", True, NOW)])
    connection.apply([ev.PresenceChanged("dora", False, NOW), ev.PresenceChanged("nobody", True, NOW)])
    connection.set_state(LinkState.WAITING)
    assert changes == [True, False, None]
    connection.open_private("carl")
    assert link.asked_for(Watch) == [Watch("dora")]
    connection.set_state(LinkState.ONLINE)
    connection.apply([ev.Registered("mara", "Robotics club", ROOM, True, NOW)])
    assert link.asked_for(Watch) == [Watch("dora"), Watch("dora"), Watch("carl")]
    connection.forget(private)
    assert link.asked_for(Unwatch) == [Unwatch("dora")]


def test_a_watched_person_is_called_as_they_tell(connection: Connection) -> None:
    enter(connection)
    private = connection.open_private("dora")
    dora = Member("dora", display_name="Dora")
    connection.apply([ev.PersonChanged(dora), ev.PersonChanged(Member("nobody"))])
    assert private.title == "Dora"
    assert private.person == dora


def test_what_newcomers_may_read_is_told_on_coming_in(connection: Connection) -> None:
    policy = ev.HistoryPolicy(ev.HistoryAccess.ALL, NOW - 5)
    connection.apply([policy])
    room = enter(connection)
    assert facts(room) == [ev.HistoryPolicy(ev.HistoryAccess.ALL, NOW)]
    connection.apply([policy])
    assert len(facts(room)) == 1
    connection.apply([ev.HistoryPolicy(ev.HistoryAccess.NONE, NOW + 1)])
    assert facts(room)[1:] == [ev.HistoryPolicy(ev.HistoryAccess.NONE, NOW + 1)]
    assert connection.history_policy is not None
    assert connection.history_policy.access is ev.HistoryAccess.NONE


def test_what_was_read_elsewhere_is_unread_no_more(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([said("one", time=NOW + 1), said("mara?", time=NOW + 2), said("three", time=NOW + 3)])
    assert (room.unread, room.mentions) == (3, 1)
    connection.apply([ev.MarkerMoved(ROOM, NOW + 1), ev.MarkerMoved("#elsewhere", NOW)])
    assert (room.unread, room.mentions) == (2, 1)
    connection.apply([ev.MarkerMoved(ROOM, NOW)])
    assert room.unread == 2
    connection.apply([ev.MarkerMoved(ROOM, NOW + 2)])
    assert (room.unread, room.mentions) == (1, 0)
    connection.apply([ev.MarkerMoved(ROOM, NOW + 9), ev.MarkerMoved(ROOM, NOW + 10)])
    assert room.unread == 0


def test_a_page_on_entering_is_unread_from_where_one_has_read(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([ev.MarkerMoved(ROOM, NOW - 5)])
    page = tuple(said(text, time=NOW + time, msgid=text) for text, time in (("a", -9), ("b", -4), ("c", -3)))
    connection.apply([ev.HistoryPage(ROOM, page, ev.PageKind.LATEST, at_start=False)])
    assert room.unread == 2


def test_everybody_keeps_their_colour_after_a_new_name(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([said("one")])
    connection.apply([ev.NickChanged("bob", "rob", False, (ROOM,), NOW), said("two", "rob")])
    row = room.members.row_of("rob")
    assert room.members.index(row, 0).data(MembersModel.ColourRole) == "bob"
    messages = [entry for entry in room.timeline.entries if isinstance(entry, MessageEntry)]
    assert [room.timeline.colour_of(message) for message in messages] == ["bob", "bob"]


def test_a_chosen_colour_is_kept_with_what_was_said(connection: Connection) -> None:
    room = enter(connection)
    connection.apply([ev.MemberChanged(ROOM, Member("bob", color="#223496")), said("one")])
    [message] = [entry for entry in room.timeline.entries if isinstance(entry, MessageEntry)]
    assert message.colour == "#223496"
    connection.apply([ev.MemberChanged(ROOM, Member("bob", color="#A82E57"))])
    assert room.timeline.colour_of(message) == "#a82e57", "the one of now counts for all that they said"


def test_a_picture_goes_when_its_person_is_nowhere_any_more(connection: Connection) -> None:
    bob = Member("bob", avatar=f"http://192.168.1.24:7667/f/{'A' * 22}/me.jpg")
    picture = f"192.168.1.24/{'A' * 22}"  # of this server, as others may have one under the same id
    enter(connection, Member("mara"), bob)
    colours = connection.colours
    connection.apply([ev.RoomEntered("#other", NOW), ev.MembersListed("#other", (Member("mara"), bob))])
    connection.apply([ev.MemberLeft(ROOM, "bob", LeaveKind.PARTED, "", "", NOW)])
    assert colours.picture_of("bob") == picture, "in another room they are there"
    connection.open_private("bob")
    connection.apply([ev.PresenceChanged("bob", True, NOW)])
    connection.apply([ev.MemberLeft("#other", "bob", LeaveKind.PARTED, "", "", NOW)])
    assert colours.picture_of("bob") == picture, "there for private talk"
    connection.apply([ev.PresenceChanged("bob", False, NOW)])
    assert colours.picture_of("bob") == ""
