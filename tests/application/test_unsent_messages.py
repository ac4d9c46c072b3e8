"""What no server has confirmed: given to whoever can send it, and kept in a file meanwhile."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.application import unsent_file
from app.application.unsent_messages import UnsentMessages
from app.client.events import LinkState, TextKind
from app.client.state.outbox import Delivery, Outbox, OwnMessage
from app.client.wishes import Say
from app.irc.file_tag import SharedFile
from tests.application.test_archive_client import NOON
from tests.application.test_room_archiving import NETWORK, House


def own(text: str = "hello", *, to: str = "#club", delivery: Delivery = Delivery.WAITING) -> OwnMessage:
    return OwnMessage(0, to, to, text, TextKind.MESSAGE, f"id-{text}", time=NOON, delivery=delivery)


class Post(House):
    """A house in which what is unsent is kept."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        super().__init__(qtbot, folder)
        self.path = folder / "data" / "outbox.json"
        self.is_kept = True
        self.unsent = self.begin()

    def begin(self) -> UnsentMessages:
        """As at the start of a program."""
        return UnsentMessages(
            self.path, self.office.client, self.archiving.network_of, lambda: self.is_kept, self.root
        )

    def saved(self) -> dict[str, list[OwnMessage]]:
        """What the file holds, once it is written."""
        self.unsent.save()
        self.office.idle()
        return unsent_file.load(self.path)[0]


@pytest.fixture
def post(qtbot: QtBot, tmp_path: Path) -> Iterator[Post]:
    made = Post(qtbot, tmp_path)
    yield made
    made.end()


def test_what_a_connection_leaves_unconfirmed_waits_for_the_next(post: Post) -> None:
    server = post.server()
    post.unsent.add_server(server)
    post.inside(server)
    server.link.ask(Say("#club", "one"))
    assert [message.text for message in post.saved()[NETWORK]] == ["one"]
    if sys.platform != "win32":
        assert stat.S_IMODE(post.path.stat().st_mode) == 0o600
    server.ended.emit(server)
    post.unsent = post.begin()
    assert post.unsent.count == 1
    again = post.server()
    post.unsent.add_server(again)
    room = post.inside(again)
    again.link.events_arrived.emit([])
    [waiting] = again.link.outbox
    assert (waiting.text, waiting.own_id) == ("one", next(iter(post.saved()[NETWORK])).own_id)
    assert room.timeline.waiting == 1


def test_a_file_of_nothing_is_none(post: Post) -> None:
    outbox = Outbox()
    outbox.adopt(own())
    post.unsent.follow(outbox, NETWORK)
    assert post.saved() != {}
    outbox.confirm(1)
    assert post.saved() == {}
    assert not post.path.exists()


def test_where_nothing_is_to_be_kept_there_is_no_file(post: Post) -> None:
    outbox = Outbox()
    outbox.adopt(own())
    post.unsent.follow(outbox, NETWORK)
    post.saved()
    post.is_kept = False
    assert post.saved() == {}
    assert not post.path.exists()
    post.path.write_bytes(unsent_file.encode({NETWORK: [own()]}))  # as an earlier program left it
    post.unsent = post.begin()
    assert post.unsent.count == 0
    assert post.saved() == {}
    assert not post.path.exists()


def test_each_room_gets_its_own_and_talks_come_with_the_first(post: Post) -> None:
    post.path.parent.mkdir()
    waiting = [own("club"), own("private", to="bob"), own("tools", to="#tools"), own("other", to="#other")]
    post.path.write_bytes(unsent_file.encode({NETWORK: waiting, "net:elsewhere": [own("foreign")]}))
    post.unsent = post.begin()
    server = post.server()
    post.unsent.add_server(server)
    post.inside(server)
    server.link.events_arrived.emit([])
    assert [message.text for message in server.link.outbox] == ["club", "private"]
    assert [room.target for room in server.connection.rooms] == ["#club", "bob"]
    post.inside(server, room="#Tools")
    server.link.events_arrived.emit([])
    assert [message.text for message in server.link.outbox] == ["club", "private", "tools"]
    assert post.unsent.count == 2


def test_leaving_a_room_keeps_what_waits_for_it(post: Post) -> None:
    server = post.server()
    post.unsent.add_server(server)
    room = post.inside(server)
    server.link.ask(Say("#club", "one"))
    server.link.ask(Say("bob", "two"))
    server.connection.forget(room)
    assert [message.text for message in server.link.outbox] == ["two"]
    assert sorted(message.text for message in post.saved()[NETWORK]) == ["one", "two"]


def test_a_failed_message_comes_back_as_failed(post: Post) -> None:
    failed = own("no", delivery=Delivery.FAILED)
    failed.reason = "Cannot send"
    post.path.parent.mkdir()
    post.path.write_bytes(unsent_file.encode({NETWORK: [failed]}))
    post.unsent = post.begin()
    assert post.unsent.count == 0, "nobody is told that it goes out"
    server = post.server()
    post.unsent.add_server(server)
    room = post.inside(server)
    server.link.events_arrived.emit([])
    assert room.timeline.waiting == 0
    assert server.link.state is LinkState.IDLE
    [message] = server.link.outbox
    assert (message.delivery, message.reason) == (Delivery.FAILED, "Cannot send")


def test_a_damaged_file_is_set_aside_and_told(post: Post) -> None:
    post.path.parent.mkdir()
    post.path.write_bytes(b"junk")
    again = post.begin()
    assert again.problem.startswith("What you had written and not sent was damaged")
    assert post.path.with_name("outbox.json.damaged").read_bytes() == b"junk"


def test_a_disk_that_takes_nothing_is_told(post: Post) -> None:
    post.path.parent.write_bytes(b"in the way of the folder")
    outbox = Outbox()
    outbox.adopt(own())
    post.unsent.follow(outbox, NETWORK)
    told: list[str] = []
    post.unsent.troubled.connect(told.append)
    post.unsent.save()
    post.office.until(lambda: told)
    assert told[0].startswith("What waits to be sent is kept only until Hubbub is closed.")


# -- the file

TEXTS = st.text(st.characters(codec="utf-8"), min_size=1)
MESSAGES = st.builds(
    OwnMessage,
    st.just(0),
    TEXTS,
    TEXTS,
    TEXTS,
    st.sampled_from(TextKind),
    TEXTS,
    reply_to=st.text(st.characters(codec="utf-8")),
    reason=st.text(st.characters(codec="utf-8")),
    time=st.floats(100_000, 2e9),
    in_doubt=st.booleans(),
    delivery=st.sampled_from(Delivery),
)


@given(st.dictionaries(TEXTS, st.lists(MESSAGES, min_size=1)))
def test_every_message_comes_back_as_it_was(messages: dict[str, list[OwnMessage]]) -> None:
    data = unsent_file.encode(messages)
    found = unsent_file.decode(data) if data else {}
    assert {network: [one.text for one in some] for network, some in found.items()} == {
        network: [one.text for one in some] for network, some in messages.items()
    }
    for before, after in zip(chain(*messages.values()), chain(*found.values()), strict=True):
        on_its_way = before.delivery in (Delivery.QUEUED, Delivery.WRITTEN)
        assert after.delivery is (Delivery.UNSURE if on_its_way else before.delivery)
        assert (after.own_id, after.kind, after.reply_to, after.reason, after.in_doubt, after.time) == (
            before.own_id,
            before.kind,
            before.reply_to,
            before.reason,
            before.in_doubt,
            before.time,
        )


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)
FORMS = st.fixed_dictionaries(
    {},
    optional={
        name: JSON | st.sampled_from(["waiting", "message", "x", 1e308, float("nan"), -1])
        for name in ("to", "target", "text", "kind", "id", "time", "state", "reply_to", "reason", "in_doubt")
    },
)


@given(st.dictionaries(st.text(), st.lists(FORMS | JSON) | JSON))
def test_no_file_that_is_json_makes_it_fail(networks: dict[str, object]) -> None:
    for messages in unsent_file.decode(json.dumps({"networks": networks}).encode()).values():
        for message in messages:
            assert message.text
            assert 0.0 <= message.time < 1e12


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b'{"networks": 1}', b"[" * 100_000, b"\xff"])
def test_what_is_another_file_is_known(data: bytes) -> None:
    with pytest.raises(ValueError):
        unsent_file.decode(data)


def test_a_file_that_waits_to_be_said_is_one_again() -> None:
    file = SharedFile("A" * 22, "plan; 100%.pdf", 12, "application/pdf", "ab" * 32, 3, 4, "B" * 22)
    waiting = own()
    waiting.file = file
    (found,) = unsent_file.decode(unsent_file.encode({"n": [waiting]}))["n"]
    assert found.file == file
    (found,) = unsent_file.decode(unsent_file.encode({"n": [own()]}))["n"]
    assert found.file is None


def test_half_a_character_in_the_file_is_a_question_mark() -> None:
    form = {"to": "#a", "target": "#a", "text": "x\ud800", "kind": "message", "id": "i", "state": "waiting"}
    (message,) = unsent_file.decode(json.dumps({"networks": {"n": [form]}}).encode())["n"]
    assert message.text == "x?"
