"""Chromium without a window, asked over its debugging port (https://chromedevtools.github.io/devtools-protocol)."""

from __future__ import annotations

import base64
import json
import subprocess
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import urlopen

from websockets.sync.client import connect

from tests.foreign.programs import PATIENCE, require, turn_idle, wait_for

# A fresh profile that asks nobody for anything but the pages it is given.
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


# What a key is on Windows, and what it types.
KEYS = {
    "Enter": (13, "\r"),
    "Escape": (27, ""),
    "Tab": (9, ""),
    "ArrowUp": (38, ""),
    "ArrowDown": (40, ""),
    "End": (35, ""),
}


class ChromiumError(Exception):
    """The browser refused what it was asked, in its own words."""


class Chromium:
    """One page in a browser of its own. `folder` is for its profile and must be new."""

    def __init__(self, folder: Path, *options: str) -> None:
        command = [require("chromium"), *QUIET, *options, f"--user-data-dir={folder}"]
        command += ["--remote-debugging-port=0", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **quiet)  # type: ignore[call-overload]
        self._open = ExitStack()
        self._open.callback(self._end)
        self._last = 0
        self.events: list[dict[str, Any]] = []
        try:
            self._socket = self._open.enter_context(connect(self._address(folder), max_size=None))
            for domain in ("Page", "Runtime", "Log", "Network"):
                self.ask(f"{domain}.enable")
            self.has_focus(True)
        except BaseException:
            self._open.close()
            raise

    def __enter__(self) -> Chromium:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method of the protocol; returns its result. Raises ChromiumError."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while (answer := self._next()).get("id") != self._last:
            self.events.append(answer)
        if "error" in answer:
            raise ChromiumError(answer["error"]["message"])
        return dict(answer["result"])

    def open(self, url: str) -> None:
        """Go to a page, and wait until it is there. Raises ChromiumError for what cannot be opened."""
        self.events.clear()
        found = self.ask("Page.navigate", url=url)
        if error := found.get("errorText"):
            raise ChromiumError(error)
        while not self.told("Page.loadEventFired"):
            self.events.append(self._next())

    def told(self, method: str) -> list[dict[str, Any]]:
        """What the browser has told of since the page was opened."""
        return [each["params"] for each in self.events if each.get("method") == method]

    def reload(self) -> None:
        """Read the page anew."""
        self.events.clear()
        self.ask("Page.reload")
        while not self.told("Page.loadEventFired"):
            self.events.append(self._next())

    def looks(self, width: int, height: int = 800, *, scheme: str = "light", touch: bool = False) -> None:
        """Be a screen of that size in CSS pixels, light or dark, a touched one or one with a mouse."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        self.ask("Emulation.setTouchEmulationEnabled", enabled=touch)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", features=features)

    def types(self, text: str) -> None:
        """Type into what has the focus."""
        self.ask("Input.insertText", text=text)

    def presses(self, key: str, *, shift: bool = False) -> None:
        """Press and release a key by its name in `KEYS`."""
        code, text = KEYS[key]
        how = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text=text, **how)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **how)

    def clicks(self, selector: str) -> None:
        """Press the mouse's button where an element is, which comes into view first."""
        self.waits_for(f"document.querySelector({json.dumps(selector)}) !== null")
        place = self.value(
            f"(() => {{ const found = document.querySelector({json.dumps(selector)});"
            " found.scrollIntoView({block: 'nearest'}); const box = found.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
        )
        how = {"x": place[0], "y": place[1], "button": "left", "clickCount": 1}
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, **how)

    def chooses_file(self, selector: str, file: Path) -> None:
        """Put a file into a field for files, as its dialog does."""
        node = self.ask("DOM.querySelector", nodeId=self._document(), selector=selector)["nodeId"]
        self.ask("DOM.setFileInputFiles", files=[str(file)], nodeId=node)

    def is_offline(self, is_it: bool) -> None:
        """Be without a network for what is opened from now on."""
        limits = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self.ask("Network.emulateNetworkConditions", offline=is_it, **limits)

    def _document(self) -> int:
        return int(self.ask("DOM.getDocument")["root"]["nodeId"])

    def has_focus(self, has_it: bool) -> None:
        """Be the window in front, or not."""
        self.ask("Emulation.setFocusEmulationEnabled", enabled=has_it)

    def value(self, script: str) -> Any:
        """What a piece of JavaScript gives; a promise is awaited. Raises ChromiumError."""
        given = {"expression": script, "returnByValue": True, "awaitPromise": True, "userGesture": True}
        found = self.ask("Runtime.evaluate", **given)
        if "exceptionDetails" in found:
            raise ChromiumError(json.dumps(found["exceptionDetails"]))
        return found["result"].get("value")

    def waits_for(self, script: str) -> None:
        """Wait until a piece of JavaScript gives true."""
        wait_for(lambda: self.value(script) is True, lambda: f"never: {script}", turn_idle)

    def save(self, picture: Path) -> None:
        """Keep a picture of the page."""
        picture.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot")["data"]))

    def complaints(self) -> list[str]:
        """What the browser has against the page: errors of scripts, what the policy refused."""
        self.ask("Runtime.evaluate", expression="0")  # all that came before is read by then
        errors = [each["entry"]["text"] for each in self.told("Log.entryAdded")]
        return errors + [json.dumps(each) for each in self.told("Runtime.exceptionThrown")]

    def _address(self, folder: Path) -> str:
        """Where the page is asked, once the browser has come."""
        told = folder / "DevToolsActivePort"
        wait_for(lambda: told.exists() and "\n" in told.read_text(), lambda: "no browser came", turn_idle)
        port = told.read_text().partition("\n")[0]
        with urlopen(f"http://127.0.0.1:{port}/json/list", timeout=PATIENCE) as answer:
            return str(
                next(each["webSocketDebuggerUrl"] for each in json.load(answer) if each["type"] == "page")
            )

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)

    def _next(self) -> dict[str, Any]:
        return dict(json.loads(self._socket.recv(timeout=PATIENCE)))
