"""Hubs on real sockets for the tests of this folder, and the beacon's sockets that only remember."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from app.hub.data.config import HubConfig
from app.net import hub_server
from app.net.endpoint import Endpoint
from app.net.hub_resources import HubResources
from app.security.certificate import Identity, load_or_make
from tests.net.discovery_fakes import FakeComputer, FakeDnsSd, FakeSockets
from tests.net.guest import Guest, Strange
from tests.net.plain_irc import LOOPBACK, RunHub, Running

IdentityOf = Callable[[str], Identity]

CLUB = HubConfig(room_name="Robotics club", loopback_limits=False)


@pytest.fixture(scope="session")
def identity_of(tmp_path_factory: pytest.TempPathFactory) -> IdentityOf:
    """The certificate of somebody, by a name of one's own choice; the same one each time."""
    folder = tmp_path_factory.mktemp("identities")
    return lambda name: load_or_make(folder, name, name, now=time.time())


@pytest.fixture
def run_hub(qtbot: QtBot, identity_of: IdentityOf) -> Iterator[RunHub]:
    """Start hubs; every one is stopped at the end, and none may have met a bug.

    They show the certificate of "hub" unless told otherwise.
    """
    running: list[Running] = []

    def start(
        config: HubConfig = CLUB,
        endpoints: tuple[Endpoint, ...] = (LOOPBACK,),
        resources: HubResources | None = None,
        **options: object,
    ) -> Running:
        own = HubResources(identity_of("hub")) if resources is None else resources
        running.append(Running(qtbot, config, endpoints, own, **options))
        return running[-1]

    yield start
    with pytest.MonkeyPatch.context() as hurry:  # what a test leaves open is not waited for
        hurry.setattr(hub_server, "FLUSH_MS", 0)
        hurry.setattr(hub_server, "GOODBYE_MS", 0)
        for one in running:
            one.clean_up()
    assert [bug for one in running for bug in one.bugs] == []


@pytest.fixture
def no_search_for_cycles() -> Iterator[None]:
    """Python lets go only of what nothing refers to, as in a hub's thread beside a window."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def guests(qtbot: QtBot) -> Iterator[Callable[..., Guest]]:
    """Make links, all of which are ended at the end."""
    made: list[Guest] = []

    def start(address: str, nick: str = "alice", **more: object) -> Guest:
        made.append(Guest(qtbot, address, nick, **more))
        return made[-1]

    yield start
    for guest in made:
        guest.link.stop()
        guest.link.deleteLater()


@pytest.fixture
def strange() -> Iterator[Callable[..., Strange]]:
    """Start servers that behave badly."""
    made: list[Strange] = []

    def start(*words: bytes, **more: object) -> Strange:
        made.append(Strange(*words, **more))  # type: ignore[arg-type]
        return made[-1]

    yield start
    for server in made:
        server.end()


@pytest.fixture
def sockets(qtbot: QtBot) -> Iterator[FakeSockets]:
    """Owns what a test makes with it: timers end in the thread that they began in."""
    made = FakeSockets()
    yield made
    made.deleteLater()
    QCoreApplication.sendPostedEvents(made, QEvent.Type.DeferredDelete)


@pytest.fixture
def dns_sd(qtbot: QtBot) -> FakeDnsSd:
    return FakeDnsSd()


@pytest.fixture
def around() -> FakeComputer:
    return FakeComputer()
