"""Windows and Linux in one room, over TLS: windows on a screen there, whole programs here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.models.members import Rank, rank_of
from app.models.timeline_entries import SendState
from app.ui.window.link_view import Security
from tests.headless_hub import free_port
from tests.journeys.people import Person
from tests.screens import shows, types
from tests.windows.wine import WindowsProgram

pytestmark = [pytest.mark.foreign, pytest.mark.windows, pytest.mark.screen, pytest.mark.timeout(300)]

Start = Callable[..., WindowsProgram]
Make = Callable[..., Person]


def enters(one: Person, address: str, password: str) -> None:
    """Join a room with a password, which is typed where it is asked for."""
    one.joins(address)
    card = one.start.join_card
    one.until(lambda: card.password.isVisibleTo(card))
    card.password.set_text(password)
    one.start.request_join()
    one.until(lambda: one.window.current_room)


def test_a_window_on_windows_hosts_with_a_password(
    start: Start, person: Make, display: dict[str, str]
) -> None:
    port, password = free_port(), "open sesame"
    host = ["host", "--room", "Chess", "--listen", f"127.0.0.1:{port}", "--name", "Wanda"]
    copy = start(*host, "--password", password, profile="host")
    shows(display, "Chess — Hubbub")
    bob, eve = person("bob"), person("eve")
    enters(bob, f"127.0.0.1:{port}", password)
    assert bob.window.page.link_view(bob.room).security is not Security.NOT_ENCRYPTED
    bob.sees_people("Wanda", "bob")
    wanda = bob.room.members.find("Wanda")
    assert wanda is not None
    assert rank_of(wanda) is Rank.HOST
    bob.says("hello to Windows")
    types(display, "Chess — Hubbub", "hello to Linux")
    bob.sees("hello to Windows", "hello to Linux")

    enters(eve, f"127.0.0.1:{port}", password)
    bob.sees_people("Wanda", "bob", "eve")
    types(display, "Chess — Hubbub", "/kick eve enough")
    bob.sees_people("Wanda", "bob")

    copy.end()
    bob.until(bob.bar)
    start(*host, "--password", password, profile="host")
    bob.until(lambda: not bob.bar())
    bob.sees_people("Wanda", "bob")
    again = bob.room.members.find("bob")
    assert again is not None
    assert again.account == "bob", "the hub knows his certificate after a restart too"


def test_a_window_on_windows_joins(start: Start, person: Make, display: dict[str, str]) -> None:
    mara = person("Mara")
    mara.hosts("Reading")
    copy = start("join", f"127.0.0.1:{mara.port}", "--name", "Wanda", profile="guest")
    mara.sees_people("Mara", "Wanda")
    wanda = mara.room.members.find("Wanda")
    assert wanda is not None
    assert wanda.account == "Wanda", "her certificate is her account"
    shows(display, "Reading — Hubbub")
    types(display, "Reading — Hubbub", "hello to Linux")
    mara.sees("hello to Linux")
    copy.end()
    mara.sees_people("Mara")
    start("join", f"127.0.0.1:{mara.port}", "--name", "Wanda", profile="guest")
    mara.sees_people("Mara", "Wanda")


def test_a_hub_without_a_window_runs_on_windows(start: Start, person: Make) -> None:
    hub = start("host", "--headless", "--listen", "127.0.0.1:0", "--owner-link")
    port = int(hub.read_until("listening on").rpartition(":")[2])
    bob = person("bob")
    bob.enters(f"127.0.0.1:{port}")
    assert bob.window.page.link_view(bob.room).security is not Security.NOT_ENCRYPTED
    bob.says("héllo ☃ 你好")
    bob.until(lambda: bob.messages() and bob.messages()[-1].state is SendState.SENT)
    assert "héllo ☃ 你好" in hub.read_until("llo ")
    assert hub.interrupt() == 0
    bob.sees("closed the room")
