"""A program of others reads the QR code from pictures of the screen, whatever the window looks like."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench.screen import Screen
from tests.foreign.panel_window import INVITE_LINK, PAGE_LINK
from tests.foreign.programs import PATIENCE, qr_codes_in, require

pytestmark = [pytest.mark.foreign, pytest.mark.screen]

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A screen of our own with a window manager."""
    for program in ("zbarimg", "Xvfb", "openbox"):
        require(program)
    made = Screen(tmp_path_factory.mktemp("screen"), 2300, 1500)
    yield made
    made.close()


def picture_of(screen: Screen, folder: Path, *options: str, scale: str = "1") -> Path:
    """What the screen shows while the panel is open, `scale` times as large as the window was made."""
    picture = folder / "screen.png"
    subprocess.run(
        [sys.executable, "-m", "tests.foreign.panel_window", picture, *options],
        cwd=ROOT,
        env=screen.environment | {"QT_SCALE_FACTOR": scale},
        timeout=PATIENCE,
        check=True,
    )
    return picture


@pytest.mark.parametrize("look", [(), ("--dark",), ("--high-contrast",)], ids=["light", "dark", "contrast"])
@pytest.mark.parametrize(
    ("text", "scale"), [("100", "1"), ("200", "1"), ("100", "2"), ("100", "1.25")], ids=lambda value: value
)
def test_the_code_in_the_panel_is_read(
    screen: Screen, tmp_path: Path, look: tuple[str, ...], text: str, scale: str
) -> None:
    assert qr_codes_in(picture_of(screen, tmp_path, *look, "--text", text, scale=scale)) == [PAGE_LINK]


@pytest.mark.parametrize("look", [(), ("--dark",)], ids=["light", "dark"])
def test_so_is_that_of_a_room_which_browsers_cannot_open(
    screen: Screen, tmp_path: Path, look: tuple[str, ...]
) -> None:
    assert qr_codes_in(picture_of(screen, tmp_path, *look, "--link")) == [INVITE_LINK]


@pytest.mark.parametrize("look", [(), ("--dark",), ("--high-contrast",)], ids=["light", "dark", "contrast"])
def test_the_code_on_the_whole_screen_is_read(screen: Screen, tmp_path: Path, look: tuple[str, ...]) -> None:
    assert qr_codes_in(picture_of(screen, tmp_path, *look, "--full-screen")) == [PAGE_LINK]
