"""Several rooms in one file: one is open, the others are closed with their channels until they are opened."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.hub.channels import membership, persistence
from app.hub.data.storage import KEPT_FOR
from app.hub.data.storage_errors import KeepingError, StorageFailure, StorageProblem
from tests.hub.party import Friend, Party, command_of
from tests.hub.restarts import Kept, names

ROOTS, ALICES = {"room": "#root-s-room"}, {"room": "#alice-s-room"}
ROOM_CAP = "hubbub.chat/room"


@pytest.fixture
def kept() -> Kept:
    """Root's room, of which mara is a member, with a further channel."""
    kept = Kept()
    party = kept.party(**ROOTS)
    mara = party.log_in("mara", "#root-s-room", "#tea")
    mara.says("PRIVMSG #root-s-room :only for you", "PRIVMSG #tea :and here", "METADATA #tea SET color :#4a7")
    return kept


def comes_home(party: Party, caps: str = "") -> tuple[Friend, list[str]]:
    """Mara connects again; the channels she sees herself enter."""
    mara = party.connect("mara", fingerprint="fp-mara")
    mara.says("CAP LS 302", f"CAP REQ :sasl {caps}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
    heard = mara.says("NICK mara", "USER m 0 * :Mara", "CAP END")
    return mara, [line.split(" ")[2] for line in heard if command_of(line) == "JOIN"]


def without_rooms(kept: Kept) -> None:
    """Let the channels be as an early version wrote them, which did not say to which room they belong."""
    for key, text in kept.records.all(persistence.KIND):
        fields: dict[str, Any] = json.loads(text)
        del fields["room"]
        kept.records.put(persistence.KIND, key, json.dumps(fields))


class TestAnotherRoomIsOpen:
    @pytest.mark.parametrize("caps", ["", ROOM_CAP])
    def test_a_member_of_the_old_one_is_put_into_neither(self, kept: Kept, caps: str) -> None:
        party = kept.party(**ALICES, autojoin=True, room_name="Alice's room")
        mara, entered = comes_home(party, caps)
        assert entered == []
        assert mara.codes("JOIN #root-s-room") == mara.codes("JOIN #tea") == ["403"]
        assert mara.codes("JOIN #alice-s-room")[0] == "JOIN"  # who asks for it gets in

    def test_a_program_that_is_not_put_in_is_told_why(self, kept: Kept) -> None:
        party = kept.party(**ALICES, autojoin=True, room_name="Alice's room")
        mara = party.connect("mara", fingerprint="fp-mara")
        mara.says("CAP LS 302", "CAP REQ :sasl", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        heard = mara.says("NICK mara", "USER m 0 * :Mara", "CAP END")
        words = "Another room is open here now, Alice's room. To enter it: /join #alice-s-room"
        assert f":hub NOTICE mara :{words}" in heard

    def test_whoever_is_a_member_of_both_is_at_home_in_both(self, kept: Kept) -> None:
        kept.party(**ALICES).log_in("mara", "#alice-s-room")
        assert comes_home(kept.party(**ALICES))[1] == ["#alice-s-room"]
        assert comes_home(kept.party(**ROOTS))[1] == ["#root-s-room", "#tea"]

    def test_a_newcomer_lands_in_the_room_that_is_open(self, kept: Kept) -> None:
        party = kept.party(**ALICES, autojoin=True)
        assert names(party.join("eve"), "#alice-s-room") == "eve"

    def test_nobody_takes_its_names_or_learns_of_it(self, kept: Kept) -> None:
        party = kept.party(**ALICES)
        host = party.owner("host")
        eve = party.log_in("eve", "#alice-s-room", "#coffee", caps="draft/channel-rename standard-replies")
        for friend in (host, eve):
            assert friend.codes("JOIN #TEA") == ["403"]
            assert friend.codes("TOPIC #tea") == ["403"]
        heard = eve.says("RENAME #coffee #tea", "LIST", "PRIVMSG #tea :x")
        assert "CHANNEL_NAME_IN_USE" in heard[0]
        assert not any("322" in line and "#tea" in line for line in heard)
        assert [command_of(line) for line in heard][-1] == "403"

    def test_it_is_as_it_was_when_it_is_open_again(self, kept: Kept) -> None:
        kept.party(**ALICES).join("eve", "#alice-s-room").says("PRIVMSG #alice-s-room :hello")
        party = kept.party(**ROOTS)
        assert comes_home(party)[1] == ["#root-s-room", "#tea"]
        assert kept.records.get(membership.KIND, "#tea\nmara") is not None
        assert "color" in party.log_in("zoe", "#tea").says("METADATA #tea LIST")[0]
        assert party.join("eve").codes("JOIN #alice-s-room") == ["403"]

    def test_a_room_in_which_nothing_was_said_keeps_what_its_host_made_of_it(self, kept: Kept) -> None:
        kept.party(room="#quiet").owner("host", "#quiet").says("MODE #quiet +b *!*@10.0.0.9")
        kept.party(**ALICES)
        eve = kept.party(room="#quiet").connect("eve", address="10.0.0.9")
        eve.says("NICK eve", "USER e 0 * :Eve")
        assert eve.codes("JOIN #quiet") == ["474"]

    def test_it_ends_when_it_has_been_closed_for_too_long(self, kept: Kept) -> None:
        kept.party(**ALICES)
        later = kept.party(**ALICES, after=KEPT_FOR + 60)
        later.wait(3700)
        assert kept.channels() == ["#alice-s-room"]

    def test_no_room_takes_over_a_channel_of_another(self, kept: Kept) -> None:
        with pytest.raises(KeepingError) as refused:
            kept.party(room="#tea")
        assert refused.value.failure == StorageFailure(StorageProblem.OTHER_ROOM, {"channel": "#tea"})
        assert comes_home(kept.party(**ROOTS))[1] == ["#root-s-room", "#tea"]


class TestFilesOfEarlyVersions:
    """Which do not say to which room a channel belongs."""

    def test_channels_belong_to_the_only_room_there_is(self, kept: Kept) -> None:
        without_rooms(kept)
        assert comes_home(kept.party(**ROOTS))[1] == ["#root-s-room", "#tea"]
        assert kept.party(**ALICES).join("eve").codes("JOIN #tea") == ["403"]  # and from then on to that one

    def test_rooms_that_are_known_stay_closed_and_so_does_what_may_be_theirs(self, kept: Kept) -> None:
        without_rooms(kept)
        other = frozenset({"#root-s-room"})
        party = kept.party(**ALICES, other_rooms=other)
        assert comes_home(party)[1] == []
        assert party.join("eve").codes("JOIN #tea") == ["403"]
        assert comes_home(kept.party(**ROOTS))[1] == ["#root-s-room"]

    def test_what_stays_closed_can_be_opened_as_a_room(self, kept: Kept) -> None:
        without_rooms(kept)
        kept.party(**ALICES, other_rooms=frozenset({"#root-s-room"}))
        assert comes_home(kept.party(room="#tea"))[1] == ["#tea"]


def test_a_locked_room_opens_locked_whatever_became_of_its_channel(kept: Kept) -> None:
    assert Kept().party(**ROOTS, locked=True).join("eve").codes("JOIN #root-s-room") == ["473"]
    assert comes_home(kept.party(**ROOTS, locked=True))[1] == ["#root-s-room", "#tea"]


def test_what_a_newer_version_wrote_of_a_channel_is_written_back(kept: Kept) -> None:
    whole = json.loads(kept.records.get(persistence.KIND, "#tea") or "")
    kept.records.put(persistence.KIND, "#tea", json.dumps(whole | {"of_tomorrow": {"a": [1, {}]}, "b": 1}))
    kept.party(**ROOTS).log_in("mara").says("TOPIC #tea :x")
    after = json.loads(kept.records.get(persistence.KIND, "#tea") or "")
    assert (after["of_tomorrow"], after["b"]) == ({"a": [1, {}]}, 1)
    assert after["topic"][0] == "x"
