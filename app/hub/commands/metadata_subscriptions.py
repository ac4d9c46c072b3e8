"""METADATA SUB, UNSUB and SUBS: of which keys a connection wants to hear.

https://ircv3.net/specs/extensions/metadata
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.hub.channels import metadata
from app.hub.data.hub_state import State
from app.hub.data.outgoing import Line
from app.hub.telling.replies import Request
from app.irc import numerics as n

EVERYTHING = "*ALL"  # the target of SYNC that means all that one hears of
_KEY = re.compile(r"[a-z0-9_./-]{1,32}")
_KEYS_PER_LINE = 12
# How the second and the third draft call the same mistakes.
_CODES = {
    "key": ("KEY_INVALID", "INVALID_KEY"),
    "value": ("VALUE_INVALID", "INVALID_VALUE"),
    "subcommand": ("SUBCOMMAND_INVALID", "INVALID_PARAMS"),
    "subscriptions": ("TOO_MANY_SUBS", "LIMIT_REACHED"),
}


def is_key(text: str) -> bool:
    """Whether something may be called so."""
    return _KEY.fullmatch(text) is not None


def mistake(ask: Request, kind: str, *context: str) -> Line:
    """The FAIL for a mistake, by the code that the asker's draft has for it."""
    second, third = _CODES[kind]
    code = third if metadata.uses_metadata_3(ask.session) else second
    return ask.fail_line("METADATA", code, *context)


def key_mistake(ask: Request, key: str) -> Line:
    """The FAIL for what cannot be a key."""
    return mistake(ask, "key", key, "That cannot be a key")


def _on_sub(hub: State, ask: Request) -> None:
    session, done = ask.session, []
    for key in ask.params[2:]:
        if not is_key(key):
            ask.add(key_mistake(ask, key))
        elif key not in session.subscriptions and len(session.subscriptions) >= metadata.SUBSCRIPTIONS:
            limit = str(metadata.SUBSCRIPTIONS)
            ask.add(mistake(ask, "subscriptions", key, limit, "You listen to too many keys"))
            break
        else:
            session.subscriptions.add(key)
            done.append(key)
    for some in _groups(done):
        ask.numeric(n.RPL_METADATASUBOK, *some)
    if done and session.welcomed:
        _tell_values(hub, ask, done)


def _tell_values(hub: State, ask: Request, keys: Sequence[str]) -> None:
    """Who follows the third draft asks for the values when it likes."""
    session = ask.session
    if metadata.uses_metadata_3(session):
        ask.numeric(n.RPL_METADATASYNCLATER, EVERYTHING, "0")
    elif lines := metadata.lines_for(hub, session, metadata.values_seen_by(hub, session), keys=keys):
        ask.bundle(metadata.KIND, "*", lines)


def _on_unsub(hub: State, ask: Request) -> None:
    done = []
    for key in ask.params[2:]:
        if is_key(key):
            ask.session.subscriptions.discard(key)
            done.append(key)
        else:
            ask.add(key_mistake(ask, key))
    for some in _groups(done):
        ask.numeric(n.RPL_METADATAUNSUBOK, *some)


def _on_subs(hub: State, ask: Request) -> None:
    groups = _groups(sorted(ask.session.subscriptions))
    ask.bundle("metadata-subs", "", [ask.numeric_line(n.RPL_METADATASUBS, *some) for some in groups])


def _groups(keys: Sequence[str]) -> list[Sequence[str]]:
    """The keys in groups that fit a line."""
    return [keys[at : at + _KEYS_PER_LINE] for at in range(0, len(keys), _KEYS_PER_LINE)]


SUBCOMMANDS: dict[str, Callable[[State, Request], None]] = {
    "SUB": _on_sub,
    "UNSUB": _on_unsub,
    "SUBS": _on_subs,
}
