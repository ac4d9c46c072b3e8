"""Pictures and files: sending, receiving, and how large and how fast they are."""

from __future__ import annotations

from app.words.sentence import COUNTED, tr

# -- sizes
_BYTES = tr("%n bytes", "", COUNTED)
_KILOBYTES = tr("{number} KB")
_MEGABYTES = tr("{number} MB")
_GIGABYTES = tr("{number} GB")


def readable_size(size: int) -> str:
    """Bytes as people say them: "900 bytes", "1.0 MB"."""
    if size < 1000:
        return _BYTES(size)
    if size < 999_950:
        return _KILOBYTES(number=f"{size / 1000:.1f}")
    if size < 999_950_000:
        return _MEGABYTES(number=f"{size / 1_000_000:.1f}")
    return _GIGABYTES(number=f"{size / 1_000_000_000:.1f}")
