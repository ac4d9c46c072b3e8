"""The way in and out: what each end of an attempt leads to, what is remembered, when a connection goes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot

from app.application import joined_server
from app.application.joined_servers import JoinedServers
from app.application.kept_passwords import KeptPasswords
from app.client.address import Scheme, parse_address
from app.client.events import (
    ChannelModesChanged,
    Failure,
    JoinFailed,
    LinkState,
    MessageArrived,
    OtherRoomOpen,
    PasswordConfirmed,
    Registered,
    Secured,
    TextKind,
    WelcomeOver,
)
from app.client.state.session_options import with_address
from app.client.wishes import Join, MarkRead, Part
from app.discovery.probes import ProbeTarget
from app.discovery.sightings import Place
from app.hub.data.config import HubConfig
from app.irc import numerics
from app.launch_options import Login
from app.models.recents import RecentRoom, RecentRooms
from app.models.room import Room, RoomKind
from app.models.rooms_model import RoomsModel
from app.net.endpoint import Endpoint
from app.security.trust import Assessment, Verdict
from app.ui.hosting.hosting_info import HostAddress, HostingInfo, Reachability
from app.ui.start.start_requests import JoinRequest
from tests.application.fakes import (
    HUB,
    NOON,
    OWN_HUB,
    FakeHostedHub,
    FakeKeyStore,
    FakeLink,
    FakePage,
    FakeTrust,
)
from tests.stand_in import stand_in

ADDRESS = "192.168.1.24:6667"
CLUB = RecentRoom("Robotics club", ADDRESS, hosted=False, last_used=NOON, room="#club")
TOLD = (
    *("entered", "connected", "disconnected", "refused", "unreachable"),
    *("reopening_wanted", "other_room_open", "pin_not_saved", "left_everywhere"),
)
TOLD_OF_ATTEMPTS = ("channel_wanted", "decision_wanted", "other_room_found")
FACTS = HostingInfo(7100, (HostAddress("192.168.1.4:7100", Reachability.NETWORK),))


class Hall:
    """The joined servers with everything around it, and what it has told."""

    def __init__(self) -> None:
        self.root = QObject()
        self.page, self.hosted_hub, self.trust = FakePage(), FakeHostedHub(), FakeTrust()
        self.rooms = RoomsModel(self.root)
        self.recents = RecentRooms((), self.root)
        self.key_store = FakeKeyStore()
        self.passwords = KeptPasswords(self.key_store, self.root)
        self.servers = JoinedServers(
            stand_in(self.page),
            self.rooms,
            self.recents,
            stand_in(self.hosted_hub),
            stand_in(self.trust),
            self.passwords,
            self.root,
        )
        self.told: list[tuple[str, tuple[object, ...]]] = []
        for teller, names in ((self.servers, TOLD), (self.servers.attempt, TOLD_OF_ATTEMPTS)):
            for name in names:
                getattr(teller, name).connect(lambda *what, name=name: self.told.append((name, what)))

    @property
    def link(self) -> FakeLink:
        """That of the latest attempt."""
        return FakeLink.made[-1]

    def tells(self, name: str) -> list[tuple[object, ...]]:
        return [what for told, what in self.told if told == name]

    def joins(self, address: str = ADDRESS, password: str = "") -> FakeLink:
        """Ask on the start page for an address."""
        self.page.join_requested.emit(JoinRequest("Mara", address, password))
        return self.link

    def is_in(self, address: str = ADDRESS, channel: str = "#club") -> Room:
        """Join, and be let in."""
        link = self.joins(address)
        link.let_in(channel)
        return self.room(channel)

    def room(self, channel: str = "#club") -> Room:
        found = [room for room in self.rooms.rooms if room.target == channel]
        return found[-1]

    def hosts(self) -> FakeLink:
        """Host a room, up to the own way in."""
        self.servers.host("Mara", HubConfig(room_name="Robotics club"), (Endpoint(),), "secret")
        self.hosted_hub.is_open = True
        self.hosted_hub.info = FACTS
        self.hosted_hub.opened.emit(40_000)
        return self.link

    def end(self, link: FakeLink) -> None:
        """The server has heard our goodbye."""
        link.go(LinkState.STOPPED)


@pytest.fixture
def hall(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    monkeypatch.setattr(joined_server, "Link", FakeLink)
    FakeLink.made.clear()
    made = Hall()
    yield made
    made.passwords.close()
    made.root.deleteLater()
    QCoreApplication.sendPostedEvents(made.root, QEvent.Type.DeferredDelete)


# -- joining


def test_a_room_that_lets_us_in_is_shown_and_remembered(hall: Hall) -> None:
    link = hall.joins(password="x")
    assert hall.page.busy
    assert link.asked == [("start", ())]
    assert (link.options.nick, link.options.password, str(link.address)) == ("Mara", "x", "192.168.1.24")
    link.let_in()
    room = hall.room()
    assert hall.tells("entered") == [(room,)]
    assert len(hall.tells("connected")) == 1
    assert not hall.page.busy
    (recent,) = hall.recents.to_list()
    assert replace(recent, last_used=0.0) == RecentRoom(
        "Robotics club", "192.168.1.24", False, 0.0, room="#club", fingerprint=HUB
    )
    assert hall.servers.server_of(room.connection) is hall.servers.all[0]


def test_an_account_s_password_goes_to_the_session(hall: Hall) -> None:
    hall.servers.join("Mara", "192.168.1.24", login=Login(account="mara", password="sesame"))
    options = FakeLink.made[0].options
    assert (options.account, options.account_password) == ("mara", "sesame")


def test_what_is_no_address_opens_nothing(hall: Hall) -> None:
    hall.servers.join("Mara", "not an address")
    assert FakeLink.made == []
    assert [field for field, _ in hall.page.errors] == ["address"]


@pytest.mark.parametrize(
    ("failure", "field"),
    [
        (Failure.REFUSED, "address"),
        (Failure.BAD_NICK, "name"),
        (Failure.BANNED, "address"),
        (Failure.NOT_A_CHAT_SERVER, "address"),
    ],
)
def test_a_failure_stands_at_the_field_it_is_about(hall: Hall, failure: Failure, field: str) -> None:
    link = hall.joins()
    link.fail(failure)
    ((at, sentence),) = hall.page.errors
    assert (at, bool(sentence)) == (field, True)
    assert not hall.page.busy
    assert link.requests("close") == [("",)], "what has failed is let go"
    assert hall.servers.all == ()
    assert not hall.rooms.rooms


def test_a_password_is_asked_for_once_and_then_it_is_wrong(hall: Hall) -> None:
    hall.joins().fail(Failure.WRONG_PASSWORD)
    assert len(hall.page.requests("ask_password")) == 1
    assert hall.page.errors == []
    hall.joins(password="no").fail(Failure.WRONG_PASSWORD)
    assert len(hall.page.requests("ask_password")) == 1
    assert [field for field, _ in hall.page.errors] == ["password"]


def test_for_a_name_that_is_taken_another_is_offered(hall: Hall) -> None:
    hall.joins().fail(Failure.NICK_IN_USE)
    ((name, sentence),) = hall.page.requests("offer_name")
    assert name == "Mara2"
    assert sentence
    assert hall.page.errors == []


def test_only_what_the_trust_desk_asks_about_is_a_question(hall: Hall) -> None:
    hall.joins().fail(Failure.NOT_ENCRYPTED)
    assert hall.tells("decision_wanted") == []
    hall.trust.asks = {Failure.NOT_ENCRYPTED}
    hall.joins().fail(Failure.NOT_ENCRYPTED, fingerprint=HUB)
    ((destination, failure, fingerprint),) = hall.tells("decision_wanted")
    assert (failure, fingerprint) == (Failure.NOT_ENCRYPTED, HUB)
    assert [field for field, _ in hall.page.errors] == ["address", "address"]
    hall.servers.attempt.answer(destination, failure, fingerprint, accepted=False)  # type: ignore[arg-type]
    assert len(FakeLink.made) == 2


@pytest.mark.parametrize(
    ("failure", "plain", "assess", "in_the_clear"),
    [
        (Failure.NOT_ENCRYPTED, True, "192.168.1.24 ", False),
        (Failure.HOST_CHANGED, False, f"192.168.1.24 {HUB}", False),
        (Failure.PASSWORD_NOT_SAFE, False, "192.168.1.24 ", True),
    ],
)
def test_a_yes_tries_again_in_just_that_way(
    hall: Hall, failure: Failure, plain: bool, assess: str, in_the_clear: bool
) -> None:
    hall.trust.asks = {failure}
    hall.joins(password="x").fail(failure, fingerprint=HUB)
    ((destination, _, fingerprint),) = hall.tells("decision_wanted")
    hall.servers.attempt.answer(destination, failure, fingerprint, accepted=True)  # type: ignore[arg-type]
    assert len(FakeLink.made) == 2
    assert hall.page.busy
    assert (hall.link.how["plain"], hall.link.how["assess"]) == (plain, assess)
    assert hall.link.options == replace(FakeLink.made[0].options, plain_password_ok=in_the_clear)


def test_a_bouncer_asks_each_thing_once(hall: Hall) -> None:
    """It does not encrypt, and wants a password, which is not right at first: one question each."""
    hall.trust.asks = {Failure.NOT_ENCRYPTED, Failure.PASSWORD_NOT_SAFE}

    def agrees_to(failure: Failure) -> None:
        (*_, (destination, asked, fingerprint)) = hall.tells("decision_wanted")
        assert asked is failure
        hall.servers.attempt.answer(destination, failure, fingerprint, accepted=True)  # type: ignore[arg-type]

    hall.joins().fail(Failure.NOT_ENCRYPTED)
    agrees_to(Failure.NOT_ENCRYPTED)
    hall.link.fail(Failure.PASSWORD_WANTED)
    ((words,),) = hall.page.requests("ask_password")
    assert "bouncer" in str(words)
    assert "Ask the host" not in str(words)
    hall.joins(password="wrong").fail(Failure.PASSWORD_NOT_SAFE)
    assert hall.link.how["plain"]
    agrees_to(Failure.PASSWORD_NOT_SAFE)
    hall.link.fail(Failure.WRONG_PASSWORD)
    assert hall.page.errors[-1][0] == "password"
    assert "bouncer" in hall.page.errors[-1][1]
    link = hall.joins(password="right")
    assert (link.how["plain"], link.options.plain_password_ok) == (True, True)
    assert (link.options.password, len(hall.tells("decision_wanted"))) == ("right", 2)
    link.let_in(is_hub=False)
    hall.servers.leave(hall.room())
    assert not hall.joins().how["plain"], "another evening asks again"


def test_what_is_decided_at_one_address_says_nothing_of_another(hall: Hall) -> None:
    hall.trust.asks = {Failure.NOT_ENCRYPTED}
    hall.joins().fail(Failure.NOT_ENCRYPTED)
    ((destination, failure, fingerprint),) = hall.tells("decision_wanted")
    hall.servers.attempt.answer(destination, failure, fingerprint, accepted=True)  # type: ignore[arg-type]
    assert not hall.joins("192.168.1.99").how["plain"]
    assert not hall.joins().how["plain"]


def test_nobody_can_decide_for_another_host_behind_a_link(hall: Hall) -> None:
    hall.trust.asks = {Failure.LINK_MISMATCH}
    hall.joins().fail(Failure.LINK_MISMATCH, fingerprint=HUB)
    ((destination, failure, fingerprint),) = hall.tells("decision_wanted")
    hall.servers.attempt.answer(destination, failure, fingerprint, accepted=True)  # type: ignore[arg-type]
    assert len(FakeLink.made) == 1
    assert not hall.page.busy


def test_who_cancels_is_out_of_it_whatever_still_comes(hall: Hall) -> None:
    link = hall.joins()
    hall.page.cancel_requested.emit()
    assert not hall.page.busy
    assert link.requests("close") == [("",)]
    link.let_in()
    assert not hall.rooms.rooms
    assert hall.tells("entered") == []
    link.fail(Failure.REFUSED)
    assert hall.page.errors == []


def test_a_further_attempt_takes_the_place_of_the_one_under_way(hall: Hall) -> None:
    first, second = hall.joins(), hall.joins("192.168.1.99")
    assert first.requests("close") == [("",)]
    first.let_in()
    assert not hall.rooms.rooms
    first.fail(Failure.REFUSED)
    assert hall.page.errors == []
    assert hall.page.busy
    second.let_in()
    assert hall.tells("entered") == [(hall.room(),)]
    assert hall.servers.all[0].link is second


def test_a_server_of_others_is_asked_for_a_channel(hall: Hall) -> None:
    link = hall.joins()
    link.welcome(is_hub=False)
    assert len(hall.tells("channel_wanted")) == 1
    link.enter("#python")
    assert hall.tells("entered") == [(hall.room("#python"),)]
    (recent,) = hall.recents.to_list()
    assert recent.room == "", "what it is called there need not be what it is elsewhere"
    assert (recent.channel, recent.fingerprint) == ("#python", ""), "such servers have many certificates"


def test_who_is_put_into_a_channel_by_the_server_is_not_asked_for_one(hall: Hall) -> None:
    """A bouncer has its channels behind the message of the day."""
    link = hall.joins()
    link.welcome(is_hub=False, is_over=False)
    link.enter("#python")
    link.tell(WelcomeOver(NOON))
    assert hall.tells("channel_wanted") == []
    assert hall.tells("entered") == [(hall.room("#python"),)]


def test_a_service_that_speaks_at_once_is_no_room_that_was_entered(hall: Hall) -> None:
    link = hall.joins()
    link.welcome(is_hub=False, is_over=False)
    link.tell(MessageArrived("NickServ", "NickServ", "Please identify", TextKind.NOTICE, False, "", NOON))
    assert hall.page.busy
    link.tell(WelcomeOver(NOON))
    assert len(hall.tells("channel_wanted")) == 1
    link.enter("#python")
    assert hall.tells("entered") == [(hall.room("#python"),)]
    assert hall.room("NickServ").unread == 1


@pytest.mark.parametrize(
    ("typed", "channel"), [(" python ", "#python"), ("&local", "&local"), ("+plus", "+plus")]
)
def test_the_channel_that_is_chosen_is_entered(hall: Hall, typed: str, channel: str) -> None:
    hall.joins().welcome(is_hub=False)
    ((server,),) = hall.tells("channel_wanted")
    hall.servers.attempt.choose_channel(server, typed)  # type: ignore[arg-type]
    assert hall.link.wishes == [Join(channel)]
    assert hall.page.busy


@pytest.mark.parametrize("typed", ["", " # "])
def test_who_chooses_no_channel_leaves_again(hall: Hall, typed: str) -> None:
    hall.joins().welcome(is_hub=False)
    ((server,),) = hall.tells("channel_wanted")
    hall.servers.attempt.choose_channel(server, typed)  # type: ignore[arg-type]
    assert hall.link.requests("close") == [("",)]
    assert not hall.page.busy


def test_a_channel_that_is_chosen_too_late_is_nobody_s(hall: Hall) -> None:
    hall.joins().welcome(is_hub=False)
    ((server,),) = hall.tells("channel_wanted")
    later = hall.joins("192.168.1.99")
    for typed in ("python", ""):
        hall.servers.attempt.choose_channel(server, typed)  # type: ignore[arg-type]
    assert FakeLink.made[0].wishes == []
    assert later.requests("close") == []
    assert hall.page.busy


def test_a_channel_that_lets_nobody_in_ends_the_attempt(hall: Hall) -> None:
    link = hall.joins()
    link.welcome()
    link.tell(JoinFailed("#club", numerics.ERR_BANNEDFROMCHAN, "banned", NOON))
    assert [field for field, _ in hall.page.errors] == ["address"]
    assert link.requests("close") == [("",)]
    assert hall.tells("refused") == []


def test_a_further_channel_that_lets_nobody_in_is_told_in_the_window(hall: Hall) -> None:
    room = hall.is_in()
    hall.link.tell(JoinFailed("#more", numerics.ERR_CHANNELISFULL, "full", NOON))
    assert [connection for connection, _ in hall.tells("refused")] == [room.connection]
    assert hall.page.errors == []
    assert hall.link.requests("close") == []


# -- where one is already


def test_a_room_that_is_open_is_shown_and_not_joined_twice(hall: Hall) -> None:
    room = hall.is_in()
    hall.joins("192.168.1.24")
    assert len(FakeLink.made) == 1
    assert hall.tells("entered") == [(room,), (room,)]
    assert not hall.page.busy


def test_a_link_to_the_open_room_proves_its_host(hall: Hall) -> None:
    room = hall.is_in()
    hall.joins(f"hubbub://192.168.1.24/club?fp={HUB}")
    assert len(FakeLink.made) == 1
    assert hall.trust.pins[HUB].verified == "link"
    hall.joins(f"hubbub://192.168.1.24/club?fp={OWN_HUB}")
    assert len(FakeLink.made) == 2, "that is the link of another host"
    assert hall.room() is room


def test_so_does_one_that_names_the_address_among_others(hall: Hall) -> None:
    room = hall.is_in()
    hall.joins(f"hubbub://10.0.0.9/club?fp={HUB}&at=10.0.0.8:6667,192.168.1.24:6667")
    assert len(FakeLink.made) == 1
    assert hall.tells("entered")[-1] == (room,)


def test_a_connection_that_has_ended_is_made_anew(hall: Hall) -> None:
    hall.is_in()
    hall.link.go(LinkState.STOPPED)
    hall.joins()
    assert len(FakeLink.made) == 2


def test_a_further_channel_is_asked_of_the_connection_that_is_there(hall: Hall) -> None:
    room = hall.is_in("ircs://irc.example.org/python")
    link = hall.link
    hall.joins("ircs://irc.example.org/qt")
    assert len(FakeLink.made) == 1
    assert link.wishes == [Join("#qt")]
    assert hall.tells("entered")[-1] == (room,)
    link.enter("#qt")
    assert hall.tells("entered")[-1] == (hall.room("#qt"),)


def test_a_room_that_nobody_asked_for_takes_nobody_away(hall: Hall) -> None:
    room = hall.is_in()
    hall.link.enter("#second")
    assert hall.tells("entered") == [(room,)]
    assert [recent.room for recent in hall.recents.to_list()] == ["#club"]


def test_where_a_hub_brings_one_home_first_is_not_shown_before_the_room_that_is_meant(hall: Hall) -> None:
    hall.joins().welcome()
    hall.link.enter("#tea")
    assert len(hall.tells("connected")) == 1
    assert hall.tells("entered") == []
    hall.link.enter("#club")
    assert hall.tells("entered") == [(hall.room("#club"),)]
    hall.link.tell(JoinFailed("#more", numerics.ERR_CHANNELISFULL, "full", NOON))
    assert len(hall.tells("entered")) == 1


def test_it_is_shown_where_the_room_that_is_meant_lets_nobody_in(hall: Hall) -> None:
    hall.joins().welcome()
    hall.link.enter("#tea")
    hall.link.tell(JoinFailed("#club", numerics.ERR_CHANNELISFULL, "full", NOON))
    assert hall.tells("entered") == [(hall.room("#tea"),)]
    assert len(hall.tells("refused")) == 1


def test_who_closes_a_talk_has_seen_what_is_in_it(hall: Hall) -> None:
    hall.is_in()
    hall.link.tell(MessageArrived("bob", "bob", "hi", TextKind.MESSAGE, False, "", NOON))
    talk = hall.room("bob")
    hall.servers.leave(talk)
    assert MarkRead("bob", NOON) in hall.link.wishes
    assert talk.timeline.read.time == NOON


def test_who_writes_first_takes_nobody_away_either(hall: Hall) -> None:
    hall.is_in()
    hall.link.tell(MessageArrived("bob", "bob", "hi", TextKind.MESSAGE, False, "", NOON))
    assert hall.room("bob").kind is RoomKind.PRIVATE
    assert len(hall.tells("entered")) == 1


# -- recent rooms


def test_a_recent_room_is_joined_as_that_room(hall: Hall) -> None:
    hall.recents.add(CLUB)
    hall.page.recent_activated.emit(0)
    assert hall.link.options.room == "#club"
    assert hall.page.join_card.address.requests("set_text") == [(ADDRESS,)]
    hall.link.fail(Failure.WRONG_PASSWORD)
    assert len(hall.page.requests("ask_password")) == 1
    assert hall.joins(password="x").options.room == "#club", "the password is that room's"
    hall.link.fail(Failure.WRONG_PASSWORD)
    assert hall.joins("192.168.1.99").options.room == ""


@pytest.mark.parametrize(("failure", "offline"), [(Failure.TIMED_OUT, True), (Failure.BANNED, False)])
def test_a_recent_room_where_nobody_answers_is_offline(hall: Hall, failure: Failure, offline: bool) -> None:
    hall.recents.add(CLUB)
    hall.page.recent_activated.emit(0)
    hall.link.fail(failure)
    assert hall.recents.room_at(0).offline is offline
    assert [recent.room for recent, _ in hall.tells("unreachable")] == (["#club"] if offline else [])  # type: ignore[attr-defined]


def test_what_is_typed_marks_no_recent_room(hall: Hall) -> None:
    hall.recents.add(CLUB)
    hall.page.recent_activated.emit(0)
    hall.page.cancel_requested.emit()
    hall.joins("192.168.1.99").fail(Failure.TIMED_OUT)
    assert not hall.recents.room_at(0).offline
    assert hall.tells("unreachable") == []


def test_a_recent_room_that_was_hosted_is_opened_again(hall: Hall) -> None:
    hall.recents.add(replace(CLUB, hosted=True))
    hall.page.recent_activated.emit(0)
    assert FakeLink.made == []
    assert [recent.room for (recent,) in hall.tells("reopening_wanted")] == ["#club"]  # type: ignore[attr-defined]


def test_a_hub_that_is_forgotten_is_no_recent_room(hall: Hall) -> None:
    room = hall.is_in()
    server = hall.servers.server_of(room.connection)
    assert server is not None
    hall.servers.forget(server)
    assert hall.recents.to_list() == []


def further(hall: Hall, address: str = ADDRESS) -> RecentRoom:
    """A channel beside the room that one was in by one's own wish, with that connection gone."""
    server = hall.servers.server_of(hall.is_in(address).connection)
    assert server is not None
    hall.link.ask(Join("#tea"))
    hall.link.enter("#tea")
    recent = hall.recents.room_at(0)
    hall.servers.disconnect_from(server.connection)
    return recent


def test_a_channel_that_one_wished_for_is_a_room_of_that_host(hall: Hall) -> None:
    recent = further(hall)
    assert replace(recent, last_used=0.0) == RecentRoom(
        *("tea", "192.168.1.24", False, 0.0),
        room="#club",
        fingerprint=HUB,
        channel="#tea",
        host="Robotics club",
    )
    assert [each.name for each in hall.recents.to_list()] == ["tea", "Robotics club"]


@pytest.mark.parametrize("address", [ADDRESS, f"hubbub://192.168.1.24/club?fp={HUB}"])
def test_it_is_joined_without_the_room_beside_it(hall: Hall, address: str) -> None:
    recent = further(hall, address)
    assert "tea" not in recent.address
    hall.page.recent_activated.emit(0)
    options = with_address(hall.link.options, hall.link.address)
    assert (options.channels, options.room, options.join_room) == ((("#tea", ""),), "#club", False)
    hall.link.let_in("#tea")
    assert hall.tells("entered")[-1] == (hall.room("#tea"),)
    assert [each.name for each in hall.recents.to_list()] == ["tea", "Robotics club"]
    hall.page.recent_activated.emit(1)
    assert hall.link.wishes == [Join("#club")], "of the connection that is there"


def test_another_room_in_its_place_is_entered_whole(hall: Hall) -> None:
    further(hall)
    hall.page.recent_activated.emit(0)
    hall.link.welcome(room="#makers")
    hall.link.tell(OtherRoomOpen("#club", "#makers", "Makers", NOON))
    ((destination, _),) = hall.tells("other_room_found")
    hall.servers.attempt.join_other(destination)  # type: ignore[arg-type]
    assert hall.link.options.join_room
    assert hall.link.address.room == ""


def test_a_recent_room_is_found_by_its_host_at_whatever_address_one_is_there(hall: Hall) -> None:
    room = hall.is_in()
    hall.recents.add(replace(CLUB, address="mara-laptop", fingerprint=HUB, last_used=NOON * 2))
    hall.page.recent_activated.emit(0)
    assert len(FakeLink.made) == 1
    assert hall.tells("entered")[-1] == (room,)
    hall.recents.add(replace(CLUB, fingerprint=OWN_HUB, last_used=NOON * 3))
    hall.page.recent_activated.emit(0)
    assert len(FakeLink.made) == 2, "another host was there"


def moved(hall: Hall, *places: Place, address: str = ADDRESS) -> FakeLink:
    """Click a room that one was in, whose host is seen at these places; the connection to be made."""
    hall.recents.add(replace(CLUB, address=address, fingerprint=HUB))
    seen = [ProbeTarget(place, HUB) for place in places]
    hall.servers.use_sightings(lambda recent: seen if recent.fingerprint == HUB else ())
    hall.page.recent_activated.emit(0)
    return hall.link


@pytest.mark.parametrize("address", [ADDRESS, f"hubbub://192.168.1.24/club?fp={HUB}"])
def test_a_recent_room_is_joined_where_its_host_is_seen_now(hall: Hall, address: str) -> None:
    link = moved(hall, Place("192.168.1.77", 7001), Place("fd00::7", 7001), address=address)
    there = ["192.168.1.24:6667", "192.168.1.77:7001", "[fd00::7]:7001"]
    assert list(map(str, link.address.ways)) == there
    assert (link.address.scheme, link.address.fingerprint) == (Scheme.HUBBUB, HUB), (
        "nobody else is told a word"
    )
    judged = f"{link.address} {' remembered' if address == ADDRESS else ''}"
    assert link.how["assess"] == judged, "what one remembers proves nothing new, a link does"
    assert link.options.room == "#club"
    assert hall.page.join_card.address.requests("set_text") == [(address,)]
    link.reached = replace(link.address, host="192.168.1.77", explicit_port=7001)
    link.let_in()
    (recent,) = hall.recents.to_list()
    assert str(parse_address(recent.address).ways[0]) == "192.168.1.77:7001"
    assert recent.fingerprint == HUB
    kept = {ADDRESS: "192.168.1.77:7001"}
    link_kept = f"hubbub://192.168.1.77:7001/club?fp={HUB}&at=192.168.1.24:6667"
    assert recent.address == kept.get(address, link_kept), "as it was written"


def test_one_that_is_where_it_was_after_all_keeps_its_address(hall: Hall) -> None:
    moved(hall, Place("192.168.1.77", 7001)).let_in()
    assert [recent.address for recent in hall.recents.to_list()] == ["192.168.1.24"]


def test_what_is_seen_where_it_was_changes_nothing(hall: Hall) -> None:
    link = moved(hall, Place("192.168.1.24", 6667), Place("fd00::7", 6667))
    assert str(link.address) == "192.168.1.24"
    assert link.how["assess"] == "192.168.1.24 "


def test_no_sighting_overrules_the_link_that_one_came_by(hall: Hall) -> None:
    address = f"hubbub://192.168.1.24/club?fp={OWN_HUB}"
    assert str(moved(hall, Place("192.168.1.77", 7001), address=address).address) == address


def test_no_more_ways_are_tried_than_those_of_a_link(hall: Hall) -> None:
    address = f"hubbub://192.168.1.24/?fp={HUB}&at=10.0.0.1:1,10.0.0.2:2,10.0.0.3:3"
    link = moved(hall, Place("192.168.1.77", 7001), address=address)
    there = ["192.168.1.24:6667", "192.168.1.77:7001", "10.0.0.1:1", "10.0.0.2:2"]
    assert list(map(str, link.address.ways)) == there


def test_the_password_of_one_that_has_moved_goes_only_there(hall: Hall) -> None:
    moved(hall, Place("192.168.1.77", 7001)).fail(Failure.WRONG_PASSWORD)
    again = hall.joins(password="x")
    assert (again.options.password, again.address.fingerprint) == ("x", HUB)
    assert len(again.address.ways) == 2
    again.fail(Failure.LINK_MISMATCH)
    assert hall.recents.room_at(0).address == ADDRESS


def test_one_is_no_surer_of_a_host_by_its_recent_room(hall: Hall) -> None:
    room = hall.is_in()
    hall.servers.use_sightings(lambda _: [ProbeTarget(Place("10.0.0.9", 1), HUB)])
    hall.page.recent_activated.emit(0)
    assert hall.tells("entered")[-1] == (room,)
    assert HUB not in hall.trust.pins


def test_what_is_brought_home_into_is_not_remembered(hall: Hall) -> None:
    hall.joins().welcome()
    hall.link.enter("#tea")
    assert hall.recents.to_list() == []
    hall.link.enter("#club")
    assert [each.name for each in hall.recents.to_list()] == ["Robotics club"]


def test_what_the_own_hub_has_beside_its_room_opens_with_it(hall: Hall) -> None:
    hall.hosts().let_in(fingerprint=OWN_HUB)
    hall.link.ask(Join("#tea"))
    hall.link.enter("#tea")
    assert [each.room for each in hall.recents.to_list()] == ["#club"]


def test_a_recent_room_has_the_name_that_people_know(hall: Hall) -> None:
    room = hall.is_in()
    room.set_title("Makers")
    room.set_topic("Robots")
    assert [each.name for each in hall.recents.to_list()] == ["Makers"]


def test_a_channel_of_a_foreign_server_is_joined_without_a_question(hall: Hall) -> None:
    hall.joins().welcome(is_hub=False)
    ((server,),) = hall.tells("channel_wanted")
    hall.servers.attempt.choose_channel(server, "python")  # type: ignore[arg-type]
    hall.link.enter("#python")
    hall.servers.disconnect_from(hall.room("#python").connection)
    hall.page.recent_activated.emit(0)
    assert hall.link.options.channels == (("#python", ""),)
    hall.link.welcome(is_hub=False)
    assert len(hall.tells("channel_wanted")) == 1


def test_the_next_that_is_typed_there_is_not_the_recent_room(hall: Hall) -> None:
    further(hall)
    hall.page.recent_activated.emit(0)
    hall.link.let_in("#tea")
    hall.servers.disconnect_from(hall.room("#tea").connection)
    assert hall.joins("192.168.1.24").options.join_room


# -- passwords of rooms


def refuses(link: FakeLink, fingerprint: str = HUB) -> None:
    """The hub with this certificate wants a password, or another one."""
    link.secured.emit(Secured(fingerprint, "", "TLS 1.3"), Assessment(Verdict.KNOWN))
    link.fail(Failure.WRONG_PASSWORD)


def proves(link: FakeLink, fingerprint: str = HUB) -> None:
    """The hub takes the password, and shows that it knows it too."""
    link.secured.emit(Secured(fingerprint, "", "TLS 1.3"), Assessment(Verdict.KNOWN))
    link.go(LinkState.ONLINE)
    link.tell(PasswordConfirmed(fingerprint, NOON))
    link.tell(Registered("mara", "Robotics club", "#Club", True, NOON))
    link.enter("#Club")


def test_a_password_that_was_right_is_kept_for_that_room_of_that_host(hall: Hall, qtbot: QtBot) -> None:
    proves(hall.joins(password="sesame"))
    qtbot.waitUntil(lambda: hall.key_store.kept == {(HUB, "#club"): "sesame"})
    hall.link.password = "changed"  # as is typed below the bar when the host has another one
    proves(hall.link)
    qtbot.waitUntil(lambda: hall.key_store.kept == {(HUB, "#club"): "changed"})


def test_what_no_hub_has_proven_is_not_kept(hall: Hall, qtbot: QtBot) -> None:
    hall.joins(password="sesame").let_in()
    found: list[str] = []
    hall.passwords.look_up(HUB, "#club", found.append)
    qtbot.waitUntil(lambda: found == [""])


@pytest.mark.parametrize("is_typed", [False, True])
def test_it_is_tried_where_that_host_asks_for_it(hall: Hall, qtbot: QtBot, is_typed: bool) -> None:
    hall.key_store.kept[HUB, "#club"] = "sesame"
    hall.recents.add(replace(CLUB, fingerprint=HUB))
    link = hall.joins() if is_typed else None
    if link is None:
        hall.page.recent_activated.emit(0)
        link = hall.link
    assert link.options.password is None, "nobody is told of one before it is known who that is"
    refuses(link)
    assert hall.page.busy
    qtbot.waitUntil(lambda: len(FakeLink.made) == 2)
    assert hall.link.options.password == "sesame"
    assert hall.page.requests("ask_password") == []
    proves(hall.link)
    assert len(hall.tells("entered")) == 1


def test_another_host_at_that_address_is_not_told_it(hall: Hall, qtbot: QtBot) -> None:
    hall.key_store.kept[HUB, "#club"] = "sesame"
    hall.recents.add(replace(CLUB, fingerprint=HUB))
    hall.page.recent_activated.emit(0)
    refuses(hall.link, "cd" * 32)
    qtbot.waitUntil(lambda: len(hall.page.requests("ask_password")) == 1)
    assert len(FakeLink.made) == 1


def test_one_that_is_not_right_any_more_is_forgotten_and_asked_for(hall: Hall, qtbot: QtBot) -> None:
    hall.key_store.kept[HUB, "#club"] = "sesame"
    hall.recents.add(replace(CLUB, fingerprint=HUB))
    hall.page.recent_activated.emit(0)
    refuses(hall.link)
    qtbot.waitUntil(lambda: len(FakeLink.made) == 2)
    refuses(hall.link)
    assert hall.page.requests("ask_password") == [("This room has a new password. Ask the host for it.",)]
    qtbot.waitUntil(lambda: hall.key_store.kept == {})
    refuses(hall.joins(password="typed"))
    assert [field for field, _ in hall.page.errors] == ["password"]


def test_who_cancels_while_it_is_looked_for_is_asked_nothing(hall: Hall, qtbot: QtBot) -> None:
    hall.key_store.kept[HUB, "#club"] = "sesame"
    hall.recents.add(replace(CLUB, fingerprint=HUB))
    hall.page.recent_activated.emit(0)
    refuses(hall.link)
    hall.page.cancel_requested.emit()
    found: list[str] = []
    hall.passwords.look_up(HUB, "#club", found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert len(FakeLink.made) == 1
    assert hall.page.requests("ask_password") == []
    assert not hall.page.busy


def test_with_a_recent_room_its_password_is_forgotten(hall: Hall, qtbot: QtBot) -> None:
    hall.key_store.kept |= {(HUB, "#club"): "sesame", (OWN_HUB, "#club"): "x"}
    tea = replace(CLUB, fingerprint=HUB, channel="#tea", last_used=NOON + 1)
    for room in (replace(CLUB, fingerprint=HUB), tea, replace(CLUB, fingerprint=OWN_HUB)):
        hall.recents.add(room)
    hall.recents.remove(0)
    hall.recents.remove_server("elsewhere", HUB)
    qtbot.waitUntil(lambda: hall.key_store.kept == {(OWN_HUB, "#club"): "x"})


# -- another room than the one that was joined before


def test_another_room_there_is_not_entered_unasked(hall: Hall) -> None:
    link = hall.joins()
    link.welcome()
    link.tell(OtherRoomOpen("#club", "#makers", "Makers", NOON))
    ((destination, title),) = hall.tells("other_room_found")
    assert title == "Makers"
    assert [field for field, _ in hall.page.errors] == ["address"]
    assert link.requests("close") == [("",)]
    hall.servers.attempt.join_other(destination)  # type: ignore[arg-type]
    assert hall.page.busy
    assert (hall.link.options.room, hall.link.options.channels) == ("", ())
    hall.link.let_in("#makers", room="#makers", network="Makers")
    assert [recent.room for recent in hall.recents.to_list()] == ["#makers"]


def test_a_recent_room_that_is_another_one_now_may_be_joined_as_that(hall: Hall) -> None:
    hall.recents.add(CLUB)
    hall.page.recent_activated.emit(0)
    hall.link.welcome(room="#makers")
    hall.link.tell(OtherRoomOpen("#club", "#makers", "Makers", NOON))
    ((destination, _),) = hall.tells("other_room_found")
    assert destination.options.room == "#club"  # type: ignore[attr-defined]
    hall.servers.attempt.join_other(destination)  # type: ignore[arg-type]
    assert hall.link.options.room == "", "or the hub would keep us out again"


def test_after_a_reconnect_the_window_tells_of_the_other_room(hall: Hall) -> None:
    room = hall.is_in()
    hall.link.tell(OtherRoomOpen("#club", "#makers", "Makers", NOON))
    assert hall.tells("other_room_open") == [(room.connection, "Makers")]
    assert hall.link.requests("close") == []
    assert hall.page.errors == []


# -- hosting


def test_the_host_goes_in_like_everybody_else(hall: Hall) -> None:
    link = hall.hosts()
    assert hall.hosted_hub.requests("open") == [
        (HubConfig(room_name="Robotics club"), (Endpoint(),), "secret")
    ]
    assert (link.address.host, link.address.port, link.address.fingerprint) == ("127.0.0.1", 40_000, OWN_HUB)
    assert link.options.hub_verified
    make_secret = link.how["make_owner_secret"]
    assert callable(make_secret)
    assert make_secret() == hall.hosted_hub.new_owner_secret()
    assert hall.page.busy
    link.let_in(fingerprint=OWN_HUB)
    room = hall.room()
    assert room.kind is RoomKind.HOSTED
    assert hall.tells("entered") == [(room,)]
    (recent,) = hall.recents.to_list()
    assert (recent.address, recent.hosted, recent.room) == ("192.168.1.4:7100", True, "#club")
    assert hall.trust.remembered == [], "nobody pins oneself"


def test_a_host_is_told_in_the_room_that_it_has_another_port_than_the_usual_one(hall: Hall) -> None:
    hall.hosted_hub.has_other_port = True
    hall.hosts().let_in(fingerprint=OWN_HUB)
    told = " ".join(str(entry) for entry in hall.room().timeline.entries)
    assert "Port 6667 could not be used, so this room is at port 7100." in told
    assert "192.168.1.4:7100" in told


def test_a_room_that_cannot_be_opened_is_told_at_its_port(hall: Hall) -> None:
    hall.servers.host("Mara", HubConfig(), (Endpoint(),))
    hall.hosted_hub.failed.emit("The port is taken.")
    assert hall.page.errors == [("host: port", "The port is taken.")]
    assert FakeLink.made == []


def test_where_the_own_way_in_fails_the_room_is_closed(hall: Hall) -> None:
    hall.hosts().fail(Failure.NICK_IN_USE)
    assert len(hall.hosted_hub.requests("close")) == 1
    assert [field for field, _ in hall.page.errors] == ["host: room"]
    assert hall.page.requests("offer_name") == []


def test_who_joins_elsewhere_before_the_own_room_was_entered_closes_it(hall: Hall) -> None:
    own = hall.hosts()
    hall.joins()
    assert len(hall.hosted_hub.requests("close")) == 1
    assert own.requests("close") == [("",)]


def test_only_one_room_is_hosted_at_a_time(hall: Hall) -> None:
    hall.hosts().let_in(fingerprint=OWN_HUB)
    hall.servers.host("Mara", HubConfig(), (Endpoint(),))
    assert [field for field, _ in hall.page.errors] == ["host: room"]
    assert len(hall.hosted_hub.requests("open")) == 1


def test_the_own_room_is_shown_under_each_of_its_addresses(hall: Hall) -> None:
    hall.hosts().let_in(fingerprint=OWN_HUB)
    hall.joins("192.168.1.4:7100")
    assert len(FakeLink.made) == 1
    assert hall.tells("entered") == [(hall.room(),)] * 2


@pytest.mark.parametrize(("modes", "locked"), [("+int", True), ("+nt", False), ("+k i", False)])
def test_a_lock_is_noted_for_the_next_time(hall: Hall, modes: str, locked: bool) -> None:
    link = hall.hosts()
    link.let_in(fingerprint=OWN_HUB)
    link.tell(ChannelModesChanged("#club", modes, "", modes, "Mara", NOON))
    assert hall.hosted_hub.requests("note_locked")[-1] == (locked,)


def test_who_stops_hosting_leaves_and_closes_the_room(hall: Hall) -> None:
    server = hall.is_in()
    link = hall.hosts()
    link.let_in("#own", room="#own", fingerprint=OWN_HUB)
    hall.servers.stop_hosting()
    assert len(hall.hosted_hub.requests("close")) == 1
    assert link.requests("close") == [("",)]
    assert list(hall.rooms.rooms) == [server]


# -- leaving


def test_the_last_room_takes_the_connection_along(hall: Hall) -> None:
    room = hall.is_in()
    link = hall.link
    link.enter("#second")
    hall.servers.leave(room)
    assert Part("#club") in link.wishes
    assert hall.tells("disconnected") == []
    assert link.requests("close") == []
    hall.servers.leave(hall.room("#second"))
    assert hall.tells("disconnected") == [(room.connection,)]
    assert link.requests("close") == [("",)]
    assert not hall.rooms.rooms
    assert hall.servers.all == ()


def test_private_talk_goes_on_without_a_room(hall: Hall) -> None:
    room = hall.is_in()
    link = hall.link
    link.tell(MessageArrived("bob", "bob", "hi", TextKind.MESSAGE, False, "", NOON))
    talk = hall.room("bob")
    hall.servers.leave(room)
    assert Part("#club") in link.wishes
    assert hall.rooms.rooms == (talk,)
    assert link.requests("close") == []
    # and the way back is over the same connection
    made = len(FakeLink.made)
    hall.servers.join("mara", "192.168.1.24")
    assert link.wishes[-1] == Join("#club")
    assert len(FakeLink.made) == made
    assert hall.tells("entered")[-1] == (talk,)
    link.enter("#club")
    assert hall.tells("entered")[-1] == (hall.room("#club"),)
    hall.servers.leave(hall.room("#club"))
    hall.servers.leave(talk)
    assert link.requests("close") == [("",)]


def test_all_rooms_of_a_connection_go_at_once(hall: Hall) -> None:
    """Or a window would show each of them before it goes too."""
    hall.is_in()
    hall.link.tell(
        *(MessageArrived(f"p{n}", f"p{n}", "hi", TextKind.MESSAGE, False, "", NOON) for n in range(9))
    )
    removed: list[tuple[int, int]] = []
    hall.rooms.rowsRemoved.connect(lambda _parent, first, last: removed.append((first, last)))
    hall.servers.leave_everywhere()
    assert removed == [(0, 9)]


def test_private_talk_is_left_without_a_word(hall: Hall) -> None:
    hall.is_in()
    hall.link.tell(MessageArrived("bob", "bob", "hi", TextKind.MESSAGE, False, "", NOON))
    hall.servers.leave(hall.room("bob"))
    assert not any(isinstance(wish, Part) for wish in hall.link.wishes)
    assert [room.target for room in hall.rooms.rooms] == ["#club"]


def test_a_host_that_cannot_be_trusted_is_left_with_a_sentence(hall: Hall) -> None:
    room = hall.is_in()
    hall.servers.disconnect_untrusted(room.connection, "This is not the host.")
    assert hall.page.errors == [("address", "This is not the host.")]
    assert hall.page.join_card.address.requests("set_text") == [("192.168.1.24",)]
    assert not hall.rooms.rooms
    hall.servers.disconnect_untrusted(room.connection, "Again.")
    assert len(hall.page.errors) == 1


def test_all_is_over_when_every_goodbye_was_heard_and_the_room_is_closed(hall: Hall) -> None:
    hall.is_in()
    first = hall.link
    own = hall.hosts()
    own.let_in("#own", room="#own", fingerprint=OWN_HUB)
    trying = hall.joins("192.168.1.99")
    assert not hall.servers.has_left_everywhere
    hall.servers.leave_everywhere()
    for link in (first, own, trying):
        assert link.requests("close") == [("",)]
        assert not hall.servers.has_left_everywhere
        hall.end(link)
    assert hall.tells("left_everywhere") == []
    hall.hosted_hub.is_open = False
    hall.hosted_hub.closed.emit()
    assert hall.servers.has_left_everywhere
    assert hall.tells("left_everywhere") == [()]


def test_a_goodbye_that_was_not_heard_yet_is_waited_for(hall: Hall) -> None:
    hall.is_in()
    hall.servers.leave_everywhere()
    assert not hall.servers.has_left_everywhere
    assert hall.tells("left_everywhere") == []
    hall.end(hall.link)
    assert hall.tells("left_everywhere") == [()]


def test_a_room_that_is_still_being_opened_is_waited_for(hall: Hall) -> None:
    hall.hosted_hub.is_opening = True
    hall.servers.leave_everywhere()
    assert hall.hosted_hub.requests("close")
    assert hall.tells("left_everywhere") == []
    hall.hosted_hub.is_opening = False
    hall.hosted_hub.failed.emit("The port is taken.")
    assert hall.tells("left_everywhere") == [()]


def test_who_is_nowhere_is_gone_at_once(hall: Hall) -> None:
    assert not hall.servers.has_left_everywhere
    hall.servers.leave_everywhere()
    assert hall.tells("left_everywhere") == [()]
