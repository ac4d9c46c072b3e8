"""What went wrong, and what to do about it: one sentence for each kind of failure, with its data."""

from __future__ import annotations

import ipaddress
from pathlib import Path

from app.client.address import LARGEST_PORT, Address, AddressError, AddressProblem
from app.client.events import Failure, Refusal
from app.hub.data.storage_errors import (
    Content,
    FileReason,
    KeepingError,
    StorageFailure,
    StorageProblem,
)
from app.irc import numerics
from app.irc.text import strip_formatting
from app.net.listen_error import ListenError, ListenProblem
from app.security.security_errors import SecurityError, SecurityProblem
from app.settings import SettingsProblem
from app.words.event_words import ONE_AND_TWO
from app.words.hosting_words import PASSWORD_UNUSABLE
from app.words.sentence import COUNTED, Sentence, tr

# A server's own words are quoted only when they fit a line beside a field.
LONGEST_DETAIL = 160

# -- names
NAME_MISSING = tr("Type the name that others will see.")
NAME_WITHOUT_LETTER = tr("A name needs at least one letter.")
NAME_TOO_LONG = tr("A name has at most %n characters.", "", COUNTED)
ROOM_NAME_MISSING = tr("Give the room a name.")
ROOM_NAME_TOO_LONG = tr("A room’s name has at most %n characters.", "", COUNTED)

# -- addresses, as typed
_ADDRESS = {
    AddressProblem.UNKNOWN_SCHEME: tr(
        "Addresses that begin with {text}:// cannot be joined. Type the host's address, such as "
        "192.168.1.42, or paste an invite link."
    ),
    AddressProblem.MISSING: tr("Type the host's address, or paste an invite link."),
    AddressProblem.SPACES: tr(
        "An address has no spaces in it. Type it like 192.168.1.42 or 192.168.1.42:6667."
    ),
    AddressProblem.BRACKETS: tr("{text} is not complete: an address in brackets looks like [fe80::1]:6667."),
    AddressProblem.PORT_NOT_A_NUMBER: tr("{text} is not a port. A port is a number from 1 to {largest}."),
    AddressProblem.PORT_OUT_OF_RANGE: tr("There is no port {text}. A port is a number from 1 to {largest}."),
    AddressProblem.HOST_MISSING: tr(
        "The address has no host. Type it like 192.168.1.42 or 192.168.1.42:6667."
    ),
    AddressProblem.NOT_IPV6: tr("{text} is no IPv6 address. Check it with the host, letter by letter."),
    AddressProblem.NO_ZONE: tr("{text} is no IPv6 address: behind the % the name of a network is missing."),
    AddressProblem.NOT_IPV4: tr(
        "{text} is no IP address. It has four numbers from 0 to 255, like 192.168.1.42."
    ),
    AddressProblem.NOT_A_NAME: tr(
        "{text} cannot be an address. Type it like 192.168.1.42 or the computer's name."
    ),
}


def address_words(error: AddressError) -> str:
    """Why what was typed is no address."""
    return _ADDRESS[error.problem](text=error.text, largest=LARGEST_PORT)


# -- connections
_CONNECTION = {
    Failure.BAD_ADDRESS: tr(
        "{place} cannot be an address. Type it like 192.168.1.42 or paste an invite link."
    ),
    Failure.NAME_NOT_FOUND: tr(
        "No computer called {host} was found. Check the spelling, or type the host's IP."
    ),
    Failure.REFUSED: tr(
        "Nobody answers at {host}, port {port}. Ask the host whether the room is still open, or check the "
        "{last}."
    ),
    Failure.TIMED_OUT: tr(
        "{host}, port {port}, does not answer. Ask the host whether a firewall is in the way, or check the "
        "{last}."
    ),
    Failure.UNREACHABLE: tr(
        "There is no way to {host} from here. Check that this computer is on the same network as the host."
    ),
    Failure.NOT_A_CHAT_SERVER: tr(
        "Something answers at {host}, port {port}, but it is no chat room. Ask the host for the right port."
    ),
    Failure.WRONG_PASSWORD: tr("The password is not right. Ask the host for it and try again."),
    Failure.TRY_LATER: tr("{host} cannot check the password just now. Wait a minute and try again."),
    Failure.NICK_IN_USE: tr("Somebody there has this name already. Choose another."),
    Failure.BAD_NICK: tr("The room does not accept this name. Choose another."),
    Failure.BANNED: tr("The room does not let you in: you are banned there. Only the host can change that."),
    Failure.FULL: tr("The room is full. Try again later, or ask the host to make room."),
    Failure.LOCKED: tr("The room is locked: nobody new may come in just now. Ask the host to unlock it."),
    Failure.KICKED_OUT: tr("You were removed from {host}. Ask the host before you come back."),
    Failure.CLOSED_BY_HOST: tr("The host closed the room. Ask when it opens again."),
    Failure.REPLACED: tr("You joined again from another window or computer, so this connection was closed."),
    Failure.NOT_ENCRYPTED: tr(
        "{host}, port {port}, answers without encryption: others on the network could read everything. Ask "
        "the host whether this is the right address."
    ),
    Failure.HOST_CHANGED: tr(
        "Another host than before answers at {place}. Ask the host in person before you go on."
    ),
    Failure.LINK_MISMATCH: tr(
        "Whoever answers at {place} is not the host who made this invite link. Ask the host for a new link."
    ),
    Failure.NOT_VERIFIED: tr(
        "{place} asks for the password but could not show that it knows it. Somebody else may be answering "
        "in the host’s place, so you were not joined."
    ),
    Failure.PASSWORD_NOT_SAFE: tr(
        "{place} does not take a password in a way that keeps it secret, so it was not sent. Ask the host "
        "whether this is the right address."
    ),
    Failure.LOGIN_REFUSED: tr(
        "{place} did not take the name and password of the account, so you were not joined. Check both."
    ),
    Failure.LOST: tr("The connection to {host} was lost. Try again."),
}
# Where the server's own words add something to ours.
_QUOTED = frozenset(
    {Failure.BAD_NICK, Failure.BANNED, Failure.FULL, Failure.KICKED_OUT, Failure.NICK_IN_USE, Failure.LOST}
    | {Failure.TRY_LATER, Failure.LOGIN_REFUSED}
)
_SERVER_SAYS = tr("{words} The server says: “{said}”")
# what to check of an address that nobody answers at
_SPELLING = tr("spelling")
_LAST_NUMBER = tr("last number", "of an IPv4 address")
_WHOLE_ADDRESS = tr("address")


def connection_words(failure: Failure, *, address: Address, said: str = "") -> str:
    """Why a connection to `address` failed; `said`, the server's own words, is quoted where it helps."""
    words = _CONNECTION[failure](
        place=address.place, host=address.host, port=address.port, last=_what_to_check(address.host)
    )
    said = " ".join(strip_formatting(said).split())
    if not said or failure not in _QUOTED or len(said) > LONGEST_DETAIL:
        return words
    return _SERVER_SAYS(words=words, said=said)


def _what_to_check(host: str) -> str:
    try:
        version = ipaddress.ip_address(host.partition("%")[0]).version
    except ValueError:
        return _SPELLING()
    return _LAST_NUMBER() if version == 4 else _WHOLE_ADDRESS()


# -- rooms that one cannot enter, by the numeric
_JOIN = {
    numerics.ERR_CHANNELISFULL: tr("The room is full. Ask the host to make space, then try again."),
    numerics.ERR_INVITEONLYCHAN: tr("The room is locked: nobody new gets in until the host unlocks it."),
    numerics.ERR_BANNEDFROMCHAN: tr("The host has banned you from this room."),
    numerics.ERR_BADCHANNELKEY: tr("This channel needs a key. Type /join {channel} and the key."),
    numerics.ERR_TOOMANYCHANNELS: tr("You are in too many rooms on this server. Leave one first."),
    numerics.ERR_NEEDREGGEDNICK: tr("Only people with an account on this server may enter {channel}."),
}
# -- what was not sent
_REFUSALS: dict[str, Sentence] = {
    Refusal.CONNECTION_LOST: tr("The connection was lost; it may have been sent"),
    Refusal.NOT_CONNECTED: tr("Not connected", "why something was not sent"),
    Refusal.TOO_LONG: tr("That is too long for this server"),
    Refusal.NOT_ONE_TARGET: tr("That is not one person or room"),
    Refusal.NOT_ONE_CHANNEL: tr("That is not the name of one channel"),
    Refusal.UNWRITABLE: tr("That holds what cannot be sent"),
}


def refusal_words(reason: str) -> str:
    """Why something was not sent: one of ours as a sentence, without a full stop, a server's as it is."""
    return _REFUSALS[reason]() if reason in _REFUSALS else reason


_NOT_ENTERED = tr("{channel} cannot be entered: {detail}")


def join_words(channel: str, numeric: str, detail: str) -> str:
    """Why a channel cannot be entered; `detail` is what the server said."""
    if numeric in _JOIN:
        return _JOIN[numeric](channel=channel)
    return _NOT_ENTERED(channel=channel, detail=refusal_words(detail) or numeric)


# -- rooms that one is no longer in
THE_HOST = tr("the host", "as in: you were removed by the host")
REMOVED_BY = tr("You were removed by {who}{reason}.")
BANNED_FROM_ROOM = tr("You were banned from this room{reason}.")
HOST_CLOSED_ROOM = tr("The host closed the room.")


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


# -- settings
_SETTINGS_NOT_READ = tr("The settings in {path} could not be read ({reason}); defaults are used.")
_SETTINGS_DAMAGED = tr("The settings in {path} are damaged; defaults are used.")
_SETTINGS_ASIDE = tr("The settings were damaged; defaults are used and the old file is {aside}.")


def settings_words(problem: SettingsProblem) -> str:
    """Why the settings are not those that were left."""
    if problem.reason:
        return _SETTINGS_NOT_READ(path=problem.path, reason=problem.reason)
    if problem.aside is None:
        return _SETTINGS_DAMAGED(path=problem.path)
    return _SETTINGS_ASIDE(aside=problem.aside)


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
