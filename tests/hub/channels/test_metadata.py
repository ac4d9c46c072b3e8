"""METADATA: what people and channels say of themselves, in both drafts."""

from __future__ import annotations

import json

import pytest

from app.hub.channels.metadata import AT_ONCE, KEYS, LATER, SUBSCRIPTIONS, VALUE_BYTES
from app.hub.data.memory import MemoryAccounts, MemoryRecords
from tests.hub.party import Friend, Party, command_of, credentials_of, tags_of, untagged

SECOND = "batch draft/metadata-2"
THIRD = "batch draft/metadata-3"


def inside(lines: list[str], kind: str = "metadata") -> list[str]:
    """The lines of the one batch that was heard, without tags."""
    opening, *middle, closing = lines
    reference = opening.split("+")[1].split(" ")[0]
    assert f"BATCH +{reference} {kind}" in opening
    assert closing.endswith(f"BATCH -{reference}")
    assert all(tags_of(line)["batch"] == reference for line in middle)
    return [untagged(line) for line in middle]


class TestOwnValues:
    def test_they_are_set_read_listed_and_taken_out(self) -> None:
        ann = Party().join("ann", caps=THIRD)
        assert ann.says("METADATA * SET status :at work") == [":hub 761 ann ann status * :at work"]
        assert ann.says("METADATA ann SET color #00f") == [":hub 761 ann ann color * #00f"]
        assert inside(ann.says("METADATA * GET color none")) == [
            ":hub 761 ann ann color * #00f",
            ":hub 766 ann ann none :Key is not set",
        ]
        assert inside(ann.says("METADATA ANN LIST")) == [
            ":hub 761 ann ann status * :at work",
            ":hub 761 ann ann color * #00f",
        ]
        assert ann.says("METADATA * SET color") == [":hub 766 ann ann color :Key is not set"]
        assert ann.says("METADATA * SET status :") == [":hub 766 ann ann status :Key is not set"]
        assert inside(ann.says("METADATA * LIST")) == []

    def test_all_are_cleared_at_once(self) -> None:
        ann = Party().join("ann", caps=THIRD)
        ann.says("METADATA * SET color red", "METADATA * SET status x")
        assert inside(ann.says("METADATA * CLEAR")) == [
            ":hub 766 ann ann color :Key is not set",
            ":hub 766 ann ann status :Key is not set",
        ]

    def test_others_read_but_do_not_change_them(self) -> None:
        party = Party()
        party.join("ann", caps=THIRD).says("METADATA * SET color red")
        bob = party.join("bob", caps=THIRD)
        assert inside(bob.says("METADATA ann GET color")) == [":hub 761 bob ann color * red"]
        assert bob.says("METADATA ann SET color blue", "METADATA ann CLEAR") == [
            ":hub FAIL METADATA KEY_NO_PERMISSION ann color :You may not do that",
            ":hub FAIL METADATA KEY_NO_PERMISSION ann * :You may not do that",
        ]

    def test_whois_shows_them_to_who_knows_metadata(self) -> None:
        party = Party()
        party.join("ann", caps=THIRD).says("METADATA * SET color red")
        assert ":hub 760 bob ann color * red" in party.join("bob", caps=SECOND).says("WHOIS ann")
        assert "760" not in party.join("zoe").codes("WHOIS ann")

    def test_who_does_not_know_batches_gets_them_bare(self) -> None:
        ann = Party().join("ann", caps="draft/metadata-3")
        assert ann.codes("METADATA * GET color") == ["766"]

    @pytest.mark.parametrize(
        ("line", "second", "third"),
        [
            ("METADATA * SET Color red", "KEY_INVALID Color", "INVALID_KEY Color"),
            ("METADATA * SET a*b x", "KEY_INVALID a*b", "INVALID_KEY a*b"),
            (f"METADATA * SET {'k' * 33} x", f"KEY_INVALID {'k' * 33}", f"INVALID_KEY {'k' * 33}"),
            (f"METADATA * SET url {'x' * (VALUE_BYTES + 1)}", "VALUE_INVALID url", "INVALID_VALUE url"),
            (f"METADATA * SET url {'ü' * (VALUE_BYTES // 2)}x", "VALUE_INVALID url", "INVALID_VALUE url"),
            ("METADATA nobody LIST", "INVALID_TARGET nobody", "INVALID_TARGET nobody"),
            ("METADATA : LIST", "", ""),
            ("METADATA #none GET url", "INVALID_TARGET #none", "INVALID_TARGET #none"),
            ("METADATA * FROB", "SUBCOMMAND_INVALID FROB", "INVALID_PARAMS FROB"),
            ("METADATA * SUB $url", "KEY_INVALID $url", "INVALID_KEY $url"),
            ("METADATA * UNSUB $url", "KEY_INVALID $url", "INVALID_KEY $url"),
        ],
    )
    def test_mistakes_have_the_code_of_each_draft(self, line: str, second: str, third: str) -> None:
        for caps, code in ((SECOND, second), (THIRD, third), ("batch", third)):
            (answer,) = Party().join("ann", caps=caps).says(line)
            if code:
                assert answer.startswith(f":hub FAIL METADATA {code} :")
            else:
                assert command_of(answer) == "461"

    @pytest.mark.parametrize("line", ["METADATA *", "METADATA * GET", "METADATA * SET", "METADATA * SUB"])
    def test_too_few_words(self, line: str) -> None:
        assert Party().join("ann", caps=THIRD).codes(line) == ["461"]

    def test_what_is_not_set_cannot_be_taken_out_in_the_second_draft(self) -> None:
        ann = Party().join("ann", caps=SECOND)
        assert ann.says("METADATA * SET url") == [
            ":hub FAIL METADATA KEY_NOT_SET ann url :There is no such key"
        ]

    def test_a_wrong_key_among_others_is_told_in_its_place(self) -> None:
        ann = Party().join("ann", caps=THIRD)
        assert [command_of(line) for line in inside(ann.says("METADATA * GET url A color"))] == [
            "766",
            "FAIL",
            "766",
        ]

    def test_keys_end_somewhere(self) -> None:
        ann = Party(limits=False).join("ann", caps=THIRD)
        assert set(ann.codes(*(f"METADATA * SET k{number} x" for number in range(KEYS)))) == {"761"}
        assert ann.says("METADATA * SET more x") == [
            f":hub FAIL METADATA LIMIT_REACHED ann {KEYS} :There are too many keys"
        ]
        assert ann.codes("METADATA * SET k1 y") == ["761"]

    def test_many_changes_take_their_time(self) -> None:
        party = Party()
        ann = party.join("ann", caps=THIRD)
        assert ann.codes(*["METADATA * SET color red"] * 20) == ["761"] * 20
        assert ann.says("METADATA * SET color red") == [
            ":hub FAIL METADATA RATE_LIMITED ann color 6 :Too many changes, wait 6 seconds"
        ]
        party.wait(6)
        assert ann.codes("METADATA * SET color red") == ["761"]

    def test_nobody_displays_the_name_of_another(self) -> None:
        party = Party()
        party.join("bob")
        ann = party.join("ann", "#a", caps=THIRD)
        assert ann.says("METADATA * SET display-name Bobby", "METADATA * SET display-name :bob") == [
            ":hub 761 ann ann display-name * Bobby",
            ":hub FAIL METADATA INVALID_VALUE display-name :That is what somebody else is called",
        ]
        assert ann.codes("METADATA * SET status bob", "METADATA #a SET display-name bob") == ["761", "761"]


class TestChannelValues:
    def party(self, mode: str = "") -> tuple[Party, Friend]:
        """A party with a channel that says where it is on the web."""
        party = Party()
        ann = party.join("ann", "#a", caps=THIRD)
        ann.says("METADATA #A SET url https://a.example", f"MODE #a {mode}")
        return party, ann

    def test_moderators_change_and_members_read_them(self) -> None:
        party, ann = self.party()
        bob = party.join("bob", "#a", caps=THIRD)
        assert inside(bob.says("METADATA #a GET url")) == [":hub 761 bob #a url * https://a.example"]
        assert bob.says("METADATA #a SET url x", "METADATA #a CLEAR") == [
            ":hub FAIL METADATA KEY_NO_PERMISSION #a url :You may not do that",
            ":hub FAIL METADATA KEY_NO_PERMISSION #a * :You may not do that",
        ]
        ann.says("MODE #a +o bob")
        bob.hears()
        assert bob.says("METADATA #a SET url") == [":hub 766 bob #a url :Key is not set"]
        assert inside(ann.says("METADATA #a LIST")[-2:]) == []

    def test_who_has_changed_one_is_told_to_who_knows_tags(self) -> None:
        party, ann = self.party()
        bob = party.join("bob", "#a", caps=f"{THIRD} message-tags")
        zoe = party.join("zoe", "#a", caps=THIRD)
        for friend in (bob, zoe):
            friend.says("METADATA * SUB display-name")
        ann.says("MODE #a +o bob")
        party.quiet()
        by_bob = "@hubbub.chat/by=bob :hub"
        assert bob.says("METADATA #a SET display-name Chess") == [f"{by_bob} 761 bob #a display-name * Chess"]
        assert zoe.hears() == [":hub 761 * #a display-name * Chess"]
        ann.says("METADATA #a CLEAR")
        assert bob.hears() == ["@hubbub.chat/by=ann :hub 766 * #a display-name :Key is not set"]
        assert bob.says("METADATA * SET display-name Bo") == [":hub 761 bob bob display-name * Bo"]

    def test_of_an_open_channel_all_read_them(self) -> None:
        party, _ = self.party()
        zoe = party.join("zoe", caps=THIRD)
        assert inside(zoe.says("METADATA #a LIST")) == [":hub 761 zoe #a url * https://a.example"]

    @pytest.mark.parametrize("mode", ["+i", "+k word", "+l 1", "+b zoe", "+s"])
    @pytest.mark.parametrize("line", ["GET url", "LIST", "SYNC", "SET url x", "CLEAR"])
    def test_nobody_reads_them_from_outside_of_a_closed_one(self, mode: str, line: str) -> None:
        party, ann = self.party(mode)
        zoe = party.join("zoe", caps=THIRD)
        zoe.says("METADATA * SUB url")
        (answer,) = zoe.says(f"METADATA #a {line}")
        code = "INVALID_TARGET #a" if mode == "+s" else "KEY_NO_PERMISSION #a"
        assert answer.startswith(f":hub FAIL METADATA {code}")
        ann.says("METADATA #a SET url https://new.example")
        assert zoe.hears() == []
        assert inside(zoe.says("METADATA *ALL SYNC")) == []

    def test_they_end_with_the_channel(self) -> None:
        _, ann = self.party()
        ann.says("PART #a", "JOIN #a")
        ann.hears()
        assert inside(ann.says("METADATA #a LIST")) == []

    def test_they_go_with_the_channel_to_another_name(self) -> None:
        party, ann = self.party()
        ann.says("RENAME #a #b", "JOIN #c", "RENAME #c #d")
        ann.hears()
        assert inside(ann.says("METADATA #b LIST")) == [":hub 761 ann #b url * https://a.example"]
        assert inside(party.join("bob", "#a", caps=THIRD).says("METADATA #a LIST")) == []


class TestSubscriptions:
    def test_they_are_taken_listed_and_given_back(self) -> None:
        ann = Party().join("ann", caps=THIRD)
        assert ann.says("METADATA * SUB url color url")[0] == ":hub 770 ann url color url"
        assert inside(ann.says("METADATA * SUBS"), "metadata-subs") == [":hub 772 ann color url"]
        assert ann.says("METADATA * UNSUB url none") == [":hub 771 ann url none"]
        assert inside(ann.says("METADATA * SUBS"), "metadata-subs") == [":hub 772 ann color"]

    def test_there_are_only_so_many(self) -> None:
        ann = Party().join("ann", caps=THIRD)
        for at in range(0, SUBSCRIPTIONS, 10):
            ann.says(f"METADATA * SUB {' '.join(f'k{number}' for number in range(at, at + 10))}")
        ok, later, full = sorted(ann.says("METADATA * SUB k1 more k2"))
        assert ok == ":hub 770 ann k1"
        assert later == ":hub 774 ann *ALL 0"
        assert full == f":hub FAIL METADATA LIMIT_REACHED more {SUBSCRIPTIONS} :You listen to too many keys"
        assert ann.codes("METADATA * SUB more") == ["FAIL"]
        assert len(inside(ann.says("METADATA * SUBS"), "metadata-subs")) == 5

    def test_the_second_draft_has_a_code_of_its_own_for_that(self) -> None:
        ann = Party().join("ann", caps=SECOND)
        for at in range(0, SUBSCRIPTIONS, 10):
            ann.says(f"METADATA * SUB {' '.join(f'k{number}' for number in range(at, at + 10))}")
        assert ann.says("METADATA * SUB more")[0].startswith(":hub FAIL METADATA TOO_MANY_SUBS more ")

    def test_changes_are_told_to_companions_who_have_subscribed(self) -> None:
        party = Party()
        ann = party.join("ann", "#a", caps=THIRD)
        third = party.join("third", "#a", caps=THIRD)
        second = party.join("second", "#a", caps=SECOND)
        other, outside = party.join("other", "#a", caps=THIRD), party.join("outside", caps=THIRD)
        for friend in (third, second, outside):
            friend.says("METADATA * SUB color")
        other.says("METADATA * SUB url")
        party.quiet()
        ann.says("METADATA * SET color red", "METADATA * SET color red", "METADATA * SET color")
        assert third.hears() == [":hub 761 * ann color * red", ":hub 766 * ann color :Key is not set"]
        assert second.hears() == [
            ":ann!ann@10.0.0.1 METADATA ann color * red",
            ":ann!ann@10.0.0.1 METADATA ann color *",
        ]
        assert other.hears() == outside.hears() == []
        ann.says("METADATA #a SET color blue", "METADATA * SET color green", "METADATA * CLEAR")
        assert third.hears() == [
            ":hub 761 * #a color * blue",
            ":hub 761 * ann color * green",
            ":hub 766 * ann color :Key is not set",
        ]

    def test_who_asks_is_not_told_but_its_other_connections_are(self) -> None:
        party = Party()
        desk = party.log_in("mara", "#a", fingerprint="fp", caps=THIRD)
        tablet = party.log_in("x", fingerprint="fp", caps=THIRD)
        for each in (desk, tablet):
            each.says("METADATA * SUB color")
        assert desk.says("METADATA * SET color red") == [":hub 761 mara mara color * red"]
        assert tablet.hears() == [":hub 761 * mara color * red"]

    def test_who_watches_is_told_also_of_what_was_set_before(self) -> None:
        party = Party()
        ann = party.join("ann", caps=THIRD)
        ann.says("METADATA * SET color red")
        zoe, deaf = party.join("zoe", caps=f"{THIRD} extended-monitor"), party.join("deaf")
        zoe.says("METADATA * SUB color")
        online, offline, *batch = zoe.says("MONITOR + ann,nobody")
        assert [command_of(online), command_of(offline)] == ["730", "731"]
        assert inside(batch) == [":hub 761 zoe ann color * red"]
        zoe.says("MONITOR + anna")
        assert "761" not in deaf.codes("MONITOR + ann")
        ann.says("METADATA * SET color blue", "NICK anna")
        assert ":hub 761 * ann color * blue" in zoe.hears()
        ann.says("METADATA * SET color green")
        assert zoe.hears() == [":hub 761 * anna color * green"]

    def test_a_subscriber_of_the_second_draft_hears_values_at_once(self) -> None:
        party = Party()
        ann = party.join("ann", "#a", caps=SECOND)
        bob = party.join("bob", "#a", caps=SECOND)
        ann.says("METADATA * SET color red", "METADATA #a SET color blue")
        ok, *batch = bob.says("METADATA * SUB color url")
        assert command_of(ok) == "770"
        assert inside(batch) == [":hub METADATA #a color * blue", ":hub METADATA ann color * red"]
        assert bob.codes("METADATA * SUB url") == ["770"]


KEY = "hubbub.chat/connection"
OVERHEARD = f"{KEY} * plain-browser"


class TestWhoIsOverheard:
    @pytest.fixture
    def party(self) -> Party:
        return Party(limits=False)

    @pytest.fixture
    def host(self, party: Party) -> Friend:
        host = party.join("host", "#a", caps=THIRD)
        host.says(f"METADATA * SUB {KEY}")
        return host

    def test_others_are_told_of_a_browser_that_is_not_encrypted(self, party: Party, host: Friend) -> None:
        ann = party.join("ann", "#a", web=True, caps=THIRD)
        bob = party.join("bob", caps=THIRD)
        bob.says(f"METADATA * SUB {KEY}")
        assert f":hub 761 bob ann {OVERHEARD}" in map(untagged, bob.says("JOIN #a"))
        assert inside(bob.says("METADATA ann LIST")) == [f":hub 761 bob ann {OVERHEARD}"]
        assert f":hub 760 bob ann {OVERHEARD}" in bob.says("WHOIS ann")
        ann.hears()
        assert inside(ann.says(f"METADATA * GET {KEY}")) == [f":hub 761 ann ann {OVERHEARD}"]

    @pytest.mark.parametrize(
        "connection",
        [
            {"web": False},
            {"web": True, "secure": True},
            {"web": True, "address": "127.0.0.1"},
            {"web": True, "address": "10.0.0.9", "local": "10.0.0.9"},
        ],
    )
    def test_of_nobody_else_it_is_said(
        self, party: Party, host: Friend, connection: dict[str, object]
    ) -> None:
        party.join("ann", "#a", caps=THIRD, **connection)
        assert inside(host.says("METADATA ann LIST")) == []

    def test_it_is_told_as_it_comes_and_only_to_who_asked(self, party: Party, host: Friend) -> None:
        other = party.join("other", "#a", caps=THIRD)
        ann = party.connect("ann", web=True)
        ann.says("NICK ann", "USER ann 0 * :Ann", "JOIN #a")
        assert host.hears()[-1] == f":hub 761 * ann {OVERHEARD}"
        assert not any("plain-browser" in line for line in other.hears())

    def test_one_of_several_connections_is_enough(self) -> None:
        accounts = MemoryAccounts()
        party = Party(accounts=accounts)
        host = party.join("host", "#a", caps=THIRD)
        host.says(f"METADATA * SUB {KEY}")
        party.log_in("mara", "#a", caps=THIRD)
        party.quiet()
        tablet = party.connect(web=True)
        accounts.set_credentials("mara", credentials_of("secret"))
        tablet.says("CAP REQ :sasl", "AUTHENTICATE PLAIN")
        tablet.says("AUTHENTICATE AG1hcmEAc2VjcmV0", "NICK x", "USER x 0 * :X", "CAP END")
        assert host.hears() == [f":hub 761 * mara {OVERHEARD}"]
        tablet.says("QUIT")
        assert host.hears() == [f":hub 766 * mara {KEY} :Key is not set"]

    def test_nobody_says_or_takes_back_that_of_themselves(self, party: Party, host: Friend) -> None:
        ann = party.join("ann", "#a", web=True, caps=THIRD)
        refused = f"FAIL METADATA KEY_NO_PERMISSION ann {KEY} :You may not do that"
        assert ann.says(f"METADATA * SET {KEY} x", f"METADATA * SET {KEY}") == [f":hub {refused}"] * 2
        assert inside(ann.says("METADATA * CLEAR")) == []
        assert ann.codes(*(f"METADATA * SET k{number} x" for number in range(KEYS + 1))) == [
            *["761"] * KEYS,
            "FAIL",
        ]
        early = party.connect("early")
        early.says("CAP LS 302", f"CAP REQ :{THIRD}")
        assert early.codes(f"METADATA * SET {KEY} plain-browser") == ["FAIL"]

    def test_what_an_earlier_hub_has_kept_under_that_name_counts_for_nothing(self) -> None:
        records = MemoryRecords()
        records.put("metadata", "mara", json.dumps({KEY: "plain-browser", "color": "red"}))
        mara = Party(records=records).log_in("mara", fingerprint="fp", caps=THIRD)
        assert inside(mara.says("METADATA * LIST")) == [":hub 761 mara mara color * red"]


class TestComing:
    def test_a_newcomer_hears_of_channel_and_members_and_they_of_it(self) -> None:
        party = Party()
        ann = party.join("ann", "#a", caps=THIRD)
        ann.says("METADATA * SUB color", "METADATA * SET color red", "METADATA #a SET color blue")
        bob = party.join("bob", caps=THIRD)
        bob.says("METADATA * SUB color", "METADATA * SET color green", "METADATA * SET url x")
        party.quiet()
        heard = bob.says("JOIN #a")
        assert [command_of(line) for line in heard[:3]] == ["JOIN", "353", "366"]
        assert inside(heard[3:]) == [
            ":hub 761 bob #a color * blue",
            ":hub 761 bob ann color * red",
            ":hub 761 bob bob color * green",
        ]
        assert ann.hears()[1:] == [":hub 761 * bob color * green"]

    def test_without_subscriptions_nothing_is_heard(self) -> None:
        party = Party()
        party.join("ann", "#a", caps=THIRD).says("METADATA #a SET color blue")
        assert party.join("bob", caps=THIRD).codes("JOIN #a") == ["JOIN", "353", "366"]
        zoe = party.join("zoe", caps=THIRD)
        zoe.says("METADATA * SUB url")
        assert zoe.codes("JOIN #a") == ["JOIN", "353", "366"]

    def test_much_of_it_comes_later(self) -> None:
        party = Party(limits=False)
        keys = [f"k{number}" for number in range(KEYS)]
        for number in range(AT_ONCE // KEYS + 1):
            friend = party.join(f"friend{number}", "#a", caps=THIRD)
            friend.says(*(f"METADATA * SET {key} x" for key in keys))
        zoe = party.join("zoe", caps=THIRD)
        zoe.says(f"METADATA * SUB {' '.join(keys[:12])}", f"METADATA * SUB {' '.join(keys[12:])}")
        assert zoe.says("JOIN #a")[-1] == f":hub 774 zoe #a {LATER:.0f}"
        assert len(inside(zoe.says("METADATA #a SYNC"))) == KEYS * (AT_ONCE // KEYS + 1)
        assert zoe.says("METADATA *ALL SYNC") == [f":hub 774 zoe *ALL {LATER:.0f}"]
        party.wait(LATER)
        assert len(zoe.says("METADATA *all SYNC")) > AT_ONCE

    def test_what_one_person_says_is_had_again_on_request(self) -> None:
        party = Party()
        party.join("ann", caps=THIRD).says("METADATA * SET color red", "METADATA * SET url x")
        zoe = party.join("zoe", caps=THIRD)
        zoe.says("METADATA * SUB color")
        assert inside(zoe.says("METADATA ann SYNC")) == [":hub 761 zoe ann color * red"]


class TestBeforeTheWelcome:
    def hello(self, party: Party, *lines: str, caps: str = THIRD, name: str = "ann") -> list[str]:
        """What somebody hears who says lines before the welcome, from its first line on."""
        friend = party.connect(name)
        friend.says("CAP LS 302", f"CAP REQ :{caps}", *lines, f"NICK {name}")
        return friend.says(f"USER {name} 0 * :{name.title()}", "CAP END")

    def test_it_takes_the_capability(self) -> None:
        assert Party().connect().codes("METADATA * SET color red") == ["451"]

    def test_one_speaks_only_of_oneself(self) -> None:
        party = Party()
        party.join("bob", "#a")
        ann = party.connect()
        ann.says("CAP LS 302", f"CAP REQ :{THIRD}")
        assert ann.codes("METADATA bob LIST", "METADATA #a LIST") == ["FAIL", "FAIL"]
        assert ann.says("METADATA * SUB color") == [":hub 770 * color"]
        assert ann.says("METADATA * SET color red") == [":hub 761 * * color * red"]
        assert ann.says("METADATA * SET color blue") == [":hub 761 * * color * blue"]
        assert ann.says("METADATA * SET url") == [":hub 766 * * url :Key is not set"]
        assert inside(ann.says("METADATA * LIST")) == [":hub 761 * * color * blue"]

    def test_it_counts_from_the_welcome_on_and_is_told_in_it(self) -> None:
        party = Party()
        zoe = party.join("zoe", caps=THIRD)
        zoe.says("METADATA * SUB color", "MONITOR + ann")
        party.quiet()
        heard = self.hello(party, "METADATA * SET color red", "METADATA * SET url x")
        at = next(index for index, line in enumerate(heard) if "BATCH +" in line)
        assert inside(heard[at : at + 4]) == [":hub 761 ann ann color * red", ":hub 761 ann ann url * x"]
        assert command_of(heard[at + 4]) == "422"
        assert zoe.hears() == [":hub 730 * ann!ann@10.0.0.2", ":hub 761 * ann color * red"]
        assert inside(zoe.says("METADATA ann GET color")) == [":hub 761 zoe ann color * red"]

    def test_who_has_said_nothing_hears_an_empty_batch(self) -> None:
        heard = self.hello(Party(), caps=SECOND)
        at = next(index for index, line in enumerate(heard) if "BATCH +" in line)
        assert inside(heard[at : at + 2]) == []

    def test_what_one_is_called_may_be_taken_meanwhile(self) -> None:
        party = Party()
        ann = party.connect("ann")
        ann.says("CAP LS 302", f"CAP REQ :{THIRD}")
        assert ann.codes("METADATA * SET display-name Bob") == ["761"]
        party.join("bob")
        ann.says("NICK ann", "USER ann 0 * :Ann", "CAP END")
        assert inside(ann.says("METADATA * LIST")) == []

    def test_a_further_connection_adds_to_what_was_said(self) -> None:
        party = Party(limits=False)
        desk = party.log_in("mara", fingerprint="fp", caps=THIRD)
        desk.says("METADATA * SUB color", "METADATA * SET color red")
        desk.says(*(f"METADATA * SET k{number} x" for number in range(KEYS - 1)))
        tablet = party.connect(fingerprint="fp")
        tablet.says("CAP LS 302", f"CAP REQ :sasl {THIRD}", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        tablet.says("METADATA * SET color blue", "METADATA * SET k1 x", "METADATA * SET more x")
        tablet.says("NICK x", "USER x 0 * :X", "CAP END")
        assert desk.hears() == [":hub 761 * mara color * blue"]
        assert len(inside(tablet.says("METADATA * LIST"))) == KEYS


class TestKeeping:
    def test_accounts_keep_theirs_over_a_restart(self) -> None:
        records = MemoryRecords()
        party = Party(records=records)
        party.log_in("mara", fingerprint="fp", caps=THIRD).says("METADATA * SET color :rosé", "QUIT")
        party.join("ann", caps=THIRD).says("METADATA * SET color red")
        assert records.all("metadata") == [("mara", '{"color": "rosé"}')]
        mara = Party(records=records).log_in("mara", fingerprint="fp", caps=THIRD)
        assert inside(mara.says("METADATA * LIST")) == [":hub 761 mara mara color * rosé"]
        mara.says("METADATA * CLEAR")
        assert records.all("metadata") == []

    def test_the_room_keeps_its_own_and_dead_channels_nothing(self) -> None:
        records = MemoryRecords()
        records.put("metadata", "#gone", '{"color": "red"}')
        records.put("metadata", "#hubbub", '{"color": "blue"}')
        ann = Party(records=records).join("ann", "#hubbub", "#gone", caps=THIRD)
        assert inside(ann.says("METADATA #hubbub LIST")) == [":hub 761 ann #hubbub color * blue"]
        assert inside(ann.says("METADATA #gone LIST")) == []
        assert [key for key, _ in records.all("metadata")] == ["#hubbub"]

    @pytest.mark.parametrize("text", ["", "{", "[1]", '"x"', '{"color": 1}', "null"])
    def test_what_makes_no_sense_is_dropped(self, text: str) -> None:
        records = MemoryRecords()
        records.put("metadata", "mara", text)
        mara = Party(records=records).log_in("mara", fingerprint="fp", caps=THIRD)
        assert inside(mara.says("METADATA * LIST")) == []

    def test_guests_leave_nothing_behind(self) -> None:
        party = Party()
        party.join("ann", caps=THIRD).says("METADATA * SET color red", "QUIT")
        assert inside(party.join("ann", caps=THIRD).says("METADATA * LIST")) == []

    def test_who_logs_in_later_brings_what_the_account_has_not_said(self) -> None:
        records = MemoryRecords()
        party = Party(records=records, limits=False)
        party.log_in("mara", fingerprint="fp", caps=THIRD).says("METADATA * SET color red", "QUIT")
        zoe = party.join("zoe", "#a", caps=THIRD)
        zoe.says("METADATA * SUB color")
        guest = party.join("guest", "#a", caps=f"sasl {THIRD}", fingerprint="fp")
        guest.says("METADATA * SET color blue", *(f"METADATA * SET k{n} x" for n in range(KEYS - 1)))
        party.quiet()
        guest.says("AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        assert ":hub 761 * guest color * red" in zoe.hears()
        assert len(json.loads(records.get("metadata", "mara") or "")) == KEYS

    def test_nothing_more_fits_than_may(self) -> None:
        records = MemoryRecords()
        records.put("metadata", "mara", json.dumps({f"k{number}": "x" for number in range(KEYS)}))
        party = Party(records=records)
        party.log_in("mara", fingerprint="fp").says("QUIT")
        guest = party.join("guest", caps=f"sasl {THIRD}", fingerprint="fp")
        guest.says("METADATA * SET color blue", "AUTHENTICATE EXTERNAL", "AUTHENTICATE +")
        assert len(inside(guest.says("METADATA * LIST"))) == KEYS
