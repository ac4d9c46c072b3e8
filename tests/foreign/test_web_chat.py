"""People at the room's page in a real browser talk with windows and with programs of IRC."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.ui.members.member_actions import MemberAction
from tests.foreign.browser import Browser, BrowserProgram
from tests.foreign.programs import Terminal
from tests.foreign.web_page import FIELD, NAME, PlainClient, WebPage
from tests.headless_hub import HeadlessHub, free_port
from tests.journeys.people import Person

pytestmark = pytest.mark.foreign


@pytest.fixture
def hub() -> Iterator[HeadlessHub]:
    with HeadlessHub("--room", "Club", listen=f"127.0.0.1:{free_port()}", web="chat") as running:
        yield running


@pytest.fixture
def plain(hub: HeadlessHub) -> Iterator[PlainClient]:
    made = PlainClient(hub.port, "irene", "message-tags batch draft/multiline draft/message-redaction")
    yield made
    made.close()


def page_of(browser: Browser, port: int, scheme: str = "http") -> WebPage:
    return WebPage(browser, f"{scheme}://127.0.0.1:{port + 1000}/")


@pytest.fixture
def page(browser: Browser, hub: HeadlessHub) -> WebPage:
    return page_of(browser, hub.port)


def test_one_field_and_one_key_lead_into_the_room_with_what_was_said(
    page: WebPage, plain: PlainClient
) -> None:
    plain.says("PRIVMSG #club :said before", "PRIVMSG #club :PING")
    page.joins("Ines Duarte")
    assert "Ines_Duarte" in plain.hears("JOIN")
    page.sees("said before")
    page.sees("Club", css="h1")
    page.says("hello there")
    assert plain.hears("hello there").split(":")[-1] == "hello there"
    page.sees("hello there", css=".message.sent")
    plain.says("PRIVMSG #club :welcome, Ines Duarte")
    page.sees("Ines Duarte", css="mark")
    page.browser.waits_for("document.querySelectorAll('.message.mentioned').length === 1")
    assert page.browser.value("document.title") == "Club · Hubbub"


def test_several_lines_replies_edits_reactions_and_deletions_reach_others_and_come_from_them(
    page: WebPage, plain: PlainClient
) -> None:
    page.joins("ines")
    page.browser.types("first")
    page.browser.presses("Enter", shift=True)
    page.says("second")
    assert "draft/multiline" in plain.hears("BATCH +")
    plain.hears("second")
    page.sees("first\nsecond", css=".message.sent")
    for number in range(12):  # of random names of batches, none may be one that the hub does not take
        page.browser.types(f"line {number}")
        page.browser.presses("Enter", shift=True)
        page.says("and more")
    page.browser.waits_for("document.querySelectorAll('.message.sent').length === 13")
    page.browser.presses("ArrowUp")
    page.sees("Editing your message", css=".bar")
    page.browser.value(f"document.querySelector('{FIELD}').select()")
    page.says("only one")
    assert "+hubbub.chat/edit" in plain.hears("only one")
    page.sees("only one (edited)")
    assert page.count("line 11") == 0
    msgid = re.search("msgid=([^; ]+)", plain_says(plain, "a question"))
    assert msgid is not None
    page.opens_menu_of("a question")
    page.picks("Reply")
    page.says("an answer")
    assert f"+reply={msgid[1]}" in plain.hears("an answer")
    page.sees("a question", css=".quote")
    page.opens_menu_of("a question")
    page.browser.clicks("[aria-label='React with 🎉']")
    assert "draft/react=🎉" in plain.hears("TAGMSG")
    page.browser.waits_for("document.querySelector('.reaction[aria-pressed=true]')?.innerText.includes('🎉')")
    plain.says(f"@+draft/react=👍;+reply={msgid[1]};+draft/reply={msgid[1]} TAGMSG #club")
    page.sees("👍 1", css=".reaction")
    page.opens_menu_of("only one")
    page.picks("Delete…")
    page.sees("Delete this message for everybody?", css="dialog")
    assert page.browser.value("document.activeElement.innerText") == "Cancel"
    page.picks("Delete", "dialog button")
    plain.hears("REDACT")
    page.sees("Message deleted")
    plain.says(f"REDACT #club {msgid[1]}")
    page.browser.waits_for("document.querySelectorAll('.deleted').length === 2")


def plain_says(plain: PlainClient, text: str) -> str:
    """Say something and hear it with its id, which is asked for."""
    plain.says("CAP REQ :echo-message", f"PRIVMSG #club :{text}")
    return plain.hears(text)


def test_typing_is_told_and_shown(page: WebPage, plain: PlainClient) -> None:
    page.joins("ines")
    page.browser.types("hm")
    assert "+typing=active" in plain.hears("TAGMSG")
    plain.says("@+typing=active TAGMSG #club")
    page.sees("irene is typing…", css=".typing")
    plain.says("@+typing=done TAGMSG #club")
    page.browser.waits_for("!document.querySelector('.typing').innerText.includes('irene')")


def test_what_looks_like_a_command_is_not_said(page: WebPage, plain: PlainClient) -> None:
    page.joins("ines")
    page.says("/msg irene secret")
    page.sees("There is no command /msg here. Begin with // to send a slash.", css=".state")
    page.browser.value(f"document.querySelector('{FIELD}').select()")
    page.says("//etc/hosts")
    assert plain.hears("etc").endswith(":/etc/hosts")
    page.says("/me waves")
    assert "ACTION waves" in plain.hears("waves")
    page.sees("ines waves")


def test_a_window_and_a_page_talk_and_the_host_removes_and_bans(
    person: Callable[[str], Person], browser: Browser
) -> None:
    mara = person("mara")
    mara.hosts("Chess after lunch")
    page = page_of(browser, mara.port)
    page.joins("ines")
    mara.sees_people("mara", "ines")
    mara.until(lambda: page.shows("Host", css="h3"))
    mara.says("white or black?")
    mara.until(lambda: page.shows("white or black?"))
    page.says("black")
    mara.sees("black")
    mara.acts_on("ines", MemberAction.REMOVE)
    mara.answers("confirm")
    mara.until(lambda: page.shows("You were removed from the room by mara.", css=".problem"))
    page.is_called("ines")
    page.sees("white or black?")
    mara.sees_people("mara", "ines")
    mara.acts_on("ines", MemberAction.BAN)
    mara.answers("confirm")
    mara.until(lambda: page.shows("You are banned from this room.", css=".problem"))


def test_who_is_in_when_the_host_closes_the_room_to_browsers_is_told_and_comes_back_later(
    person: Callable[[str], Person], browser: Browser
) -> None:
    mara = person("mara")
    mara.hosts("Club")
    page = page_of(browser, mara.port)
    page.joins("ines")
    mara.sees_people("mara", "ines")
    hosted = mara.program.hosted_hub
    hosted.set_browsers("none", False)
    told = "The host lets no browsers in any more. Connection lost. Reconnecting…"
    mara.until(lambda: page.shows(told, css=".state.lost"))
    mara.sees_people("mara")
    hosted.set_browsers("chat", False)
    mara.until(lambda: hosted.info is not None and hosted.info.web_port is not None)
    page.picks("Try again", ".state button")
    mara.sees_people("mara", "ines")
    mara.until(lambda: not page.shows("Connection lost", css=".state"))


def test_a_page_a_window_and_irssi_talk_in_one_room(
    person: Callable[[str], Person], terminal: Callable[[str, int, str], Terminal], browser: Browser
) -> None:
    mara = person("mara")
    mara.hosts("Club")
    irene = terminal("irssi", mara.port, "irene")
    mara.sees_people("mara", "irene")
    irene.enters("#club")
    page = page_of(browser, mara.port)
    page.joins("Ines Duarte")
    mara.sees_people("mara", "Ines Duarte", "irene")
    page.says("from a browser")
    mara.sees("Ines Duarte: from a browser")
    irene.sees("from a browser")
    irene.type("from irssi")
    mara.sees("irene: from irssi")
    mara.says("from a window")
    irene.sees("from a window")
    mara.until(lambda: page.shows("from irssi") and page.shows("from a window"))
    page.browser.types("two")
    page.browser.presses("Enter", shift=True)
    page.says("lines")
    irene.sees("two", "lines")
    mara.sees("Ines Duarte: two\nlines")


def test_a_kept_name_proves_itself_after_a_reload_and_on_another_device(
    page: WebPage, browser_program: BrowserProgram, plain: PlainClient
) -> None:
    page.joins("Ines Duarte")
    page.browser.waits_for("Object.keys(localStorage).length === 1")
    assert account_of(plain, "Ines_Duarte") == "Ines_Duarte"
    page.says("said by me")
    page.sees("said by me", css=".message.sent")
    page.browser.reload()
    assert page.browser.value(f"document.querySelector('{NAME}').value") == "Ines Duarte"
    page.is_called("Ines Duarte")
    assert account_of(plain, "Ines_Duarte") == "Ines_Duarte"
    page.opens_menu_of("said by me")
    page.picks("Edit")
    page.browser.clicks("[aria-label=Menu]")
    page.picks("Keep my name on another device")
    link = page.browser.value("document.querySelector('dialog code').innerText")
    page.picks("Copy", "dialog button")
    page.sees("Copied", css="dialog")
    page.picks("Close", "dialog button")
    with browser_program.page() as phone:
        other = WebPage(phone, link)
        other.opens()
        assert "key" not in phone.value("location.href")
        other.is_called("Ines Duarte")
        other.sees("said by me")
        phone.waits_for("Object.keys(localStorage).length === 1")
        plain.says("PRIVMSG #club :for both of you")
        other.sees("for both of you")
    page.sees("for both of you")


def account_of(plain: PlainClient, nick: str) -> str:
    plain.says(f"WHO {nick} %na")
    return plain.hears(" 354 ").split()[-1]


def test_who_keeps_no_name_has_no_account_and_leaves_nothing(page: WebPage, plain: PlainClient) -> None:
    page.opens()
    page.browser.clicks("input[type=checkbox]")
    page.browser.value(f"document.querySelector('{NAME}').focus()")
    page.is_called("gast")
    page.sees("gast", css=".person")
    assert account_of(plain, "gast") == "0"
    assert page.browser.value("Object.keys(localStorage).length") == 0
    page.browser.clicks("[aria-label=Menu]")
    page.picks("Leave…")
    page.picks("Leave", "dialog button")
    plain.hears("QUIT")
    page.sees("Join here", css="h2")


def test_a_name_that_somebody_has_is_said_to_be_taken(page: WebPage, plain: PlainClient) -> None:
    page.opens()
    page.tries_name("irene")
    page.sees("That name is taken here. Choose another one.", css=".problem")
    page.is_called("ines")
    plain.hears("JOIN")


def test_who_is_in_with_a_browser_that_is_not_encrypted_is_marked(page: WebPage, plain: PlainClient) -> None:
    """The hub marks nobody of its own computer, as all are here: what it would say is put into the page."""
    watched = (
        "WebSocket = class extends WebSocket { constructor(...all) { super(...all); window.socket = this; } }"
    )
    page.browser.begins_with(watched)
    page.joins("ines")
    page.sees("irene", css=".person")
    told = ":hub METADATA irene hubbub.chat/connection * :plain-browser"
    marks = "[...document.querySelectorAll('.person [role=img]')].map(each => each.title).join()"
    page.browser.value(f"socket.onmessage({{data: '{told}'}})")
    page.browser.waits_for(f"{marks} === 'in a browser, not encrypted'")
    page.browser.value("socket.onmessage({data: ':hub METADATA irene hubbub.chat/connection *'})")
    page.browser.waits_for(f"{marks} === ''")


@pytest.mark.parametrize("scheme", ["https", "http"])
def test_a_room_with_a_password_is_joined_encrypted_or_from_the_hubs_own_computer(
    browser: Browser, tmp_path: Path, scheme: str
) -> None:
    """From elsewhere in plain it is not: tests/netns/test_browsers.py."""
    password = tmp_path / "password"
    password.write_text("sesame")
    given = ("--room", "Club", "--password-file", str(password))
    with HeadlessHub(*given, listen=f"127.0.0.1:{free_port()}", web="chat") as hub:
        page = page_of(browser, hub.port, scheme)
        page.opens()
        assert browser.value("document.querySelector('.hint')?.innerText ?? ''").strip() == (
            "Encrypted" if scheme == "https" else ""
        )
        browser.waits_for(f"document.activeElement?.matches('{NAME}') === true")
        browser.types("ines")
        browser.value("document.querySelector('input[type=password]').focus()")
        browser.types("wrong")
        browser.presses("Enter")
        page.sees("That is not the room’s password. Ask the host for it.", css=".problem")
        browser.waits_for("document.querySelector('.act button').disabled === false")
        browser.waits_for("document.activeElement?.type === 'password'")
        browser.value("document.activeElement.select()")
        browser.types("sesame")
        browser.presses("Enter")
        page.is_in()


def test_after_the_hosts_restart_nothing_is_lost_and_nothing_twice(browser: Browser, tmp_path: Path) -> None:
    listen, data = f"127.0.0.1:{free_port()}", tmp_path / "data"
    with HeadlessHub("--room", "Club", listen=listen, web="chat", data=data) as hub:
        page = page_of(browser, hub.port)
        page.joins("ines")
        page.says("before")
        page.sees("before", css=".message.sent")
        hub.kill()
        page.sees("Connection lost. Reconnecting…", css=".state")
        page.says("in between")
        page.sees("in between", css=".message.pending")
    with HeadlessHub("--room", "Club", listen=listen, web="chat", data=data) as hub:
        irene = PlainClient(hub.port, "irene")
        irene.says("PRIVMSG #club :missed")
        page.picks("Try again", ".state button")
        page.sees("in between", css=".message.sent")
        page.sees("missed")
        irene.hears("in between")
        irene.says("PRIVMSG #club :after")
        page.sees("after")
        assert [page.count(text) for text in ("before", "in between", "missed", "after")] == [1, 1, 1, 1]
        irene.close()


def test_what_is_said_while_a_phone_sleeps_is_there_when_it_wakes(
    page: WebPage, hub: HeadlessHub, plain: PlainClient
) -> None:
    page.joins("ines")
    browser = page.browser
    browser.sleeps(True)
    plain.says("PRIVMSG #club :while it slept")
    browser.sleeps(False)
    page.sees("while it slept")
    browser.is_offline(True)
    browser.value("dispatchEvent(new Event('offline'))")
    plain.says(*(f"PRIVMSG #club :line {number}" for number in range(3)))
    browser.is_offline(False)
    browser.value("dispatchEvent(new Event('online'))")
    page.sees("line 0", "line 1", "line 2")
    assert page.count("line") == 3


def test_what_is_not_seen_is_counted_in_the_title(page: WebPage, plain: PlainClient) -> None:
    page.joins("ines")
    hidden = "Object.defineProperty(document, 'hidden', {value: %s, configurable: true})"
    seen = "document.dispatchEvent(new Event('visibilitychange'))"
    page.browser.value(f"{hidden % 'true'}; {seen}")
    plain.says("PRIVMSG #club :one", "PRIVMSG #club :two")
    page.browser.waits_for("document.title.startsWith('(2) ')")
    page.sees("New messages", css=".new")
    page.browser.value(f"{hidden % 'false'}; {seen}")
    page.browser.waits_for("!document.title.startsWith('(')")


HOSTILE = (
    "<img src=x onerror=evil=1>",
    "<script>evil=1</script>",
    "javascript:evil=1",
    'http://a.test/"onmouseover="evil=1',
    "```<svg/onload=evil=1>```",
    "__proto__ constructor ${evil=1} {{evil=1}}",
    "\x0304,99red\x02\x1b[31m \u202egnp.exe",
    "data:text/html,<script>evil=1</script>",
    "a" * 350,
    "*" * 300,
    "_" * 300,
    "`" * 300,
)


def test_nothing_that_others_say_runs_or_loads(page: WebPage, plain: PlainClient) -> None:
    for text in HOSTILE:
        plain.says(f"PRIVMSG #club :{text}")
        plain.says(f"TOPIC #club :{text}")
    plain.says(
        "@__proto__=1;+reply=__proto__;+draft/react=<b> TAGMSG #club",
        "@+hubbub.chat/file=../../etc;x;1;image/svg+xml;;;; PRIVMSG #club :file",
        f"@+hubbub.chat/file={'A' * 22};..%2F..%2Fx;9;image/png;;9;9;{'B' * 22} PRIVMSG #club :file two",
        "CAP REQ :draft/metadata-2",
        "METADATA * SET display-name :<b onclick=evil=1>\u202eMara",
        "METADATA * SET color :red;background:url(http://a.test/)",
        "NICK __proto__",
        "PRIVMSG #club :the last one",
    )
    page.joins("ines")
    page.sees("the last one")
    plain.says("@+typing=active TAGMSG #club", "PRIVMSG #club :and alive")
    page.sees("and alive")
    value = page.browser.value
    assert value("window.evil") is None
    made = "'.messages script, .messages b[onclick], .messages svg[onload]'"
    assert value(f"document.querySelectorAll({made}).length") == 0
    links = value("[...document.querySelectorAll('.messages a')].map(each => each.protocol)")
    assert set(links) <= {"http:", "https:"}
    assert value("document.querySelectorAll('[style*=url]').length") == 0
    assert {url for url in page.browser.requests() if not url.startswith((page.url, "blob:"))} == set()
    page.browser.expected += ["/f/AAAA", "/f/BBBB"]  # files that there are none of


def test_a_signal_ends_the_hub_and_the_page_says_that_it_waits(page: WebPage, hub: HeadlessHub) -> None:
    page.joins("ines")
    hub.end(signal.SIGTERM)
    page.sees("Connection lost. Reconnecting…", css=".state")
