"""The channels that a session is in: who is there, topics, modes; and those it was forced into."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.client.events import ListedChannel, Member
from app.values import frozen

# Bouncers and hubs bring somebody home into their channels right after the welcome; our hub lets one into 50.
AT_WELCOME = 60
WELCOME_SECONDS = 30.0
# Later on another program of the same person may enter some, or a moderator moves everybody.
HANDFUL = 5
REFILL_SECONDS = 60.0  # until there is a place for one more
# Names that wait; more of them nobody would look through.
HELD_NAMES = 5_000


@frozen
class BanEntry:
    """One entry of a channel's ban list."""

    mask: str
    by: str
    time: float


@dataclass(slots=True)
class ChannelState:
    """A channel we are in. `members` are keyed by the nickname as the server folds it."""

    name: str
    key: str = ""
    topic: str = ""
    topic_by: str = ""
    topic_time: float | None = None
    members: dict[str, Member] = field(default_factory=dict)
    modes: dict[str, str | None] = field(default_factory=dict)  # flags and parameters, not lists or ranks
    is_listed: bool = False  # the first whole member list has come
    # Lists that are just coming in; None outside of one.
    names_so_far: set[str] | None = None
    bans_so_far: list[BanEntry] | None = None
    awaits_who: bool = False  # we asked WHO; its answer completes the members
    last_ban: BanEntry | None = None  # tells a kick from a ban's kick

    @property
    def modes_text(self) -> str:
        """The modes that are set, as "+knt"; "" for none."""
        return f"+{''.join(self.modes)}" if self.modes else ""


@dataclass(slots=True)
class ChannelList:
    """The answer to LIST while it comes in: what was not told yet, and how many there were."""

    is_running: bool = False
    count: int = 0
    waiting: list[ListedChannel] = field(default_factory=list)


@dataclass(slots=True)
class ForcedJoins:
    """`held` by folded name; `places` for how many more channels may be entered just so."""

    places: float = float(AT_WELCOME)
    welcomed: float | None = None  # when the welcome was over
    counted: float = 0.0  # up to when places have come back
    held: dict[str, str] = field(default_factory=dict)

    def take(self, now: float) -> bool:
        """Take a place, if there is one."""
        self._refill(now)
        if self.places < 1:
            return False
        self.places -= 1
        return True

    def hold(self, key: str, name: str) -> None:
        """Let a channel wait; one that waits already is the same."""
        if len(self.held) < HELD_NAMES:
            self.held[key] = name

    def pop(self, most: int) -> list[str]:
        """The names that have waited longest, which wait no more."""
        names = list(self.held.items())[:most]
        for key, _ in names:
            del self.held[key]
        return [name for _, name in names]

    def _refill(self, now: float) -> None:
        if self.welcomed is None or now - self.welcomed < WELCOME_SECONDS:
            self.counted = now
            return
        earned = max(0.0, now - self.counted) / REFILL_SECONDS
        self.places = min(self.places + earned, float(HANDFUL))
        self.counted = now
