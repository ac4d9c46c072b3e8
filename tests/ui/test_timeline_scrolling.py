"""Asking a model for more near an end of what is loaded, once, not for ever by itself; what it may let go."""

from __future__ import annotations

import pytest

from app.models.timeline import TimelineModel
from app.models.timeline_presence import PresenceDisplay, PresenceRule
from app.ui.timeline.scrolling import Pager
from app.ui.timeline.timeline_options import TimelineOptions
from app.ui.timeline.view import TimelineView
from tests.models.fake_archive import FakeArchive
from tests.models.test_timeline_window import Server
from tests.ui.timeline_world import fill, joined, talk

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


@pytest.mark.parametrize("display", [PresenceDisplay.COLLAPSED, PresenceDisplay.NONE])
def test_the_end_is_read_where_its_rows_share_a_line_or_are_hidden(
    view: TimelineView, display: PresenceDisplay
) -> None:
    model, archive = TimelineModel(), FakeArchive()
    model.window.open_archive(archive, limit=50)
    archive.answer()
    view.set_options(TimelineOptions(presence=PresenceRule(display)))
    view.set_model(model)
    fill(view, model, talk(3))
    for number in range(200):
        fill(view, model, [joined(f"guest{number}")])
    assert model.window.is_live
    assert len(model.entries) <= 50
