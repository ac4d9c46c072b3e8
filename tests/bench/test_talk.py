from __future__ import annotations

from itertools import pairwise

from app.irc.message import parse
from tests.bench.talk import encode, people, present_at_start, talk

UNTIL = 1_700_000_000.0


def test_the_same_lines_come_in_every_run() -> None:
    assert list(talk(200, "#chan", UNTIL)) == list(talk(200, "#chan", UNTIL))


def test_times_rise_and_end_now() -> None:
    lines = list(talk(500, "#chan", UNTIL))
    assert all(before.time <= after.time for before, after in pairwise(lines))
    assert UNTIL - 10 < lines[-1].time <= UNTIL


def test_only_people_who_are_there_talk_and_leave() -> None:
    here = {person.nick for person in present_at_start(people())}
    for line in talk(3000, "#chan", UNTIL):
        message = parse(line.body)
        if message.command == "JOIN":
            assert message.sender.nick not in here
            here.add(message.sender.nick)
        else:
            assert message.sender.nick in here
            if message.command in ("PART", "QUIT"):
                here.remove(message.sender.nick)


def test_every_line_fits_the_limit_of_the_protocol() -> None:
    assert all(len(line.body.encode()) <= 510 for line in talk(3000, "#chan", UNTIL))


def test_tags_are_sent_to_those_who_asked_for_them() -> None:
    line = next(line for line in talk(50, "#chan", UNTIL) if line.is_talk)
    assert encode(line, 7, set()) == f"{line.body}\r\n".encode()
    tags = parse(encode(line, 7, {"server-time", "message-tags"}).decode().rstrip("\r\n")).tags
    assert tags["msgid"] == "01K" + "7".zfill(23)
    assert tags["time"].startswith("2023-11-14T")


def test_an_extended_join_carries_account_and_name() -> None:
    line = next(line for line in talk(500, "#chan", UNTIL) if " JOIN " in line.body and not line.is_talk)
    assert parse(encode(line, 0, {"extended-join"}).decode().rstrip("\r\n")).params[1:] == ("*", "Somebody")
