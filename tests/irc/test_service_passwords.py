"""Which words to services are passwords, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.service_passwords import MASK, line_holds_password, masked

M = MASK


@pytest.mark.parametrize(
    ("target", "text", "shown"),
    [
        ("NickServ", "IDENTIFY secret", f"IDENTIFY {M}"),
        ("nickserv", "identify mara secret", f"identify {M}"),
        ("NickServ", "register secret mara@example.org", f"register {M}"),
        ("NickServ@services.dal.net", "id secret", f"id {M}"),
        ("ChanServ", "IDENTIFY #room secret", f"IDENTIFY #room {M}"),
        ("NickServ", "IDENTIFY #secret", f"IDENTIFY {M}"),
        ("NickServ", "GHOST mara secret", f"GHOST mara {M}"),
        ("NickServ", "set password new old", f"set password {M}"),
        ("UserServ", "login mara secret", f"login {M}"),
        ("X@channels.undernet.org", "login mara secret", f"login {M}"),
        ("Q@CServe.quakenet.org", "AUTH mara secret", f"AUTH {M}"),
        ("*sasl", "set mara secret", f"set {M}"),
        ("*nickserv", "Set secret", f"Set {M}"),
        ("*controlpanel", "AddUser mara secret", f"AddUser {M}"),
        ("*status", "AddServer irc.example.org +6697 secret", f"AddServer {M}"),
        ("*perform", "identify secret", f"identify {M}"),
        ("ChanServ", "set #room password secret", f"set #room password {M}"),
        ("NickServ", "saset mara password secret", f"saset mara password {M}"),
        ("NickServ", "saregister mara secret", f"saregister {M}"),
        ("&bitlbee", "identify secret", f"identify {M}"),
        ("root", "register secret", f"register {M}"),
        ("NickServ", "  identify   secret  ", f"identify {M}"),
        ("NickServ", "help\nidentify secret", f"help\nidentify {M}"),
        ("NickServ", "/identify secret", f"/identify {M}"),
    ],
)
def test_a_password_is_masked(target: str, text: str, shown: str) -> None:
    assert masked(target, text) == shown


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("NickServ", "help register"),
        ("NickServ", "info mara"),
        ("NickServ", "identify"),
        ("NickServ", "ghost mara"),
        ("ChanServ", "register #room"),
        ("ChanServ", "op #room mara"),
        ("ChanServ", "set #room guard on"),
        ("NickServ", "set enforce on"),
        ("NickServ", ""),
        ("bob", "identify yourself"),
        ("#room", "login tomorrow"),
        ("server", "login tomorrow"),
    ],
)
def test_what_holds_none_stays_as_it_is(target: str, text: str) -> None:
    assert masked(target, text) is None


def test_on_our_hubs_a_person_called_deserv_is_a_person() -> None:
    assert masked("Deserv", "login tomorrow?", is_hub=True) is None
    assert masked("X", "login tomorrow?", is_hub=True) is None
    assert masked("NickServ", "identify secret", is_hub=True) == f"identify {M}"  # nobody is called so there


@pytest.mark.parametrize(
    ("line", "holds"),
    [
        ("PASS secret", True),
        ("oper mara secret", True),
        ("AUTHENTICATE c2VjcmV0", True),
        ("NS IDENTIFY secret", True),
        ("NICKSERV :identify secret", True),
        ("PRIVMSG NickServ :identify secret", True),
        (":me PRIVMSG NickServ :identify secret", True),
        ("@label=1 PRIVMSG bob,NickServ :identify secret", True),
        ("@a :b", False),
        ("privmsg bob :identify yourself", False),
        ("VERSION", False),
        ("PASS", False),
        ("NS help", False),
        ("", False),
    ],
)
def test_lines_for_the_server_are_looked_at_too(line: str, holds: bool) -> None:
    assert line_holds_password(line) is holds


@given(st.sampled_from(["identify", "AUTH", "register", "setpass"]), st.text(min_size=1).map(str.strip))
def test_nothing_of_a_password_is_left(verb: str, password: str) -> None:
    if not password.split():
        return
    shown = masked("NickServ", f"{verb} {password}")
    assert shown is not None
    assert shown.replace(verb, "").replace(M, "").strip(" \n") == "" or "\n" in password
