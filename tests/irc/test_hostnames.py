"""Which host names a server may use: the public vectors re-stated."""

from __future__ import annotations

import pytest

from app.irc.hostnames import is_hostname

VALID = [
    "irc.example.com",
    "i.coolguy.net",
    "irc-srv.net.uk",
    "iRC.CooLguY.NeT",
    "gsf.ds342.co.uk",
    "324.net.uk",
    "xn--bcher-kva.ch",
    "services.",
    f"{'a' * 63}.example",
]
INVALID = [
    "-lol-.net.uk",
    "-lol.net.uk",
    "_irc._sctp.lol.net.uk",
    "irc",
    "com",
    "",
    " ",
    "example. net",
    "ex ample.org",
    " example.org",
    "example.org ",
    "example.org\n",
    "irc.bücher.ch",
    ".",
    "a..b",
    f"{'a' * 64}.example",
    "a." * 127,
]


@pytest.mark.parametrize("name", VALID)
def test_a_host_name_is_taken(name: str) -> None:
    assert is_hostname(name)


@pytest.mark.parametrize("name", INVALID)
def test_what_is_no_host_name_is_refused(name: str) -> None:
    assert not is_hostname(name)
