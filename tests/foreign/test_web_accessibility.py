"""The room's page is in nobody's way: by what axe-core finds, at any width and size of text, without a mouse.

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


@pytest.fixture
def page(browser: Browser, hub: HeadlessHub) -> WebPage:
    return WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")


def findings(browser: Browser, axe: str) -> str:
    """What is wrong with what is shown now, "" for nothing."""
    browser.value(f"{axe}; true")
    browser.value(f"{STILL}.then(() => true)")
    found = browser.value(FOUND)
    return json.dumps(found, indent=1) if found else ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "touch"), [(360, True), (1280, False)])
def test_axe_finds_nothing(
    hub: HeadlessHub, plain: PlainClient, page: WebPage, axe: str, scheme: str, width: int, touch: bool
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
    browser = page.browser
    browser.looks(width, scheme=scheme, touch=touch)
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


@pytest.mark.parametrize(("width", "text"), [(320, 1), (640, 1), (1280, 1), (640, 2), (1280, 2)])
def test_nothing_is_cut_off_at_any_width(page: WebPage, plain: PlainClient, width: int, text: int) -> None:
    """320 is a small phone, and a screen of 640 at 200 %; `text` is what people set for that alone."""
    plain.says(
        f"TOPIC #club :{'topic ' * 40}",
        f"PRIVMSG #club :{'w' * 300}",
        f"PRIVMSG #club :http://example.org/{'a' * 200}",
        "PRIVMSG #club :שלום עולם",
        f"PRIVMSG #club :`{'code' * 80}`",
    )
    page.browser.looks(width, 640, touch=width == 320)
    page.browser.enlarges_text(text)
    page.joins("a" * 30)
    page.sees("שלום עולם")
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.browser.value(fits) is True
    assert page.browser.value(
        "document.querySelector('.messages').scrollWidth <= document.querySelector('.messages').clientWidth"
    )
    if width < 1000:
        page.browser.clicks(".count")
    page.sees("irene", css=".person")
    assert page.browser.value(fits) is True
    page.browser.presses("Escape")
    if text == 1:
        times = "[...document.querySelectorAll('.aside')]"
        assert (
            page.browser.value(f"{times}.length > 0 && {times}.every(each => each.scrollWidth <= 48)") is True
        )
    shown = "[...document.querySelectorAll('.composer :is(textarea, button)')]"
    box = "each.getBoundingClientRect()"
    inside = f"{box}.left >= 0 && {box}.right <= innerWidth && {box}.bottom <= innerHeight"
    assert page.browser.value(f"{shown}.every(each => {inside})") is True


def test_all_is_done_by_the_keyboard(page: WebPage, plain: PlainClient) -> None:
    plain.says("PRIVMSG #club :one", "PRIVMSG #club :two")
    page.joins("ines")
    browser = page.browser
    page.sees("two")
    browser.value("document.querySelector('.messages').focus()")
    browser.presses("ArrowUp")
    assert "two" in browser.value("document.activeElement.innerText")
    browser.presses("ArrowUp")
    assert "one" in browser.value("document.activeElement.innerText")
    browser.presses("Enter")
    browser.waits_for("document.activeElement.matches('[role=menuitem]')")
    browser.presses("End")
    assert browser.value("document.activeElement.innerText") == "Copy text"
    browser.presses("Escape")
    browser.waits_for("document.querySelector('.menu') === null")
    assert "one" in browser.value("document.activeElement.innerText")
    for _step in range(8):
        browser.presses("Tab")
        if browser.value(f"document.activeElement.matches('{FIELD}')"):
            break
    assert browser.value(f"document.activeElement.matches('{FIELD}')")
    page.browser.types("typed")
    page.browser.presses("Enter")
    plain.hears("typed")
