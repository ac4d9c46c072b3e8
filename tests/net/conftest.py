"""Hubs on real sockets for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.hub.config import HubConfig
from app.net.endpoint import Endpoint
from tests.net.plain_irc import LOOPBACK, RunHub, Running

CLUB = HubConfig(room_name="Robotics club", loopback_limits=False)


@pytest.fixture
def run_hub(qtbot: QtBot) -> Iterator[RunHub]:
    """Start hubs; every one is stopped at the end, and none may have met a bug."""
    running: list[Running] = []

    def start(config: HubConfig = CLUB, endpoints: tuple[Endpoint, ...] = (LOOPBACK,)) -> Running:
        running.append(Running(qtbot, config, endpoints))
        return running[-1]

    yield start
    for one in running:
        one.clean_up()
    assert [bug for one in running for bug in one.bugs] == []
