"""What a card tells of somebody, and what it does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from app.client.events import Member, WhoisArrived
from app.models.person_facts import FactKind, person_facts, role_words
from app.models.room import Room, RoomKind
from app.models.timeline_words import clock
from tests.ui.window_world import FakeConnection, make_room

pytestmark = pytest.mark.usefixtures("every_locale")

NOW = datetime(2026, 3, 2, 12, 0).timestamp()


def answer(nick: str = "bob", **more: object) -> WhoisArrived:
    """What a server tells when it tells nothing but the name."""
    values: dict[str, object] = {
        "user": "",
        "host": "",
        "realname": "",
        "account": "",
        "channels": "",
        "idle": None,
        "signed_on": None,
        "away": "",
    }
    return WhoisArrived(nick, **(values | more))  # type: ignore[arg-type]  # as the fields are


def told(room: Room, member: Member, whois: WhoisArrived | None = None) -> dict[str, str]:
    return {fact.kind.value: fact.text for fact in person_facts(room, member, whois, NOW)}


def with_member(member: Member, own_ranks: str = "", *, is_hub: bool = True) -> Room:
    room = make_room(people=(Member("mara", ranks=own_ranks), member))
    room.connection.is_hub = is_hub
    return room


def test_what_a_room_knows_is_told_at_once() -> None:
    member = Member(
        "ines",
        account="ines_d",
        display_name="Ines Duarte",
        status="Soldering\nuntil four",
        away="lunch",
        joined=NOW - 3600,
    )
    assert told(with_member(member), member) == {
        "nickname": "Nickname ines",
        "status": "Soldering until four",
        "away": "Away — lunch",
        "account": "Account ines_d",
        "since": f"Here since {clock(NOW - 3600)}",
    }


def test_a_time_is_told_as_the_locale_writes_it(locale: Callable[[str], None]) -> None:
    locale("en_US")  # twelve hours, and a space before AM that does not break
    member = Member("bob", joined=NOW - 3600)
    assert told(with_member(member), member)["since"] == "Here since 11:00\u202fAM"


def test_the_server_adds_what_the_room_does_not_know() -> None:
    member = Member("bob")
    room = with_member(member)
    assert told(room, member) == {"since": "Here since before you came"}
    whois = answer(account="robert", idle=15 * 60, signed_on=NOW - 26 * 3600, away="Away")
    assert told(room, member, whois) == {
        "away": "Away",
        "account": "Account robert",
        "since": f"Connected since Yesterday, {clock(NOW - 26 * 3600)}",
        "silent": "Silent for 15 minutes",
    }


@pytest.mark.parametrize(("idle", "words"), [(299, None), (300, "5 minutes"), (7200, "2 hours"), (0, None)])
def test_a_silence_is_told_once_it_is_one(idle: int, words: str | None) -> None:
    member = Member("bob")
    silent = told(with_member(member), member, answer(idle=idle)).get("silent")
    assert silent == (f"Silent for {words}" if words else None)


def test_who_has_no_account_is_said_to_have_none_only_by_a_hub_that_was_asked() -> None:
    member = Member("bob")
    assert told(with_member(member), member, answer())["account"] == "No account"
    assert "account" not in told(with_member(member, is_hub=False), member, answer())


def test_an_address_is_for_those_who_look_after_the_room() -> None:
    member = Member("bob", host="192.168.1.37")
    assert "address" not in told(with_member(member), member)
    assert told(with_member(member, "o"), member)["address"] == "Connects from 192.168.1.37"
    elsewhere = with_member(Member("bob"), is_hub=False)
    assert told(elsewhere, Member("bob"), answer(host="user.example"))["address"].endswith("user.example")


def test_who_is_in_a_browser_that_is_not_encrypted_is_said_to_be_while_they_are_here() -> None:
    member = Member("bob", is_overheard=True)
    words = "In a browser, not encrypted: others on this network could read along"
    assert told(with_member(member), member)["connection"] == words
    assert "connection" not in told(with_member(Member("bob")), Member("bob"))
    assert "connection" not in told(with_member(Member("al")), member)


def test_the_other_rooms_where_one_meets_them_are_named() -> None:
    own = FakeConnection()
    here, other, empty = (
        make_room(name, connection=own, people=people)
        for name, people in (("#a", (Member("bob"),)), ("#b", (Member("bob"),)), ("#c", ()))
    )
    own.rooms = (here, other, empty)
    assert told(here, Member("bob"))["rooms"] == "Also in b"


def test_who_has_left_is_said_not_to_be_here() -> None:
    room = with_member(Member("bob"))
    gone = told(room, Member("eve", account="eve"))
    assert gone == {"absent": "Not in this room now", "account": "Account eve"}
    talk = make_room("eve", RoomKind.PRIVATE, people=())
    assert "absent" not in told(talk, Member("eve"))


def test_words_of_others_are_one_plain_line() -> None:
    member = Member("bob", status="\x02big\x02\n\x1b[31mnews", away="a\tb")
    facts = person_facts(with_member(member), member, None, NOW)
    by_kind = {fact.kind: fact.text for fact in facts}
    assert by_kind[FactKind.STATUS] == "big news"
    assert by_kind[FactKind.AWAY] == "Away — a b"


@pytest.mark.parametrize(
    ("ranks", "modes", "words"),
    [("q", "", "Host"), ("o", "+m", "Moderator"), ("v", "+m", "May speak"), ("v", "+nt", ""), ("", "+m", "")],
)
def test_a_role_is_told_where_it_means_something(ranks: str, modes: str, words: str) -> None:
    member = Member("bob", ranks=ranks)
    room = with_member(member)
    room.set_modes(modes, "")
    assert role_words(room, member) == words
