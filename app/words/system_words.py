"""What the computer does not give: files and keys, a port to listen on, what is kept.

A hub without a window says these as well, so little is imported.
"""

from __future__ import annotations

from pathlib import Path

from app.hub.data.storage_errors import (
    Content,
    FileReason,
    KeepingError,
    StorageFailure,
    StorageProblem,
)
from app.irc.ports import WEB_PORT_OFFSET
from app.net.listen_error import ListenError, ListenProblem, WebPortProblem
from app.security.security_errors import SecurityError, SecurityProblem
from app.words.event_words import ONE_AND_TWO
from app.words.hosting_words import PASSWORD_UNUSABLE
from app.words.sentence import tr

# -- files, keys and certificates
_NOT_SET_ASIDE = tr("The damaged file {path} cannot be set aside: {reason}.")
_SECURITY = {
    SecurityProblem.FOLDER_NOT_MADE: tr("The folder {path} cannot be made: {reason}."),
    SecurityProblem.FILE_NOT_READ: tr("The file {path} cannot be read: {reason}."),
    SecurityProblem.FILE_NOT_WRITTEN: tr("The file {path} cannot be written: {reason}."),
    SecurityProblem.NOT_SET_ASIDE: _NOT_SET_ASIDE,
    SecurityProblem.NOT_OURS: tr("The file {path} could not be read, so it is not written either."),
    SecurityProblem.NO_SUCH_FILE: tr("There is no file {path}."),
    SecurityProblem.IDENTITY_DAMAGED: tr(
        "The certificate or key in {folder} is damaged. It was set aside as {asides}; with a new one, "
        "people will see a stranger."
    ),
    SecurityProblem.PINS_DAMAGED: tr(
        "The list of known rooms in {folder} is damaged. It was set aside as {aside}; every room will look "
        "new once."
    ),
    SecurityProblem.PINS_NEWER: tr(
        "The list of known rooms {path} was written by a newer version of Hubbub."
    ),
    SecurityProblem.ROOMS_DAMAGED: tr(
        "The file that says how your rooms are protected was damaged; it is {aside} now. You are asked "
        "before a room opens again."
    ),
    SecurityProblem.ROOMS_UNKNOWN: tr("{why} How your rooms are protected is not known."),
    SecurityProblem.PAIR_UNUSABLE: tr("{cert} and {key} cannot be used: {why}"),
    SecurityProblem.NO_CERTIFICATE: tr("There is no certificate in it."),
    SecurityProblem.NOT_A_CERTIFICATE: tr("the certificate is not in PEM format or is damaged."),
    SecurityProblem.NOT_A_KEY: tr("the key is not in PEM format or is damaged."),
    SecurityProblem.KEY_LOCKED: tr("the key needs a passphrase; give one without."),
    SecurityProblem.KEY_OF_OTHER_KIND: tr("the key is neither of the kind EC nor RSA."),
    SecurityProblem.KEY_OF_ANOTHER: tr("the key does not belong to the certificate."),
    SecurityProblem.PASSWORD_REFUSED: PASSWORD_UNUSABLE,
}


def security_words(error: SecurityError) -> str:
    """What is wrong with a file, a key or a certificate."""
    return _SECURITY[error.problem](**{name: _told(value) for name, value in error.data.items()})


def _told(value: str | Path | tuple[str, ...] | SecurityError) -> object:
    if isinstance(value, SecurityError):
        return security_words(value)
    if isinstance(value, tuple):
        return ONE_AND_TWO(one=value[0], two=value[1]) if len(value) == 2 else value[0]
    return value


# -- the program itself
ENDED_BY_A_FAULT = tr(
    "Hubbub was ended by a fault the last time. A report, without anything that was said, is in {path}."
)

# -- browsers
_NO_WEB_PORT = {
    WebPortProblem.IN_USE: tr("Browsers cannot open this room: another program uses port {port}."),
    WebPortProblem.IMPOSSIBLE: tr(
        "Browsers cannot open this room: this computer does not allow listening on port {port}."
    ),
    WebPortProblem.BLOCKED_BY_BROWSERS: tr("Browsers cannot open this room: they refuse port {port}."),
    WebPortProblem.TOO_HIGH: tr(
        "Browsers cannot open this room: it would need port {port}, and there is none so high."
    ),
}


def web_port_words(problem: WebPortProblem, hub_port: int) -> str:
    """Why there is no port for browsers above that of the hub."""
    return _NO_WEB_PORT[problem](port=hub_port + WEB_PORT_OFFSET)


# -- opening a room
_LISTENING = {
    ListenProblem.NO_PORT_FREE: tr("No port from {first} to {last} is free; name another one."),
    ListenProblem.PORT_IN_USE: tr(
        "Port {port} is already in use on {place}; another hub may be running there."
    ),
    ListenProblem.NOT_ALLOWED: tr(
        "This computer does not allow listening on {place}; try a port above 1024."
    ),
    ListenProblem.NOT_OURS: tr("{place} is not an address of this computer, so it cannot be listened on."),
    ListenProblem.IMPOSSIBLE: tr("Listening on {place} is not possible: {reason}."),
    ListenProblem.ALREADY_OPEN: tr("This program hosts a room already."),
}


# -- what is kept
_UNUSABLE = {
    Content.MESSAGES: tr("The messages in {path} cannot be used: {reason}."),
    Content.ACCOUNTS: tr("The accounts in {path} cannot be used: {reason}."),
    Content.ARCHIVE: tr("The history in {path} cannot be used: {reason}."),
}
_NEWER = {
    Content.MESSAGES: tr("The messages in {path} were written by a newer version of Hubbub."),
    Content.ACCOUNTS: tr("The accounts in {path} were written by a newer version of Hubbub."),
    Content.ARCHIVE: tr("The history in {path} was written by a newer version of Hubbub."),
}
_FILE_REASONS = {
    FileReason.FULL: tr("the disk is full"),
    FileReason.READ_ONLY: tr("it may only be read"),
    FileReason.BUSY: tr("another program is using it"),
    FileReason.DAMAGED: tr("the file is damaged"),
    FileReason.FAILING: tr("the disk cannot be read or written"),
    FileReason.NOT_OPENED: tr("it cannot be opened"),
    FileReason.GONE: tr("the file was deleted or replaced"),
}
_STORAGE = {
    StorageProblem.NOT_SET_ASIDE: _NOT_SET_ASIDE,
    StorageProblem.NOT_DELETED: tr("The file {path} cannot be deleted: {reason}."),
    StorageProblem.BEGUN_ANEW: tr(
        "The messages in {path} were damaged; the file is kept as {aside} and a new history was begun."
    ),
    StorageProblem.ACCOUNTS_DAMAGED: tr(
        "{why} Put back a copy of it, or move it and the history away to begin anew."
    ),
    StorageProblem.OTHER_ACCOUNTS: tr(
        "The messages in {path} were kept for other accounts than those in {accounts}. Put back the "
        "accounts that they belong to, or move the messages away too."
    ),
    StorageProblem.OTHER_ROOM: tr(
        "“{channel}” is a channel inside another room of this computer. Give the room another name."
    ),
}
_BY_CONTENT = {StorageProblem.UNUSABLE: _UNUSABLE, StorageProblem.NEWER: _NEWER}


def storage_words(failure: StorageFailure) -> str:
    """Why something cannot be kept or read, or what became of a file."""
    data = dict(failure.data)
    content = data.pop("content", None)
    by_content = _BY_CONTENT.get(failure.problem)
    if by_content is not None:
        assert isinstance(content, Content)
        sentence = by_content[content]
    else:
        sentence = _STORAGE[failure.problem]
    return sentence(**{name: _kept_told(value) for name, value in data.items()})


def _kept_told(value: object) -> object:
    if isinstance(value, FileReason):
        return _FILE_REASONS[value]()
    return storage_words(value) if isinstance(value, StorageFailure) else value


def opening_words(error: ListenError | KeepingError) -> str:
    """Why a room could not be opened."""
    return listen_words(error) if isinstance(error, ListenError) else storage_words(error.failure)


def listen_words(error: ListenError) -> str:
    """Why a room could not be opened where it should listen."""
    return _LISTENING[error.problem](**error.data)
