"""The rooms of a server as its list tells, lists to pick from, titles of rooms, and whom one can ask in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt

from app.client.events import (
    Abilities,
    ChannelModesChanged,
    ChannelsListed,
    Event,
    HistoryAccess,
    HistoryPolicy,
    Invited,
    LinkState,
    ListedChannel,
    Member,
    MembersListed,
    NetworkRenamed,
    OwnerProven,
    PersonInvited,
    Registered,
    RequestFailed,
    RoomEntered,
    RoomMade,
    RoomRenamed,
    RoomTitled,
)
from app.client.wishes import AskChannels, Invite, RenameRoom
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.picks import Pick, PickMark, PicksModel
from app.models.room import Room, RoomKind
from app.models.room_directory import ListState
from app.models.room_invitations import may_rename, people_to_invite, rooms_to_invite_into
from app.models.rooms_model import RoomsModel
from app.models.shown_names import channel_title
from app.models.timeline_entries import EventEntry
from app.models.timeline_words import describe
from tests.models.links import AskedLink

NOON = 1_700_000_000.0


class Hub:
    """A connection to a hub that the test tells what has happened."""

    def __init__(self) -> None:
        self.rooms = RoomsModel()
        self.link = AskedLink()
        self.connection = Connection(self.link, self.rooms, EVENTS, address="10.0.0.1", nick="mara")
        self.connection.set_state(LinkState.ONLINE)
        self.tells(
            Registered("mara", "Robotics club", "#robotics-club", True, NOON),
            Abilities(frozenset({Invite, AskChannels})),
        )

    def tells(self, *events: Event) -> None:
        self.connection.apply(list(events))

    def enters(self, channel: str, *people: Member, modes: str = "+nt") -> None:
        self.tells(
            RoomEntered(channel, NOON),
            MembersListed(channel, people),
            ChannelModesChanged(channel, modes, "", "", "", NOON),
        )

    def titles(self) -> list[str]:
        return [room.title for room in self.rooms.rooms]


@pytest.fixture
def hub(qapp: object) -> Iterator[Hub]:
    made = Hub()
    yield made
    made.connection.deleteLater()
    made.rooms.deleteLater()


def shown(picks: PicksModel) -> list[str]:
    return [str(picks.index(row).data()) for row in range(picks.rowCount())]


# -- the list


def test_rooms_are_listed_the_fullest_first(hub: Hub) -> None:
    directory = hub.connection.directory
    hub.enters("#robotics-club")
    directory.ask()
    assert hub.link.asked_for(AskChannels) == [AskChannels()]
    assert directory.state is ListState.WAITING
    hub.tells(ChannelsListed((ListedChannel("#lunch", 2, "[+nt] at \x02noon"),), is_last=False))
    assert directory.state is ListState.WAITING
    hub.tells(ChannelsListed((ListedChannel("#robotics-club", 9, "", "Robotics club"),), is_last=True))
    assert directory.state is ListState.COMPLETE
    assert [directory.picks.pick(row) for row in range(2)] == [
        Pick("#robotics-club", "Robotics club", "", 9, "You are in it"),
        Pick("#lunch", "lunch", "at noon", 2, "Join"),
    ]


def test_a_private_room_of_the_list_has_its_lock_and_the_room_that_one_hosts_its_door(hub: Hub) -> None:
    hub.enters("#lunch", Member("mara"), modes="+int")
    hub.enters("#robotics-club", Member("mara"))
    hosted = hub.connection.find("#robotics-club")
    assert hosted is not None
    hosted.set_kind(RoomKind.HOSTED)
    directory = hub.connection.directory
    directory.ask()
    rooms = (ListedChannel("#lunch", 1, ""), ListedChannel("#robotics-club", 9, ""))
    hub.tells(ChannelsListed(rooms, is_last=True))
    marks = {pick.key: pick.mark for row in range(2) if (pick := directory.picks.pick(row)) is not None}
    assert marks == {"#lunch": PickMark.PRIVATE_ROOM, "#robotics-club": PickMark.HOSTED_ROOM}


def test_a_list_that_nobody_waits_for_changes_nothing(hub: Hub) -> None:
    hub.tells(ChannelsListed((ListedChannel("#lunch", 2, ""),), is_last=True))
    assert hub.connection.directory.picks.total == 0


def test_a_list_is_refused_in_words(hub: Hub) -> None:
    directory = hub.connection.directory
    refused: list[str] = []
    hub.connection.refused.connect(lambda _room, words: refused.append(words))
    directory.ask()
    hub.tells(RequestFailed("LIST", "", "263", "Wait a minute", NOON))
    assert (directory.state, directory.refusal) == (ListState.REFUSED, "Wait a minute")
    assert refused == []
    hub.tells(RequestFailed("KICK", "#lunch", "482", "No", NOON))
    assert refused == ["Only moderators of this room may do that."]
    directory.ask()
    assert (directory.state, directory.refusal) == (ListState.WAITING, "")


# -- making one


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("TITLE_IN_USE", "There is a room of that name here, or of one that looks like it."),
        ("TRY_AGAIN_LATER", "There have been many new rooms here. Try again in a minute."),
        ("OTHER", "The room could not be created: It rains"),
    ],
)
def test_why_a_room_was_not_made_is_said(hub: Hub, code: str, words: str) -> None:
    told: list[str] = []
    hub.connection.directory.not_made.connect(told.append)
    hub.tells(RequestFailed("HUBBUB", "CREATE", code, "It rains", NOON))
    assert told == [words]


def test_a_room_that_was_made_is_told_before_it_opens(hub: Hub) -> None:
    told: list[str] = []
    hub.connection.directory.made.connect(lambda channel: told.append(f"made {channel}"))
    hub.connection.room_opened.connect(lambda room: told.append(f"opened {room.target}"))
    hub.tells(RoomMade("#lunch"), RoomEntered("#lunch", NOON))
    assert told == ["made #lunch", "opened #lunch"]


# -- titles and what newcomers read


def test_a_room_is_called_by_its_title(hub: Hub) -> None:
    hub.enters("#robotics-club")
    hub.enters("#kunst-ag")
    hub.tells(
        RoomTitled("#kunst-ag", "Kunst-AG", NOON),
        RoomTitled("#robotics-club", "Pwned", NOON),
        RoomTitled("#x", "X", NOON),
    )
    assert hub.titles() == ["Robotics club", "Kunst-AG"]
    room = hub.connection.find("#kunst-ag")
    assert room is not None
    told = len(room.timeline.entries)
    hub.tells(RoomTitled("#kunst-ag", "Kunst-AG", NOON), RoomTitled("#kunst-ag", "Malen", NOON))
    renamed = [entry.fact for entry in room.timeline.entries[told:] if isinstance(entry, EventEntry)]
    assert renamed == [RoomRenamed("Kunst-AG", "Malen", "", "", NOON)]
    hub.tells(RoomTitled("#kunst-ag", "Kunst", NOON, "ines"))
    entry = room.timeline.entries[-1]
    assert isinstance(entry, EventEntry)
    assert (
        describe(entry.fact)
        == "\u2068ines\u2069 renamed the room from \u2068Malen\u2069 to \u2068Kunst\u2069"
    )
    hub.tells(RoomTitled("#kunst-ag", "", NOON))
    assert hub.titles() == ["Robotics club", "kunst-ag"]


def test_the_room_of_a_hub_is_called_as_its_host_says(hub: Hub) -> None:
    hub.enters("#robotics-club")
    hub.enters("#chess")
    club, chess = (hub.connection.find(channel) for channel in ("#robotics-club", "#chess"))
    assert club is not None
    assert chess is not None
    told: list[Room] = []
    chess.changed.connect(told.append)
    hub.tells(NetworkRenamed("Robots", "ines", NOON))
    assert hub.titles() == ["Robots", "chess"]
    assert hub.connection.network == "Robots"
    entry = club.timeline.entries[-1]
    assert isinstance(entry, EventEntry)
    assert entry.fact == RoomRenamed("Robotics club", "Robots", "ines", "", NOON)
    assert told == [chess], "above which the hub's name stands where there are several"
    count = len(chess.timeline.entries)
    hub.connection.room = "#left"
    hub.tells(NetworkRenamed("Machines", "ines", NOON))
    assert (hub.connection.network, len(chess.timeline.entries)) == ("Machines", count)


def test_who_may_rename_a_room(hub: Hub) -> None:
    hub.enters("#robotics-club")
    club = hub.connection.find("#robotics-club")
    assert club is not None
    hub.tells(Abilities(frozenset({RenameRoom})))
    club.members.reset([Member("mara", ranks="o")])
    assert not may_rename(club), "not its moderators"
    hub.tells(OwnerProven(""))
    assert may_rename(club)
    hub.tells(Abilities())
    assert not may_rename(club)


def test_a_first_title_is_told_where_somebody_has_just_given_it(hub: Hub) -> None:
    hub.enters("#chess")
    room = hub.connection.find("#chess")
    assert room is not None
    hub.tells(RoomTitled("#chess", "Chess club", NOON, "bob"))
    entry = room.timeline.entries[-1]
    assert isinstance(entry, EventEntry)
    assert entry.fact == RoomRenamed("chess", "Chess club", "bob", "", NOON)


@pytest.mark.parametrize(
    ("channel", "title"),
    [("#x", "x"), ("##x", "##x"), ("&x", "&x"), ("+x", "+x"), ("#&x", "#&x"), ("#", "#"), ("###", "###")],
)
def test_channels_without_a_title_are_told_apart(channel: str, title: str) -> None:
    assert channel_title(channel) == title


def test_each_room_says_what_newcomers_read(hub: Hub) -> None:
    hub.tells(HistoryPolicy(HistoryAccess.ALL, NOON))
    hub.enters("#robotics-club")
    hub.enters("#lunch")
    lunch = hub.connection.find("#lunch")
    assert lunch is not None
    assert lunch.history_policy is not None
    assert lunch.history_policy.access is HistoryAccess.ALL
    policy = HistoryPolicy(HistoryAccess.NONE, NOON, "#lunch")
    hub.tells(policy, policy)  # said again after a reconnect
    assert lunch.history_policy is policy
    assert hub.connection.history_policy == HistoryPolicy(HistoryAccess.ALL, NOON)
    told = [
        entry.fact
        for entry in lunch.timeline.entries
        if isinstance(getattr(entry, "fact", None), HistoryPolicy)
    ]
    assert told == [policy]


# -- asking in


def test_people_of_other_rooms_can_be_asked_in(hub: Hub) -> None:
    me, bob, ines = Member("mara", ranks="o"), Member("bob"), Member("ines", realname="Ines Duarte")
    hub.enters("#robotics-club", me, bob, Member("ines", display_name="Ines D."))
    hub.enters("#lunch", me, bob)
    lunch = hub.connection.find("#lunch")
    assert lunch is not None
    assert [(pick.key, pick.mark) for pick in people_to_invite(lunch)] == [("ines", PickMark.PERSON)]
    assert ines.nick == "ines"


def test_somebody_can_be_asked_into_rooms_that_they_are_not_in(hub: Hub) -> None:
    me, bob = Member("mara", ranks="o"), Member("bob")
    hub.enters("#robotics-club", me, bob, Member("ines"))
    hub.enters("#lunch", me, bob)
    hub.enters("#secret", me, modes="+nist")
    hub.enters("#closed", Member("mara"), modes="+i")
    hub.connection.open_private("ines")
    picks = rooms_to_invite_into(hub.connection, "ines")
    assert [(pick.key, pick.mark) for pick in picks] == [
        ("#lunch", PickMark.ROOM),
        ("#secret", PickMark.PRIVATE_ROOM),
    ]
    hub.tells(Abilities())
    assert rooms_to_invite_into(hub.connection, "ines") == []


def test_who_was_asked_in_is_told(hub: Hub) -> None:
    told: list[tuple[str, str]] = []
    invited: list[Invited] = []
    hub.connection.directory.invited.connect(lambda *args: told.append(args))
    hub.connection.invited.connect(invited.append)
    hub.tells(PersonInvited("#lunch", "bob", NOON), Invited("#x", "ines", NOON, "X"))
    assert told == [("#lunch", "bob")]
    assert invited == [Invited("#x", "ines", NOON, "X")]


# -- lists to pick from


def test_some_letters_find_by_title_name_and_topic(qapp: object) -> None:
    picks = PicksModel()
    picks.set_picks(
        [Pick("#chess", "Schach", "Züge", 3), Pick("#go", "Go", "", 8), Pick("#c2", "Chess", "", 8)]
    )
    assert shown(picks) == ["Chess", "Go", "Schach"]
    picks.look_for("CHESS")
    assert shown(picks) == ["Chess", "Schach"]
    picks.look_for("zuge")
    assert shown(picks) == ["Schach"]
    picks.add([Pick("#z", "Zugereiste", "", 1), Pick("#Z", "twice", "zug", 1)])
    assert shown(picks) == ["Schach", "Zugereiste"]
    assert (picks.total, picks.has("#GO"), picks.has("#nowhere")) == (4, True, False)
    picks.look_for("")
    assert shown(picks)[:2] == ["Chess", "Go"]


def test_a_row_says_all_of_it(qapp: object) -> None:
    picks = PicksModel()
    picks.set_picks([Pick("#chess", "Chess", "Moves", 1, "Join")])
    index = picks.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Chess, 1 person, Moves, Join"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Chess · Moves"
    picks.put(Pick("#chess", "Chess", "Moves", 1, "Invited"))
    assert picks.find("#CHESS") == Pick("#chess", "Chess", "Moves", 1, "Invited")
    assert picks.pick(0) == picks.find("#chess")
    assert (picks.pick(1), picks.find("#go")) == (None, None)


def test_thousands_of_channels_are_found_among_quickly(qapp: object) -> None:
    picks = PicksModel()
    for start in range(0, 30_000, 500):
        picks.add(
            [Pick(f"#c{number}", f"c{number}", "about", number % 97) for number in range(start, start + 500)]
        )
    picks.look_for("c29999")
    assert shown(picks) == ["c29999"]


def test_who_can_be_asked_in_looks_as_everywhere(hub: Hub) -> None:
    me, link = Member("mara", ranks="o"), f"http://192.168.1.24:7667/f/{'A' * 22}/me.png"
    hub.enters("#robotics-club", me, Member("ines", account="duarte", color="#223496", avatar=link))
    hub.enters("#lunch", me)
    lunch = hub.connection.find("#lunch")
    assert lunch is not None
    [pick] = people_to_invite(lunch)
    assert (pick.colour_of, pick.picture) == ("#223496", f"10.0.0.1/{'A' * 22}")
