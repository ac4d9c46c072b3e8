"""The theme: schemes, sizes, fonts, icons and avatars."""

from __future__ import annotations

import gc
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.ui.theme.avatars import AvatarState, avatar_path, initials, name_colour_index
from app.ui.theme.fonts import TypeRole, installed_families
from app.ui.theme.theme import SchemePreference, Theme

ROOT = Path(__file__).parent.parent.parent


def test_a_choice_of_dark_changes_every_surface_and_tells_once(theme: Theme, qtbot: QtBot) -> None:
    light = theme.colours.sheet
    heard: list[bool] = []
    theme.changed.connect(lambda: heard.append(theme.dark))
    theme.set_preference(SchemePreference.DARK)
    theme.set_preference(SchemePreference.DARK)
    assert heard == [True]
    assert theme.colours.sheet != light
    assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.colours.ground


def test_the_stylesheet_is_made_of_the_colours_of_now(theme: Theme, qapp: QApplication) -> None:
    assert theme.colours.accent.name() in qapp.styleSheet()
    theme.set_preference(SchemePreference.DARK)
    assert theme.colours.accent.name() in qapp.styleSheet()


@pytest.mark.parametrize(("asked", "kept"), [(100, 100), (200, 200), (500, 200), (1, 80)])
def test_text_scale_stays_within_its_range(theme: Theme, asked: int, kept: int) -> None:
    theme.set_text_scale(asked)
    assert theme.text_scale == kept
    assert theme.font(TypeRole.MESSAGE).pixelSize() == round(14 * theme.text_factor)


def test_text_scale_lets_what_holds_text_grow(theme: Theme) -> None:
    small = theme.line_height(TypeRole.MESSAGE)
    theme.set_text_scale(200)
    assert theme.line_height(TypeRole.MESSAGE) >= 2 * small - 1
    assert theme.scaled(36) == round(36 * theme.text_factor)


def test_a_line_is_never_lower_than_its_font(theme: Theme) -> None:
    for role in TypeRole:
        assert theme.line_height(role) > 0


def test_code_is_drawn_as_it_was_typed(theme: Theme) -> None:
    tags = {QFont.Tag("liga"), QFont.Tag("calt")}
    code = theme.font(TypeRole.CODE)
    assert tags <= set(code.featureTags())
    assert all(code.featureValue(tag) == 0 for tag in tags)
    assert not tags & set(theme.font(TypeRole.MESSAGE).featureTags())


@pytest.mark.parametrize("mono", [["No Such Font"], ["monospace"]])
def test_an_alias_does_not_hand_text_over_to_the_emoji_font(qapp: QApplication, mono: list[str]) -> None:
    raw = {"type": {"families": {"ui": [], "mono": mono, "emoji": ["Noto Color Emoji"]}}}
    found = installed_families(raw)
    for families in (found.ui, found.mono):
        assert QFontDatabase.hasFamily(families[0])
        assert QFontInfo(QFont(list(families))).family() != "Noto Color Emoji"


@pytest.mark.parametrize(
    ("one", "other"), [("Mara Lind", "mara lind"), ("STRASSE", "straße"), (" bob ", "bob")]
)
def test_a_name_has_one_colour_however_it_is_spelled(one: str, other: str) -> None:
    assert name_colour_index(one) == name_colour_index(other)


def test_names_use_all_ten_colours() -> None:
    assert {name_colour_index(f"person{number}") for number in range(200)} == set(range(10))


def test_the_colour_of_a_name_is_the_same_on_every_computer() -> None:
    assert [name_colour_index(name) for name in ("alice", "bob", "Ünal", "🦊")] == [5, 4, 5, 7]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mara Lind", "ML"),
        ("alice", "A"),
        ("Ana Maria de Souza", "AS"),
        ("Ines Duarte (ines)", "ID"),
        ("bob (b)", "B"),
        ("  ", "?"),
        ("🦊", "?"),
        ("🦊 fox", "F"),
        ("straße", "S"),
        ("ßeta", "S"),
        ("_bob_", "B"),
        ("李 小龙", "李小"),
    ],
)
def test_initials_are_the_first_letters_of_the_outer_words(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_small_drop_has_one_letter(theme: Theme) -> None:
    assert theme.person_avatar("Mara Lind", 16).letters == "M"
    assert theme.person_avatar("Mara Lind", 32).letters == "ML"


def test_a_chosen_colour_is_one_of_the_ten_in_every_theme(theme: Theme) -> None:
    choices = theme.colour_choices()
    assert len(choices) == 10
    for preference in (SchemePreference.LIGHT, SchemePreference.DARK):
        theme.set_preference(preference)
        for (told, _), colour in zip(choices, theme.colours.names, strict=True):
            assert theme.name_colour(told) is colour
    theme.set_preference(SchemePreference.SYSTEM)


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("#ff0000", "oxblood"),
        ("#00ff00", "olive"),
        ("#0000ff", "ink"),
        ("#ffff00", "olive"),
        ("#800080", "plum"),
        ("#00ffff", "lagoon"),
        ("#ff8800", "bronze"),
        ("#40e0d0", "pine"),
    ],
)
def test_any_other_colour_is_the_most_alike_of_them(theme: Theme, told: str, name: str) -> None:
    assert theme.name_colour(told).name == name


@pytest.mark.parametrize("name", ["#club", "#12345", "#1234567", "#nocolor"])
def test_a_name_is_never_taken_for_a_colour(theme: Theme, name: str) -> None:
    assert theme.name_colour(name) is theme.colours.names[name_colour_index(name)]


def test_a_drop_has_the_colour_of_an_account_or_of_a_choice(theme: Theme) -> None:
    assert theme.person_avatar("Mara", 32, colour_of="bob").fill == theme.name_colour("bob").disc
    told, colour = theme.colour_choices()[3]
    look = theme.person_avatar("Mara", 32, colour_of=told)
    assert (look.fill, look.ink, look.letters) == (colour.disc, colour.on_disc, "M")
    ring = theme.person_avatar("Mara", 32, AvatarState.AWAY, colour_of=told)
    assert (ring.edge, ring.fill) == (colour.text, None)


def test_a_drop_of_a_person_is_drawn_in_their_colour(theme: Theme) -> None:
    told, colour = theme.colour_choices()[7]
    image = theme.avatars.pixmap(theme.person_avatar("Mara", 32, colour_of=told), 32).toImage()
    assert image.pixelColor(16, 3) == colour.disc
    assert image.pixelColor(1, 1).alpha() == 0


def test_away_is_a_ring_and_offline_is_pale(theme: Theme) -> None:
    away = theme.person_avatar("bob", 24, AvatarState.AWAY)
    assert away.fill is None
    assert away.edge is not None
    assert theme.person_avatar("bob", 24, AvatarState.OFFLINE).opacity == 0.5


def test_a_drop_is_tucked_at_the_bottom_left_only() -> None:
    path = avatar_path(QRectF(0, 0, 100, 100), 0.22)
    corners = {"left": (6, 94), "right": (94, 94), "top": (6, 6), "top right": (94, 6)}
    inside = {name for name, (x, y) in corners.items() if path.contains(QRectF(x, y, 1, 1).center())}
    assert inside == set()
    assert path.contains(QRectF(9, 90, 1, 1).center())
    assert not path.contains(QRectF(90, 90, 1, 1).center())
    mirrored = avatar_path(QRectF(0, 0, 100, 100), 0.22, mirrored=True)
    assert mirrored.contains(QRectF(90, 90, 1, 1).center())


def test_the_same_drop_is_rendered_once_per_size_and_ratio(theme: Theme) -> None:
    look = theme.person_avatar("bob", 32)
    first = theme.avatars.pixmap(look, 32, 2.0)
    assert first.size() == QSize(64, 64)
    assert theme.avatars.pixmap(theme.person_avatar("bob", 32), 32, 2.0).cacheKey() == first.cacheKey()
    assert theme.avatars.pixmap(look, 32, 1.0).size() == QSize(32, 32)


def _colours_of(pixmap: QPixmap) -> set[str]:
    image = pixmap.toImage()
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_an_icon_is_drawn_in_its_ink_and_follows_the_theme(theme: Theme) -> None:
    icon = theme.icon("close", "danger_text")
    assert _colours_of(icon.pixmap(QSize(20, 20), 4.0)) == {theme.colours.danger_text.name()}
    theme.set_preference(SchemePreference.DARK)
    assert _colours_of(icon.pixmap(QSize(20, 20), 4.0)) == {theme.colours.danger_text.name()}


def test_an_icon_survives_being_copied_and_collected(theme: Theme) -> None:
    icons = [QIcon(theme.icon("copy")) for _ in range(50)]
    for icon in icons:
        icon.addPixmap(QPixmap(4, 4))
    gc.collect(1)  # what was made just now is young
    canvas = QPixmap(20, 20)
    painter = QPainter(canvas)
    for icon in icons:
        icon.paint(painter, 0, 0, 20, 20, Qt.AlignmentFlag.AlignCenter, QIcon.Mode.Active)
    painter.end()


def test_an_unknown_icon_is_an_error_at_once(theme: Theme) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_an_unknown_colour_is_an_error(theme: Theme) -> None:
    with pytest.raises(KeyError):
        theme.colour("no_such_token")
    with pytest.raises(KeyError):
        theme.colour("names")


def test_no_widget_holds_a_colour_of_its_own() -> None:
    pattern = re.compile(r"""["']#[0-9A-Fa-f]{3,8}["']|QColor\(["'0-9]|GlobalColor\.(?!transparent)""")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "app" / "ui").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []
