"""Logging in by certificate where that is offered, which may fail; or by a password, without falling back."""

from __future__ import annotations

from base64 import b64decode, b64encode

import pytest

from app.client.events import ConnectionFailed, Failure, OwnerProven, Registered, ServerSaid
from app.irc.sasl_responses import split
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


BINDING = b"exported" * 4
SERVER_FIRST = "r=abcdef,s=c2FsdHNhbHQ=,i=4096"


def told(text: str) -> list[str]:
    """What a server says within AUTHENTICATE."""
    return [f"AUTHENTICATE {piece}" for piece in split(text.encode())]


def said(play: Play) -> str:
    """What the client answered within AUTHENTICATE."""
    pieces = [line.removeprefix("AUTHENTICATE ") for line in play.output.splitlines()]
    return b64decode("".join(pieces)).decode()


class ByPassword(Play):
    """Somebody who gave the password of an account; `asked` is what the thread was asked for."""

    def __init__(self, offer: str, **options: object) -> None:
        super().__init__(account="ma,ra", account_password="sesame", **options)  # type: ignore[arg-type]
        self.failures: list[Failure] = []
        self.asked: tuple[object, ...] = ()
        self.asks(f":s CAP * LS :batch {offer}")
        if "CAP REQ" in self.output:
            self.asks(":s CAP * ACK :batch sasl" if "sasl" in self.output else ":s CAP * ACK :batch")

    def asks(self, *lines: str) -> ByPassword:
        self.failures += [event.failure for event in only(self.hears(*lines), ConnectionFailed)]
        return self

    def proves(self, result: object = ("the proof", "the server's")) -> ByPassword:
        """The thread has done what it was asked for."""
        (work,) = self.session.take_work()
        assert work.kind == "prove"
        assert isinstance(work.data, tuple)
        self.asked = work.data
        events = self.session.complete(work.id, result, self.now)
        self.failures += [event.failure for event in only(events, ConnectionFailed)]
        self.output = self.session.take_output().decode()
        return self


class TestByPassword:
    @pytest.mark.parametrize(
        ("offer", "binding", "mechanism", "flag"),
        [
            (
                "EXTERNAL,SCRAM-SHA-256-PLUS,SCRAM-SHA-256,PLAIN",
                BINDING,
                "SCRAM-SHA-256-PLUS",
                "p=tls-exporter",
            ),
            ("SCRAM-SHA-256-PLUS,SCRAM-SHA-256", b"", "SCRAM-SHA-256", "n"),
            ("PLAIN,SCRAM-SHA-256", BINDING, "SCRAM-SHA-256", "y"),
            ("PLAIN,SCRAM-SHA-256", b"", "SCRAM-SHA-256", "n"),
        ],
    )
    def test_it_is_proved_and_never_sent(self, offer: str, binding: bytes, mechanism: str, flag: str) -> None:
        play = ByPassword(f"sasl={offer}", channel_binding=binding)
        assert play.output == f"AUTHENTICATE {mechanism}\r\n"
        first = said(play.asks("AUTHENTICATE +"))
        header, name, nonce = first.rsplit(",", 2)
        assert (header, name, nonce[:2]) == (f"{flag},", "n=ma=2Cra", "r=")
        play.asks(*told(SERVER_FIRST)).proves()
        assert play.asked == ("sesame", first, SERVER_FIRST, binding)
        assert said(play) == "the proof"
        play.asks(*told("the server's"))
        assert play.output == "AUTHENTICATE +\r\n"
        play.asks(":s 900 * *!*@h mara :You are now logged in as mara", ":s 903 * :Success")
        assert play.output == "CAP END\r\n"
        assert play.session.state.account == "mara"
        assert len(only(play.hears(*WELCOME), Registered)) == 1

    def test_no_exchange_begins_like_another(self) -> None:
        firsts = {said(ByPassword("sasl=SCRAM-SHA-256").asks("AUTHENTICATE +")) for _ in range(3)}
        assert len(firsts) == 3

    def test_a_long_message_comes_in_pieces(self) -> None:
        play = ByPassword("sasl=SCRAM-SHA-256").asks("AUTHENTICATE +")
        long = f"{SERVER_FIRST},x={'y' * 550}"
        assert len(told(long)) > 1
        play.asks(*told(long)).proves()
        assert play.asked[2] == long

    @pytest.mark.parametrize(
        "offer", ["sasl=PLAIN,EXTERNAL", "sasl", "multi-prefix", "sasl=SCRAM-SHA-256-PLUS"]
    )
    def test_who_cannot_have_it_proved_does_not_have_us(self, offer: str) -> None:
        assert ByPassword(offer).failures == [Failure.LOGIN_REFUSED]

    @pytest.mark.parametrize("offer", ["sasl=EXTERNAL,PLAIN", "sasl"])
    @pytest.mark.parametrize("consent", ["hub_verified", "plain_password_ok"])
    def test_who_has_no_proof_is_told_it_by_tls_where_that_is_agreed_to(
        self, offer: str, consent: str
    ) -> None:
        play = ByPassword(offer, fingerprint="ab" * 32, **{consent: True})
        assert play.output == "AUTHENTICATE PLAIN\r\n"
        assert said(play.asks("AUTHENTICATE +")) == "\0ma,ra\0sesame"
        play.asks(":s 900 * *!*@h mara :You are now logged in as mara", ":s 903 * :Success")
        assert play.output == "CAP END\r\n"
        assert len(only(play.hears(*WELCOME), Registered)) == 1

    def test_a_long_password_is_told_in_pieces(self) -> None:
        play = Play(account="m", account_password="x" * 900, fingerprint="ab" * 32, hub_verified=True)
        play.hears(":s CAP * LS :sasl=PLAIN", ":s CAP * ACK :sasl")
        play.hears("AUTHENTICATE +")
        assert said(play) == f"\0m\0{'x' * 900}"
        assert max(map(len, play.output.splitlines())) <= 420

    def test_without_consent_it_is_not_told(self) -> None:
        play = ByPassword("sasl=PLAIN", fingerprint="ab" * 32)
        assert (play.failures, play.output) == ([Failure.PASSWORD_NOT_SAFE], "")

    @pytest.mark.parametrize(
        ("offer", "options"),
        [
            ("sasl=PLAIN", {"plain_password_ok": True}),  # no TLS: everybody on the way would read it
            ("sasl", {"plain_password_ok": True}),
            # a hub of ours has better: who offers this stands in between
            ("sasl=PLAIN hubbub.chat/room", {"plain_password_ok": True, "fingerprint": "ab" * 32}),
        ],
    )
    def test_it_is_never_told_in_the_clear_nor_in_the_name_of_a_hub(
        self, offer: str, options: dict[str, object]
    ) -> None:
        play = ByPassword(offer, **options)
        assert "AUTHENTICATE" not in play.output
        assert play.failures == [Failure.LOGIN_REFUSED] or "CAP REQ" in play.output

    def test_where_it_can_be_proved_it_is_not_told(self) -> None:
        agreed = ByPassword("sasl=PLAIN,SCRAM-SHA-256", fingerprint="ab" * 32, plain_password_ok=True)
        assert agreed.output == "AUTHENTICATE SCRAM-SHA-256\r\n"

    def test_nor_who_welcomes_us_without_it(self) -> None:
        for play in (ByPassword("sasl=SCRAM-SHA-256"), Play(account="mara", account_password="sesame")):
            (failed,) = only(play.hears(*WELCOME), ConnectionFailed)
            assert failed.failure is Failure.LOGIN_REFUSED

    @pytest.mark.parametrize("code", ["902", "904", "905", "906", "907"])
    @pytest.mark.parametrize("proved", [False, True])
    def test_a_refusal_ends_it_in_the_server_s_words(self, code: str, proved: bool) -> None:
        play = ByPassword("sasl=SCRAM-SHA-256")
        if proved:
            play.asks("AUTHENTICATE +", *told(SERVER_FIRST)).proves()
        play.asks(":s 908 * PLAIN :are available")
        assert play.failures == []
        (failed,) = only(play.hears(f":s {code} * :Wrong name or password"), ConnectionFailed)
        assert (failed.failure, failed.said) == (Failure.LOGIN_REFUSED, "Wrong name or password")

    @pytest.mark.parametrize("steps", [0, 1, 2])
    def test_a_server_that_proves_nothing_is_not_believed(self, steps: int) -> None:
        play = ByPassword("sasl=SCRAM-SHA-256")
        if steps > 0:
            play.asks("AUTHENTICATE +")
        if steps > 1:
            play.asks(*told(SERVER_FIRST)).proves()
        assert play.asks(":s 903 * :Success").failures == [Failure.NOT_VERIFIED]

    def test_nor_one_that_proves_something_else(self) -> None:
        play = ByPassword("sasl=SCRAM-SHA-256").asks("AUTHENTICATE +", *told(SERVER_FIRST)).proves()
        assert play.asks(*told("another's")).failures == [Failure.NOT_VERIFIED]

    def test_nor_one_that_asks_for_nonsense_or_without_end(self) -> None:
        play = ByPassword("sasl=SCRAM-SHA-256").asks("AUTHENTICATE +", "AUTHENTICATE ===").proves(None)
        assert play.asked[2] == ""
        assert play.failures == [Failure.NOT_VERIFIED]
        endless = ByPassword("sasl=SCRAM-SHA-256").asks("AUTHENTICATE +")
        endless.asks(*[f"AUTHENTICATE {b64encode(b'x' * 300).decode()}"] * 9)
        assert endless.failures == [Failure.NOT_VERIFIED]

    def test_what_was_given_shows_nowhere_by_accident(self) -> None:
        play = ByPassword("sasl=SCRAM-SHA-256", channel_binding=BINDING).asks("AUTHENTICATE +")
        play.asks(*told(SERVER_FIRST))
        (work,) = play.session.take_work()
        for shown in (repr(work), repr(play.session.state.options), repr(play.session.state.login)):
            assert "sesame" not in shown
            assert repr(BINDING) not in shown
