"""Mode strings and what a server says of its modes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.irc.mode_strings import ModeChange, ModeSpec, format_modes, parse_modes

SPEC = ModeSpec(ranks="qov", prefixes="~@+")

# mode string, parameters, changes
MODES = [
    ("+o", ("bob",), [ModeChange(True, "o", "bob")]),
    (
        "+ov-b",
        ("bob", "eve", "x!*@*"),
        [
            ModeChange(True, "o", "bob"),
            ModeChange(True, "v", "eve"),
            ModeChange(False, "b", "x!*@*"),
        ],
    ),
    ("-l+l", ("5",), [ModeChange(False, "l"), ModeChange(True, "l", "5")]),
    ("-k", ("*",), [ModeChange(False, "k", "*")]),
    ("+b", (), [ModeChange(True, "b")]),
    ("+im", (), [ModeChange(True, "i"), ModeChange(True, "m")]),
    ("+q-n", ("bob",), [ModeChange(True, "q", "bob"), ModeChange(False, "n")]),
]


@pytest.mark.parametrize(("text", "params", "changes"), MODES)
def test_a_mode_string_is_read(text: str, params: tuple[str, ...], changes: list[ModeChange]) -> None:
    assert parse_modes(text, params, SPEC) == changes


@pytest.mark.parametrize(("text", "params", "changes"), MODES)
def test_changes_are_written_as_a_mode_string(
    text: str, params: tuple[str, ...], changes: list[ModeChange]
) -> None:
    assert list(format_modes(changes)) == [(text, *params)]


def test_other_spellings_of_a_mode_string_are_read() -> None:
    assert parse_modes("i", (), SPEC) == [ModeChange(True, "i")]
    assert parse_modes("+-+i", ("left", "over"), SPEC) == [ModeChange(True, "i")]
    assert parse_modes("", (), SPEC) == []


words = st.from_regex(r"\A[a-z!@*]{1,6}\Z")
changes_strategy = st.lists(
    st.builds(ModeChange, st.booleans(), st.sampled_from("qovbeIk"), words)
    | st.builds(ModeChange, st.just(True), st.just("l"), words)
    | st.builds(ModeChange, st.just(False), st.just("l"))
    | st.builds(ModeChange, st.booleans(), st.sampled_from("imnpst"))
)


@given(changes_strategy, st.integers(1, 6))
def test_written_changes_read_as_the_same(changes: list[ModeChange], per_line: int) -> None:
    read = []
    for text, *params in format_modes(changes, per_line):
        line = parse_modes(text, params, SPEC)
        assert len(line) <= per_line
        read += line
    assert read == changes


@pytest.mark.parametrize(
    ("chanmodes", "prefix", "expected"),
    [
        (None, None, ModeSpec()),
        ("b,k,l,imnpst", "(ov)@+", ModeSpec(lists="b")),
        ("beI,k,l,imn,more", "(qaohv)~&@%+", ModeSpec(flags="imn", ranks="qaohv", prefixes="~&@%+")),
        ("beI,k", "nonsense", ModeSpec()),
        ("", "(ov)@", ModeSpec()),
        (None, "", ModeSpec(ranks="", prefixes="")),
    ],
)
def test_a_server_says_which_modes_it_has(
    chanmodes: str | None, prefix: str | None, expected: ModeSpec
) -> None:
    assert ModeSpec.from_tokens(chanmodes, prefix) == expected


def test_ranks_and_prefixes_stand_for_each_other() -> None:
    for rank, prefix in zip("qov", "~@+", strict=True):
        assert SPEC.rank_of(prefix) == rank
        assert SPEC.prefix_of(rank) == prefix
    assert (SPEC.rank_of("!"), SPEC.rank_of(""), SPEC.prefix_of("x"), SPEC.prefix_of("")) == ("", "", "", "")


def test_prefixes_are_split_from_a_name() -> None:
    assert SPEC.split_prefixes("@+bob") == ("@+", "bob")
    assert SPEC.split_prefixes("bob") == ("", "bob")
    assert SPEC.split_prefixes("") == ("", "")
    assert ModeSpec(ranks="", prefixes="").split_prefixes("@bob") == ("", "@bob")
