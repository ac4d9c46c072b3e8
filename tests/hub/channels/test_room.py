"""The room, its host, and those who are put into it."""

from __future__ import annotations

from app.hub.data.config import HubConfig
from app.hub.data.events import Joined, OwnerProved
from app.irc.capabilities import ROOM
from tests.hub.party import Friend, Party, command_of


def secret_of(line: str) -> str:
    """The secret in HUBBUB OWNER :<secret>."""
    assert command_of(line) == "HUBBUB"
    return line.split(" ")[-1].lstrip(":")


def test_the_room_is_named_by_the_host() -> None:
    assert HubConfig(room_name="Robotics club").room == "#robotics-club"
    assert HubConfig(room_name="x", room="#y").room == "#y"


class TestForcedJoin:
    def test_a_foreign_client_lands_in_the_room(self) -> None:
        party = Party(room_name="Robotics", autojoin=True)
        heard = party.connect().says("NICK bob", "USER bob 0 * :Bob")
        assert heard[-4:] == [
            ":bob!bob@10.0.0.1 JOIN #robotics",
            ":hub 353 bob = #robotics bob",
            ":hub 366 bob #robotics :End of names",
            ":hub NOTICE bob :What is said here is kept. Whoever joins can read all of it.",
        ]
        assert party.hub.member_count == 1
        assert len(party.happened(Joined)) == 1

    def test_our_clients_come_by_themselves(self) -> None:
        party = Party(autojoin=True)
        bob = party.join("bob", caps=ROOM)
        assert party.hub.member_count == 0
        assert bob.codes("JOIN #hubbub")[0] == "JOIN"

    def test_it_goes_through_bans_key_limit_and_invitation(self) -> None:
        party = Party(autojoin=True)
        host = party.owner("host", "#hubbub")
        for number, (change, code) in enumerate(
            [("+b *!*@10.*", "474"), ("-b+k *!*@10.* word", "475"), ("-k+l word 1", "471"), ("-l+i", "473")]
        ):
            host.says(f"MODE #hubbub {change}")
            guest = party.connect()
            assert guest.codes(f"NICK g{number}", "USER g 0 * :G")[-2:] == ["422", code]
        assert party.hub.member_count == 1

    def test_nobody_is_anything_for_coming_first(self) -> None:
        party = Party(autojoin=True)
        bob = party.join("bob")
        assert bob.codes("MODE #hubbub +m", "TOPIC #hubbub :x") == ["482", "482"]

    def test_the_room_outlives_its_last_member(self) -> None:
        party = Party()
        host = party.owner("host", "#hubbub")
        host.says("TOPIC #hubbub :stays", "PART #hubbub")
        assert "332" in party.join("bob").codes("JOIN #hubbub")


class TestHost:
    def test_a_granted_secret_proves_the_host_before_registration(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now)
        host = party.connect()
        (line,) = host.says("HUBBUB OWNER sesame")
        assert len(secret_of(line)) > 20
        host.says("NICK host", "USER h 0 * :H")
        bob = party.join("bob", "#hubbub")
        assert host.says("JOIN #hubbub")[1].split(":")[-1].split() == ["bob", "~host"]
        assert bob.hears()[1] == ":hub MODE #hubbub +q host"

    def test_it_proves_the_host_afterwards_too(self) -> None:
        party = Party()
        bob = party.join("bob", "#hubbub")
        host = party.join("host", "#hubbub")
        party.hub.grant_owner("sesame", party.now)
        party.quiet()
        heard = host.says("HUBBUB OWNER sesame")
        assert [command_of(line) for line in heard] == ["HUBBUB", "MODE"]
        assert bob.hears() == [":hub MODE #hubbub +q host"]
        assert party.happened(OwnerProved) == [OwnerProved(party.now, host.session, "host")]

    def test_a_secret_works_once_and_the_answer_brings_the_next(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now)
        host = party.join("host")
        following = secret_of(host.says("HUBBUB OWNER sesame")[0])
        thief = party.join("thief")
        assert thief.says("HUBBUB OWNER sesame") == [
            ":hub FAIL HUBBUB INVALID_SECRET OWNER :That is not the host's secret"
        ]
        assert secret_of(host.says(f"HUBBUB OWNER {following}")[0]) != following
        assert not host.is_closed

    def test_a_reconnecting_host_takes_its_name_back_from_its_ghost(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now)
        ghost = party.join("host")
        following = secret_of(ghost.says("HUBBUB OWNER sesame")[0])
        again = party.connect()
        assert again.codes(
            "CAP LS 302", f"HUBBUB OWNER {following}", "NICK host", "USER h 0 * :H", "CAP END"
        )[1:4] == ["CAP", "HUBBUB", "001"]
        assert ghost.is_closed
        assert "Replaced by a new connection" in ghost.hears()[-1]

    def test_a_secret_stays_good_when_its_connection_is_gone(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now)
        host = party.join("host")
        following = secret_of(host.says("HUBBUB OWNER sesame")[0])
        party.hub.disconnect(host.session, "Connection reset", party.now)
        assert party.connect().codes(f"HUBBUB OWNER {following}") == ["HUBBUB"]

    def test_wrong_secrets_are_refused_slowed_and_cut_off(self) -> None:
        party = Party()
        thief = party.connect(address="10.6.6.6")
        assert thief.codes("HUBBUB OWNER a", "HUBBUB OWNER b", "HUBBUB OWNER c") == [
            "FAIL",
            "FAIL",
            "FAIL",
            "ERROR",
        ]
        assert thief.is_closed
        assert party.connect(address="10.6.6.6").says("HUBBUB OWNER d") == [
            ":hub FAIL HUBBUB TRY_AGAIN_LATER OWNER :Too many wrong secrets, wait a minute"
        ]
        party.hub.grant_owner("sesame", party.now)
        own = party.connect(address="10.6.6.6", private=True)
        assert own.codes("HUBBUB OWNER sesame") == ["HUBBUB"]

    def test_hubbub_knows_only_owner(self) -> None:
        bob = Party().join("bob")
        assert bob.says("HUBBUB DANCE x") == [
            ":hub FAIL HUBBUB UNKNOWN_SUBCOMMAND DANCE "
            ":There are only OWNER, PASSWORD, CALLBACK, CREATE, DECLINE, TITLE, BAN, MUTE, VERIFIER"
        ]
        assert bob.codes("HUBBUB OWNER") == ["461"]

    def test_no_secret_is_ever_in_an_event(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now)
        host = party.join("host")
        following = secret_of(host.says("HUBBUB OWNER sesame")[0])
        told = repr(party.events)
        assert "sesame" not in told
        assert following not in told

    def window(self, party: Party, secret: str, fingerprint: str = "") -> Friend:
        """A connection of the hosting window that says a secret, up to its welcome."""
        window = party.connect(private=True, address="127.0.0.1", fingerprint=fingerprint)
        window.says("CAP LS 302", f"CAP REQ :{ROOM}", f"HUBBUB OWNER {secret}", "NICK host", "USER h 0 * :H")
        party.quiet()
        return window

    def test_the_hosting_window_is_the_host_without_a_certificate(self) -> None:
        party = Party(password="pw", owner_fingerprint="fp-host", locked=True)
        party.hub.grant_owner("sesame", party.now, to_window=True)
        window = party.connect(private=True, address="127.0.0.1")
        assert window.says("HUBBUB OWNER sesame") == [":hub HUBBUB OWNER"], "its next secret is not told here"
        assert window.codes("NICK host", "USER h 0 * :H")[0] == "001"
        assert ":hub 353 host = #hubbub ~host" in window.says("JOIN #hubbub")
        assert window.codes("TOPIC #hubbub :x", "MODE #hubbub +k y") == ["TOPIC", "MODE"]
        assert party.happened(OwnerProved) == [OwnerProved(party.now, window.session, "")]

    def test_each_secret_of_the_window_works_once_and_the_newest_alone(self) -> None:
        party = Party()
        for secret in ("one", "two"):
            party.hub.grant_owner(secret, party.now, to_window=True)
        own = party.connect(private=True, address="127.0.0.1")
        assert own.codes("HUBBUB OWNER one", "HUBBUB OWNER two", "HUBBUB OWNER two") == [
            "FAIL",
            "HUBBUB",
            "FAIL",
        ]
        assert party.connect(private=True, address="127.0.0.1").codes("HUBBUB OWNER :") == ["FAIL"]

    def test_the_window_s_secret_is_worth_nothing_elsewhere(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now, to_window=True)
        for address in ("10.0.0.9", "127.0.0.1"):
            assert party.connect(address=address).codes("HUBBUB OWNER sesame") == ["FAIL"]
        assert party.connect(private=True, address="127.0.0.1").codes("HUBBUB OWNER sesame") == ["HUBBUB"]

    def test_it_does_not_take_the_secret_of_a_link_away(self) -> None:
        party = Party()
        party.hub.grant_owner("link", party.now)
        party.hub.grant_owner("window", party.now, to_window=True)
        assert party.connect().codes("HUBBUB OWNER link") == ["HUBBUB"]
        assert party.connect(private=True, address="127.0.0.1").codes("HUBBUB OWNER window") == ["HUBBUB"]

    def test_a_window_that_comes_again_replaces_its_broken_connection(self) -> None:
        party = Party()
        party.hub.grant_owner("one", party.now, to_window=True)
        ghost = self.window(party, "one")
        ghost.says("CAP END")
        party.hub.grant_owner("two", party.now, to_window=True)
        again = self.window(party, "two")
        assert ghost.is_closed
        assert again.codes("CAP END")[0] == "001"
        assert not again.is_closed

    def test_a_certificate_of_the_host_and_the_secret_are_one_proof(self) -> None:
        party = Party(owner_fingerprint="fp-host")
        party.hub.grant_owner("one", party.now, to_window=True)
        ghost = self.window(party, "one", "fp-host")
        ghost.says("CAP END", "JOIN #hubbub")
        assert party.happened(OwnerProved) == [OwnerProved(party.now, ghost.session, "")]
        party.hub.grant_owner("two", party.now, to_window=True)
        self.window(party, "two", "fp-host")
        assert not ghost.is_closed, "who is known joins itself, and nobody sees it go"

    def test_the_window_s_secret_is_never_shown(self) -> None:
        party = Party()
        party.hub.grant_owner("sesame", party.now, to_window=True)
        assert "sesame" not in repr(party.hub._state)
        party.connect(private=True, address="127.0.0.1").says("HUBBUB OWNER sesame")
        assert "sesame" not in repr(party.events)

    def test_password_ban_key_limit_and_invitation_do_not_hold_the_host(self) -> None:
        party = Party(password="pw", operators={"root": "pw"})
        bob = party.connect("bob")
        bob.says("PASS pw", "NICK bob", "USER b 0 * :B", "JOIN #hubbub", "OPER root pw")
        bob.says("MODE #hubbub +bikl *!*@* word 1")
        host = party.owner("host")
        assert host.codes("JOIN #hubbub")[0] == "JOIN"

    def test_nobody_else_removes_or_demotes_the_host(self) -> None:
        party = Party(operators={"root": "pw"})
        host = party.owner("host", "#hubbub")
        bob, oper = party.join("bob", "#hubbub"), party.join("oper", "#hubbub")
        host.says("MODE #hubbub +o bob", "MODE #hubbub +o host")
        party.quiet()
        refused = ":hub 482 bob #hubbub :Nobody can"
        assert bob.says("KICK #hubbub host")[0] == f"{refused} remove the host"
        assert bob.says("MODE #hubbub -o host")[0] == f"{refused} take the host's rank"
        assert bob.codes("KILL host x") == ["481"]
        assert host.codes("MODE #hubbub -o host") == ["MODE"]
        oper.says("OPER root pw")
        party.quiet()
        assert oper.codes("KICK #hubbub host") == ["KICK"]
        host.says("JOIN #hubbub")
        assert host.codes("KICK #hubbub host") == ["KICK"]

    def test_the_host_removes_people_from_the_hub(self) -> None:
        party = Party()
        host, bob = party.owner("host"), party.join("bob")
        host.says("KILL bob :bye")
        party.turn()
        assert bob.is_closed

    def test_two_windows_of_the_host_do_not_kill_each_other(self) -> None:
        party = Party()
        one, two = party.owner("one"), party.owner("two")
        assert one.codes("KILL two x") == ["481"]
        assert not two.is_closed
