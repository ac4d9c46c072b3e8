"""Saying something twice, and putting it right."""

from __future__ import annotations

from app.hub.data.storage import ALL, HistoryEvent
from tests.hub.party import Friend, Party, tags_of, untagged

CAPS = "batch echo-message labeled-response message-tags server-time draft/multiline"
OURS = f"{CAPS} hubbub.chat/room"


def _two(party: Party, caps: str = CAPS) -> tuple[Friend, Friend]:
    """Alice, who has an account, and Bob in #a."""
    alice, bob = party.log_in("alice", "#a", caps=CAPS), party.join("bob", "#a", caps=caps)
    party.quiet()
    return alice, bob


def _kept(party: Party) -> list[HistoryEvent]:
    return party.hub._state.history.read("#a", ALL, 9, newest=True, events=False)


def _batch(tags: str, *texts: str) -> list[str]:
    lines = [f"@batch=1 PRIVMSG #a :{text}" for text in texts]
    return [f"{tags}BATCH +1 draft/multiline #a", *lines, "BATCH -1"]


class TestOwnIds:
    def test_a_repeat_is_echoed_as_it_was_and_passed_on_to_nobody(self) -> None:
        party = Party()
        alice, bob = _two(party)
        first = alice.says("@+hubbub.chat/id=i1;label=1 PRIVMSG #a :hi")[0]
        party.wait(5)
        bob.hears()
        again = alice.says("@+hubbub.chat/id=i1;label=2 PRIVMSG #a :hi")[0]
        assert again == first.replace("label=1", "label=2")
        assert bob.hears() == []
        assert len(_kept(party)) == 1

    def test_it_is_known_after_a_reconnect_and_for_several_lines(self) -> None:
        party = Party()
        alice, bob = _two(party)
        batch = _batch("@+hubbub.chat/id=i1 ", "one", "two")
        first = alice.says(*batch)
        party.hub.disconnect(alice.session, "Connection reset", party.now)
        alice = party.log_in("alice", "#a", caps=CAPS)
        bob.hears()
        again = alice.says(*batch)
        assert tags_of(again[0]) == tags_of(first[0])
        assert [untagged(line) for line in again[1:3]] == [untagged(line) for line in first[1:3]]
        assert bob.hears() == []

    def test_what_was_taken_back_since_is_only_known(self) -> None:
        party = Party()
        alice, bob = _two(party)
        msgid = tags_of(alice.says("@+hubbub.chat/id=i1 PRIVMSG #a :hi")[0])["msgid"]
        party.hub._state.history.redact(msgid)
        bob.hears()
        assert [untagged(line) for line in alice.says("@+hubbub.chat/id=i1;label=2 PRIVMSG #a :hi")] == [
            ":hub ACK"
        ]
        assert bob.hears() == []

    def test_it_is_ones_own_and_counts_for_one_target(self) -> None:
        party = Party()
        alice, bob = _two(party)
        alice.says("@+hubbub.chat/id=i1 PRIVMSG #a,bob :hi", "@+hubbub.chat/id=i1 PRIVMSG #a :hi")
        assert len(bob.hears()) == 3
        bob.says("@+hubbub.chat/id=i1 PRIVMSG #a :hi")
        assert len(alice.hears()) == 1
        alice.says("@+hubbub.chat/id=no!id PRIVMSG #a :hi", "@+hubbub.chat/id=no!id PRIVMSG #a :hi")
        assert len(bob.hears()) == 2

    def test_without_echoes_a_repeat_is_answered_by_nothing(self) -> None:
        party = Party()
        bob = party.join("bob", "#a", caps="message-tags")
        assert bob.says("@+hubbub.chat/id=i1 PRIVMSG #a :hi", "@+hubbub.chat/id=i1 PRIVMSG #a :hi") == []
        assert len(_kept(party)) == 1


class TestCorrections:
    def test_others_than_ours_read_that_it_is_one(self) -> None:
        party = Party()
        alice, bob = _two(party)
        ours = party.join("ours", "#a", caps=OURS)
        msgid = tags_of(alice.says("PRIVMSG #a :helo")[0])["msgid"]
        party.quiet()
        alice.says(f"@+hubbub.chat/edit={msgid} PRIVMSG #a :hello")
        (other,), (own,) = bob.hears(), ours.hears()
        assert untagged(other) == ":alice!alice@10.0.0.1 PRIVMSG #a :[edited] hello"
        assert untagged(own) == ":alice!alice@10.0.0.1 PRIVMSG #a :hello"
        assert tags_of(own)["+hubbub.chat/edit"] == tags_of(other)["+hubbub.chat/edit"] == msgid

    def test_one_of_several_lines_is_marked_at_its_beginning(self) -> None:
        party = Party()
        alice, bob = _two(party)
        msgid = tags_of(alice.says("PRIVMSG #a :helo")[0])["msgid"]
        bob.hears()
        alice.says(*_batch(f"@+hubbub.chat/edit={msgid} ", "hello", "you"))
        assert [untagged(line).split(" :")[-1] for line in bob.hears()[1:3]] == ["[edited] hello", "you"]

    def test_a_mark_that_does_not_fit_is_left_out(self) -> None:
        party = Party()
        alice, bob = _two(party)
        msgid = tags_of(alice.says("PRIVMSG #a :helo")[0])["msgid"]
        bob.hears()
        long = "x" * (512 - len(":alice!alice@10.0.0.1 PRIVMSG #a :\r\n"))
        alice.says(f"@+hubbub.chat/edit={msgid} PRIVMSG #a :{long}")
        assert untagged(bob.hears()[0]).endswith(f" :{long}")

    def test_the_latest_takes_the_place_of_an_earlier_one(self) -> None:
        party = Party()
        alice, _bob = _two(party)
        msgid = tags_of(alice.says("PRIVMSG #a :helo")[0])["msgid"]
        for text in ("hallo", "hello"):
            alice.says(f"@+hubbub.chat/edit={msgid} PRIVMSG #a :{text}")
        assert [event.params[1] for event in _kept(party)] == ["helo", "hello"]

    def test_nobody_puts_words_into_anothers_mouth(self) -> None:
        party = Party()
        alice, bob = _two(party)
        msgid = tags_of(alice.says("PRIVMSG #a :mine")[0])["msgid"]
        secret = tags_of(bob.says("PRIVMSG alice :psst")[-1])["msgid"]
        party.quiet()
        for other, code in ((msgid, "EDIT_FORBIDDEN"), (secret, "UNKNOWN_MSGID"), ("none", "UNKNOWN_MSGID")):
            answer = bob.says(f"@+hubbub.chat/edit={other} PRIVMSG #a :changed")
            assert [untagged(line).split(" :")[0] for line in answer] == [
                f":hub FAIL PRIVMSG {code} #a {other}"
            ]
        assert alice.hears() == []

    def test_on_a_message_without_text_the_tag_means_nothing(self) -> None:
        party = Party()
        alice, bob = _two(party)
        alice.says("@+hubbub.chat/edit=none TAGMSG #a")
        assert len(bob.hears()) == 1

    def test_a_record_of_a_correction_that_is_gone_does_no_harm(self) -> None:
        party = Party()
        alice, _bob = _two(party)
        msgid = tags_of(alice.says("PRIVMSG #a :helo")[0])["msgid"]
        edit = f"@+hubbub.chat/edit={msgid} PRIVMSG #a"
        party.hub._state.history.redact(tags_of(alice.says(f"{edit} :hallo")[0])["msgid"])
        assert tags_of(alice.says(f"{edit} :hello")[0])["+hubbub.chat/edit"] == msgid
        assert [event.params[1] for event in _kept(party)] == ["helo", "hello"]
