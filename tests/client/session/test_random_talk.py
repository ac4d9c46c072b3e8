"""Whatever a server says, in whatever order: nothing breaks and nothing grows without end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.client.events import Point
from app.client.features.typing_status import TYPING_PEOPLE
from app.client.handlers.batches import HELD_BYTES, HELD_LINES, OPEN_BATCHES
from app.client.wishes import AskHistory, Delete, Edit, Join, MarkRead, React, Reply, Watch
from tests.client.play import OURS, Play
from tests.examples import examples

REFS = st.sampled_from(["a", "b", "c", ""])
NAMES = st.sampled_from(["#a", "#A", "#b", "me", "bob", "alice", "*", "", "@#a", ":x"])
WORDS = st.sampled_from(
    [
        "",
        "hi",
        "*",
        "m1",
        "r1",
        "1",
        "9" * 400,
        "9" * 5000,
        "\x01ACTION x\x01",
        "timestamp=x",
        "a b",
        "+o",
        "ü",
    ]
)
KINDS = st.sampled_from(
    ["chathistory", "draft/multiline", "draft/chathistory-targets", "netsplit", "labeled-response", "x", ""]
)
TAG_WORDS = """
    batch=a batch=b label=r1 label=1 time=2024-01-01T00:00:00.000Z time=x msgid=m1 account=me
    time=0001-01-01T00:00:00.000Z time=9999-12-31T23:59:59.999Z time=9999-12-31T23:59:59.999-14:00
    +typing=active +typing=done +draft/react=x +draft/unreact=x +reply=m1 +hubbub.chat/edit=m1
    +hubbub.chat/id=1 draft/multiline-concat draft/chathistory-context
"""
COMMAND_WORDS = """
    PRIVMSG NOTICE TAGMSG JOIN PART QUIT KICK NICK TOPIC MODE REDACT ACK RENAME MARKREAD METADATA AWAY
    ACCOUNT CHGHOST SETNAME CHATHISTORY FAIL 311 317 333 367 005 353 366 730 731 761 766 774 900 421 403 PONG
"""
TAGS = st.lists(st.sampled_from([*TAG_WORDS.split(), f"label={'9' * 5000}"]), max_size=4)
COMMANDS = st.sampled_from(COMMAND_WORDS.split())
SOURCES = st.sampled_from(["", ":s ", ":bob!u@h ", ":me!u@h ", ":alice "])


@st.composite
def lines(draw: st.DrawFn) -> str:
    tags = draw(TAGS)
    start = f"@{';'.join(tags)} " if tags else ""
    source = draw(SOURCES)
    if draw(st.booleans()):
        sign, ref, kind = draw(st.sampled_from("+-")), draw(REFS), draw(KINDS)
        return f"{start}{source}BATCH {sign}{ref} {kind} {draw(NAMES)}"
    params = " ".join(draw(st.lists(st.one_of(NAMES, WORDS), max_size=4)))
    return f"{start}{source}{draw(COMMANDS)} {params} :{draw(WORDS)}"


def asks(play: Play) -> None:
    """A person does everything there is to do."""
    session, now = play.session, play.now
    session.ask(Reply("#a", "m1", "one\ntwo"), now)
    session.ask(Edit("#a", "m1", "three"), now)
    session.ask(React("bob", "m1", "x"), now)
    session.ask(Delete("#a", "m1"), now)
    session.ask(AskHistory("#a", Point(now, "m1")), now)
    session.ask(AskHistory("bob"), now)
    session.ask(MarkRead("#a", now), now)
    session.ask(Watch("bob"), now)
    session.ask(Join("#b"), now)


@examples(150)
@given(st.lists(lines(), max_size=40), st.lists(lines(), max_size=20))
def test_any_words_of_a_server_are_borne(before: list[str], after: list[str]) -> None:
    play = Play().registers(caps=f"{OURS} draft/read-marker draft/metadata-2", channel="#a")
    play.hears(*before)
    asks(play)
    play.hears(*after)
    play.waits(5)
    state = play.session.state
    assert len(state.batches.open) <= OPEN_BATCHES
    assert 0 <= state.batches.lines <= HELD_LINES
    assert 0 <= state.batches.size <= HELD_BYTES
    assert len(state.typing.others) <= TYPING_PEOPLE
    play.session.connection_lost(play.now)
    play.session.take_output()
