"""A person at the room's page in a real browser, and one with a bare socket beside them."""

from __future__ import annotations

import base64
import json
import socket
import time

from tests.foreign.browser import Browser
from tests.foreign.chromium import ChromiumProgram
from tests.foreign.firefox import FirefoxProgram
from tests.foreign.programs import PATIENCE

BROWSERS = {"chromium": ChromiumProgram, "firefox": FirefoxProgram}

NAME = "input[autocomplete=nickname]"
FIELD = ".composer textarea"
MESSAGES = "[...document.querySelectorAll('.message')]"


class WebPage:
    """Does and sees what a person at the page would; `browser` for all else."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url

    def opens(self, path: str = "") -> None:
        self.browser.open(self.url + path)

    def joins(self, name: str) -> None:
        """Come in by one field and one key, as soon as the page is there."""
        self.opens()
        self.is_called(name)

    def is_called(self, name: str) -> None:
        """Type a name and come in."""
        self.tries_name(name)
        self.is_in()

    def tries_name(self, name: str) -> None:
        """Type a name and ask to come in."""
        self.browser.waits_for(f"document.activeElement?.matches('{NAME}') === true")
        self.browser.value(f"document.querySelector('{NAME}').select()")
        self.browser.types(name)
        self.browser.presses("Enter")

    def is_in(self) -> None:
        self.browser.waits_for(f"document.querySelector('{FIELD}') !== null")

    def says(self, text: str) -> None:
        self.browser.value(f"document.querySelector('{FIELD}').focus()")
        self.browser.types(text)
        self.browser.presses("Enter")

    def sees(self, *texts: str, css: str = ".message") -> None:
        """Wait until elements show these."""
        for text in texts:
            self.browser.waits_for(_shown(text, css))

    def shows(self, text: str, css: str = ".message") -> bool:
        """Whether an element shows it now: for whoever has an event loop to run meanwhile."""
        return bool(self.browser.value(_shown(text, css)))

    def count(self, text: str) -> int:
        """In how many messages `text` stands."""
        return int(self.browser.value(f"{MESSAGES}.filter({_has(text)}).length"))

    def opens_menu_of(self, text: str) -> None:
        """The menu of the message with `text`."""
        self.sees(text)
        self.browser.value(f"{MESSAGES}.find({_has(text)}).querySelector('.beside [aria-haspopup]').click()")

    def is_given(self, event: str, *files: tuple[str, bytes]) -> None:
        """Paste files into the field, or drop them onto the list of messages: "paste", "drop"."""
        made = [
            f"data.items.add(new File([Uint8Array.from(atob('{base64.b64encode(data).decode()}'),"
            f" (each) => each.charCodeAt())], '{name}'));"
            for name, data in files
        ]
        how = "{bubbles: true, cancelable: true, dataTransfer: data}"
        kind, target = {"paste": ("ClipboardEvent", FIELD), "drop": ("DragEvent", ".messages")}[event]
        self.browser.value(
            f"(() => {{ const data = new DataTransfer(); {''.join(made)}"
            f"const event = new {kind}('{event}', {how});"
            " if (!event.dataTransfer) Object.defineProperty(event, 'clipboardData', {value: data});"
            f"document.querySelector('{target}').dispatchEvent(event); }})()"
        )

    def picks(self, words: str, role: str = "[role=menuitem]") -> None:
        """A row of a menu, or a button, by its words."""
        rows = f"[...document.querySelectorAll({json.dumps(role)})]"
        found = f"{rows}.find(each => each.innerText === {json.dumps(words)})"
        self.browser.waits_for(f"{found} !== undefined")
        self.browser.value(f"{found}.click()")


def _shown(text: str, css: str) -> str:
    return f"[...document.querySelectorAll({json.dumps(css)})].some({_has(text)})"


def _has(text: str) -> str:
    """A function of JavaScript: whether an element shows `text`."""
    return f"(each => each.innerText.includes({json.dumps(text)}))"


class PlainClient:
    """A program of IRC that knows nothing but lines."""

    def __init__(self, port: int, nick: str, caps: str = "message-tags", room: str = "#club") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self._lines = self._socket.makefile("r", encoding="utf-8", errors="replace", newline="\n")
        self.says(f"CAP REQ :{caps}", f"NICK {nick}", f"USER {nick} 0 * :{nick}", "CAP END")
        self.hears(" 001 ")
        self.says(f"JOIN {room}")
        self.hears(" 366 ")

    def says(self, *lines: str) -> None:
        self._socket.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hears(self, text: str) -> str:
        """Read until a line holds `text`; that line."""
        until = time.monotonic() + PATIENCE  # the hub asks for a sign of life meanwhile
        for line in self._lines:
            assert time.monotonic() < until, f"nothing said {text} in {PATIENCE} s"
            if line.startswith("PING"):
                self.says(line.strip().replace("PING", "PONG", 1))
            if text in line:
                return line.strip()
        raise AssertionError(f"the connection ended before {text}")

    def close(self) -> None:
        self._lines.close()
        self._socket.close()
