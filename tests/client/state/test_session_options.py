"""What a session is told before it begins."""

from __future__ import annotations

from app.client.address import parse_address
from app.client.state.session_options import SessionOptions, with_address

LINK = "hubbub://host/robots?fp=ab&owner=secret"


def test_an_address_adds_its_channel_and_the_owners_secret() -> None:
    options = with_address(SessionOptions(nick="mara", channels=(("#a", "key"),)), parse_address(LINK))
    assert options.channels == (("#a", "key"), ("#robots", ""))
    assert options.owner_secret == "secret"


def test_what_is_known_already_is_kept() -> None:
    known = SessionOptions(nick="mara", channels=(("#robots", "key"),), owner_secret="newer")
    assert with_address(known, parse_address(LINK)) == known
    assert with_address(known, parse_address("host")) == known
