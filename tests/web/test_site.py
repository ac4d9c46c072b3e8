"""Which names lead to a hub, and which pages may join it."""

from __future__ import annotations

import pytest

from app.web.authority import Authority, parse_authority
from app.web.site import Site, make_site

SITE = make_site(
    "Robotics club",
    computer="workshop-pi.lan",
    server_name="hubbub.local",
    public_address="chat.example.org:6667",
    origins=["https://web.example.net", "https://spoken.example.net:8443", "null"],
)


def host(text: str) -> Authority:
    found = parse_authority(text)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("called", "is_ours"),
    [
        ("192.168.1.24:6667", True),
        ("[fd00::1]:6667", True),
        ("localhost", True),
        ("workshop-pi", True),
        ("WORKSHOP-PI.lan:6667", True),
        ("workshop-pi.local", True),
        ("hubbub.local", True),
        ("chat.example.org", True),
        ("evil.example", False),
        ("localhost.evil.example", False),
        ("workshop-pi.evil.example", False),
        ("web.example.net", False),
    ],
)
def test_a_hub_goes_by_its_addresses_and_its_own_names(called: str, is_ours: bool) -> None:
    assert SITE.is_called(host(called)) is is_ours


@pytest.mark.parametrize(
    ("origin", "called", "may"),
    [
        ("http://192.168.1.24:6667", "192.168.1.24:6667", True),
        ("https://192.168.1.24:6667", "192.168.1.24:6667", True),
        ("http://192.168.1.24", "192.168.1.24", True),
        ("https://chat.example.org", "chat.example.org", True),
        ("https://chat.example.org", "chat.example.org:443", True),
        ("https://chat.example.org", "chat.example.org:80", False),
        ("http://192.168.1.24:8080", "192.168.1.24:6667", False),
        ("http://192.168.1.25:6667", "192.168.1.24:6667", False),
        ("http://localhost:6667", "127.0.0.1:6667", False),
        ("ws://192.168.1.24:6667", "192.168.1.24:6667", False),
        ("https://web.example.net", "192.168.1.24:6667", True),
        ("https://web.example.net:443", "192.168.1.24:6667", True),
        ("http://web.example.net", "192.168.1.24:6667", False),
        ("https://web.example.net:444", "192.168.1.24:6667", False),
        ("https://spoken.example.net:8443", "192.168.1.24:6667", True),
        ("https://spoken.example.net", "192.168.1.24:6667", False),
        ("https://evil.example", "192.168.1.24:6667", False),
        ("null", "192.168.1.24:6667", False),
        ("", "192.168.1.24:6667", False),
    ],
)
def test_a_page_may_join_from_the_hub_itself_and_from_sites_that_the_host_named(
    origin: str, called: str, may: bool
) -> None:
    assert SITE.admits(origin, host(called)) is may


def test_what_is_not_set_adds_no_name() -> None:
    assert make_site("Room").names == {"localhost"}
    assert make_site("Room", computer="Mara's PC").names == {"localhost"}


def test_a_site_of_its_own_goes_by_localhost_only() -> None:
    assert not Site("Room").is_called(host("hubbub.local"))
    assert Site("Room").is_called(host("localhost:6667"))
