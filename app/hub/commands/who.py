"""WHO and WHOX. https://modern.ircdocs.horse/#who-message and https://ircv3.net/specs/extensions/whox"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from app.hub.commands.command_row import Row
from app.hub.data.costs import LOOKED_AT, comparing
from app.hub.data.entities import BOT, Channel, Person
from app.hub.data.hub_state import State
from app.hub.telling.replies import Request
from app.irc import capabilities
from app.irc import numerics as n
from app.irc.masks import Mask, compile_mask
from app.irc.names import CHANNEL_TYPES, fold_nick
from app.values import frozen

_VALUES = 5  # that a mask is compared with of each person
_TOKEN = re.compile(r"[0-9]{1,3}")


@frozen
class Found:
    """Somebody that WHO tells `asker` about; `channel` is where they were found, None for a mask."""

    hub: State
    asker: Person
    person: Person
    channel: Channel | None
    flags: str
    token: str

    @property
    def somewhere(self) -> str:
        """A channel where they are, `*` for none that the asker may know of."""
        if self.channel is not None:
            return self.channel.name
        channels = self.person.channels.values() if _may_find(self.asker, self.person) else ()
        return next((channel.name for channel in channels if channel.shows_people_to(self.asker)), "*")


def on_who(hub: State, ask: Request) -> None:
    """Show who is in a channel or fits a mask."""
    mask = ask.param(0)
    options, percent, rest = ask.param(1).partition("%")
    fields, _, token = rest.partition(",")
    token = token if _TOKEN.fullmatch(token) else "0"
    _charge(hub, ask, mask)
    for person, channel in _search(hub, ask.person, mask):
        if "o" in options and not (person.is_oper or person.is_owner):
            continue
        found = Found(hub, ask.person, person, channel, _flags(ask, person, channel), token)
        if percent:
            ask.numeric(n.RPL_WHOSPCRPL, *_extended(found, fields))
        else:
            _tell(ask, found)
    ask.numeric(n.RPL_ENDOFWHO, mask, "End of WHO")


def _charge(hub: State, ask: Request, mask: str) -> None:
    """What is looked through, whatever is found."""
    if mask[:1] in CHANNEL_TYPES:
        channel = hub.known_channel(mask, ask.person)
        ask.charge(LOOKED_AT * len(channel.members) if channel else 0)
    elif hub.person(mask) is None:
        ask.charge(comparing(mask, _VALUES * len(hub.nicks)))


def _search(hub: State, asker: Person, mask: str) -> Iterable[tuple[Person, Channel | None]]:
    if mask[:1] in CHANNEL_TYPES and mask:
        channel = hub.visible_channel(mask, asker)
        if channel is None or not channel.shows_people_to(asker):
            return
        for member in channel.members:
            if asker in channel.members or "i" not in member.modes:
                yield member, channel
        return
    exact = hub.person(mask)
    if exact is not None:
        yield exact, None
        return
    folded = fold_nick("*" if mask == "0" else mask)
    wanted = None if folded == "*" else compile_mask(folded)
    for person in hub.nicks.values():
        if _may_find(asker, person) and (wanted is None or _fits(hub, wanted, person)):
            yield person, None


def _may_find(asker: Person, person: Person) -> bool:
    """Who is invisible is found by masks only by those who share a channel."""
    if "i" not in person.modes or asker is person:
        return True
    return not asker.channels.keys().isdisjoint(person.channels)


def _fits(hub: State, wanted: Mask, person: Person) -> bool:
    values = (person.nick, person.user, person.host, person.realname, hub.server)
    return any(wanted.fits(fold_nick(value)) for value in values)


def _flags(ask: Request, person: Person, channel: Channel | None) -> str:
    flags = "H" if person.away is None else "G"
    if person.is_oper:
        flags += "*"
    if channel is not None:
        flags += channel.prefixes(person, every=capabilities.MULTI_PREFIX in ask.session.caps)
    return flags + BOT if person.is_bot else flags


def _tell(ask: Request, found: Found) -> None:
    person, channel = found.person, found.channel
    where = channel.name if channel else "*"
    ask.numeric(
        n.RPL_WHOREPLY,
        where,
        person.user,
        person.host,
        found.hub.server,
        person.nick,
        found.flags,
        f"0 {person.realname}",
    )


# In the order in which WHOX tells them, whatever the order they were asked in.
_FIELDS: dict[str, Callable[[Found], str]] = {
    "t": lambda found: found.token,
    "c": lambda found: found.somewhere,
    "u": lambda found: found.person.user,
    "i": lambda found: found.person.host,
    "h": lambda found: found.person.host,
    "s": lambda found: found.hub.server,
    "n": lambda found: found.person.nick,
    "f": lambda found: found.flags,
    "d": lambda found: "0",
    "l": lambda found: str(max(0, int(found.hub.now - found.person.spoke))),
    "a": lambda found: found.person.account or "0",
    "o": lambda found: "n/a",
    "r": lambda found: found.person.realname,
}


def _extended(found: Found, fields: str) -> list[str]:
    return [tell(found) for field, tell in _FIELDS.items() if field in fields]


ROWS = {
    "WHO": Row(on_who, 1, help=("WHO <mask> [o] [%<fields>]", "Shows who fits a mask or is in a channel."))
}
