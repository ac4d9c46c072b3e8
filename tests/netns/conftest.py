"""A network for each test, and a house and a visitor on it; all tests run at the same time."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.foreign.programs import require
from tests.netns import parallel_run
from tests.netns.network import Computer, Network, ip, ip_lines
from tests.netns.parallel_run import ParallelRun, Scheduling

FOLDER = Path(__file__).parent
RUNNING: pytest.StashKey[ParallelRun] = pytest.StashKey()


def pytest_configure(config: pytest.Config) -> None:
    """End with the process that waits for the reports."""
    if parallel_run.is_part(config):
        parallel_run.end_with_parent()
        config.pluginmanager.register(Reporting(config))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Scheduling | None:
    """How the tests are handed out in that run alone."""
    return Scheduling(config, log) if parallel_run.is_part(config) else None


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> bool | None:
    """Take over what the run of all says of a test."""
    config = item.config
    if parallel_run.is_part(config) or not item.path.is_relative_to(FOLDER):  # pytest asks for all tests
        return None
    if RUNNING not in config.stash:
        together = [one for one in item.session.items if one.path.is_relative_to(FOLDER)]
        if len(together) == 1 or config.option.usepdb:
            return None
        config.stash[RUNNING] = ParallelRun(config, together)
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in config.stash[RUNNING].reports_of(item):
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
    return True


class Reporting:
    """Hands on what the tests of this process report."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        parallel_run.report(self._config, report)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """End the run of all, which goes on when a session ends early."""
    if RUNNING in session.config.stash:
        session.config.stash[RUNNING].close()


@pytest.fixture
def network() -> Iterator[Network]:
    """A switch without computers; all that is put on it is gone at the end of the test."""
    with Network() as made:
        yield made


@pytest.fixture
def house(network: Network) -> Computer:
    return network.computer("house")


@pytest.fixture
def visitor(network: Network, house: Computer) -> Computer:
    return network.computer("visitor")


@pytest.fixture
def two_networks(network: Network, house: Computer) -> Iterator[tuple[Computer, Computer]]:
    """`house` with a second card, on a second network, where another computer is."""
    with Network() as second:
        cable = ["link", "add", "side", "type", "veth", "peer", "name", "eth1", "netns", house.namespace]
        ip("-n", second.switch, *cable)
        ip_lines(second.switch, ["link set side master br0", "link set side up"])
        ip_lines(house.namespace, ["link set eth1 up", "addr add 10.77.0.200/16 dev eth1 noprefixroute"])
        yield house, second.computer("far")


@pytest.fixture
def ufw(house: Computer) -> Computer:
    """`house` behind ufw as Debian and Ubuntu ship it, with files of its own."""
    require("ufw")
    require("iptables")
    files = Path("/etc/netns", house.namespace, "ufw")  # ip-netns(8) shows them there as /etc/ufw
    files.parent.mkdir(parents=True)
    shutil.copytree("/etc/ufw", files)
    house.run("ufw", "--force", "enable")
    return house
