"""What a room refuses is said at its page in a real browser, next to what was refused."""

from __future__ import annotations

import pytest

from tests.foreign.browser import Browser
from tests.foreign.web_page import PlainClient, WebPage
from tests.headless_hub import HeadlessHub, free_port

pytestmark = pytest.mark.foreign


def test_what_somebody_says_who_is_muted_stays_with_the_reason_and_goes_out_later(
    browser: Browser,
) -> None:
    given = ("--room", "Club", "--operator", "op:sesame")
    with HeadlessHub(*given, listen=f"127.0.0.1:{free_port()}", web="chat") as hub:
        page = WebPage(browser, f"http://127.0.0.1:{hub.port + 1000}/")
        page.joins("ines")
        host = PlainClient(hub.port, "op")
        host.says("OPER op sesame", "HUBBUB MUTE #club ines * * 0")
        mask = host.hears("MUTED").split()[-1]
        page.says("hear me")
        page.sees("hear me", "Not sent — ", "you are muted", css=".message.failed")
        host.says(f"MODE #club -b {mask}")
        host.hears("MODE #club -b")
        page.picks("Retry", ".failed button")
        page.sees("hear me", css=".message.sent")
        assert host.hears("hear me").endswith("PRIVMSG #club :hear me")
        assert page.count("hear me") == 1
        host.close()
