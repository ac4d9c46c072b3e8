from __future__ import annotations

import pytest

from tests.bench.figures import percentile, spread, table


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (0.991, 100), (1.0, 100), (0.0, 1)])
def test_a_percentile_is_one_of_the_values(share: float, value: int) -> None:
    assert percentile(range(1, 101), share) == value


def test_the_percentile_of_nothing_is_nothing() -> None:
    assert percentile([], 0.99) == 0


def test_a_spread_names_median_and_ends() -> None:
    assert spread([3.0, 1.0, 2.0]) == "2.0 (1.0–3.0)"
    assert spread([2.25], 2) == "2.25"
    assert spread([]) == "–"


def test_a_table_lines_up() -> None:
    assert table(["", "s"], [["Hubbub", "1.5"]]).splitlines() == [
        "|        |   s |",
        "| ------ | --: |",
        "| Hubbub | 1.5 |",
    ]
