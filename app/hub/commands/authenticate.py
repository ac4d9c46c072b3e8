"""AUTHENTICATE: logging in, by a password that is sent (PLAIN) or proved (SCRAM-SHA-256, with PLUS for one
TLS connection alone), or by the client certificate of that connection (EXTERNAL).

https://ircv3.net/specs/extensions/sasl-3.2
"""

from __future__ import annotations

from collections.abc import Callable

from app.hub.commands.command_row import Row
from app.hub.data.hub_state import State
from app.hub.data.in_progress import Login, LoginStep
from app.hub.people import passwords, slow_work
from app.hub.people.admission import slowness
from app.hub.people.authentication import log_in, log_in_by_certificate
from app.hub.people.features import sasl_mechanisms
from app.hub.people.passwords import account_called
from app.hub.people.rejoining import rejoin_channels
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.sasl_responses import PIECE, joined, parse_plain, scram_name, split

# The longest name twice and the longest password, in base64.
_LONGEST = 3 * PIECE
_FAILED = "SASL authentication failed"


def on_authenticate(hub: State, ask: Request) -> None:
    """Begin a login, take a piece of the response, or break off."""
    session, word = ask.session, ask.param(0)
    login = session.login
    # who negotiates may as well leave out the request, as some programs do
    if capabilities.SASL not in session.caps and not session.negotiating:
        _fail(ask, "Request the capability sasl first")
    elif word == "*":
        session.login = None
        ask.numeric(n.ERR_SASLABORTED, "SASL authentication aborted")
    elif login is None:
        _begin(ask, word.upper())
    elif len(word) > PIECE:
        session.login = None
        ask.numeric(n.ERR_SASLTOOLONG, "SASL message too long")
    elif len(login.response) + len(word) > _LONGEST:
        _fail(ask, "SASL response too long")
    else:
        login.response += "" if word == "+" else word
        if len(word) < PIECE:
            _take(hub, ask, login)


def _begin(ask: Request, mechanism: str) -> None:
    session = ask.session
    mechanisms = sasl_mechanisms(session)
    if mechanism not in mechanisms:
        ask.numeric(n.RPL_SASLMECHS, ",".join(mechanisms), "are available SASL mechanisms")
        _fail(ask)
    else:
        session.login = Login(LoginStep(mechanism))
        ask.send("AUTHENTICATE", "+")


def _take(hub: State, ask: Request, login: Login) -> None:
    """The response is complete: the mechanism's next step."""
    response, login.response = joined(login.response), ""
    if response is None:
        _fail(ask)
    else:
        _STEPS[login.step](hub, ask, login, response)


def _external(hub: State, ask: Request, login: Login, response: bytes) -> None:
    """The account's name, or nothing for whatever the certificate says (RFC 4422 appendix A)."""
    try:
        wanted = response.decode()
    except UnicodeDecodeError:
        _fail(ask)
        return
    _end(hub, ask, is_in=log_in_by_certificate(hub, ask, wanted))


def _plain(hub: State, ask: Request, login: Login, response: bytes) -> None:
    """Whom to be, who one is, and the password, in one message (RFC 4616)."""
    said = parse_plain(response)
    if said is None:
        _fail(ask)
        return
    account = account_called(hub, said.name)
    # nobody is somebody else by their own password; found out only after it was checked
    is_allowed = not said.wanted or account_called(hub, said.wanted) == account

    def on_judged(hub: State, ask: Request, reason: str) -> None:
        if reason:
            _fail(ask, reason)
        else:
            _end(hub, ask, is_in=account is not None and is_allowed and log_in(hub, ask, account))

    passwords.check(hub, ask, account, said.password, on_judged)


def _scram(hub: State, ask: Request, login: Login, response: bytes) -> None:
    """The client's first message: who one is (RFC 5802 section 5)."""
    try:
        message = response.decode()
    except UnicodeDecodeError:
        _fail(ask)
        return
    account = account_called(hub, scram_name(message))
    is_plus = login.step is LoginStep.SCRAM_PLUS
    login.account = account if account is not None and passwords.has_scram(hub, account) else ""

    def on_opened(hub: State, ask: Request, result: object) -> None:
        if not isinstance(result, tuple):
            _fail(ask)
            return
        login.conversation, answer = result
        login.step = LoginStep.SCRAM_PROOF
        _challenge(ask, answer)

    if reason := slowness(hub, ask.session.peer):
        _fail(ask, reason)
    else:
        passwords.open_exchange(hub, ask, message, is_plus=is_plus, account=account, then=on_opened)


def _scram_proof(hub: State, ask: Request, login: Login, response: bytes) -> None:
    """The client's last message: that one knows the password."""

    def on_proved(hub: State, ask: Request, result: object) -> None:
        reason = passwords.judge_proof(hub, ask, result, is_real=bool(login.account))
        if reason:
            _fail(ask, reason)
        else:
            login.step = LoginStep.SCRAM_END
            _challenge(ask, str(result))

    slow_work.defer(hub, ask, "proof", (login.conversation, response.decode(errors="replace")), on_proved)


def _scram_end(hub: State, ask: Request, login: Login, response: bytes) -> None:
    """The client has seen that the hub knows what it should: it answers with nothing."""
    _end(hub, ask, is_in=log_in(hub, ask, login.account))


def _challenge(ask: Request, text: str) -> None:
    for piece in split(text.encode()):
        ask.send("AUTHENTICATE", piece)


def _end(hub: State, ask: Request, *, is_in: bool) -> None:
    if not is_in:
        _fail(ask)
        return
    ask.session.login = None
    ask.numeric(n.RPL_SASLSUCCESS, "SASL authentication successful")
    if ask.session.welcomed:
        rejoin_channels(hub, ask)


def _fail(ask: Request, reason: str = _FAILED) -> None:
    ask.session.login = None
    ask.numeric(n.ERR_SASLFAIL, reason)


def give_up_login(ask: Request) -> None:
    """Break off a login that CAP END has overtaken."""
    if ask.session.login is not None:
        ask.session.login = None
        ask.numeric(n.ERR_SASLABORTED, "SASL authentication aborted")


_STEPS: dict[LoginStep, Callable[[State, Request, Login, bytes], None]] = {
    LoginStep.EXTERNAL: _external,
    LoginStep.PLAIN: _plain,
    LoginStep.SCRAM: _scram,
    LoginStep.SCRAM_PLUS: _scram,
    LoginStep.SCRAM_PROOF: _scram_proof,
    LoginStep.SCRAM_END: _scram_end,
}

ROWS = {
    "AUTHENTICATE": Row(
        on_authenticate,
        1,
        before_welcome=True,
        help=(
            "AUTHENTICATE <mechanism or response or *>",
            "Logs you in by SASL: EXTERNAL, SCRAM-SHA-256-PLUS, SCRAM-SHA-256 or PLAIN. * breaks off.",
        ),
    )
}
