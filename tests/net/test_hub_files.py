"""Where people find a hub's files, as a table of addresses."""

from __future__ import annotations

import pytest

from app.files.file_record import FileRecord
from app.net.hub_files import LOOK_SECONDS, LinkBase, link_of
from app.net.interfaces import Interface
from app.net.listeners import Listening

LAN = Interface(
    "eth0",
    ("192.168.1.20", "fe80::1"),
    networks=("192.168.1.0/24",),
    default=("192.168.1.20",),
    is_up=True,
    is_loopback=False,
    is_tunnel=False,
)
OWN = Listening("127.0.0.1", 40_001, "127.0.0.1:40001", private=True)


def public(host: str = "", port: int = 6667, web_port: int | None = 7667) -> Listening:
    return Listening(host, port, f"{host}:{port}", private=False, web_port=web_port)


@pytest.mark.parametrize(
    ("address", "listening", "interfaces", "base"),
    [
        ("", [public(), OWN], [LAN], "http://192.168.1.20:7667"),
        ("", [public(web_port=None), OWN], [LAN], "http://192.168.1.20:6667"),
        ("", [public("127.0.0.1"), OWN], [LAN], "http://127.0.0.1:7667"),
        ("", [public()], [], "http://127.0.0.1:7667"),
        ("", [OWN], [], "http://127.0.0.1:40001"),
        ("chat.example.org", [public(), OWN], [LAN], "http://chat.example.org:7667"),
        ("chat.example.org:8080", [public(), OWN], [LAN], "http://chat.example.org:8080"),
        ("2001:db8::7", [public(), OWN], [LAN], "http://[2001:db8::7]:7667"),
        ("[2001:db8::7]:99", [public(), OWN], [LAN], "http://[2001:db8::7]:99"),
        ("no name", [public(), OWN], [LAN], "http://192.168.1.20:7667"),
    ],
)
def test_a_link_names_the_address_that_people_are_told(
    address: str, listening: list[Listening], interfaces: list[Interface], base: str
) -> None:
    assert LinkBase(address, listening, lambda: interfaces).now(0.0) == base


def test_addresses_are_looked_at_now_and_then() -> None:
    interfaces: list[Interface] = [LAN]
    base = LinkBase("", [public()], lambda: interfaces)
    assert base.now(100.0) == "http://192.168.1.20:7667"
    interfaces.clear()
    assert base.now(100.0 + LOOK_SECONDS / 2) == "http://192.168.1.20:7667"
    assert base.now(100.0 + LOOK_SECONDS) == "http://127.0.0.1:7667"


def test_once_browsers_have_no_port_links_name_the_hubs_own() -> None:
    base = LinkBase("", [public(), OWN], lambda: [LAN])
    assert base.now(100.0) == "http://192.168.1.20:7667"
    base.set_listening([public(web_port=None), OWN])
    assert base.now(100.0) == "http://192.168.1.20:6667"


def test_a_name_is_encoded_in_a_link() -> None:
    record = FileRecord("A" * 22, "50% off? #1/2 ü.pdf", 1, "x/y", "0" * 64, "alice", 0.0)
    assert link_of(record, "http://h:1") == f"http://h:1/f/{'A' * 22}/50%25%20off%3F%20%231%2F2%20%C3%BC.pdf"
