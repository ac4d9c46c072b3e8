"""Asking a model for more near an end of what is loaded: once, and not for ever by itself."""

from __future__ import annotations

import pytest

from app.models.timeline import TimelineModel
from app.ui.timeline.scrolling import Pager
from tests.models.test_timeline_window import Server

HEIGHT = 400
FAR = 1000


@pytest.fixture
def server() -> Server:
    made = Server()
    made.can_request_older = True
    return made


@pytest.fixture
def model(server: Server) -> TimelineModel:
    return TimelineModel(server=server)


def test_a_page_is_asked_for_once_until_something_came_or_the_reader_went_away(
    model: TimelineModel, server: Server
) -> None:
    pager = Pager()
    pager.look(model, FAR, FAR, HEIGHT)
    assert server.asked == []
    pager.look(model, HEIGHT, FAR, HEIGHT)
    pager.look(model, 0, FAR, HEIGHT)
    assert len(server.asked) == 1
    pager.came()
    pager.look(model, 0, FAR, HEIGHT)
    assert len(server.asked) == 2
    pager.look(model, FAR, FAR, HEIGHT)
    pager.look(model, 0, FAR, HEIGHT)
    assert len(server.asked) == 3


def test_pages_that_nobody_scrolled_for_end(model: TimelineModel, server: Server) -> None:
    pager = Pager()
    for _ in range(100):
        pager.look(model, 0, FAR, HEIGHT)
        pager.came()
    assert len(server.asked) == 20
    pager.wanted(model)
    assert len(server.asked) == 21
    pager.came()
    pager.look(model, 0, FAR, HEIGHT)
    assert len(server.asked) == 22


def test_nothing_newer_is_asked_for_at_the_end(model: TimelineModel, server: Server) -> None:
    server.can_request_older = False
    Pager().look(model, 0, 0, HEIGHT)
    assert server.asked == []
