"""Firefox without a window, asked by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi)."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.foreign.browser import HERE, BrowserError, Event, Place, place_of, wait_until_true
from tests.foreign.programs import PATIENCE, require, turn_idle, wait_for

# It asks nobody for anything but the pages it is given.
PREFERENCES = {
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.update.disabledForTesting": True,
    "datareporting.policy.dataSubmissionEnabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "dom.security.https_first": False,
}

# What BiDi calls keys, as WebDriver does: https://www.w3.org/TR/webdriver2/#keyboard-actions
KEYS = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Tab": "\ue004",
    "ArrowUp": "\ue013",
    "ArrowDown": "\ue015",
    "End": "\ue010",
}
SHIFT = "\ue008"

EVENTS = ("log.entryAdded", "network.beforeRequestSent", "network.responseCompleted")
# The hub is gone, or there is no network: it says so of each try.
NO_CONNECTION = ("establish a connection to the server at ws", "The connection to ws")

ICON = "/favicon.ico"  # of which it asks itself, and no page


class FirefoxProgram:
    """Firefox itself. `folder` is for its profile and must be new."""

    def __init__(self, folder: Path, place: Place = HERE) -> None:
        firefox = require("firefox-esr")
        folder.mkdir()
        lines = [
            f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in PREFERENCES.items()
        ]
        (folder / "user.js").write_text("".join(lines))
        command = [*place.before, firefox, "--headless", "--no-remote", "--profile", str(folder)]
        command += ["--remote-debugging-port=0", "--remote-allow-system-access"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        # a group of its own, which sleeps and wakes as one
        self._process = subprocess.Popen(  # type: ignore[call-overload]
            command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            env={**os.environ, "HOME": str(folder)},
            **quiet,
        )
        self._open = ExitStack()
        self._open.callback(self._end)
        try:
            address = _address_in(folder)
            with place.inside():
                socket = connect(address, max_size=None)
            self._questions = _Questions(self._open.enter_context(socket))
            self._questions.ask("session.new", capabilities={})
            self._questions.ask("session.subscribe", events=EVENTS)
        except BaseException:
            self._open.close()
            raise

    @contextmanager
    def page(self) -> Iterator[Firefox]:
        """Open an empty page that knows nothing of the others."""
        context = self._questions.ask("browser.createUserContext", acceptInsecureCerts=True)["userContext"]
        try:
            how = {"type": "window", "userContext": context}
            page = self._questions.ask("browsingContext.create", **how)["context"]
            yield Firefox(self._questions, page, context, self._process.pid)
        finally:
            self._questions.ask("browser.removeUserContext", userContext=context)

    def close(self) -> None:
        """End it with all that it has."""
        self._open.close()

    def _end(self) -> None:
        self._process.terminate()
        self._process.wait(PATIENCE)


class _Questions:
    """Questions and answers over the one socket of all pages; `events` is what was told meanwhile."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last = 0
        self.events: list[Event] = []

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        """Call a command of the protocol; returns its result. Raises BrowserError."""
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        while (answer := dict(json.loads(self._socket.recv(timeout=PATIENCE)))).get("id") != self._last:
            self.events.append(answer)
        if answer["type"] == "error":
            raise BrowserError(f"{answer['error']}: {answer['message']}")
        return dict(answer["result"])

    def tree(self, **where: str) -> list[dict[str, Any]]:
        """The pages there are; with `moz:scope` "chrome" those of the browser's own windows."""
        return list(self.ask("browsingContext.getTree", **where)["contexts"])

    def evaluated(self, script: str, page: str) -> Any:
        """What a piece of JavaScript gives in a page. Raises BrowserError."""
        how = {"awaitPromise": True, "userActivation": True}
        found = self.ask("script.evaluate", expression=script, target={"context": page}, **how)
        if found["type"] == "exception":
            raise BrowserError(found["exceptionDetails"]["text"])
        return _plain(found["result"])


class Firefox:
    """One page of Firefox, as `Browser` says."""

    def __init__(self, questions: _Questions, page: str, user_context: str, group: int) -> None:
        self._questions = questions
        self._page = page
        self._user_context = user_context
        self._group = group
        self.expected: list[str] = []

    def open(self, url: str) -> None:
        self._forget_events()
        self._ask("browsingContext.navigate", url=url, wait="complete")

    def reload(self) -> None:
        self._forget_events()
        self._ask("browsingContext.reload", wait="complete")

    def begins_with(self, script: str) -> None:
        function = f"() => {{ {script} }}"
        self._questions.ask("script.addPreloadScript", functionDeclaration=function, contexts=[self._page])

    def looks(self, width: int, height: int = 800, *, scheme: str = "light", touch: bool = False) -> None:
        self._ask("browsingContext.setViewport", viewport={"width": width, "height": height})
        pointer = 1 if touch else 6  # coarse; fine and hovering: nsITheme's PointerCapabilities
        self._own(
            f"page.prefersColorSchemeOverride = {json.dumps(scheme)};"
            f" page.touchEventsOverride = {json.dumps('enabled' if touch else 'none')};"
            f" for (const kind of ['primary', 'all'])"
            f" Services.prefs.setIntPref(`ui.${{kind}}PointerCapabilities`, {pointer});"
        )

    def enlarges_text(self, factor: float) -> None:
        self._own(f"page.textZoom = {factor};")

    def types(self, text: str) -> None:
        self._keys([(kind, letter) for letter in text for kind in ("keyDown", "keyUp")])

    def presses(self, key: str, *, shift: bool = False) -> None:
        taps = [("keyDown", KEYS[key]), ("keyUp", KEYS[key])]
        self._keys([("keyDown", SHIFT), *taps, ("keyUp", SHIFT)] if shift else taps)

    def clicks(self, selector: str) -> None:
        self._move_to(selector, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0})

    def hovers(self, selector: str) -> None:
        self._move_to(selector)

    def chooses_file(self, selector: str, file: Path) -> None:
        by = {"type": "css", "value": selector}
        node = self._ask("browsingContext.locateNodes", locator=by)["nodes"][0]["sharedId"]
        self._ask("input.setFiles", element={"sharedId": node}, files=[str(file)])

    def downloads_to(self, folder: Path) -> None:
        self._own(
            "Services.prefs.setIntPref('browser.download.folderList', 2);"
            f" Services.prefs.setStringPref('browser.download.dir', {json.dumps(str(folder))});"
        )

    def is_offline(self, is_it: bool) -> None:
        conditions = {"type": "offline"} if is_it else None
        how = {"networkConditions": conditions, "contexts": [self._page]}
        self._questions.ask("emulation.setNetworkConditions", **how)

    def sleeps(self, does_it: bool) -> None:
        """Firefox freezes no page: all of it is stopped, with all its pages."""
        os.killpg(self._group, signal.SIGSTOP if does_it else signal.SIGCONT)

    def has_focus(self, has_it: bool) -> None:
        if has_it:
            self._ask("browsingContext.activate")
        else:
            self._questions.ask("browsingContext.create", type="window", userContext=self._user_context)

    def value(self, script: str) -> Any:
        return self._questions.evaluated(script, self._page)

    def waits_for(self, script: str) -> None:
        wait_until_true(self, script)

    def save(self, picture: Path) -> None:
        picture.write_bytes(base64.b64decode(self._ask("browsingContext.captureScreenshot")["data"]))

    def requests(self) -> set[str]:
        asked = {each["request"]["url"] for each in self._told("network.beforeRequestSent")}
        return {url for url in asked if not url.startswith("ws")}

    def complaints(self) -> list[str]:
        self.value("0")  # all that came before is read by then
        errors = [each["text"] for each in self._told("log.entryAdded") if each["level"] == "error"]
        answers = [each["response"] for each in self._told("network.responseCompleted")]
        errors += [f"{each['status']} {each['url']}" for each in answers if each["status"] >= 400]
        known = (*NO_CONNECTION, ICON, *self.expected)
        return [text for text in errors if not any(words in text for words in known)]

    def _ask(self, method: str, **params: object) -> dict[str, Any]:
        """Ask for something of this page."""
        return self._questions.ask(method, context=self._page, **params)

    def _own(self, script: str) -> None:
        """Run a piece of JavaScript in the browser's window around the page, which is `page` there."""
        window = self._questions.tree(root=self._page)[0]["clientWindow"]
        windows = self._questions.tree(**{"moz:scope": "chrome"})
        chrome = next(each["context"] for each in windows if each["clientWindow"] == window)
        page = "const page = gBrowser.selectedBrowser.browsingContext"
        self._questions.evaluated(f"(() => {{ {page}; {script} }})()", chrome)

    def _keys(self, keys: list[tuple[str, str]]) -> None:
        actions = [{"type": kind, "value": key} for kind, key in keys]
        self._ask("input.performActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def _move_to(self, selector: str, *then: dict[str, Any]) -> None:
        x, y = place_of(self, selector)
        moved = {"type": "pointerMove", "x": round(x), "y": round(y)}
        mouse = {"type": "pointer", "id": "mouse", "actions": [moved, *then]}
        self._ask("input.performActions", actions=[mouse])

    def _told(self, method: str) -> list[Event]:
        """What was told of this page since it was opened."""
        return [
            each["params"]
            for each in self._questions.events
            if each["method"] == method and self._is_own(each["params"])
        ]

    def _forget_events(self) -> None:
        events = self._questions.events
        events[:] = [each for each in events if not self._is_own(each["params"])]

    def _is_own(self, params: Event) -> bool:
        return self._page in (params.get("context"), params.get("source", {}).get("context"))


def _plain(value: Event) -> Any:
    """What a value of BiDi is here; None for what has no like."""
    kind, inside = value["type"], value.get("value")
    if kind == "array":
        return [_plain(each) for each in inside or ()]
    if kind == "object":
        return {key: _plain(each) for key, each in inside or ()}
    return inside if kind in ("string", "number", "boolean") else None


def _address_in(folder: Path) -> str:
    """Where the browser is asked, once it has come."""
    told = folder / "WebDriverBiDiServer.json"
    wait_for(lambda: told.exists() and "}" in told.read_text(), lambda: "no browser came", turn_idle)
    found = json.loads(told.read_text())
    return f"ws://{found['ws_host']}:{found['ws_port']}/session"
