"""An evening on a network of others: accounts, services, what the server says, where passwords end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.client.events import TextKind
from app.irc.service_passwords import MASK
from app.models.room import Room, RoomKind
from app.ui.rooms.pick_overlay import PickOverlay
from app.ui.window.account_sheet import AccountSheet
from app.ui.window.action_ids import ActionId
from app.ui.window.link_view import LinkPhase, Security
from app.ui.window.server_log_sheet import ServerLogSheet
from tests.journeys.people import Person, words_on
from tests.journeys.services_network import CLUB, ServicesNetwork
from tests.security.test_key_store import MemoryBackend

Open = Callable[..., ServicesNetwork]


@pytest.fixture
def network(tmp_path: Path) -> Iterator[Open]:
    """Opens networks, which close at the end."""
    opened: list[ServicesNetwork] = []

    def make(**how: object) -> ServicesNetwork:
        folder = tmp_path / f"network{len(opened)}"
        folder.mkdir()
        opened.append(ServicesNetwork(folder, **how))  # type: ignore[arg-type]  # as given
        return opened[-1]

    yield make
    for one in opened:
        one.end()


@pytest.fixture
def key_store(monkeypatch: pytest.MonkeyPatch) -> MemoryBackend:
    """The key store of this computer, in memory."""
    backend = MemoryBackend()
    monkeypatch.setattr("app.security.key_store._backend", lambda: backend)
    return backend


def sheet_of(person: Person) -> AccountSheet:
    def find() -> AccountSheet | None:
        sheets = person.window.findChildren(AccountSheet)
        return next((sheet for sheet in sheets if not sheet.isHidden()), None)

    sheet = person.until(find)
    assert isinstance(sheet, AccountSheet)
    return sheet


def logs_in(person: Person, password: str = "sesame", account: str = "mara") -> None:
    sheet = sheet_of(person)
    sheet.account.set_text(account)
    sheet.password.set_text(password)
    sheet.log_in.click()


def room_called(person: Person, target: str) -> Room:
    found = [room for room in person.program.rooms.rooms if room.target == target]
    assert len(found) == 1, f"{target} is not open"
    return found[0]


def enters_lobby(person: Person, server: ServicesNetwork) -> None:
    person.enters(f"irc://127.0.0.1:{server.port}/lobby")
    person.sees_people("irene", "mara")


def test_a_channel_for_accounts_is_entered_by_logging_in_and_again_without_a_question(
    person: Callable[..., Person], network: Open, key_store: MemoryBackend
) -> None:
    server = network()
    mara = person("mara")
    mara.joins(f"irc://127.0.0.1:{server.port}")
    mara.answers("confirm", "club")  # asked once the welcome is over, although NickServ has spoken
    logs_in(mara, "wrong")
    logs_in(mara)
    mara.until(lambda: mara.window.current_room)
    assert mara.room.target == CLUB
    assert mara.program.settings.accounts == {f"127.0.0.1:{server.port}": "mara"}
    mara.until(lambda: list(key_store.kept.values()) == ["sesame"])
    assert not any("sesame" in line for line in server.heard), "it is proved and not sent"
    mara.leaves()
    assert b"sesame" not in b"".join(each.read_bytes() for each in mara.folder.rglob("*") if each.is_file())

    again = person("mara", mara)
    again.enters(f"irc://127.0.0.1:{server.port}/club")
    assert again.room.target == CLUB


def test_a_server_for_accounts_alone_is_no_dead_end(
    person: Callable[..., Person], network: Open, key_store: MemoryBackend
) -> None:
    server = network(needs_account=True)
    mara = person("mara")
    mara.joins(f"irc://127.0.0.1:{server.port}/lobby")
    logs_in(mara)
    mara.until(lambda: mara.window.current_room)
    assert mara.room.target == "#lobby"


def test_a_server_that_has_to_see_the_password_is_told_it_by_tls_after_a_question(
    person: Callable[..., Person], network: Open, key_store: MemoryBackend
) -> None:
    server = network(tls=True, mechanisms="PLAIN", needs_account=True)
    mara = person("mara")
    mara.joins(f"127.0.0.1:{server.port}/lobby")
    logs_in(mara)
    mara.answers("confirm")  # it would see the password
    mara.until(lambda: mara.window.current_room)
    view = mara.window.page.link_view(mara.room)
    assert (view.is_hub, view.security, view.fingerprint) == (
        False,
        Security.NOT_COMPARED,
        server.fingerprint,
    )
    state = mara.window.page.sheet.header.state
    mara.until(lambda: state.can_compare)
    state.click()
    sheet = mara.until(mara.question)
    assert ":".join(re.findall("..", server.fingerprint.upper())[:4]) in words_on(sheet)
    sheet.answer("confirm")
    mara.until(lambda: mara.window.page.link_view(mara.room).security is Security.VERIFIED)


def test_services_speak_in_their_conversation_and_what_they_are_told_is_kept_nowhere(
    person: Callable[..., Person], network: Open
) -> None:
    server = network()
    mara = person("mara")
    enters_lobby(mara, server)
    service = room_called(mara, "NickServ")
    assert service.kind is RoomKind.PRIVATE
    assert service.unread == 1
    mara.says("/msg NickServ help")
    mara.says("/msg NickServ identify sesame")
    mara.window.show_room(service)
    mara.sees("This nickname is registered", "Help for help", "now logged in as mara", f"identify {MASK}")
    assert any(entry.kind is TextKind.NOTICE for entry in mara.messages())
    assert "PRIVMSG NickServ :identify sesame" in " ".join(server.heard)
    mara.says("identify sesame")
    mara.until(lambda: sum(MASK in entry.text for entry in mara.messages()) == 2)
    mara.leaves()
    files = [each for each in mara.folder.rglob("*") if each.is_file()]
    assert any(each.name.startswith("archive.sqlite") for each in files)
    assert not [each.name for each in files if b"sesame" in each.read_bytes()]


@pytest.mark.parametrize("labels", [True, False])
def test_what_the_server_says_and_answers_is_seen(
    person: Callable[..., Person], network: Open, labels: bool
) -> None:
    server = network(labels=labels)
    mara = person("mara")
    enters_lobby(mara, server)
    mara.says("/quote VERSION")
    mara.sees("services-1.0 irc.services.test from a script")
    mara.says("/mode")
    mara.sees("#lobby +nt")
    mara.says("/mode +m")
    mara.until(lambda: "not a channel operator" in mara.notice())
    mara.says("!refuse")
    mara.sees("You must identify to do that")
    mara.says("/log")
    sheet = mara.until(lambda: mara.window.findChild(ServerLogSheet))
    text = sheet.text.toPlainText()
    for words in ("Be kind.", "services-1.0", "not a channel operator", "You must identify to do that"):
        assert words in text


def test_its_channels_are_listed_with_their_topics_and_one_is_entered(
    person: Callable[..., Person], network: Open
) -> None:
    server = network()
    mara = person("mara")
    enters_lobby(mara, server)
    mara.says("/list snakes")
    overlay = mara.until(lambda: mara.window.findChild(PickOverlay))
    mara.until(lambda: overlay.list.model().rowCount() == 1)
    overlay.picked.emit("#python")
    mara.until(lambda: mara.room.target == "#python")


def test_one_logs_in_by_the_menu_and_comes_back_into_the_rooms(
    person: Callable[..., Person], network: Open, key_store: MemoryBackend
) -> None:
    server = network()
    mara = person("mara")
    enters_lobby(mara, server)
    log_in = mara.window.actions_[ActionId.LOG_IN]
    mara.until(log_in.isEnabled)
    log_in.trigger()
    logs_in(mara, "wrong")
    mara.until(lambda: mara.window.page.link_view(mara.room).phase is LinkPhase.STOPPED)
    logs_in(mara)
    mara.until(lambda: mara.window.page.link_view(mara.room).phase is LinkPhase.ONLINE)
    mara.until(lambda: mara.room.present)
    mara.until(lambda: list(key_store.kept.values()) == ["sesame"])
    assert mara.room.target == "#lobby"
    mara.says("/join club")
    mara.until(lambda: mara.room.target == CLUB)
