"""Services of DNS-SD: told, found, changed, doubted and lost, over loopback; and what liars and floods do."""

from __future__ import annotations

import itertools
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from app.discovery.announcement import Announcement
from app.discovery.service import FoundService, Service, read_txt, room_service
from app.net import mdns_services, mdns_thread
from app.net.dns_sd import DnsSd
from tests.discovery.rooms import announced
from tests.headless_hub import ROOT
from tests.net.mdns_host import KIND, LOOPBACK, announcement, send

HELP = KIND.replace("hubbub", "help").replace("tcp", "udp")


def service_of(room: Announcement) -> Service:
    return replace(room_service(room), kind=KIND)


ROOM = announced(1)
SERVICE = service_of(ROOM)
NAME = f"{SERVICE.name}.{KIND}"


@pytest.fixture
def no_dns_sd() -> None:
    """It is what is tested, on loopback."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mdns_services, "ASK_MS", 400)
    monkeypatch.setattr(mdns_thread, "UPDATE_SECONDS", 0.2)
    monkeypatch.setattr(mdns_thread, "RETRY_SECONDS", 0.1)


class Copy(DnsSd):
    """One that takes part on loopback, and what it found."""

    def __init__(self) -> None:
        super().__init__(delay_ms=0)
        self.heard: list[FoundService] = []
        self.there: dict[str, FoundService] = {}
        self.gone: list[str] = []
        self.found.connect(self._on_found)
        self.lost.connect(self._on_lost)
        self.open()
        self.follow([LOOPBACK])

    def _on_found(self, found: FoundService) -> None:
        self.heard.append(found)
        self.there[found.name] = found

    def _on_lost(self, name: str) -> None:
        self.there.pop(name)
        self.gone.append(name)


@pytest.fixture
def copies(qtbot: QtBot) -> Iterator[Callable[[], Copy]]:
    made: list[Copy] = []

    def make() -> Copy:
        made.append(Copy())
        return made[-1]

    yield make
    for one in made:
        one.close()
    for thread in mdns_threads():
        thread.join()


@pytest.fixture
def host(copies: Callable[[], Copy]) -> Copy:
    return copies()


@pytest.fixture
def guest(copies: Callable[[], Copy]) -> Copy:
    made = copies()
    made.browse(KIND)
    return made


def test_a_service_is_found_as_it_was_told_and_lost_with_its_goodbye(
    host: Copy, guest: Copy, qtbot: QtBot
) -> None:
    host.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in guest.there)
    found = guest.there[NAME]
    assert (found.kind, found.addresses, found.port) == (KIND, ("127.0.0.1",), 6667)
    assert read_txt(found.txt, found.port) == ROOM
    host.close()
    qtbot.waitUntil(lambda: NAME not in guest.there)


def test_who_looks_later_asks_and_finds_it(host: Copy, copies: Callable[[], Copy], qtbot: QtBot) -> None:
    early = copies()
    early.browse(KIND)
    host.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in early.there)
    late = copies()
    late.browse(KIND)
    qtbot.waitUntil(lambda: NAME in late.there)


def test_what_changes_is_told(host: Copy, guest: Copy, qtbot: QtBot) -> None:
    host.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in guest.there)
    for people in range(3, 9):  # faster than it is told
        host.register(service_of(replace(ROOM, people=people)))
    qtbot.waitUntil(lambda: guest.there[NAME].txt[b"n"] == b"8")
    assert guest.gone == []


def test_another_name_is_another_service(host: Copy, guest: Copy, qtbot: QtBot) -> None:
    host.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in guest.there)
    other = service_of(replace(ROOM, room="Chess"))
    host.register(other)
    qtbot.waitUntil(lambda: list(guest.there) == [f"{other.name}.{KIND}"])
    host.register(None)
    qtbot.waitUntil(lambda: guest.there == {})


def test_what_is_only_listened_to_is_noticed(copies: Callable[[], Copy], qtbot: QtBot) -> None:
    ear, caller = copies(), copies()
    ear.listen(HELP)
    call = replace(SERVICE, kind=HELP, name="help")
    caller.register(call)

    def is_noticed() -> bool:
        caller.restart()  # it is told again: the ear may not have been there yet
        return f"help.{HELP}" in ear.there

    qtbot.waitUntil(is_noticed)
    assert NAME not in ear.there


def test_what_was_heard_before_anybody_looked_is_found(
    host: Copy, copies: Callable[[], Copy], qtbot: QtBot
) -> None:
    guest = copies()
    guest.listen(HELP)
    other = tell_until_found(qtbot, guest, "other", HELP)
    host.register(SERVICE)
    send(announcement("last", kind=HELP))
    qtbot.waitUntil(lambda: f"last.{HELP}" in guest.there)
    guest.browse(KIND)
    qtbot.waitUntil(lambda: NAME in guest.there)
    assert other in guest.there


def test_where_there_is_no_network_it_waits_for_one(host: Copy, guest: Copy, qtbot: QtBot) -> None:
    host.follow([])
    host.register(SERVICE)
    tell_until_found(qtbot, guest, "other")
    assert NAME not in guest.there
    host.follow([LOOPBACK])
    qtbot.waitUntil(lambda: NAME in guest.there)
    host.follow([replace(LOOPBACK, index=2)])  # unplugged and plugged in: the group is joined anew
    host.restart()
    host.follow([])
    guest.follow([])
    guest.follow([LOOPBACK])
    host.follow([LOOPBACK])
    guest.restart()
    host.register(service_of(replace(ROOM, people=9)))
    qtbot.waitUntil(lambda: NAME in guest.there and guest.there[NAME].txt[b"n"] == b"9")


def test_an_address_that_there_is_not_is_done_without(host: Copy, guest: Copy, qtbot: QtBot) -> None:
    gone = replace(LOOPBACK, index=9999, ipv6=True, addresses=("192.0.2.7", "2001:db8::7"))
    host.follow([gone])
    host.register(SERVICE)
    guest.follow([gone, LOOPBACK])
    host.follow([LOOPBACK])
    guest.follow([LOOPBACK])
    qtbot.waitUntil(lambda: NAME in guest.there)


def test_sockets_that_cannot_be_had_are_tried_again(
    host: Copy, guest: Copy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []
    true = mdns_thread.AsyncZeroconf

    def refuse(**how: object) -> object:
        if len(refused) < 2:
            refused.append(how)
            raise OSError(98, "Address already in use")
        return true(**how)

    monkeypatch.setattr(mdns_thread, "AsyncZeroconf", refuse)
    host.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in guest.there)


# -- doubt


def test_a_service_that_is_doubted_and_answers_is_found_again(
    host: Copy, guest: Copy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mdns_services, "ASK_MS", 20_000)  # what was just sent is not sent again for a second
    host.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in guest.there)
    guest.heard.clear()
    guest.doubt(NAME)
    qtbot.waitUntil(lambda: any(one.name == NAME for one in guest.heard))
    assert guest.gone == []


def test_the_goodbye_of_a_service_that_was_doubted_is_heard(
    host: Copy, guest: Copy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mdns_services, "ASK_MS", 20_000)
    host.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in guest.there)
    guest.heard.clear()
    guest.doubt(NAME)
    qtbot.waitUntil(lambda: any(one.name == NAME for one in guest.heard))
    host.close()
    qtbot.waitUntil(lambda: guest.gone == [NAME])


def test_a_service_that_is_doubted_and_silent_is_lost_and_may_come_back(guest: Copy, qtbot: QtBot) -> None:
    dead = tell_until_found(qtbot, guest, "dead")
    guest.doubt("of.nobody")
    guest.doubt(dead)
    qtbot.waitUntil(lambda: guest.gone == [dead])
    tell_until_found(qtbot, guest, "dead")


# -- whatever others send


def test_what_was_begun_and_never_ended_is_asked_for_and_left(guest: Copy, qtbot: QtBot) -> None:
    tell_until_found(qtbot, guest, "first")
    for number in range(100):
        send(announcement(f"half {number}", with_rest=False))
    tell_until_found(qtbot, guest, "last")
    assert guest.there.keys() == {f"first.{KIND}", f"last.{KIND}"}


HOSTILE = [
    "\u202e\u2066\x1b[31m",
    "<img src=x>",
    "a.b.c._hubbub._tcp.local",
    "語" * 21,
    "x" * 63,
    ".",
    "'; --",
    "\x00\x01\x7f",
    "_hubbub._tcp",
]


def test_hostile_names_and_records_raise_nothing(guest: Copy, qtbot: QtBot) -> None:
    tell_until_found(qtbot, guest, "first")
    for name in HOSTILE:
        send(announcement(name))
    for number, txt in enumerate(
        (b"", b"\xff", b"\xff" * 400, b"\0" * 1000, b"\5a=\xff\xfe\xfd", b"=" * 255)
    ):
        send(announcement(f"txt {number}", txt=txt))
    send(announcement("port", port=0), announcement("bare", addresses=()))
    send(announcement("many", addresses=[bytes([10, 0, 0, number]) for number in range(60)]))
    send(announcement("many types", addresses=[bytes(16), bytes(4), b"\xff" * 4, b"\xff" * 16]))
    send(announcement("elsewhere", kind="_http._tcp.local."))
    tell_until_found(qtbot, guest, "last")
    assert f"elsewhere.{KIND}" not in guest.there
    assert all(len(one.addresses) <= 16 for one in guest.heard)
    assert all(sum(map(len, one.txt)) <= 2048 for one in guest.heard)


@pytest.mark.parametrize("seed", range(3))
def test_damaged_datagrams_raise_nothing(guest: Copy, qtbot: QtBot, seed: int) -> None:
    chance = random.Random(seed)
    tell_until_found(qtbot, guest, "first")
    whole = announcement("damaged", txt={"v": "1", "fp": "e" * 64})
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        send(bytes(data[: chance.randint(1, len(data))]))
    tell_until_found(qtbot, guest, "last")


def test_thousands_of_services_are_held_within_bounds(
    guest: Copy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 100
    monkeypatch.setattr(mdns_services, "MOST_SERVICES", most)
    monkeypatch.setattr(mdns_thread, "SHARE", 1.0)  # all of them are to be read, as fast as they come
    first = tell_until_found(qtbot, guest, "first")
    names = itertools.cycle(range(1000))  # the library's cache holds so many

    def flood() -> bool:
        send(*(announcement(f"flood {next(names)}") for _ in range(50)))
        return len(guest.there) == most

    qtbot.waitUntil(flood)
    # again and again: what comes while the system's buffer is full is dropped
    qtbot.waitUntil(lambda: send(announcement("first", port=7000)) or guest.there[first].port == 7000)
    assert len(guest.there) == most
    qtbot.waitUntil(lambda: send(announcement("first", ttl=0)) or first not in guest.there)
    tell_until_found(qtbot, guest, "next")


# -- the end


def test_closing_does_not_wait_and_the_thread_ends(qtbot: QtBot) -> None:
    copy = Copy()
    copy.browse(KIND)
    copy.register(SERVICE)
    qtbot.waitUntil(lambda: NAME in copy.there)
    copy.close()
    copy.close()
    assert mdns_threads(), "it says goodbye"
    copy.follow([LOOPBACK])
    copy.register(SERVICE)
    copy.browse(KIND)
    copy.listen(HELP)
    copy.restart()
    copy.doubt(NAME)
    for thread in mdns_threads():
        thread.join()
    copy.open()
    copy.close()
    assert not mdns_threads(), "it was closed before it began"


@pytest.mark.parametrize("end", ["app.quit()", "end.quit()"], ids=["its loop", "the main thread"])
def test_an_end_of_the_program_without_closing_says_goodbye(guest: Copy, qtbot: QtBot, end: str) -> None:
    code = (
        "import sys\n"
        "from dataclasses import replace\n"
        "from PySide6.QtCore import QCoreApplication, QEventLoop\n"
        "from app.net.dns_sd import DnsSd\n"
        "from app.discovery.service import room_service\n"
        "from tests.discovery.rooms import announced\n"
        "from tests.net.mdns_host import LOOPBACK\n"
        "app = QCoreApplication([])\n"
        "copy = DnsSd(delay_ms=0)\n"
        "copy.open()\n"
        "copy.follow([LOOPBACK])\n"
        f"copy.register(replace(room_service(announced(1)), kind='{KIND}'))\n"
        f"copy.browse('{KIND}')\n"
        "end = QEventLoop()\n"
        f"copy.found.connect(lambda found: found.name.startswith('Room 2') and {end})\n"
        "app.exec() if 'app' in sys.argv[1] else end.exec()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code, end], cwd=ROOT)
    qtbot.waitUntil(lambda: NAME in guest.there)
    guest.register(service_of(announced(2)))
    qtbot.waitUntil(lambda: NAME not in guest.there)
    assert process.wait() == 0


def test_reading_leaves_the_window_its_share(
    guest: Copy, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(mdns_thread, "CALM_SECONDS", 0.05)
    monkeypatch.setattr(mdns_thread, "SHARE", 0.0001)
    monkeypatch.setattr(mdns_thread.time, "sleep", slept.append)
    tell_until_found(qtbot, guest, "first")
    qtbot.waitUntil(lambda: bool(slept))
    assert all(0 < one <= mdns_thread.LONGEST_PAUSE for one in slept)


def tell_until_found(qtbot: QtBot, guest: Copy, name: str, kind: str = KIND) -> str:
    """Announce a service again and again until it is found, as the guest may not be ready yet."""
    whole = f"{name}.{kind}"

    def told() -> bool:
        send(announcement(name, kind=kind))
        return whole in guest.there

    qtbot.waitUntil(told)
    return whole


def mdns_threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if one.name == "mdns"]
