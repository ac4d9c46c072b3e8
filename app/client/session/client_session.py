"""One connection to a server as a person's program sees it: bytes in, events out. Read this first.

Knows no socket and no clock; the owner feeds bytes, writes `take_output` and calls `tick` every second.
"""

from __future__ import annotations

from collections.abc import Iterable

from app.client.events import Event
from app.client.features import negotiation, own_messages, session_end, wish_table
from app.client.handlers import welcome
from app.client.session import dispatch, timers
from app.client.state.last_seen import LastSeen
from app.client.state.outbox import Outbox, OwnMessage
from app.client.state.registration_state import SlowStep
from app.client.state.session_options import SessionOptions
from app.client.state.session_state import SessionState
from app.client.wishes import Wish
from app.irc.linebuffer import SERVER_TAG_LIMIT, LineBuffer, Overlong

# Servers may announce longer lines than 512 (LINELEN); beyond this one is thrown away.
BODY_LIMIT = 16_384


class ClientSession:
    """A session from its first byte to its end; a reconnect makes a new one with its `outbox` and `seen`."""

    def __init__(
        self,
        options: SessionOptions,
        now: float,
        outbox: Outbox | None = None,
        last_seen: LastSeen | None = None,
    ) -> None:
        """Begin to register; the first lines wait in `take_output`."""
        self._lines = LineBuffer(body_limit=BODY_LIMIT, tag_limit=SERVER_TAG_LIMIT)
        self._state = SessionState(
            options,
            Outbox() if outbox is None else outbox,
            now,
            last_seen=LastSeen() if last_seen is None else last_seen,
            time=now,
            started=now,
            last_heard=now,
            last_tick=now,
        )
        welcome.begin(self._state)

    def receive(self, data: bytes, now: float) -> list[Event]:
        """Take bytes from the server; returns what happened."""
        state = self._state
        state.now = state.time = now
        if data:
            state.mark_alive()
        for line in self._lines.feed(data):
            if state.is_closed:
                break
            if not isinstance(line, Overlong):
                dispatch.on_line(state, line)
            elif not state.has_heard_irc:
                dispatch.on_line(state, b"")  # no server begins like that
        return self._take_events()

    def ask(self, wish: Wish, now: float) -> list[Event]:
        """Carry out what a person wants; returns what is known of it at once, the rest comes later.

        What cannot be sent is refused by RequestFailed.
        """
        self._state.now = self._state.time = now
        wish_table.carry_out(self._state, wish)
        return self._take_events()

    def can(self, kind: type[Wish]) -> bool:
        """Whether the server can be asked for this kind of wish, as far as it says."""
        return kind in wish_table.abilities(self._state).kinds

    def adopt(self, messages: Iterable[OwnMessage], now: float) -> list[Event]:
        """Take over what an earlier outbox has left; MessagePending for each, and MessageFailed as it was."""
        self._state.now = self._state.time = now
        own_messages.adopt(self._state, messages)
        return self._take_events()

    def quit(self, reason: str = "") -> None:
        """Say goodbye; the server closes, and no failure is told for it."""
        own_messages.send_quit(self._state, reason)

    def tick(self, now: float) -> list[Event]:
        """Call about once a second: keepalive, timeouts, the retry of a nickname."""
        self._state.now = self._state.time = now
        timers.tick(self._state)
        return self._take_events()

    def connection_lost(self, now: float) -> list[Event]:
        """The socket is gone."""
        self._state.now = self._state.time = now
        session_end.connection_lost(self._state)
        return self._take_events()

    def take_output(self) -> bytes:
        """Everything to be written since the last call."""
        output = b"".join(self._state.output)
        if output:
            self._state.output.clear()
            self._state.outbox.handed_over(self._state.now)
        return output

    def take_work(self) -> list[SlowStep]:
        """Slow steps that the owner does in a thread; look after each call."""
        work, self._state.work = self._state.work, []
        return work

    def complete(self, work_id: int, result: object, now: float) -> list[Event]:
        """Take what came of a slow step, None when it could not be done."""
        self._state.now = self._state.time = now
        negotiation.complete(self._state, work_id, result)
        return self._take_events()

    def _take_events(self) -> list[Event]:
        events, self._state.events = self._state.events, []
        return events

    @property
    def state(self) -> SessionState:
        """All that it knows, to be looked at; only the session itself changes it."""
        return self._state

    @property
    def is_doubtful(self) -> bool:
        """Whether the server has not answered for so long that the connection may be lost."""
        return self._state.is_doubtful and not self._state.is_closed

    def next_options(self, options: SessionOptions) -> SessionOptions:
        """`options` for the session of a reconnect, with our name, channels and keys, and whether away."""
        return session_end.next_options(self._state, options)
