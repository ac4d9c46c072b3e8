"""What the room's page proves and keeps of somebody's name in a real browser, and what it tells nobody."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.foreign.browser import Browser
from tests.foreign.web_page import NAME, PlainClient, WebPage
from tests.headless_hub import HeadlessHub, free_port

pytestmark = pytest.mark.foreign

KEPT = "Object.values(localStorage)[0]"
# Notes what the page sends, and lets a test change what it hears of a login.
BETWEEN = """window.sent = [];
WebSocket = class extends WebSocket {
  send(line) { sent.push(line); super.send(line); }
  set onmessage(handler) {
    const changed = (_all, word) => "AUTHENTICATE " + btoa(changedWords(atob(word)));
    super.onmessage = ({data}) => handler({data: data.replace(/AUTHENTICATE (\\S{8,})/, changed)});
  }
};
window.changedWords = (words) => words;"""


@pytest.fixture
def hub() -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Club", listen=f"127.0.0.1:{free_port()}", web="chat") as running:
        yield running


@pytest.fixture
def page(browser: Browser, hub: HeadlessHub) -> WebPage:
    """Of somebody whose name is kept, before they come back."""
    browser.begins_with(BETWEEN)
    page = WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")
    page.joins("ines")
    browser.waits_for("Object.keys(localStorage).length === 1")
    return page


def sent(browser: Browser) -> list[str]:
    """What the page has sent since it was opened, and what stands in the steps of a login."""
    lines = [str(line) for line in browser.value("sent")]
    steps = [line.split()[1] for line in lines if re.match(r"AUTHENTICATE [\w+/=]{8,}$", line)]
    return lines + [base64.b64decode(step).decode() for step in steps]


def test_the_secret_and_the_key_of_a_name_leave_the_browser_neither_at_first_nor_later(page: WebPage) -> None:
    browser = page.browser
    first = sent(browser)
    kept = json.loads(browser.value(KEPT))
    assert re.fullmatch("[a-z2-7]{32}", kept["secret"]), "160 bits"
    assert any(line.startswith(f"HUBBUB VERIFIER ines {kept['salt']} 4096 ") for line in first)
    browser.reload()
    page.is_called("ines")
    later = sent(browser)
    assert "AUTHENTICATE SCRAM-SHA-256" in later
    assert any(line.startswith("n,,n=ines,") for line in later)
    for line in first + later:
        assert kept["secret"] not in line
        assert kept["clientKey"] not in line
        assert not line.startswith(("REGISTER", "PASS"))


LIES = {
    "no proof of its own": "words.replace(/^v=.*/, 'v=' + btoa('x'.repeat(32)))",
    "another salt": "words.replace(/,s=[^,]*/, ',s=' + btoa('x'.repeat(16)))",
    "more rounds": "words.replace(/,i=.*/, ',i=4097')",
    "another nonce": "words.replace(/^r=[^,]*/, 'r=' + 'x'.repeat(40))",
}


def test_a_hub_that_cannot_prove_that_it_knows_the_name_is_told_no_more(page: WebPage) -> None:
    browser = page.browser
    for lie, changed in LIES.items():
        browser.reload()
        browser.value(f"window.changedWords = (words) => {changed}, true")
        page.tries_name("ines")
        browser.waits_for("sent.some(line => line === 'AUTHENTICATE *' || line === 'CAP END')")
        assert "AUTHENTICATE *" in browser.value("sent"), lie
        assert browser.value("Object.keys(localStorage).length") == 1, "it may be wrong for a while"


def test_whoever_does_not_want_it_any_more_has_their_name_taken_off_the_device(
    page: WebPage, hub: HeadlessHub
) -> None:
    browser = page.browser
    browser.reload()
    assert browser.value(f"document.querySelector('{NAME}').value") == "ines"
    browser.clicks("input[type=checkbox]")
    browser.value(f"document.querySelector('{NAME}').focus()")
    page.is_called("ines")
    irene = PlainClient(hub.port, "irene")
    page.sees("irene", css=".person")
    assert browser.value("Object.keys(localStorage).length") == 0
    irene.close()


def test_a_name_is_kept_for_one_hub_and_not_for_whoever_has_its_address_later(
    browser: Browser, tmp_path: Path
) -> None:
    listen = f"127.0.0.1:{free_port()}"
    asked = f"document.querySelector('{NAME}').value"
    for folder, name, known in (("one", "ines", ""), ("other", "ana", ""), ("one", "", "ines")):
        with HeadlessHub("--room", "Club", listen=listen, web="chat", data=tmp_path / folder) as hub:
            page = WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")
            page.opens()
            browser.waits_for(f"document.querySelector('{NAME}') !== null")
            assert browser.value(asked) == known
            if name:
                count = browser.value("Object.keys(localStorage).length")
                page.is_called(name)
                browser.waits_for(f"Object.keys(localStorage).length === {count + 1}")
            browser.open("about:blank")
