"""What a person's program may ask of a session. Requests that cannot be sent tell RequestFailed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.client import contacts, history, joining, markers, profiles, sending, talk, typing
from app.client.events import Event, TextKind, Typing
from app.client.outbox import OwnMessage
from app.client.seen import Point
from app.client.state import SessionState
from app.irc import capabilities as caps
from app.irc.masks import complete_mask
from app.irc.mode_strings import ModeChange, format_modes

HISTORY_PAGE = history.PAGE


class Requests:
    """The requests of a session. Those without a return value tell what came of them with the next events."""

    _state: SessionState

    def _take_events(self) -> list[Event]:
        events, self._state.events = self._state.events, []
        return events

    def say(
        self, target: str, text: str, now: float, kind: TextKind = TextKind.MESSAGE, *, reply_to: str = ""
    ) -> list[Event]:
        """Send text to a channel or person; a MessagePending for each message that it takes.

        `reply_to` is the msgid of what is answered.
        """
        self._state.now = self._state.time = now
        pending = sending.say(self._state, target, text, kind, reply_to=reply_to)
        return pending + self._take_events()

    def resend(self, message_id: int, now: float) -> list[Event]:
        """Try a failed message again, under the same id."""
        self._state.now = self._state.time = now
        pending = sending.resend(self._state, message_id)
        return pending + self._take_events()

    def discard(self, message_id: int) -> bool:
        """Forget a failed or waiting message; False for one that is on its way."""
        return self._state.outbox.discard(message_id)

    def adopt(self, messages: Iterable[OwnMessage], now: float) -> list[Event]:
        """Take over what an earlier outbox has left; MessagePending for each, and MessageFailed as it was."""
        self._state.now = self._state.time = now
        return sending.adopt(self._state, messages) + self._take_events()

    def edit(self, conversation: str, msgid: str, text: str, now: float) -> list[Event]:
        """Put an own message right; Edited or RequestFailed follows."""
        self._state.now = self._state.time = now
        return talk.edit(self._state, conversation, msgid, text) + self._take_events()

    def react(self, conversation: str, msgid: str, reaction: str, *, given: bool = True) -> None:
        """React to a message or take that back; Reacted or RequestFailed follows."""
        talk.react(self._state, conversation, msgid, reaction, given=given)

    def redact(self, conversation: str, msgid: str, reason: str = "") -> None:
        """Take a message back; Redacted or RequestFailed follows."""
        talk.redact(self._state, conversation, msgid, _one_line(reason))

    def mark_read(self, conversation: str, time: float, now: float) -> None:
        """Everything up to `time`, a message's own, was read; may be told at every message."""
        self._state.now = self._state.time = now
        markers.mark_read(self._state, conversation, time)

    def watch(self, nick: str) -> None:
        """Ask to be told whether somebody is there; PresenceChanged follows where the server can tell."""
        contacts.watch(self._state, nick)
        markers.ask(self._state, nick)

    def unwatch(self, nick: str) -> None:
        """Nobody wants to know that any more."""
        contacts.unwatch(self._state, nick)

    def tell_typing(self, conversation: str, state: Typing, now: float) -> None:
        """Tell others what happens in the composer; may be called at every letter."""
        self._state.now = self._state.time = now
        typing.tell(self._state, conversation, state)

    def request_history(
        self, conversation: str, before: Point | None = None, limit: int = HISTORY_PAGE
    ) -> None:
        """Ask for a page before a message, None for the newest; HistoryPage or HistoryFailed follows."""
        history.ask_older(self._state, conversation, before, limit)

    def join(self, channel: str, key: str = "") -> None:
        """Enter a channel; RoomEntered or JoinFailed follows."""
        joining.ask_to_join(self._state, channel, key)

    def show_held(self, most: int) -> None:
        """Enter up to so many of the channels that wait (ChannelsHeld), those first that waited longest."""
        joining.show_held(self._state, most)

    def leave_held(self) -> None:
        """Leave all channels that wait."""
        joining.leave_held(self._state)

    def part(self, channel: str, reason: str = "") -> None:
        """Leave a channel; RoomLeft follows."""
        self._ask("PART", channel, *([reason] if reason else []))

    def set_topic(self, channel: str, topic: str) -> None:
        """Change a channel's topic, "" takes it away."""
        self._ask("TOPIC", channel, topic)

    def kick(self, channel: str, nick: str, reason: str = "") -> None:
        """Remove somebody from a channel."""
        self._ask("KICK", channel, nick, *([reason] if reason else []))

    def ban(self, channel: str, mask: str) -> None:
        """Ban a mask; a bare nickname stands for nick!*@*."""
        self.set_modes(channel, "+b", complete_mask(mask))

    def unban(self, channel: str, mask: str) -> None:
        """Lift a ban, by its mask as listed."""
        self.set_modes(channel, "-b", mask)

    def give_rank(self, channel: str, nick: str, rank: str) -> None:
        """Give a rank by its mode letter."""
        self.set_modes(channel, *next(format_modes([ModeChange(True, rank, nick)])))

    def take_rank(self, channel: str, nick: str, rank: str) -> None:
        """Take a rank back."""
        self.set_modes(channel, *next(format_modes([ModeChange(False, rank, nick)])))

    def set_modes(self, channel: str, text: str, *params: str) -> None:
        """Change channel modes as in MODE: set_modes("#room", "+kl", "secret", "20")."""
        self._ask("MODE", channel, text, *params)

    def change_nick(self, nick: str, realname: str = "") -> None:
        """Ask for another nickname; NickChanged or RequestFailed follows.

        With a `realname` ask for that too, where the server can change it (https://ircv3.net/specs/extensions/setname).
        """
        self._state.other_nicks = 0  # the old one is not wanted back
        self._ask("NICK", nick)
        if realname and caps.SETNAME in self._state.caps:
            self._ask("SETNAME", realname)
            self._state.options = replace(self._state.options, realname=realname)
            profiles.tell_name(self._state)

    def set_away(self, text: str | None) -> None:
        """Go away with a text, come back with None."""
        self._state.away_words = _one_line(text or "Away")
        self._ask("AWAY", *([] if text is None else [self._state.away_words]))

    def invite(self, channel: str, nick: str) -> None:
        """Invite somebody to a channel."""
        self._ask("INVITE", nick, channel)

    def whois(self, nick: str) -> None:
        """Ask who somebody is; WhoisArrived or RequestFailed follows."""
        self._ask("WHOIS", nick)

    def request_bans(self, channel: str) -> None:
        """Ask for a channel's bans; BanListed follows."""
        self._ask("MODE", channel, "+b")

    def quit(self, reason: str = "") -> None:
        """Say goodbye; the server closes, and no failure is told for it."""
        sending.say_goodbye(self._state, reason)

    def _ask(self, command: str, *params: str) -> None:
        """Send a request; line breaks in its words become spaces."""
        self._state.ask(command, *map(_one_line, params))


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\0", "")
