"""How large and how fast files are, in words."""

from __future__ import annotations

import pytest

from app.words.file_words import readable_size


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (12, "12 bytes"),
        (999, "999 bytes"),
        (2_100, "2.1 KB"),
        (999_949, "999.9 KB"),
        (999_950, "1.0 MB"),
        (1_000_000, "1.0 MB"),
        (999_999_999, "1.0 GB"),
        (12_300_000_000, "12.3 GB"),
    ],
)
def test_a_size_is_told_with_as_few_digits_as_one_reads(size: int, words: str) -> None:
    assert readable_size(size) == words
