"""What happened on the hub, one frozen value per thing: for the server console and the host panel.

Private messages, passwords and the owner's secret never appear here. `time` is seconds since 1970, UTC.
"""

from __future__ import annotations

from app.hub.data.storage_errors import StorageFailure
from app.values import frozen


@frozen
class HubEvent:
    """Base of all events."""

    time: float


@frozen
class Connected(HubEvent):
    """A connection was taken; nobody knows yet who it is."""

    session: int
    address: str


@frozen
class Refused(HubEvent):
    """A connection was ended before it was anybody: wrong password, full, garbage, too slow."""

    address: str
    reason: str


@frozen
class Registered(HubEvent):
    """Somebody was welcomed."""

    session: int
    nick: str
    address: str
    user: str
    realname: str
    is_known: bool = False  # as an account that was there before, or as the host
    local: str = ""  # the address of the host's computer by which they came, "" from that computer itself


@frozen
class OwnerProved(HubEvent):
    """A session proved that it is the host's."""

    session: int
    nick: str  # "" before registration


@frozen
class Joined(HubEvent):
    nick: str
    address: str
    channel: str


@frozen
class Parted(HubEvent):
    nick: str
    channel: str
    reason: str


@frozen
class Kicked(HubEvent):
    nick: str
    channel: str
    by: str
    reason: str


@frozen
class Quit(HubEvent):
    """Somebody who had been welcomed is gone from the hub, for whatever reason."""

    nick: str
    address: str
    reason: str


@frozen(enforced=False)  # one is made with every message
class Said(HubEvent):
    """A message to a channel. `kind` is "message", "action" or "notice"."""

    nick: str
    target: str
    text: str
    kind: str


@frozen
class Renamed(HubEvent):
    old: str
    new: str


@frozen
class ChannelRenamed(HubEvent):
    old: str
    new: str
    by: str
    reason: str


@frozen
class RoomTitled(HubEvent):
    """The host calls the hub's room something else; its channel is the same.

    `by` is "" where it is called so since an earlier time.
    """

    title: str
    by: str


@frozen
class TopicSet(HubEvent):
    channel: str
    topic: str
    by: str


@frozen
class ModeSet(HubEvent):
    """`text` is the change as told: "+b evil!*@*"; a key in it is replaced by `*`."""

    channel: str
    text: str
    by: str


@frozen
class Invited(HubEvent):
    nick: str
    channel: str
    by: str


@frozen
class NotKept(HubEvent):
    """What is said cannot be kept, so nothing is passed on; with no `failure` it can again.

    Comes once a minute while it goes on and somebody tries.
    """

    failure: StorageFailure | None


@frozen
class HistoryLost(HubEvent):
    """What was kept is damaged, and a new history was begun."""

    failure: StorageFailure


@frozen
class HistoryGivenUp(HubEvent):
    """The host has chosen to go on without history."""


@frozen
class OperatorLogin(HubEvent):
    """Somebody tried OPER."""

    nick: str
    name: str
    succeeded: bool


@frozen
class CallbackTold(HubEvent):
    """Somebody was asked to try an address of the host's computer and says whether this hub is there."""

    nick: str
    address: str
    port: int
    is_right: bool


@frozen
class Killed(HubEvent):
    """An operator or the host removed somebody from the hub; Quit follows."""

    nick: str
    by: str
    reason: str


@frozen
class Banned(HubEvent):
    """The host or an operator banned somebody from the hub; Quit follows where they are here."""

    nick: str
    by: str
    reason: str


@frozen
class Unbanned(HubEvent):
    """Somebody who was banned may come in again."""

    nick: str
    by: str
