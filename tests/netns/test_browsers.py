"""Browsers on a computer of their own join a room over the network, as phones do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.foreign.browser import Browser, BrowserProgram, Place
from tests.foreign.programs import require
from tests.foreign.web_page import BROWSERS, FIELD, NAME, WebPage
from tests.netns.hub import NetworkHub
from tests.netns.network import Computer, Network

pytestmark = [pytest.mark.foreign, pytest.mark.netns]

PUBLIC_NAME = "club.test"
CONNECTION = "hubbub.chat/connection"


def place_at(computer: Computer) -> Place:
    return Place((require("ip"), "netns", "exec", computer.namespace), computer.inside)


@pytest.fixture(params=BROWSERS)
def browser_program(
    request: pytest.FixtureRequest, visitor: Computer, tmp_path: Path
) -> Iterator[BrowserProgram]:
    """A browser at the visitor's."""
    hosts = Path("/etc/netns", visitor.namespace, "hosts")  # ip-netns(8) shows it there as /etc/hosts
    hosts.parent.mkdir(parents=True)
    hosts.write_text(f"127.0.0.1 localhost\n10.77.0.3 {PUBLIC_NAME}\n")
    program: BrowserProgram = BROWSERS[request.param](tmp_path / "profile", place_at(visitor))
    yield program
    program.close()


@pytest.fixture
def phone(browser_program: BrowserProgram) -> Iterator[Browser]:
    with browser_program.page() as browser:
        browser.looks(390, 700, touch=True)
        yield browser
        assert browser.complaints() == []


def says(phone: Browser, text: str) -> None:
    """Write and send as one does on a screen that is touched, where Enter begins another line."""
    phone.value(f"document.querySelector('{FIELD}').focus()")
    phone.types(text)
    phone.clicks(".send")


def test_a_phone_joins_in_plain_is_marked_for_others_and_what_it_reads_is_read_on_the_other_device(
    house: Computer, visitor: Computer, phone: Browser, browser_program: BrowserProgram
) -> None:
    with NetworkHub(house, "--room", "Club", "--web", "chat") as hub, hub.member(visitor, "irene") as irene:
        irene.send("CAP REQ :draft/metadata-2", f"METADATA * SUB {CONNECTION}")
        irene.send("PRIVMSG #club :said before")
        page = WebPage(phone, f"http://{house.ipv4}:7667/")
        page.opens()
        page.sees("Not encrypted: others on this network could read along.", css=".hint")
        page.is_called("Ines Duarte")
        page.sees("said before")
        assert "plain-browser" in irene.wait_for(f"Ines_Duarte {CONNECTION}")
        phone.waits_for("Object.keys(localStorage).length === 1")
        phone.clicks("[aria-label=Menu]")
        page.picks("Keep my name on another device")
        link = phone.value("document.querySelector('dialog code').innerText")
        page.picks("Close", "dialog button")
        with browser_program.page() as browser:
            desk = WebPage(browser, link)
            desk.opens()
            desk.is_called("Ines Duarte")
            desk.sees("said before")
            hidden = "Object.defineProperty(document, 'hidden', {value: true, configurable: true})"
            browser.value(f"{hidden}; document.dispatchEvent(new Event('visibilitychange'))")
            irene.send("PRIVMSG #club :read on the phone")
            browser.waits_for("document.title.startsWith('(1) ')")
            desk.sees("New messages", css=".new")
            page.sees("read on the phone")
            browser.waits_for("document.title === 'Club · Hubbub'")
            browser.waits_for("document.querySelector('.new') === null")


def test_a_room_with_a_password_is_joined_encrypted_by_a_phone_and_in_plain_by_nobody_else_than_the_host(
    house: Computer, phone: Browser, tmp_path: Path
) -> None:
    password = tmp_path / "password"
    password.write_text("sesame")
    given = ("--room", "Club", "--web", "chat", "--password-file", str(password))
    with NetworkHub(house, *given) as hub:
        page = WebPage(phone, f"http://{house.ipv4}:7667/")
        page.opens()
        page.sees("browsers join it over an encrypted connection only", css="section")
        assert phone.value(f"document.querySelector('{NAME}')") is None
        encrypted = phone.value("document.querySelector('a.primary').href")
        assert encrypted == f"https://{house.ipv4}:7667/"
        WebPage(phone, encrypted).opens()
        phone.waits_for(f"document.activeElement?.matches('{NAME}') === true")
        phone.types("ines")
        phone.value("document.querySelector('input[type=password]').focus()")
        phone.types("sesame")
        phone.presses("Enter")
        page.is_in()
        with hub.member(house, "mara", source=house.ipv4, password="sesame") as mara:
            mara.send("PRIVMSG #club :welcome")
            page.sees("welcome")
        own = house.run("curl", "--silent", "--fail", f"http://{house.ipv4}:7667/")
        assert re.search('data-secure="local" data-password="asked"', own)


def test_a_phone_that_was_out_of_reach_says_and_hears_everything_once(
    house: Computer, visitor: Computer, phone: Browser
) -> None:
    with NetworkHub(house, "--room", "Club", "--web", "chat") as hub:
        page = WebPage(phone, f"http://{house.ipv4}:7667/")
        page.joins("ines")
        with hub.member(house, "mara", source=house.ipv4) as mara:
            page.sees("mara", css=".events")
            visitor.unplug()
            says(phone, "from out of reach")
            page.sees("from out of reach", css=".message.pending")
            mara.send(*(f"PRIVMSG #club :line {number}" for number in range(3)))
            visitor.plug_in()
            phone.value("dispatchEvent(new Event('online'))")
            page.sees("line 0", "line 1", "line 2")
            page.sees("from out of reach", css=".message.sent")
            mara.wait_for("from out of reach")
            assert (page.count("line"), page.count("from out of reach")) == (3, 1)


def test_behind_a_router_with_other_ports_the_page_leads_to_where_it_was_found(
    network: Network, house: Computer, visitor: Computer, phone: Browser
) -> None:
    router = network.computer("router")
    assert router.ipv4 == "10.77.0.3"
    router.run("sysctl", "-q", "net.ipv4.ip_forward=1")
    for port in (6667, 7667):
        to = ("-p", "tcp", "--dport", f"{port + 10_000}", "-j", "DNAT", "--to", f"{house.ipv4}:{port}")
        router.run(require("iptables"), "-t", "nat", "-A", "PREROUTING", *to)
    router.run("iptables", "-t", "nat", "-A", "POSTROUTING", "-p", "tcp", "-j", "MASQUERADE")
    given = ("--room", "Club", "--web", "chat", "--public-address", PUBLIC_NAME)
    with NetworkHub(house, *given) as hub, hub.member(visitor, "irene") as irene:
        for name, host in (("ines", router.ipv4), ("ana", PUBLIC_NAME)):
            page = WebPage(phone, f"http://{host}:17667/")
            page.opens()
            link = phone.value("document.getElementById('open').href")
            assert link == f"hubbub://{host}:16667/club"
            page.is_called(name)
            irene.send(f"PRIVMSG #club :welcome by {host}")
            page.sees(f"welcome by {host}")
            says(phone, f"thank you by {host}")
            irene.wait_for(f"thank you by {host}")
