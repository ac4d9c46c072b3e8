"""Chromium without a window, asked over its debugging port (https://chromedevtools.github.io/devtools-protocol)."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import ClientConnection, connect

from tests.foreign.browser import HERE, BrowserError, Event, Place, place_of, wait_until_true
from tests.foreign.programs import PATIENCE, require, turn_idle, wait_for

# A fresh profile that asks nobody for anything but the pages it is given.
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    "--ignore-certificate-errors",
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
FONT = 16  # pixels, of text that no style sets

# The hub is gone, or there is no network: it says so of each try.
NO_CONNECTION = "WebSocket connection to"


class ChromiumProgram:
    """Chromium itself. `folder` is for its profile and must be new."""

    def __init__(self, folder: Path, place: Place = HERE) -> None:
        command = [*place.before, require("chromium"), *QUIET, f"--user-data-dir={folder}"]
        command += ["--remote-debugging-port=0", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, **quiet)  # type: ignore[call-overload]
        self._place = place
        self._open = ExitStack()
        self._open.callback(self._end)
        try:
            self._address = _address_in(folder)
            self._questions = _Questions(self._open.enter_context(self._connect(self._address)))
        except BaseException:
            self._open.close()
            raise

    @contextmanager
    def page(self) -> Iterator[Chromium]:
        """Open an empty page that knows nothing of the others."""
        context = self._questions.ask("Target.createBrowserContext")["browserContextId"]
        how = {"url": "about:blank", "browserContextId": context, "newWindow": True}
        target = self._questions.ask("Target.createTarget", **how)["targetId"]
        address = f"ws://{urlsplit(self._address).netloc}/devtools/page/{target}"
        try:
            with self._connect(address) as socket:
                yield Chromium(socket)
        finally:
            self._questions.ask("Target.disposeBrowserContext", browserContextId=context)

    def _connect(self, address: str) -> ClientConnection:
        with self._place.inside():
            return connect(address, max_size=None)

    def close(self) -> None:
        """End it with all that it has."""
        self._open.close()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)


class _Questions:
    """Questions and answers over one socket; `events` is what the browser told meanwhile."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last = 0
        self.events: list[Event] = []

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Call a method of the protocol; returns its result. Raises BrowserError."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while (answer := self._next()).get("id") != self._last:
            self.events.append(answer)
        if "error" in answer:
            raise BrowserError(answer["error"]["message"])
        return dict(answer["result"])

    def told(self, method: str) -> list[Event]:
        """What the browser has told of since the events were emptied."""
        return [each["params"] for each in self.events if each.get("method") == method]

    def wait_told(self, method: str) -> None:
        """Wait until the browser tells of this."""
        while not self.told(method):
            self.events.append(self._next())

    def _next(self) -> Event:
        return dict(json.loads(self._socket.recv(timeout=PATIENCE)))


class Chromium:
    """One page of Chromium, as `Browser` says."""

    def __init__(self, socket: ClientConnection) -> None:
        self._questions = _Questions(socket)
        self._ask = self._questions.ask
        self.expected: list[str] = []
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")
        self.has_focus(True)

    def open(self, url: str) -> None:
        self._questions.events.clear()
        found = self._ask("Page.navigate", url=url)
        if error := found.get("errorText"):
            raise BrowserError(error)
        self._questions.wait_told("Page.loadEventFired")

    def reload(self) -> None:
        self._questions.events.clear()
        self._ask("Page.reload")
        self._questions.wait_told("Page.loadEventFired")

    def begins_with(self, script: str) -> None:
        self._ask("Page.addScriptToEvaluateOnNewDocument", source=script)

    def looks(self, width: int, height: int = 800, *, scheme: str = "light", touch: bool = False) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch}
        self._ask("Emulation.setDeviceMetricsOverride", **size)
        self._ask("Emulation.setTouchEmulationEnabled", enabled=touch)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self._ask("Emulation.setEmulatedMedia", features=features)

    def enlarges_text(self, factor: float) -> None:
        size = round(FONT * factor)
        self._ask("Page.setFontSizes", fontSizes={"standard": size, "fixed": size})

    def types(self, text: str) -> None:
        self._ask("Input.insertText", text=text)

    def presses(self, key: str, *, shift: bool = False) -> None:
        code, text = KEYS[key]
        how = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self._ask("Input.dispatchKeyEvent", type="keyDown", text=text, **how)
        self._ask("Input.dispatchKeyEvent", type="keyUp", **how)

    def clicks(self, selector: str) -> None:
        x, y = place_of(self, selector)
        for kind in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def hovers(self, selector: str) -> None:
        x, y = place_of(self, selector)
        self._ask("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def chooses_file(self, selector: str, file: Path) -> None:
        root = self._ask("DOM.getDocument")["root"]["nodeId"]
        node = self._ask("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self._ask("DOM.setFileInputFiles", files=[str(file)], nodeId=node)

    def downloads_to(self, folder: Path) -> None:
        context = self._ask("Target.getTargetInfo")["targetInfo"]["browserContextId"]
        how = {"behavior": "allow", "browserContextId": context, "downloadPath": str(folder)}
        self._ask("Browser.setDownloadBehavior", **how)

    def is_offline(self, is_it: bool) -> None:
        limits = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
        self._ask("Network.emulateNetworkConditions", offline=is_it, **limits)

    def sleeps(self, does_it: bool) -> None:
        self._ask("Page.setWebLifecycleState", state="frozen" if does_it else "active")

    def has_focus(self, has_it: bool) -> None:
        self._ask("Emulation.setFocusEmulationEnabled", enabled=has_it)
        if not has_it:
            context = self._ask("Target.getTargetInfo")["targetInfo"]["browserContextId"]
            self._ask("Target.createTarget", url="about:blank", browserContextId=context)

    def value(self, script: str) -> Any:
        given = {"expression": script, "returnByValue": True, "awaitPromise": True, "userGesture": True}
        found = self._ask("Runtime.evaluate", **given)
        if "exceptionDetails" in found:
            raise BrowserError(json.dumps(found["exceptionDetails"]))
        return found["result"].get("value")

    def waits_for(self, script: str) -> None:
        wait_until_true(self, script)

    def save(self, picture: Path) -> None:
        picture.write_bytes(base64.b64decode(self._ask("Page.captureScreenshot")["data"]))

    def requests(self) -> set[str]:
        return {each["request"]["url"] for each in self._questions.told("Network.requestWillBeSent")}

    def complaints(self) -> list[str]:
        self._ask("Runtime.evaluate", expression="0")  # all that came before is read by then
        entries = [each["entry"] for each in self._questions.told("Log.entryAdded")]
        errors = [f"{each['text']} {each.get('url', '')}".strip() for each in entries]
        thrown = [json.dumps(each) for each in self._questions.told("Runtime.exceptionThrown")]
        known = (NO_CONNECTION, *self.expected)
        return [text for text in errors + thrown if not any(words in text for words in known)]


def _address_in(folder: Path) -> str:
    """Where the browser is asked, once it has come."""
    told = folder / "DevToolsActivePort"
    wait_for(lambda: told.exists() and "\n" in told.read_text(), lambda: "no browser came", turn_idle)
    port, _, path = told.read_text().partition("\n")
    return f"ws://127.0.0.1:{port}{path.strip()}"
