"""Of links that nobody typed only whole ones of ours are followed, and not to the system's services."""

from __future__ import annotations

import pytest

from app.client.address import AddressError
from app.client.handed_links import LinkError, LinkProblem, check_link, is_provable


@pytest.mark.parametrize(
    ("link", "place", "room"),
    [
        ("hubbub://192.168.1.5/club", "192.168.1.5", "#club"),
        ("HUBBUB://192.168.1.5:7000/club?fp=ab", "192.168.1.5:7000", "#club"),
        ("irc://irc.example.org/python", "irc.example.org", "#python"),
        ("ircs://[fd00::1]:6697/%23caf%C3%A9", "[fd00::1]", "#café"),
        ("ircs://irc.example.org/café\n", "irc.example.org", "#café"),
    ],
)
def test_a_link_is_read(link: str, place: str, room: str) -> None:
    address = check_link(link)
    assert (address.place, address.room) == (place, room)


@pytest.mark.parametrize(
    "link",
    [
        "",
        "192.168.1.5",
        "https://example.org/hubbub://192.168.1.5/club",
        "join hubbub://192.168.1.5/club",
        "hubbub://192.168.1.5/club --profile x",
        "hubbub://192.168.1.5/a\x00b",
        "hubbub://192.168.1.5/a\nb",
        "hubbub:192.168.1.5",
        "-hubbub://192.168.1.5/club",
        f"hubbub://192.168.1.5/{'x' * 3000}",
    ],
)
def test_what_is_not_one_link_and_nothing_else_is_refused(link: str) -> None:
    with pytest.raises(LinkError) as refused:
        check_link(link)
    assert refused.value.problem is LinkProblem.NOT_A_LINK


@pytest.mark.parametrize("port", [1, 22, 25, 80, 1023])
def test_ports_of_the_systems_services_are_refused(port: int) -> None:
    with pytest.raises(LinkError) as refused:
        check_link(f"irc://192.168.1.5:{port}/club")
    assert (refused.value.problem, refused.value.port) == (LinkProblem.LOW_PORT, port)
    assert check_link("irc://192.168.1.5:1024/club").port == 1024


def test_and_so_are_they_among_the_further_ways_of_a_link() -> None:
    with pytest.raises(LinkError) as refused:
        check_link("hubbub://192.168.1.5/club?fp=ab&at=192.168.1.6:6667,192.168.1.7:22")
    assert (refused.value.problem, refused.value.port) == (LinkProblem.LOW_PORT, 22)


def test_a_place_that_cannot_be_one_is_refused_as_ever() -> None:
    with pytest.raises(AddressError):
        check_link("hubbub://300.1.1.1/club")


@pytest.mark.parametrize(
    ("link", "provable"),
    [
        ("hubbub://192.168.1.5/club", True),
        ("ircs://irc.example.org/a", True),
        ("irc://irc.example.org/a", False),
        ("irc://192.168.1.5/a?fp=ab", True),
    ],
)
def test_irc_without_encryption_proves_nobody(link: str, provable: bool) -> None:
    assert is_provable(check_link(link)) is provable
