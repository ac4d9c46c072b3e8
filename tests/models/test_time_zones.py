"""Every time that a peer or a file can tell is shown, in every time zone."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt

from app.client.events import TextKind
from app.irc.servertime import EARLIEST, LATEST
from app.models.export import Exporter, Format
from app.models.recents import RecentRoom, RecentRooms
from app.models.timeline_entries import MessageEntry
from app.models.timeline_grouping import local_day, same_day
from app.models.timeline_text import copy_text, spoken_text
from app.models.timeline_words import clock, day_name, full_moment

# "" is the one that the computer is in, the only one that a process on Windows can be in
ZONES = ["UTC", "Asia/Tokyo", "Pacific/Kiritimati", "America/Los_Angeles"] if hasattr(time, "tzset") else [""]
NOW = 1_780_000_000.0


@pytest.fixture(params=ZONES)
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The time zone that this computer is in."""
    if not request.param:
        yield ""
        return
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield request.param
    time.tzset()


@pytest.mark.parametrize("moment", [EARLIEST, EARLIEST + 0.001, LATEST - 0.001, LATEST])
@pytest.mark.usefixtures("zone", "english")
def test_the_first_and_the_last_moment_can_be_shown(moment: float) -> None:
    entry = MessageEntry("bob", "x", TextKind.MESSAGE, moment)
    year = "1970" if moment < NOW else "9998"
    assert day_name(moment, NOW).endswith(year)
    assert year in full_moment(moment)
    assert ":" in clock(moment)
    assert copy_text(entry) == f"[{clock(moment)}] bob: x"
    assert clock(moment) in spoken_text(entry)
    for kind in Format:
        exporter = Exporter(kind, "Club")
        written = exporter.head() + exporter.chunk([entry]) + exporter.foot()
        assert year in written
        assert kind is not Format.JSON or json.loads(written)
    recents = RecentRooms([RecentRoom("Club", "a", False, moment)], today=lambda: date(2026, 1, 1))
    assert "Club" in recents.index(0).data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a process on Windows has no zone of its own")
def test_a_day_is_that_of_the_place_where_one_is(zone: str) -> None:
    # Kiritimati was on the other side of the date line until 1994
    days = {"UTC": 2, "Asia/Tokyo": 2, "Pacific/Kiritimati": 1, "America/Los_Angeles": 1}
    assert local_day(EARLIEST) == date(1970, 1, days[zone])


@pytest.mark.parametrize("moment", [float("nan"), float("inf"), -1e300, -62_135_596_800.0, 253_402_300_799.0])
@pytest.mark.usefixtures("zone")
def test_a_moment_that_no_edge_has_seen_still_has_a_day(moment: float) -> None:
    assert 1 <= local_day(moment).year <= 9999
    assert not same_day(moment, NOW)
