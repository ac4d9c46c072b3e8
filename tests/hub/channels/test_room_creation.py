"""Rooms that are made by HUBBUB CREATE: name, who gets in, what newcomers read, what outlives a restart."""

from __future__ import annotations

from unittest.mock import ANY

import pytest

from app.hub.channels import metadata, persistence
from app.hub.channels.entering import CHANNELS_PER_PERSON
from app.hub.data.limits import INVITED
from tests.hub.party import Friend, Party
from tests.hub.restarts import Kept, names
from tests.hub.test_rollback import FullDisk

ROOMS = "hubbub.chat/room hubbub.chat/rooms draft/metadata-3 batch message-tags"
TAKEN = ":hub FAIL HUBBUB TITLE_IN_USE CREATE :There is a room of that name, or one that looks like it"


def _made(friend: Friend, line: str) -> str:
    """The channel that a HUBBUB CREATE has made."""
    (told,) = [line for line in friend.says(line) if line.startswith(":hub HUBBUB CREATE ")]
    return told.split()[-1]


def test_a_room_has_a_title_and_a_channel_that_old_clients_can_name() -> None:
    party = Party()
    ann = party.join("ann", caps=ROOMS)
    ann.says("METADATA * SUB display-name")
    told = ann.says("HUBBUB CREATE all OPEN :Kunst-AG,  4. Klasse")
    assert told[0] == ":hub HUBBUB CREATE #kunst-ag-4-klasse"
    assert told[1].endswith(":ann!ann@10.0.0.1 JOIN #kunst-ag-4-klasse")
    assert any(
        line.endswith(":hub 761 ann #kunst-ag-4-klasse display-name * :Kunst-AG, 4. Klasse") for line in told
    )
    assert ":hub HUBBUB HISTORY #kunst-ag-4-klasse all" in told
    old = party.join("old")
    assert [line for line in old.says("LIST") if " 322 " in line] == [":hub 322 old #kunst-ag-4-klasse 1 :"]
    assert old.codes("JOIN #kunst-ag-4-klasse")[0] == "JOIN"


def test_who_makes_a_room_moderates_it() -> None:
    party = Party()
    ann = party.join("ann", caps=ROOMS)
    channel = _made(ann, "HUBBUB CREATE none OPEN Chess")
    assert names(ann, channel) == "@ann"


def test_the_list_tells_titles_to_who_reads_tags() -> None:
    party = Party(room_name="Robotics club")
    ann = party.join("ann", "#robotics-club", caps=ROOMS)
    _made(ann, "HUBBUB CREATE all OPEN :Chess; and go")
    assert [line for line in ann.says("LIST") if " 322 " in line] == [
        "@hubbub.chat/title=Robotics\\sclub :hub 322 ann #robotics-club 1 :",
        "@hubbub.chat/title=Chess\\:\\sand\\sgo :hub 322 ann #chess-and-go 1 :",
    ]


def test_two_rooms_that_look_alike_are_not_made() -> None:
    party = Party(room_name="Robotics club")
    ann, bob = (party.join(name, caps=ROOMS) for name in ("ann", "bob"))
    assert ann.says("HUBBUB CREATE all OPEN :robotics  CLUB") == [TAKEN]
    _made(ann, "HUBBUB CREATE all OPEN Chess")
    for title in ("chess", "Ch\u0435ss", "CHESS"):  # a Cyrillic letter among them
        assert bob.says(f"HUBBUB CREATE all OPEN {title}") == [TAKEN]
    bob.says("JOIN #poker")
    assert ann.says("HUBBUB CREATE all OPEN Poker") == [TAKEN]  # so is a channel without a title


def test_a_title_is_not_changed_to_that_of_another_room() -> None:
    party = Party()
    ann = party.join("ann", caps=ROOMS)
    chess, go = _made(ann, "HUBBUB CREATE all OPEN Chess"), _made(ann, "HUBBUB CREATE all OPEN Go")
    assert ann.codes(f"METADATA {go} SET display-name chess") == ["FAIL"]
    assert ann.codes(f"METADATA {chess} SET display-name CHESS") == ["761"]


def test_another_room_of_the_same_channel_name_gets_a_number() -> None:
    party = Party()
    ann, bob = (party.join(name, caps=ROOMS) for name in ("ann", "bob"))
    assert _made(ann, "HUBBUB CREATE all INVITED Chess") == "#chess"
    assert _made(bob, "HUBBUB CREATE all OPEN Chess") == "#chess-2"  # of ann's he knows nothing
    assert _made(bob, "HUBBUB CREATE all OPEN :Chess!") == "#chess-3"
    long = "ü" * 40
    assert _made(bob, f"HUBBUB CREATE all OPEN {long}") == "#" + "ü" * 31
    assert _made(bob, f"HUBBUB CREATE all OPEN :{long} !") == "#" + "ü" * 30 + "-2"


def test_a_private_room_is_seen_and_entered_by_the_invited_only() -> None:
    party = Party()
    ann, bob, eve = (party.join(name, caps=ROOMS) for name in ("ann", "bob", "eve"))
    channel = _made(ann, "HUBBUB CREATE all INVITED :Birthday of Eve")
    for friend in (bob, eve):
        assert friend.codes("LIST") == ["321", "323"]
        assert friend.codes(f"JOIN {channel}") == ["473"]
    assert ann.codes(f"INVITE bob {channel}") == ["341"]
    assert bob.hears() == [f"@hubbub.chat/title=Birthday\\sof\\sEve :ann!ann@10.0.0.1 INVITE bob {channel}"]
    assert "322" in bob.codes("LIST")
    for asked in (f"NAMES {channel}", f"WHO {channel}", "WHO ann", "WHOIS ann"):  # who is in stays theirs
        assert not any(
            channel in line for line in bob.says(asked) if line.split()[1] in ("352", "353", "319")
        )
    assert bob.codes(f"JOIN {channel}")[0] == "JOIN"
    assert "353" in bob.codes(f"NAMES {channel}")
    assert eve.codes("LIST") == ["321", "323"]
    bob.says(f"PART {channel}")
    assert bob.codes(f"JOIN {channel}") == ["473"]  # who has left is asked in again


def test_an_invitation_of_an_account_outlives_reconnect_and_restart() -> None:
    kept = Kept()
    party = kept.party()
    ann, bob = (party.log_in(name, caps=ROOMS) for name in ("ann", "bob"))
    channel = _made(ann, "HUBBUB CREATE all INVITED Chess")
    ann.says(f"INVITE bob {channel}")
    bob.says("QUIT")
    bob = party.log_in("bob", caps=ROOMS)
    assert bob.says("INVITE") == [
        f"@hubbub.chat/title=Chess :hub 336 bob {channel}",
        ":hub 337 bob :End of invitations",
    ]
    later = kept.party()
    bob = later.log_in("bob", caps=ROOMS)
    assert bob.codes("INVITE") == ["336", "337"]
    assert "JOIN" in bob.codes(f"JOIN {channel}")
    assert bob.codes("INVITE") == ["337"]


def test_invitations_are_kept_of_so_many_accounts_only() -> None:
    kept = Kept()
    party = kept.party(limits=False)
    ann = party.log_in("ann", caps=ROOMS)
    channel = _made(ann, "HUBBUB CREATE all INVITED Chess")
    people = [party.log_in(f"guest{number}", caps=ROOMS) for number in range(INVITED + 1)]
    for friend in people:
        assert ann.codes(f"INVITE {friend.name} {channel}") == ["341"]
    party.quiet()
    assert people[-1].codes("INVITE") == ["336", "337"]  # here and now it counts all the same
    for friend in people[-2:]:
        friend.says("QUIT")
    assert [party.log_in(friend.name).codes("INVITE") for friend in people[-2:]] == [["336", "337"], ["337"]]


@pytest.mark.parametrize(
    ("history", "read"), [("none", []), ("1h", ["an hour ago"]), ("all", ["long ago", "an hour ago"])]
)
def test_what_newcomers_read_is_chosen_for_each_room(history: str, read: list[str]) -> None:
    kept = Kept()
    party = kept.party(newcomers="all")
    ann = party.log_in("ann", caps=ROOMS)
    channel = _made(ann, f"HUBBUB CREATE {history} OPEN Chess")
    party.wait(1)
    ann.says(f"PRIVMSG {channel} :long ago")
    party.wait(7200)
    ann.says("PING x")
    ann.says(f"PRIVMSG {channel} :an hour ago")
    party.wait(60)
    later = kept.party(after=7300)
    bob = later.join("bob", caps="draft/chathistory " + ROOMS)
    assert f":hub HUBBUB HISTORY {channel} {history}" in bob.says(f"JOIN {channel}")
    page = bob.says(f"CHATHISTORY LATEST {channel} * 10")
    assert [line.rpartition(" :")[2] for line in page if "PRIVMSG" in line] == read


def test_who_does_not_know_how_is_told_in_the_room_what_is_kept() -> None:
    party = Party()
    ann = party.join("ann", caps=ROOMS)
    channel = _made(ann, "HUBBUB CREATE none OPEN Chess")
    bob = party.join("bob")
    (notice,) = [line for line in bob.says(f"JOIN {channel}") if "NOTICE" in line]
    assert notice == ":hub NOTICE bob :What is said here is kept. Whoever joins can read nothing from before."
    assert "NOTICE" not in bob.codes("JOIN #plain")


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("sometimes OPEN Chess", "INVALID_PARAMS"),
        ("all SHUT Chess", "INVALID_PARAMS"),
        ("all OPEN", "INVALID_PARAMS"),
        ("all OPEN :\x02 ", "INVALID_TITLE"),
        ("all OPEN ...", "INVALID_TITLE"),
        ("all OPEN :" + "x" * 97, "INVALID_TITLE"),
    ],
)
def test_what_makes_no_room(words: str, answer: str) -> None:
    party = Party()
    ann = party.join("ann", caps=ROOMS)
    (told,) = ann.says(f"HUBBUB CREATE {words}")
    assert told.startswith(f":hub FAIL HUBBUB {answer} CREATE :")
    assert ann.codes("LIST") == ["321", "323"]


def test_rooms_are_made_by_who_is_in_and_has_asked_for_it() -> None:
    party = Party()
    bob = party.join("bob")
    assert bob.says("HUBBUB CREATE all OPEN Chess")[0].startswith(":hub FAIL HUBBUB NOT_NOW CREATE")
    early = party.connect("eve")
    early.says("CAP LS 302", f"CAP REQ :{ROOMS}")
    assert early.says("HUBBUB CREATE all OPEN Chess")[0].startswith(":hub FAIL HUBBUB NOT_NOW CREATE")


def test_rooms_have_the_bounds_of_channels() -> None:
    party = Party()
    ann = party.join("ann", caps=ROOMS)
    told = []
    for number in range(60):
        party.wait(20)
        told += ann.says("PING x", f"HUBBUB CREATE all OPEN :Room {number}")
    assert any("TOO_MANY_ROOMS" in line or "TRY_AGAIN_LATER" in line for line in told)
    assert len([line for line in told if " JOIN " in line]) == CHANNELS_PER_PERSON


def test_a_room_that_could_not_be_kept_was_never_there() -> None:
    history = FullDisk()
    party = Party(history=history, records=history.records)
    ann, bob = (party.join(name, caps=ROOMS) for name in ("ann", "bob"))
    history.is_full = True
    ann.says("HUBBUB CREATE none INVITED Chess")
    assert ann.is_closed
    history.is_full = False
    assert history.records.all(persistence.KIND) == [("#hubbub", ANY)]
    assert history.records.all(metadata.KIND) == []
    assert _made(bob, "HUBBUB CREATE all OPEN Chess") == "#chess"


def test_a_kept_room_with_a_policy_that_nobody_knows_is_closed() -> None:
    kept = Kept()
    party = kept.party()
    ann = party.log_in("ann", caps=ROOMS)
    channel = _made(ann, "HUBBUB CREATE none OPEN Chess")
    record = kept.records.get("channel", channel)
    assert record is not None
    ann.says(f"PRIVMSG {channel} :for those who were there")
    kept.records.put("channel", channel, record.replace('"newcomers": "none"', '"newcomers": "most"'))
    bob = kept.party().join("bob", caps=ROOMS)
    assert bob.codes(f"JOIN {channel}") == ["473"]
