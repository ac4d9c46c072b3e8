"""Six words that stand for a hub's certificate, to be compared by voice or eye."""

from __future__ import annotations

from hashlib import scrypt

from app.security.wordlist import WORDS

COUNT = 6
_BITS = 11  # a word of 2048
# 66 bits alone could be met by trying certificates; at this cost per trial they cannot.
_SALT = b"hubbub words 1"
_N, _R, _P = 2**15, 8, 1
_MEMORY = 2**26  # bytes; scrypt needs 128 * r * n, half of this


def six_words(fingerprint: str) -> tuple[str, ...]:
    """Six words of a fingerprint (64 hex digits). Slow on purpose (~80 ms): call it in a thread.

    Raises ValueError for anything that is no fingerprint.
    """
    digest = bytes.fromhex(fingerprint)
    if len(digest) != 32:
        raise ValueError("a fingerprint has 64 hexadecimal digits")
    size = (COUNT * _BITS + 7) // 8
    number = int.from_bytes(scrypt(digest, salt=_SALT, n=_N, r=_R, p=_P, maxmem=_MEMORY, dklen=size), "big")
    return tuple(WORDS[(number >> (_BITS * place)) % len(WORDS)] for place in range(COUNT))
