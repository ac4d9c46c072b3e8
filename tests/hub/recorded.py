"""Events for tests of histories."""

from __future__ import annotations

from typing import Any

from app.hub.data.ids import IdMaker
from app.hub.data.storage import ALL, History, HistoryEvent, Span

NOW = 1_700_000_000.0


class Teller:
    """Says things in a history, a millisecond apart; `ids` has their ids by text."""

    def __init__(self, history: History, *, commits: bool = False) -> None:
        self.history = history
        self.commits = commits  # after every message
        self.maker = IdMaker()
        self.now = NOW
        self.ids: dict[str, str] = {}

    def says(self, *texts: str, target: str = "#hubbub", own_id: str = "", **more: Any) -> str:
        """Append messages; returns the last one's id."""
        msgid = ""
        for text in texts:
            event = {
                "time": self.now,
                "target": target,
                "source": "mara!m@host",
                "identity": "Mara",
                "command": "PRIVMSG",
                "params": (target.partition("\n")[0], text),
                **more,
            }
            msgid = self.ids[text] = self.maker.next(self.now)
            self.history.append(HistoryEvent(msgid=msgid, **event), own_id)
            if self.commits:
                self.history.commit()
            self.now = round(self.now + 0.001, 3)
        return msgid

    def happens(self, command: str, *params: str, **more: Any) -> str:
        """Append something that is no message; returns its id."""
        return self.says(command, command=command, params=params, **more)

    def texts(
        self,
        after: str = "",
        before: str = "",
        limit: int = 100,
        *,
        target: str = "#hubbub",
        newest: bool = True,
        events: bool = False,
    ) -> list[str]:
        """The last parameters of what is read between the messages with these texts."""
        span = Span(self.ids.get(after, after), self.ids.get(before, before)) if after or before else ALL
        found = self.history.read(target, span, limit, newest=newest, events=events)
        return [event.params[-1] for event in found]


def run_for_an_hour(history: History, now: float) -> None:
    """The clock leaps to `now` and goes on steadily until it is believed."""
    for seconds in range(0, 3601, 60):
        history.tick(now + seconds)
