"""The room's page in a real browser as phones, fingers and screen readers need it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.foreign.browser import Browser
from tests.foreign.web_page import PlainClient, WebPage
from tests.headless_hub import HeadlessHub, free_port

pytestmark = pytest.mark.foreign

# Knows the page's connections and what goes out by them; one that is `deaf` brings nothing any more.
BETWEEN = """window.opened = []; window.sent = [];
WebSocket = class extends WebSocket {
  constructor(...all) { super(...all); opened.push(this); }
  send(line) { sent.push(line); super.send(line); }
  set onmessage(handler) { super.onmessage = (event) => { if (window.deaf !== this) handler(event); }; }
};"""
# Holds back what the hub tells from the first page of history on, where it is to.
HELD = """window.held = []; window.holds = false;
window.release = () => { holds = false; held.splice(0).forEach(one => one()); };
const Before = WebSocket;
WebSocket = class extends Before {
  set onmessage(handler) {
    super.onmessage = (event) => {
      if (held.length || holds && event.data.includes(" chathistory ")) held.push(() => handler(event));
      else handler(event);
    };
  }
};"""
SEEN = "document.dispatchEvent(new Event('visibilitychange'))"
# Of what can be pressed and is shown: how low or narrow it is, and what.
SIZES = """[...document.querySelectorAll(
    "button, input:not([type=checkbox]), textarea, .menu a, label.check")]
  .map(each => [each.getBoundingClientRect(), each]).filter(([box]) => box.width > 0)
  .map(([box, each]) => [Math.min(box.width, box.height), each.outerHTML.slice(0, 80)])"""
# Rules that move something, whatever people have chosen.
MOVES = """(() => {
  const found = [];
  const look = (rules, isAsked) => [...rules].forEach(rule => {
    const {conditionText = "", cssRules, style = {}} = rule;
    const isMotion = conditionText.includes("prefers-reduced-motion: no-preference");
    if (conditionText) look(cssRules, isAsked || isMotion);
    else if (!isAsked && (style.animationName || style.transitionProperty || style.scrollBehavior))
      found.push(rule.cssText);
    else if (isAsked && style.animationName) window.isLookedAt = true;
  });
  [...document.styleSheets].forEach(sheet => look(sheet.cssRules, false));
  return found;
})()"""


@pytest.fixture
def hub() -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Club", listen=f"127.0.0.1:{free_port()}", web="chat") as running:
        yield running


@pytest.fixture
def page(browser: Browser, hub: HeadlessHub) -> WebPage:
    browser.begins_with(BETWEEN)
    return WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")


def test_a_connection_that_died_behind_a_dark_screen_is_found_out_when_the_page_is_seen(
    page: WebPage, hub: HeadlessHub
) -> None:
    page.joins("ines")
    value = page.browser.value
    irene = PlainClient(hub.port, "irene")
    page.sees("irene", css=".person")
    value("window.deaf = opened[0], true")
    page.says("came there all the same")
    irene.hears("came there all the same")
    irene.says("PRIVMSG #club :nobody hears it")
    page.sees("came there all the same", css=".message.pending")
    assert value(f"(() => {{ {SEEN}; return sent[sent.length - 1]; }})()") == "PING awake"
    page.sees("nobody hears it")
    page.sees("came there all the same", css=".message.sent")
    assert [page.count(text) for text in ("nobody hears it", "came there all the same")] == [1, 1]
    assert value("opened.length") == 2
    assert value("sent.filter(line => line.includes('came there')).length") == 1, (
        "what is there is not said again"
    )
    irene.close()


def test_a_connection_that_breaks_is_opened_again_by_itself(page: WebPage, hub: HeadlessHub) -> None:
    page.joins("ines")
    irene = PlainClient(hub.port, "irene")
    page.sees("irene", css=".person")
    page.browser.value("opened[0].close(), true")
    page.browser.waits_for("opened.length === 2")
    irene.says("PRIVMSG #club :and it goes on")
    page.sees("and it goes on")
    irene.close()


def test_a_page_that_is_seen_again_or_has_a_network_again_tries_at_once(
    page: WebPage, hub: HeadlessHub
) -> None:
    page.joins("ines")
    hub.kill()
    page.sees("Connection lost", css=".state")
    for event in (SEEN, "dispatchEvent(new Event('online'))"):
        tries = f"(() => {{ const before = opened.length; {event}; return opened.length - before; }})()"
        assert page.browser.value(tries) == 1, event


def test_what_is_pressed_has_the_size_of_a_finger(page: WebPage, hub: HeadlessHub) -> None:
    irene = PlainClient(hub.port, "irene", "message-tags")
    irene.says("PRIVMSG #club :hello")
    page.browser.looks(320, 640, touch=True)
    page.opens()
    page.browser.waits_for("document.querySelector('form') !== null")
    small = [page.browser.value(SIZES)]
    page.is_called("ines")
    page.sees("hello")
    small.append(page.browser.value(SIZES))
    page.opens_menu_of("hello")
    small.append(page.browser.value(SIZES))
    assert [each for found in small for each in found if each[0] < 24] == []
    irene.close()


def test_what_is_said_is_a_log_and_nothing_moves_for_who_wants_it_still(page: WebPage) -> None:
    page.joins("ines")
    log = "document.querySelector('[role=log][aria-label=Messages][tabindex=\"0\"]')"
    assert page.browser.value(f"{log} !== null") is True
    assert page.browser.value(MOVES) == []
    assert page.browser.value("window.isLookedAt") is True


def test_what_is_not_encrypted_is_said_all_the_time_and_what_https_brings_before_it_comes(
    page: WebPage,
) -> None:
    """As on another computer than the hub's: the page is told so before its script runs."""
    said = "document.getElementById('hubbub').dataset.secure = ''"
    page.browser.begins_with(
        "document.addEventListener('readystatechange', () => "
        f"{{ if (document.readyState === 'interactive') {said}; }});"
    )
    page.opens()
    page.sees("Not encrypted: others on this network could read along.", css=".hint")
    page.picks("Encrypted…", ".hint button")
    page.sees("Your browser will warn you first", "compare the certificate’s SHA-256", css=".hint")
    assert page.browser.value("document.querySelector('.hint a').href") == page.url.replace("http:", "https:")
    page.is_called("ines")
    page.sees("others on this network could read along", css=".state")
    page.browser.clicks(".state [aria-label=Close]")
    page.browser.waits_for("document.querySelector('.state') === null")
    page.sees("Not encrypted", css=".secure")


def test_what_is_said_while_the_gap_is_filled_waits_for_it_and_comes_once(
    page: WebPage, hub: HeadlessHub
) -> None:
    """What the hub answers about the history is held back until the person has written something."""
    page.browser.begins_with(HELD)
    page.joins("ines")
    value = page.browser.value
    irene = PlainClient(hub.port, "irene")
    page.sees("irene", css=".person")
    page.says("before")
    page.sees("before", css=".message.sent")
    value("window.holds = true, opened[0].close()")
    irene.says("PRIVMSG #club :missed one", "PRIVMSG #club :missed two")
    irene.hears("PRIVMSG #club :before")
    page.browser.waits_for("held.length > 0")
    page.browser.waits_for("document.querySelector('.state.lost') === null")
    page.says("after the gap")
    page.sees("after the gap", css=".message.pending")
    said = "sent.filter(line => line.includes('after the gap')).length"
    assert value(said) == 0
    value("release()")
    page.sees("after the gap", css=".message.sent")
    irene.hears("after the gap")
    texts = value("[...document.querySelectorAll('.message .text')].map(each => each.innerText)")
    assert texts == ["before", "missed one", "missed two", "after the gap"]
    assert value(said) == 1
    irene.close()
