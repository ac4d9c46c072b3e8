"""Who was given a rank in a channel has it again: an account, not a name."""

from __future__ import annotations

import pytest

from app.hub.channels.standings import UNDO_SECONDS
from tests.hub.logins import asks, known, plain
from tests.hub.party import Party
from tests.hub.restarts import Kept, names


@pytest.fixture
def kept() -> Kept:
    return Kept()


class TestRanks:
    def test_a_moderator_is_one_again(self, kept: Kept) -> None:
        party = kept.party()
        bob = party.join("bob", "#a")
        mara, zoe = party.log_in("mara", "#a"), party.log_in("zoe", "#a")
        bob.says("MODE #a +ov mara zoe")
        for friend in (mara, zoe):
            friend.says("QUIT")
        again = party.log_in("mara", "#a")
        party.log_in("zoe", "#a")
        assert names(again, "#a") == "@bob @mara +zoe"
        assert names(kept.party().log_in("mara", "#a"), "#a") == "@mara"

    def test_others_are_told_that_they_are(self) -> None:
        party = Party()
        bob = party.join("bob", "#a")
        mara = party.log_in("mara", "#a")
        bob.says("MODE #a +ov mara mara")
        mara.says("PART #a")
        mara.says("JOIN #a")
        assert bob.hears()[-1] == ":hub MODE #a +ov mara mara"

    def test_in_the_room_as_well(self, kept: Kept) -> None:
        party = kept.party()
        host, mara = party.owner("host", "#hubbub"), party.log_in("mara", "#hubbub")
        host.says("MODE #hubbub +o mara")
        mara.says("QUIT")
        assert names(party.log_in("mara", "#hubbub"), "#hubbub") == "~host @mara"
        assert names(kept.party().log_in("mara", "#hubbub"), "#hubbub") == "@mara"

    def test_a_guests_goes_with_them(self) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.join("mara", "#a")
        bob.says("MODE #a +o mara")
        mara.says("PART #a", "JOIN #a")
        assert names(bob, "#a") == "@bob mara"

    def test_what_was_taken_is_not_given_again(self) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +ov mara mara", "MODE #a -o mara")
        mara.says("PART #a", "JOIN #a")
        assert names(bob, "#a") == "@bob +mara"

    def test_who_is_removed_comes_back_as_anybody(self) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +o mara", "KICK #a mara")
        mara.says("JOIN #a")
        assert names(bob, "#a") == "@bob mara"
        bob.says("KICK #a mara")
        mara.hears()
        assert mara.codes("JOIN #a")[0] == "JOIN"

    @pytest.mark.parametrize(
        ("seconds", "mask", "is_given_back"),
        [
            (10.0, "~a:mara", True),
            (10.0, "~A:Mara", False),  # no such kind: a nickname
            (10.0, "mara!*@*", False),  # whoever has the name
            (10.0, "~m:~a:mara", False),
            (UNDO_SECONDS + 1.0, "~a:mara", False),
        ],
    )
    def test_a_ban_that_is_taken_back_at_once_takes_nothing(
        self, seconds: float, mask: str, is_given_back: bool
    ) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +ov mara mara", f"MODE #a +b {mask}", "KICK #a mara")
        party.wait(seconds)
        bob.says(f"MODE #a -b {mask}")
        mara.says("JOIN #a")
        assert names(bob, "#a") == ("@bob @mara" if is_given_back else "@bob mara")

    def test_only_who_bans_somebody_and_removes_them_for_it_takes_that_back(self) -> None:
        party = Party()
        bob, zoe, mara = party.join("bob", "#a"), party.join("zoe", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +oo mara zoe", "MODE #a +b ~a:mara")
        zoe.says("KICK #a mara")
        bob.says("MODE #a -b ~a:mara")
        mara.says("JOIN #a")
        assert names(bob, "#a") == "@bob @zoe mara"

    @pytest.mark.parametrize("is_here", [True, False])
    def test_it_is_taken_from_who_is_not_in_the_channel(self, is_here: bool) -> None:
        party = Party()
        bob, mara = party.join("bob", "#a"), party.log_in("mara", "#a")
        bob.says("MODE #a +o mara")
        mara.says("PART #a" if is_here else "QUIT")
        bob.hears()
        refused = "441" if is_here else "401"
        assert bob.codes("MODE #a +o mara", "MODE #a -v mara") == [refused, refused]
        assert bob.says("MODE #a -o Mara") == [":bob!bob@10.0.0.1 MODE #a -o Mara"]
        assert bob.codes("MODE #a -o mara", "MODE #a -o nobody") == [refused, "401"]
        party.log_in("mara", "#a")
        assert names(bob, "#a") == "@bob mara"

    def test_what_comes_of_being_an_operator_of_the_hub_stays_with_that(self, kept: Kept) -> None:
        party = kept.party(operators={"root": "pw"})
        mara = party.log_in("mara", "#hubbub")
        mara.says("OPER root pw", "QUIT")
        assert names(party.log_in("mara", "#hubbub"), "#hubbub") == "mara"

    def test_logging_in_brings_them_to_where_one_is(self) -> None:
        party = Party(accounts=known())
        bob = party.join("bob", "#a", "#b")
        mara = asks(party)
        mara.says(*plain("mara", "sesame"), "NICK mara", "USER m 0 * :M", "CAP END", "JOIN #a", "JOIN #c")
        bob.says("MODE #a +o mara")
        mara.says("QUIT")
        party.join("zoe", "#c")
        guest = party.join("guest", "#a", "#b", "#c", caps="sasl")
        bob.hears()
        assert guest.codes(*plain("mara", "sesame")) == ["AUTHENTICATE", "900", "903", "MODE", "MODE"]
        assert bob.hears() == [":hub MODE #a +o guest"]
        assert names(guest, "#c") == "@guest zoe" or names(guest, "#c") == "zoe @guest"

    def test_what_a_guest_has_becomes_the_accounts(self) -> None:
        party = Party(accounts=known("mara", "bob"), operators={"root": "pw"})
        host = party.owner("host", "#hubbub")
        guest = party.join("guest", "#a", "#hubbub", caps="sasl")
        host.says("MODE #hubbub +v guest")
        guest.says("OPER root pw", *plain("mara", "sesame"))
        guest.says(*plain("bob", "sesame"), "QUIT")  # who is somebody else then takes nothing along
        party.join("zoe", "#a")
        again = asks(party)
        again.says(*plain("mara", "sesame"), "NICK mara", "USER m 0 * :M", "CAP END", "JOIN #a,#hubbub")
        assert names(again, "#a") in ("@mara zoe", "zoe @mara")
        assert names(again, "#hubbub") == "~host +mara"
        other = asks(party)
        other.says(*plain("bob", "sesame"), "NICK bob", "USER b 0 * :B", "CAP END", "JOIN #a")
        assert "@bob" not in names(other, "#a")
