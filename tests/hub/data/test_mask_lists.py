"""Masks for accounts and for speaking alone, and who may enter and speak by being logged in."""

from __future__ import annotations

import pytest

from app.hub.data.mask_lists import complete
from tests.hub.party import Friend, Party, command_of


@pytest.mark.parametrize(
    ("word", "mask"),
    [
        ("", ""),
        ("bob", "bob!*@*"),
        ("~u@host", "*!~u@host"),
        ("::1", "*!*@::1"),
        ("~a:bob", "~a:bob"),
        ("~account:Bob", "~a:Bob"),
        ("~a:", ""),
        ("~m:bob", "~m:bob!*@*"),
        ("~mute:~account:bob", "~m:~a:bob"),
        ("~m:", ""),
        ("~m:~m:bob", ""),
        ("~m:~x:bob", ""),
        ("~x:bob", ""),
    ],
)
def test_masks_are_completed(word: str, mask: str) -> None:
    assert complete(word) == mask


def _with_moderator(*modes: str) -> tuple[Party, Friend]:
    party = Party()
    mod = party.join("mod", "#a")
    mod.says(*(f"MODE #a {mode}" for mode in modes))
    party.quiet()
    return party, mod


class TestAccounts:
    def test_an_account_is_banned_whatever_it_is_called(self) -> None:
        party, mod = _with_moderator("+b ~account:MARA")
        mara = party.log_in("mara")
        mara.says("NICK other")
        assert mara.codes("JOIN #a") == ["474"]
        assert party.join("guest", fingerprint="").codes("JOIN #a")[0] == "JOIN"
        mod.hears()
        assert mod.says("MODE #a b")[0].startswith(":hub 367 mod #a ~a:MARA mod ")
        assert mod.says("MODE #a -b ~a:mara")[0].endswith(" MODE #a -b ~a:MARA")
        assert mara.codes("JOIN #a")[0] == "JOIN"

    def test_a_nickname_is_no_account(self) -> None:
        party, _ = _with_moderator("+b ~a:bob")
        assert party.join("bob").codes("JOIN #a")[0] == "JOIN"

    @pytest.mark.parametrize(
        ("ban", "exception"), [("+b *", "+e ~a:mara"), ("+i", "+I ~a:mara"), ("+b *", "+e ~a:*")]
    )
    def test_an_account_may_be_excepted(self, ban: str, exception: str) -> None:
        party, _ = _with_moderator(ban, exception)
        assert party.log_in("mara").codes("JOIN #a")[0] == "JOIN"
        assert party.join("bob").codes("JOIN #a")[0] != "JOIN"


class TestMutes:
    def muted(self, *modes: str) -> tuple[Party, Friend, Friend]:
        """A moderator and a member that a ban of speaking is for."""
        party, mod = _with_moderator(*(modes or ("+b ~m:bob",)), "-t")
        bob = party.join("bob", "#a", caps="message-tags")
        party.quiet()
        return party, mod, bob

    def test_who_is_muted_enters_but_does_not_speak(self) -> None:
        _, mod, bob = self.muted()
        assert bob.says("PRIVMSG #a :hi", "@+typing=active TAGMSG #a", "TOPIC #a :mine", "TOPIC #a") == [
            ":hub 404 bob #a :Cannot send to channel (you are muted)",
            ":hub 404 bob #a :Cannot send to channel (you are muted)",
            ":hub 404 bob #a :Cannot change the topic (you are muted)",
            ":hub 331 bob #a :No topic is set",
        ]
        assert bob.says("NOTICE #a :hi") == []
        assert mod.hears() == []
        mod.says("MODE #a -b ~m:BOB")
        bob.hears()
        assert bob.codes("PRIVMSG #a :hi", "TOPIC #a :mine") == ["TOPIC"]
        assert [command_of(line) for line in mod.hears()] == ["PRIVMSG", "TOPIC"]

    @pytest.mark.parametrize("mode", ["+v bob", "+o bob", "+e bob", "+e ~m:*!bob@*"])
    def test_voice_and_exceptions_help(self, mode: str) -> None:
        _, mod, bob = self.muted()
        mod.says(f"MODE #a {mode}")
        bob.hears()
        assert bob.says("PRIVMSG #a :hi") == []

    def test_an_account_may_be_muted(self) -> None:
        party, _, bob = self.muted("+b ~m:~a:mara")
        assert party.log_in("mara", "#a").codes("PRIVMSG #a :hi") == ["404"]
        bob.hears()
        assert bob.says("PRIVMSG #a :hi") == []

    def test_an_exception_of_speaking_opens_no_door(self) -> None:
        party, _ = _with_moderator("+b *", "+e ~m:*")
        assert party.join("bob").codes("JOIN #a") == ["474"]

    def test_who_is_outside_may_be_muted_too(self) -> None:
        party, _ = _with_moderator("-n", "+b ~m:bob")
        assert party.join("bob").codes("PRIVMSG #a :hi") == ["404"]
        assert party.join("ann").codes("PRIVMSG #a :hi") == []

    @pytest.mark.parametrize("mode", ["+I ~m:bob", "+b ~x:bob", "+b ~m:", "+e ~a:", f"+b ~a:{'x' * 200}"])
    def test_what_makes_no_sense_is_refused(self, mode: str) -> None:
        _, mod = _with_moderator()
        assert mod.codes(f"MODE #a {mode}") == ["696"]

    def test_what_is_not_there_cannot_be_taken_out(self) -> None:
        _, mod = _with_moderator()
        assert mod.says("MODE #a -b ~x:bob", "MODE #a -b ~m:bob") == []


class TestLoggedInOnly:
    def test_only_who_is_logged_in_enters(self) -> None:
        party, mod = _with_moderator("+R")
        bob = party.join("bob")
        assert bob.says("JOIN #a") == [":hub 477 bob #a :Cannot join channel (you must be logged in)"]
        assert party.log_in("mara").codes("JOIN #a")[0] == "JOIN"
        mod.says("INVITE bob #a")
        bob.hears()
        assert bob.codes("JOIN #a")[0] == "JOIN"

    def test_an_invitation_mask_helps(self) -> None:
        party, _ = _with_moderator("+R", "+I bob")
        assert party.join("bob").codes("JOIN #a")[0] == "JOIN"

    def test_only_who_is_logged_in_speaks(self) -> None:
        party, mod = _with_moderator("+M")
        bob = party.join("bob", "#a")
        assert bob.says("PRIVMSG #a :hi") == [
            ":hub 404 bob #a :Cannot send to channel (you must be logged in)"
        ]
        assert party.log_in("mara", "#a").codes("PRIVMSG #a :hi") == []
        mod.says("MODE #a +v bob")
        bob.hears()
        assert bob.says("PRIVMSG #a :hi") == []


class TestNoCtcp:
    def test_only_actions_pass(self) -> None:
        party, mod = _with_moderator("+C")
        bob = party.join("bob", "#a", caps="message-tags")
        party.quiet()
        assert bob.says(
            "PRIVMSG #a :\x01ACTION waves\x01",
            "PRIVMSG #a :\x01VERSION\x01",
            "NOTICE #a :\x01VERSION x\x01",
            "PRIVMSG #a :hi",
            "@+typing=active TAGMSG #a",
            "PRIVMSG mod :\x01VERSION\x01",
        ) == [":hub 404 bob #a :Cannot send to channel (no CTCP here)"]
        texts = [line.split(" :")[1] for line in mod.hears()]
        assert texts == ["\x01ACTION waves\x01", "hi", "\x01VERSION\x01"]


def test_they_are_told_at_the_start() -> None:
    tokens = " ".join(Party().join("bob").says("ISUPPORT"))
    assert " EXTBAN=~,am " in tokens
    assert " ACCOUNTEXTBAN=a " in tokens
