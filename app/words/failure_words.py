"""What went wrong, and what to do about it: one sentence for each kind of failure, with its data."""

from __future__ import annotations

import ipaddress

from app.client.address import Address
from app.client.events import Failure, Refusal
from app.irc import numerics
from app.irc.text import strip_formatting
from app.settings import SettingsProblem
from app.words.room_list_words import NAME_TAKEN
from app.words.sentence import COUNTED, Sentence, tr

# A server's own words are quoted only when they fit a line beside a field.
LONGEST_DETAIL = 160

# -- names
NAME_MISSING = tr("Type the name that others will see.")
NAME_WITHOUT_LETTER = tr("A name needs at least one letter.")
NAME_TOO_LONG = tr("A name has at most %n characters.", "", COUNTED)
ROOM_NAME_MISSING = tr("Give the room a name.")
ROOM_NAME_TOO_LONG = tr("A room’s name has at most %n characters.", "", COUNTED)

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
        "{host} cannot be reached from here. Check that it is on, and on the same network as this computer."
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
    Failure.PASSWORD_WANTED: tr("{host} wants a password before it lets anybody in."),
    Failure.ACCOUNT_WANTED: tr("{host} lets in only who logs in to an account that it has."),
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
# What people wrote is the reason of a person, no word of the server.
_WITH_REASON = frozenset({Failure.BANNED, Failure.KICKED_OUT})
_REASON = tr("{words} Reason: “{said}”")
# A hub of ours where no reason was given: it adds nothing.
_NO_REASON = "You are banned from this hub"
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
    if not said or said == _NO_REASON or failure not in _QUOTED or len(said) > LONGEST_DETAIL:
        return words
    return (_REASON if failure in _WITH_REASON else _SERVER_SAYS)(words=words, said=said)


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
    numerics.ERR_BANNEDFROMCHAN: tr(
        "You are banned from this room. Only the host or a moderator of it can change that."
    ),
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


# What hubs of ours say in the protocol's words, which know no room.
OF_HUBS: dict[str, Sentence] = {
    "Cannot send to channel (you are muted)": tr("You are muted in this room"),
    "Cannot send to channel (only who has a voice may)": tr("Only people with a voice may write here"),
    "Cannot send to channel (you must be logged in)": tr("Only people with an account may write here"),
    "Cannot send to channel (you are not in it)": tr("You are not in this room"),
    "Nobody can remove the host": tr("Nobody can do that to the host"),
    "Nobody can take the host's rank": tr("Nobody can take the host’s role"),
    "Only who opened this hub is its host": tr("Only who opened this room is its host"),
    "Nobody can ban the host, or themselves": tr("Nobody can ban the host"),
    "A moderator cannot be muted": tr("A moderator cannot be muted"),
}


def refusal_words(reason: str) -> str:
    """Why something was not sent: one of ours as a sentence, without a full stop, a server's as it is."""
    known = _REFUSALS.get(reason) or OF_HUBS.get(reason)
    return reason if known is None else known()


# -- what was asked of a server and refused, by the numeric or the code of a FAIL
_ONLY_MODERATORS = tr("Only moderators of this room may do that.")
_ONLY_HOST = tr("Only the host may do that.")
_REQUESTS: dict[str, Sentence] = {
    numerics.ERR_NOSUCHNICK: tr("Nobody of that name is here."),
    numerics.ERR_NOSUCHCHANNEL: tr("There is no such room here."),
    numerics.ERR_BANNICKCHANGE: tr("While you are muted you cannot take another name."),
    numerics.ERR_USERNOTINCHANNEL: tr("They are not in this room any more."),
    numerics.ERR_NOTONCHANNEL: tr("You are not in this room any more."),
    numerics.ERR_USERONCHANNEL: tr("They are in that room already."),
    numerics.ERR_BANLISTFULL: tr("The list of bans is full. Lift some first."),
    numerics.ERR_NOPRIVILEGES: _ONLY_HOST,
    numerics.ERR_CHANOPRIVSNEEDED: _ONLY_MODERATORS,
    "NOT_ALLOWED": _ONLY_HOST,
    "TITLE_IN_USE": NAME_TAKEN,
    "INVALID_VALUE": NAME_TAKEN,
    "VALUE_INVALID": NAME_TAKEN,
    "RATE_LIMITED": tr("There were many changes. Try again in a minute."),
    "KEY_NO_PERMISSION": _ONLY_MODERATORS,
    "NO_SUCH_PERSON": tr("They cannot be found any more, so nobody was banned."),
    "NO_SUCH_BAN": tr("That ban is lifted already."),
    "LIST_FULL": tr("There are too many bans. Lift some first."),
    "UNKNOWN_SUBCOMMAND": tr("The host’s Hubbub is older and cannot do that."),
}


def request_words(numeric: str, detail: str) -> str:
    """Why something that was asked of a hub of ours was refused; `detail` is what it said."""
    words = refusal_words(detail)
    if words != detail or numeric not in _REQUESTS:
        return words
    return _REQUESTS[numeric]()


_NOT_ENTERED = tr("{channel} cannot be entered: {detail}")


def join_words(channel: str, numeric: str, detail: str) -> str:
    """Why a channel cannot be entered; `detail` is what the server said."""
    if numeric in _JOIN:
        return _JOIN[numeric](channel=channel)
    return _NOT_ENTERED(channel=channel, detail=refusal_words(detail) or numeric)


# -- rooms that one is no longer in
THE_HOST = tr("the host", "as in: you were removed by the host")
REMOVED_BY = tr("You were removed by {who}{reason}.")
BANNED_BY = tr("You were banned by {who}{reason}.")
HOST_CLOSED_ROOM = tr("The host closed the room.")


# -- settings
_SETTINGS_NOT_READ = tr("The settings in {path} could not be read ({reason}); defaults are used.")
_SETTINGS_DAMAGED = tr("The settings in {path} are damaged; defaults are used.")
_SETTINGS_ASIDE = tr("The settings were damaged; defaults are used and the old file is {aside}.")

SETTINGS_NOT_SAVED = tr("What you choose is forgotten when you quit. {why}")


def settings_words(problem: SettingsProblem) -> str:
    """Why the settings are not those that were left."""
    if problem.reason:
        return _SETTINGS_NOT_READ(path=problem.path, reason=problem.reason)
    if problem.aside is None:
        return _SETTINGS_DAMAGED(path=problem.path)
    return _SETTINGS_ASIDE(aside=problem.aside)
