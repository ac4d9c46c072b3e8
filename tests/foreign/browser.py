"""What the tests of pages ask of a browser, whichever it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tests.foreign.programs import turn_idle, wait_for

Event = dict[str, Any]


class BrowserError(Exception):
    """The browser refused what it was asked, in its own words."""


@dataclass(frozen=True)
class Place:
    """Where a browser runs: `before` starts another command there, sockets made `inside` are there."""

    before: tuple[str, ...] = ()
    inside: Callable[[], AbstractContextManager[None]] = nullcontext


HERE = Place()


class Browser(Protocol):
    """One page in a window of its own, with a storage of its own, for which no certificate is wrong.

    `expected`: parts of complaints that a test brings about itself, which are none then.
    """

    expected: list[str]

    def open(self, url: str) -> None:
        """Go to a page, and wait until it is there. Raises BrowserError for what cannot be opened."""

    def reload(self) -> None:
        """Read the page anew."""

    def begins_with(self, script: str) -> None:
        """Have each page that is opened from now on run this first."""

    def looks(self, width: int, height: int = 800, *, scheme: str = "light", touch: bool = False) -> None:
        """Be a screen of that size in CSS pixels, light or dark, a touched one or one with a mouse."""

    def enlarges_text(self, factor: float) -> None:
        """Have all text that much larger, as people set in their browser."""

    def types(self, text: str) -> None:
        """Type into what has the focus."""

    def presses(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key by its name in `KEYS`."""

    def clicks(self, selector: str) -> None:
        """Press the mouse's button where an element is, which comes into view first."""

    def hovers(self, selector: str) -> None:
        """Move the mouse to where an element is, which comes into view first."""

    def chooses_file(self, selector: str, file: Path) -> None:
        """Put a file into a field for files, as its dialog does."""

    def downloads_to(self, folder: Path) -> None:
        """Put what is downloaded into a folder and ask nobody about it."""

    def is_offline(self, is_it: bool) -> None:
        """Be without a network for what is opened from now on."""

    def sleeps(self, does_it: bool) -> None:
        """Run nothing of the page, as a phone whose screen is locked; what comes meanwhile waits."""

    def has_focus(self, has_it: bool) -> None:
        """Be the window in front, or not."""

    def value(self, script: str) -> Any:
        """What a piece of JavaScript gives; a promise is awaited. Raises BrowserError."""

    def waits_for(self, script: str) -> None:
        """Wait until a piece of JavaScript gives true."""

    def save(self, picture: Path) -> None:
        """Keep a picture of the page, as PNG."""

    def requests(self) -> set[str]:
        """Which addresses the page has asked for since it was opened, WebSockets apart."""

    def complaints(self) -> list[str]:
        """What the browser has against the page: errors of scripts, what its policy refused or was not found.

        That a WebSocket did not come about or broke is none: hubs end in tests.
        """


class BrowserProgram(Protocol):
    """A browser without a window, which has many pages one after another or at once."""

    def page(self) -> AbstractContextManager[Browser]:
        """Open an empty page that knows nothing of the others."""

    def close(self) -> None:
        """End it with all that it has."""


def wait_until_true(browser: Browser, script: str) -> None:
    """Wait until a piece of JavaScript gives true."""
    wait_for(lambda: browser.value(script) is True, lambda: f"never: {script}", turn_idle)


def place_of(browser: Browser, selector: str) -> tuple[float, float]:
    """Where the middle of an element is, once there is one; it is scrolled into view."""
    found = f"document.querySelector({json.dumps(selector)})"
    wait_until_true(browser, f"{found} !== null")
    x, y = browser.value(
        f"(() => {{ const found = {found}; found.scrollIntoView({{block: 'nearest'}});"
        " const box = found.getBoundingClientRect();"
        " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
    )
    return x, y
