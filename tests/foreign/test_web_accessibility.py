"""The room's page has nothing that axe-core finds to be in people's way.

https://github.com/dequelabs/axe-core
"""

from __future__ import annotations

import json
import subprocess
import tarfile
from collections.abc import Iterator

import pytest

from tests.foreign.browser import Browser
from tests.foreign.programs import require
from tests.foreign.web_page import FIELD, PlainClient, WebPage
from tests.headless_hub import HeadlessHub, free_port
from tests.ui.test_pictures import png

pytestmark = pytest.mark.foreign

AXE = "axe-core@4.11.0"
FOUND = """axe.run(document, {resultTypes: ["violations"]}).then(({violations}) => violations.map(each =>
  [each.id, each.help, ...each.nodes.map(node => node.html.slice(0, 160) + " " + node.failureSummary)]))"""
# What fades in is looked at when it is there; what moves without an end is not waited for.
STILL = """Promise.all(document.getAnimations().map(each =>
  each.effect.getComputedTiming().endTime < Infinity && each.finished))"""


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The script of axe-core, which npm fetches."""
    folder = tmp_path_factory.mktemp("axe")
    packed = subprocess.run(
        [require("npm"), "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True, check=True
    )
    with tarfile.open(folder / packed.stdout.split()[-1]) as archive:
        script = archive.extractfile("package/axe.min.js")
        assert script is not None
        return script.read().decode()


@pytest.fixture
def hub() -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Club", listen=f"127.0.0.1:{free_port()}", web="chat") as running:
        yield running


@pytest.fixture
def plain(hub: HeadlessHub) -> Iterator[PlainClient]:
    made = PlainClient(hub.port, "irene", "message-tags batch draft/multiline echo-message")
    yield made
    made.close()


def findings(browser: Browser, axe: str) -> str:
    """What is wrong with what is shown now, "" for nothing."""
    browser.value(f"{axe}; true")
    browser.value(f"{STILL}.then(() => true)")
    found = browser.value(FOUND)
    return json.dumps(found, indent=1) if found else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "touch"), [(360, True), (1280, False)])
def test_axe_finds_nothing(
    hub: HeadlessHub, plain: PlainClient, axe: str, browser: Browser, scheme: str, width: int, touch: bool
) -> None:
    plain.says(
        "TOPIC #club :What this is about",
        "PRIVMSG #club :see http://example.org/ and `code`, ines",
        "PRIVMSG #club :```of several lines```",
        f"@+hubbub.chat/file={'A' * 22} PRIVMSG #club :nothing",
        "PRIVMSG #club :🎉",
    )
    msgid = plain.hears(":🎉").partition("msgid=")[2].split(";")[0].split(" ")[0]
    plain.says(f"@+draft/react=👍;+reply={msgid};+draft/reply={msgid} TAGMSG #club")
    plain.says(f"@+reply={msgid} PRIVMSG #club :an answer", "@+typing=active TAGMSG #club")
    browser.looks(width, scheme=scheme, touch=touch)
    page = WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")
    page.opens()
    assert findings(browser, axe) == ""
    page.tries_name("irene")
    page.sees("That name is taken", css=".problem")
    assert findings(browser, axe) == ""
    page.is_called("ines")
    page.sees("an answer")
    browser.value(f"document.querySelector('{FIELD}').focus()")
    browser.types("an own one")
    browser.value("document.querySelector('.send').click()")
    page.sees("an own one", css=".message.sent")
    plain.says("@+typing=active TAGMSG #club", "PRIVMSG ines :a private one")
    page.sees("irene", css=".rooms")
    assert findings(browser, axe) == ""
    if touch:
        browser.value("document.querySelector('.count').click()")
    page.sees("irene", css=".person")
    assert findings(browser, axe) == ""
    if touch:
        browser.presses("Escape")
    page.opens_menu_of("an own one")
    page.sees("Reply", css=".menu")
    assert findings(browser, axe) == ""
    page.picks("Delete…")
    page.sees("Delete this message for everybody?", css="dialog")
    assert findings(browser, axe) == ""
    page.picks("Cancel", "dialog button")
    page.is_given("drop", ("a.txt", b"a"), ("b.png", png(4, 4)), ("empty.txt", b""))
    page.sees("4 × 4", css="dialog li")
    assert findings(browser, axe) == ""
    page.picks("Cancel", "dialog button")
    hub.kill()
    page.sees("Connection lost", css=".state")
    assert findings(browser, axe) == ""
