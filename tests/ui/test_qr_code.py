"""A QR code on the screen, looked at pixel by pixel."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.theme.theme import SchemePreference, Theme
from app.ui.widgets.qr_code import QUIET_ZONE, SMALLEST, Modules, QrCode, modules_of, runs_of

LINK = "http://192.168.1.24:7667/#AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA"
COLOURS = {QColor("white").rgba(): 0, QColor("black").rgba(): 1}
CORNER = [b"\1\1\1\1\1\1\1\0", b"\1\0\0\0\0\0\1\0", b"\1\0\1\1\1\0\1\0"]


def shown(qtbot: QtBot, code: QrCode, text: str) -> QImage:
    """A picture of the code of a text, once it is made."""
    code.show()
    with qtbot.waitSignal(code.encoded):
        code.set_text(text)
    return code.grab().toImage()


def is_dark(picture: QImage, x: int, y: int) -> bool:
    return picture.pixelColor(x, y) == QColor("black")


def edges_of(picture: QImage) -> tuple[int, int]:
    """Where the code begins, from the left and from the top: its corner is black."""
    width, height = range(picture.width()), range(picture.height())
    left = next(x for x in width if any(is_dark(picture, x, y) for y in height))
    return left, next(y for y in height if is_dark(picture, left, y))


def modules_in(picture: QImage, count: int, size: int) -> Modules:
    """The modules of a picture, each of which is `size` pixels wide and high and of one colour."""
    left_edge, top_edge = edges_of(picture)
    rows = []
    for row in range(count):
        top = top_edge + row * size
        line = bytearray()
        for column in range(count):
            left = left_edge + column * size
            inside = {picture.pixel(x, y) for x in range(left, left + size) for y in range(top, top + size)}
            assert len(inside) == 1, f"module {column}, {row} is of two colours"
            line.append(COLOURS[inside.pop()])
        rows.append(bytes(line))
    return tuple(rows)


def test_a_code_is_square_and_has_its_three_corners() -> None:
    modules = modules_of(LINK)
    assert len(modules) == 37
    assert {len(line) for line in modules} == {37}
    assert [line[:8] for line in modules[:3]] == CORNER
    assert [line[:-9:-1] for line in modules[:3]] == CORNER
    assert [line[:8] for line in modules[:-4:-1]] == CORNER


def test_there_is_none_for_nothing_and_for_too_much() -> None:
    assert modules_of("") == ()
    assert modules_of("x" * 3000) == ()


def test_every_module_is_a_square_of_whole_pixels(qtbot: QtBot, theme: Theme) -> None:
    code = QrCode(theme)
    qtbot.addWidget(code)
    code.resize(code.sizeHint())
    picture = shown(qtbot, code, LINK)
    assert picture.width() == SMALLEST
    assert modules_in(picture, 37, 5) == modules_of(LINK)


def test_there_is_white_around_it_as_wide_as_cameras_need(qtbot: QtBot, theme: Theme) -> None:
    code = QrCode(theme)
    qtbot.addWidget(code)
    code.resize(225, 225)  # 37 modules and two quiet zones, of 5 pixels each
    picture = shown(qtbot, code, LINK)
    assert modules_in(picture, 37, 5) == modules_of(LINK)
    quiet = QUIET_ZONE * 5
    assert edges_of(picture) == (quiet, quiet)
    edge = [(x, y) for x in range(9, 216) for y in (*range(9, quiet), *range(225 - quiet, 216))]
    assert not any(is_dark(picture, *at) or is_dark(picture, *at[::-1]) for at in edge)


@pytest.mark.parametrize("preference", [SchemePreference.LIGHT, SchemePreference.DARK])
def test_it_is_black_on_white_in_both_themes(
    qtbot: QtBot, theme: Theme, preference: SchemePreference
) -> None:
    theme.set_preference(preference)
    code = QrCode(theme)
    qtbot.addWidget(code)
    code.resize(code.sizeHint())
    assert modules_in(shown(qtbot, code, LINK), 37, 5) == modules_of(LINK)


@pytest.mark.parametrize("ratio", [1.25, 1.5, 1.75, 2.0, 3.0])
def test_a_module_is_whole_pixels_of_any_screen(
    qtbot: QtBot, theme: Theme, ratio: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = QrCode(theme)
    outer = QWidget()
    outer.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    column = QVBoxLayout(outer)
    column.setContentsMargins(1, 1, 1, 1)  # a place that no screen of those ratios has a pixel for
    column.addWidget(code)
    qtbot.addWidget(outer)
    outer.resize(outer.sizeHint())
    shown(qtbot, code, LINK)
    monkeypatch.setattr(code, "devicePixelRatioF", lambda: ratio)
    picture = QImage(outer.size() * ratio, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor("white"))
    outer.render(picture)
    size = int(240 * ratio) // 45
    assert modules_in(picture, 37, size) == modules_of(LINK)


def test_only_the_latest_text_is_shown(qtbot: QtBot, theme: Theme) -> None:
    code = QrCode(theme)
    qtbot.addWidget(code)
    code.resize(code.sizeHint())
    code.set_text("first")
    assert modules_in(shown(qtbot, code, LINK), 37, 5) == modules_of(LINK)
    assert code.text() == LINK
    code.set_text("")
    empty = code.grab().toImage()
    assert not any(is_dark(empty, at, 120) for at in range(240))


def test_one_that_is_gone_before_its_code_is_made_troubles_nobody(qtbot: QtBot, theme: Theme) -> None:
    code = QrCode(theme)
    code.set_text(LINK)
    code.deleteLater()
    del code
    other = QrCode(theme)
    qtbot.addWidget(other)
    shown(qtbot, other, LINK)


@given(st.binary(max_size=60).map(lambda data: bytes(each & 1 for each in data)))
def test_runs_are_what_is_black(line: bytes) -> None:
    again = bytearray(len(line))
    for start, end in runs_of(line):
        assert start < end
        again[start:end] = b"\1" * (end - start)
    assert bytes(again) == line
