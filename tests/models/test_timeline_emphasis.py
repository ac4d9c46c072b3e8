"""Which marks emphasize, and which were said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.timeline_emphasis import Solid, find_emphasis


def emphasized(text: str, *solids: Solid) -> list[tuple[str, str]]:
    return [(pair.mark, text[pair.start + pair.size : pair.end]) for pair in find_emphasis(text, solids)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("*now*", [("*", "now")]),
        ("**now**", [("**", "now")]),
        ("_now_", [("_", "now")]),
        ("do it *right now*, _please_!", [("*", "right now"), ("_", "please")]),
        ("(*a*) [_b_] {**c**}", [("*", "a"), ("_", "b"), ("**", "c")]),
        ("\"*a*\" “_b_” '**c**'", [("*", "a"), ("_", "b"), ("**", "c")]),
        ("*a*... *b*?! *c*", [("*", "a"), ("*", "b"), ("*", "c")]),
        ("x —*a*— y", [("*", "a")]),
        ("，*好*。", [("*", "好")]),
        ("*one*\n_two_", [("*", "one"), ("_", "two")]),
        ("**bold *both* bold**", [("*", "both"), ("**", "bold *both* bold")]),
        ("*_both_*", [("_", "both"), ("*", "_both_")]),
        ("**_both_**", [("_", "both"), ("**", "_both_")]),
        ("*hugs :)*", [("*", "hugs :)")]),
        ("*🎉*", [("*", "🎉")]),
        ("*a (b) c*", [("*", "a (b) c")]),
        ("_snake_case_", [("_", "snake_case")]),
        ("*a* b *c*", [("*", "a"), ("*", "c")]),
        ("_foo _bar_", [("_", "bar")]),
        ("*+1*", [("*", "+1")]),
        ("*wait...*", [("*", "wait...")]),
    ],
)
def test_marks_around_words_emphasize(text: str, found: list[tuple[str, str]]) -> None:
    assert emphasized(text) == found


@pytest.mark.parametrize(
    "text",
    [
        # globs and paths
        "rm *.o,*.a",
        "rm *.o *.a",
        "rm *.o, *.a, *",
        "ls *.c *.h*",
        "ls *src/*",
        "**/*.py and **/*.js",
        "~/_build_/x",
        "/_build_/ and /x/_y_",
        "_build_/x",
        "_x_.py",
        "*x*.py",
        "__init__.py __main__",
        "C:\\*x*",
        "find / -name *.txt -o -name *.md",
        # code
        "SELECT *,count(*)",
        "SELECT *, count(*) FROM a",
        "f(*a, *b)*",
        "f(*args, **kwargs)",
        "x = (*p) * (*q)",
        "char *p, *q;",
        "2*3*4 = 24",
        "2 * 3 * 4",
        "a_b_c",
        "snake_case_name",
        "/* comment */",
        "/** doc */",
        "5 * * * *",
        "*/5 * * * *",
        "a[*b]* c",
        "*a (b* c)",
        # words, smileys, lines
        "in*side*word",
        "*pre*fix",
        "suf*fix*",
        "_pre_fix",
        "*Mara*'s",
        "* x *",
        "*x *",
        "* x*",
        "*one\ntwo*",
        "-_- ok -_-",
        "^_^ _^_^_",
        "*_*",
        "(*_*)",
        "*_look *_*",
        "**so *_* and **_**",
        ">_<",
        "*-*",
        "****",
        "*** x ***",
        "pass: ****",
        "_____",
        "",
        "*",
        "**",
        "_",
    ],
)
def test_other_marks_were_said(text: str) -> None:
    assert emphasized(text) == []


def test_what_is_solid_holds_no_marks() -> None:
    text = "*a `b*` c*"
    assert emphasized(text, Solid(3, 7, 7)) == [("*", "a `b*` c")]
    assert emphasized("_x_ _y_", Solid(0, 3, 3)) == [("_", "y")]
    assert emphasized("**a/**", Solid(2, 4, 4)) == [
        ("**", "a/")
    ]  # an address may end with what a word does not


def test_the_end_of_an_address_closes_only_if_nothing_else_does() -> None:
    text = "_see a.b/c_"
    assert emphasized(text, Solid(5, 11, 10)) == [("_", "see a.b/c")]
    assert emphasized(f"{text} now_", Solid(5, 11, 10)) == [("_", "see a.b/c_ now")]
    assert emphasized("see a.b/c_", Solid(4, 10, 9)) == []
    assert emphasized("*_a.b/_* *_*", Solid(2, 8, 6)) == [("_", "a.b/"), ("*", "_a.b/_")]


@given(st.text(alphabet=st.sampled_from("ab *_()[].,/\n:)'’😅好，"), max_size=200))
def test_pairs_are_parted_or_one_inside_the_other(text: str) -> None:
    pairs = find_emphasis(text, ())
    for one in pairs:
        assert text.startswith(one.mark, one.start)
        assert text.startswith(one.mark, one.end)
        assert one.start + one.size < one.end
        assert "\n" not in text[one.start : one.end]
        for other in pairs:
            is_crossed = one.start < other.start < one.end < other.end
            assert not is_crossed
