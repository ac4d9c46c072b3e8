"""Messages that share a file, between hub and clients: bound once, replayed, sent again, taken back."""

from __future__ import annotations

import pytest

from app.client.events import (
    Abilities,
    Edited,
    FileTokenTold,
    HistoryPage,
    MemberChanged,
    MessageArrived,
    MessagePending,
    MessageSent,
    OwnAvatarTold,
)
from app.client.wishes import AskFileToken, ChangeAvatar, Delete, Edit, SayFile
from app.files.file_limits import FileLimits
from app.files.file_record import FileRecord
from app.irc.file_tag import SharedFile
from tests.pair.party import Friend, Party

ROOM = "#robotics-club"
MARA, BOB, CARL = "11" * 32, "22" * 32, "33" * 32
ID = "A" * 22
LINK = f"http://10.0.0.254:7697/f/{ID}/plan.pdf"
GUESSED = SharedFile(ID, "what bob calls it", 1, "text/plain", "cd" * 32)  # of which the id counts alone
KEPT = SharedFile(ID, "plan.pdf", 12, "application/pdf", "ab" * 32)


@pytest.fixture
def party() -> Party:
    return Party()


@pytest.fixture
def mara(party: Party) -> Friend:
    return party.join("mara", certificate=MARA)


@pytest.fixture(params=[BOB, ""], ids=["with an account", "a guest"])
def bob(party: Party, mara: Friend, request: pytest.FixtureRequest) -> Friend:
    friend = party.join("bob", certificate=request.param)
    mara.events.clear()
    return friend


def upload(friend: Friend) -> None:
    """Bring the plan to the hub, as its HTTP side does with a token of that session."""
    party = friend.party
    friend.wants(AskFileToken())
    party.settle()
    [told] = friend.saw(FileTokenTold)
    uploader = party.hub.uploader_by_token(told.token, party.now)
    assert uploader is not None
    record = FileRecord(ID, KEPT.name, KEPT.size, KEPT.type, KEPT.sha256, uploader.identity, party.now)
    party.hub.keep_file(record, party.now)
    party.settle()


def share(friend: Friend) -> MessageSent:
    friend.wants(SayFile(ROOM, "as promised", LINK, GUESSED))
    friend.party.settle()
    return friend.saw(MessageSent)[-1]


def test_a_hub_tells_how_large_a_file_may_be(party: Party, mara: Friend) -> None:
    [offers] = mara.saw(Abilities)
    assert offers.file_bytes == FileLimits().largest
    [offers] = party.join("bob").saw(Abilities)
    assert offers.file_bytes == FileLimits().guest_day
    [offers] = Party(files=None).join("bob").saw(Abilities)
    assert (offers.file_bytes, SayFile in offers.kinds) == (0, False)


def test_a_file_is_told_as_the_hub_knows_it(party: Party, mara: Friend, bob: Friend) -> None:
    upload(bob)
    sent = share(bob)
    assert (sent.text, sent.file) == ("as promised", KEPT)
    [arrived] = mara.saw(MessageArrived)
    assert (arrived.text, arrived.file, arrived.msgid) == ("as promised", KEPT, sent.msgid)
    carl = party.join("carl", certificate=CARL)
    [page] = carl.saw(HistoryPage)
    [old] = [event for event in page.events if isinstance(event, MessageArrived)]
    assert (old.text, old.file) == ("as promised", KEPT)


def test_what_was_not_uploaded_or_is_said_already_is_a_link(party: Party, mara: Friend, bob: Friend) -> None:
    sent = share(bob)
    assert (sent.text, sent.file) == (f"as promised {LINK}", None)
    upload(bob)
    share(bob)
    assert share(bob).file is None
    mara.wants(SayFile(ROOM, "mine", LINK, GUESSED))
    party.settle()
    assert mara.saw(MessageSent)[-1].file is None


def test_a_new_caption_keeps_the_file_and_taking_it_back_does_not(
    party: Party, mara: Friend, bob: Friend
) -> None:
    upload(bob)
    msgid = share(bob).msgid
    mara.events.clear()
    bob.wants(Edit(ROOM, msgid, "better"))
    party.settle()
    [edited] = mara.saw(Edited)
    assert (edited.msgid, edited.text) == (msgid, "better")
    assert party.hub.find_file(ID) is not None
    bob.wants(Delete(ROOM, msgid))
    party.settle()
    assert party.hub.find_file(ID) is None


def test_what_was_said_as_the_cable_was_out_is_said_once_with_its_file(party: Party, mara: Friend) -> None:
    bob = party.join("bob", certificate=BOB)
    upload(bob)
    mara.events.clear()
    bob.unplug()
    bob.wants(SayFile(ROOM, "as promised", LINK, GUESSED))
    [pending] = bob.saw(MessagePending)
    assert (pending.text, pending.file) == ("as promised", GUESSED)
    party.settle()
    bob.plug_in(is_lost=True)
    again = party.comes_back(bob)
    [sent] = again.saw(MessageSent)
    assert (sent.text, sent.file) == ("as promised", KEPT)
    [arrived] = mara.saw(MessageArrived)
    assert arrived.file == KEPT


def test_a_hub_tells_what_one_shows_there(party: Party, mara: Friend, bob: Friend) -> None:
    assert [event.link for event in bob.saw(OwnAvatarTold)] == [""]
    upload(bob)
    bob.wants(ChangeAvatar(LINK))
    party.settle()
    assert [event.member.avatar for event in mara.saw(MemberChanged)][-1:] == [LINK]
    assert [event.link for event in bob.saw(OwnAvatarTold)] == [LINK]
    bob.wants(ChangeAvatar(""))
    party.settle()
    assert [event.member.avatar for event in mara.saw(MemberChanged)][-1:] == [""]
    assert party.hub.find_file(ID) is None, "nobody shows it any more"
    assert Party(files=None).join("bob").saw(OwnAvatarTold) == []
