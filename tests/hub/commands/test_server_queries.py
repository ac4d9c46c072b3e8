"""MOTD, LUSERS, VERSION, TIME, INFO, ADMIN, HELP, LINKS."""

from __future__ import annotations

import pytest

from app.hub.commands.command_table import TABLE
from app.irc.message import parse
from tests.hub.party import Party, command_of


@pytest.mark.parametrize("command", ["MOTD", "VERSION", "TIME", "INFO", "ADMIN"])
def test_another_server_is_not_known(command: str) -> None:
    bob = Party().join("bob")
    assert bob.says(f"{command} elsewhere") == [":hub 402 bob elsewhere :No such server"]
    here = bob.codes(command)
    assert "402" not in here
    assert bob.codes(f"{command} HUB") == bob.codes(f"{command} h*") == bob.codes(f"{command} bob") == here


def test_lusers_counts() -> None:
    party = Party(operators={"root": "pw"})
    bob = party.join("bob", "#a", "#b")
    bob.says("OPER root pw")
    party.join("ann", "#a").says("MODE ann +i")
    party.join("zoe").says("QUIT")
    party.connect()
    party.quiet()
    assert bob.says("LUSERS") == [
        ":hub 251 bob :There are 1 users and 1 invisible on 1 servers",
        ":hub 252 bob 1 :operator(s) online",
        ":hub 253 bob 1 :unknown connection(s)",
        ":hub 254 bob 2 :channels formed",
        ":hub 255 bob :I have 2 clients and 0 servers",
        ":hub 265 bob 2 3 :Current local users 2, max 3",
        ":hub 266 bob 2 3 :Current global users 2, max 3",
    ]


def test_lusers_counts_as_people_change() -> None:
    party = Party(operators={"root": "pw"})
    bob, ann = party.join("bob"), party.join("ann")
    ann.says("OPER root pw", "MODE ann +i", "NICK anna", "NICK ann", "MODE ann +i")
    party.join("zoe").says("MODE zoe +i", "QUIT")
    party.connect().says("QUIT")
    party.quiet()
    assert bob.says("LUSERS")[:3] == [
        ":hub 251 bob :There are 1 users and 1 invisible on 1 servers",
        ":hub 252 bob 1 :operator(s) online",
        ":hub 253 bob 0 :unknown connection(s)",
    ]
    ann.says("MODE ann -io", "MODE ann -i")
    assert bob.says("LUSERS")[:2] == [
        ":hub 251 bob :There are 2 users and 0 invisible on 1 servers",
        ":hub 252 bob 0 :operator(s) online",
    ]


def test_version_and_time() -> None:
    bob = Party(version="v1").join("bob")
    assert bob.says("VERSION")[0] == ":hub 351 bob v1 hub https://modern.ircdocs.horse"
    assert bob.says("TIME") == [":hub 391 bob hub :2023-11-14 22:13:20 UTC"]


def test_info_ends() -> None:
    *lines, end = Party().join("bob").codes("INFO")
    assert set(lines) == {"371"}
    assert end == "374"


def test_admin_tells_what_the_host_wrote_and_never_nothing() -> None:
    heard = Party(admin=("Room 12", "Ann")).join("bob").says("ADMIN")
    assert [command_of(line) for line in heard] == ["256", "257", "258", "259"]
    assert heard[1:3] == [":hub 257 bob :Room 12", ":hub 258 bob Ann"]
    assert len(Party().join("bob").says("ADMIN")) == 4


@pytest.mark.parametrize("command", sorted(TABLE))
def test_help_tells_how_each_command_is_written_and_what_it_does(command: str) -> None:
    heard = [parse(line) for line in Party().join("bob").says(f"HELP {command.lower()}")]
    assert [line.command for line in heard] == ["704", *["705"] * (len(heard) - 2), "706"]
    syntax, blank, *lines, end = [line.params[-1] for line in heard]
    assert syntax.split()[0] == command
    assert (blank, end) == ("", "End of HELP")
    assert all(lines)
    assert lines


def test_help_lists_the_commands() -> None:
    bob = Party().join("bob")
    first, *others, last = bob.says("HELP")
    assert (first, last) == (":hub 704 bob * :Commands of this hub", ":hub 706 bob * :End of HELP")
    assert any("PRIVMSG NOTICE TAGMSG" in line for line in others)


def test_help_says_what_it_does_not_know() -> None:
    assert Party().join("bob").says("HELPOP dancing") == [":hub 524 bob dancing :No help on that"]


def test_links_has_none() -> None:
    bob = Party().join("bob")
    assert bob.says("LINKS", "LINKS h*") == [":hub 365 bob * :End of LINKS", ":hub 365 bob h* :End of LINKS"]
