"""Wishes as a table: each kind is carried out, and says what becomes of it without a connection."""

from __future__ import annotations

import pytest

from app.client import wishes
from app.client.events import Abilities, RequestFailed, Typing
from app.client.features.wish_table import TABLE
from app.client.wishes import Offline, Wish
from app.irc.callback_lines import CallbackResult
from app.irc.file_tag import SharedFile
from tests.client.play import MODERN, NOW, OURS, Play, only

ALL: tuple[Wish, ...] = (
    wishes.Say("#a", "x"),
    wishes.Reply("#a", "m1", "x"),
    wishes.SayFile("#a", "x", "http://h/f/i/n", SharedFile("A" * 22, "plan.pdf", 1, "", "0" * 64)),
    wishes.Edit("#a", "m1", "x"),
    wishes.React("#a", "m1", "x"),
    wishes.Delete("#a", "m1"),
    wishes.Resend(1),
    wishes.CallOff("#a", 1),
    wishes.MarkRead("#a", NOW),
    wishes.AskReadMarker("bob"),
    wishes.TellTyping("#a", Typing.ACTIVE),
    wishes.AskHistory("#a"),
    wishes.Join("#b"),
    wishes.Part("#a"),
    wishes.ShowHeld(1),
    wishes.LeaveHeld(),
    wishes.SetTopic("#a", "x"),
    wishes.SetModes("#a", "+i"),
    wishes.SetRank("#a", "bob", "v"),
    wishes.Kick("#a", "bob"),
    wishes.Ban("#a", "bob"),
    wishes.Unban("#a", "bob!*@*"),
    wishes.AskBans("#a"),
    wishes.Mute("#a", "bob", 600),
    wishes.LiftHubBan("abcd"),
    wishes.AskHubBans(),
    wishes.Invite("#a", "bob"),
    wishes.Decline("#a"),
    wishes.MakeRoom("Chess", True, "none"),
    wishes.RenameRoom("#a", "Go"),
    wishes.AskChannels(),
    wishes.ChangeNick("you"),
    wishes.ChangeColour("#223496"),
    wishes.ChangeAvatar("http://h/f/x"),
    wishes.SetAway(None),
    wishes.Whois("bob"),
    wishes.Watch("bob"),
    wishes.Unwatch("bob"),
    wishes.Quote("VERSION"),
    wishes.AskFileToken(),
    wishes.TellCallback(CallbackResult(6667, "10.0.0.1", True)),
)


def test_every_kind_of_wish_has_its_row() -> None:
    kinds = {each for each in vars(wishes).values() if isinstance(each, type) and issubclass(each, Wish)}
    assert TABLE.keys() == kinds - {Wish}
    assert {type(wish) for wish in ALL} == TABLE.keys()


@pytest.mark.parametrize("wish", ALL, ids=lambda wish: type(wish).__name__)
def test_a_wish_before_the_welcome_waits_or_is_refused_and_breaks_nothing(wish: Wish) -> None:
    play = Play()
    told = play.wants(wish)
    assert play.asks() == ""
    if wish.offline is Offline.WAITS:
        assert not only(told, RequestFailed)
    assert hash(wish) == hash(wish)


def test_bans_of_the_whole_server_are_for_the_host_of_a_hub_alone() -> None:
    of_host = {wishes.AskHubBans, wishes.LiftHubBan}
    for caps in (OURS, MODERN):
        play = Play().registers(caps=caps)
        assert not any(map(play.session.can, of_host))
        told = only(play.hears(":s HUBBUB OWNER"), Abilities)
        assert [of_host <= abilities.kinds for abilities in told] == ([True] if caps is OURS else [])


def test_what_waits_without_a_connection_is_what_the_outbox_holds() -> None:
    waits = {type(wish) for wish in ALL if wish.offline is Offline.WAITS}
    assert waits == {wishes.Say, wishes.Reply, wishes.SayFile, wishes.Resend, wishes.CallOff}
