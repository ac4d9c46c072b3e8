"""How much people may upload to a hub; sizes as people type them."""

from __future__ import annotations

import pytest

from app.files.file_limits import (
    GIGABYTE,
    LARGEST_CHOICE,
    MEGABYTE,
    FileLimits,
    limits_of,
    parse_size,
    size_text,
)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1", 1),
        ("500K", 500_000),
        ("10M", 10 * MEGABYTE),
        ("10m", 10 * MEGABYTE),
        ("10 MB", 10 * MEGABYTE),
        ("1GiB", GIGABYTE),
        (" 1G ", GIGABYTE),
        ("1000G", LARGEST_CHOICE),
        ("none", None),
        ("None", None),
    ],
)
def test_a_size_is_read(text: str, size: int | None) -> None:
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["1", "999", "1K", "1500K", "10M", "1G", "4G", "1000G", "none"])
def test_limits_are_told_as_they_are_typed(text: str) -> None:
    assert size_text(limits_of(text)) == text


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5G", "M", "10T", "1001G", "ten", "9" * 5000])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no size"):
        parse_size(text)


@pytest.mark.parametrize("largest", [1, 10 * MEGABYTE, GIGABYTE, 4 * GIGABYTE, LARGEST_CHOICE])
def test_a_choice_of_the_largest_file_is_let_in_by_the_other_limits(largest: int) -> None:
    limits = FileLimits.up_to(largest)
    assert limits.largest == largest
    assert limits.largest <= limits.person_day
    assert limits.largest < limits.total


def test_the_usual_choice_has_the_usual_limits() -> None:
    assert FileLimits.up_to(GIGABYTE) == FileLimits()
