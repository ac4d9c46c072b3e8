"""A browser of others opens a hub's page at its web port, and joins from a page that the hub admits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app.client.address import parse_address
from app.net.interfaces import NetworkReach, Reachable
from tests.foreign.browser import Browser, BrowserError
from tests.foreign.programs import qr_codes_in
from tests.headless_hub import HeadlessHub, free_port
from tests.journeys.people import Person

pytestmark = pytest.mark.foreign

ROOM = "Robotics <club> & friends"
OPEN = "document.getElementById('open')"
MISSING = "document.getElementById('missing')"


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """The origin of somebody's page with nothing on it."""

    class Blank(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>A web client</title>")

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Blank) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def hub(site: str) -> Iterator[HeadlessHub]:
    listen = f"127.0.0.1:{free_port()}"
    with HeadlessHub("--room", ROOM, "--web-origin", site, listen=listen, web="page") as running:
        yield running


@pytest.fixture(scope="module")
def link(hub: HeadlessHub) -> str:
    """The link to the hub's page, as its console has it."""
    return hub.read_until("rowsers").partition(": ")[2].strip()


def test_the_page_says_which_room_this_is_and_opens_it_in_hubbub(
    hub: HeadlessHub, link: str, browser: Browser
) -> None:
    browser.open(link)
    assert browser.value("document.title") == f"{ROOM} · Hubbub"
    assert browser.value("document.querySelector('h1').textContent") == ROOM
    assert browser.value(f"{OPEN}.textContent") == "Open in Hubbub"
    assert browser.value("document.querySelector('input')") is None, "one does not talk there"
    target = parse_address(browser.value(f"{OPEN}.href"))
    assert target.fingerprint == parse_address(link).fingerprint
    assert (target.host, target.port, target.room) == ("127.0.0.1", hub.port, "#robotics-club-friends")
    assert browser.value(f"{MISSING}.hidden") is True
    assert f"127.0.0.1:{hub.port}" in browser.value("document.body.innerText")
    assert f"ws://127.0.0.1:{hub.port + 1000}/" in browser.value("document.body.innerText")
    assert browser.complaints() == []


def test_what_stands_behind_the_address_is_taken_for_a_fingerprint_only_if_it_is_one(
    link: str, browser: Browser
) -> None:
    page, _, fingerprint = link.partition("#")
    for junk in ("", "#", "#x", f"#{fingerprint}x", f"#{fingerprint[:-1]}", f"#{fingerprint[:-1]}%", "#<b>"):
        browser.open("about:blank")
        browser.open(page + junk)
        assert "?" not in browser.value(f"{OPEN}.href"), junk
    browser.value(f"location.hash = '{fingerprint}'")
    browser.waits_for(f"{OPEN}.href.includes('?fp=')")
    assert parse_address(browser.value(f"{OPEN}.href")).fingerprint == parse_address(link).fingerprint


def test_where_hubbub_does_not_open_it_says_how_to_join_otherwise(link: str, browser: Browser) -> None:
    browser.open(link)
    browser.value(f"{OPEN}.click()")
    assert browser.value(f"{MISSING}.hidden") is True, "not at once"
    browser.waits_for(f"!{MISSING}.hidden")
    assert browser.value(f"{MISSING}.innerText").startswith("Hubbub is not installed here.")
    assert browser.value(f"{MISSING}.getBoundingClientRect().height") > 20


def test_where_something_else_is_in_front_it_says_nothing(link: str, browser: Browser) -> None:
    browser.open(link)
    browser.has_focus(False)
    browser.expected.append("launch 'hubbub:")  # which nothing here opens
    # the page's own timer is the second and a half; another one behind it is over when that was
    browser.value(f"{OPEN}.click(); new Promise(then => setTimeout(then, 1700))")
    assert browser.value(f"{MISSING}.hidden") is True


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_on_it_is_cut_off(link: str, browser: Browser, width: int, scheme: str) -> None:
    browser.looks(width, scheme=scheme)
    browser.open(link)
    browser.value(f"{MISSING}.hidden = false")
    assert browser.value("document.documentElement.scrollWidth <= innerWidth") is True


def test_over_https_it_is_the_same_and_asks_for_no_certificate(
    hub: HeadlessHub, link: str, browser: Browser
) -> None:
    browser.open(link.replace("http:", "https:"))
    assert browser.value("document.querySelector('h1').textContent") == ROOM
    assert f"wss://127.0.0.1:{hub.port + 1000}/" in browser.value("document.body.innerText")


def test_a_script_of_others_does_not_run_on_it(link: str, browser: Browser) -> None:
    browser.open(link)
    browser.value(
        "(() => { const made = document.createElement('script'); made.textContent = 'window.evil = 1';"
        " document.body.append(made); })()"
    )
    assert browser.value("window.evil") is None
    (refused,) = browser.complaints()
    assert "Content Security Policy" in refused.replace("-", " ")
    browser.expected.append(refused)


def test_the_code_in_the_panel_of_a_hosted_room_leads_to_its_page(
    person: Callable[[str], Person], browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if this computer were on a network at its loopback address, which browsers find here."""
    here = Reachable("127.0.0.1", NetworkReach.NETWORK)
    monkeypatch.setattr("app.application.hosted_hub.reachable", lambda *_asked, **_how: [here])
    mara = person("mara")
    mara.hosts("Chess after lunch")
    mara.window.resize(1100, 700)
    mara.window.page.toggle_panel()
    mara.until(lambda: mara.window.page.host_panel.qr.code._modules)
    mara.window.grab().save(str(tmp_path / "window.png"))
    (link,) = qr_codes_in(tmp_path / "window.png")
    browser.open(link)
    assert browser.value("document.querySelector('h1').textContent") == "Chess after lunch"
    target = parse_address(browser.value(f"{OPEN}.href"))
    assert (target.port, target.room) == (mara.port, "#chess-after-lunch")
    info = mara.program.hosted_hub.info
    assert info is not None
    assert target.fingerprint == parse_address(info.invite_link).fingerprint


JOIN = """new Promise(function (then) {
  var socket = new WebSocket("%s", ["text.ircv3.net"]);
  socket.onopen = function () { socket.send("NICK alice"); socket.send("USER alice 0 * :Alice"); };
  socket.onmessage = function (event) { if (event.data.includes(" 366 ")) then("joined"); };
  socket.onerror = function () { then("refused"); };
})"""


@pytest.mark.parametrize("scheme", ["ws", "wss"])
def test_a_web_client_joins_at_the_web_port(
    hub: HeadlessHub, site: str, browser: Browser, scheme: str
) -> None:
    browser.open(site)
    assert browser.value(JOIN % f"{scheme}://127.0.0.1:{hub.port + 1000}/") == "joined"
    browser.open(site.replace("127.0.0.1", "localhost"))
    assert browser.value(JOIN % f"{scheme}://127.0.0.1:{hub.port + 1000}/") == "refused", "of another site"


def test_no_browser_opens_a_port_of_irc(browser: Browser) -> None:
    for port in (6667, 6668, 6697):
        with pytest.raises(BrowserError, match=r"ERR_UNSAFE_PORT|deniedPortAccess"):
            browser.open(f"http://127.0.0.1:{port}/")
