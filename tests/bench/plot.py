"""Lines in a plane as SVG, readable on light and on dark, by a small writer of our own. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 480, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 62, 52
_STYLE = """<style>
svg { background: #ffffff; font: 12px sans-serif; }
text { fill: #1f2328; } .head { font-size: 14px; font-weight: bold; }
.grid { stroke: #d1d9e0; } .axis { stroke: #59636e; }
.s0 { stroke: #0969da; fill: #0969da; } .s1 { stroke: #bc4c00; fill: #bc4c00; }
.s2 { stroke: #59636e; fill: #59636e; }
polyline { fill: none !important; stroke-width: 2; } .back { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; } .back { fill: #0d1117; } text { fill: #f0f6fc; }
.grid { stroke: #3d444d; } .axis { stroke: #9198a1; }
.s0 { stroke: #58a6ff; fill: #58a6ff; } .s1 { stroke: #f0883e; fill: #f0883e; }
.s2 { stroke: #9198a1; fill: #9198a1; }
}
</style>"""


@dataclass(frozen=True, slots=True)
class Point:
    """A measured value: the median `y` at `x`, and the smallest and the largest one."""

    x: float
    y: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Plot:
    """Lines by name over one pair of axes; `x` counts in powers of ten, with 0 as the first mark if any.

    `is_log`: the values do so too; otherwise they begin at 0.
    """

    title: str
    x_label: str
    y_label: str
    lines: Sequence[tuple[str, Sequence[Point]]]
    is_log: bool = False


def drawing(plots: Sequence[Plot]) -> str:
    """The plots side by side, as the text of an SVG file."""
    width = WIDTH * len(plots)
    shown = [
        f'<g transform="translate({WIDTH * at} 0)">\n{_panel(plot)}\n</g>' for at, plot in enumerate(plots)
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}"'
    names = escape("; ".join(plot.title for plot in plots), quote=True)
    back = f'<rect class="back" width="{width}" height="{HEIGHT}"/>'
    return "\n".join(
        [f'{head} height="{HEIGHT}" role="img" aria-label="{names}">', _STYLE, back, *shown, "</svg>\n"]
    )


def short(value: float) -> str:
    """A number as it stands at an axis: 0.02, 5, 10k, 1M."""
    for size, sign in ((1e6, "M"), (1e4, "k")):
        if value >= size:
            return f"{value / (1e3 if sign == 'k' else size):g}{sign}"
    return f"{value:g}"


def _panel(plot: Plot) -> str:
    points = [point for _, line in plot.lines for point in line]
    if not points:
        return _text(WIDTH / 2, HEIGHT / 2, "not measured", "middle")
    xs = sorted({point.x for point in points})
    across = _Scale(*_x_ends(xs), _LEFT, WIDTH - _RIGHT, True)
    bottom, top = min(point.low for point in points), max(point.high for point in points)
    if plot.is_log:
        positive = min((point.y for point in points if point.y > 0), default=0.01)
        marks = _decades(bottom if bottom > 0 else positive, top)
    else:
        marks = _round_marks(top)
    up = _Scale(marks[0], marks[-1], HEIGHT - _BOTTOM, _TOP, plot.is_log)
    shown = [_text(_LEFT, 20, plot.title, "start", "head")]
    for mark in marks:
        shown.append(_rule(_LEFT, up.at(mark), WIDTH - _RIGHT, up.at(mark), "grid"))
        shown.append(_text(_LEFT - 6, up.at(mark) + 4, short(mark), "end"))
    taken = -math.inf
    for x in xs:
        shown.append(_rule(across.at(x), HEIGHT - _BOTTOM, across.at(x), HEIGHT - _BOTTOM + 5, "axis"))
        if across.at(x) - taken >= 34 and (x == xs[-1] or across.at(xs[-1]) - across.at(x) >= 34):
            shown.append(_text(across.at(x), HEIGHT - _BOTTOM + 19, short(x), "middle"))
            taken = across.at(x)
    shown.append(_rule(_LEFT, HEIGHT - _BOTTOM, WIDTH - _RIGHT, HEIGHT - _BOTTOM, "axis"))
    middle = (_TOP + HEIGHT - _BOTTOM) / 2
    shown.append(_text((_LEFT + WIDTH - _RIGHT) / 2, HEIGHT - 12, plot.x_label, "middle"))
    shown.append(f'<g transform="rotate(-90 16 {middle})">{_text(16, middle, plot.y_label, "middle")}</g>')
    for number, (name, line) in enumerate(plot.lines):
        shown += _line(number, name, line, across, up)
    return "\n".join(shown)


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to places: `first` is drawn at `start`, `last` at `end`."""

    first: float
    last: float
    start: float
    end: float
    is_log: bool

    def at(self, value: float) -> float:
        first, last = self._size(self.first), self._size(self.last)
        share = (self._size(max(value, self.first)) - first) / ((last - first) or 1)
        return round(self.start + share * (self.end - self.start), 1)

    def _size(self, value: float) -> float:
        return math.log10(value) if self.is_log else value


def _x_ends(xs: Sequence[float]) -> tuple[float, float]:
    """The ends of an axis of powers of ten: 0 stands as far before the smallest as a tenth of it would."""
    smallest = min((x for x in xs if x > 0), default=1.0)
    return (smallest / 10 if xs[0] <= 0 else smallest), max(xs[-1], smallest)


def _decades(low: float, high: float) -> list[float]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    return [10.0**power for power in range(first, max(last, first + 1) + 1)]


def _round_marks(top: float) -> list[float]:
    """Marks from 0 to above `top`, four to seven of them at round numbers."""
    size = 10.0 ** math.floor(math.log10(top or 1))
    step = next(size * part for part in (0.2, 0.5, 1, 2) if top <= size * part * 6)
    return [round(step * number, 9) for number in range(math.ceil(top / step) + 1)]


def _line(number: int, name: str, line: Sequence[Point], across: _Scale, up: _Scale) -> list[str]:
    kind = f"s{number % 3}"
    places = " ".join(f"{across.at(point.x)},{up.at(point.y)}" for point in line)
    shown = [f'<polyline class="{kind}" points="{places}"/>']
    for point in line:
        x = across.at(point.x)
        shown.append(_rule(x, up.at(point.low), x, up.at(point.high), kind))
        shown.append(f'<circle class="{kind}" cx="{x}" cy="{up.at(point.y)}" r="3"/>')
    x = _LEFT + number * 120
    shown.append(_rule(x, 40, x + 18, 40, kind))
    return [*shown, _text(x + 24, 44, name, "start")]


def _rule(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def _text(x: float, y: float, words: str, anchor: str, kind: str = "label") -> str:
    return f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
