"""Who may upload files, which is said on connections of their own: by the certificate of an account, by a
token that a session was given (TOKEN), or by the password of an account, which a thread checks.
"""

from __future__ import annotations

import secrets

from app.files.file_record import Uploader
from app.hub.data.addresses import Peer, Reputation, origin_of
from app.hub.data.entities import Session
from app.hub.data.hub_state import PasswordCheck, State, UploadLogin, UploadToken
from app.hub.data.in_progress import SlowTask
from app.hub.data.storage import ANONYMOUS
from app.hub.data.storage_errors import KeepingError
from app.hub.people import passwords
from app.hub.people.admission import slowness
from app.hub.people.authentication import shows_host
from app.hub.people.hub_bans import BANNED, keeps_out

TOKEN_SECONDS = 900.0  # as the draft of tokens wants it: time to choose a file, not to pass the token on
# Of one session at once; the oldest goes for one more. Files are sent two at a time, each with a small one.
MOST_TOKENS = 16
_TOKEN_BYTES = 24


def uploader_by_certificate(hub: State, peer: Peer) -> Uploader | None:
    """Who shows a certificate of an account on a connection, None for nobody who may upload."""
    try:
        account = hub.accounts.by_fingerprint(peer.fingerprint) if peer.fingerprint else None
        return Uploader(account) if account and not _is_banned(hub, peer, account) else None
    except KeepingError:
        return None


def is_banned(hub: State, peer: Peer, identity: str) -> bool:
    """Whether a ban keeps out who uploads on a connection. Raises nothing.

    Whom a ban means stays only where it can be read that they are the host.
    """
    try:
        return _is_banned(hub, peer, identity)
    except KeepingError:
        return True


def _is_banned(hub: State, peer: Peer, account: str) -> bool:
    return keeps_out(hub, peer, account) and not shows_host(hub, peer)


# -- tokens


def give_token(hub: State, session: Session) -> str:
    """A new token for a session: for one upload of its person, for a while."""
    mine = [text for text, token in hub.upload_tokens.items() if token.session == session.id]
    if len(mine) >= MOST_TOKENS:
        del hub.upload_tokens[mine[0]]
    text = secrets.token_urlsafe(_TOKEN_BYTES)
    hub.upload_tokens[text] = UploadToken(session.id, hub.now + TOKEN_SECONDS)
    return text


def uploader_by_token(hub: State, text: str) -> Uploader | None:
    """Whose token it is, also after it was spent: an upload may be continued. None for nobody's any more."""
    token = hub.upload_tokens.get(text)
    if token is None or not _is_valid(hub, token):
        return None
    identity = hub.sessions[token.session].person.identity
    return Uploader(identity, is_guest=identity.startswith(ANONYMOUS))


def spend_token(hub: State, text: str) -> bool:
    """Let a token begin an upload; False where it has begun one, or is nobody's any more."""
    token = hub.upload_tokens.get(text)
    if token is None or token.is_spent or not _is_valid(hub, token):
        return False
    token.is_spent = True
    return True


def forget_tokens(hub: State) -> None:
    """Let go of tokens whose time is over, or whose session is."""
    over = [text for text, token in hub.upload_tokens.items() if not _is_valid(hub, token)]
    for text in over:
        del hub.upload_tokens[text]


def _is_valid(hub: State, token: UploadToken) -> bool:
    return token.session in hub.sessions and hub.now < token.until


# -- passwords


def check_login(hub: State, peer: Peer, name: str, password: str) -> int:
    """See whether a password is that of the account that a name means, as slowly as at any login.

    Returns a number, by which `Turn.logins` tells of it, in this turn or a later one.
    """
    hub.last_id += 1
    number = hub.last_id
    try:
        if reason := slowness(hub, peer):
            hub.logins.append(UploadLogin(number, None, reason))
            return number
        account = passwords.account_called(hub, name)
        verifier = passwords.verifier_of(hub, account)
    except KeepingError:
        hub.logins.append(UploadLogin(number, None, passwords.BUSY))
        return number
    hub.password_checks[number] = PasswordCheck(peer, account or "")
    data = (password, verifier or passwords.nobodys_password(hub))
    if verifier is None:
        hub.password_checks[number].account = ""
    pause = hub.addresses.guess_throttle.pause(hub.now) if hub.slows_guessing(peer) else 0.0
    hub.work.append(SlowTask(number, "check", data, origin_of(peer), pause))
    return number


def complete(hub: State, number: int, result: object) -> None:
    """Take what came of a check, None where it could not be done."""
    check = hub.password_checks.pop(number)
    is_right = None if result is None else result is True and bool(check.account)
    reason = passwords.judge(hub, check.peer, is_right)
    try:
        if not reason and _is_banned(hub, check.peer, check.account):
            reason = BANNED
    except KeepingError:
        reason = passwords.BUSY
    hub.logins.append(UploadLogin(number, None if reason else Uploader(check.account), reason))


def reputation(hub: State, number: int) -> Reputation:
    """Among whom a check has its turn now."""
    return hub.addresses.reputation(hub.password_checks[number].peer, hub.now, is_known=False)
