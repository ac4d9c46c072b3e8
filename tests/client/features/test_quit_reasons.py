"""The habits of servers in telling why somebody is gone."""

from __future__ import annotations

import pytest

from app.client.events import Failure, LeaveKind
from app.client.features.quit_reasons import Departure, read_error, read_quit


@pytest.mark.parametrize(
    ("reason", "departure"),
    [
        ("", Departure(LeaveKind.QUIT, "", "")),
        ("Quit", Departure(LeaveKind.QUIT, "", "")),
        ("Quit: home now", Departure(LeaveKind.QUIT, "", "home now")),
        ("Quit: Ping timeout", Departure(LeaveKind.QUIT, "", "Ping timeout")),
        ('"bye all"', Departure(LeaveKind.QUIT, "", "bye all")),
        ('"', Departure(LeaveKind.QUIT, "", '"')),
        ("good bye", Departure(LeaveKind.QUIT, "", "good bye")),
        ("Ping timeout: 121 seconds", Departure(LeaveKind.LOST, "", "Ping timeout: 121 seconds")),
        ("Connection reset by peer", Departure(LeaveKind.LOST, "", "Connection reset by peer")),
        (
            "Remote host closed the connection",
            Departure(LeaveKind.LOST, "", "Remote host closed the connection"),
        ),
        ("Read error: EOF", Departure(LeaveKind.LOST, "", "Read error: EOF")),
        ("Excess Flood", Departure(LeaveKind.LOST, "", "Excess Flood")),
        ("SendQ exceeded", Departure(LeaveKind.LOST, "", "SendQ exceeded")),
        ("a.example b.example", Departure(LeaveKind.LOST, "", "netsplit")),
        ("*.net *.split", Departure(LeaveKind.LOST, "", "netsplit")),
        ("see you.", Departure(LeaveKind.QUIT, "", "see you.")),
        ("Killed (oper (spam))", Departure(LeaveKind.KICKED, "oper", "spam")),
        ("Killed by oper", Departure(LeaveKind.KICKED, "oper", "")),
        ("K-Lined", Departure(LeaveKind.BANNED, "", "K-Lined")),
        ("The host closed the room", Departure(LeaveKind.HOST_CLOSED, "", "The host closed the room")),
    ],
)
def test_a_quit_is_read(reason: str, departure: Departure) -> None:
    assert read_quit(reason) == departure


@pytest.mark.parametrize(
    ("text", "failure"),
    [
        ("", Failure.LOST),
        ("Closing Link: a[b] ()", Failure.LOST),
        ("Too many wrong passwords, try again in 4 seconds", Failure.WRONG_PASSWORD),
        ("Closing link: (u@h) [You are not authorized to connect to this server]", Failure.BANNED),
        ("Closing link: h (The hub is full)", Failure.FULL),
        ("Closing link: h (Connecting too fast, wait a minute)", Failure.LOST),
    ],
)
def test_an_error_is_read(text: str, failure: Failure) -> None:
    assert read_error(text) is failure
