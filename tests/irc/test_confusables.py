"""Which names look alike, and which do not."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.irc.confusables import nick_keys
from app.irc.names import fold_nick, is_nick, nick_from

ROOT = Path(__file__).parent.parent.parent


def look_alike(one: str, other: str) -> bool:
    """Whether two names may not be beside each other."""
    return not set(nick_keys(one)).isdisjoint(nick_keys(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mara", "Mara"),
        # another case
        ("Mara", "mARA"),
        ("Stra\u00dfe", "STRASSE"),
        ("\u041d\u0438\u043d\u0430", "\u041d\u0418\u041d\u0410"),  # Cyrillic Nina
        ("\u039d\u03af\u03ba\u03bf\u03c2", "\u039d\u0399\u039a\u039f\u03a3"),  # Greek Nikos
        # another script
        ("Mara", "M\u0430ra"),  # Cyrillic a
        ("Mara", "\u041c\u0430\u0433\u0430"),  # Cyrillic throughout
        ("BOB", "\u0412\u041e\u0412"),  # Cyrillic capitals
        ("horst", "\u043dorst"),  # Cyrillic small en is a small H
        ("nora", "\u039dora"),  # Greek capital nu
        ("vora", "\u03bdora"),  # Greek small nu
        ("NATA", "\u039d\u0391\u03a4\u0391"),  # Greek capitals
        ("Anna", "\u13aanna"),  # Cherokee
        ("Mara", "\u1d0d\u1d00\u0280\u1d00"),  # small capitals
        ("vera", "\uaba9era"),
        ("Ian", "\u0661an"),  # Arabic one
        ("sos", "s\u05e1s"),  # Hebrew samekh
        # another accent
        ("Mara", "M\u00e1r\u00e2"),
        ("Mara", "Ma\u0308ra\u0323"),
        ("Zoe", "Zo\u00eb"),
        ("Lukasz", "\u0141ukasz"),
        ("Oystein", "\u00d8ystein"),
        ("\u00d8\u00f8", "oo"),
        ("\u0418\u0433\u043e\u0440\u044c", "\u0418\u0433\u043e\u0440\u044c\u0301"),
        ("Mara", "M\u0489ara"),  # an enclosing mark
        # another width or style
        ("Mara", "\uff2d\uff41\uff52\uff41"),
        ("Mara", "\U0001d4dc\U0001d4ea\U0001d4fb\U0001d4ea"),
        ("VIII", "\u2167"),
        # lookalikes within ASCII
        ("Ian", "Lan"),
        ("Ian", "lan"),
        ("lan", "1an"),
        ("lan", "|an"),
        ("Bob", "B0b"),
        ("Marla", "MarIa"),
        ("Maria", "MarIa"),
        ("MARIA", "MARlA"),
        ("MARIA", "MAR1A"),
        ("MARIA", "Maria"),
        ("Maria", "MARlA"),
        ("AI", "Al"),
        ("AI", "Ai"),
        ("II", "ll"),
        ("I", "1"),
        ("WilIiam_Ian", "William_Ian"),
        # one of these letters in another script
        ("Marla", "Mar\u0406a"),  # Cyrillic capital I
        ("Maria", "Mar\u0406a"),
        ("Maria", "Mar\u0456a"),
        ("MARIA", "\u041c\u0410R\u0406\u0410"),
        ("Mia", "\u041c\u0456\u0430"),
        ("Mla", "\u041c\u0406\u0430"),
        ("NIKO", "\u039d\u0399\u039a\u039f"),  # Greek
        ("Marla", "Mar\u04cfa"),  # Cyrillic small palochka, as tall as its capital
        ("Lan", "\u0197an"),  # with a stroke
        ("Marla", "Mar\u05d5a"),  # Hebrew vav
        ("Mara", "rnara"),
        ("Wendy", "vvendy"),
        ("`x`", "\u2018x\u2019"),
        ("a-b", "a\u2010b"),
        # underscore and space
        ("Mara_Lind", "Mara Lind"),
        ("Mara_Lind", "  Mara \t Lind "),
        ("Mara_Lind", "Mara\u00a0Lind"),
        ("Mara_Lind", "Mara\u3000L\u00efnd"),
        ("Mara_Lind", "Mara\u2800Lind"),
        # nothing to see
        ("Mara", "Ma\u200bra"),
        ("Mara", "Ma\u200dr\u00ada"),
        ("Mara", "\u202eMara\u2066"),
        ("Mara", "Ma\ufe0fra\U000e0101"),
        ("Mara", "M\u3164ara\u034f"),
        ("Mara", "M\u0007ara\u200b"),
    ],
)
def test_what_looks_alike_shares_a_key(one: str, other: str) -> None:
    assert look_alike(one, other)


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Maria", {"rnaria"}),
        ("Marla", {"rnarla"}),
        ("MarIa", {"rnaria", "rnarla"}),
        ("MARIA", {"rnaria"}),
        ("MARlA", {"rnaria", "rnarla"}),
        ("Ian", {"ian", "lan"}),
        ("IAN", {"ian"}),
        ("Al", {"al"}),
        ("Ai", {"ai"}),
        ("AI", {"ai", "al"}),
        ("Lily_Ivy", {"lily_ivy", "lily_lvy"}),
        ("\u0406\u0432\u0430", {"i\u0432a", "l\u0432a"}),  # Iva in Cyrillic letters
        ("\u0456\u0432\u0430", {"i\u0432a"}),
        ("\u0406\u0412\u0410", {"i\u0432a"}),
    ],
)
def test_a_name_has_a_second_key_where_a_stroke_is_i_or_l(name: str, keys: set[str]) -> None:
    assert {key.replace("b", "\u0432") for key in nick_keys(name)} == keys
    assert len(nick_keys(name)) == len(keys)


@pytest.mark.parametrize(
    "names",
    [
        "Maria Marla Marta Mila Milla Milia Tim Tlm Al Ai Ali All Alli Lia Lla",
        "bob rob dob rod bop Mara Maria Marta Mira Nora Vora Dora Hora Tom Tim Kim Jim Jan Jon Eva Ava",
        "Stra\u00dfer Straber",
        "Mara Mara_ _Mara Mara__ Mara-Lind Mara_Lind MaraLind Mara2 Mara3",
        "x[a] x{a} x^a x\\a",
        "\u0411\u043e\u0440\u044f \u0412\u043e\u0440\u044f \u0428\u0443\u0440\u0430 \u0429\u0443\u0440\u0430",
        "\u0410\u043d\u043d\u0430 \u0410\u043b\u043b\u0430 \u0418\u0440\u0430 \u042f\u043d\u0430",
        "\u0e01\u0e34\u0e19 \u0e01\u0e31\u0e19",  # Thai vowel signs
        "\u0930\u093e\u092e \u0930\u092e\u093e \u0930\u0935\u093f \u0930\u0935\u0940",  # Devanagari
        "\u304b\u304d \u304c\u304d \u306f\u306a \u3070\u306a",  # Japanese voicing marks
        "\uae40\ubbfc \uae40\ubbfc\uc9c0 \uac15\ubbfc",  # Korean
        "\u738b\u4f1f \u738b\u82b3 \u674e\u4f1f",  # Chinese
        "\u0633\u0627\u0631\u0629 \u0645\u0631\u064a\u0645 \u0628\u062f\u0631 \u0646\u062f\u0631",  # Arabic
        "\u05d3\u05df \u05e8\u05df \u05d3\u05e0\u05d4",  # Hebrew
    ],
)
def test_honest_names_stay_different(names: str) -> None:
    assert [pair for pair in combinations(names.split(), 2) if look_alike(*pair)] == []


@pytest.mark.parametrize(
    ("alphabet", "alike"),
    [
        ("abcdefghijklmnopqrstuvwxyz", set()),
        ("абвгдежзийклмнопрстуфхцчшщъыьэюя", {"вь", "ий"}),
        ("αβγδεζηθικλμνξοπρστυφχψω", {"γυ", "οσ"}),
        ("אבגדהוזחטיכךלמםנןסעפףצץקרשת", {"ון"}),
    ],
)
def test_letters_of_an_alphabet_stay_different(alphabet: str, alike: set[str]) -> None:
    groups: dict[str, str] = {}
    for letter in alphabet:
        (key,) = nick_keys(letter)
        groups[key] = groups.get(key, "") + letter
    assert {group for group in groups.values() if len(group) > 1} == alike


def test_a_name_of_nothing_has_an_empty_key() -> None:
    assert nick_keys("") == nick_keys("  ") == nick_keys("\u200b\u0301") == ("",)


@given(st.text(alphabet=st.characters(max_codepoint=0x7F)))
def test_a_name_in_ascii_has_the_same_keys_beside_an_invisible_character(name: str) -> None:
    # the short way and the long way agree; control characters are invisible on the long way only
    name = "".join(char for char in name if char.isprintable())
    assert nick_keys(name) == nick_keys(name + "\u200b")


def test_lookalikes_within_ascii_are_those_of_the_library() -> None:
    text = files("confusable_homoglyphs").joinpath("confusables.json").read_text(encoding="utf-8")
    pairs = [
        (char, entry["c"])
        for char, entries in json.loads(text).items()
        for entry in entries
        if char.isascii() and entry["c"].isascii()
    ]
    assert len(pairs) > 10
    assert [pair for pair in pairs if not look_alike(*pair)] == []


@given(st.text())
def test_every_text_has_a_key_with_no_space_in_it(name: str) -> None:
    assert not any(char.isspace() for key in nick_keys(name) for char in key)


@given(st.text(alphabet=st.sampled_from("abmwilo01|_ABMWILO \u0430\u0412\u00e9\u00df\u0141\u043d\u041d")))
def test_case_makes_no_difference_to_the_first_key(name: str) -> None:
    assert nick_keys(name.upper())[0] == nick_keys(name.lower())[0] == nick_keys(name)[0]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("Il1|"), st.sampled_from("Il1|"), st.sampled_from(["", "a", "M", "rn", "\u0430"])
        )
    )
)
def test_a_stroke_in_place_of_another_makes_a_lookalike(parts: list[tuple[str, str, str]]) -> None:
    one = "".join(stroke + rest for stroke, _other, rest in parts)
    assert look_alike(one, "".join(other + rest for _stroke, other, rest in parts))


@example("ß\u4e00")
@given(st.text(alphabet="abcdeilmnoqrvwxyz0189_-[]ABCIMNOW\u00e4\u00df\u0142\u0430\u0438\u4e00", max_size=12))
def test_nicknames_that_fold_to_one_have_one_first_key(name: str) -> None:
    if is_nick(name):
        assert nick_keys(fold_nick(name))[0] == nick_keys(name)[0]


@given(st.text(alphabet="abcm \u00e9\u0430\u4e00_", max_size=20))
def test_the_nickname_made_of_a_name_looks_like_it(name: str) -> None:
    nick = nick_from(name)
    if nick and not name.strip().endswith("_"):
        assert nick_keys(nick) == nick_keys(name)


def test_names_in_ascii_load_neither_the_table_nor_its_library() -> None:
    code = (
        "import sys\n"
        "from app.irc.confusables import nick_keys\n"
        "nick_keys('Mara_Lind'); nick_keys('rnara 1')\n"
        "before = 'confusable_homoglyphs' in sys.modules\n"
        "nick_keys('M\\u0430ra')\n"
        "sys.exit(0 if not before and 'confusable_homoglyphs' in sys.modules else 1)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
