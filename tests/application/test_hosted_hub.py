"""Hosting under a window: files, record, thread and what the window is shown, in the right order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from pytestqt.qtbot import QtBot

from app.application import hosted_hub as module
from app.application import hosting_facts, hosting_parts
from app.application.hosted_hub import CLOSED, HostedHub
from app.application.hosting_facts import with_room
from app.client.address import parse_address
from app.diagnosis.help_call import Rumour, Seen
from app.files.file_limits import MEGABYTE, FileLimits
from app.hosted_rooms import EndpointRecord, HostedRoom, HostedRooms
from app.hub.data.config import HubConfig, Newcomers, PasswordVerifier, WebContent
from app.hub.data.events import (
    CallbackTold,
    HistoryLost,
    HubEvent,
    Joined,
    Quit,
    Registered,
    RoomTitled,
)
from app.hub.data.storage_errors import Content, FileReason, StorageFailure, StorageProblem, unusable
from app.irc.callback_lines import CallbackRequest
from app.net.endpoint import Endpoint
from app.net.interfaces import Interface
from app.net.listen_error import ListenError, ListenProblem, WebPortProblem
from app.net.listeners import Listening
from app.paths import Places
from app.security import private_files
from app.security.security_errors import SecurityError, SecurityProblem
from app.store.database import StoreError
from app.ui.hosting.hosting_info import AddressSeen, HostingInfo
from tests.application.fakes import NOON, OWN_HUB, Asked, FakeFirewall, FakeTrust

VERIFIER = PasswordVerifier(bytes(16), 2**15, 8, 1, bytes(32))
CONFIG = HubConfig(room_name="Robotics club", newcomers=Newcomers.HOUR)
CHANNEL = CONFIG.room
PUBLIC = Listening("", 7100, "*:7100", private=False)
PRIVATE = Listening("127.0.0.1", 40_000, "127.0.0.1:40000", private=True)
LAN = Interface("eth0", ("192.168.1.4",), networks=("192.168.1.0/24",))


class FakeHosting(QObject, Asked):
    """Stands for the hub in its thread."""

    started = Signal(object)
    failed = Signal(object)
    events = Signal(object)
    stopped = Signal()
    reached = Signal(str)
    password_set = Signal(str, object)
    listening_changed = Signal(object)
    browsers_counted = Signal(int)

    def __init__(self, parent: QObject) -> None:
        QObject.__init__(self, parent)
        Asked.__init__(self)


class FakeWork:
    """Slow work that is done when the test says so."""

    def __init__(self, _parent: QObject) -> None:
        self.waiting: list[Callable[[object], None]] = []

    def submit(self, _kind: str, _data: object, done: Callable[[object], None]) -> None:
        self.waiting.append(done)


class FakeFiles(Asked):
    """The files of a hub."""

    made: list[FakeFiles] = []
    error: StoreError | None = None
    notice: StorageFailure | None = None

    def __init__(self, *_paths: Path) -> None:
        super().__init__()
        if FakeFiles.error is not None:
            raise FakeFiles.error
        self.accounts = self.history = self.records = None
        self.made.append(self)


class FakeAnnounced(QObject, Asked):
    """Stands for what tells others on the networks of the room."""

    told = Signal(object)
    help_called = Signal(Rumour)

    def __init__(self, parent: QObject) -> None:
        QObject.__init__(self, parent)
        Asked.__init__(self)


class FakeAwake(Asked):
    def is_available(self) -> bool:
        return True


class Office:
    """A hosted hub with fakes around it, and what it has told in its order."""

    def __init__(self, folder: Path) -> None:
        self.trust = FakeTrust()
        self.rooms = HostedRooms(folder / "rooms.json")
        self.awake = FakeAwake()
        self.hosted_hub = HostedHub(Places(folder, folder), self.trust, self.rooms, keep_awake=True)  # type: ignore[arg-type]
        self.hosting: FakeHosting = self.hosted_hub._parts.hosting  # type: ignore[assignment]  # a fake
        self.announced: FakeAnnounced = self.hosted_hub._parts.announced  # type: ignore[assignment]
        self.work: FakeWork = self.hosted_hub._work  # type: ignore[assignment]
        self.told: list[tuple[str, tuple[object, ...]]] = []
        for name in (
            "opened",
            "failed",
            "info_changed",
            "happened",
            "closed",
            "record_not_saved",
            "record_changed",
            "rumour_heard",
        ):
            getattr(self.hosted_hub, name).connect(lambda *what, name=name: self.told.append((name, what)))

    def tells(self, name: str) -> list[tuple[object, ...]]:
        return [what for told, what in self.told if told == name]

    def opens(self, config: HubConfig = CONFIG, password: str = "") -> None:
        """A room that listens."""
        self.hosted_hub.open(config, (Endpoint("", 7100),), password)
        for done in self.work.waiting:
            done(VERIFIER)
        self.work.waiting.clear()
        self.hosting.started.emit((PUBLIC, PRIVATE))

    @property
    def record(self) -> HostedRoom:
        found = self.rooms.find(CHANNEL)
        assert found is not None
        return found

    @property
    def info(self) -> HostingInfo:
        assert self.hosted_hub.info is not None
        return self.hosted_hub.info


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(hosting_parts, "Hosting", FakeHosting)
    monkeypatch.setattr(module, "WorkPool", FakeWork)
    monkeypatch.setattr(hosting_parts, "AnnouncedRoom", FakeAnnounced)
    monkeypatch.setattr(hosting_parts, "HubStorage", FakeFiles)
    monkeypatch.setattr(hosting_parts.HostingParts, "_make_firewall", FakeFirewall)
    for file in (module, hosting_facts):
        monkeypatch.setattr(file, "this_computer", lambda: [LAN])
    FakeFiles.made.clear()
    FakeFiles.error = None
    FakeFiles.notice = None
    awake = FakeAwake()
    monkeypatch.setattr(module, "make_keep_awake", lambda _parent: awake)
    made = Office(tmp_path)
    made.awake = awake
    yield made
    made.hosted_hub.deleteLater()


def test_the_record_is_kept_before_anybody_can_come(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint("", 7100),))
    assert (office.record.newcomers, office.record.doors) == ("1h", (EndpointRecord("", 7100),))
    assert len(office.hosting.requests("start")) == 1
    assert not office.hosted_hub.is_open
    assert office.tells("opened") == []


def test_a_room_that_listens_is_told_with_its_private_way_in(office: Office) -> None:
    office.opens()
    assert office.hosted_hub.is_open
    assert office.hosted_hub.port == 7100
    assert office.tells("opened") == [(40_000,)]
    assert [name for name, _ in office.told].index("info_changed") < [name for name, _ in office.told].index(
        "opened"
    )
    assert office.info.invite_link == f"hubbub://192.168.1.4:7100/robotics-club?fp={OWN_HUB}"
    assert office.info.preferred_address == "192.168.1.4:7100"
    assert office.hosted_hub.config.owner_fingerprint == office.trust.me.fingerprint


def test_the_invite_link_names_every_address_of_the_network_and_no_other(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    vpn, far = Interface("wg0", ("10.8.0.2",)), Interface("eth1", ("10.0.0.4", "fd00::4"))
    monkeypatch.setattr(module, "this_computer", lambda: [vpn, LAN, far])
    office.opens()
    ways = {str(way) for way in parse_address(office.info.invite_link).ways}
    assert ways == {"192.168.1.4:7100", "10.0.0.4:7100", "[fd00::4]:7100"}
    assert office.info.invite_link.startswith(f"hubbub://{office.info.preferred_address}/robotics-club?fp=")


def test_the_public_address_is_kept_and_named_by_the_invite_link(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.hosted_hub.set_public_address("nobody.example")
    many = Interface("eth1", tuple(f"10.0.0.{number}" for number in range(2, 9)))
    monkeypatch.setattr(module, "this_computer", lambda: [LAN, many])
    office.opens()
    assert office.info.public == ""
    office.hosted_hub.set_public_address("home.example.org")
    assert office.info.public == "home.example.org:7100", "the room's own port"
    ways = [str(way) for way in parse_address(office.info.invite_link).ways]
    assert ways[0] == office.info.preferred_address
    assert ways[-1] == "home.example.org:7100"
    assert office.hosted_hub.is_own_address("Home.example.org", 7100)
    assert not office.hosted_hub.is_own_address("home.example.org", 7101)
    office.hosting.stopped.emit()
    office.opens()
    assert office.info.public == "home.example.org:7100"
    office.hosted_hub.set_public_address("[fd00::5]:7000")
    assert office.info.public == "[fd00::5]:7000"
    office.hosted_hub.set_public_address("")
    assert office.info.public == office.record.public == ""
    assert "fd00" not in office.info.invite_link


@pytest.mark.parametrize(
    ("asked", "got", "is_other"), [(None, 6668, True), (None, 6667, False), (7100, 7100, False)]
)
def test_it_is_known_whether_the_usual_port_could_not_be_used(
    office: Office, asked: int | None, got: int, is_other: bool
) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint("", asked),))
    assert not office.hosted_hub.has_other_port
    office.hosting.started.emit((replace(PUBLIC, port=got), PRIVATE))
    assert office.hosted_hub.has_other_port is is_other


def test_where_browsers_come_in_their_page_is_told_and_its_link(office: Office) -> None:
    office.hosted_hub.open(replace(CONFIG, web=WebContent.CHAT), (Endpoint("", 7100),))
    office.hosting.started.emit((replace(PUBLIC, web_port=8100), PRIVATE))
    info = office.info
    assert (info.web_port, info.page, info.web_problem) == (8100, "http://192.168.1.4:8100/", "")
    address = parse_address(info.page_link)
    assert (address.host, address.port, address.fingerprint) == ("192.168.1.4", 7100, OWN_HUB)
    assert info.scanned_link == info.page_link


def test_where_they_cannot_it_is_told_why(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint("", 7100),))
    office.hosting.started.emit((replace(PUBLIC, web_problem=WebPortProblem.IN_USE), PRIVATE))
    info = office.info
    assert info.web_problem == "Browsers cannot open this room: another program uses port 8100."
    assert (info.web_port, info.page, info.page_link) == (None, "", "")
    assert info.scanned_link == info.invite_link


def test_each_connection_of_the_window_has_a_secret_of_its_own(office: Office) -> None:
    office.opens()
    secrets = [office.hosted_hub.new_owner_secret() for _ in range(2)]
    assert office.hosting.requests("grant_window") == [(secret,) for secret in secrets]
    assert len({*secrets}) == 2
    assert min(map(len, secrets)) >= 32
    shown = f"{office.info} {office.hosted_hub.config} {office.record} {office.told}"
    assert not any(secret in shown for secret in secrets)


def test_a_port_that_was_chosen_is_the_same_next_time(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint("", None),))
    assert office.record.doors == (EndpointRecord("", None),)
    office.hosting.started.emit((PUBLIC, PRIVATE))
    assert office.record.doors == (EndpointRecord("", 7100),)


def test_a_room_with_a_password_opens_when_it_is_worked_out(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint(),), "secret")
    assert office.hosting.requests("start") == [], "never without its password"
    assert office.rooms.find(CHANNEL) is None
    office.work.waiting[0](VERIFIER)
    ((config, _, _),) = office.hosting.requests("start")
    assert config.verifier == VERIFIER  # type: ignore[attr-defined]
    assert office.record.password == VERIFIER
    office.hosting.started.emit((PUBLIC, PRIVATE))
    assert (office.info.password, office.info.verifier_only) == ("secret", False)


def test_a_password_that_cannot_be_used_opens_nothing(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint(),), "secret")
    office.work.waiting[0](None)
    assert len(office.tells("failed")) == 1
    assert office.hosting.requests("start") == []
    assert FakeFiles.made[0].requests("close") == [()]
    office.opens()
    assert office.hosted_hub.is_open


def test_what_is_not_known_of_a_password_is_said(office: Office) -> None:
    office.opens(HubConfig(room_name="Robotics club", verifier=VERIFIER))
    assert (office.info.password, office.info.verifier_only) == ("", True)


def test_another_password_is_kept_before_the_window_says_so(office: Office) -> None:
    office.opens()
    office.hosted_hub.set_password("new")
    assert office.hosting.requests("set_password") == [("new",)]
    assert office.record.password is None
    office.told.clear()
    office.hosting.password_set.emit("new", VERIFIER)
    assert office.record.password == VERIFIER
    assert [name for name, _ in office.told] == ["record_changed", "info_changed"]
    assert office.info.password == "new"
    office.hosting.password_set.emit("", None)
    assert (office.record.password, office.info.password) == (None, "")


def test_only_one_hub_uses_the_files(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint(),))
    office.hosted_hub.open(CONFIG, (Endpoint(),))
    assert len(office.tells("failed")) == 1
    assert len(FakeFiles.made) == 1
    assert len(office.hosting.requests("start")) == 1


def test_files_that_cannot_be_used_are_a_sentence(office: Office) -> None:
    FakeFiles.error = StoreError(unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.FULL))
    office.hosted_hub.open(CONFIG, (Endpoint(),))
    assert office.tells("failed") == [("The messages in history.sqlite cannot be used: the disk is full.",)]
    assert office.hosting.requests("start") == []
    FakeFiles.error = None
    office.opens()
    assert office.hosted_hub.is_open


def test_a_hub_that_cannot_listen_lets_its_files_go(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint(),))
    office.hosting.failed.emit(ListenError(ListenProblem.NOT_ALLOWED, place="port 80"))
    assert office.tells("failed") == [
        ("This computer does not allow listening on port 80; try a port above 1024.",)
    ]
    assert FakeFiles.made[0].requests("close") == [()]
    assert not office.hosted_hub.is_open
    office.opens()
    assert office.hosted_hub.is_open


def test_what_became_of_the_files_is_told_first(office: Office) -> None:
    FakeFiles.notice = StorageFailure(
        StorageProblem.BEGUN_ANEW, {"path": Path("history.sqlite"), "aside": "old"}
    )
    office.opens()
    ((events,),) = office.tells("happened")
    assert [type(event) for event in events] == [HistoryLost]  # type: ignore[attr-defined]
    names = [name for name, _ in office.told]
    assert names.index("happened") < names.index("opened")


def test_a_room_closes_with_a_reason_and_its_files(office: Office) -> None:
    office.hosted_hub.close()
    assert office.hosting.requests("stop") == [], "there is none"
    office.opens()
    office.hosted_hub.close()
    assert office.hosting.requests("stop") == [(CLOSED,)]
    assert office.hosted_hub.is_open, "until everybody is gone"
    assert FakeFiles.made[0].requests("close") == []
    office.told.clear()
    office.hosting.stopped.emit()
    assert office.told == [("info_changed", (None,)), ("closed", ())]
    assert FakeFiles.made[0].requests("close") == [()]
    assert (office.hosted_hub.is_open, office.hosted_hub.port, office.hosted_hub.info) == (False, 0, None)
    assert office.record.doors == (EndpointRecord("", 7100),), "what is known of it stays"


def test_the_computer_stays_awake_while_the_room_is_open(office: Office) -> None:
    office.opens()
    assert office.awake.asked[-1] == ("start", ())
    assert office.info.keep_awake is True
    office.hosted_hub.set_keep_awake(False)
    assert office.awake.asked[-1] == ("stop", ())
    assert office.info.keep_awake is False
    office.hosted_hub.set_keep_awake(True)
    assert office.awake.asked[-1] == ("start", ())
    office.hosting.stopped.emit()
    assert office.awake.asked[-1] == ("stop", ())


def test_a_lock_is_kept_while_the_room_is_open(office: Office) -> None:
    office.hosted_hub.note_locked(True)
    office.opens()
    office.told.clear()
    office.hosted_hub.note_locked(False)
    assert office.told == [], "nothing has changed"
    office.hosted_hub.note_locked(True)
    assert office.record.locked
    assert [name for name, _ in office.told] == ["record_changed"]
    office.hosting.stopped.emit()
    office.hosted_hub.note_locked(False)
    assert office.record.locked


def test_a_record_that_cannot_be_kept_is_told_and_the_room_opens(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cannot(*_what: object) -> None:
        raise SecurityError(SecurityProblem.FILE_NOT_WRITTEN, path="x", reason="The disk is full")

    monkeypatch.setattr(private_files, "replace", cannot)
    office.hosted_hub.open(CONFIG, (Endpoint(),))
    ((sentence,),) = office.tells("record_not_saved")
    assert "The disk is full" in str(sentence)
    assert len(office.hosting.requests("start")) == 1


@pytest.mark.parametrize(
    ("host", "port", "own"),
    [
        ("192.168.1.4", 7100, True),
        ("localhost", 7100, True),
        ("[::1]", 7100, True),
        ("192.168.1.4", 7101, False),
        ("192.168.1.5", 7100, False),
        ("127.0.0.1", 40_000, False),
    ],
)
def test_its_own_addresses_are_known(office: Office, host: str, port: int, own: bool) -> None:
    assert not office.hosted_hub.is_own_address(host, port)
    office.opens()
    assert office.hosted_hub.is_own_address(host, port) is own


def test_another_network_is_seen_and_nothing_is_told_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.opens()
    told = len(office.tells("info_changed"))
    office.hosted_hub._look_again()
    assert len(office.tells("info_changed")) == told
    moved = Interface("wlan0", ("10.0.0.4",), networks=("10.0.0.0/8",))
    monkeypatch.setattr(module, "this_computer", lambda: [moved])
    office.hosted_hub._look_again()
    assert office.info.preferred_address == "10.0.0.4:7100"
    office.hosting.stopped.emit()
    office.trust.words_known.emit(OWN_HUB)
    assert office.hosted_hub.info is None


def test_a_room_that_is_closed_while_it_opens_closes_when_it_is_open(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint("", 7100),))
    office.hosted_hub.close()
    assert office.hosting.requests("stop") == [], "there is none yet"
    office.hosting.started.emit((PUBLIC, PRIVATE))
    assert office.hosting.requests("stop") == [(CLOSED,)], "guests may be there already"
    assert not office.hosted_hub.is_open
    assert office.hosted_hub.is_in_use
    office.hosting.stopped.emit()
    assert not office.hosted_hub.is_in_use
    assert office.tells("opened") == []
    assert office.tells("closed") == [()]
    office.opens()
    assert office.hosted_hub.is_open


def test_others_are_told_of_a_room_until_it_closes(office: Office) -> None:
    office.opens()
    assert office.announced.requests("open") == [(office.hosted_hub.config, OWN_HUB, (PUBLIC,))]
    happened: list[HubEvent] = [Joined(1.0, "mara", "127.0.0.1", CHANNEL)]
    office.hosting.events.emit(happened)
    assert office.announced.requests("take") == [(happened,)]
    assert office.tells("happened") == [(happened,)]
    office.hosting.password_set.emit("secret", VERIFIER)
    office.hosted_hub.note_locked(True)
    assert office.announced.requests("set_password") == [(True,)]
    assert office.announced.requests("set_locked") == [(True,)]
    office.announced.told.emit("what is announced")
    assert office.hosting.requests("tell_of_room") == [("what is announced",)], "and says it over HTTP"
    office.hosted_hub.close()
    assert office.announced.requests("close") == [()]


def test_whether_others_are_told_changes_at_once_and_is_kept(office: Office) -> None:
    office.hosted_hub.show_nearby(False)
    assert office.announced.asked == []
    office.opens()
    assert (office.record.nearby, office.info.nearby) == (True, True)
    office.hosted_hub.show_nearby(False)
    assert office.announced.requests("set_shown") == [(False,)]
    assert (office.record.nearby, office.info.nearby) == (False, False)


def test_how_large_a_file_may_be_changes_at_once_and_is_kept(office: Office) -> None:
    office.hosted_hub.set_files("none")
    office.opens()
    assert office.hosting.requests("set_files") == []
    assert (office.record.files, office.info.files) == ("1G", "1G")
    office.hosted_hub.set_files("10M")
    office.hosted_hub.set_files("none")
    assert office.hosting.requests("set_files") == [(FileLimits.up_to(10 * MEGABYTE),), (None,)]
    assert (office.record.files, office.info.files) == ("none", "none")


def test_what_browsers_find_changes_at_once_and_is_kept(office: Office) -> None:
    office.hosted_hub.set_browsers("page", False)
    office.opens()
    assert office.hosting.requests("set_web") == []
    office.hosted_hub.set_browsers("page", False)
    assert (office.info.browsers, office.record.web) == ("page", "page")
    office.hosted_hub.set_browsers("chat", True)
    assert office.hosting.requests("set_web") == [("page", False), ("chat", True)]
    assert (office.info.browsers, office.info.plain_password) == ("chat", True)
    assert (office.record.web, office.record.plain_password) == ("chat", True)


def test_the_port_for_browsers_closes_and_opens_and_all_that_tells_of_it_follows(office: Office) -> None:
    office.hosted_hub.open(replace(CONFIG, web=WebContent.CHAT), (Endpoint("", 7100),))
    with_port = replace(PUBLIC, web_port=8100)
    office.hosting.started.emit((with_port, PRIVATE))
    office.hosted_hub.set_browsers("none", False)
    assert office.info.page == "", "nobody is sent there any more"
    office.hosting.listening_changed.emit((PUBLIC, PRIVATE))
    info = office.info
    assert (info.web_port, info.page, info.page_link, info.web_problem) == (None, "", "", "")
    assert info.scanned_link == info.invite_link
    assert info.ports == "TCP port 7100"
    assert office.announced.requests("set_listening")[-1] == ((PUBLIC,),)
    office.hosted_hub.set_browsers("page", False)
    office.hosting.listening_changed.emit((with_port, PRIVATE))
    assert (office.info.web_port, office.info.page) == (8100, "http://192.168.1.4:8100/")
    assert office.announced.requests("set_listening")[-1] == ((with_port,),)
    office.hosting.stopped.emit()
    office.hosting.listening_changed.emit((PUBLIC, PRIVATE))
    assert office.hosted_hub.info is None


def test_how_many_are_in_by_a_browser_is_asked_of_the_hub(office: Office) -> None:
    office.opens()
    counted: list[int] = []
    office.hosted_hub.browsers_counted.connect(counted.append)
    office.hosted_hub.count_browsers()
    assert office.hosting.requests("count_browsers") == [()]
    office.hosting.browsers_counted.emit(2)
    assert counted == [2]


def test_what_its_host_calls_the_room_is_kept_and_its_channel_stays(office: Office) -> None:
    office.opens()
    office.hosting.events.emit([RoomTitled(NOON, "Robots", "mara"), RoomTitled(NOON, "Machines", "mara")])
    assert (office.record.title, office.record.channel) == ("Machines", CHANNEL)
    assert (office.hosted_hub.config.room_name, office.hosted_hub.config.room) == ("Machines", CHANNEL)


def test_another_room_has_a_channel_of_its_own_name() -> None:
    assert with_room(CONFIG, "Makers").room == "#makers"


# -- who can get in


def test_who_can_get_in_is_what_was_seen(office: Office) -> None:
    office.opens()
    assert office.info.standing.sentence.startswith("Nobody has come in from another computer yet")
    office.hosting.reached.emit("192.168.1.4")
    assert office.info.standing.sentence == "People on your network can get in, as was seen."
    assert [address.seen for address in office.info.addresses] == [AddressSeen.REACHED]


def test_the_address_by_which_most_guests_are_in_is_given_to_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    vpn = Interface("tun0", ("10.8.0.2",), networks=("10.8.0.0/24",), is_tunnel=True)
    wifi = Interface("wlan0", ("10.0.0.4",), networks=("10.0.0.0/8",))
    monkeypatch.setattr(module, "this_computer", lambda: [LAN, wifi, vpn])
    office.opens()
    assert office.info.preferred_address == "192.168.1.4:7100"
    came = [(1, "ann", "10.0.0.4"), (2, "bob", "10.8.0.2"), (3, "eve", "10.8.0.2")]
    office.hosting.events.emit(
        [Registered(NOON, session, nick, "10.9.9.9", "u", "", local=local) for session, nick, local in came]
    )
    assert [address.text for address in office.info.addresses] == [
        "10.0.0.4:7100",
        "192.168.1.4:7100",
        "10.8.0.2:7100",
    ], "and never a VPN first"
    assert "//10.0.0.4:7100/" in office.info.invite_link
    office.hosting.events.emit([Quit(NOON, "ann", "10.9.9.9", "")])
    assert office.info.preferred_address == "192.168.1.4:7100"


def test_who_chose_this_computer_only_is_not_told_of_a_missing_network(office: Office) -> None:
    office.hosted_hub.open(CONFIG, (Endpoint("127.0.0.1", 7100),))
    office.hosting.started.emit((Listening("127.0.0.1", 7100, "127.0.0.1:7100", private=False), PRIVATE))
    assert office.info.standing.sentence == "You chose this computer only, so nobody else can get in."


def test_without_a_network_it_is_said(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "this_computer", lambda: [Interface("lo", ("127.0.0.1",), is_loopback=True)])
    office.opens()
    assert office.info.standing.sentence == "This computer has no network, so only it can get in."


def test_what_somebody_nearby_says_is_shown_and_told(office: Office) -> None:
    office.opens()
    office.announced.help_called.emit(Rumour("", Seen.SILENCE, 7100))
    said = "Somebody nearby says that this room does not answer at port 7100."
    assert office.info.standing.rumour == said
    assert office.tells("rumour_heard") == [(said,)]


def test_a_guest_is_asked_to_try_the_addresses(office: Office) -> None:
    office.opens()
    office.hosting.events.emit([Registered(NOON, 1, "ann", "10.9.9.9", "u", "", local="10.1.1.1")])
    office.hosted_hub.check()
    assert office.hosting.requests("ask_guest") == [(CallbackRequest(7100, ("192.168.1.4",)),)]
    office.hosting.events.emit([CallbackTold(NOON, "ann", "192.168.1.4", 7100, True)])
    assert [address.seen for address in office.info.addresses] == [AddressSeen.REACHED]


def test_a_room_that_closed_is_checked_no_more(office: Office) -> None:
    office.opens()
    office.hosting.stopped.emit()
    assert office.hosted_hub._parts.checker.findings is None
