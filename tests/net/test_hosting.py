"""The hub in its worker thread, as the hosting window uses it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.hub.data.config import HubConfig
from app.hub.data.events import HistoryGivenUp, HubEvent, Joined, NotKept
from app.hub.data.memory import MemoryAccounts, MemoryHistory
from app.hub.data.storage_errors import Content, FileReason, KeepingError, unusable
from app.net import connection_quota, listeners
from app.net.endpoint import Endpoint
from app.net.hosting import Hosting
from app.net.hub_resources import HubResources
from app.net.listen_error import ListenProblem
from tests.net.conftest import IdentityOf
from tests.net.guest import Guest
from tests.net.plain_irc import LOOPBACK, PATIENCE, PlainSocket

Plain = Callable[[int], PlainSocket]
CLUB = HubConfig(room_name="Robotics club", loopback_limits=False)


@pytest.fixture
def hosting(qtbot: QtBot) -> Iterator[Hosting]:
    one = Hosting()
    yield one
    if one.is_open:
        with qtbot.waitSignal(one.stopped, timeout=PATIENCE):
            one.stop("end of the test")
    one.shut_down()


@pytest.fixture
def plain(qtbot: QtBot) -> Iterator[Plain]:
    """Connect plain sockets, which are closed at the end."""
    made: list[PlainSocket] = []

    def connect(port: int) -> PlainSocket:
        made.append(PlainSocket(qtbot, "127.0.0.1", port))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def open_hub(hosting: Hosting, qtbot: QtBot, config: HubConfig = CLUB) -> tuple[int, int]:
    """Start it; returns the public and the private port."""
    with qtbot.waitSignal(hosting.started, timeout=PATIENCE) as started:
        hosting.start(config, [LOOPBACK])
    public, private = started.args[0]
    assert (public.private, private.private) == (False, True)
    return public.port, private.port


def test_people_come_in_by_both_doors_and_the_window_is_told_in_its_own_thread(
    hosting: Hosting, qtbot: QtBot, plain: Plain
) -> None:
    events: list[HubEvent] = []
    threads = set()

    class Window:
        def told(self, happened: list[HubEvent]) -> None:
            events.extend(happened)
            threads.add(threading.current_thread())

    window = Window()
    hosting.events.connect(window.told)
    for port, nick in zip(open_hub(hosting, qtbot), ["guest", "host"], strict=True):
        member = plain(port)
        member.send(f"NICK {nick}", f"USER {nick} 0 * :{nick}")
        member.wait_for("366")
    qtbot.waitUntil(lambda: len([e for e in events if isinstance(e, Joined)]) == 2, timeout=PATIENCE)
    assert threads == {threading.current_thread()}


def test_strangers_who_hold_every_place_do_not_keep_the_window_out(
    hosting: Hosting, qtbot: QtBot, plain: Plain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners, "UNREGISTERED_LIMIT", 2)
    monkeypatch.setattr(connection_quota, "PER_ADDRESS", 2)
    public, private = open_hub(hosting, qtbot, replace(CLUB, loopback_limits=True))
    silent = [plain(public) for _ in range(2)]
    plain(public).wait_for_end()
    host = plain(private)
    host.send("NICK host", "USER host 0 * :host")
    host.wait_for("366")
    assert len(silent) == 2


def test_stopping_tells_members_and_a_new_hub_can_be_opened(
    hosting: Hosting, qtbot: QtBot, plain: Plain
) -> None:
    port, _private = open_hub(hosting, qtbot)
    member = plain(port)
    member.send("NICK alice", "USER alice 0 * :alice")
    member.wait_for("366")
    with qtbot.waitSignal(hosting.stopped, timeout=PATIENCE):
        hosting.stop("The host closed the room")
    assert "The host closed the room" in member.wait_for_end()
    assert hosting.private is None
    open_hub(hosting, qtbot)


def test_a_taken_port_is_told_as_what_it_is(hosting: Hosting, qtbot: QtBot) -> None:
    port, _private = open_hub(hosting, qtbot)
    other = Hosting()
    with qtbot.waitSignal(other.failed, timeout=PATIENCE) as failed:
        other.start(CLUB, [Endpoint("127.0.0.1", port)])
    error = failed.args[0]
    assert error.problem is ListenProblem.PORT_IN_USE
    assert error.data["port"] == port
    assert not other.is_open
    other.shut_down()


def test_a_host_that_never_opened_ends_at_once(qtbot: QtBot) -> None:
    one = Hosting()
    one.shut_down()
    assert not one.is_open


def test_the_window_comes_in_over_tls_and_its_certificate_proves_the_host(
    hosting: Hosting, qtbot: QtBot, guests: Callable[..., Guest], identity_of: IdentityOf
) -> None:
    config = replace(CLUB, owner_fingerprint=identity_of("host").fingerprint)
    with qtbot.waitSignal(hosting.started, timeout=PATIENCE) as started:
        hosting.start(config, [LOOPBACK], HubResources(identity_of("hub"), MemoryAccounts()))
    public, private = started.args[0]
    link = f"hubbub://127.0.0.1:{{}}/robotics-club?fp={identity_of('hub').fingerprint}"
    host = guests(link.format(private.port), "host", identity=identity_of("host")).enter()
    host.wait(lambda: host.link.session is not None and host.link.session.state.is_owner)
    hosting.set_password("correct horse")
    host.wait(lambda: hosting._server._hub._state.verifier is not None)  # type: ignore[union-attr]
    alice = guests(link.format(public.port), "alice", password="correct horse").enter()
    assert alice.link.session is not None
    assert not alice.link.session.state.is_owner


GONE = unusable(Content.MESSAGES, Path("history.sqlite"), FileReason.GONE)


class Full(MemoryHistory):
    """A history that cannot be kept."""

    def commit(self) -> None:
        if self.newest():
            raise KeepingError(unusable(Content.MESSAGES, Path("x"), FileReason.FULL))


class Unreadable(MemoryHistory):
    """A history that cannot be read."""

    def newest(self) -> str:
        raise KeepingError(GONE)


def test_a_history_that_cannot_be_read_is_told(hosting: Hosting, qtbot: QtBot) -> None:
    with qtbot.waitSignal(hosting.failed, timeout=PATIENCE) as failed:
        hosting.start(CLUB, [LOOPBACK], HubResources(history=Unreadable()))
    assert failed.args[0].failure == GONE
    assert not hosting.is_open
    open_hub(hosting, qtbot)


def test_the_window_may_go_on_without_history(hosting: Hosting, qtbot: QtBot, plain: Plain) -> None:
    events: list[HubEvent] = []
    hosting.events.connect(events.extend)
    with qtbot.waitSignal(hosting.started, timeout=PATIENCE) as started:
        hosting.start(CLUB, [LOOPBACK], HubResources(history=Full()))
    port = started.args[0][0].port
    refused = plain(port)
    refused.send("NICK bob", "USER bob 0 * :bob")
    assert "nothing was passed on" in refused.wait_for_end()
    qtbot.waitUntil(lambda: any(isinstance(e, NotKept) for e in events), timeout=PATIENCE)
    hosting.go_on_without_history()
    qtbot.waitUntil(lambda: any(isinstance(e, HistoryGivenUp) for e in events), timeout=PATIENCE)
    member = plain(port)
    member.send("NICK bob", "USER bob 0 * :bob")
    member.wait_for("366")
