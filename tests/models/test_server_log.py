"""What a server says is kept, within bounds and without codes; what is of interest now is told."""

from __future__ import annotations

from app.client import events as ev
from app.models.connection import Connection
from app.models.connection_events import EVENTS
from app.models.rooms_model import RoomsModel
from app.models.server_log import MOST_LINES, ServerLine, ServerLog
from tests.models.links import AskedLink

NOW = 1_790_000_000.0


def test_lines_come_without_codes_and_the_oldest_go() -> None:
    log = ServerLog()
    told: list[ServerLine] = []
    log.added.connect(told.append)
    log.add("\x02Welcome\x02 \x0304home", NOW)
    log.add(" \x02 ", NOW)
    assert [line.text for line in told] == ["Welcome home"] == [line.text for line in log.lines]
    for number in range(MOST_LINES + 5):
        log.add(str(number), NOW)
    assert len(log.lines) == MOST_LINES
    assert log.lines[0].text == "5"


def test_a_connection_keeps_what_its_server_says_and_tells_what_is_of_interest() -> None:
    connection = Connection(AskedLink(), RoomsModel(), EVENTS, address="irc.example.org", nick="mara")
    told: list[ServerLine] = []
    connection.server_said.connect(told.append)
    connection.apply(
        [
            ev.ServerSaid("Message of the day", "372", NOW),
            ev.ServerSaid("You must identify", "486", NOW, is_error=True),
            ev.ServerSaid("WHO Unknown command", "421", NOW, is_error=True, is_unasked=True),
            ev.ServerSaid("s-1.0", "351", NOW, is_answer=True),
            ev.InviteSeen("#a", "bob", "ines", NOW),
            ev.RequestFailed("TOPIC", "#a", "482", "You are no operator", NOW),
            ev.JoinFailed("#a", "474", "Banned", NOW),
            ev.ConnectionFailed(ev.Failure.LOST, "Ping timeout", NOW),
        ]
    )
    assert [line.text for line in told] == ["You must identify", "s-1.0"]
    assert [(line.text, line.is_error) for line in connection.log.lines] == [
        ("Message of the day", False),
        ("You must identify", True),
        ("WHO Unknown command", True),
        ("s-1.0", False),
        ("ines invited bob to #a", False),
        ("You are no operator", True),
        ("Banned", True),
        ("Ping timeout", True),
    ]
