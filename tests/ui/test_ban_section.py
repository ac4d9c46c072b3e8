"""The host's list of who is banned and muted: names, by whom, what holds them, and how each is lifted."""

from __future__ import annotations

from app.client.wishes import LiftHubBan, Unban
from app.irc.ban_lines import BanNotice
from app.models.room import RoomKind
from app.ui.hosting.ban_section import BanRow, BanSection, ban_rows
from app.ui.theme.theme import Theme
from tests.ui.window_world import FakeConnection, make_room


def notice(covers: str = "ach", reason: str = "") -> BanNotice:
    return BanNotice("abcd", "Bob_Berg", "Bob Berg", "mara", 1.0, covers, reason)


def test_bans_of_the_hub_come_before_those_of_the_room() -> None:
    connection = FakeConnection()
    room = make_room("#robotics", RoomKind.HOSTED, connection)
    connection.moderation.set_bans((notice(reason="spam"),))
    room.set_bans((("*!*@10.9.9.9", "", 1.0), ("~m:~a:ines", "mara", 1.0), ("eve!*@*", "mara", 1.0)))
    room.ban_names["*!*@10.9.9.9"] = "Gus"
    assert list(ban_rows(room)) == [
        BanRow("Bob Berg", "Bob Berg, banned by mara\nspam", LiftHubBan("abcd")),
        BanRow("Gus", "Gus", Unban("#robotics", "*!*@10.9.9.9")),
        BanRow("ines", "ines, muted by mara", Unban("#robotics", "~m:~a:ines"), is_mute=True),
        BanRow("eve", "eve, banned by mara", Unban("#robotics", "eve!*@*")),
    ]


def test_how_well_it_holds_is_told() -> None:
    connection = FakeConnection()
    room = make_room("#robotics", RoomKind.HOSTED, connection)
    tips = []
    for covers in ("ach", "ac", "n"):
        connection.moderation.set_bans((notice(covers),))
        [row] = ban_rows(room)
        tips.append(row.tip.partition("\n")[2])
    assert tips[0] == ""
    assert "others have it too" in tips[1]
    assert "another name" in tips[2]


def test_no_address_is_ever_read_on_a_hub() -> None:
    connection = FakeConnection()
    connection.is_hub = True
    room = make_room("#robotics", RoomKind.HOSTED, connection)
    room.set_bans((("*!*@203.0.113.9", "mara", 1.0), ("~m:*!*@203.0.113.9", "", 1.0)))
    assert not [row for row in ban_rows(room) if "203.0.113" in row.name + row.tip]


def test_a_ban_of_an_ordinary_server_is_known_by_its_mask_where_nobody_knows_whom_it_means() -> None:
    room = make_room("#robotics", connection=FakeConnection())
    room.set_bans((("*!*@203.0.113.9", "mara", 1.0), ("eve!*@*", "mara", 1.0)))
    assert [row.name for row in ban_rows(room)] == ["*!*@203.0.113.9", "eve"]


def test_the_line_counts_both_kinds(theme: Theme) -> None:
    section = BanSection(theme)
    ban, mute = BanRow("bob", "", LiftHubBan("a")), BanRow("eve", "", LiftHubBan("b"), is_mute=True)
    texts = []
    for rows in ((), (ban,), (mute, mute), (ban, mute)):
        section.show_rows(rows)
        texts.append(section.button.text())
    assert texts == ["Nobody is banned", "1 banned", "2 muted", "1 banned · 1 muted"]
    section.deleteLater()
