"""One channel as we know it: who is there, its topic, its modes. Knows nothing of the wire."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.client.events import Member


@dataclass(frozen=True, slots=True)
class Ban:
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
    names_seen: set[str] | None = None
    bans_coming: list[Ban] | None = None
    who_wanted: bool = False  # we asked WHO; its answer completes the members
    last_ban: Ban | None = None  # tells a kick from a ban's kick

    @property
    def modes_text(self) -> str:
        """The modes that are set, as "+knt"; "" for none."""
        return f"+{''.join(self.modes)}" if self.modes else ""
