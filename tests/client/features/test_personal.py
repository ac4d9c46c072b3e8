"""What is this person's own: how far they have read, whom they watch, what people tell of themselves."""

from __future__ import annotations

import pytest

from app.client.events import (
    Event,
    MarkerMoved,
    Member,
    MemberChanged,
    MemberJoined,
    MembersListed,
    OwnAvatarTold,
    PersonChanged,
    PresenceChanged,
    ServerSaid,
)
from app.client.features.monitor_list import MONITORED
from app.client.features.profiles import LONGEST, PROFILES, SYNCS
from app.client.state.conversation_state import READ_MARKERS
from app.client.state.session_options import SessionOptions
from app.client.wishes import AskReadMarker, ChangeAvatar, ChangeColour, ChangeNick, MarkRead, Unwatch, Watch
from tests.client.play import ISUPPORT, MODERN, NOW, OURS, Play, only

MARKERS = f"{MODERN} draft/read-marker"
METADATA = f"{MODERN} draft/metadata-2"
STAMP = "timestamp=2023-11-14T22:13:{:02}.000Z"  # NOW is second 20


def reads(play: Play, conversation: str, time: float) -> str:
    """What reading up to `time` puts on the wire."""
    play.wants(MarkRead(conversation, time))
    return play.asks()


# read markers


@pytest.fixture
def reader() -> Play:
    return Play().registers(caps=MARKERS, channel="#a")


def test_what_was_read_is_told_and_never_less(reader: Play) -> None:
    assert f"MARKREAD #a {STAMP.format(10)}\r\n" in reads(reader, "#a", NOW - 10)
    reader.now += 10
    assert reads(reader, "#a", NOW - 10) == ""
    assert reads(reader, "#A", NOW - 11) == ""
    assert f"MARKREAD #a {STAMP.format(11)}\r\n" in reads(reader, "#a", NOW - 9)


def test_in_a_busy_room_it_is_told_every_few_seconds(reader: Play) -> None:
    reads(reader, "#a", NOW - 10)
    reader.now += 1
    assert reads(reader, "#a", NOW - 9) == ""
    assert reads(reader, "bob", NOW - 8) == ""
    assert reads(reader, "#a", NOW - 7) == ""
    reader.waits(2)
    assert reader.output.count("MARKREAD") == 2
    assert f"MARKREAD #a {STAMP.format(13)}\r\n" in reader.output
    reader.waits(5)
    assert "MARKREAD" not in reader.output


def test_what_was_read_elsewhere_is_told(reader: Play) -> None:
    assert reader.hears(f":s MARKREAD #A {STAMP.format(10)}") == [MarkerMoved("#a", NOW - 10)]
    assert reader.hears(f":s MARKREAD bob {STAMP.format(10)}") == [MarkerMoved("bob", NOW - 10)]
    assert reader.hears(":s MARKREAD #a *", ":s MARKREAD #a timestamp=x", ":s MARKREAD #a") == []
    assert reads(reader, "#a", NOW - 11) == ""


def test_how_far_a_talk_was_read_is_asked_where_the_server_can_tell(reader: Play) -> None:
    reader.wants(AskReadMarker("bob"))
    assert reader.asks() == "@label=r1 MARKREAD bob\r\n"
    other = Play().registers(caps=MODERN, channel="#a")
    other.wants(AskReadMarker("bob"))
    assert other.asks() == ""


def test_what_was_read_further_elsewhere_is_not_told_again(reader: Play) -> None:
    reads(reader, "bob", NOW - 10)
    reads(reader, "#a", NOW - 9)
    reader.hears(f":s MARKREAD #a {STAMP.format(15)}")
    reader.waits(5)
    assert "MARKREAD" not in reader.output


def test_a_refused_marker_is_told_to_the_log_alone(reader: Play) -> None:
    reads(reader, "#a", NOW - 10)
    [said] = reader.hears(f"@label={reader.last_label} FAIL MARKREAD INTERNAL_ERROR #a :Sorry")
    assert isinstance(said, ServerSaid)
    assert (said.text, said.is_unasked) == ("Sorry", True)


def test_a_server_without_markers_is_told_nothing() -> None:
    play = Play().registers(caps=MODERN, channel="#a")
    assert reads(play, "#a", NOW) == ""
    play.wants(Watch("bob"))
    assert play.asks() == ""


def test_offline_a_marker_waits() -> None:
    play = Play()
    play.hears(f":s CAP * LS :{MARKERS}", f":s CAP * ACK :{MARKERS}")
    assert reads(play, "#a", NOW) == ""
    play.registers()
    play.waits(1)
    assert "MARKREAD #a" in play.output


def test_ever_new_markers_do_not_fill_memory(reader: Play) -> None:
    reader.hears(*(f":s MARKREAD nick{number} {STAMP.format(10)}" for number in range(READ_MARKERS + 5)))
    assert len(reader.session.state.read_markers.known) == READ_MARKERS


# whom one watches


@pytest.fixture
def watcher() -> Play:
    return Play().registers(caps=f"{MARKERS} extended-monitor", isupport=f"{ISUPPORT} MONITOR=100")


def test_people_of_private_talks_are_watched(watcher: Play) -> None:
    watcher.wants(Watch("bob"))
    asked = watcher.asks()
    assert "MONITOR + bob\r\n" in asked
    assert "MARKREAD bob\r\n" in asked
    watcher.wants(Watch("BOB"))
    assert "MONITOR" not in watcher.asks()
    assert watcher.hears(":s 730 me :Bob!b@host,carl") == [PresenceChanged("Bob", True, NOW)]
    assert watcher.hears(":s 731 * :bob") == [PresenceChanged("bob", False, NOW)]
    watcher.wants(Unwatch("bob"))
    assert "MONITOR - bob\r\n" in watcher.asks()
    watcher.wants(Unwatch("bob"))
    assert watcher.asks() == ""
    assert watcher.hears(":s 730 me :bob") == []


def test_what_is_known_of_a_watched_person_changes(watcher: Play) -> None:
    watcher.wants(Watch("bob"))
    watcher.hears(":s 730 me :bob!b@host")
    [away] = watcher.hears(":bob!b@host AWAY :lunch")
    assert away == PersonChanged(Member("bob", "b", "host", away="lunch"))
    assert watcher.hears(":bob!b@host AWAY :lunch") == []
    [moved] = watcher.hears(":bob!b@host CHGHOST c other")
    assert isinstance(moved, PersonChanged)
    assert (moved.member.user, moved.member.host) == ("c", "other")


@pytest.mark.parametrize("nick", ["me", "bob,carl"])
def test_not_everybody_can_be_watched(watcher: Play, nick: str) -> None:
    watcher.wants(Watch(nick))
    assert "MONITOR" not in watcher.asks()


def test_no_more_are_watched_than_a_server_and_we_can_take() -> None:
    few = Play().registers(caps=MODERN, isupport=f"{ISUPPORT} MONITOR=2")
    for nick in ("alice", "bob", "carl"):
        few.wants(Watch(nick))
    assert few.asks().count("MONITOR +") == 2
    many = Play().registers(caps=MODERN, isupport=f"{ISUPPORT} MONITOR")
    for number in range(MONITORED + 5):
        many.wants(Watch(f"nick{number}"))
    assert many.asks().count("MONITOR +") == MONITORED


def test_after_the_end_nobody_is_watched() -> None:
    play = Play().registers(caps=MODERN, isupport=f"{ISUPPORT} MONITOR")
    play.wants(Watch("bob"))
    play.asks()
    play.session.connection_lost(NOW)
    play.wants(Watch("carl"))
    play.wants(Unwatch("bob"))
    assert play.asks() == ""


# what people tell of themselves


@pytest.fixture
def listener() -> Play:
    return Play().registers(caps=METADATA, channel="#a")


def changed(events: list[Event]) -> list[str]:
    return [event.member.display_name for event in only(events, MemberChanged)]


def test_one_asks_to_be_told_and_tells_ones_name() -> None:
    play = Play("Mara_Lind", realname="Mara Lind").registers(caps=METADATA)
    assert "METADATA * SUB display-name avatar color status\r\n" in play.output
    assert "METADATA * SET display-name :Mara Lind\r\n" in play.output
    assert "display-name :" not in Play("mara", realname="mara").registers(caps=METADATA).output
    assert "METADATA" not in Play("mara", realname="Mara").registers(caps=MODERN).output


def test_a_hub_of_ours_tells_who_is_in_a_browser_that_is_not_encrypted() -> None:
    caps = f"{OURS} draft/metadata-2"
    asked = "METADATA * SUB display-name avatar color status hubbub.chat/connection\r\n"
    assert asked in Play().registers(caps=caps).output
    play = Play().registers(caps=caps, channel="#a")
    come, told = ":bob!b@h JOIN #a", ":s METADATA bob hubbub.chat/connection * plain-browser"

    def is_overheard() -> bool:
        return play.session.state.channels["#a"].members["bob"].is_overheard

    play.hears(come)
    assert not is_overheard()
    [changed] = only(play.hears(told), MemberChanged)
    assert changed.member.is_overheard
    play.hears(":s METADATA bob hubbub.chat/connection *")
    assert not is_overheard()
    play.hears(told, ":bob!b@h PART #a", come)  # by another way, for all that is known
    assert not is_overheard()


def test_another_server_is_not_believed_that_somebody_is_overheard(listener: Play) -> None:
    listener.hears(":bob!b@h JOIN #a", ":s METADATA bob hubbub.chat/connection * plain-browser")
    assert not listener.session.state.channels["#a"].members["bob"].is_overheard


def test_a_name_of_before_is_taken_back() -> None:
    play = Play("mara")
    play.hears(f":s CAP * LS :{METADATA}", f":s CAP * ACK :{METADATA}")
    play.hears(":s 001 mara :Welcome", ":s METADATA mara display-name * :Mara Lind", ":s 422 mara :None")
    assert "METADATA * SET display-name\r\n" in play.output


def test_another_name_is_told_at_once() -> None:
    play = Play("mara").registers(caps=METADATA)
    play.wants(ChangeNick("Mara_Lind", "Mara Lind"))
    assert "METADATA * SET display-name :Mara Lind\r\n" in play.asks()


def test_a_chosen_colour_is_told_and_taken_back() -> None:
    play = Play("mara", colour="#223496").registers(caps=METADATA)
    assert "METADATA * SET color #223496\r\n" in play.output
    play.hears(":s METADATA mara color * #223496")
    play.wants(ChangeColour("#a82e57"))
    assert "METADATA * SET color #a82e57\r\n" in play.asks()
    play.wants(ChangeColour(""))
    assert play.asks().endswith("METADATA * SET color\r\n")
    assert play.session.next_options(SessionOptions(nick="mara")).colour == ""


def test_where_nobody_keeps_a_colour_none_is_told() -> None:
    play = Play("mara", colour="#223496").registers(caps=MODERN, channel="#a")
    assert "color" not in play.output
    play.wants(ChangeColour("#a82e57"))
    assert play.asks() == ""
    assert play.session.next_options(SessionOptions(nick="mara")).colour == "#a82e57"


def test_without_a_choice_here_that_of_another_computer_stays() -> None:
    play = Play("mara")
    play.hears(f":s CAP * LS :{METADATA}", f":s CAP * ACK :{METADATA}")
    play.hears(":s 001 mara :Welcome", ":s METADATA mara color * #223496", ":s 422 mara :None")
    assert "SET color" not in play.output


def test_what_members_tell_is_known(listener: Play) -> None:
    [event] = listener.hears(":s METADATA alice display-name * :Alice\x02 \nL")[:1]
    assert isinstance(event, MemberChanged)
    assert event.member.display_name == "Alice"
    events = listener.hears(
        ":s METADATA alice avatar * https://a.example/x.png",
        ":s METADATA alice color * #800040",
        ":s METADATA alice status * :At the\tlake",
        ":s METADATA alice homepage * https://a.example",
        ":s METADATA #a avatar * https://a.example/x.png",
        ":s METADATA nobody status * :x",
    )
    member = only(events, MemberChanged)[-1].member
    assert (member.avatar, member.color, member.status) == (
        "https://a.example/x.png",
        "#800040",
        "At the lake",
    )
    assert len(events) == 3


def test_what_is_listed_and_what_is_taken_back_counts_too(listener: Play) -> None:
    assert changed(listener.hears(":s 761 me alice display-name * :Alice L")) == ["Alice L"]
    assert changed(listener.hears(":s 766 me alice display-name :not set")) == [""]
    assert changed(listener.hears(":s METADATA alice display-name * :Alice")) == ["Alice"]
    assert changed(listener.hears(":s METADATA alice display-name *")) == [""]
    assert changed(listener.hears(":s METADATA * display-name * :Me Too")) == ["Me Too"]
    assert listener.hears(":s 770 me status", ":s 761 me alice", ":s METADATA alice") == []


def test_what_is_told_before_somebody_is_met_is_remembered(listener: Play) -> None:
    listener.hears(":s METADATA carl display-name * :Carl C", ":s METADATA dora display-name * :Dora D")
    [joined] = only(listener.hears(":carl!c@h JOIN #a * :x"), MemberJoined)
    assert joined.member.display_name == "Carl C"
    [listed] = only(listener.hears(":s 353 me = #a :me carl dora", ":s 366 me #a :End"), MembersListed)
    assert [member.display_name for member in listed.members] == ["", "Carl C", "Dora D"]
    listener.hears(":carl!c@h NICK karl", ":karl!c@h QUIT :bye")
    [joined] = only(listener.hears(":karl!c@h JOIN #a * :x"), MemberJoined)
    assert joined.member.display_name == ""


def test_a_name_goes_along_to_another_nickname(listener: Play) -> None:
    listener.hears(":s METADATA zoe display-name * :Zoe Z", ":zoe!z@h NICK zoey")
    [joined] = only(listener.hears(":zoey!z@h JOIN #a * :x"), MemberJoined)
    assert joined.member.display_name == "Zoe Z"


def test_long_values_and_crowds_do_not_fill_memory(listener: Play) -> None:
    listener.hears(f":s METADATA alice status * :{'x' * 5_000}")
    assert len(listener.session.state.channels["#a"].members["alice"].status) == LONGEST
    listener.hears(*(f":s METADATA nick{number} status * :x" for number in range(PROFILES + 5)))
    assert len(listener.session.state.profiles) == PROFILES


def test_a_server_may_put_it_off(listener: Play) -> None:
    listener.hears(":s 774 me #a 4", ":s 774 me #b", ":s 774 me #c soon")
    assert listener.output == ""
    listener.waits(1)
    assert "METADATA #b SYNC\r\n" in listener.output
    assert "METADATA #c SYNC\r\n" in listener.output
    listener.waits(2)
    assert listener.output == ""
    listener.waits(1)
    assert "METADATA #a SYNC\r\n" in listener.output
    listener.hears(*(f":s 774 me #x{number}" for number in range(SYNCS + 5)))
    assert len(listener.session.state.metadata_syncs) == SYNCS


@pytest.mark.parametrize(
    ("offered", "asked"),
    [
        ("batch draft/metadata-2 draft/metadata-3", "batch draft/metadata-3"),
        ("batch draft/metadata-2", "batch draft/metadata-2"),
        ("batch draft/metadata-3", "batch draft/metadata-3"),
    ],
)
def test_the_newest_kind_of_metadata_is_asked_for(offered: str, asked: str) -> None:
    play = Play()
    play.hears(f":s CAP * LS :{offered}")
    assert play.output == f"CAP REQ :{asked}\r\n"


def test_an_older_kind_that_comes_later_is_left_alone() -> None:
    play = Play().registers(caps="batch cap-notify draft/metadata-3")
    play.hears(":s CAP me NEW :draft/metadata-2")
    assert play.output == ""


FILES = f"{OURS} draft/metadata-2 draft/authtoken"


def hub_with_files(files: str = "soju.im/FILEHOST=http://h:7667/files") -> Play:
    return Play("mara").registers(caps=FILES, isupport=f"{ISUPPORT} hubbub.chat/ROOM=#club {files}")


def test_a_hub_that_takes_files_is_asked_what_one_shows_there() -> None:
    play = hub_with_files()
    assert "METADATA * GET avatar\r\n" in play.output
    told = only(play.hears(":s 761 mara mara avatar * :http://h/f/x"), OwnAvatarTold)
    assert [event.link for event in told] == ["http://h/f/x"]
    assert [event.link for event in only(play.hears(":s 766 mara mara avatar :No"), OwnAvatarTold)] == [""]
    assert only(play.hears(":s 761 mara bob avatar * :http://h/f/y"), OwnAvatarTold) == []
    assert only(play.hears(":s 761 mara mara color * :#223496"), OwnAvatarTold) == []
    for by_another in (":s METADATA mara avatar * :http://h/f/z", ":s 761 * mara avatar * :http://h/f/z"):
        assert only(play.hears(by_another), OwnAvatarTold) == [], "two computers would change it for ever"
    assert "GET avatar" not in hub_with_files("X=1").output
    assert "GET avatar" not in Play().registers(caps=METADATA, channel="#a").output


def test_a_picture_is_shown_and_taken_back() -> None:
    play = hub_with_files()
    play.asks()
    play.wants(ChangeAvatar("http://h:7667/f/x/picture.png"))
    assert play.asks().endswith("METADATA * SET avatar http://h:7667/f/x/picture.png\r\n")
    play.wants(ChangeAvatar(""))
    assert play.asks().endswith("METADATA * SET avatar\r\n")
    elsewhere = Play("mara").registers(caps=MODERN, channel="#a")
    elsewhere.wants(ChangeAvatar("http://h:7667/f/x/picture.png"))
    assert elsewhere.asks() == ""
