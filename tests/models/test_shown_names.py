"""What people are called: the real name only where nobody could be mistaken for somebody else."""

from __future__ import annotations

import pytest

from app.models.shown_names import OwnNicks, display_name, own_names, told_name


@pytest.mark.parametrize(
    ("nick", "realname", "shown"),
    [
        ("Mara_Lind", "Mara Lind", "Mara Lind"),
        ("mara_lind", "Mara Lind", "Mara Lind"),
        ("Tomás_Vega", "Tomás Vega", "Tomás Vega"),
        ("Toma\u0301s_Vega", "Tomás  Vega ", "Tomás Vega"),
        ("李_明", "李 明", "李 明"),
        ("Ian_Lind", "Ian Lind", "Ian Lind"),
        ("MARIA_LIND", "Maria Lind", "Maria Lind"),
        ("bob", "bob", "bob"),
        ("bob", "", "bob"),
        ("bob", "   ", "bob"),
    ],
)
def test_a_real_name_that_reads_as_the_nickname_is_shown(nick: str, realname: str, shown: str) -> None:
    assert display_name(nick, realname) == shown


@pytest.mark.parametrize(
    ("nick", "realname"),
    [
        ("bob", "Mara Lind"),
        ("b0b", "bob"),
        ("bob", "b0b"),
        ("Mara_Lind", "Mara Llnd"),
        ("Mara_Lind", "Mara LInd"),
        ("ian_lind", "Ian Lind"),
        ("MarIa", "Marla"),
        ("MarIa", "Maria"),
        ("Marla", "MarIa"),
        ("Mara_Lind", "Мara Lind"),  # Cyrillic
        ("Tomas_Vega", "Tomás Vega"),
        ("Mara_Lind", "Mara\u202eLind"),
        ("MaraLind", "Mara\u200bLind"),
        ("Mara__Lind", "Mara  Lind"),
        ("Mara_Lind", "Mara" + "\u0336" * 3 + " Lind"),
    ],
    ids=[
        "another",
        "zero",
        "as-zero",
        "l-for-i",
        "capital-i",
        "capital-i-first",
        "l-for-capital-i",
        "small-i",
        "capital-i-for-l",
        "script",
        "accent",
        "turned",
        "invisible",
        "blanks",
        "struck",
    ],
)
def test_a_real_name_that_could_be_somebody_elses_is_not_shown(nick: str, realname: str) -> None:
    assert display_name(nick, realname) == nick


def test_one_is_also_meant_by_the_display_name_and_its_first_word_behind_an_at() -> None:
    assert own_names("Mara_Lind", "Mara Lind", lambda _: False) == ("Mara_Lind", "Mara Lind", "@Mara")


def test_a_first_word_that_is_somebodys_nickname_means_that_one() -> None:
    assert own_names("Mara_Lind", "Mara Lind", lambda name: name == "Mara") == ("Mara_Lind", "Mara Lind")


def test_a_name_of_one_word_is_all_there_is() -> None:
    assert own_names("mara", "Mara", lambda _: False) == ("mara", "Mara")
    assert own_names("mara", "", lambda _: False) == ("mara",)


@pytest.mark.parametrize(
    ("nick", "name", "shown"),
    [
        ("Mara_Lind", "Mara Lind", "Mara Lind"),
        ("mara", "Mara", "Mara"),
        ("bob", "The Builder", "The Builder (bob)"),
        ("bob", "alice", "alice (bob)"),
        ("bob", "  Bob   the  Builder ", "Bob the Builder (bob)"),
        ("bob", "alice (alice)", "bob"),
        ("bob", "x" * 41, "bob"),
        ("bob", "a\u202eb", "bob"),
        ("bob", "\u2800", "bob"),
        ("bob", "***", "bob"),
        ("bob", "", "bob"),
        ("bob", "bob", "bob"),
    ],
)
def test_a_told_name_never_hides_whose_it_is(nick: str, name: str, shown: str) -> None:
    assert told_name(nick, name) == shown


def test_what_one_was_called_is_known_by_the_time() -> None:
    nicks = OwnNicks()
    assert nicks.at(5, "zoe") == "zoe"
    nicks.note("mara", 20)
    nicks.note("lind", 10)
    nicks.note("mara", 20)
    assert [nicks.at(time, "zoe") for time in (5, 10, 19, 20, 30)] == ["lind", "mara", "mara", "zoe", "zoe"]
