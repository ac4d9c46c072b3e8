"""The tokens of 005 on request, also before registration, and the room's icon."""

from __future__ import annotations

from app.irc.capabilities import EXTENDED_ISUPPORT
from tests.hub.party import Party, command_of, tags_of


def test_they_are_shown_on_request() -> None:
    heard = Party().join("bob").says("ISUPPORT")
    assert {command_of(line) for line in heard} == {"005"}
    assert heard[0].startswith(":hub 005 bob NETWORK=Hubbub ")
    assert heard[0].endswith(" :are supported by this server")


def test_before_registration_only_with_the_capability() -> None:
    bob = Party().connect("bob")
    bob.says("CAP LS 302")
    assert bob.codes("ISUPPORT") == ["451"]
    bob.says(f"CAP REQ {EXTENDED_ISUPPORT}")
    heard = bob.says("ISUPPORT")
    assert {command_of(line) for line in heard} == {"005"}
    assert heard[0].startswith(":hub 005 * NETWORK=Hubbub ")
    assert command_of(bob.says("NICK bob", "USER bob 0 * :Bob", "CAP END")[0]) == "001"


def test_with_batches_they_always_come_in_one() -> None:
    bob = Party().connect("bob")
    bob.says("CAP LS 302", f"CAP REQ :batch {EXTENDED_ISUPPORT}")
    opening, *tokens, closing = bob.says("ISUPPORT")
    assert opening == ":hub BATCH +1 draft/isupport"
    assert closing == ":hub BATCH -1"
    assert tokens
    assert all(tags_of(line) == {"batch": "1"} and command_of(line) == "005" for line in tokens)
    welcome = bob.says("NICK bob", "USER bob 0 * :Bob", "CAP END")
    opened = welcome.index(":hub BATCH +2 draft/isupport")
    numbers = [index for index, line in enumerate(welcome) if command_of(line) == "005"]
    assert numbers == list(range(opened + 1, welcome.index(":hub BATCH -2")))


def test_a_label_stands_on_their_batch() -> None:
    bob = Party().join("bob", caps=f"batch labeled-response message-tags {EXTENDED_ISUPPORT}")
    opening, *tokens, closing = bob.says("@label=x ISUPPORT")
    reference = opening.split("+")[1].split(" ")[0]
    assert opening == f"@label=x :hub BATCH +{reference} draft/isupport"
    assert all(tags_of(line) == {"batch": reference} for line in tokens)
    assert closing == f":hub BATCH -{reference}"


def test_a_batch_may_stand_in_the_batch_of_a_label() -> None:
    bob = Party().join("bob", caps=f"batch labeled-response message-tags {EXTENDED_ISUPPORT}")
    outer, version, inner, *_tokens, inner_end, outer_end = bob.says("@label=x VERSION")
    reference = outer.split("+")[1].split(" ")[0]
    assert tags_of(outer) == {"label": "x"}
    assert command_of(version) == "351"
    assert tags_of(version) == tags_of(inner) == {"batch": reference}
    assert command_of(inner_end) == command_of(outer_end) == "BATCH"
    assert outer_end == f":hub BATCH -{reference}"


def test_an_icon_is_told_where_there_is_one() -> None:
    party = Party(icon="https://example.org/icon.svg?size=2")
    assert "draft/ICON=https://example.org/icon.svg?size\\x3D2 " in party.join("bob").says("ISUPPORT")[0]
    assert "ICON" not in Party().join("bob").says("ISUPPORT")[0]
