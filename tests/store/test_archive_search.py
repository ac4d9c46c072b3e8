"""The search over what is kept: words, beginnings, other scripts, emoji, and what was changed or deleted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store import archive_search
from app.store.archive import Archive
from app.store.archive_records import RoomKey
from app.store.archive_search import LONGEST_QUERY, expression, indexed
from tests.examples import examples
from tests.store.lines import CLUB, OTHER, at, numbered, said


@pytest.fixture
def archive() -> Iterator[Archive]:
    with closing(Archive()) as made:
        yield made


def found(archive: Archive, query: str, key: RoomKey | None = None) -> list[str]:
    return [hit.line.text for hit in archive.search(query, key)]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("the Robot arm is ready", "robot"),
        ("the Robot arm is ready", "ROB rea"),
        ("crème brûlée", "creme brulee"),
        ("creme brulee", "crème"),
        ("see foo.bar(baz)", "foo.bar"),
        ("see foo.bar(baz)", "baz"),
        ("日本語のテスト", "本語"),
        ("日本語のテスト", "テスト"),
        ("mixed 日本 words", "words 日本"),
        ("한국어로 말해요", "국어"),
        ("ภาษาไทย", "ไทย"),
        ("\U00020000\U00020001", "\U00020001"),
        ("party🎉🥳tonight", "🥳"),
        ("party🎉🥳tonight", "party"),
        ("☕?", "☕"),
        ("well, well", '"well well"'),
        ("Ελλάδα", "ελλάδα"),
        ("straße 42", "42"),
    ],
)
def test_words_are_found(archive: Archive, text: str, query: str) -> None:
    archive.append(CLUB, [said("something else"), said(text, 1)])
    assert found(archive, query) == [text]
    assert archive.count(query) == 1


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("the robot arm", "bot"),
        ("the robot arm", "robot leg"),
        ("robots", '"robot"'),
        ("arm robot", '"robot arm"'),
        ("日本語", "語日"),
        ("a b", "ab"),
        ("u1f389", "🎊"),
    ],
)
def test_what_is_not_said_is_not_found(archive: Archive, text: str, query: str) -> None:
    archive.append(CLUB, [said(text)])
    assert found(archive, query) == []
    assert archive.count(query) == 0


@pytest.mark.parametrize("query", ["", "  ", "!?", '"', '""', '"-"', "* ()", "\0"])
def test_a_query_without_words_finds_nothing(archive: Archive, query: str) -> None:
    archive.append(CLUB, [said("hello ()")])
    assert expression(query) == ""
    assert archive.search(query) == []
    assert archive.count(query) == 0


def test_one_letter_is_a_word_and_not_a_beginning() -> None:
    assert expression("a ab") == '"a" AND "ab"*'
    assert expression('say "a b" now') == '"say"* AND "a b" AND "now"*'
    assert len(expression("x" * 100_000)) <= LONGEST_QUERY + 3


@given(st.text(max_size=60), st.text(max_size=60))
@examples(150)
def test_whatever_is_typed_is_no_error(text: str, query: str) -> None:
    with closing(Archive()) as archive:
        archive.append(CLUB, [said(text)])
        archive.search(query)
        archive.count(query, CLUB)
        list(archive.forget(CLUB))


def test_plain_text_is_indexed_as_it_is() -> None:
    assert indexed("plain") == "plain"
    assert indexed("Ärger") == "Ärger"
    assert indexed("日本") == " 日  本 "
    assert indexed("a🎉") == "a u1f389 "


def test_the_newest_come_first_and_page_by_page(archive: Archive) -> None:
    archive.append(OTHER, [said(f"word in other {number}", number + 0.5) for number in range(4)])
    archive.append(CLUB, [said(f"word {number}", number) for number in range(4)])
    first = archive.search("word", count=3)
    assert [hit.line.text for hit in first] == ["word in other 3", "word 3", "word in other 2"]
    assert [hit.room for hit in first] == [OTHER, CLUB, OTHER]
    second = archive.search("word", before=first[-1].line.place, count=2)
    assert [hit.line.text for hit in second] == ["word 2", "word in other 1"]


def test_a_room_is_searched_alone(archive: Archive) -> None:
    archive.append(CLUB, [said("word here")])
    archive.append(OTHER, [said("word there", 1)])
    assert found(archive, "word", CLUB) == ["word here"]
    assert archive.count("word", CLUB) == 1
    assert found(archive, "word", RoomKey("net", "#unknown")) == []


def test_rooms_with_the_same_low_bits_are_told_apart(archive: Archive) -> None:
    archive.append(CLUB, [said("word here")])
    archive._db.connection.execute("INSERT INTO rooms (id, network, target) VALUES (2049, 'net', '#far')")
    far = RoomKey("net", "#far")
    archive.append(far, [said("word far away")])
    assert found(archive, "word", far) == ["word far away"]
    assert found(archive, "word", CLUB) == ["word here"]
    (line,) = archive.page_before(far, None, 9).lines
    assert line.place == at(0) + 1  # the number was taken


def test_very_many_are_counted_as_more_than(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_search, "MOST_COUNTED", 3)
    archive.append(CLUB, [said("word", number) for number in range(9)])
    assert archive.count("word") == 4


def test_a_changed_text_is_found_by_its_new_words(archive: Archive) -> None:
    archive.append(CLUB, [said("helo wrold", msgid="M1")])
    line = archive.find(CLUB, "M1")
    assert line is not None
    archive.change(CLUB, line._replace(text="hello world"))
    assert found(archive, "wrold") == []
    assert found(archive, "world") == ["hello world"]
    archive.change(CLUB, line._replace(text=""))
    assert found(archive, "world") == []
    archive.change(CLUB, line._replace(text="back"))
    assert found(archive, "back") == ["back"]


def test_events_have_no_words(archive: Archive) -> None:
    archive.append(CLUB, [said("", sender="word"), *numbered([2])])
    assert found(archive, "word") == []
