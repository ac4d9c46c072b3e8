"""Logging in by certificate (SASL EXTERNAL) where it is offered; being refused stops nobody."""

from __future__ import annotations

import pytest

from app.client.events import OwnerProven, Registered, ServerSaid
from tests.client.play import Play, only

WELCOME = [":s 001 me :Welcome", ":s 422 me :x"]


def asking(**options: object) -> Play:
    play = Play(**options)  # type: ignore[arg-type]  # options of a test
    play.hears(":s CAP * LS :batch sasl=PLAIN,EXTERNAL")
    play.hears(":s CAP * ACK :batch sasl")
    return play


def test_the_certificate_is_used_where_the_server_takes_it() -> None:
    play = asking()
    assert play.output == "AUTHENTICATE EXTERNAL\r\n"
    play.hears("AUTHENTICATE +")
    assert play.output == "AUTHENTICATE +\r\n"
    play.hears("AUTHENTICATE +")
    assert play.output == ""
    [said] = play.hears(":s 900 * *!*@h ann :You are now logged in as ann")
    assert isinstance(said, ServerSaid)
    assert play.session.state.account == "ann"
    assert play.hears(":s 903 * :SASL authentication successful") == []
    assert play.output == "CAP END\r\n"
    assert len(only(play.hears(*WELCOME), Registered)) == 1
    play.hears(":s 901 me me!u@h :You are now logged out")
    assert play.session.state.account == ""


@pytest.mark.parametrize("code", ["902", "904", "905", "906", "907", "908"])
@pytest.mark.parametrize("challenged", [True, False])
def test_whatever_it_comes_to_we_come_in(code: str, challenged: bool) -> None:
    play = asking()
    if challenged:
        play.hears("AUTHENTICATE +")
    play.hears(f":s {code} * :Words")
    assert play.output == "CAP END\r\n"
    assert play.session.state.account == ""
    assert len(only(play.hears(*WELCOME), Registered)) == 1


@pytest.mark.parametrize("offer", ["sasl", "sasl=PLAIN", "sasl=EXTERNALS", "batch"])
def test_nothing_is_asked_of_who_does_not_offer_it(offer: str) -> None:
    play = Play()
    play.hears(f":s CAP * LS :{offer}")
    play.hears(f":s CAP * ACK :{offer.partition('=')[0]}") if "batch" in offer else None
    assert play.output == "CAP END\r\n"


def test_a_person_may_not_want_it() -> None:
    play = Play(certificate_login=False)
    play.hears(":s CAP * LS :sasl=EXTERNAL")
    assert play.output == "CAP END\r\n"


def test_it_is_not_begun_after_the_welcome() -> None:
    play = Play().registers(caps="cap-notify")
    play.hears(":s CAP me NEW :sasl=EXTERNAL hubbub.chat/password")
    assert play.output == ""
    play.hears("AUTHENTICATE +")
    assert play.output == ""


def test_registration_waits_for_its_end() -> None:
    play = asking()
    play.hears(":s CAP * NEW :away-notify", ":s CAP * ACK :away-notify")
    assert play.output == "CAP REQ away-notify\r\n"
    play.hears(":s 903 * :SASL authentication successful")
    assert play.output == "CAP END\r\n"


def test_a_server_that_welcomes_us_all_the_same_is_believed() -> None:
    play = asking()
    assert len(only(play.hears(*WELCOME), Registered)) == 1


def test_refusals_of_a_login_that_we_did_not_ask_for_go_to_the_log() -> None:
    play = Play().registers()
    assert play.hears(":s 903 me :Success") == []
    [said] = play.hears(":s 904 me :SASL authentication failed")
    assert isinstance(said, ServerSaid)
    assert said.is_error


def test_a_host_that_its_certificate_proves_needs_no_secret() -> None:
    play = Play()
    play.hears(":s CAP * LS :hubbub.chat/room", ":s CAP * ACK :hubbub.chat/room")
    [proven] = only(play.hears(":s HUBBUB OWNER"), OwnerProven)
    assert proven.secret == ""
    assert play.session.state.is_owner
