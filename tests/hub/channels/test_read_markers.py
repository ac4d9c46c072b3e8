"""MARKREAD: how far somebody has read. https://ircv3.net/specs/extensions/read-marker"""

from __future__ import annotations

import pytest

from app.hub.channels.read_markers import MARKERS
from app.hub.data.memory import MemoryRecords
from tests.hub.party import Party, command_of

CAP = "draft/read-marker"
EARLY, LATE = "timestamp=2020-01-01T00:00:00.000Z", "timestamp=2021-05-20T08:30:00.123Z"


def test_it_is_shown_moved_and_never_goes_back() -> None:
    ann = Party().join("ann", "#a", caps=CAP)
    assert ann.says("MARKREAD #a") == [":hub MARKREAD #a *"]
    assert ann.says(f"MARKREAD #A {EARLY}") == [f":hub MARKREAD #A {EARLY}"]
    assert ann.says(f"MARKREAD #a {LATE}") == [f":hub MARKREAD #a {LATE}"]
    assert ann.says(f"MARKREAD #a {EARLY}", "MARKREAD #a") == [f":hub MARKREAD #a {LATE}"] * 2


def test_talks_with_people_have_one_too() -> None:
    ann = Party().join("ann", caps=CAP)
    assert ann.says(f"MARKREAD Bob {EARLY}", "MARKREAD bob") == [
        f":hub MARKREAD Bob {EARLY}",
        f":hub MARKREAD bob {EARLY}",
    ]


def test_nobody_has_read_the_future() -> None:
    ann = Party().join("ann", caps=CAP)
    assert ann.says("MARKREAD #a timestamp=2999-01-01T00:00:00.000Z") == [
        ":hub MARKREAD #a timestamp=2023-11-14T22:13:20.000Z"
    ]


def test_it_is_told_on_joining_before_the_end_of_names() -> None:
    ann = Party().join("ann", "#a", caps=CAP)
    ann.says(f"MARKREAD #a {EARLY}", "PART #a")
    heard = ann.says("JOIN #a", "JOIN #b")
    assert [command_of(line) for line in heard] == ["JOIN", "MARKREAD", "353", "366"] * 2
    assert heard[1] == f":hub MARKREAD #a {EARLY}"
    assert heard[5] == ":hub MARKREAD #b *"


def test_who_does_not_know_it_hears_of_it_only_on_request() -> None:
    ann = Party().join("ann")
    assert ann.codes("JOIN #a") == ["JOIN", "353", "366"]
    assert ann.codes("MARKREAD #a") == ["MARKREAD"]


def test_all_connections_of_somebody_hear_of_it_and_nobody_else() -> None:
    party = Party()
    bob = party.join("bob", "#a", caps=CAP)
    desk = party.log_in("mara", "#a", fingerprint="fp", caps=CAP)
    tablet = party.log_in("x", fingerprint="fp", caps=CAP)
    old = party.log_in("x", fingerprint="fp")
    party.quiet()
    assert desk.says(f"MARKREAD #a {EARLY}") == [f":hub MARKREAD #a {EARLY}"]
    assert tablet.hears() == [f":hub MARKREAD #a {EARLY}"]
    desk.says(f"MARKREAD #a {EARLY}")
    assert bob.hears() == old.hears() == tablet.hears() == []
    assert bob.says("MARKREAD #a") == [":hub MARKREAD #a *"]


def test_accounts_keep_theirs_over_a_restart() -> None:
    records = MemoryRecords()
    mara = Party(records=records).log_in("mara", "#a", fingerprint="fp", caps=CAP)
    mara.says(f"MARKREAD #a {EARLY}", "MARKREAD #b", "QUIT")
    again = Party(records=records).log_in("mara", fingerprint="fp", caps=CAP)
    assert again.says("PART #a", "JOIN #a")[2] == f":hub MARKREAD #a {EARLY}"


def test_guests_take_theirs_into_their_account_and_nowhere_else() -> None:
    party = Party()
    party.join("ann").says(f"MARKREAD #a {LATE}", "QUIT")
    assert party.join("ann").says("MARKREAD #a") == [":hub MARKREAD #a *"]
    party.log_in("mara", fingerprint="fp").says(f"MARKREAD #a {LATE}", "QUIT")
    guest = party.join("guest", caps="sasl", fingerprint="fp")
    guest.says(f"MARKREAD #a {EARLY}", f"MARKREAD #b {EARLY}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    assert guest.says("MARKREAD #a", "MARKREAD #b") == [
        f":hub MARKREAD #a {LATE}",
        f":hub MARKREAD #b {EARLY}",
    ]


def test_it_follows_a_channel_to_another_name() -> None:
    party = Party()
    ann, bob = party.join("ann", "#a"), party.join("bob", "#a")
    ann.says(f"MARKREAD #a {EARLY}", "RENAME #a #b")
    assert ann.says("MARKREAD #a", "MARKREAD #b")[-2:] == [":hub MARKREAD #a *", f":hub MARKREAD #b {EARLY}"]
    assert bob.says("MARKREAD #b")[-1] == ":hub MARKREAD #b *"


def test_the_oldest_makes_room() -> None:
    ann = Party(limits=False).join("ann")
    ann.says(f"MARKREAD #old {EARLY}")
    ann.says(*(f"MARKREAD #c{number} {LATE}" for number in range(MARKERS)))
    assert ann.says("MARKREAD #old", "MARKREAD #c0") == [":hub MARKREAD #old *", f":hub MARKREAD #c0 {LATE}"]


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '{"#a": 1}', '{"#a": "yesterday"}'])
def test_what_was_kept_wrongly_is_not_there(text: str) -> None:
    records = MemoryRecords()
    records.put("marker", "mara", text)
    mara = Party(records=records).log_in("mara", fingerprint="fp")
    assert mara.says("MARKREAD #a") == [":hub MARKREAD #a *"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("MARKREAD", "NEED_MORE_PARAMS"),
        ("MARKREAD :", "NEED_MORE_PARAMS"),
        ("MARKREAD a*b", "INVALID_PARAMS"),
        ("MARKREAD #a *", "INVALID_PARAMS"),
        ("MARKREAD #a :", "INVALID_PARAMS"),
        ("MARKREAD #a 2020-01-01T00:00:00.000Z", "INVALID_PARAMS"),
        ("MARKREAD #a timestamp=not-a-timestamp", "INVALID_PARAMS"),
        ("MARKREAD #a timestamp=2020-13-01T00:00:00.000Z", "INVALID_PARAMS"),
        ("MARKREAD #a timestamp=2020-01-01T00:00:00Z", "INVALID_PARAMS"),
        ("MARKREAD #a timestamp=２020-01-01T00:00:00.000Z", "INVALID_PARAMS"),
    ],
)
def test_what_makes_no_sense_has_its_code(line: str, code: str) -> None:
    (answer,) = Party().join("ann").says(line)
    assert answer.startswith(f":hub FAIL MARKREAD {code} ")


def test_only_who_is_welcomed_has_read_anything() -> None:
    assert Party().connect().codes("MARKREAD #a") == ["451"]
