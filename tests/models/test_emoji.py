"""Emoji by their codes and by what they are used for; where a code is text, and stays it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models.emoji import EmojiGroup, EmojiTable, code_begun, code_written, ends_in_code, load_table

RESOURCES = Path(__file__).parent.parent.parent / "resources"


@pytest.fixture
def table() -> EmojiTable:
    return load_table(RESOURCES / "emoji" / "en.json")


def completed(table: EmojiTable, begun: str, *recents: str) -> list[str]:
    return [match.code for match in table.completing(begun, recents)]


def found(table: EmojiTable, query: str) -> list[str]:
    return [one.text for one in table.search(query)]


def test_the_table_has_all_emoji_with_names_and_codes(table: EmojiTable) -> None:
    assert len(table.every) > 1_900
    assert all(one.name and one.codes for one in table.every)
    assert len({one.text for one in table.every}) == len(table.every)
    assert {one.group for one in table.every} == set(EmojiGroup)
    assert [one.text for one in table.of_group(EmojiGroup.SMILEYS)][:2] == ["😀", "😃"]
    codes = [code for one in table.every for code in one.codes]
    assert len(set(codes)) == len(codes), "what a code means depends on the order"


def test_it_is_read_once(table: EmojiTable) -> None:
    assert load_table(RESOURCES / "emoji" / "en.json") is table


@pytest.mark.parametrize(
    ("code", "text"),
    [("smile", "😄"), ("+1", "👍"), ("thumbsup", "👍"), ("heart", "❤️"), ("flag-de", "🇩🇪"), ("Smile", "😄")],
)
def test_codes_are_those_that_people_know(table: EmojiTable, code: str, text: str) -> None:
    one = table.by_code(code)
    assert one is not None
    assert one.text == text


def test_an_emoji_is_known_by_its_characters(table: EmojiTable) -> None:
    heart = table.by_text("❤")
    assert heart is not None
    assert (heart.name, heart.text) == ("red heart", "❤️")
    assert table.by_text("x") is table.by_code("no_such_code") is None


def test_a_code_is_completed_the_shortest_first(table: EmojiTable) -> None:
    codes = completed(table, "bat")
    assert codes[:3] == ["bat", "bath", "battery"]
    assert codes.index("bathtub") < codes.index("low_battery")  # a part of it begins so
    assert completed(table, "BATTERY")[0] == "battery"
    assert completed(table, "nosuchthing") == []


def test_what_was_used_lately_is_offered_first(table: EmojiTable) -> None:
    assert completed(table, "ba", "🔋")[0] == "battery"
    assert completed(table, "battery", "🪫")[0] == "battery"  # but not before what is meant exactly


def test_words_that_are_no_code_are_found_by_three_letters(table: EmojiTable) -> None:
    assert "joy" in completed(table, "lol")
    assert "100" not in completed(table, "pe")


def test_a_search_wants_each_word_and_codes_and_names_come_first(table: EmojiTable) -> None:
    assert found(table, "red heart")[0] == found(table, "hear")[0] == "❤️"
    assert found(table, "cat")[:2] == ["🐱", "🐈"]
    assert found(table, "party")[:2] == ["🎉", "🥳"]
    assert "🙏" in found(table, "thanks")  # which is in none of its names
    assert found(table, "  ") == found(table, "red nosuchthing") == []
    assert found(table, ":bar_chart:")[0] == "📊"
    assert "🪅" in found(table, "PINATA")


def test_newer_emoji_than_the_fonts_can_be_left_out(table: EmojiTable) -> None:
    older = table.up_to(12)
    assert 1_000 < len(older.every) < len(table.every)
    assert older.by_code("melting_face") is None
    assert completed(older, "melting") == found(older, "melting face") == []


@pytest.mark.parametrize(
    ("before", "begun"),
    [
        (":ba", "ba"),
        ("Spare :ba", "ba"),
        ("(:ba", "ba"),
        ("好:ba", "ba"),
        ("👍:+1", "+1"),
        (":b", ""),
        ("at 10:30", ""),
        ("http://host:80", ""),
        ("std::vector", ""),
        ("a:ba", ""),
        (":ba ", ""),
        ("`x :ba", ""),
        ("```\nx\n:ba", ""),
        ("`x` :ba", "ba"),
        ("it`s\n:ba", "ba"),
    ],
)
def test_a_code_begins_behind_a_space_and_outside_of_code(before: str, begun: str) -> None:
    assert code_begun(before) == begun


@pytest.mark.parametrize(
    ("before", "code"),
    [
        (":smile:", "smile"),
        ("so :smile:", "smile"),
        ("😄:smile:", "smile"),
        ("10:30:", ""),
        ("`:smile:", ""),
        ("`a` :smile:", "smile"),
        ("```\n:smile:", ""),
        ("http://h/:smile:", ""),
        (":smile: ", ""),
        ("::smile:", ""),
    ],
)
def test_a_code_is_written_with_its_second_colon(before: str, code: str) -> None:
    assert code_written(before) == code


def test_code_is_what_the_timeline_takes_for_it() -> None:
    assert not ends_in_code("")
    assert ends_in_code("a `b")
    assert not ends_in_code("a `b` c")
    assert not ends_in_code("a `b\nc")
    assert ends_in_code("```py\na `b` c")
    assert not ends_in_code("```\na ` b\n```")
