"""The writer of plots: what it makes is SVG, and everything is inside of its frame."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tests.bench.plot import HEIGHT, WIDTH, Plot, Point, drawing, short

SVG = "{http://www.w3.org/2000/svg}"


def line(*values: tuple[float, float]) -> list[Point]:
    return [Point(x, y, y * 0.9, y * 1.1) for x, y in values]


@pytest.mark.parametrize("is_log", [False, True])
@pytest.mark.parametrize(
    "points", [line((0, 0.25), (1000, 0.3), (1e6, 0.31)), line((10, 2.5), (5000, 0.05)), line((0, 1)), []]
)
def test_a_plot_is_svg_with_all_points_inside(points: list[Point], is_log: bool) -> None:
    plot = Plot("Cost <of> it", "members N", "CPU, µs", [("Hubbub", points)], is_log)
    root = ElementTree.fromstring(drawing([plot, plot]))
    circles = list(root.iter(f"{SVG}circle"))
    assert len(circles) == 2 * len(points)
    for circle in circles:
        assert 0 < float(circle.attrib["cx"]) < WIDTH
        assert 0 < float(circle.attrib["cy"]) < HEIGHT


def test_a_plot_names_axes_units_lines_and_ends() -> None:
    plot = Plot("Cost", "members N", "CPU, µs", [("Hubbub", line((10, 2), (5000, 1)))])
    texts = [text.text for text in ElementTree.fromstring(drawing([plot])).iter(f"{SVG}text")]
    assert {"Cost", "members N", "CPU, µs", "Hubbub", "10", "5000", "0"} <= set(texts)


def test_a_plot_has_colours_for_light_and_dark() -> None:
    assert "prefers-color-scheme: dark" in drawing([Plot("Cost", "N", "µs", [])])


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (0.02, "0.02"), (1000, "1000"), (10_000, "10k"), (1_000_000, "1M")]
)
def test_numbers_at_an_axis_are_short(value: float, words: str) -> None:
    assert short(value) == words
