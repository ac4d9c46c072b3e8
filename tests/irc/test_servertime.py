"""Times as text and back."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from math import inf, nan

import pytest

from app.irc.servertime import (
    EARLIEST,
    LATEST,
    clamp_time,
    format_time,
    parse_time,
    read_moment,
    read_seconds,
)


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (0.0, "1970-01-01T00:00:00.000Z"),
        (1_546_612_406.123, "2019-01-04T14:33:26.123Z"),
        (1_700_000_000.001, "2023-11-14T22:13:20.001Z"),
        (9_214_646_400.0, "2262-01-01T00:00:00.000Z"),
    ],
)
def test_a_time_is_written_and_read(time: float, text: str) -> None:
    assert format_time(time) == text
    assert parse_time(text) == time


def test_a_time_is_cut_to_milliseconds() -> None:
    assert format_time(1_700_000_000.0625) == "2023-11-14T22:13:20.062Z"


def test_a_time_may_have_fewer_places() -> None:
    assert parse_time("2023-11-14T22:13:20Z") == 1_700_000_000.0
    assert parse_time("2023-11-14T22:13:20.5Z") == 1_700_000_000.5


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "yesterday",
        "2023-11-14",
        "2023-11-14T22:13:20",
        "2023-02-30T00:00:00Z",
        "2023-11-14T24:61:00Z",
    ],
)
def test_other_texts_are_no_times(text: str) -> None:
    assert parse_time(text) is None


@pytest.mark.parametrize(
    ("told", "believed"),
    [
        (1_700_000_000.5, 1_700_000_000.5),
        (0.0, EARLIEST),
        (-62_135_596_800.0, EARLIEST),
        (253_402_300_799.999, LATEST),
        (1e300, LATEST),
        (inf, LATEST),
        (-inf, EARLIEST),
        (nan, EARLIEST),
    ],
)
def test_a_time_that_was_told_is_brought_into_fixed_bounds(told: float, believed: float) -> None:
    assert clamp_time(told) == believed


def test_the_bounds_are_days_that_every_zone_can_show() -> None:
    assert datetime.fromtimestamp(EARLIEST, UTC) == datetime(1970, 1, 2, tzinfo=UTC)
    assert datetime(1970, 1, 1) + timedelta(seconds=LATEST) == datetime(9998, 12, 30)
    if sys.platform != "win32":  # the clock of Windows' library ends with the year 3000
        assert datetime.fromtimestamp(LATEST, UTC) == datetime(9998, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1700000000", 1_700_000_000.0),
        ("1", EARLIEST),
        ("9" * 400, LATEST),
        ("9" * 5000, LATEST),
        *((text, None) for text in ("", "0", "000", "soon", "-1", "1.5", "١", "nan", "inf", "1e9")),
    ],
)
def test_seconds_of_a_numeric_are_a_moment_or_nothing(text: str, moment: float | None) -> None:
    assert read_seconds(text) == moment


@pytest.mark.parametrize("time", [-1.0, -inf, nan])
def test_a_time_before_1970_is_written_as_its_beginning(time: float) -> None:
    assert format_time(time) == "1970-01-01T00:00:00.000Z"


@pytest.mark.parametrize("time", [LATEST, 1e14, inf])
def test_a_time_after_the_last_is_written_as_that(time: float) -> None:
    assert format_time(time) == "9998-12-30T00:00:00.000Z"


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        (1_700_000_000, 1_700_000_000.0),
        (-5, EARLIEST),
        (1e14, LATEST),
        (10**400, LATEST),
        (inf, LATEST),
        *((value, 0.0) for value in (0, 0.0, nan, True, "x", "1700000000", None, [], {})),
    ],
)
def test_a_value_of_a_file_is_a_moment_or_never(value: object, moment: float) -> None:
    assert read_moment(value) == moment
