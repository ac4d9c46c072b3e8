"""The habits of servers in telling why somebody is gone."""

from __future__ import annotations

import pytest

from app.client.events import Failure, LeaveKind
from app.client.features.quit_reasons import LeaveCause, read_error, read_quit

NO_BROWSERS = "The host lets no browsers in any more"  # as the hub tells it


@pytest.mark.parametrize(
    ("reason", "cause"),
    [
        ("", LeaveCause(LeaveKind.QUIT, "", "")),
        ("Quit", LeaveCause(LeaveKind.QUIT, "", "")),
        ("Quit: home now", LeaveCause(LeaveKind.QUIT, "", "home now")),
        ("Quit: Ping timeout", LeaveCause(LeaveKind.QUIT, "", "Ping timeout")),
        ('"bye all"', LeaveCause(LeaveKind.QUIT, "", "bye all")),
        ('"', LeaveCause(LeaveKind.QUIT, "", '"')),
        ("good bye", LeaveCause(LeaveKind.QUIT, "", "good bye")),
        ("Ping timeout: 121 seconds", LeaveCause(LeaveKind.LOST, "", "Ping timeout: 121 seconds")),
        ("Connection reset by peer", LeaveCause(LeaveKind.LOST, "", "Connection reset by peer")),
        (
            "Remote host closed the connection",
            LeaveCause(LeaveKind.LOST, "", "Remote host closed the connection"),
        ),
        ("Read error: EOF", LeaveCause(LeaveKind.LOST, "", "Read error: EOF")),
        ("Excess Flood", LeaveCause(LeaveKind.LOST, "", "Excess Flood")),
        ("SendQ exceeded", LeaveCause(LeaveKind.LOST, "", "SendQ exceeded")),
        ("a.example b.example", LeaveCause(LeaveKind.LOST, "", "netsplit")),
        ("*.net *.split", LeaveCause(LeaveKind.LOST, "", "netsplit")),
        ("see you.", LeaveCause(LeaveKind.QUIT, "", "see you.")),
        ("Killed (oper (spam))", LeaveCause(LeaveKind.KICKED, "oper", "spam")),
        ("Killed by oper", LeaveCause(LeaveKind.KICKED, "oper", "")),
        ("K-Lined", LeaveCause(LeaveKind.BANNED, "", "K-Lined")),
        (NO_BROWSERS, LeaveCause(LeaveKind.NO_BROWSERS, "", NO_BROWSERS)),
        ("The host closed the room", LeaveCause(LeaveKind.HOST_CLOSED, "", "The host closed the room")),
    ],
)
def test_a_quit_is_read(reason: str, cause: LeaveCause) -> None:
    assert read_quit(reason) == cause


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
