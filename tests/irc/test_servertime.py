"""Times as text and back."""

from __future__ import annotations

import pytest

from app.irc.servertime import format_time, parse_time


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
