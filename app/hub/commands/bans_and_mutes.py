"""HUBBUB BAN and HUBBUB MUTE: what the host and moderators do about somebody from our own windows.

A ban is the host's, or an operator's, and of the whole hub (app.irc.ban_lines has its words). A mute is a
moderator's and of one channel: MUTE <channel> <nickname> <account or *> <host or *> <seconds, 0 for good>,
answered by MUTED <channel> <nickname> <seconds> :<mask>. The mask is an ordinary ban of speech, which all
clients are told of and any moderator lifts.
"""

from __future__ import annotations

from app.hub.channels import mutes
from app.hub.channels.persistence import note_rank
from app.hub.commands.mode import MASK_LENGTH, tell_changes
from app.hub.data.entities import LEVELS, OPERATOR, VOICE, Channel
from app.hub.data.hub_state import State
from app.hub.data.limits import LIST_ENTRIES
from app.hub.people import hub_bans
from app.hub.telling.replies import Request
from app.irc import numerics as n
from app.irc.ban_lines import NOTHING, SUBCOMMAND
from app.irc.mode_strings import ModeChange
from app.irc.names import fold_nick
from app.irc.text import read_number

# For a day, in the longest case; who is to be silent for longer is muted until somebody lifts it.
LONGEST_MUTE = 86_400

_NOBODY = "Nobody here was called so"
_FEW = "Not enough parameters"


def on_ban(hub: State, ask: Request) -> None:
    """Do what the host wants of the bans of the hub."""
    step = ask.param(1).upper()
    if not ask.session.welcomed or not (ask.person.is_owner or ask.person.is_oper):
        ask.fail("NOT_ALLOWED", SUBCOMMAND, "Only the host bans people from the hub")
    elif step == "ADD" and ask.param(2):
        _add(hub, ask)
    elif step == "LIFT" and ask.param(2):
        if not hub_bans.lift(hub, ask, ask.param(2)):
            ask.fail("NO_SUCH_BAN", SUBCOMMAND, "There is no such ban")
    elif step == "LIST":
        hub_bans.tell_all(hub, ask)
    else:
        ask.fail("NEED_MORE_PARAMS", SUBCOMMAND, "ADD <nickname>, LIFT <id> or LIST")


def _add(hub: State, ask: Request) -> None:
    nick, account, host = ask.param(2), ask.param(3) or NOTHING, ask.param(4) or NOTHING
    target = hub_bans.find_target(hub, nick, account, host)
    if target is None:
        ask.fail("NO_SUCH_PERSON", SUBCOMMAND, nick, _NOBODY)
    elif target.person is ask.person or (target.person is not None and target.person.is_owner):
        ask.fail("NOT_ALLOWED", SUBCOMMAND, nick, "Nobody can ban the host, or themselves")
    elif not hub_bans.ban(hub, ask, target, ask.param(5)):
        ask.fail("LIST_FULL", SUBCOMMAND, nick, "There are too many bans, lift some first")


def on_mute(hub: State, ask: Request) -> None:
    """Let somebody be silent in a channel for some time."""
    name, nick, account, host = (ask.param(index) for index in range(1, 5))
    seconds = read_number(ask.param(5))
    channel = hub.known_channel(name, ask.person)
    if not ask.session.welcomed:
        ask.numeric(n.ERR_NOTREGISTERED, "You have not registered")
    elif seconds is None or seconds > LONGEST_MUTE:
        ask.fail("NEED_MORE_PARAMS", "MUTE", _FEW)
    elif channel is None:
        ask.numeric(n.ERR_NOSUCHCHANNEL, name, "No such channel")
    elif ask.person not in channel.members:
        ask.numeric(n.ERR_NOTONCHANNEL, channel.name, "You are not in that channel")
    elif channel.level(ask.person) < LEVELS[OPERATOR]:
        ask.numeric(n.ERR_CHANOPRIVSNEEDED, channel.name, "You are not a moderator of that channel")
    else:
        _mute(hub, ask, channel, hub_bans.find_target(hub, nick, account, host), seconds)


def _mute(hub: State, ask: Request, channel: Channel, target: hub_bans.Target | None, seconds: int) -> None:
    person = target.person if target is not None else None
    if person is None or person not in channel.members:
        ask.numeric(n.ERR_USERNOTINCHANNEL, ask.param(2), channel.name, "They are not in that channel")
        return
    if channel.level(person) >= LEVELS[OPERATOR]:
        ask.fail("NOT_ALLOWED", "MUTE", person.nick, "A moderator cannot be muted")
        return
    mask = mutes.mask_of(channel, person)
    is_known = fold_nick(mask) in channel.lists["b"]
    if len(mask.encode()) > MASK_LENGTH or (len(channel.lists["b"]) >= LIST_ENTRIES and not is_known):
        ask.numeric(n.ERR_BANLISTFULL, channel.name, "b", "The list is full")
        return
    changes = []
    if channel.set_rank(person, VOICE, given=False):
        note_rank(hub, channel, person.account, VOICE, given=False)
        changes.append(ModeChange(False, VOICE, person.nick))
    if mutes.put(hub, channel, mask, ask.person.nick, hub.now + seconds if seconds else 0.0):
        changes.append(ModeChange(True, "b", mask))
    tell_changes(hub, ask, channel, changes)
    ask.send("HUBBUB", "MUTED", channel.name, person.nick, str(seconds), mask)
